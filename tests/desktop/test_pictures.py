"""The process that decodes pictures ends with what asked for it: a picture that never comes holds up nothing."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.confinement.pool import Pool
from archive.operations import illustrations, ingest
from desktop.pictures import Pictures
from desktop.program import Program
from tests.archive.importers.illustrations.drawn import png

BEFORE = "The ferry ran for forty years before anybody drew a map of the crossing, and then two were drawn in one week."


@pytest.fixture
def shown(small_archive: Path, tmp_path: Path) -> int:
    """An article with a picture that lay beside it."""
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "map.png").write_bytes(png(120, 80))
    page = f"<html><body><article><h1>Two maps</h1><p>{BEFORE}</p><img src='a_files/map.png'><p>{BEFORE}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    with Archive.open(small_archive) as archive:
        (report,) = ingest.run(archive, [tmp_path / "a.html"]).files
    assert report.id is not None
    return report.id


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Has pictures decoded by a process that never answers; waits until it is there and gives its id."""
    pipe = tmp_path / "started"
    os.mkfifo(pipe)
    stuck = f"import os, sys\nopen({str(pipe)!r}, 'w').write(str(os.getpid()))\nsys.stdin.read()\nimport time; time.sleep(600)"
    entry = [sys.executable, "-S", "-c", stuck]
    monkeypatch.setattr(illustrations, "decoders", lambda: Pool(entry, readers=1, verdict_seconds=600))
    return lambda: int(pipe.read_text())


def _is_running(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells processes by /proc")
def test_closing_ends_a_process_that_does_not_answer(
    small_archive: Path, shown: int, hanging: Callable[[], int]
) -> None:
    with Archive.open(small_archive) as archive:
        edition = archive.store.editions.current(shown)  # type: ignore[arg-type]
        pictures, raised = Pictures(), []

        def load() -> None:
            try:
                pictures.load(archive, edition, edition.pictures, 400)
            except Unreadable as error:
                raised.append(error)

        thread = threading.Thread(target=load)
        thread.start()
        process = hanging()
        assert _is_running(process)
        pictures.close()
        thread.join(30)
        assert not thread.is_alive() and not _is_running(process)
        with pytest.raises(Unreadable):
            pictures.load(archive, edition, edition.pictures, 800)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells processes by /proc")
def test_a_window_that_closes_ends_the_process_of_its_pictures(
    program: Callable[[Path], Program], small_archive: Path, shown: int, hanging: Callable[[], int]
) -> None:
    one = program(small_archive)
    one.desk().library.reader.show_article(shown)
    seen: list[int] = []
    waiting = threading.Thread(target=lambda: seen.append(hanging()))
    waiting.start()
    while waiting.is_alive():
        one.app.processEvents()
        waiting.join(0.01)
    one.close()
    assert not _is_running(seen[0])
