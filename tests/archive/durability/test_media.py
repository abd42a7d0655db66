"""Full disks, media that take no writing, sticks that are pulled out, clocks that go backwards: a sentence, and a consistent archive."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import DiskFull, WaystationError
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.operations import annotate, history, maintain, protecting
from archive.operations.backups import making, points, restoring
from archive.operations.exchange import bundling, foreign, merging
from archive.protection.keys import Key
from archive.store import copies
from tests.archive.durability.served import ROOT
from tests.archive.durability.states import state
from tests.archive.exchanged import said, side

pytestmark = pytest.mark.usefixtures("cheap_keys")
on_posix = pytest.mark.skipif(os.name != "posix", reason="full and write-protected media are made by POSIX means here")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what a process has open is seen in /proc")
WORD = "lantern gravel"
BODY = "The lock opened at six.\nNobody was there."


@pytest.fixture(params=[None, WORD], ids=["plain", "encrypted"])
def word(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, word: str | None, add_article: Callable[..., ArticleId]) -> Path:
    """An archive with an article and a passage; beside it what another did with a copy, as an archive and as a bundle, and a backup."""
    path = tmp_path / "held" / "a.waystation"
    path.parent.mkdir()
    with protecting.create(path, word, starter=False) if word else Archive.create(path) as archive:
        article = add_article(archive, BODY, "The lock")
        annotate.mark(archive, article, 4, 9, note="one", tags=["water"])
        archive.index.catch_up()
        making.back_up(archive, path.with_name("backup.waystation"))
        making.back_up(archive, path.with_name("theirs.waystation"))
    with Archive.open(path.with_name("theirs.waystation"), key=_key(path, word)) as theirs:
        for number in range(20):
            annotate.mark(theirs, article, 10, 16, note=f"theirs {number} " + "words " * 400)
        bundling.bundle(theirs, path.with_name("theirs.waystation-bundle"), override=True)
    for each in path.parent.glob("*.lock"):
        each.unlink()
    return path


def _key(path: Path, word: str | None) -> Key | None:
    return None if word is None else protecting.unlock(path, word)


def _whole(path: Path, word: str | None, notes: set[str]) -> None:
    """The archive opens, has these notes and no others, and a check finds nothing; nothing half made lies beside it."""
    with Archive.open(path, key=_key(path, word)) as archive:
        archive.index.catch_up()
        assert maintain.check(archive) == []
        assert {passage.note for passage in annotate.passages(archive, limit=None)} == notes
    assert not [each.name for each in path.parent.iterdir() if each.name.startswith(".")]


@contextmanager
def _room(most_bytes: int) -> Iterator[None]:
    """No file grows beyond this: that stands for a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@on_posix
@pytest.mark.parametrize("from_a", ["theirs.waystation-bundle", "theirs.waystation"])
def test_a_merge_without_room_leaves_it_as_it_was_and_succeeds_with_room(
    path: Path, word: str | None, from_a: str
) -> None:
    with Archive.open(path, key=_key(path, word)) as archive:
        before = state(archive.store.connections)
        with _room(30_000), pytest.raises(WaystationError, match=r"room|disk"):
            foreign.bring(archive, path.with_name(from_a), passphrase=word)
        assert state(archive.store.connections) == before
        told, _ = foreign.bring(archive, path.with_name(from_a), passphrase=word)
        assert told.added["passage"] == 20
        assert maintain.check(archive) == []


@on_posix
def test_a_bundle_without_room_is_told_and_not_left_half_written(path: Path, word: str | None) -> None:
    out = path.with_name("mine.waystation-bundle")
    with Archive.open(path, key=_key(path, word)) as archive, _room(1_000), pytest.raises(DiskFull):
        bundling.bundle(archive, out, override=True)
    assert not out.exists()


@on_posix
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_restore_without_room_is_told_and_leaves_it_as_it_was(path: Path, word: str | None, share: float) -> None:
    size, key = path.stat().st_size, _key(path, word)
    with Archive.open(path, key=key) as archive:
        annotate.mark(archive, ArticleId(1), 10, 16, note="since")
    with _room(int(size * share)), pytest.raises(DiskFull, match=" — "):
        restoring.restore(path, path.with_name("backup.waystation"), key=key)
    _whole(path, word, {"one", "since"})
    restoring.restore(path, path.with_name("backup.waystation"), key=key)
    _whole(path, word, {"one"})


# Permissions do not bind root, unless these capabilities are gone (setpriv(1), which every Linux has in util-linux).
_BOUND = ("setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search,-fowner")


