"""The window as it was left: geometry, recent archives, and for each archive the view's state. Clamped to the screens present."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from desktop.settings import Settings

RECENT_KEPT = 10
FIRST_SIZE = (1440, 900)
LEAST_SIZE = (640, 480)


class Session:
    """Reads and keeps the last state in the settings file; whatever is there that makes no sense is ignored."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def recent(self) -> list[Path]:
        """Archives opened lately that are still there, newest first; their places, and nothing else of them."""
        held = self._settings.state("recent", [])
        names = [name for name in held if isinstance(name, str)] if isinstance(held, list) else []
        return [path for path in map(Path, names) if path.is_file()]

    def remember(self, path: Path) -> None:
        """Puts an archive first in the list, where a list is wanted."""
        if not self._settings["recent.kept"]:
            return
        path = path.absolute()
        others = [str(other) for other in self.recent() if other != path]
        self._settings.keep_state("recent", [str(path), *others][:RECENT_KEPT])

    def forget_archives(self) -> None:
        """Empties the list, and lets go how the views of the archives in it were left."""
        self._settings.keep_state("recent", [])
        self._settings.keep_state("views", {})

    def recent_commands(self) -> list[str]:
        """Ids of the commands used lately, newest first."""
        held = self._settings.state("commands", [])
        return [name for name in held if isinstance(name, str)] if isinstance(held, list) else []

    def remember_command(self, command_id: str) -> None:
        others = [other for other in self.recent_commands() if other != command_id]
        self._settings.keep_state("commands", [command_id, *others][:RECENT_KEPT])

    def view(self, archive: Path) -> dict[str, Any]:
        """The state in which the archive's view was left; empty for an archive not seen before."""
        views = self._settings.state("views", {})
        state = views.get(str(archive.absolute()), {}) if isinstance(views, dict) else {}
        return state if isinstance(state, dict) else {}

    def keep_view(self, archive: Path, state: dict[str, Any]) -> None:
        """Keeps a view's state (JSON values); those of archives no longer recent are let go."""
        if not (self._settings["recent.kept"] or self._settings.enclosed is not None):
            return
        views = self._settings.state("views", {})
        recent = {str(path) for path in self.recent()}
        kept = {name: held for name, held in views.items() if name in recent} if isinstance(views, dict) else {}
        self._settings.keep_state("views", {**kept, str(archive.absolute()): state})

    def keep_window(self, window: QMainWindow) -> None:
        box = window.normalGeometry()
        self._settings.keep_state(
            "window",
            {
                "box": [box.x(), box.y(), box.width(), box.height()],
                "maximized": window.isMaximized(),
                "full_screen": window.isFullScreen(),
            },
        )

    def restore_window(self, window: QMainWindow) -> None:
        """Puts the window where it was, or in the middle of the screen at 1440×900 or what fits."""
        held = self._settings.state("window", {})
        box = held.get("box") if isinstance(held, dict) else None
        if isinstance(box, list) and len(box) == 4 and all(isinstance(value, int) for value in box):
            window.setGeometry(clamped(QRect(*box), _screens()))
        else:
            area = _screens()[0]
            size = QRect(0, 0, min(FIRST_SIZE[0], area.width()), min(FIRST_SIZE[1], area.height()))
            size.moveCenter(area.center())
            window.setGeometry(size)
        if isinstance(held, dict) and held.get("full_screen") is True:
            window.showFullScreen()
        elif isinstance(held, dict) and held.get("maximized") is True:
            window.showMaximized()


def clamped(box: QRect, screens: list[QRect]) -> QRect:
    """The box moved and shrunk so that all of it is on the screen that it overlaps most (else on the first)."""

    def overlap(screen: QRect) -> int:
        shared = screen.intersected(box)
        return max(0, shared.width()) * max(0, shared.height())

    screen = max(screens, key=overlap)
    width = min(max(box.width(), LEAST_SIZE[0]), screen.width())
    height = min(max(box.height(), LEAST_SIZE[1]), screen.height())
    x = min(max(box.x(), screen.left()), screen.right() + 1 - width)
    y = min(max(box.y(), screen.top()), screen.bottom() + 1 - height)
    return QRect(x, y, width, height)


def _screens() -> list[QRect]:
    return [screen.availableGeometry() for screen in QGuiApplication.screens()] or [QRect(0, 0, *FIRST_SIZE)]
