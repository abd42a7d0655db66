"""Changing the passphrase of an archive that exists: all of it under the new one or under the old one, and nothing left of the old file."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base.errors import (
    ArchiveInUse,
    Cancelled,
    DiskFull,
    Invalid,
    NewerSchema,
    NotAnArchive,
    ReadOnly,
    WrongPassphrase,
)
from archive.base.progress import Progress
from archive.operations import maintain, protecting
from archive.operations import recoding as replacing
from archive.protection import leftovers
from archive.protection.keys import Key
from archive.protection.lock import WriterLock
from archive.store import files, keying, rekeying
from archive.store import recoding as copying

pytestmark = pytest.mark.usefixtures("cheap_keys")
AddArticle = Callable[..., int]
on_posix = pytest.mark.skipif(os.name != "posix", reason="who may use a file is told otherwise there")


@pytest.fixture
def path(tmp_path: Path, add_article: AddArticle) -> Path:
    """A closed archive under the passphrase "first words", in a folder of its own, with pages in use and unused ones."""
    path = tmp_path / "held" / "Secret.waystation"
    path.parent.mkdir()
    with protecting.create(path, "first words", starter=False) as archive:
        for number in range(20):
            add_article(archive, f"Unmistakable words of number {number}. " * 400, title=f"Title {number}")
        archive.index.catch_up()
        with archive.atomic():
            archive.store.facts.set("passing", "noise" * 20_000)
        with archive.atomic():
            archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")
    return path


@pytest.fixture
def key(path: Path) -> Key:
    return protecting.unlock(path, "first words")


def _content(path: Path, key: Key) -> list[object]:
    """Every row of every table with its number, and what the file says of itself."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        keying.unlock(connection, key.raw)
        run = connection.execute
        found: list[object] = [
            run(f"PRAGMA {name}").fetchall()
            for name in ("page_count", "freelist_count", "user_version", "application_id", "encoding")
        ]
        for kind, name, sql in run("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall():
            found.append((kind, name, sql))
            if kind == "table":
                number = "*" if "WITHOUT ROWID" in sql else "rowid, *"
                found.append(sorted(run(f"SELECT {number} FROM {name}").fetchall(), key=repr))
        return found
    finally:
        connection.close()


def _beside(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()} - {f"{path.name}-shm", f"{path.name}.lock"}


def _is_as_it_was(path: Path, key: Key, before: list[object]) -> None:
    assert _content(path, key) == before and _beside(path) == {path.name}
    with Archive.open(path, key=key) as archive:
        assert archive.store.integrity() == [] and maintain.check(archive) == []


def test_all_of_it_opens_by_the_new_passphrase_and_nothing_by_the_old_one(path: Path, key: Key) -> None:
    before, salt = _content(path, key), protecting.salt_of(path)
    with Archive.open(path, key=key) as archive:
        uid, old_code = archive.uid, protecting.recovery_code(archive)
    done = protecting.change(path, key, "second words")
    assert done.key == protecting.unlock(path, "second words") and done.key is not None
    assert (done.destroyed, done.kept) == ((path,), ())
    assert protecting.salt_of(path) == salt
    for old in ("first words", old_code):
        with pytest.raises(WrongPassphrase):
            protecting.unlock(path, old)
    assert _content(path, done.key) == before
    with Archive.open(path, key=done.key) as archive:
        assert archive.uid == uid and old_code != protecting.recovery_code(archive)
        assert not archive.ended_uncleanly
        assert archive.index.verify() == [] and maintain.check(archive) == []
        with archive.atomic():
            archive.store.facts.set("written-after", "yes")
    with Archive.open(path, key=done.key) as archive:
        assert archive.store.facts.get("written-after") == "yes"
    assert _beside(path) == {path.name}


def test_it_tells_how_far_it_is(path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 16)
    told: list[tuple[int, int, str]] = []
    protecting.change(path, key, "second words", Progress(lambda *step: told.append(step)))
    assert told[0] == (0, 0, "Making the key")
    pages = path.stat().st_size // files.PAGE_BYTES
    copied = [(done, of) for done, of, label in told if label == "Encrypting with the new key"]
    assert copied == [(min(done, pages), pages) for done in range(16, pages + 16, 16)]
    overwritten = [(done, of) for done, of, label in told if label.startswith("Overwriting")]
    assert overwritten and overwritten[-1] == (path.stat().st_size, path.stat().st_size)


def test_the_old_file_is_overwritten(path: Path, key: Key) -> None:
    with path.open("rb") as held:
        protecting.change(path, key, "second words")
        left = held.read()
    assert left and not left.strip(b"\0")


def test_where_no_file_can_have_two_names_the_old_one_is_overwritten_all_the_same(
    path: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    with path.open("rb") as held:
        assert protecting.change(path, key, "second words").destroyed == (path,)
        assert not held.read().strip(b"\0")
    assert _beside(path) == {path.name}


def test_another_name_of_the_file_keeps_what_it_led_to_and_that_is_told(path: Path, key: Key, tmp_path: Path) -> None:
    other = tmp_path / "linked.waystation"
    os.link(path, other)
    before = _content(path, key)
    done = protecting.change(path, key, "second words")
    assert done.kept == (path,) and done.key is not None
    assert _content(other, key) == before == _content(path, done.key)


@on_posix
def test_a_link_to_the_archive_stays_a_link(path: Path, key: Key, tmp_path: Path) -> None:
    link = tmp_path / "link.waystation"
    link.symlink_to(path)
    protecting.change(link, key, "second words")
    assert link.is_symlink() and link.resolve() == path
    protecting.unlock(path, "second words")
    assert _beside(path) == {path.name} and not list(tmp_path.glob(".link*"))


@on_posix
def test_who_may_use_the_file_stays_as_it_was(path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o660)
    if os.geteuid() == 0:
        os.chown(path, 12_345, 23_456)
    before, made = path.stat(), replacing._make_like

    def watched(source: Path, draft: Path) -> None:
        made(source, draft)
        status = draft.stat()
        assert (status.st_size, status.st_mode, status.st_gid) == (0, before.st_mode, before.st_gid)

    monkeypatch.setattr(replacing, "_make_like", watched)
    old = os.umask(0o077)
    try:
        protecting.change(path, key, "second words")
    finally:
        os.umask(old)
    after = path.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_an_archive_that_is_open_anywhere_is_left_alone(path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_WAIT_MS", 10)
    before = _content(path, key)
    for read_only in (False, True):
        with Archive.open(path, read_only=read_only, key=key) as archive:
            archive.uid  # noqa: B018 - so that it has it open
            with pytest.raises(ArchiveInUse):
                protecting.change(path, key, "second words")
            assert archive.uid
    _is_as_it_was(path, key, before)


def test_whoever_looks_at_the_file_meanwhile_lets_nobody_in(
    path: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing any descriptor of a file gives up the locks of the process (POSIX): then another could write to it."""
    write = copying.bring_all
    seen: list[str] = []

    def looked(*given: object) -> None:
        assert protecting.is_encrypted(path) and protecting.salt_of(path)
        program = (
            "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1], timeout=0.01)\n"
            "c.execute(f'PRAGMA key = \"{sys.argv[2]}\"')\n"
            "try: print(c.execute('SELECT count(*) FROM sqlite_schema').fetchone())\n"
            "except dbapi2.OperationalError as error: print(error)"
        )
        command = [sys.executable, "-c", program, str(path), keying.literal(key.raw)]
        seen.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
        write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "bring_all", looked)
    protecting.change(path, key, "second words")
    assert seen == ["database is locked"]


@pytest.mark.parametrize("label", ["Making the key", "Encrypting with the new key"])
def test_cancelling_leaves_the_archive_as_it_was_and_nothing_beside_it(
    path: Path, key: Key, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 16)
    before = _content(path, key)
    progress = Progress(lambda done, total, step: progress.cancel() if step == label else None)
    with pytest.raises(Cancelled):
        protecting.change(path, key, "second words", progress)
    _is_as_it_was(path, key, before)


def test_cancelling_too_late_changes_it_all_the_same_and_leaves_nothing(path: Path, key: Key) -> None:
    progress = Progress(lambda done, total, step: progress.cancel() if step.startswith("Overwriting") else None)
    with path.open("rb") as held:
        assert protecting.change(path, key, "second words", progress).destroyed == (path,)
        assert not held.read().strip(b"\0")
    protecting.unlock(path, "second words")


def test_what_lies_in_the_log_comes_along_and_the_log_goes(path: Path, key: Key, add_article: AddArticle) -> None:
    log = path.with_name(path.name + "-wal")
    with Archive.open(path, key=key) as archive:
        add_article(archive, "Words that only the log holds.")
        kept, whole = log.read_bytes(), path.read_bytes()
    path.write_bytes(whole)
    log.write_bytes(kept)  # as a crash leaves them
    new = protecting.change(path, key, "second words").key
    assert not log.exists()
    with Archive.open(path, key=new) as archive:
        assert archive.store.integrity() == [] and len(archive.store.originals.addresses()) == 21


@pytest.mark.parametrize("share", [0.3, 0.999], ids=["in use", "unused"])
def test_a_page_that_is_damaged_is_told_and_changes_nothing(path: Path, key: Key, share: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotAnArchive, match=r"Secret\.waystation is damaged"):
        protecting.change(path, key, "second words")
    assert protecting.unlock(path, "first words") == key and _beside(path) == {path.name}
    assert path.read_bytes()[files.PAGE_BYTES :] == bytes(data)[files.PAGE_BYTES :]


def test_a_copy_that_the_new_key_does_not_open_is_not_taken(
    path: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = copying.Rekeying, _content(path, key)
    monkeypatch.setattr(copying, "Rekeying", lambda here, there, keys: made(here, there, (keys[0], bytes(32))))
    with pytest.raises(NotAnArchive, match="does not open by the new key"):
        protecting.change(path, key, "second words")
    _is_as_it_was(path, key, before)


@pytest.mark.parametrize("failing", ["sync", "replace"])
def test_a_disk_that_fails_at_the_end_leaves_it_as_it_was(
    path: Path, key: Key, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _content(path, key)

    def failed(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(*((files, "sync", failed) if failing == "sync" else (Path, "replace", failed)))
        with pytest.raises(DiskFull, match=r"Secret\.waystation"):
            protecting.change(path, key, "second words")
    _is_as_it_was(path, key, before)


def test_a_disk_that_does_not_confirm_the_new_name_leaves_the_old_file_until_it_does(
    path: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may still give the old file its name back: it must be whole then."""
    before, sync, renamed = _content(path, key), files.sync, path.stat().st_ino

    def failing(synced: Path) -> None:
        if path.stat().st_ino != renamed and synced.is_dir():
            raise OSError(5, "Input/output error")
        sync(synced)

    with monkeypatch.context() as patched:
        for module in (files, leftovers):
            patched.setattr(module, "sync", failing)
        done = protecting.change(path, key, "second words")
        assert done.unconfirmed == (
            "It is done, but the disk did not confirm it (Input/output error): after a power cut Secret.waystation may be"
            " under the old passphrase again, as whole as it was. Check the disk, then open the archive once more."
        )
        assert (done.destroyed, done.kept) == ((), ())
        with Archive.open(path, key=done.key):
            pass
        (old,) = path.parent.glob(".*.former-*")
        assert _content(old, key) == before == _content(path, done.key)
    with old.open("rb") as held:
        with Archive.open(path, key=protecting.unlock(path, "second words")):
            pass
        assert not held.read().strip(b"\0")
    assert not _unlocks(path, "first words") and _beside(path) == {path.name}


class _Crash(BaseException):
    """Stands for the end of the process: nothing clears up after it."""


@pytest.mark.parametrize("at", ["copied", "linked", "replaced", "overwriting"])
def test_an_end_at_any_step_leaves_one_passphrase_and_the_next_opening_clears_away_the_rest(
    path: Path, key: Key, tmp_path: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, left = _content(path, key), tmp_path / "as the crash left it"

    def crash(*_: object, **__: object) -> None:
        shutil.copytree(path.parent, left)
        if at == "linked":  # a copy knows nothing of two names of one file
            (aside,) = left.glob(".*.former-*")
            aside.unlink()
            aside.hardlink_to(left / path.name)
        raise _Crash

    target = {
        "copied": (replacing, "_replace"),
        "linked": (Path, "replace"),
        "replaced": (replacing._Former, "destroy"),
        "overwriting": (replacing, "destroy"),
    }[at]
    with monkeypatch.context() as patched, pytest.raises(_Crash):
        patched.setattr(*target, crash)
        protecting.change(path, key, "second words")
    there = left / path.name
    assert len(_beside(there)) > 1
    opening = [word for word in ("first words", "second words") if _unlocks(there, word)]
    assert opening == (["first words"] if at in {"copied", "linked"} else ["second words"])
    now = protecting.unlock(there, opening[0])
    remains = [found.open("rb") for found in left.glob(".*.former-*")]
    with Archive.open(there, key=now) as archive:
        assert archive.store.integrity() == []
    for held in remains:
        with held:
            assert at == "linked" or not held.read().strip(b"\0")
    assert _content(there, now) == before and _beside(there) == {path.name}


def _unlocks(path: Path, word: str) -> bool:
    try:
        protecting.unlock(path, word)
    except WrongPassphrase:
        return False
    return True


def test_the_former_file_stays_where_the_archive_is_missing(path: Path) -> None:
    aside = leftovers.beside(path, leftovers.FORMER)
    path.rename(aside)
    leftovers.clear(path)
    assert aside.stat().st_size > 0


def test_a_change_that_an_earlier_version_left_in_the_log_opens_by_one_passphrase(
    path: Path, key: Key, tmp_path: Path
) -> None:
    """Earlier versions changed the key in place, through the log; a crash left all of the new form there."""
    copy, new = tmp_path / "as a crash left it.waystation", Key(bytes(range(32)))
    with (
        Archive.open(path, key=key, read_only=True) as reader,
        reader.snapshot(),
    ):  # so that the log is not written back
        writer = dbapi2.connect(str(path), isolation_level=None)
        keying.unlock(writer, key.raw)
        writer.execute(f'PRAGMA rekey = "{keying.literal(new.raw)}"').fetchall()
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
        writer.close()
    assert Path(f"{copy}-wal").stat().st_size > path.stat().st_size / 2
    with pytest.raises(WrongPassphrase):
        protecting.unlock(copy, "first words")
    for read_only in (True, False):
        with Archive.open(copy, key=new, read_only=read_only) as archive:
            assert archive.store.integrity() == [] and maintain.check(archive) == []


def test_what_cannot_be_changed_says_why(path: Path, key: Key) -> None:
    with pytest.raises(Invalid, match="already"):
        protecting.change(path, key, "first words")
    with pytest.raises(Invalid, match="does not open"):
        protecting.change(path, Key(bytes(32)), "second words")
    with dbapi2.connect(str(path)) as connection:
        keying.unlock(connection, key.raw)
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(NewerSchema):
        protecting.change(path, key, "second words")
    protecting.unlock(path, "first words")


def test_a_place_that_takes_no_lock_says_that_nothing_can_be_written(
    path: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: WriterLock) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(WriterLock, "acquire", refused)
    with pytest.raises(ReadOnly) as told:
        protecting.change(path, key, "second words")
    assert "Copy it to a folder of yours" in str(told.value)
    protecting.unlock(path, "first words")
