"""How the interpreter is set for a window, so that what answers a key waits for nothing that could be done later."""

import gc
import sys
from typing import Final

# Half a second of a person's work makes some thousands of objects; nearly all go by themselves.
_THRESHOLDS: Final = (10_000, 20, 50)
_SWITCH_S: Final = 0.001  # the interface waits so long for a job that computes; five times that otherwise


def settle() -> None:
    """Once the window stands: its modules, actions and widgets stay to the end and are never looked through again for
    objects that hold each other and nobody else. Doing so takes tens of milliseconds, whatever key is being answered.
    """
    sys.setswitchinterval(_SWITCH_S)
    if not gc.get_freeze_count():
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)
