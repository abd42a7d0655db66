"""Turns the declared commands into QActions that menus, buttons and the palette share; views say what each does.

    context.actions.on("article.star", self.toggle_star, owner=self, enabled=lambda: bool(self.selected))

A handler lives as long as its owner. Call `refresh()` after the selection or anything else that `enabled` looks at changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop.commands import BY_ID, COMMANDS, GROUPS, Command
from desktop.theme import Theme


@dataclass(slots=True)
class _Handler:
    call: Callable[[], object]
    owner: QObject | None
    enabled: Callable[[], bool] | None
    checked: Callable[[], bool] | None
    label: Callable[[], str] | None

    @property
    def alive(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)


class Actions(QObject):
    """One QAction for each command. `triggered(id)` is emitted before a handler runs (the palette remembers it)."""

    triggered = Signal(str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._handlers: dict[str, _Handler] = {}
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            self._actions[command.id] = self._make(command)
        theme.changed.connect(self._tint)
        self._tint()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.refresh)

    def action(self, command_id: str) -> QAction:
        """The QAction of a command; raises KeyError for an id that is not declared."""
        return self._actions[command_id]

    def on(
        self,
        command_id: str,
        handler: Callable[[], object],
        *,
        owner: QObject | None = None,
        enabled: Callable[[], bool] | None = None,
        checked: Callable[[], bool] | None = None,
        label: Callable[[], str] | None = None,
    ) -> None:
        """Says what a command does, while `owner` lives; a later handler replaces an earlier one.

        `enabled` and `checked` are asked by `refresh`; `label` gives words that vary ("Undo Edit title").
        Raises KeyError for an id that is not declared.
        """
        action = self._actions[command_id]
        entry = _Handler(handler, owner, enabled, checked, label)
        self._handlers[command_id] = entry
        if owner is not None:
            owner.destroyed.connect(lambda: self._forget(command_id, entry))
        action.setVisible(True)
        self._refresh_one(command_id)

    def handles(self, command_id: str) -> bool:
        handler = self._handlers.get(command_id)
        return handler is not None and handler.alive

    def trigger(self, command_id: str) -> None:
        """Does the command if it has a handler and is enabled now."""
        self._refresh_one(command_id)
        self._actions[command_id].trigger()

    def refresh(self, *command_ids: str) -> None:
        """Asks again what is enabled and checked; without ids, all of them."""
        for command_id in command_ids or self._handlers:
            self._refresh_one(command_id)

    def refresh_soon(self) -> None:
        """Asks again about all of them in a turn of its own, once, however often this is called until then: it takes as long as setting a
        page does."""
        self._soon.start()

    def available(self) -> list[Command]:
        """The commands that can be done now, in declared order."""
        self.refresh()
        return [command for command in COMMANDS if self.handles(command.id) and self._actions[command.id].isEnabled()]

    def handled(self) -> list[Command]:
        """The commands that some part of the window answers to, enabled now or not."""
        return [command for command in COMMANDS if self.handles(command.id)]

    def label(self, command_id: str) -> str:
        """The command's words as they stand now, without the dots of "asks first"."""
        return self._actions[command_id].text().replace("&", "")

    def shortcut_text(self, command_id: str, every: bool = False) -> str:
        """The shortcut as this platform writes it; with `every`, all of them, separated by two spaces."""
        sequences = self._actions[command_id].shortcuts()
        texts = [sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences]
        return "  ".join(texts if every else texts[:1])

    def add_to(self, window: QWidget) -> None:
        """Makes the shortcuts work wherever in the window the keyboard is."""
        window.addActions(list(self._actions.values()))

    def keep_letters(self, seen: bool) -> None:
        """Says whether articles are in sight: only then do the single keys that act on them work (S, T, N, Del, 1 …). Out of sight a
        stray letter would change what nobody sees; menus and the palette, where a command is named, work everywhere."""
        context = Qt.ShortcutContext.WindowShortcut if seen else Qt.ShortcutContext.WidgetShortcut
        for command in COMMANDS:
            if command.by_letter:
                self._actions[command.id].setShortcutContext(context)

    def menu(self, group: str, parent: QWidget | None = None) -> QMenu:
        """A menu of one group; asks what is enabled each time it opens."""
        menu = QMenu(group, parent)
        menu.setObjectName(f"menu_{group.lower()}")
        for command in COMMANDS:
            if command.group == group:
                menu.addAction(self._actions[command.id])
        menu.aboutToShow.connect(self.refresh)
        return menu

    def menus(self, parent: QWidget | None = None) -> list[QMenu]:
        """A menu for each group, in order."""
        return [self.menu(group, parent) for group in GROUPS]

    def button(self, command_id: str, parent: QWidget | None = None) -> QToolButton:
        """A tool button for a command, with icon, tooltip, object name and accessible name."""
        command, button = BY_ID[command_id], QToolButton(parent)
        button.setDefaultAction(self._actions[command_id])
        button.setObjectName(f"button_{command_id.replace('.', '_')}")
        button.setAccessibleName(command.label.rstrip("…"))
        return button

    def _make(self, command: Command) -> QAction:
        action = QAction(command.label, self)
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        # Single letters must not repeat while a key is held.
        action.setAutoRepeat(command.id.startswith(("find.", "go.", "edit.", "reading.")))
        action.setStatusTip(command.help)
        action.setMenuRole(
            {
                "app.preferences": QAction.MenuRole.PreferencesRole,
                "app.quit": QAction.MenuRole.QuitRole,
                "help.about": QAction.MenuRole.AboutRole,
            }.get(command.id, QAction.MenuRole.NoRole)
        )
        action.setVisible(False)
        action.setEnabled(False)
        action.triggered.connect(lambda: self._run(command.id))
        return action

    def _run(self, command_id: str) -> None:
        handler = self._handlers.get(command_id)
        if handler is None or not handler.alive:
            return
        self.triggered.emit(command_id)
        handler.call()
        self._refresh_one(command_id)

    def _refresh_one(self, command_id: str) -> None:
        handler = self._handlers.get(command_id)
        if handler is None or not handler.alive:
            return
        action = self._actions[command_id]
        action.setEnabled(handler.enabled is None or bool(handler.enabled()))
        if handler.checked is not None:
            action.setChecked(bool(handler.checked()))
        if handler.label is not None:
            action.setText(handler.label())
            self._explain(BY_ID[command_id])

    def _forget(self, command_id: str, entry: _Handler) -> None:
        if self._handlers.get(command_id) is entry:
            del self._handlers[command_id]
            if shiboken6.isValid(self):
                self._actions[command_id].setVisible(False)
                self._actions[command_id].setEnabled(False)

    def _tint(self) -> None:
        for command in COMMANDS:
            self._actions[command.id].setIcon(self._theme.icon(command.icon))
            self._explain(command)

    def _explain(self, command: Command) -> None:
        keys = self.shortcut_text(command.id)
        words = self._actions[command.id].text().rstrip("…")
        self._actions[command.id].setToolTip(f"{words} ({keys})" if keys else words)
