"""Every page of an encrypted file brought from under one key under another, in half of SQLCipher's time.

What SQLCipher writes is written here: AES-256-CBC with a fresh random vector each time a page is written, the vector behind the page's content,
then the page's code (`codes`). The format, version 4: https://www.zetetic.net/sqlcipher/design/. Each page is held against its code under the old key
before anything is made of it; what was made of it is decrypted again, and compared, before it is written.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from io import FileIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from . import codes
from .codes import CODE_BYTES, LOCK_PAGE, PAGE_BYTES, SALT_BYTES

_VECTOR_BYTES = 16  # a block of the cipher
_CONTENT_BYTES = PAGE_BYTES - _VECTOR_BYTES - CODE_BYTES
_SLOT_BYTES = _VECTOR_BYTES + _CONTENT_BYTES
_SPARE_BYTES = _VECTOR_BYTES - 1  # that the cipher wants to have behind what it fills
_PIECE_PAGES = 256


class Altered(Exception):
    """A page of the original is missing, or is not as it was written."""


class Misread(Exception):
    """What was encrypted does not decrypt to what it was."""


def rekey(
    original: FileIO, target: FileIO, pages: int, keys: tuple[bytes, bytes], report: Callable[[int, int], None]
) -> None:
    """Writes the first `pages` pages of a file, which nobody changes meanwhile, into another: from the first raw key to the second.

    The salt stays. `report(pages written, pages)` may raise, to end the work. Raises Altered, Misread, and OSError, which has the name of the file
    that it is about.
    """
    original.seek(0)
    rekeying = _Rekeying(*keys, original.read(SALT_BYTES))
    pieces = _Piece(), _Piece()
    # The codes of one piece are reckoned while another is encrypted, which leaves Python to others.
    with ThreadPoolExecutor(1, "rekeying") as beside:
        before: tuple[_Piece, Future[None]] | None = None
        for turn, (first, count) in enumerate(_stretches(pages)):
            piece = pieces[turn % 2]
            piece.read(original, first, count)
            rekeying.decrypt(piece)
            now = piece, beside.submit(rekeying.encrypt, piece)
            if before:
                rekeying.write(*before, target)
                report(first, pages)
            before = now
        if before:
            rekeying.write(*before, target)
            report(pages, pages)


def _stretches(pages: int) -> Iterator[tuple[int, int]]:
    """The first page and the number of pages of each piece. The page that SQLite locks by is in none: it holds nothing."""
    first = 0
    while first < pages:
        end = min(pages, first + _PIECE_PAGES)
        if first <= LOCK_PAGE < end:
            if first < LOCK_PAGE:
                yield first, LOCK_PAGE - first
            first = LOCK_PAGE + 1
        else:
            yield first, end - first
            first = end


class _Piece:
    """Some pages that follow each other, and the memory for them, which is used again and again: to be given it takes as long as to encrypt."""

    def __init__(self) -> None:
        self.first, self.count = 0, 0
        self._pages = memoryview(bytearray(_PIECE_PAGES * PAGE_BYTES))
        # Of each page its vector and its content, the vector first: a chain of blocks that the cipher goes through as one.
        self.sealed, self.plain, self.again = (bytearray(_PIECE_PAGES * _SLOT_BYTES + _SPARE_BYTES) for _ in range(3))

    @property
    def pages(self) -> memoryview:
        return self._pages[: self.count * PAGE_BYTES]

    @property
    def size(self) -> int:
        """Bytes of `sealed`, `plain` and `again` that are in use."""
        return self.count * _SLOT_BYTES

    def read(self, file: FileIO, first: int, count: int) -> None:
        """Fills the pages; raises Altered where the file ends before."""
        self.first, self.count = first, count
        file.seek(first * PAGE_BYTES)
        left = self.pages
        while left:
            got = file.readinto(left)
            if not got:
                raise Altered
            left = left[got:]

    def write(self, file: FileIO) -> None:
        file.seek(self.first * PAGE_BYTES)
        left = self.pages
        while left:
            left = left[file.write(left) :]

    def places(self) -> tuple[tuple[slice, ...], ...]:
        return _places(self.count, not self.first)


@lru_cache(8)
def _places(count: int, from_the_beginning: bool) -> tuple[tuple[slice, ...], ...]:
    """Of each page: where its vector and its content are in the pages, and where in the chain of blocks."""
    found = []
    for number in range(count):
        page, slot = number * PAGE_BYTES, number * _SLOT_BYTES
        salt = SALT_BYTES if from_the_beginning and not number else 0  # a block that is not encrypted
        content, vector = page + _CONTENT_BYTES, slot + salt + _VECTOR_BYTES
        found.append(
            (
                slice(content, content + _VECTOR_BYTES),
                slice(page + salt, content),
                slice(slot + salt, vector),
                slice(vector, slot + _SLOT_BYTES),
            )
        )
    return tuple(found)


class _Rekeying:
    """From one key to another.

    In a chain of blocks each is joined with the encrypted one before it. So a page's vector that comes before its content in the chain does what it is
    for, whatever came before the vector; and what a block of random bytes is encrypted to is as random, and is the new vector.
    """

    def __init__(self, old: bytes, new: bytes, salt: bytes) -> None:
        self._old_codes, self._new_codes = codes.keyed(old, salt), codes.keyed(new, salt)
        anything = modes.CBC(bytes(_VECTOR_BYTES))
        self._old = Cipher(algorithms.AES(old), anything).decryptor()
        cipher = Cipher(algorithms.AES(new), anything)
        self._new, self._again = cipher.encryptor(), cipher.decryptor()

    def decrypt(self, piece: _Piece) -> None:
        """Makes the plain chain, with fresh random vectors; raises Altered where a page does not answer to its code."""
        pages, chain = piece.pages, memoryview(piece.sealed)
        if not codes.answer(pages, piece.first, self._old_codes):
            raise Altered
        for vector, content, vector_there, content_there in piece.places():
            chain[vector_there], chain[content_there] = pages[vector], pages[content]
        self._old.update_into(chain[: piece.size], piece.plain)
        plain, fresh = memoryview(piece.plain), memoryview(os.urandom(piece.count * _VECTOR_BYTES))
        for number, (*_, vector_there, _) in enumerate(piece.places()):
            plain[vector_there] = fresh[number * _VECTOR_BYTES : (number + 1) * _VECTOR_BYTES]

    def encrypt(self, piece: _Piece) -> None:
        """Makes the sealed chain of the plain one; raises Misread."""
        plain = memoryview(piece.plain)[: piece.size]
        self._new.update_into(plain, piece.sealed)
        self._again.update_into(memoryview(piece.sealed)[: piece.size], piece.again)
        if not piece.again.startswith(plain):
            raise Misread

    def write(self, piece: _Piece, encrypted: Future[None], file: FileIO) -> None:
        """Puts the sealed chain back into the pages, with their codes, and the pages into the file."""
        encrypted.result()
        pages, chain = piece.pages, memoryview(piece.sealed)
        for vector, content, vector_there, content_there in piece.places():
            pages[vector], pages[content] = chain[vector_there], chain[content_there]
        codes.put(pages, piece.first, self._new_codes)
        piece.write(file)
