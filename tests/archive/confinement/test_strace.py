"""An import of hostile files as the kernel sees it: no process connects to anything, and none opens what is neither an input, a library
nor the archive. Skips where there is no strace.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.operations.hostile_files import CASES

ROOT = Path(__file__).parents[3]
# What fetches, leads out or runs, of every format; the others are large and take time that tells nothing here.
TRACED = (5, 6, 13, 14, 16, 17, 30, 31, 32, 33, 37, 39, 41)
_OPEN = re.compile(r'open(?:at2?)?\((?:AT_FDCWD, |-?\d+<?[^,]*, )?"((?:[^"\\]|\\.)*)".* = (-?\d+)')
# What the system reads for any program that starts and loads libraries; nothing in it is anybody's.
_SYSTEM = (
    "/lib",
    "/usr/lib",
    "/etc/ld.so",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/usr/share/mime",
    "/etc/mime.types",
    "/etc/localtime",
    "/etc/ssl/openssl.cnf",
    "/usr/local/lib",
    "/proc/self",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/proc/sys/vm",
    "/proc/filesystems",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
    "/dev/null",
    "/dev/urandom",
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="there is no strace here to look with"
)


def test_an_import_of_hostile_files_connects_to_nothing_and_opens_nothing_else(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("what nobody may read")
    for number in TRACED:
        for each in CASES[number]:
            if not each.slow:
                data = each.data().replace(b"file:///etc/passwd", secret.as_uri().encode())
                (folder / f"{number}-{each.name}").write_bytes(data)
    count = len(list(folder.iterdir()))
    Archive.create(tmp_path / "library.waystation").close()
    log = tmp_path / "calls.txt"
    command = [
        *(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-s",
            "400",
            "-e",
            "trace=%network,open,openat,openat2,execve",
            "-o",
            str(log),
        ),
        *(sys.executable, "-m", "archive", "--archive", str(tmp_path / "library.waystation"), "import", "--json"),
        str(folder),
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "WAYSTATION_HOME": str(home)}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=280, env=environment, cwd=tmp_path, check=False
    )
    if "ptrace" in done.stderr and "permitted" in done.stderr:
        pytest.skip("this system lets no program be traced")
    assert done.stdout.count('"status"') >= count, done.stderr[-2000:]
    calls = log.read_text("utf-8", "replace").split("\n")
    assert sum("execve(" in call for call in calls) >= 2, "the readers were traced too"
    # The C library asks the name cache of the machine who the user is, where it finds one; nothing of that goes anywhere.
    reached = [call for call in calls if re.search(r"\b(?:connect|sendto|sendmsg|bind|listen)\(", call)]
    connected = [call for call in reached if "/var/run/nscd/socket" not in call]
    assert connected == []
    found = filter(None, map(_OPEN.search, calls))
    opened = {call[1] for call in found if int(call[2]) >= 0}
    assert str(secret) not in opened
    # One library loads by way of a temporary file, before any foreign byte is read and the guard is up.
    opened = {path for path in opened if not re.fullmatch(r"/tmp(?:/\w{8})?", path)}
    # The program asks the kernel how long its readers waited for a processor.
    opened = {path for path in opened if not re.fullmatch(r"/proc/\d+/schedstat", path)}
    places = {tmp_path, ROOT.resolve(), Path(sys.prefix).resolve().parent, *map(Path, (sys.prefix, sys.base_prefix))}
    own = tuple(map(str, places)) + tuple(sysconfig.get_paths().values())
    foreign = sorted(path for path in opened if path.startswith("/") and not path.startswith((*own, *_SYSTEM)))
    assert foreign == []
