"""All four tabs of the statistics by keyboard alone: every chart is reached, every mark said and acted on, and the way back leads
to where the keyboard was.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, browse, curate, extracting, ingest
from desktop.program import Program

Make = Callable[..., Program]
Key = Qt.Key
NO, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_QUIET = "Otherwise the keeper writes of lamps and of oil, and of who swept the stair. "
TEXTS = {
    "The lamp in winter": ("Tower post", "2021", "In 2019, 1,047 refugees arrived in Norway. "),
    "Oil for the stair": ("Shore weekly", "2022", "In 2019, more than 1,900 refugees arrived in Norway. "),
}
MARKS = (
    ("The lamp in winter", "1,047 refugees", ("people", "number"), "Ada"),
    ("The lamp in winter", "1,047 refugees arrived", ("people",), "Ben"),
    ("Oil for the stair", "1,900 refugees", ("people", "number"), "Ben"),
)


def fill(path: Path) -> None:
    with Archive.open(path) as archive:
        for title, (_, _, words) in TEXTS.items():
            ingest.paste(archive, f"{title}\n\n{_QUIET * 6}{words}{_QUIET * 6}", title=title)
        known = {hit.article.title or "": hit.article.id for hit in browse.page(archive)}
        for title, (publisher, published, _) in TEXTS.items():
            curate.edit(archive, known[title], publisher=publisher, published=published)
        for title, words, tags, author in MARKS:
            start, end = annotate.find_quote(archive, known[title], words)
            annotate.mark(archive, known[title], start, end, tags=tags, author=author)
        extracting.settle(archive)
        archive.index.catch_up()


class Hands:
    """A person without a pointer."""

    def __init__(self, one: Program, qtbot: QtBot) -> None:
        self.one, self._qtbot = one, qtbot

    @property
    def focus(self) -> QWidget:
        return self.one.window.focusWidget() or self.one.window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        self._qtbot.keyClick(self.focus, key, modifiers)
        self.one.settle()

    def pane(self, found: Callable[[QWidget], bool], key: Qt.Key = Key.Key_F6) -> QWidget:
        """Goes on until the keyboard is where it is wanted."""
        for _ in range(60):
            if found(self.focus):
                return self.focus
            self.press(key)
        raise AssertionError(f"not reached; the keyboard is in {self.focus.objectName()}")

    def tab(self, name: str) -> None:
        self.pane(lambda widget: widget.objectName().startswith("statistics_tab_"))
        # Arrows choose among chips; the chosen one is switched to as the arrow reaches it.
        for _ in range(4):
            if self.focus.objectName() == f"statistics_tab_{name}":
                break
            self.press(Key.Key_Right)
        self.press(Key.Key_Space)


def test_every_chart_of_every_tab_by_keyboard_alone(program: Make, empty_archive: Path, qtbot: QtBot) -> None:
    fill(empty_archive)
    one = program(empty_archive)
    hands = Hands(one, qtbot)
    hands.press(Key.Key_5, CTRL)
    view = one.desk().views["statistics"]

    # Figures: from the list into the chart, to a point, to its sentence, and back to the point.
    assert view.figures.list.hasFocus()
    hands.press(Key.Key_Return)
    chart = view.figures.chart
    assert chart.hasFocus()
    for mark in range(chart.count()):
        hands.press(Key.Key_Right)
        assert chart.chosen == mark and chart.accessibleDescription() == chart.spoken(mark)
        hands.press(Key.Key_Return)
        reader = one.desk().library.reader.active.surface
        assert one.window.stack.currentWidget() is one.desk().library and reader.hasFocus()
        assert "refugees" in reader.selected_text()
        hands.press(Key.Key_5, CTRL)
        assert chart.hasFocus() and chart.chosen == mark

    for name in ("collection", "coding", "language"):
        hands.tab(name)
        assert view.tab.name == name
        filled = [each for each in view.tab.charts if each.isVisibleTo(view.tab) and each.filled()]
        assert len(filled) >= 2
        for chart in filled:
            hands.pane(lambda widget, chart=chart: widget is chart)  # type: ignore[misc]
            assert not chart.visibleRegion().isEmpty(), f"{chart.title} is brought into view"
            seen = set()
            hands.press(Key.Key_Home)
            while chart.chosen not in seen:
                seen.add(chart.chosen)
                hands.press(Key.Key_Right)
            if len(seen) < chart.count():  # a map, or lines: the rest lies below
                for key in (Key.Key_Down, Key.Key_Left):
                    while chart.chosen is not None:
                        before = chart.chosen
                        hands.press(key)
                        seen.add(chart.chosen)
                        if chart.chosen == before:
                            break
            assert seen == set(range(chart.count())), chart.title
            chosen = chart.chosen
            hands.press(Key.Key_Return)
            if one.window.stack.currentWidget() is view:
                assert name == "language", "a term is shown in its context, on the same page"
                continue
            assert one.window.stack.currentWidget() in (one.desk().library, one.desk().views.get("passages"))
            hands.press(Key.Key_5, CTRL)
            assert chart.hasFocus() and chart.chosen == chosen, "the keyboard is where it was"

    # A line of the keyword in context, its sentence, and back.
    table = hands.pane(lambda widget: widget is view.language.table)
    hands.press(Key.Key_Return)
    assert one.desk().library.reader.active.surface.hasFocus()
    hands.press(Key.Key_5, CTRL)
    assert table.hasFocus()
