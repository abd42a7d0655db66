"""Asks for the days that all charts are narrowed to."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model import entered_dates
from desktop.widgets.basics import label


class DaysDialog(QDialog):
    """Two fields that take a day, a month or a year; calls `accepted_with(since, until)` once both can be read."""

    def __init__(
        self,
        since: date | None,
        until: date | None,
        accepted_with: Callable[[date | None, date | None], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._accepted_with = accepted_with
        self.setObjectName("statistics_days_dialog")
        self.setWindowTitle("Days")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.first, self.last = self._field("From", since), self._field("To", until)
        self.problem = label("", "warning", self, wraps=True)
        self.problem.hide()
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("From", self.first)
        form.addRow("To", self.last)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Show what is told of these days. Empty means open.", "muted", self, wraps=True))
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(320)

    def _field(self, words: str, day: date | None) -> QLineEdit:
        made = QLineEdit("" if day is None else day.isoformat(), self)
        made.setObjectName(f"statistics_days_{words.lower()}")
        made.setAccessibleName(words)
        made.setPlaceholderText("2019, 2019-06 or 2019-06-30")
        return made

    def accept(self) -> None:
        """Closes only when both fields say days that are in order."""
        try:
            since, until = _read(self.first.text(), end=False), _read(self.last.text(), end=True)
        except WaystationError as problem:
            self._complain(str(problem))
            return
        if since is not None and until is not None and since > until:
            self._complain("The first day comes after the last: exchange them.")
            return
        super().accept()
        self._accepted_with(since, until)

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()


def _read(text: str, *, end: bool) -> date | None:
    """The first day, or the last, of what was written. Raises Invalid."""
    written = text.strip()
    if not written:
        return None
    read = entered_dates.read(written)
    return read.latest if end else read.earliest
