"""What stands beside an archive in plain text, or half made, while it is encrypted or decrypted; and clearing it away.

Whatever ends the program meanwhile, the archive itself is whole, in one form or the other. What was left of the work has names of its
own here, and goes when the archive is opened for writing the next time.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.base import peeking

from .overwriting import destroy

ENCRYPTING, DECRYPTING, PLAIN = "encrypting", "decrypting", "plain"
# https://www.sqlite.org/fileformat2.html: how a database and how a write-ahead log begins.
_PLAIN_BEGINNINGS = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def beside(path: Path, kind: str) -> Path:
    """A fresh name for a file of this kind beside the archive."""
    return path.with_name(f".{path.name}.{kind}-{secrets.token_hex(4)}")


def clear(path: Path) -> None:
    """Removes what an interrupted encryption or decryption left; what is plain is overwritten first. The writer lock is held."""
    pattern = re.compile(re.escape(f".{path.name}.") + rf"({ENCRYPTING}|{DECRYPTING}|{PLAIN})-[0-9a-f]{{8}}")
    for left in list(_named(path, pattern)):
        with suppress(OSError):
            kind = left.name.rpartition(".")[2].partition("-")[0]
            if kind == ENCRYPTING:
                left.unlink()
            elif kind == DECRYPTING:
                destroy(left)
            elif left.samefile(path):
                left.unlink()  # the archive did not change its form yet: this is only another name of it
            elif not _is_plain(path):
                destroy_plain_backups(path)
                destroy(left)


def plain_backups(path: Path) -> list[Path]:
    """Copies in plain text that earlier versions and interrupted work left beside the archive."""
    stem, suffix, name = re.escape(path.stem), re.escape(path.suffix), re.escape(path.name)
    pattern = rf"\.?{stem}\.before-v\d+{suffix}(-[0-9a-f]{{8}})?|\.{name}-[0-9a-f]{{8}}"
    return [found for found in _named(path, re.compile(f"({pattern})(-journal|-wal)?")) if _is_plain(found)]


def destroy_plain_backups(path: Path) -> tuple[list[Path], list[Path]]:
    """Overwrites and removes those copies; which were overwritten, and which could only be removed or not even that."""
    destroyed: list[Path] = []
    others: list[Path] = []
    for backup in plain_backups(path):
        done = False
        with suppress(OSError):
            done = destroy(backup)
        (destroyed if done else others).append(backup)
    return destroyed, others


def _named(path: Path, pattern: re.Pattern[str]) -> Iterator[Path]:
    with suppress(OSError), os.scandir(path.absolute().parent) as entries:
        for entry in entries:
            if pattern.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                yield path.with_name(entry.name)


def _is_plain(path: Path) -> bool:
    try:
        return peeking.beginning(path, 16).startswith(_PLAIN_BEGINNINGS)
    except OSError:
        return False
