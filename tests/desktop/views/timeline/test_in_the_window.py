"""The timeline among the other views: days brushed narrow the library, the reader's dates lead here and back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from archive.operations import events, ingest, timeline
from desktop.program import Program
from desktop.views.events.editor import EventEditor
from tests.archive.made import new_archive

Make = Callable[..., Program]
_FILLER = "The rest of it is about rope, flour and the price of lamp oil. " * 8


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Two articles, of 1987 and of 2012, indexed and read."""
    path = tmp_path / "Two.waystation"
    with new_archive(path) as archive:
        ingest.paste(archive, f"An old mill\n\nThe mill was built in 1987. {_FILLER}", title="An old mill")
        ingest.paste(archive, f"A new lock\n\nThe lock was built in May 2012. {_FILLER}", title="A new lock")
    return path


def titles(one: Program) -> list[str]:
    pane = one.desk().library.list
    return [pane.lister.model.hit(row).article.title for row in range(pane.lister.model.rowCount())]


def test_brushed_days_list_in_the_library_what_tells_of_them(program: Make, told: Path) -> None:
    one = program(told)
    view = one.desk().show_timeline()
    one.settle()
    view.canvas.brush(date(2010, 1, 1).toordinal(), date(2014, 12, 31).toordinal())
    view.brush.findChild(QPushButton, "timeline_brush_library").click()
    one.settle()
    library = one.desk().library
    assert one.window.stack.currentWidget() is library
    assert titles(one) == ["A new lock"]
    assert library.list.wanted.facets.told == ("2010-01-01", "2014-12-31")
    chips = [each for each in library.list.chips.findChildren(QPushButton) if each.isVisible()]
    assert any("Told: 2010–2014" in each.text() for each in chips)
    next(each for each in chips if "Told" in each.text()).click()
    one.settle()
    assert sorted(titles(one)) == ["A new lock", "An old mill"]


def test_the_library_follows_when_what_is_told_changes(program: Make, told: Path) -> None:
    one = program(told)
    context = one.desk().context
    one.desk()._show_told("2010-01-01", "2014-12-31")
    one.settle()
    mill = next(each for each in timeline.mentions(context.archive) if each.exact == "1987")
    context.run_change(lambda: events.correct(context.archive, mill.uid, "2011"))
    one.settle()
    assert sorted(titles(one)) == ["A new lock", "An old mill"]
    context.history.undo()
    one.settle()
    assert titles(one) == ["A new lock"]


def test_a_date_on_the_page_leads_to_its_mark_and_back_to_its_words(program: Make, told: Path) -> None:
    one = program(told)
    library = one.desk().library
    mill = next(each for each in timeline.mentions(one.desk().context.archive) if each.exact == "1987")
    one.desk().main.open(mill.article, mill.start)
    one.settle()
    telling = library.reader.telling
    telling.show_card(next(each for each in telling.mentions if each.uid == mill.uid))
    telling.card.read_button.click()
    one.settle()
    view = one.window.stack.currentWidget()
    assert view is one.desk().views["timeline"]
    assert view.canvas.stage.chosen_id == mill.id
    assert not view.canvas.rect_of(view.canvas.stage.chosen).isEmpty()
    view.canvas.activate()
    one.settle()
    assert one.window.stack.currentWidget() is library and library.reader.active.surface.selected_text() == "1987"


def test_an_event_is_added_where_one_is(program: Make, told: Path) -> None:
    one = program(told)
    mill = next(each for each in timeline.mentions(one.desk().context.archive) if each.exact == "1987")
    one.desk().open_passage(mill.article, mill.start, mill.end)
    one.settle()

    def editor() -> EventEditor:
        (made,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, EventEditor) and each.isVisible()
        ]
        return made

    one.actions.trigger("event.add")
    assert editor().entry.label == "1987" and editor().entry.date == "1987"
    editor().reject()
    one.settle()
    one.actions.trigger("go.timeline")
    one.settle()
    one.actions.trigger("event.add")
    assert editor().entry.label == "" and editor().entry.date == ""
    editor().reject()
    one.settle()


def test_the_timeline_is_left_and_found_as_it_was(program: Make, told: Path) -> None:
    first = program(told)
    view = first.desk().show_timeline()
    first.settle()
    view.filters.field.setText("lock")
    first.settle()
    first.close()
    again = program(told)
    view = again.desk().show_timeline()
    again.settle()
    assert view.filters.field.text() == "lock" and view.model.rowCount() == 1


def test_the_timeline_is_built_while_nothing_else_is_to_be_done(program: Make, told: Path) -> None:
    one = program(told)
    desk = one.desk()
    desk._warming.warm()
    one.settle()
    built = desk.preparing.built["timeline"]
    assert not built.isVisible() and "timeline" not in desk.views
    assert desk.show_timeline() is built
    one.settle()
    assert built.isVisible() and built.summary.text() == "2 times told in 2 of 2 articles"
    desk._warming.warm()
    one.settle()
    assert "timeline" not in desk.preparing.built, "not a second time"
    built.canvas.choose(int(built.canvas.stage.index.ids[0]))
    built._open_id(built.canvas.stage.chosen_id)
    one.settle()
    assert one.window.stack.currentWidget() is desk.library, "it is connected like any other"
