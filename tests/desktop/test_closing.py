"""Words that are being typed when the window closes are in the archive afterwards, wherever they were typed."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.passage import PassageFilter
from archive.operations import annotate, browse, memos
from desktop.jobs import Jobs
from desktop.program import Program

Make = Callable[[Path], Program]


def _marked(path: Path) -> int:
    """Marks the first words of an article; its id."""
    with Archive.open(path) as archive:
        article = browse.listing(archive).hits[0].article.id
        annotate.mark(archive, article, 0, 3, tags=["route"])
        archive.index.catch_up()
    return article


def _notes(path: Path) -> list[str]:
    with Archive.open(path) as archive:
        return [passage.note for passage in annotate.passages(archive, PassageFilter())]


def test_a_job_that_saves_outlives_the_end_of_all_others(jobs: Jobs) -> None:
    gate, seen = threading.Event(), []
    for _ in range(4):
        jobs.run(lambda _: gate.wait(30))
    jobs.run(lambda _: "saved", done=seen.append, keep=True)
    jobs.run(lambda _: "looked up", done=seen.append)
    jobs.cancel_all()
    gate.set()
    assert jobs.drain()
    assert seen == ["saved"]


def test_a_memo_being_typed_is_kept_when_the_window_closes(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    one = program(small_archive)
    view = one.desk().show_passages()
    view.show_memos()
    view.memos.write(None)
    one.settle()
    qtbot.keyClicks(view.memos.editor.text, "They stop in autumn.")
    one.close()
    with Archive.open(small_archive) as archive:
        assert [memo.text for memo in memos.memos(archive)] == ["They stop in autumn."]


def test_the_note_of_a_chosen_passage_is_kept_when_the_window_closes(
    program: Make, small_archive: Path, qtbot: QtBot
) -> None:
    _marked(small_archive)
    one = program(small_archive)
    view = one.desk().show_passages()
    one.settle()
    view.pane.table.choose(0)
    one.settle()
    view.pane.detail.edit_note()
    qtbot.keyClicks(view.pane.detail.note, "Who says so?")
    one.close()
    assert _notes(small_archive) == ["Who says so?"]


def test_the_note_beside_the_text_is_kept_when_the_window_closes(
    program: Make, small_archive: Path, qtbot: QtBot
) -> None:
    article = _marked(small_archive)
    one = program(small_archive)
    one.desk().open_passage(article, 0, 3)
    one.settle()
    page = one.desk().library.reader.markings.page
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    one.settle()
    assert page.noting.card.isVisible()
    qtbot.keyClicks(page.noting.card.field, "Who says so?")
    one.close()
    assert "Who says so?" in _notes(small_archive)


def test_the_note_on_an_article_and_a_field_are_kept_when_the_window_closes(
    program: Make, small_archive: Path, qtbot: QtBot
) -> None:
    article = _marked(small_archive)
    one = program(small_archive)
    one.desk().open_passage(article, 0, 3)
    one.settle()
    inspector = one.desk().library.inspector
    inspector.edit_note()
    qtbot.keyClicks(inspector.note, "To be read again")
    inspector.edit("publisher")
    inspector.rows["publisher"].editor.setText("The River Post")
    one.close()
    with Archive.open(small_archive) as archive:
        kept = archive.store.articles.get(article)
    assert (kept.note, kept.publisher) == ("To be read again", "The River Post")