def _child(case: str, folder: Path, word: str | None, home: Path) -> dict[str, str | None]:
    """{act: the sentence that it came to, or None}."""
    bound = _BOUND if case == "protected" and os.geteuid() == 0 else ()
    done = subprocess.run(
        [*bound, sys.executable, "-P", "-m", "tests.archive.durability.media_child", case, str(folder), word or ""],
        env={**os.environ, "PYTHONPATH": str(ROOT), "WAYSTATION_HOME": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {line["act"]: line["told"] for line in map(json.loads, done.stdout.splitlines())}


@on_linux
def test_a_stick_that_is_pulled_out_keeps_what_was_acknowledged(path: Path, word: str | None, tmp_path: Path) -> None:
    acts = ["mark", "merge", "back up", *(["change the passphrase"] if word else [])]
    for act in acts:
        (path.parent / act).mkdir()
        shutil.copy(path, path.parent / act / path.name)
    told = _child("pulled", path.parent, word, tmp_path / "home")
    for act in acts:
        assert told[act] is not None and " — " in (told[act] or ""), (act, told[act])
        _whole(path.parent / act / path.name, word, {"one", "acknowledged"})
    assert not list(path.parent.glob("elsewhere.backups/*.waystation"))


@pytest.mark.parametrize("during", ["Restoring", "Reading"])
def test_a_stick_that_is_pulled_out_during_a_restore_leaves_the_archive_as_it_was(
    path: Path, word: str | None, during: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_PIECE_PAGES", 4)
    backup, key = path.with_name("backup.waystation"), _key(path, word)

    def pull(done: int, total: int, label: str) -> None:
        if label.startswith(during):
            backup.write_bytes(b"")  # what was read of it is all that there will be

    with pytest.raises(WaystationError, match=" — "):
        restoring.restore(path, backup, key=key, progress=Progress(pull))
    _whole(path, word, {"one"})


@on_posix
def test_media_that_take_no_writing_are_read_and_say_so(path: Path, word: str | None, tmp_path: Path) -> None:
    place = Path(tempfile.mkdtemp())  # a folder that every account may enter, which pytest's own may not be
    try:
        medium, home = place / "medium", place / "home"
        shutil.copytree(path.parent, medium)
        shutil.copytree(tmp_path / "home", home)
        place.chmod(0o755)
        home.chmod(0o777)
        (home / "machine-secret").chmod(0o644)
        for each in medium.iterdir():
            each.chmod(0o444)
        medium.chmod(0o555)
        before = {each.name: each.read_bytes() for each in medium.iterdir()}
        told = _child("protected", medium, word, home)
        assert {each.name: each.read_bytes() for each in medium.iterdir()} == before
        assert {act for act, sentence in told.items() if sentence is None} == {
            "back up", "merge from there", "merge a bundle from there",
        }  # fmt: skip
        assert all(
            "writ" in (sentence or "written") or "encrypted" in (sentence or "") for sentence in told.values()
        ), told
        (kept,) = points.points(home / "elsewhere.backups")
        assert kept.path.stat().st_size == path.stat().st_size
    finally:
        (place / "medium").chmod(0o755)
        shutil.rmtree(place)


def test_a_clock_that_goes_back_ten_years_loses_and_reorders_nothing(path: Path, word: str | None) -> None:
    key, folder = _key(path, word), path.with_name("a.backups")
    for year, note in ((2026, "first"), (2016, "second"), (1999, "third")):
        with clock.frozen(datetime(year, 3, 1, tzinfo=UTC)), Archive.open(path, key=key) as archive:
            annotate.mark(archive, ArticleId(1), 10, 16, note=note)
            made = making.add_point(archive, folder).point
    assert [point.number for point in points.points(folder)] in ([1, 2, 3], [3, 2, 1])
    with clock.frozen(datetime(1998, 3, 1, tzinfo=UTC)):
        with (
            Archive.open(path, key=key) as archive,
            Archive.open(path.with_name("theirs.waystation"), key=key) as theirs,
        ):
            merging.merge(archive, side(theirs))
            together = said(archive)
            merging.merge(theirs, side(archive))
            assert said(theirs) == together
            row = history.page(archive, limit=1)[0]
            history.revert(archive, row.id)
            assert {each.note for each in annotate.passages(archive, limit=None)} == {"one", "first", "second", "third"}
            assert maintain.check(archive) == []
        kept = restoring.restore(path, made.path, key=key, folder=folder).kept
        assert kept is not None and kept.name.split("-")[1] == "00004"
    _whole(path, word, {"one", "first", "second", "third"})
