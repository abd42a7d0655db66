"""The audit hook by itself: what it lets a reader open and what it refuses."""

import os
import sys
from pathlib import Path

import pytest

from archive.confinement import guard

REFUSE = guard.hook(guard._own_folders())


@pytest.mark.parametrize(
    ("path", "mode", "flags"),
    [
        ("/etc/passwd", "r", os.O_RDONLY),
        (b"/etc/passwd", "r", os.O_RDONLY),
        ("/proc/self/root/etc/passwd", "r", os.O_RDONLY),
        ("/proc/self/environ", None, os.O_RDONLY),
        (f"{Path(os.__file__).parent}/../../../../../../../../etc/passwd", "r", os.O_RDONLY),
        (os.__file__, "w", os.O_WRONLY | os.O_CREAT),
        (os.__file__, "r+", os.O_RDWR),
        (os.__file__, None, os.O_WRONLY),
        (os.__file__ + "-beside", "a", 0),
    ],
)
def test_other_files_and_all_writing_are_refused(path: str | bytes, mode: str | None, flags: int) -> None:
    with pytest.raises(PermissionError):
        REFUSE("open", (path, mode, flags))


@pytest.mark.parametrize("path", [os.__file__, guard.__file__, os.devnull, 3])
def test_the_programs_own_files_are_open_for_reading(path: str | int) -> None:
    assert REFUSE("open", (path, "r", os.O_RDONLY)) is None  # it refuses by raising


@pytest.mark.parametrize(
    "event", ["socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.remove"]
)
def test_network_programs_and_deletion_are_refused(event: str) -> None:
    with pytest.raises(PermissionError):
        REFUSE(event, ())


def test_importing_is_not_hindered() -> None:
    assert REFUSE("import", ("json", None, sys.path, sys.meta_path, sys.path_hooks)) is None


def test_the_persons_home_is_never_an_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert str(tmp_path) + os.sep not in guard._own_folders()
