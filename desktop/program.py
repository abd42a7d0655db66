"""Builds the program once: application, look, services, window, and the commands that need no open archive."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from archive.base import places
from archive.base.errors import WaystationError, WrongPassphrase
from archive.model.ids import ArticleId
from archive.model.search import Sort
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.commands import GROUPS
from desktop.jobs import Jobs
from desktop.opening import Opening, first_archive
from desktop.protection import ending
from desktop.protection.guarding import Guarding
from desktop.protection.locking import Locking
from desktop.rescuing import Rescuing
from desktop.settings import Settings
from desktop.theme import CHOICES, THEMES, Theme, program_icon
from desktop.window import Window

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.operations.protecting import Key
    from desktop.desk import Desk

_QUIET_TURNS = 3  # one turn posts what the next lays out and paints
_SHORT_MS = 500  # a longer single-shot timer (a toast that leaves) is nothing to wait for


def application() -> QApplication:
    """The one QApplication, made when there is none; Fusion, because it takes a stylesheet the same way everywhere."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Waystation")
    app.setApplicationDisplayName("Waystation")
    app.setDesktopFileName("waystation")
    app.setStyle("Fusion")
    return app


class Program(QObject):
    """Holds the services and the window; `start` opens the first archive.

    With `keep` false nothing is written to the settings file, and no pane, query or place is taken from it.
    """

    def __init__(self, theme: str | None = None, *, keep: bool = True) -> None:
        super().__init__()
        self.app = application()
        self._closed = False
        self.settings = Settings(parent=self, keep=keep)
        self.theme = Theme(theme or self.settings["theme"], self)
        self.alerts = Alerts(self)
        self.jobs = Jobs(self)
        self.actions = Actions(self.theme, self)
        self.window = Window(self.theme, self.settings, self.jobs, self.actions, self.alerts)
        self.opening = Opening(self.jobs, self.alerts, self.window.session, self.window)
        self.opening.opened.connect(self._show_archive)
        self.opening.making.connect(self._show_making)
        self.opening.failed.connect(self._show_closed)
        self.locking = Locking(self.window)
        self.guarding = Guarding(self.window, self.opening)
        self.rescuing = Rescuing(self.window, self.opening)
        self.guarding.rescue = partial(self.rescuing.show, unsure=True)
        self.settings.changed.connect(self._setting_changed)
        self._setting_changed("author")
        if keep:
            self.window.ready.connect(self._ask_author)
        self._recent = QMenu("Recent archives", self.window)
        self._recent.aboutToShow.connect(self._fill_recent)
        self._register()
        self._build_menus()

    def start(self, archive: Path | None) -> None:
        """Shows the window, then opens the archive named, or the first one. A missing first one is made from the starter
        collection; for a missing one that was named, the window offers to make it.
        """
        self.window.setWindowIcon(program_icon())
        # Otherwise the first button has the keyboard: who types a passphrase too soon would cancel the opening with a space.
        self.window.setFocus()
        self.window.show()
        path = archive or first_archive(self.settings, self.window.session)
        if ending.was_locked():
            self.opening.ask(path.expanduser())
        else:
            self.opening.open(path.expanduser(), make_starter=archive is None)

    def open_and_wait(
        self, archive: Path, *, only_look: bool = False, key: Key | None = None, may_be_locked: bool = False
    ) -> None:
        """Shows the window and returns when the archive's first view is filled; raises what kept it from opening, also that it
        is encrypted and neither `key` nor the keyring opens it. Where it `may_be_locked`, the page that asks for its passphrase stands
        there then.

        With `only_look` nothing in the archive can change, and another window may hold it.
        """
        loop = QEventLoop()
        self.window.ready.connect(loop.quit)
        self.opening.failed.connect(loop.quit)
        self.opening.locked.connect(loop.quit)
        self.alerts.crashed.connect(loop.quit)
        reports: list[str] = []
        self.alerts.crashed.connect(reports.append)
        self.window.show()
        self.opening.open(archive, only_look=only_look, key=key)
        loop.exec()
        if reports:
            raise WaystationError("The window could not be built.", f"Please report this:\n{reports[0]}")
        if self.opening.error is not None:
            raise self.opening.error
        if self.window.desk is None and not may_be_locked:
            raise WrongPassphrase(f"{archive.name} is encrypted.", "Give its passphrase.")
        self.settle()

    def settle(self) -> None:
        """Lets the interface live until no job runs, no short timer is due and nothing is left to lay out."""
        quiet = 0
        while quiet < _QUIET_TURNS:
            self.app.processEvents()
            if not self.jobs.at_rest:
                self.jobs.drain()
                quiet = 0
            elif self._timer_due():
                self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
                quiet = 0
            else:
                quiet += 1

    def _timer_due(self) -> bool:
        timers = self.window.findChildren(QTimer)
        return any(timer.isActive() and timer.isSingleShot() and timer.interval() <= _SHORT_MS for timer in timers)

    def desk(self) -> Desk:
        """The open archive's views; raises WaystationError while no archive is open."""
        if self.window.desk is None:
            raise WaystationError("No archive is open.", "Open one with Ctrl+O.")
        return self.window.desk

    def first_article(self, query: str = "") -> ArticleId | None:
        """The article at the top of the list, or of what the query finds."""
        from archive.operations import browse

        hits = browse.listing(self.desk().context.archive, query, sort=Sort.RELEVANCE, limit=1).hits
        return hits[0].article.id if hits else None

    def close(self) -> None:
        """Closes the window and everything behind it; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _setting_changed(self, key: str) -> None:
        if key == "author":
            places.set_author(self.settings["author"])

    def _ask_author(self) -> None:
        """Before anything is marked, and never where nothing can be."""
        if not self.desk().context.archive.read_only:
            from desktop.asking import AuthorAsking

            AuthorAsking(self.settings, self.alerts, self.window).ask()

    def _show_archive(self, archive: Archive) -> None:
        self.window.close_page()  # the one that asked for its passphrase
        self.window.show_archive(archive)

    def _show_making(self) -> None:
        """The first start takes seconds: what it does then stands in the middle, not only on the line below."""
        from desktop.views.welcome import making

        self.window.show_view(making(), "")

    def _show_closed(self) -> None:
        """Without any archive the window still offers the way on."""
        if self.window.desk is None:
            from desktop.views.welcome import closed

            missing = self.opening.missing
            make = partial(self.opening.create, missing) if missing is not None else None
            view = closed(self.opening.choose_and_open, self.opening.choose_and_create, make)
            self.window.show_view(view, "")
            view.setFocus()

    def _register(self) -> None:
        actions, window = self.actions, self.window
        actions.on("archive.new", self.opening.choose_and_create, owner=self)
        actions.on("archive.open", self.opening.choose_and_open, owner=self)
        actions.on("app.preferences", self.show_preferences, owner=self)
        actions.on("app.watched", self.show_watched, owner=self, enabled=lambda: window.desk is not None)
        actions.on("app.quit", window.close, owner=self)
        actions.on("help.shortcuts", self.show_shortcuts, owner=self)
        actions.on("help.about", self.show_about, owner=self)
        actions.on("view.full_screen", self._full_screen, owner=self, checked=window.isFullScreen)
        for choice in CHOICES:
            actions.on(
                f"view.theme_{choice}",
                partial(self.settings.set, "theme", choice),
                owner=self,
                checked=partial(self._theme_is, choice),
            )
        actions.on("view.theme_next", self._next_theme, owner=self)
        self.theme.changed.connect(lambda: actions.refresh(*(f"view.theme_{choice}" for choice in CHOICES)))

    def show_preferences(self) -> None:
        from desktop.views.preferences import Preferences

        page = Preferences(self.settings, self.theme, self.window.stack)
        desk = self.window.desk
        if desk is not None and not desk.context.archive.read_only:
            from desktop.views.watched import WatchedFolders

            watching, name = desk.takingin.watching, desk.context.archive.path.stem
            page.add_section(lambda parent: WatchedFolders(watching, name, self.theme, parent))
        self.window.show_page(page)

    def show_watched(self) -> None:
        """The preferences, at the folders that are watched."""
        from desktop.views.preferences import Preferences

        self.window.close_page()
        self.show_preferences()
        page = self.window.page()
        if isinstance(page, Preferences):
            page.show_section("watched")

    def show_shortcuts(self) -> None:
        from desktop.views.shortcuts import Shortcuts

        self.window.show_page(Shortcuts(self.actions, self.theme, self.window.stack))

    def show_about(self) -> None:
        from desktop.views.about import About

        self.window.show_page(About(self.theme, self.window.stack))

    def _build_menus(self) -> None:
        window = self.window
        window.rail.add_view("library", "Library", "book-open")
        window.rail.add_view("passages", "Passages", "list-dashes")
        window.rail.add_view("codebook", "Codebook", "tag")
        window.rail.add_view("timeline", "Timeline", "git-commit")
        window.rail.add_view("statistics", "Statistics", "chart-bar")
        self.lock_button = window.rail.add_tool("lock", "Lock now", "lock", action=self.actions.action("archive.lock"))
        self.lock_button.hide()
        window.entered.connect(lambda archive: self.lock_button.setVisible(archive.key is not None))
        window.left.connect(self.lock_button.hide)
        menus = self.actions.menus(window)
        menus[GROUPS.index("Archive")].insertMenu(self.actions.action("import.files"), self._recent)
        if sys.platform == "darwin":
            for menu in menus:
                window.menuBar().addMenu(menu)
        else:
            whole = QMenu("Menu", window)
            whole.setObjectName("menu")
            for menu in menus:
                whole.addMenu(menu)
            button = window.rail.add_tool("menu", "Menu", "list", menu=whole)
            self.actions.on("view.menu", button.showMenu, owner=self)
            button.setToolTip(self.actions.action("view.menu").toolTip())
        window.rail.add_tool("preferences", "Preferences", "gear", action=self.actions.action("app.preferences"))
        window.rail.chosen.connect(lambda name: self.actions.trigger(f"go.{name}"))

    def _fill_recent(self) -> None:
        self._recent.clear()
        paths = self.window.open_recent()
        for path in paths:
            action = QAction(path.stem, self._recent)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, path=path: self.opening.open(path))
            self._recent.addAction(action)
        if not paths:
            none = self._recent.addAction("No other archive was opened yet")
            none.setEnabled(False)

    def _full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def _theme_is(self, choice: str) -> bool:
        return bool(self.settings["theme"] == choice)

    def _next_theme(self) -> None:
        self.settings.set("theme", THEMES[(THEMES.index(self.theme.name) + 1) % len(THEMES)])
