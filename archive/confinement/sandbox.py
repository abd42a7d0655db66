"""What the Linux kernel holds a reader to, native code too: no network, no program, no file but the libraries' own.

Three layers, each of them taken where this kernel has it; none needs any right. A namespace without a network
(`unshare(2)`, user_namespaces(7)), Landlock for what may be opened (kernel.org, userspace-api/landlock, ABI 1 to 7) and a
seccomp filter for system calls (seccomp(2)). Elsewhere the audit hook and the limits of `guard` are all there is.
"""

import ctypes
import os
import platform
import stat
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from errno import EACCES, ENOSYS, EPERM

_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x10000000, 0x40000000, 0x10000
_PR_SET_NO_NEW_PRIVS = 38
_UNSHARE, _SECCOMP = {"x86_64": (272, 317), "aarch64": (97, 277)}.get(platform.machine(), (0, 0))

# Landlock's calls have one number on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1, 1 << 2, 1 << 3
# How many rights over files each version of the interface knows; what is handled and not allowed is refused.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS_NOW = 16
_NET_RIGHTS, _SCOPES = 0b11, 0b11
_NET_SINCE, _SCOPED_SINCE = 4, 6
# Where the system's libraries lie, which a library may load late. Nobody keeps a secret there.
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _ARGUMENT_AT = 0, 4, 16
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_FILTER, _SYNC_THREADS = 1, 1
_ARCHES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# The calls that reach a network or another process, start a program, or change what is mounted, by architecture.
_REFUSED: Mapping[str, str] = {
    "x86_64": """
        socket=41 connect=42 accept=43 sendto=44 sendmsg=46 bind=49 listen=50 socketpair=53 fork=57
        vfork=58 execve=59 kill=62 rename=82 mkdir=83 rmdir=84 creat=85 link=86 unlink=87 symlink=88
        chmod=90 chown=92 ptrace=101 truncate=76 pivot_root=155 chroot=161 mount=165 umount2=166
        add_key=248 request_key=249 keyctl=250 mkdirat=258 unlinkat=263 renameat=264 linkat=265
        symlinkat=266 unshare=272 accept4=288 perf_event_open=298 open_by_handle_at=304 sendmmsg=307
        setns=308 process_vm_readv=310 process_vm_writev=311 renameat2=316 bpf=321 execveat=322
        userfaultfd=323
    """,
    "aarch64": """
        socket=198 connect=203 accept=202 sendto=206 sendmsg=211 bind=200 listen=201 socketpair=199
        execve=221 kill=129 ptrace=117 truncate=45 pivot_root=41 chroot=51 mount=40 umount2=39 add_key=217
        request_key=218 keyctl=219 mkdirat=34 unlinkat=35 symlinkat=36 linkat=37 renameat=38 unshare=97
        accept4=242 perf_event_open=241 open_by_handle_at=265 sendmmsg=269 setns=268 process_vm_readv=270
        process_vm_writev=271 renameat2=276 bpf=280 execveat=281 userfaultfd=282
    """,
}
_REFUSED_EVERYWHERE = "io_uring_setup=425 io_uring_enter=426 io_uring_register=427 pidfd_getfd=438"
# A library falls back to the older call, whose arguments the filter can look at.
_NOT_HERE = "clone3=435 openat2=437"
# Which argument of a call that opens says how.
_OPENING: Mapping[str, Mapping[int, int]] = {"x86_64": {2: 1, 257: 2}, "aarch64": {56: 2}}
_CLONE = {"x86_64": 56, "aarch64": 220}


def leave_network() -> bool:
    """Goes where there is no network; to be called while the process has one thread. False: the kernel does not let us."""
    if not sys.platform.startswith("linux") or not _UNSHARE:
        return False
    return _call(_UNSHARE, _CLONE_NEWUSER | _CLONE_NEWNET) == 0


