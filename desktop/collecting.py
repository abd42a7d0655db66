"""Looks for objects that hold each other and nobody else on the interface's thread alone.

Python looks on whatever thread makes an object when it is time. On a job's thread it would so take apart what belonged to the window, a
widget with its timers and children, while the interface may be in the midst of it: Qt does not allow that, and the program ends.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 300  # what is imported and built ahead makes a hundred thousand objects a second


class Collecting(QTimer):
    """Looks when as many objects were made as `gc.get_threshold` says, a generation deeper each time that is due; never by itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=_EVERY_MS)
        gc.disable()
        self.timeout.connect(self.look)
        self.destroyed.connect(gc.enable)
        self.start()

    def look(self) -> None:
        """Looks now, where it is due."""
        due = [made > most for made, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)
