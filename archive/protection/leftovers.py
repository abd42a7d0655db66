"""What stands beside an archive in plain text, or half made, while its file is made anew; and clearing it away.

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
from archive.base.syncing import sync

from .overwriting import destroy

DIGEST_SUFFIX = ".sha512"  # of what lies beside a backup and tells its digest
ENCRYPTING, DECRYPTING, PLAIN, FORMER = "encrypting", "decrypting", "plain", "former"
# https://www.sqlite.org/fileformat2.html: how a database and how a write-ahead log begins.
_PLAIN_BEGINNINGS = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def beside(path: Path, kind: str) -> Path:
    """A fresh name for a file of this kind beside the archive."""
    return path.with_name(f".{path.name}.{kind}-{secrets.token_hex(4)}")


def clear(path: Path) -> None:
    """Removes what an interrupted encryption, decryption, change of passphrase, restore, repair or upgrade left; what is plain where the
    archive is not, and what an earlier passphrase opens, is overwritten first. The writer lock is held.
    """
    clear_drafts(path)
    pattern = re.compile(re.escape(f".{path.name}.") + rf"({ENCRYPTING}|{DECRYPTING}|{PLAIN}|{FORMER})-[0-9a-f]{{8}}")
    for left in list(_named(path, pattern)):
        with suppress(OSError):
            kind = left.name.rpartition(".")[2].partition("-")[0]
            if kind == ENCRYPTING:
                left.unlink()
            elif kind == DECRYPTING:
                destroy(left)
            elif left.samefile(path):
                left.unlink()  # the archive did not change its form yet: this is only another name of it
            elif kind == FORMER or not _is_plain(path):
                sync(path.parent)  # or a power cut might give what is overwritten here its name back
                if kind == PLAIN:
                    destroy_plain_backups(path)
                destroy(left)


def clear_drafts(path: Path) -> None:
    """Removes copies of the archive that were to take its place, or to be kept beside it, and were never finished."""
    stem, suffix, name = re.escape(path.stem), re.escape(path.suffix), re.escape(path.name)
    pattern = rf"\.({name}-[0-9a-f]{{8}}\.part|{stem}\.before-v\d+{suffix}-[0-9a-f]{{8}})(-journal|-wal|-shm|\.lock)?"
    for left in list(_named(path, re.compile(pattern))):
        with suppress(OSError):
            if _is_plain(left) and not _is_plain(path):
                destroy(left)
            else:
                left.unlink()


def clear_journal(path: Path) -> None:
    """Removes the rollback journal that an interrupted change of form left, with a page of the old form in it.

    For archives that were just opened for writing: SQLite has taken back then what the journal was for, and works without one.
    """
    with suppress(OSError):
        destroy(path.with_name(path.name + "-journal"))


def plain_backups(path: Path) -> list[Path]:
    """Copies in plain text beside the archive: its backups there, what repairs kept, what upgrades and interrupted work left."""
    stem, suffix, name = re.escape(path.stem), re.escape(path.suffix), re.escape(path.name)
    pattern = (
        rf"\.?{stem}\.before-v\d+{suffix}(-[0-9a-f]{{8}})?|\.{name}-[0-9a-f]{{8}}(\.part)?"
        rf"|{stem}\.damaged-\d{{4}}-\d\d-\d\d(-\d+)?{suffix}"
    )
    beside = _named(path, re.compile(f"({pattern})(-journal|-wal)?"))
    # operations/backups/points.py names these.
    backups = _named(
        path.with_name(f"{path.stem}.backups") / "any", re.compile(r".+\.(waystation|part)(-journal|-wal)?")
    )
    return [found for found in (*beside, *backups) if _is_plain(found)]


def destroy_plain_backups(path: Path) -> tuple[list[Path], list[Path]]:
    """Overwrites and removes those copies; which were overwritten, and which could only be removed or not even that."""
    destroyed: list[Path] = []
    others: list[Path] = []
    for backup in plain_backups(path):
        done = False
        with suppress(OSError):
            done = destroy(backup)
            backup.with_name(backup.name + DIGEST_SUFFIX).unlink(missing_ok=True)
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
