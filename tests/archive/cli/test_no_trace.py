"""Words of an encrypted archive are in no file, and were in none: not after import, search, sorting, marking, looking at exports, a
backup, an encrypted bundle that was written and merged, and a crash.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import protecting

ROOT = Path(__file__).parents[3]
MARKER = "quernstonequay"
FORMS = (MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.encode("utf-16-be"))
TEXT = f"The {MARKER} by the river\n\nBy Ada Quist\n\n" + f"They met at the {MARKER} when the ice had gone out. " * 40
# What strace -y tells of a write: the file's path, and the content with every odd byte written out.
_WRITTEN = re.compile(r"(?:write|pwrite64|writev|pwritev2?|sendfile|copy_file_range)\(\d+<(/[^>]*)>, (.*)")
# Memory, not a disk; and what is nobody's file.
_NO_DISK = ("/dev/shm/", "/dev/pts/", "/dev/null", "/memfd:", "/proc/")


class Bench:
    """Folders of a run's own: where the program keeps things, and where the person keeps the text that is imported."""

    def __init__(self, folder: Path) -> None:
        self.watched = folder / "watched"
        for name in ("home", "temporary", "archive", "backup"):
            (self.watched / name).mkdir(parents=True)
        self.archive = self.watched / "archive" / "Papers.waystation"
        self.source = folder / "source.txt"
        self.source.write_text(TEXT)
        temporary = str(self.watched / "temporary")
        home = str(self.watched / "home")
        self.environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "WAYSTATION_HOME": home, "HOME": home, "XDG_CACHE_HOME": home,
            "XDG_CONFIG_HOME": home, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": temporary, "TMP": temporary, "SQLITE_TMPDIR": temporary,
        }  # fmt: skip

    def run(self, *before: str, passphrase: str | None) -> None:
        """The work, which ends by being killed."""
        program = str(Path(__file__).with_name("leaving_no_trace.py"))
        backup = str(self.watched / "backup" / "Papers.waystation")
        told = [str(self.archive), str(self.source), backup, MARKER, *filter(None, [passphrase])]
        done = subprocess.run(
            [*before, sys.executable, "-P", program, *told], env=self.environment, capture_output=True, text=True
        )
        if "ptrace" in done.stderr and "permitted" in done.stderr:
            pytest.skip("this system lets no program be traced")
        assert done.returncode in {-signal.SIGKILL, 128 + signal.SIGKILL}, done.stderr

    def holding(self) -> list[str]:
        """The files that hold the marker, by their folder's name."""
        files = [path for path in self.watched.rglob("*") if path.is_file()]
        return sorted({path.parent.name for path in files if any(form in path.read_bytes() for form in FORMS)})


@pytest.fixture
def tmp_path(disk_path: Path) -> Path:
    """What comes to a disk is looked for: a folder in memory would be none."""
    return disk_path


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path)
    monkeypatch.setenv("WAYSTATION_HOME", str(made.watched / "home"))
    return made


def test_a_plain_archive_holds_the_words_where_this_looks_for_them(bench: Bench) -> None:
    Archive.create(bench.archive).close()
    bench.run(passphrase=None)
    assert bench.holding() == ["archive", "backup"]


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("strace") is None, reason="there is no strace here")
@pytest.mark.long
def test_no_file_holds_words_of_an_encrypted_archive_nor_ever_did(bench: Bench, tmp_path: Path) -> None:
    protecting.create(bench.archive, "lantern otter", starter=False).close()
    trace = tmp_path / "trace"
    # With a filter in the kernel only these calls stop: the readers have to be done in their time.
    calls = "trace=write,pwrite64,writev,pwritev,pwritev2"
    watch = ("strace", "-f", "--seccomp-bpf", "-y", "-qq", "-s", "1000000", "-o", str(trace), "-e", calls)
    bench.run(*watch, passphrase="lantern otter")
    assert bench.holding() == []
    written: set[str] = set()
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            told = _WRITTEN.search(line)
            if told is None or told[1].startswith(_NO_DISK):
                continue
            written.add(told[1])
            content = told[2].replace("\\0", "")  # UTF-16 is the same with zeros in between
            assert MARKER not in content, f"the marker was written to {told[1]}"
    # That writing was seen at all.
    assert {str(bench.archive), f"{bench.archive}-wal", str(bench.watched / "backup" / "Papers.waystation")} <= written
    key = protecting.unlock(bench.archive, "lantern otter")
    with Archive.open(bench.archive, key=key) as archive:
        assert archive.store.integrity() == []
    assert bench.holding() == []
