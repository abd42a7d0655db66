"""The frame: rail, banners, the view in force, status line, toast and palette. Knows how to be left and found again.

One open archive at a time. A switch closes it cleanly, drops its views, and builds them again on the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.intake import Intake, offered, takes
from desktop.jobs import Jobs
from desktop.session import LEAST_SIZE, Session
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.widgets.banner import Banners
from desktop.widgets.basics import Page, hairline
from desktop.widgets.dropsign import DropSign
from desktop.widgets.error_dialog import ErrorDialog
from desktop.widgets.keys import press
from desktop.widgets.palette import Palette
from desktop.widgets.progress_line import ProgressLine
from desktop.widgets.rail import Rail
from desktop.widgets.toast import Toast
from desktop.widgets.watch_line import WatchLine

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.operations.clipping import Clip
    from desktop.desk import Desk


class Window(QMainWindow):
    """Made once, before any archive is open. `show_archive` fills it; `ready` tells when its first view is filled."""

    ready = Signal()
    entered = Signal(object)  # an archive was opened; its first view is not filled yet
    left = Signal()  # it was closed

    def __init__(self, theme: Theme, settings: Settings, jobs: Jobs, actions: Actions, alerts: Alerts) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAccessibleName("Waystation")
        self.setWindowTitle("Waystation")
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST_SIZE)
        self.theme, self.settings, self.jobs, self.commands, self.alerts = theme, settings, jobs, actions, alerts
        self.session = Session(settings)
        self.desk: Desk | None = None
        self.rail = Rail(theme, self)
        self.banners = Banners(theme, self)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("views")
        self.stack.setProperty("look", "surface")
        self.stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = ProgressLine(jobs, self)
        self.watch_line = WatchLine(theme, self)
        self._lay_out()
        self.toast = Toast(self)
        self.drop_sign = DropSign(theme, self)
        self.palette_box = Palette(theme, self)
        self.intake = Intake(alerts, self)
        # What is done about an archive that did not open.
        self.unopened: Callable[[Path, Exception], object] = lambda _path, error: self.alerts.show(error)
        self._pages: dict[str, Page] = {}
        self._error_dialog: ErrorDialog | None = None
        self._focus_before: QWidget | None = None
        self._connect()
        self.session.restore_window(self)

    # Archives

    def show_archive(self, archive: Archive) -> None:
        """Leaves the archive that is open, if any, and shows this one, as it was left."""
        from archive.operations import window_state
        from desktop.desk import Desk
        from desktop.history import History
        from desktop.views.originals import OriginalActs

        self.leave_archive()
        encrypted = archive.key is not None
        if encrypted:
            self.settings.enclose(window_state.kept(archive))
        context = Context(
            archive, self.jobs, self.commands, self.theme, self.settings, History(archive, self.jobs, self), self.alerts
        )
        self.desk = Desk(context, self)
        context.history.setParent(self.desk)  # with the window it would outlive the archive, and keep its key
        self.originals = OriginalActs(context, self.desk.library, self.show_page, self.desk)
        self.desk.ready.connect(self.ready)
        self.setWindowTitle(f"{archive.path.stem}{' (encrypted)' if encrypted else ''} – Waystation")
        self.entered.emit(archive)
        self.desk.start()

    def leave_archive(self) -> None:
        """Keeps the view's state, lets jobs end within a bound, closes the archive."""
        desk, self.desk = self.desk, None
        if desk is not None:
            self.close_page()
            desk.leave()
            self.settings.release()
            self.banners.clear_all()
            self.toast.leave()
            self.watch_line.hide()
            self.setWindowTitle("Waystation")
            self.left.emit()

    # Pages and views

    def show_view(self, view: QWidget, name: str) -> None:
        """Brings a view of the archive to the front."""
        if self.stack.indexOf(view) < 0:
            self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        self.rail.choose(name)

    def show_page(self, page: Page) -> None:
        """Brings a page (preferences, shortcuts, about) to the front until it is closed."""
        current = self.page()
        if current is not None and current.objectName() == page.objectName():
            page.deleteLater()
            return
        if current is None:
            self._focus_before = self.focusWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if current is not None:
            self._drop(current)
        page.closed.connect(self.close_page)
        self.rail.choose(None)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages = {page.objectName(): page}

    def page(self) -> Page | None:
        """The page in front, if one is."""
        current = self.stack.currentWidget()
        return current if isinstance(current, Page) and current.objectName() in self._pages else None

    def close_page(self) -> None:
        """Goes back from a page to where one was."""
        page = self.page()
        if page is None:
            return
        self._pages.clear()
        if self.desk is not None:
            self.desk.show_main()
        self._drop(page)
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        self._focus_before = None

    def set_aside(self, page: Page) -> None:
        """Takes the page in front away as it is; `show_page` brings it back."""
        page.closed.disconnect(self.close_page)
        self.stack.removeWidget(page)
        page.hide()
        self._pages.clear()
        self._focus_before = None

    def _drop(self, page: Page) -> None:
        """Once something else is in front: otherwise the view beside it would be laid out and shown in between."""
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banners)
        column.addWidget(self.stack, 1)
        column.addWidget(self.line)
        column.addWidget(self.watch_line)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(hairline(upright=True, parent=self))
        row.addLayout(column, 1)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        self.alerts.banner.connect(self.banners.show_notice)
        self.alerts.cleared.connect(self.banners.clear)
        self.alerts.toasted.connect(self.toast.show_notice)
        self.alerts.crashed.connect(self._show_crash)
        self.jobs.on_failure = self.alerts.show
        self.commands.add_to(self)
        self.intake.import_requested.connect(self._import_paths)
        self.intake.clip_given.connect(self._import_clip)
        self.settings.changed.connect(self._setting_changed)
        self.stack.currentChanged.connect(self._turned)

    def _turned(self) -> None:
        """What stands behind a page or another view is out of sight, and so are its keys."""
        self.commands.refresh("reading.beside")
        current = self.stack.currentWidget()
        self.commands.keep_letters(current is not None and current.objectName() == "library")

    def _import_paths(self, paths: list[Path]) -> None:
        if self.desk is not None:
            self.desk.import_paths(paths)

    def _import_clip(self, clip: Clip) -> None:
        if self.desk is not None:
            self.desk.takingin.clip(clip)

    def _setting_changed(self, key: str) -> None:
        if key == "theme":
            self.theme.choose(self.settings["theme"])

    def _show_crash(self, report: str) -> None:
        if self._error_dialog is not None and self._error_dialog.isVisible():
            self._error_dialog.add(report)
            return
        self._error_dialog = ErrorDialog(report, self.theme, self)
        self._error_dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._error_dialog.finished.connect(self._crash_closed)
        self._error_dialog.open()

    def _crash_closed(self) -> None:
        self._error_dialog = None

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Rows dragged inside the window carry text too; they are not an import.
        if event.source() is None and self._can_import() and takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_sign.show_words(offered(event.mimeData()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.drop_sign.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_sign.hide()
        if self.intake.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _can_import(self) -> bool:
        return self.desk is not None and not self.desk.context.archive.read_only

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page() is not None:
            self.close_page()
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.commands.trigger("view.full_screen")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            press(self.focusWidget())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.commands.refresh("view.full_screen")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.keep_window(self)
        self.hide()
        self.leave_archive()
        self.jobs.close()
        self.settings.save()
        event.accept()

    def open_recent(self) -> list[Path]:
        """Recent archives other than the one that is open."""
        here = self.desk.context.archive.path.absolute() if self.desk is not None else None
        return [path for path in self.session.recent() if path != here]
