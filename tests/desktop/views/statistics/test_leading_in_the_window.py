"""Marks of the tabs among the other views: a bar lists its articles, a cell its passages, a line its sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.model.search import Scope, Sort
from archive.operations import annotate, ingest
from desktop.program import Program
from tests.archive.made import new_archive

Make = Callable[..., Program]
_FILLER = "The rest of it is about rope, flour and the price of lamp oil. " * 8


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """Two articles, one of them unread and marked, indexed."""
    path = tmp_path / "Two.waystation"
    with new_archive(path) as archive:
        ingest.paste(archive, f"An old mill\n\nThe mill was built of oak. {_FILLER}", title="An old mill")
        ingest.paste(archive, f"A new lock\n\nThe lock was built of stone. {_FILLER}", title="A new lock")
        for article in archive.store.articles.list(Scope(), Sort.TITLE):
            start, end = annotate.find_quote(archive, article.id, "was built")
            tags = ("made", "past") if article.title == "An old mill" else ("made",)
            annotate.mark(archive, article.id, start, end, tags=tags)
        archive.index.catch_up()
    return path


def titles(one: Program) -> set[str]:
    pane = one.desk().library.list
    return {pane.lister.model.hit(row).article.title for row in range(pane.lister.model.rowCount())}


def test_a_gap_lists_its_articles_in_the_library_with_a_chip_to_widen_again(program: Make, counted: Path) -> None:
    one = program(counted)
    view = one.desk().counting.show()
    view.show_tab("collection")
    one.settle()
    tab = view.collection
    keys = [tab.missing.key(mark) for mark in range(tab.missing.count())]
    tab.missing.pick(keys.index("byline"))
    one.settle()
    pane = one.desk().library.list
    assert pane.isVisible() and titles(one) == {"An old mill", "A new lock"}
    assert [chip.label for chip in pane.chips.shown if chip.chosen] == ["No byline"]


def test_two_tags_together_list_the_passages_that_carry_both(program: Make, counted: Path) -> None:
    one = program(counted)
    view = one.desk().counting.show()
    view.show_tab("coding")
    one.settle()
    assert view.coding.together.count() == 1
    view.coding.together.pick(0)
    one.settle()
    passages = one.desk().show_passages()
    assert passages.isVisible() and passages.pane.lister.model.rowCount() == 1


def test_a_line_of_the_context_opens_the_reader_at_its_words(program: Make, counted: Path) -> None:
    one = program(counted)
    view = one.desk().counting.show()
    view.show_tab("language")
    one.settle()
    view.language.show_term("oak")
    one.settle()
    (line,) = view.language.table.rows.lines
    view.language.table.open_asked.emit(line)
    one.settle()
    shown = one.desk().library.reader
    assert shown.isVisible() and shown.article_id == line.article
