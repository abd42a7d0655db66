"""Looks for objects that hold each other and nobody else on the interface's thread alone.

Python looks on whatever thread makes an object when it is time. On a job's thread it would so take apart what belonged to the window, a
widget with its timers and children, while the interface may be in the midst of it: Qt does not allow that, and the program ends.
"""

import gc
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 300  # what is imported and built ahead makes a hundred thousand objects a second


class Collecting(QTimer):
    """Looks when as many objects were made as `gc.get_threshold` says, a generation deeper each time that is due; never by itself.

    It looks through all of them, which takes longest, not while `busy()` says that work goes on, for which a turn has to be short. What
    stays of a look then, tens of thousands of objects a minute, is not gathered for the second one either, but passed on at once.
    """

    def __init__(self, parent: QObject, busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent, interval=_EVERY_MS)
        self._busy = busy
        gc.disable()
        self.timeout.connect(self.look)
        self.destroyed.connect(gc.enable)
        self.start()

    def look(self) -> None:
        """Looks now, where it is due."""
        due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            if self._busy():
                gc.collect(1)
            else:
                gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)
