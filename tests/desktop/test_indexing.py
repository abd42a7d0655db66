"""The child that indexes and reads dates beside the window: when it starts, and what the views hear of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import extracting, ingest, timeline
from desktop.program import Program
from tests.archive.made import new_archive

Make = Callable[..., Program]
READ = extracting.TOUCHED


@pytest.fixture(scope="module")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unread") / "Unread.waystation"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(path.parent))
        words = "The mill stood until 1987. A new one was built in May 1991. " * 4
        with new_archive(path) as archive:
            ingest.paste(archive, f"Two mills\n\n{words}", title="Two mills")
    return path


@pytest.fixture
def read(tmp_path: Path, _original: Path) -> Path:
    """A closed archive with one article that tells eight times, for which nothing is left to do."""
    path = tmp_path / "Mills.waystation"
    shutil.copyfile(_original, path)
    with Archive.open(path) as archive:
        archive.trust()
        archive.index.examine()
        archive.index.catch_up()
        assert archive.index.pending() == extracting.pending(archive) == 0
    return path


@pytest.fixture
def unread(read: Path) -> Path:
    """The same, its dates read by other rules."""
    with Archive.open(read) as archive:
        with archive.atomic():
            archive.store.facts.set("extraction-version", "dates 0")
            archive.store.extraction.put_all()
        assert archive.index.pending() == 0
        assert extracting.pending(archive) == 1
    return read


def hear(one: Program, qtbot: QtBot, act: Callable[[], object]) -> None:
    """Does something, and returns once the child has told that it read and the views have heard of it."""
    changed = one.desk().context.history.changed
    with qtbot.waitSignal(changed, timeout=30_000, check_params_cb=lambda change: change.touched == READ):
        act()
    one.settle()


def forget(archive: Archive) -> None:
    """Nothing is told any more, and everything waits to be read."""
    with archive.atomic():
        archive.store.extraction.mentions.delete(timeline.ids(archive).tolist())
        archive.store.extraction.put_all()
        archive.store.extraction.changed()


def test_dates_are_read_in_the_background_although_nothing_waits_to_be_indexed(
    program: Make, unread: Path, qtbot: QtBot
) -> None:
    one = program()
    one.open_and_wait(unread)
    archive, history = one.desk().context.archive, one.desk().context.history
    qtbot.waitUntil(lambda: timeline.pending(archive) == 0, timeout=30_000)
    assert {mention.exact for mention in timeline.mentions(archive)} == {"1987", "May 1991"}
    assert history.undo_label is None, "nobody did it, so nothing can be taken back"


def test_the_timeline_the_inspector_and_the_page_show_what_the_background_reads(
    program: Make, read: Path, qtbot: QtBot
) -> None:
    one = program(read)
    desk = one.desk()
    archive = desk.context.archive
    forget(archive)
    desk.main.open(one.first_article())
    view = desk.show_timeline()
    one.settle()
    panel, telling = desk.library.inspector.events, desk.library.reader.telling
    assert len(view.canvas.stage.index.ids) == 0 and panel.list.model().rowCount() == 0
    assert view.empty.isVisible()
    hear(one, qtbot, desk.indexing.wake)
    assert len(view.canvas.stage.index.ids) == 8
    assert view.canvas.isVisible()
    assert panel.list.model().rowCount() == 8
    assert len(telling.mentions) == 8


def test_a_card_stays_open_while_the_background_reads_unless_its_time_is_gone(
    program: Make, read: Path, qtbot: QtBot
) -> None:
    one = program(read)
    desk = one.desk()
    archive = desk.context.archive
    view = desk.show_timeline()
    one.settle()
    view.canvas.choose(int(view.canvas.stage.index.ids[0]))
    one.settle()
    assert view.card.isVisible()
    with archive.atomic():
        archive.store.extraction.put_all()
    hear(one, qtbot, desk.indexing.wake)
    assert view.card.isVisible()
    forget(archive)
    hear(one, qtbot, desk.indexing.wake)
    assert not view.card.isVisible()
