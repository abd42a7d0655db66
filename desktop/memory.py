"""How often the program looks for objects that hold each other and nobody else: seldom, and not among those it began with."""

import gc
from typing import Final

# Half a second of a person's work makes some thousands of objects; nearly all go by themselves.
_THRESHOLDS: Final = (10_000, 20, 50)


def settle() -> None:
    """Once the window stands: its modules, actions and widgets stay to the end and are never looked through again.

    Looking through everything takes tens of milliseconds, in the middle of whatever key is being answered.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)
