"""A second process helps to change the passphrase of a large archive; without it, or when it ends, all of it is done all the same."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base import children
from archive.base.errors import Cancelled, DiskFull, NotAnArchive
from archive.base.progress import Progress
from archive.operations import protecting, rekeying_mate
from archive.protection.keys import Key
from archive.store import files, keying, rekeying

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def path(tmp_path: Path, add_article: Callable[..., int]) -> Path:
    path = tmp_path / "Secret.waystation"
    with protecting.create(path, "first words", starter=False) as archive:
        for number in range(20):
            add_article(archive, f"Unmistakable words of number {number}. " * 400, title=f"Title {number}")
    return path


@pytest.fixture
def key(path: Path) -> Key:
    return protecting.unlock(path, "first words")


@pytest.fixture
def mates(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[str]"]]:
    """Small pieces, of which a mate is asked for every other one; the mates that were begun. None of them goes on afterwards."""
    monkeypatch.setattr(rekeying_mate, "MANY", 1)
    monkeypatch.setattr(rekeying_mate.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 4)
    begun: list[subprocess.Popen[str]] = []
    started = children.started

    def remembered(start: Callable[[], "subprocess.Popen[str]"]) -> "subprocess.Popen[str]":
        begun.append(started(start))
        return begun[-1]

    monkeypatch.setattr(children, "started", remembered)
    yield begun
    assert begun and all(mate.poll() is not None for mate in begun)


class First:
    """The mate comes first: this process brings nothing over until it has answered once, or nothing at all."""

    def __init__(self) -> None:
        self.asked: list[int] = []  # pages
        self.answered = Event()
        self.alone = False


@pytest.fixture
def mate_first(monkeypatch: pytest.MonkeyPatch) -> First:
    mate_first, own, bring = First(), rekeying.Rekeying.bring, rekeying_mate._Mate.bring

    def waiting(rekeyer: rekeying.Rekeying, first: int, count: int) -> None:
        mate_first.answered.wait()
        if not mate_first.alone:
            own(rekeyer, first, count)

    def told(mate: rekeying_mate._Mate, first: int, count: int) -> None:
        mate_first.asked.extend(range(first, first + count))
        try:
            bring(mate, first, count)
        finally:
            mate_first.answered.set()

    monkeypatch.setattr(rekeying.Rekeying, "bring", waiting)
    monkeypatch.setattr(rekeying_mate._Mate, "bring", told)
    return mate_first


def test_what_it_brings_over_is_as_sqlcipher_wants_it(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"], mate_first: First
) -> None:
    new = protecting.change(path, key, "second words").key
    assert mate_first.asked and mates[0].returncode == 0 and new is not None
    connection = dbapi2.connect(str(path))
    keying.unlock(connection, new.raw)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    connection.close()
    with Archive.open(path, key=new) as archive:
        assert (
            archive.store.integrity() == [] and archive.store.connections.value("SELECT count(*) FROM articles") == 20
        )


def test_neither_key_is_told_where_others_see_it(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = protecting.change(path, key, "second words").key
    assert new is not None
    told = f"{mates[0].args}{os.environ}"
    assert key.raw.hex() not in told and new.raw.hex() not in told and "words" not in told


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_one_that_is_killed_leaves_its_pieces_to_this_process(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"]
) -> None:
    def told(done: int, _: int, label: str) -> None:
        if label.startswith("Encrypting"):
            mates[0].send_signal(signal.SIGKILL)

    new = protecting.change(path, key, "second words", Progress(told)).key
    assert mates[0].returncode == -signal.SIGKILL
    with Archive.open(path, key=new) as archive:
        assert archive.store.integrity() == []


def test_one_that_cannot_begin_is_done_without(path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying_mate, "MANY", 1)
    monkeypatch.setattr(rekeying_mate, "command", lambda *_: [str(path.with_name("nothing"))])
    new = protecting.change(path, key, "second words").key
    with Archive.open(path, key=new) as archive:
        assert archive.store.integrity() == []


def test_one_that_ends_at_once_is_done_without(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = rekeying_mate.command
    monkeypatch.setattr(rekeying_mate, "command", lambda *_: [*command("archive.no_such_module", "")])
    new = protecting.change(path, key, "second words").key
    with Archive.open(path, key=new) as archive:
        assert archive.store.integrity() == []


def test_a_damaged_page_that_it_meets_ends_the_change(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"], mate_first: First, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(path.read_bytes())
    data[-9] ^= 1
    path.write_bytes(data)
    pages = len(data) // files.PAGE_BYTES
    # Whichever the mate takes first, it meets the last page; this process meets it in none.
    monkeypatch.setattr(rekeying, "_pieces", lambda _: iter([(pages - 1, 1)] * pages))
    mate_first.alone = True
    with pytest.raises(NotAnArchive, match=r"Secret\.waystation is damaged"):
        protecting.change(path, key, "second words")
    assert mate_first.asked and protecting.unlock(path, "first words") == key and not list(path.parent.glob(".*"))


def test_a_disk_that_fails_it_is_told(
    path: Path, key: Key, mates: list["subprocess.Popen[str]"], mate_first: First, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = rekeying_mate._Mate._say
    monkeypatch.setattr(rekeying_mate._Mate, "_say", lambda mate, what: say(mate, [-1, 1] if len(what) == 2 else what))
    with pytest.raises(DiskFull, match=r"The disk that holds Secret\.waystation did not do what was asked of it"):
        protecting.change(path, key, "second words")
    assert mate_first.asked and protecting.unlock(path, "first words") == key and not list(path.parent.glob(".*"))


def test_cancelling_ends_it_too(path: Path, key: Key, mates: list["subprocess.Popen[str]"]) -> None:
    progress = Progress(lambda done, total, step: progress.cancel() if step.startswith("Encrypting") else None)
    with pytest.raises(Cancelled):
        protecting.change(path, key, "second words", progress)
    assert protecting.unlock(path, "first words") == key and not list(path.parent.glob(".*"))


def test_a_small_archive_needs_none(path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(children, "started", never)
    assert protecting.change(path, key, "second words").destroyed
