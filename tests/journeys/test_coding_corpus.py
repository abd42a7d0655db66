"""The saved articles, coded in the window: brought in, thirty passages tagged by key and more, all of them found in Passages."""

import json
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.ids import ArticleId
from archive.model.passage import Passage, State
from archive.operations import annotate, browse
from desktop.program import Program

Make = Callable[..., Program]
CODED = Path(__file__).parents[1] / "data" / "coding" / "coded.json"
_WANTED = 32
Place = tuple[ArticleId, int, int, str]


def places(archive: Archive, corpus: Path) -> list[Place]:
    """Where to mark what, the articles in turn; a few of what was coded run over lines that are set aside."""
    ids = [hit.article.id for hit in browse.listing(archive, limit=100).hits]
    names = {archive.store.editions.current(each).original.name: each for each in ids}
    found: dict[str, list[Place]] = {}
    for one in json.loads(CODED.read_text(encoding="utf-8"))["passages"]:
        words = (corpus / one["article"]).read_bytes().decode("utf-8")[one["start"] : one["end"]]
        try:
            start, end = annotate.find_quote(archive, names[one["article"]], words)
        except WaystationError:
            continue
        found.setdefault(one["article"], []).append((names[one["article"]], start, end, f"theme/{one['tag']}"))
    assert len(found) == 5
    return [each for turn in zip_longest(*found.values()) for each in turn if each is not None][:_WANTED]


def stands(archive: Archive, passage: Passage) -> bool:
    text = archive.store.editions.current(passage.article).text
    return text[passage.anchor.start : passage.anchor.end] == passage.anchor.exact and passage.state is State.ANCHORED


@pytest.mark.long
def test_thirty_passages_of_five_articles_are_tagged_by_key_and_all_are_found(
    program: Make, empty_archive: Path, shared: Path, qtbot: QtBot
) -> None:
    one = program(empty_archive)
    desk = one.desk()
    archive = desk.context.archive
    desk.import_paths([shared / "corpus"])
    one.settle()
    wanted = places(archive, shared / "corpus")
    assert len(wanted) == _WANTED
    page = desk.library.reader.markings.page
    for article, start, end, tag in wanted:
        desk.open_passage(article, start, end)
        one.settle()
        qtbot.keyClick(page.surface, Qt.Key.Key_T)
        one.settle()
        field = one.window.focusWidget()
        assert field.objectName() == "passage-tags-field"
        qtbot.keyClicks(field, tag)
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        one.settle()

    made = annotate.passages(archive, limit=None)
    assert len(made) >= 30 and len({each.article for each in made}) == 5
    assert all(stands(archive, each) for each in made)
    uses = Counter(use.path for each in made for use in each.tags)
    assert sum(uses.values()) == len(wanted), "nothing was lost, and nothing was tagged twice"

    view = desk.show_passages()
    one.settle()
    assert view.pane.count.text() == f"{len(made)} passages"
    listed = [view.pane.lister.model.row(row) for row in range(view.pane.lister.model.rowCount())]
    assert {row.passage.uid for row in listed if row is not None} == {each.uid for each in made}
    facets = {row.value: row.count for row in view.pane.filters.facets.rows if row.kind == "tag"}
    assert facets == {"theme": len(made), **uses}
    for row in (0, len(listed) - 1):
        view.pane.table.choose(row)
        view.pane.table.open_asked.emit(row)
        one.settle()
        held = listed[row]
        assert held is not None and page.selection == (held.passage.anchor.start, held.passage.anchor.end)
        one.actions.trigger("go.passages")
        one.settle()

    view.pane.table.selectAll()
    view.pane.acts.copy()
    one.settle()
    quotations = QGuiApplication.clipboard().text().split("\n\n")
    assert len(quotations) == len(made) and all(each.startswith("“") for each in quotations)
