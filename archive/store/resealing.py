"""A copy of an encrypted file that nobody changes meanwhile, page by page and by other processes, under the same key.

SQLCipher's pages carry random vectors, and the copy gets fresh ones (`rekeying`): of an archive and its backups nobody can tell which pages are
the same. Each page is held against its code before it is copied, and what was encrypted is decrypted again and compared.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlcipher3 import dbapi2

from . import keying
from .codes import PAGE_BYTES
from .connection import Connections
from .rekeying import Altered, Bring, Gone, Keys, Misread, bring_all

# Those who bring pages over for the length of a block: from the original into the target, under both keys, of so many pages; there may be none.
Helpers = Callable[[Path, Path, Keys, int], AbstractContextManager[Sequence[Bring]]]


class _Ended(Exception):
    """One of those who bring pages over is there no more, or the system refused it something."""


def resealed(source: Connections, draft: Path, helpers: Helpers, told: Callable[[int, int], None]) -> bool:
    """Whether all of the snapshot that this thread reads was copied into the new file `draft`, which is not synced; otherwise what is there of it
    is thrown away, and SQLite will say what is wrong.

    `told(pages done, pages)` is called after each piece, and may raise. Raises OSError and the driver's errors.
    """
    pages = source.of_the_file()
    if source.key is None or pages is None:
        return False
    draft.touch()
    with helpers(source.path, draft, (source.key, source.key), pages) as brings:
        whole = bool(brings) and _all_brought(pages, brings, told)
    if whole:
        _leave_the_log(draft, source.key)
        if draft.stat().st_size == pages * PAGE_BYTES:
            return True
    draft.write_bytes(b"")
    return False


def _all_brought(pages: int, brings: Sequence[Bring], told: Callable[[int, int], None]) -> bool:
    """Whether each page was as it was written, and those who brought them over did so to the end."""
    own, *others = [_surely(bring) for bring in brings]
    try:
        bring_all(pages, own, others, told)
    except (Altered, Misread, _Ended):
        return False
    return True


def _surely(bring: Bring) -> Bring:
    def brought(first: int, count: int) -> None:
        try:
            bring(first, count)
        except (Gone, OSError) as error:  # what `told` raises is another matter
            raise _Ended from error

    return brought


def _leave_the_log(draft: Path, key: bytes) -> None:
    """Has the copy's first page say that there is no WAL beside it; raises the driver's errors."""
    copied = dbapi2.connect(str(draft), isolation_level=None)
    try:
        keying.unlock(copied, key)
        copied.execute("PRAGMA synchronous = OFF")
        copied.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()  # no shared memory beside it
        copied.execute("PRAGMA journal_mode = OFF").fetchall()
    finally:
        copied.close()
