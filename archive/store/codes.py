"""The code at the end of each page of an encrypted file, by which SQLCipher knows that the page is as it was written.

A page that answers to its code is whole, whoever reckons it; of one that does not, and of what else is wrong, SQLCipher is asked. It
says nothing while it goes through a file, and takes twice as long. The format: https://www.zetetic.net/sqlcipher/design/ and, for the salt of
the codes, https://www.zetetic.net/sqlcipher/sqlcipher-api/#cipher_plaintext_header_size; version 4.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from archive.base import peeking

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hmac import HMAC

PAGE_BYTES = 4096  # of every encrypted archive
SALT_BYTES = 16  # what the first page begins with, which has no code
# HMAC-SHA-512 of all before it (the page's initial vector at last) and the page's number, little-endian.
CODE_BYTES = 64
_SALT_MASK, _KEY_ROUNDS, _KEY_BYTES = 0x3A, 2, 32
# Holds no data, and is never written: https://www.sqlite.org/fileformat2.html#the_lock_byte_page.
LOCK_PAGE = 0x40000000 // PAGE_BYTES
_PIECE_PAGES = 256

Report = Callable[[int, int], None]  # pages looked at, and of how many; may raise to end the work


def all_answer(path: Path, key: bytes, report: Report = lambda *_: None) -> bool:
    """Whether every page of the file, unused ones too, answers to its code under this raw key; raises OSError, and what `report` raises."""
    with peeking.looking(path) as file:
        size = os.fstat(file).st_size
        if not size or size % PAGE_BYTES:
            return False
        os.lseek(file, 0, os.SEEK_SET)
        pages, done, reckoned = size // PAGE_BYTES, 0, None
        while done < pages:
            piece = os.read(file, _PIECE_PAGES * PAGE_BYTES)
            if not piece or len(piece) % PAGE_BYTES:  # it became shorter meanwhile
                return False
            reckoned = reckoned or keyed(key, piece[:SALT_BYTES])
            if not answer(memoryview(piece), done, reckoned):
                return False
            done += len(piece) // PAGE_BYTES
            report(done, max(pages, done))
    return True


def copy_blanked(path: Path, key: bytes, target: Path, report: Report = lambda *_: None) -> None:
    """Copies a damaged file, each page that does not answer as one of zeros, which SQLCipher takes for one that was never written: after
    a page that does not answer it reads no other one. Raises OSError, and what `report` raises.
    """
    blank = bytes(PAGE_BYTES)
    with peeking.looking(path) as file, target.open("xb") as copy:
        os.lseek(file, 0, os.SEEK_SET)
        pages, done, reckoned = os.fstat(file).st_size // PAGE_BYTES, 0, None
        while done < pages:
            piece = os.read(file, min(_PIECE_PAGES, pages - done) * PAGE_BYTES)
            if len(piece) < PAGE_BYTES:
                break
            reckoned = reckoned or keyed(key, piece[:SALT_BYTES])
            for number in range(len(piece) // PAGE_BYTES):
                page = piece[number * PAGE_BYTES : (number + 1) * PAGE_BYTES]
                # The first page has the salt: without it nothing could be read.
                whole = done + number in (0, LOCK_PAGE) or answer(memoryview(page), done + number, reckoned)
                copy.write(page if whole else blank)
            done += len(piece) // PAGE_BYTES
            report(done, pages)


def any_answers(path: Path, key: bytes) -> bool:
    """Whether one of the first or last pages of a file, which may be damaged or cut short, answers under this raw key; raises OSError."""
    with peeking.looking(path) as file:
        pages = os.fstat(file).st_size // PAGE_BYTES
        reckoned = None
        for start in dict.fromkeys((0, max(0, pages - _PIECE_PAGES))):
            os.lseek(file, start * PAGE_BYTES, os.SEEK_SET)
            piece = os.read(file, _PIECE_PAGES * PAGE_BYTES)
            if reckoned is None:
                reckoned = keyed(key, piece[:SALT_BYTES])
            for number in range(len(piece) // PAGE_BYTES):
                page = memoryview(piece)[number * PAGE_BYTES : (number + 1) * PAGE_BYTES]
                if start + number != LOCK_PAGE and answer(page, start + number, reckoned):
                    return True
    return False


def keyed(key: bytes, salt: bytes) -> "HMAC":
    """What the codes of a file that begins with this salt are reckoned with, under this raw key."""
    from cryptography.hazmat.primitives import hashes, hmac  # not with every start

    own = bytes(byte ^ _SALT_MASK for byte in salt)
    # The standard library's takes a quarter longer for so few bytes at a time.
    return hmac.HMAC(hashlib.pbkdf2_hmac("sha512", key, own, _KEY_ROUNDS, _KEY_BYTES), hashes.SHA512())


def answer(pages: memoryview, before: int, keyed: "HMAC") -> bool:
    """Whether all of these pages answer to their codes; so many pages come before them."""
    for number in range(len(pages) // PAGE_BYTES):
        end = (number + 1) * PAGE_BYTES
        if (
            before + number != LOCK_PAGE
            and _code(pages, number, before, keyed) != pages[end - CODE_BYTES : end].tobytes()
        ):
            return False
    return True


def put(pages: memoryview, before: int, keyed: "HMAC") -> None:
    """Writes its code at the end of each of these pages; so many pages come before them."""
    for number in range(len(pages) // PAGE_BYTES):
        end = (number + 1) * PAGE_BYTES
        pages[end - CODE_BYTES : end] = _code(pages, number, before, keyed)


def _code(pages: memoryview, number: int, before: int, keyed: "HMAC") -> bytes:
    page, start = before + number, number * PAGE_BYTES
    code = keyed.copy()
    code.update(pages[start + (0 if page else SALT_BYTES) : start + PAGE_BYTES - CODE_BYTES])
    code.update((page + 1).to_bytes(4, "little"))
    return code.finalize()
