"""A reader process for tests, started by path: its importer does what the file's text tells it to do."""

import ctypes
import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from archive.confinement.worker import serve
from archive.model.article import Block, BlockKind, Imported, Metadata, Source, Text, Verdict
from archive.model.picture import Picture


def read(source: Source) -> Imported:
    """Behaves or misbehaves as it is told."""
    text = source.data.decode()
    match text:
        case "hang":
            time.sleep(60)
        case "nap":
            time.sleep(0.7)
        case "die":
            os._exit(3)
        case "flood":
            text = "x" * 5_000_000
        case "memory":
            bytearray(3 * 1024**3)
        case "deep":
            read_forever()
        case "raise":
            raise ValueError("an importer's mistake")
        case "connect":
            socket.create_connection(("127.0.0.1", 9))
        case "look up":
            socket.getaddrinfo("example.org", 80)
        case "write":
            Path(sys.argv[1]).write_text("written")
        case "read":
            Path(sys.argv[1]).with_name("secret.txt").read_text()
        case "connect natively":
            text = _native("connect", -1, bytes(16), 16)
        case "open natively":
            text = _native("open", os.fsencode(Path(sys.argv[1]).with_name("secret.txt")), os.O_RDONLY)
        case "write natively":
            text = _native("open", os.fsencode(sys.argv[1]), os.O_WRONLY | os.O_CREAT, 0o600)
        case "start natively":
            text = _native("fork")
        case "interfaces":
            text = " ".join(name for _, name in socket.if_nameindex())
        case "start":
            subprocess.run([sys.executable, "-c", ""], check=True)
        case "print":
            print("noise on standard output", flush=True)
            os.write(1, b"more noise")
        case "pid":
            text = str(os.getpid())
        case "forge":
            text = "two\nlines in one block"
    block = Block(BlockKind.PARAGRAPH, 0, len(text), (0, len(text)))
    return Imported(Verdict.OK, "test", 1, "text/plain", "utf-8", text, Metadata(title="t"), Text(text, (block,)))


def draw(data: bytes, page: int, width: int) -> Picture:
    """A line of grey, or what it is told."""
    match data.decode():
        case "hang":
            time.sleep(60)
        case "die":
            os._exit(3)
        case "forge":
            return Picture(10**6, 10**6, b"", 1)
        case "short":
            return Picture(width, 1, b"\x80", 1)
        case "raise":
            raise ValueError("a drawer's mistake")
    return Picture(width, 1, b"\x80" * (3 * width), 1)


def _native(name: str, *arguments: Any) -> str:
    """The name of the error of a call of the C library, which no audit hook sees; "done" when there was none."""
    library = ctypes.CDLL(None, use_errno=True)
    answer = getattr(library, name)(*arguments)
    if name == "fork" and answer == 0:
        os._exit(0)
    return errno.errorcode[ctypes.get_errno()] if answer < 0 else "done"


def read_forever() -> None:
    """Recurses until Python stops it."""
    read_forever()


if __name__ == "__main__":
    serve(read, draw=draw)
