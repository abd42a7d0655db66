"""A program of the machine on bytes: what it may do, how long, how much it may say, and that it can be stopped."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.base.errors import Cancelled, Unreadable
from archive.base.progress import Progress
from archive.confinement import programs
from archive.confinement.programs import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are started as they are there")
CAT = shutil.which("cat") or "/bin/cat"


def python() -> Program:
    """A Python of the system, whose own files it may read."""
    path = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    if not path.exists():
        pytest.skip(f"there is no {path}")
    prefix = str(Path(sys.base_prefix) / "lib" / path.name)
    return Program(str(path.resolve()), (prefix, sys.base_prefix if sys.base_prefix != "/usr" else prefix))


def run(code: str, given: bytes = b"", seconds: float = 60.0) -> str:
    return programs.run(python(), ["-I", "-c", code], given, seconds=seconds).decode().strip()


def test_what_is_given_comes_back_whole() -> None:
    given = bytes(range(256)) * 4_000
    assert programs.run(Program(str(Path(CAT).resolve())), [], given, seconds=60) == given


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such layers")
@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/passwd').read()",
        "open('/tmp/waystation-must-not-be', 'w')",
        "__import__('socket').create_connection(('127.0.0.1', 9), 2)",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('os').kill(1, 0)",
    ],
)
def test_it_opens_no_foreign_file_connects_nowhere_and_starts_nothing(act: str) -> None:
    code = f"try:\n    {act}\nexcept OSError as error:\n    print(error.errno)\nelse:\n    print('done')"
    assert run(code) in ("1", "13")  # EPERM, EACCES
    assert not Path("/tmp/waystation-must-not-be").exists()


def test_a_program_that_fails_or_takes_too_long_is_told() -> None:
    with pytest.raises(Unreadable, match="ended with 3"):
        run("raise SystemExit(3)")
    with pytest.raises(Unreadable, match="took longer than 2 seconds"):
        run("import time; time.sleep(600)", seconds=2.0)


def test_one_that_says_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "ANSWER_BYTES", 200_000)
    with pytest.raises(Unreadable, match="could not do its work"):
        run("import sys\nwhile True: sys.stdout.write('x' * 65536)")


def test_it_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        programs.run(python(), ["-I", "-c", "import time; time.sleep(600)"], b"", seconds=300, progress=progress)


def test_the_frozen_program_starts_itself_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def refuse(command: list[str], **_: object) -> None:
        started.append(command)
        raise OSError

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(OSError):
        programs.run(Program(CAT), [], b"", seconds=5)
    assert started[0][1] == "--waystation-worker=sealed"
