"""Each layer of the Linux sandbox by itself, in a process of its own: what it refuses, with which error, and what still works."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of the Linux kernel")

_BEGINNING = """
import ctypes, errno, os, socket, sys, threading
from archive.confinement import sandbox

def tried(name, *arguments):
    ctypes.set_errno(0)
    answer = getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments)
    return "done" if answer >= 0 else errno.errorcode[ctypes.get_errno()]

own, foreign = sys.argv[1:]
"""


def run(tmp_path: Path, code: str) -> list[str]:
    """The lines that a process prints; skips when it says that this kernel does not have the layer."""
    own, foreign = tmp_path / "own", tmp_path / "foreign"
    for folder in (own, foreign):
        folder.mkdir(exist_ok=True)
        (folder / "a.txt").write_text("words")
    child = subprocess.run(
        [sys.executable, "-c", _BEGINNING + code, str(own), str(foreign)], capture_output=True, text=True, check=False
    )
    if child.returncode == 77:
        pytest.skip("this kernel does not let a program take this layer")
    assert child.returncode == 0, child.stderr
    return child.stdout.split()


def test_landlock_leaves_only_the_folders_told(tmp_path: Path) -> None:
    code = """
if ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) or not sandbox._landlock([own]):
    sys.exit(77)
print(tried("open", f"{own}/a.txt".encode(), os.O_RDONLY))
print(tried("open", f"{own}/a.txt".encode(), os.O_WRONLY))
print(tried("open", f"{own}/new.txt".encode(), os.O_WRONLY | os.O_CREAT, 0o600))
print(tried("open", f"{foreign}/a.txt".encode(), os.O_RDONLY))
print(tried("open", f"{own}/../foreign/a.txt".encode(), os.O_RDONLY))
print(tried("unlink", f"{own}/a.txt".encode()))
"""
    assert run(tmp_path, code) == ["done", *["EACCES"] * 5]
    assert (tmp_path / "own" / "a.txt").read_text() == "words"


def test_seccomp_refuses_sockets_programs_and_writing_but_not_threads(tmp_path: Path) -> None:
    code = """
if ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) or not sandbox._seccomp():
    sys.exit(77)
print(tried("socket", 2, 1, 0))
print(tried("connect", 99, bytes(16), 16))
print(tried("fork"))
print(tried("execv", b"/bin/true", None))
print(tried("kill", os.getppid(), 0))
print(tried("open", f"{own}/a.txt".encode(), os.O_RDWR))
print(tried("open", f"{own}/a.txt".encode(), os.O_RDONLY))
thread = threading.Thread(target=lambda: print(tried("socket", 2, 1, 0)))
thread.start()
thread.join()
"""
    assert run(tmp_path, code) == ["EPERM", "EPERM", "EPERM", "EPERM", "EPERM", "EACCES", "done", "EPERM"]


def test_where_there_is_no_network_nothing_is_reached(tmp_path: Path) -> None:
    code = """
listening = socket.create_server(("127.0.0.1", 0))
if not sandbox.leave_network():
    sys.exit(77)
asking = socket.socket()
print(errno.errorcode[asking.connect_ex(listening.getsockname())])
"""
    assert run(tmp_path, code) == ["ENETUNREACH"]


def test_sealing_says_which_layers_hold_and_leaves_python_at_work(tmp_path: Path) -> None:
    code = """
layers = sandbox.seal([own, *{sys.prefix, sys.base_prefix, *sys.path}])
if not layers:
    sys.exit(77)
import html.parser, sqlite3, xml.etree.ElementTree
print(*layers, open(f"{own}/a.txt").read())
"""
    told = run(tmp_path, code)
    assert told[-1] == "words" and set(told[:-1]) <= {"landlock", "seccomp"}
