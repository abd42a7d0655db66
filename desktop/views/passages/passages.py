"""The view on the rail: passages and memos behind two tabs. Keys of the library do nothing here.

The memos are built when they are first turned to: opening the passages must not wait for them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.context import Context
from desktop.widgets.basics import hairline
from desktop.widgets.keys import is_own

from .pane import PassagesPane

if TYPE_CHECKING:
    from desktop.views.memos import Memos

_COMBINED = ("Ctrl+F", "Ctrl+C", "Ctrl+A", "Ctrl+Shift+C", "Ctrl+Return")


class Passages(QWidget):
    """Built empty; `refresh` fills what is in front."""

    open_requested = Signal(int, int, int)  # article, start, end: code points of its current edition
    tag_requested = Signal(str)  # path: a memo leads to it
    collection_requested = Signal(int)
    match_asked = Signal()
    compare_asked = Signal()
    export_asked = Signal()  # of the chosen rows

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passages")
        self.setAccessibleName("Passages")
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("passages-tabs")
        self.tabs.setAccessibleName("Passages or memos")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._stack = QStackedWidget(self)
        self.pane = PassagesPane(context, self._stack)  # made where it stays: what is moved is styled again
        self._context = context
        self._memos: Memos | None = None
        self._stack.addWidget(self.pane)
        for words in ("Passages", "Memos"):
            self.tabs.addTab(words)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(hairline(parent=self))
        whole.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turn)
        self.pane.open_requested.connect(self.open_requested)
        self.pane.match_asked.connect(self.match_asked)
        self.pane.compare_asked.connect(self.compare_asked)
        self.pane.memo_asked.connect(self._write_memo)
        self.pane.acts.export_asked.connect(self.export_asked)

    @property
    def memos(self) -> "Memos":
        if self._memos is None:
            from desktop.views.memos import Memos

            self._memos = Memos(self._context, self._stack)
            self._memos.open_requested.connect(self.open_requested)
            self._memos.tag_requested.connect(self.tag_requested)
            self._memos.collection_requested.connect(self.collection_requested)
            self._stack.addWidget(self._memos)
        return self._memos

    def refresh(self) -> None:
        """Fills the tab in front and moves the keyboard into it."""
        self._turn(self.tabs.currentIndex())

    def closing(self) -> None:
        """Hands on at once what was typed into a note or a memo; the archive closes next."""
        self.pane.detail.flush()
        if self._memos is not None:
            self._memos.closing()

    def panes(self) -> dict[str, QWidget]:
        """The panes of the tab in front, in reading order, for the keyboard."""
        return self.memos.panes() if self.tabs.currentIndex() else self.pane.panes()

    def show_memos(self) -> None:
        self.tabs.setCurrentIndex(1)

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentWidget(self.memos if tab else self.pane)
        if tab == 0:
            self.pane.refresh()
            self.pane.take_focus()
        else:
            self.memos.refresh()
            self.memos.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_memo(self, uid: str) -> None:
        self.show_memos()
        self.memos.write(("passage", uid))

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window's single keys (S stars the library's article) mean nothing here, and these have a meaning of their own.
        if is_own(event, _COMBINED):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = QKeySequence(event.keyCombination())
        if keys == QKeySequence("Ctrl+F") or event.key() == Qt.Key.Key_Slash:
            (self.pane if self.tabs.currentIndex() == 0 else self.memos).focus_search()
        elif keys in (QKeySequence("Ctrl+C"), QKeySequence("Ctrl+Shift+C")) and self.tabs.currentIndex() == 0:
            self.pane.acts.copy()
        else:
            super().keyPressEvent(event)
