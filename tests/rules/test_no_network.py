"""No module of ours can reach a network or unpickle what it reads, and no test can open a socket: `tests/conftest.py` blocks them.

What the running program does is watched by the kernel in `tests/journeys/test_kept_work.py`.
"""

import ast
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

ROOT = Path(__file__).parents[2]
OURS = ("archive", "desktop", "resources")
REACHING = frozenset(
    {
        "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib", "socket",
        "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "xmlrpc",
    }
)  # fmt: skip
REACHING_PARTS = frozenset(
    {"urllib.request", "multiprocessing.connection", "multiprocessing.managers", "PySide6.QtNetwork"}
)
RUNNING = frozenset({"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"})
# Which machine holds the writer lock: its name, and nothing else of the module.
ALLOWED = {("archive/protection/lock.py", "socket"): {"gethostname"}}


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _forbidden(source: str) -> set[str]:
    """The modules that some source imports and must not."""
    names = set(_imported(ast.parse(source)))
    whole = {name for name in names if name.partition(".")[0] in REACHING | RUNNING}
    return whole | {name for name in names if any(f"{name}.".startswith(f"{part}.") for part in REACHING_PARTS)}


def _used(source: str, module: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module
    }


@pytest.mark.parametrize("package", OURS)
def test_no_module_imports_what_reaches_a_network_or_unpickles(package: str) -> None:
    found = {}
    for path in (ROOT / package).rglob("*.py"):
        source, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
        for module in _forbidden(source):
            if not (ALLOWED.get((name, module), set()) >= _used(source, module) > set()):
                found[name] = module
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "import http.client",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QTcpSocket",
        "import pickle",
        "def late():\n    import socket",
    ],
)
def test_one_that_would_is_caught(line: str) -> None:
    assert _forbidden(line)


def test_parsing_addresses_is_no_reaching() -> None:
    assert not _forbidden("from urllib.parse import urlsplit\nfrom urllib import parse")


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_a_test_opens_no_network_socket(family: socket.AddressFamily) -> None:
    # The warning comes first, and warnings are errors.
    with pytest.raises((SocketBlockedError, UserWarning), match="socket"):
        socket.socket(family)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no Unix-domain sockets here")
def test_workers_may_be_spoken_to() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"word")
        assert other.recv(4) == b"word"
