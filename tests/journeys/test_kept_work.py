"""Encrypt, work, leave in a hurry, come back, bundle onto a stick, merge at a colleague's, decide, undo, go back to yesterday's backup: the
whole of it where there is no network, with the kernel telling of each socket that was asked for and each file that was opened.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.operations import protecting
from tests.journeys import kept_work as work

_SCRIPT = Path(work.__file__)
_CALLS = "trace=%network,open,openat,openat2,creat"
_OPEN = re.compile(r'(?:open|creat|openat2?)\((?:(?:AT_FDCWD|-?\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"(.*)\) = \d+')
_SOCKET = re.compile(r"\b(?:socket|socketpair)\((\w+)")
_REACHING = re.compile(r"\b(?:connect|bind|listen|sendto|sendmsg|sendmmsg)\(")
# Where a program finds its libraries, the fonts and what the system says of itself; nothing in it is a person's.
_SYSTEM = ("/lib", "/usr/", "/etc/", "/proc/", "/sys/", "/dev/", "/var/cache/fontconfig", "/run/udev")
_OF_NAMES_AND_ADDRESSES = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/gai.conf",
    "/etc/host.conf",
    "/proc/net",
    "/proc/self/net",
)
_NO_DISK = ("/dev/null", "/dev/shm/", "/dev/pts/", "/dev/tty", "/memfd:", "/proc/self/")


@dataclass
class Alone:
    """A machine without a network, as far as this one lets that be."""

    folder: Path
    before: list[str] = field(default_factory=list)  # what the program is started by
    looks: bool = False  # whether the kernel tells
    lonely: bool = False  # whether there is no network

    def __post_init__(self) -> None:
        for name in ("home", "temporary", "trace"):
            (self.folder / name).mkdir(parents=True)
        for space in (["unshare", "-n"], ["unshare", "-r", "-n"]):
            if _works([*space, "true"]):
                self.before += space
                self.lonely = True
                break
        if _works(["strace", "-qq", "-o", os.devnull, "true"]):
            trace = str(self.folder / "trace" / "calls")
            self.before += ["strace", "-ff", "--seccomp-bpf", "-y", "-qq", "-s", "400", "-e", _CALLS, "-o", trace]
            self.looks = True

    def run(self, part: str) -> str:
        """What a part of the work says; it has to end well."""
        home = str(self.folder / "home")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYSTATION", "XDG_"))}
        environment = {
            **kept, "HOME": home, "TMPDIR": str(self.folder / "temporary"), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(work.ROOT),
        }  # fmt: skip
        command = [*self.before, sys.executable, "-P", str(_SCRIPT), part, str(self.folder / "world")]
        done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def calls(self) -> list[str]:
        files = (self.folder / "trace").iterdir()
        return [line for each in files for line in each.read_text("utf-8", "replace").splitlines()]


def _works(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True).returncode == 0


def _path(found: re.Match[str]) -> str:
    folder, name, _ = found.groups()
    return name if name.startswith("/") or not folder else os.path.normpath(f"{folder}/{name}")


def _reached_no_network_and_nothing_else(alone: Alone, archive: str) -> None:
    calls = alone.calls()
    assert {"AF_UNIX"} >= {told[1] for told in map(_SOCKET.search, calls) if told}
    assert [
        call for call in calls if _REACHING.search(call) and "sa_family=AF_UNIX" not in call and "<UNIX" not in call
    ] == []
    # What is opened as a mere path is not read: that is how the guard is told what the readers may see.
    opened = [found for found in map(_OPEN.search, calls) if found and "O_PATH" not in found[3]]
    own = (str(alone.folder), str(alone.folder.resolve()))
    written = {_path(each) for each in opened if re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", each[3])}
    # One library loads by way of a temporary file, before any foreign byte is read and the guard is up.
    lost = {
        each
        for each in written
        if not each.startswith((*own, *_NO_DISK)) and not re.fullmatch(r"/tmp(?:/\w{8})?|.*/__pycache__/.*", each)
    }
    assert lost == set()
    places = {work.ROOT.resolve(), *map(Path, (sys.prefix, sys.base_prefix)), Path(sys.prefix).resolve().parent}
    program = (*map(str, places), str(work.ROOT), *sysconfig.get_paths().values())
    read = {_path(each) for each in opened} - written
    assert (
        sorted(each for each in read if each.startswith("/") and not each.startswith((*own, *program, *_SYSTEM))) == []
    )
    assert [each for each in read if each.startswith(_OF_NAMES_AND_ADDRESSES)] == []
    assert any(each.endswith(archive) for each in written), "what was opened was seen"


def _say_what_was_not_looked_at(alone: Alone) -> None:
    if not alone.looks:
        pytest.skip(
            "all went well; which sockets were opened could not be looked at: strace is missing or not permitted here"
        )
    if not alone.lonely:
        pytest.skip(
            "all went well and no socket was opened; there was a network: unshare -n is missing or not permitted here"
        )


@pytest.fixture
def tmp_path(disk_path: Path) -> Path:
    """What comes to a disk is looked for: a folder in memory would be none."""
    return disk_path


@pytest.mark.timeout(900)  # a minute's work, and all of it is watched
@pytest.mark.long
def test_work_that_is_kept_taken_joined_and_brought_back_needs_no_network(tmp_path: Path) -> None:
    alone = Alone(tmp_path / "alone")
    at = work.Places(alone.folder / "world")
    assert alone.run("one") == "worked\n", "the quick exit ended the program"
    assert protecting.is_encrypted(at.archive)
    held = (at.mine / "home" / "settings.json").read_text()
    assert not [words for words in ("lamp", work.TAG, work.TYPED) if words in held]
    assert alone.run("two").endswith("\ndone\n")
    if alone.looks:
        _reached_no_network_and_nothing_else(alone, at.archive.name)
    _say_what_was_not_looked_at(alone)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_no_view_no_format_and_no_kind_of_file_needs_a_network(tmp_path: Path) -> None:
    alone = Alone(tmp_path / "alone")
    assert alone.run("all").endswith("\ndone\n")
    if alone.looks:
        _reached_no_network_and_nothing_else(alone, "Plain.waystation")
    _say_what_was_not_looked_at(alone)


def test_that_a_socket_would_be_seen(tmp_path: Path) -> None:
    alone = Alone(tmp_path / "alone")
    if not alone.looks:
        pytest.skip("strace is missing or not permitted here")
    asking = "import socket; socket.socket(); open('/etc/hostname').close()"
    subprocess.run([*alone.before, sys.executable, "-c", asking], check=True)
    assert "AF_INET" in {told[1] for told in map(_SOCKET.search, alone.calls()) if told}
    with pytest.raises(AssertionError, match="AF_INET"):
        _reached_no_network_and_nothing_else(alone, "")