def seal(folders: Sequence[str], programs: Sequence[str] = ()) -> tuple[str, ...]:
    """Lets this thread, and those that it starts, read below `folders` and nothing else; gives the layers that hold.

    It cannot be taken off again, and holds for all that this process starts: nothing, or with `programs` these files, which it
    may become (the program that is wanted and the loader of its libraries).
    """
    if not sys.platform.startswith("linux") or ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return ()
    layers = {"landlock": _landlock(folders, programs), "seccomp": _seccomp(starts=bool(programs))}
    return tuple(name for name, held in layers.items() if held)


def _landlock(folders: Sequence[str], programs: Sequence[str] = ()) -> bool:
    version = _call(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    rights = (1 << _FILE_RIGHTS.get(version, _FILE_RIGHTS_NOW)) - 1
    network = _NET_RIGHTS if version >= _NET_SINCE else 0
    scopes = _SCOPES if version >= _SCOPED_SINCE else 0
    known = struct.pack("=QQQ", rights, network, scopes)
    known = known[: 24 if version >= _SCOPED_SINCE else 16 if version >= _NET_SINCE else 8]
    ruleset = _call(_CREATE_RULESET, known, len(known), 0)
    if ruleset < 0:
        return False
    try:
        for folder in dict.fromkeys((*folders, *_LIBRARIES)):
            _allow(ruleset, folder)
        for program in programs:
            _allow(ruleset, program, _EXECUTE)
        return _call(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, place: str, more: int = 0) -> None:
    try:
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there cannot be read either
    try:
        rights = more | _READ_FILE | (_READ_DIR if stat.S_ISDIR(os.fstat(handle).st_mode) else 0)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _seccomp(*, starts: bool = False) -> bool:
    if platform.machine() not in _ARCHES or sys.maxsize < 1 << 32:
        return False
    program = b"".join(_program(platform.machine(), starts=starts))
    held = ctypes.create_string_buffer(program, len(program))
    pointed = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    return _call(_SECCOMP, _FILTER, _SYNC_THREADS, pointed) == 0


def _program(machine: str, *, starts: bool) -> Iterator[bytes]:
    """The filter, in classic BPF: each step is (what, jump if so, jump if not, number). With `starts` a program may be become."""
    refused = _REFUSED[machine].split()
    yield _step(_LOAD, _ARCH_AT)
    yield _step(_EQUAL, _ARCHES[machine], 1, 0)
    yield _step(_RETURN, _ERROR | EPERM)
    yield _step(_LOAD, _NUMBER_AT)
    if machine == "x86_64":
        yield from _answer(_AT_LEAST, [_X32], EPERM)
    yield from _answer(
        _EQUAL, _numbers([each for each in refused if not (starts and each.startswith("execve="))]), EPERM
    )
    yield from _answer(_EQUAL, _numbers(_REFUSED_EVERYWHERE.split()), EPERM)
    yield from _answer(_EQUAL, _numbers(_NOT_HERE.split()), ENOSYS)
    for number, argument in _OPENING[machine].items():
        yield _step(_EQUAL, number, 0, 3)
        yield _step(_LOAD, _ARGUMENT_AT + 8 * argument)
        yield _step(_ANY_BIT, _WRITING, 0, 1)
        yield _step(_RETURN, _ERROR | EACCES)
        # The number is looked at again: an argument may stand in its place by now.
        yield _step(_LOAD, _NUMBER_AT)
    yield _step(_EQUAL, _CLONE[machine], 0, 3)
    yield _step(_LOAD, _ARGUMENT_AT)
    yield _step(_ANY_BIT, _CLONE_THREAD, 1, 0)
    yield _step(_RETURN, _ERROR | EPERM)
    yield _step(_RETURN, _ALLOW)


def _numbers(calls: Iterable[str]) -> list[int]:
    return [int(call.partition("=")[2]) for call in calls]


def _answer(test: int, numbers: Iterable[int], error: int) -> Iterator[bytes]:
    """Refuses the calls with these numbers."""
    for number in numbers:
        yield _step(test, number, 0, 1)
        yield _step(_RETURN, _ERROR | error)


def _step(what: int, number: int, so: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", what, so, otherwise, number)


def _call(number: int, *arguments: int | bytes | None) -> int:
    """A system call by its number; below zero when it was refused."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    passed = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(library.syscall(ctypes.c_long(number), *passed))
