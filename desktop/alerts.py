"""What is told to a person: banners in place, short toasts, and a report of our own bugs that can be copied.

An expected failure (WaystationError) is two sentences in a banner. Anything else opens the error dialog, and the program
goes on. A report holds version, platform and traceback; never an article's text, never the name of the home folder.
"""

import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from archive import __version__
from archive.base.errors import Cancelled, Damaged, WaystationError


@dataclass(frozen=True, slots=True)
class Notice:
    """A banner (with a key, stays until cleared or closed) or a toast (key "", leaves by itself)."""

    text: str
    key: str = ""
    warning: bool = False
    action_label: str = ""
    action: Callable[[], object] | None = None
    closable: bool = True


class Alerts(QObject):
    """The window listens to `banner`, `cleared`, `toast` and `crashed(report)` and shows them."""

    banner = Signal(object)
    cleared = Signal(str)
    toasted = Signal(object)
    crashed = Signal(str)
    _elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rescue: Callable[[Damaged], object] | None = None  # what can be done where the open archive is damaged
        # Hooks may be called on any thread; the report is shown on the interface thread.
        self._elsewhere.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def show(self, error: BaseException) -> None:
        """Tells of a failure: a banner for a WaystationError, nothing for a cancelled job, else the error dialog."""
        if isinstance(error, Damaged) and (rescue := self.rescue) is not None:
            act = lambda: rescue(error)  # noqa: E731
            self.banner.emit(Notice(error.what, "error", True, "What can be done…", act))
        elif isinstance(error, WaystationError):
            text = f"{error.what.rstrip('.')}. {error.advice}".strip()
            self.banner.emit(Notice(text, key="error", warning=True))
        elif not isinstance(error, Cancelled | KeyboardInterrupt):
            self.crashed.emit(report(error))

    def tell(
        self,
        key: str,
        text: str,
        *,
        warning: bool = False,
        action_label: str = "",
        action: Callable[[], object] | None = None,
        closable: bool = True,
    ) -> None:
        """Shows a banner that stays; one with the same key is replaced."""
        self.banner.emit(Notice(text, key, warning, action_label, action, closable))

    def clear(self, key: str) -> None:
        """Takes the banner away; no error when there is none."""
        self.cleared.emit(key)

    def toast(self, text: str, *, action_label: str = "", action: Callable[[], object] | None = None) -> None:
        """A short sentence that leaves by itself, with one thing to do about it ("Undo") if given."""
        self.toasted.emit(Notice(text, action_label=action_label, action=action))

    def install(self) -> Callable[[], None]:
        """Catches what nobody caught, in Python and in Qt; gives back the function that undoes it."""
        hook, thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = lambda _kind, error, _trace: self._elsewhere.emit(error)
        threading.excepthook = lambda held: self._elsewhere.emit(held.exc_value)
        message_handler = qInstallMessageHandler(_qt_message)

        def remove() -> None:
            sys.excepthook, threading.excepthook = hook, thread_hook
            qInstallMessageHandler(message_handler)

        return remove


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    # Qt's warnings are for whoever started the program in a terminal; only its fatal ones end it, and those speak too.
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and sys.stderr is not None:
        sys.stderr.write(f"Qt: {message}\n")


def report(error: BaseException) -> str:
    """A report of an unexpected error that a person can send: no message texts of foreign origin, no home folder.

    Only the exception's type is given, not its message: a message may quote an article.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {_anonymous(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    kinds = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(kinds) < 8:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return "\n".join(
        [
            f"Waystation {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            "",
            " from ".join(kinds),
            *lines,
        ]
    )


def _anonymous(filename: str) -> str:
    parts = re.split(r"[\\/]", filename)
    for marker in ("site-packages", "desktop", "archive", "resources"):
        if marker in parts[:-1]:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(marker) :])
    return Path(parts[-1]).name
