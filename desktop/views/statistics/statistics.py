"""The view on the rail: heading, the row of tabs, one filter for all of them, and the tab in front.

A tab is made when it first comes to the front, so that no turn of the interface makes more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from archive.model.change import Change
from desktop.context import Context
from desktop.widgets.basics import Choices, label
from desktop.widgets.keys import is_own

from . import filterbar, summary
from .filter import Filter, restored, state
from .tab import Tab

if TYPE_CHECKING:
    from .coding import Coding
    from .collection import Collection
    from .figures import Figures
    from .language import Language

TABS: Mapping[str, str] = {"figures": "Figures", "collection": "Collection", "coding": "Coding", "language": "Language"}
_COMBINED = ("Ctrl+F", "Ctrl+A")


def _figures(context: Context, parent: QWidget) -> Tab:
    from .figures import Figures

    return Figures(context, parent)


def _collection(context: Context, parent: QWidget) -> Tab:
    from .collection import Collection

    return Collection(context, parent)


def _coding(context: Context, parent: QWidget) -> Tab:
    from .coding import Coding

    return Coding(context, parent)


def _language(context: Context, parent: QWidget) -> Tab:
    from .language import Language

    return Language(context, parent)


_MAKERS: Mapping[str, Callable[[Context, QWidget], Tab]] = {
    "figures": _figures,
    "collection": _collection,
    "coding": _coding,
    "language": _language,
}


class Statistics(QWidget):
    """Built empty; `refresh` fills it. Of its tabs only the one in front reads the archive."""

    open_requested = Signal(int, int, int)  # article, start, end: code points of its current edition
    library_requested = Signal(object, str)  # a Scope and a query
    passages_requested = Signal(object)  # a PassageFilter

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statistics")
        self.setAccessibleName("Statistics")
        self._context = context
        self._filled = False
        self._filter = Filter()  # in force
        self._behind: set[str] = set()  # tabs that show what is no longer so
        self.stack = QStackedWidget(self)
        self.tabs: dict[str, Tab] = {}  # those that were made
        self._states: dict[str, dict[str, Any]] = {}  # where the person was in those that were not
        self._front = next(iter(TABS))
        self.choices = Choices("statistics_tab", list(TABS.items()), self)
        self.filters = filterbar.FilterBar(self)
        self.summary = label("", "muted", self)
        self.summary.setObjectName("statistics_summary")
        self.export_menu = QMenu(self)
        self.export_menu.setObjectName("statistics_export_menu")
        self.export_button = QPushButton("Export…", self)
        self.export_button.setObjectName("statistics_export")
        self.export_button.setAccessibleName("Export what is shown")
        self.export_button.setMenu(self.export_menu)
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(self._show_again)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Statistics", "heading", self))
        head.addWidget(self.summary, 1)
        head.addWidget(self.filters.clear_button)
        head.addWidget(self.export_button)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.choices, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.filters, 1, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 20, 8)
        top.setSpacing(10)
        top.addLayout(head)
        top.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.choices.chosen.connect(self.show_tab)
        self.choices.choose(self._front)
        self.filters.changed.connect(self._narrow)
        self.export_menu.aboutToShow.connect(self._offer)
        self._context.history.changed.connect(self._changed)

    # Tabs

    def made(self, name: str) -> Tab:
        """A tab, made where it stays when it is first asked for: to move a widget has Qt polish all that is in it again."""
        if name not in self.tabs:
            tab = self.tabs[name] = _MAKERS[name](self._context, self.stack)
            self.stack.addWidget(tab)
            tab.open_requested.connect(self.open_requested)
            tab.library_requested.connect(self.library_requested)
            tab.passages_requested.connect(self.passages_requested)
            tab.narrow_requested.connect(self.narrow)
            if name in self._states:
                tab.restore(self._states.pop(name))
        return self.tabs[name]

    @property
    def figures(self) -> Figures:
        """The tab of figures."""
        return cast("Figures", self.made("figures"))

    @property
    def collection(self) -> Collection:
        """The tab of what there is."""
        return cast("Collection", self.made("collection"))

    @property
    def coding(self) -> Coding:
        """The tab of what the coding says."""
        return cast("Coding", self.made("coding"))

    @property
    def language(self) -> Language:
        """The tab of words."""
        return cast("Language", self.made("language"))

    # What is asked for

    @property
    def _key(self) -> str:
        # Articles are named by numbers that mean something in their own archive only.
        return f"statistics:{self._context.archive.uid}"

    @property
    def tab(self) -> Tab:
        """The tab in front."""
        return self.made(self._front)

    def refresh(self) -> None:
        """Fills the view the first time, where it was left; the keyboard goes where it was in it."""
        first = not self._filled
        if first:
            self._filled = True
            self._behind = set(TABS)
            self._restore(self._context.settings.state(self._key))
            self.show_tab(self._front)
            self._sum_up()
            self._read_choices()
        # Of what has just been made, Qt gives the keyboard to the first chip: that is nobody's choice.
        held = None if first else self.focusWidget()
        if held is not None and held.isVisible():
            held.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        else:
            self.tab.take_focus()

    def show_tab(self, name: str) -> None:
        """Brings a tab to the front, filled with what the filter lets through."""
        self._front = name
        self.choices.choose(name)
        self.stack.setCurrentWidget(self.tab)
        if name in self._behind:
            self._behind.discard(name)
            self.tab.refresh(self._filter)

    def narrow(self, filter: Filter) -> None:
        """Narrows all tabs to a filter."""
        # The jobs are under way while the chips are laid out anew.
        self._narrow(filter)
        self.filters.show_filter(filter)

    def closing(self) -> None:
        """Keeps where the person is; nothing else waits to be saved."""
        if self._filled:
            held = self._states | {name: tab.state() for name, tab in self.tabs.items()}
            kept = {"tab": self._front, "filter": state(self._filter), "tabs": held}
            self._context.settings.keep_state(self._key, kept)

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order, for the keyboard."""
        return {"tabs": self.choices, "filters": self.filters, **self.tab.panes()}

    def _restore(self, held: object) -> None:
        if not isinstance(held, dict):
            return
        self._filter = restored(held.get("filter"))
        self.filters.show_filter(self._filter)
        tabs: Any = held.get("tabs")
        for name in TABS:
            given = tabs.get(name) if isinstance(tabs, dict) else None
            if isinstance(given, dict) and name in self.tabs:
                self.tabs[name].restore(given)
            elif isinstance(given, dict):
                self._states[name] = given
        if held.get("tab") in TABS:
            self._front = str(held["tab"])

    def _narrow(self, filter: Filter) -> None:
        named = set(filter.articles) <= set(self._filter.articles)
        self._filter = filter
        self._behind = set(TABS)
        self.show_tab(self._front)
        self._sum_up()
        if not named:
            self._read_choices()

    def _sum_up(self) -> None:
        """Reads the words of the heading."""
        archive, filter = self._context.archive, self._filter
        self._context.jobs.latest(
            ("statistics_summary", id(self)),
            lambda _: summary.read(archive, filter),
            done=lambda found: self.summary.setText(summary.words(found)),
            owner=self,
        )

    def _read_choices(self) -> None:
        """Reads what there is to choose from: the same under every filter, but for the titles of the articles that it names."""
        archive, filter = self._context.archive, self._filter
        self._context.jobs.latest(
            ("statistics_choices", id(self)),
            lambda _: filterbar.read(archive, filter),
            done=self.filters.show_choices,
            owner=self,
        )

    def _offer(self) -> None:
        self.export_menu.clear()
        self.tab.offer(self.export_menu)
        if self.export_menu.isEmpty():
            self.export_menu.addAction("Nothing to export yet").setEnabled(False)

    # Changes

    def _changed(self, change: Change) -> None:
        if not self._filled:
            return
        told = {name for name, tab in self.tabs.items() if tab.shows(change)}
        self._behind |= told
        if told and self.isVisible():
            self._again.start()

    def _show_again(self) -> None:
        self.show_tab(self._front)
        self._sum_up()
        self._read_choices()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._filled and self._behind:
            self._again.start()

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window's single keys (S stars the library's article) mean nothing here, and tabs have keys of their own.
        if is_own(event, _COMBINED):
            event.accept()
            return True
        return super().event(event)
