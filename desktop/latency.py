"""How the interpreter and the kernel are set for a window, so that what answers a key waits for nothing that could be done later."""

import gc
import os
import platform
import struct
import sys
from importlib import import_module
from typing import Final

from archive.base import memory

# Half a second of a person's work makes some thousands of objects; nearly all go by themselves. What was made since the last three looks
# is looked through in some 20 ms, since the last six in up to 80.
_THRESHOLDS: Final = (10_000, 1, 600)
# While views are imported and read ahead for, which makes a hundred thousand objects that stay: a look at those takes 70 ms.
_WARMING: Final = (300_000, 1, 600)
# A start makes some 150,000, and next to nothing of them goes: it is not looked through while it is made, which took a twentieth of it.
_STARTING: Final = (200_000, 20, 50)
_LOOKS: Final = "_mod_uses_pyside"

# In the order of the kernel's `struct sched_attr` (sched_setattr(2)): size, policy, flags, nice, priority, slice in ns, two for deadlines.
_ATTRIBUTES: Final = struct.Struct("=IIQiIQQQ")
_SET_ATTRIBUTES: Final = {"x86_64": 314, "aarch64": 274}  # the call's number
_FOR_ITSELF_ALONE: Final = 1  # SCHED_FLAG_RESET_ON_FORK: no thread or process that it starts has it
_SLICE_NS: Final = 100_000  # the shortest that is taken


def hasten() -> None:
    """Before the window's modules are imported, and before there are threads: has memory given back soon, and spares PySide6 the reading of
    each module's source.

    It looks there for its own name, for the sake of `from __feature__ import`, which nothing here uses: a tenth of a second at the start, and
    the sources of all modules stay in memory. Another release may do without: then nothing is changed.
    """
    gc.set_threshold(*_STARTING)
    memory.hold_little()
    import_module("PySide6.QtCore")
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, _LOOKS):
        setattr(feature, _LOOKS, lambda _module: False)


def settle() -> None:
    """Once the window stands: its modules, actions and widgets stay to the end and are never looked through again for
    objects that hold each other and nobody else. Doing so takes tens of milliseconds, whatever key is being answered.
    """
    # Not by what is frozen: of Python 3.12 that is something from the beginning.
    if gc.get_threshold() not in (_WARMING, _THRESHOLDS):
        gc.freeze()
        gc.set_threshold(*_WARMING)
        answer_soon()


def warmed() -> None:
    """Once the modules of all views are there: they stay to the end too. Of what comes later all that holds itself may go."""
    if gc.get_threshold() == _WARMING:
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)


def answer_soon() -> bool:
    """Asks the kernel for short turns of a processor for this thread alone, which is the interface's: when it has something to do it gets
    one sooner than what takes longer turns (an import, its readers), and no more of it in all. Needs no right.

    Linux 6.12 and later (the scheduler's slices, sched(7)); before that nothing changes, elsewhere nobody is asked. False: not granted.
    """
    number = _SET_ATTRIBUTES.get(platform.machine()) if sys.platform.startswith("linux") else None
    if number is None or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return False
    import ctypes  # not while a window starts

    nice = os.getpriority(os.PRIO_PROCESS, 0)
    told = _ATTRIBUTES.pack(_ATTRIBUTES.size, os.SCHED_OTHER, _FOR_ITSELF_ALONE, nice, 0, _SLICE_NS, 0, 0)
    return bool(ctypes.CDLL(None).syscall(ctypes.c_long(number), ctypes.c_long(0), told, ctypes.c_long(0)) == 0)
