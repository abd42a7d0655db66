"""Fills a panel over several turns of the interface, and lays it out and paints it all at once: no two articles are ever seen mixed in it."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

import shiboken6
from PySide6.QtWidgets import QWidget

Act = Callable[[], object]


class Filling:
    """`next_turn(act)` calls an act in a later turn of the interface (`Jobs.next_turn`); `filled()` is called when all is laid out, before it is painted.

    From the first piece until the last the panel stays as it was painted, at its size and place. Its content needs a layout.
    """

    def __init__(self, content: QWidget, next_turn: Callable[[Act], object], filled: Act) -> None:
        self._content, self._next_turn, self._filled = content, next_turn, filled
        layout = content.layout()
        assert layout is not None
        self._layout = layout
        self._pieces: deque[Act] = deque()
        self._number = 0  # of the filling: what an earlier one has left to a later turn is not done any more

    @property
    def held(self) -> bool:
        """Whether what is painted may not be what the panel holds."""
        return not self._content.updatesEnabled()

    def begin(self, pieces: Iterable[Act]) -> None:
        """Does the first piece now, in the place of what an earlier filling has left, and each other one in a turn of its own."""
        self.give_up()
        self._content.setUpdatesEnabled(False)
        self._layout.setEnabled(False)
        self._pieces.extend((*pieces, self._lay_out, self._paint))
        self._do(self._number)

    def give_up(self) -> None:
        """Does no more of it. The panel stays as it was painted, until another filling comes to its end or this is ended."""
        self._number += 1
        self._pieces.clear()

    def end(self) -> None:
        """Lays out and paints what the panel holds now."""
        self.give_up()
        self._lay_out()
        self._paint()

    def _do(self, number: int) -> None:
        if number != self._number or not shiboken6.isValid(self._content):
            return
        piece = self._pieces.popleft()
        try:
            piece()
        except BaseException:
            self.end()
            raise
        if self._pieces:
            self._next_turn(partial(self._do, number))

    def _lay_out(self) -> None:
        self._layout.setEnabled(True)
        self._layout.activate()
        self._filled()

    def _paint(self) -> None:
        self._content.setUpdatesEnabled(True)
