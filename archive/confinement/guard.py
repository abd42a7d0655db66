"""What a reader may not do: reach a network, start a program, write a file, read a file that is not the program's own.

Defence in depth on every system: an audit hook binds Python code, and native code could walk around it. The limits of the
operating system (memory, processor time, file size) bind both, where the system has them; on Linux so does `sandbox`.
"""

import os
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import sandbox

MEMORY_BYTES = 2 * 1024**3
_USUAL_BYTES, _BYTES_A_SECOND = 64 * 1024**2, 4 * 1024**2  # beyond the first, a second for each of the second
OPEN_FILES = 128
_FORBIDDEN = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "pty.spawn",
        "shutil.rmtree",
        "winreg.SetValue",
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What libraries read while they load: time zones, types of files, how many processors there are.
_SYSTEM = (
    "/usr/share/zoneinfo/",
    "/etc/mime.types",
    "/etc/httpd/",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu/",
    os.devnull,
    "/dev/urandom",
)


def more_seconds(size: int) -> int:
    """How much longer than others a file of this many bytes may take: a project of 256 MB is no attack."""
    return max(0, size - _USUAL_BYTES) // _BYTES_A_SECOND


def limit(cpu_seconds: int) -> None:
    """Sets the system's limits for this process; call again before each file to give it `cpu_seconds` more."""
    try:
        import resource  # POSIX only
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + cpu_seconds
    hold_to({"AS": MEMORY_BYTES, "CPU": seconds, "NOFILE": OPEN_FILES, "FSIZE": 0, "CORE": 0})


def hold_to(wanted: Mapping[str, int]) -> None:
    """Sets limits of this POSIX process by their names without `RLIMIT_`; none is raised above what holds already."""
    import resource

    for name, value in wanted.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        try:
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
        except (ValueError, OSError):
            continue  # macOS refuses some of them; the wall clock of the parent still holds


def install() -> tuple[str, ...]:
    """Arms what there is, for good; gives the names of the layers that hold. Call it before another thread is started."""
    folders = _own_folders()
    layers = sandbox.seal(folders)
    sys.addaudithook(hook(folders))
    return (*layers, "audit hook")


def hook(folders: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that raises PermissionError for everything but reading below `folders`."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"a reader may not do this: {event}")
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, int):
                return
            if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & _WRITING:
                raise PermissionError("a reader may not write files")
            if not _place(os.fsdecode(path)).startswith(folders):
                raise PermissionError("a reader may not read other files")

    return refuse


def _place(path: str) -> str:
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def _own_folders() -> tuple[str, ...]:
    """Where this Python, its libraries and this program lie."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(), *sys.path}
    if getattr(sys, "frozen", False):  # its modules lie inside the executable, its data beside it
        places |= {str(Path(sys.executable).parent), getattr(sys, "_MEIPASS", "")}
    places.add(str(Path(__file__).resolve().parents[2]))
    own = {_place(place) for place in places if place}
    # A prefix such as `/usr` is Python's folder and everybody's: only what lies in its library folders is Python's own.
    shared = {_place(place) for place in ("/", "/usr", "/usr/local", str(Path.home()))}
    return (*sorted(root + os.sep for root in own - shared), *map(os.path.normcase, _SYSTEM))
