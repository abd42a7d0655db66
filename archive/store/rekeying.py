"""Every page of an encrypted file brought from under one key under another, in half of SQLCipher's time.

What SQLCipher writes is written here: AES-256-CBC with a fresh random vector each time a page is written, the vector behind the page's content,
then the page's code (`codes`). The format, version 4: https://www.zetetic.net/sqlcipher/design/. Each page is held against its code under the old key
before anything is made of it; what was made of it is decrypted again, and compared, before it is written.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import FileIO
from threading import Lock

from . import codes
from .codes import CODE_BYTES, LOCK_PAGE, PAGE_BYTES, SALT_BYTES

_VECTOR_BYTES = 16  # a block of the cipher
_CONTENT_BYTES = PAGE_BYTES - _VECTOR_BYTES - CODE_BYTES
_SLOT_BYTES = _VECTOR_BYTES + _CONTENT_BYTES
_SPARE_BYTES = _VECTOR_BYTES - 1  # that the cipher wants to have behind what it fills
_PIECE_PAGES = 256

Keys = tuple[bytes, bytes]  # raw, the old one and the new one
Bring = Callable[[int, int], None]  # over from the original: a first page and those after it, so many together


class Altered(Exception):
    """A page of the original is missing, or is not as it was written."""


class Misread(Exception):
    """What was encrypted does not decrypt to what it was."""


class Gone(Exception):
    """Who was to bring pages over is there no more."""


def bring_all(pages: int, own: Bring, others: Sequence[Bring], report: Callable[[int, int], None]) -> None:
    """Brings over the first `pages` pages of a file. Each of `others` is called in a thread of its own, beside `own`, and may raise Gone.

    `report(pages brought, pages)` is called in this thread, and may raise, to end the work. Raises what bringing them raises.
    """
    waiting = _Waiting(pages)
    try:
        with ThreadPoolExecutor(max(1, len(others)), "rekeying") as beside:
            helped = [beside.submit(waiting.work, other, lambda: None) for other in others]
            waiting.work(own, lambda: report(waiting.done, pages))
        for each in helped:
            each.result()
        waiting.work(own, lambda: report(waiting.done, pages))  # what one that is gone left
    finally:
        waiting.end()


class _Waiting:
    """The pieces that nobody took yet. Safe to use from any thread."""

    def __init__(self, pages: int) -> None:
        self._lock = Lock()
        self._pieces = list(_pieces(pages))[::-1]
        self.done = 0  # pages

    def work(self, bring: Bring, after_each: Callable[[], None]) -> None:
        """Takes pieces until there is none; when that fails nobody takes one any more, unless it is Gone."""
        try:
            while piece := self._next():
                try:
                    bring(*piece)
                except Gone:
                    with self._lock:
                        self._pieces.append(piece)
                    return
                with self._lock:
                    self.done += piece[1]
                after_each()
        except BaseException:
            self.end()
            raise

    def _next(self) -> tuple[int, int] | None:
        with self._lock:
            return self._pieces.pop() if self._pieces else None

    def end(self) -> None:
        with self._lock:
            self._pieces.clear()


def _pieces(pages: int) -> Iterator[tuple[int, int]]:
    """First pages and numbers of pages. The page that SQLite locks by is in none: it holds nothing."""
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


class Rekeying:
    """From a file that nobody changes meanwhile, under the old key, to one under the new key, which has the same salt.

    In a chain of blocks each is joined with the encrypted one before it. So a page's vector that comes before its content in the chain does what it is
    for, whatever came before the vector; and what a block of random bytes is encrypted to is as random, and is the new vector.
    """

    def __init__(self, original: FileIO, target: FileIO, keys: Keys) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # not with every start

        self._original, self._target = original, target
        original.seek(0)
        salt = original.read(SALT_BYTES)
        self._old_codes, self._new_codes = (codes.keyed(key, salt) for key in keys)
        old, new = (Cipher(algorithms.AES(key), modes.CBC(bytes(_VECTOR_BYTES))) for key in keys)
        self._old, self._new, self._again = old.decryptor(), new.encryptor(), new.decryptor()
        self._piece = _Piece()

    def bring(self, first: int, count: int) -> None:
        """Writes these pages into the target; raises Altered, Misread, OSError."""
        piece = self._piece
        piece.read(self._original, first, count)
        if not codes.answer(piece.pages, first, self._old_codes):
            raise Altered
        self._decrypt()
        self._encrypt()
        codes.put(piece.pages, first, self._new_codes)
        piece.write(self._target)

    def _decrypt(self) -> None:
        """Makes the plain chain of the pages, with fresh random vectors."""
        piece = self._piece
        pages, chain, plain = piece.pages, memoryview(piece.sealed), memoryview(piece.plain)
        for vector, content, vector_there, content_there in piece.places():
            chain[vector_there], chain[content_there] = pages[vector], pages[content]
        self._old.update_into(chain[: piece.size], plain)
        fresh = memoryview(os.urandom(piece.count * _VECTOR_BYTES))
        for number, (_, _, vector_there, _) in enumerate(piece.places()):
            plain[vector_there] = fresh[number * _VECTOR_BYTES : (number + 1) * _VECTOR_BYTES]

    def _encrypt(self) -> None:
        """Puts the plain chain, encrypted, into the pages; raises Misread."""
        piece = self._piece
        pages, chain, plain = piece.pages, memoryview(piece.sealed), memoryview(piece.plain)[: piece.size]
        self._new.update_into(plain, chain)
        self._again.update_into(chain[: piece.size], piece.again)
        if not piece.again.startswith(plain):
            raise Misread
        for vector, content, vector_there, content_there in piece.places():
            pages[vector], pages[content] = chain[vector_there], chain[content_there]
