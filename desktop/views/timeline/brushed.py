"""What can be done with brushed days: look closer, list them, show the articles that tell of them."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.widgets.basics import label
from desktop.wording import counted, span


class BrushBar(QWidget):
    """Shown while days are brushed. Days travel as ordinals to the canvas and as dates to filters."""

    zoom_asked = Signal(int, int)
    list_asked = Signal(object, object)  # dates, inclusive
    library_asked = Signal(str, str)  # ISO dates, inclusive
    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_brush")
        self.setAccessibleName("Brushed days")
        self._first = self._last = 1
        self._words = label("", "muted", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(8)
        row.addWidget(self._words)
        for name, words, act in (
            ("zoom", "Look closer", lambda: self.zoom_asked.emit(self._first, self._last)),
            ("list", "Only these", self._list),
            ("library", "Articles in the library", self._library),
            ("clear", "Clear", self.cleared.emit),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"timeline_brush_{name}")
            button.setAccessibleName(words)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def _days(self) -> tuple[date, date]:
        return date.fromordinal(self._first), date.fromordinal(self._last)

    def _list(self) -> None:
        self.list_asked.emit(*self._days())

    def _library(self) -> None:
        first, last = self._days()
        self.library_asked.emit(first.isoformat(), last.isoformat())

    def show_span(self, first: int, last: int, times: int) -> None:
        """Tells of days (ordinals, inclusive) and how many times may lie in them."""
        least, most = date.min.toordinal(), date.max.toordinal()
        self._first, self._last = max(least, min(first, most)), max(least, min(last, most))
        begin, end = self._days()
        self._words.setText(f"{span(begin.isoformat(), end.isoformat())} · {counted(times, 'time')}")
        self.show()
