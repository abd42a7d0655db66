"""Makes the pictures of marks while nothing else is to be done, so that no frame has to wait for them while one pans."""

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from .glyphs import Sprites
from .index import Index
from .looks import kinds

_AT_ONCE_S = 0.005


class Preparing(QObject):
    """A few milliseconds of work whenever the event loop is idle, until every kind of mark has its pictures."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._for: tuple[Sprites, Index] | None = None
        self._steps: Iterator[None] = iter(())
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._some)

    @property
    def busy(self) -> bool:
        """Whether pictures are still to be made."""
        return self._idle.isActive()

    def see(self, sprites: Sprites, index: Index) -> None:
        """Begins with what these marks need, unless it is in hand already."""
        if self._for is None or self._for[0] is not sprites or self._for[1] is not index:
            self._for = (sprites, index)
            self._steps = sprites.prepare(kinds(index.marks))
            self._idle.start()

    def _some(self) -> None:
        until = perf_counter() + _AT_ONCE_S
        for _ in self._steps:
            if perf_counter() >= until:
                return
        self._idle.stop()
