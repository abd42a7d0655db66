"""Nothing that an encrypted archive holds is found anywhere else: in no file while the window works, after locking, a crash and a quick
exit, and after locking in no process of ours. A marker is planted in article, original, title, note, tag, memo, search, clipboard and an
encrypted bundle, and looked for, in what is zipped too."""

import os
import secrets
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.passage import PassageFilter
from archive.operations import annotate, browse, ingest, protecting
from archive.protection import passphrases
from tests.archive.made import new_archive
from tests.desktop.protection.window_child import CHEAP

_CHILD = Path(__file__).with_name("window_child.py")
_PASSPHRASE = "seven wooden spoons at night"
_SOME, _MANY = 24, 200
_CHUNK_BYTES = 1 << 24

Start = Callable[[str], "Window"]


def _forms(marker: str) -> tuple[bytes, ...]:
    return marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")


class Window:
    """The program in a process of its own, with home, temporary and cache folders of its own."""

    def __init__(self, folder: Path, marker: str, end: str) -> None:
        self.folder, self.marker = folder, marker
        self.archive = folder / "archive" / "Field.waystation"
        self.stick = folder.with_name("stick")  # where the articles come from, which is no folder of ours
        places = {name: folder / name for name in ("home", "data", "tmp", "cache", "config", "run")}
        for each in (*places.values(), self.archive.parent, *(self.stick / name for name in ("some", "crash", "exit"))):
            each.mkdir(parents=True, exist_ok=True)
        for number in range(_SOME):
            text = f"{marker} report {number}\n\nThe {marker} ferry no. {number} left on 3 May 2021 with 14 people.\n"
            (self.stick / "some" / f"{number}.txt").write_text(text * 4)
        for name in ("crash", "exit"):
            for number in range(_MANY):
                letter = f"{marker} letter {number} of {name}\n\n" + "Rain came late. " * 400
                (self.stick / name / f"{number}.txt").write_text(letter)
        if not self.archive.exists():
            protecting.create(self.archive, _PASSPHRASE, False).close()
        environment = {
            **os.environ,
            "HOME": str(places["home"]),
            "WAYSTATION_HOME": str(places["data"]),
            "TMPDIR": str(places["tmp"]),
            "XDG_CACHE_HOME": str(places["cache"]),
            "XDG_CONFIG_HOME": str(places["config"]),
            "XDG_RUNTIME_DIR": str(places["run"]),
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONFAULTHANDLER": "1",  # who dies says where
        }
        self.process = subprocess.Popen(
            [sys.executable, str(_CHILD), end, "--archive", str(self.archive)],
            cwd=places["home"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.unlock()

    def unlock(self) -> None:
        """What is needed to open it: the passphrase, and what to do then."""
        self.tell(_PASSPHRASE, self.marker, str(self.stick))

    def tell(self, *lines: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    # Looking for the marker

    def in_files(self) -> list[str]:
        """The files under our folders that hold the marker, in themselves or in what is zipped in them."""
        return [
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and any(form in data for data in _contents(file) for form in _forms(self.marker))
        ]

    def processes(self) -> list[int]:
        """The program and all that descend from it."""
        parents: dict[int, list[int]] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError):
                    continue
                parents.setdefault(parent, []).append(int(entry.name))
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += parents.get(pid, [])
        return found

    def in_memory(self) -> list[int]:
        """The processes of ours whose memory holds the marker."""
        return [pid for pid in self.processes() if holds(pid, _forms(self.marker))]


def _contents(file: Path) -> Iterator[bytes]:
    """A file's bytes, and those of what is zipped in it."""
    yield file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as members:
            yield from map(members.read, members.namelist())


def holds(pid: int, forms: tuple[bytes, ...]) -> bool:
    """Whether any readable memory of a process holds one of the forms."""
    longest = max(map(len, forms))
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        for line in maps:
            span, rights, *_ = line.split()
            start, end = (int(each, 16) for each in span.split("-"))
            if "r" not in rights or "[v" in line:
                continue
            at, tail = start, b""
            while at < end:
                try:
                    memory.seek(at)
                    piece = memory.read(min(_CHUNK_BYTES, end - at))
                except (OSError, ValueError):
                    break
                if not piece:
                    break
                if any(form in tail + piece for form in forms):
                    return True
                tail, at = piece[-longest:], at + len(piece)
    return False


@pytest.fixture
def tmp_path(disk_path: Path) -> Path:
    """What comes to a disk is looked for: a folder in memory would be none."""
    return disk_path


@pytest.fixture
def window(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(passphrases, "PARAMETERS", CHEAP)
    marker = f"zq{secrets.token_hex(8)}"
    # The archive is made on the machine that the window will be on.
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "machine" / "data"))
    started: list[Window] = []

    def start(end: str) -> Window:
        one = Window(tmp_path / "machine", marker, end)
        started.append(one)
        return one

    yield start
    for one in started:
        one.close()


linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test look into a process by /proc")


def test_the_search_for_the_marker_finds_it_where_it_is_not_encrypted(tmp_path: Path) -> None:
    marker = f"zq{secrets.token_hex(8)}"
    with new_archive(tmp_path / "Plain.waystation") as archive:
        ingest.paste(archive, f"A ferry\n\nThe {marker} left.", title="A ferry")
    one = Window.__new__(Window)
    one.folder, one.marker = tmp_path, marker
    assert one.in_files() == ["Plain.waystation"]


@linux
@pytest.mark.timeout(600)
@pytest.mark.long
def test_nothing_is_found_while_it_works_when_it_is_locked_after_a_crash_and_after_a_quick_exit(window: Start) -> None:
    one = window("lock")
    assert one.heard() == "open"
    _locks(one)
    one.unlock()
    assert one.heard() == "open"
    one.tell("")
    assert one.process.wait(120) < 0, "it crashed"
    assert one.in_files() == []
    assert not [each for each in Path("/dev/shm").glob("waystation-preview-*") if f"-{one.process.pid}-" in each.name]
    _was_saved(one, "lock")
    another = window("exit")
    assert another.heard() == "open"
    _leaves(another)


def _locks(one: Window) -> None:
    """After locking no process and no file holds a word of the archive, and no child is left."""
    before = one.process.pid
    if os.access(f"/proc/{before}/mem", os.R_OK):  # else the program let nobody look, as it should
        assert before in one.in_memory(), "the open archive's words are in memory: the search would find them"
    assert (one.archive.parent / "Field.waystation-bundle").exists()
    assert one.in_files() == []
    one.tell("")
    assert one.heard().startswith("going")
    assert one.heard() == "locked"
    assert one.process.pid == before and one.process.poll() is None
    assert one.processes() == [before], "no child outlives the lock"
    assert one.in_memory() == []
    assert one.in_files() == []


def _leaves(one: Window) -> None:
    """A quick exit while an import runs leaves no process and no word, and what was typed is saved."""
    one.tell("")
    assert one.heard().startswith("going")
    began = time.monotonic()
    children = one.processes()[1:]
    assert one.process.wait(60) == 0
    print(f"quick exit: {time.monotonic() - began:.2f} s, {len(children)} children")
    assert children, "the import reads in processes of its own"
    assert not [pid for pid in children if alive(pid)]
    assert one.in_files() == []
    _was_saved(one, "exit")


def _was_saved(one: Window, end: str) -> None:
    """What was typed and done is in the archive."""
    with Archive.open(one.archive, key=protecting.unlock(one.archive, _PASSPHRASE)) as archive:
        assert browse.listing(archive).total >= _SOME
        notes = {hit.article.note for hit in browse.listing(archive, limit=1_000).hits}
        assert any(f"{one.marker} typed before the {end}" in note for note in notes)
        assert [each.note for each in annotate.passages(archive, PassageFilter())] == [f"{one.marker} note"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
