"""Pictures of the open archive's originals as images: taken out and decoded in a confined process, kept for the articles in view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from archive.base.errors import Unreadable
from archive.model.article import Edition, Illustration
from archive.model.protocols import ReaderPool
from archive.operations import illustrations

if TYPE_CHECKING:
    from archive.archive import Archive

Shown = QImage | str  # the picture, or the sentence that says why there is none
_KEPT = 120
_AT_ONCE = 6  # pictures asked for together: the first are there while others are still decoded


class Pictures:
    """`load` is for jobs; `held` for the interface. The process lives as long as there is something to decode; `close` ends it."""

    def __init__(self) -> None:
        self._pool: ReaderPool | None = None
        self._lock = Lock()
        self._closed = False
        self._held: OrderedDict[tuple[str, int], Shown] = OrderedDict()

    def held(self, picture: Illustration, width: int) -> Shown | None:
        """What was loaded of a picture at a width, or None."""
        return self._held.get((picture.sha512, width))

    def load(self, archive: Archive, edition: Edition, pictures: Sequence[Illustration], width: int) -> None:
        """Decodes pictures no wider than `width`; what could not be is kept as its sentence. Raises Unreadable when closed."""
        waiting = [each for each in pictures if (each.sha512, width) not in self._held]
        if not waiting:
            return
        with self._process() as pool:
            for at in range(0, len(waiting), _AT_ONCE):
                self._load(pool, archive, edition, waiting[at : at + _AT_ONCE], width)
        while len(self._held) > _KEPT:
            self._held.popitem(last=False)

    def _load(
        self, pool: ReaderPool, archive: Archive, edition: Edition, some: Sequence[Illustration], width: int
    ) -> None:
        for source, asked in illustrations.requests(archive, edition, some, width):
            _, answer = next(iter(pool.read(iter([source]))))
            for number, picture in enumerate(asked):
                member = answer.members[number] if number < len(answer.members) else None
                shown: Shown = answer.error or "This picture could not be read."
                if member is not None:
                    shown = _image(member.name, member.data)
                self._held[picture.sha512, width] = shown

    @contextmanager
    def _process(self) -> Iterator[ReaderPool]:
        with self._lock:
            if self._closed:
                raise Unreadable("The archive was closed.")
            pool = self._pool = illustrations.decoders()
        try:
            yield pool
        finally:
            pool.close()

    def close(self) -> None:
        """Ends the process; a picture that is being decoded is given up."""
        with self._lock:
            self._closed = True
            if self._pool is not None:
                self._pool.close()


def _image(named: str, pixels: bytes) -> Shown:
    """The image in an answer, whose size must be what its bytes are."""
    width, _, height = named.partition(" ")
    if not (pixels and width.isdecimal() and height.isdecimal() and 4 * int(width) * int(height) == len(pixels)):
        return named if not pixels else "This picture could not be read."
    return QImage(pixels, int(width), int(height), 4 * int(width), QImage.Format.Format_RGBA8888).copy()
