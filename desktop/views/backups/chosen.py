"""The backup that is chosen: what it holds, how the archive would change by going back to it, and the question before that."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from archive.base.text import visible
from archive.model.keeping import Difference, Point
from desktop.theme import Theme
from desktop.views.backups.rows import moment, stands
from desktop.widgets.basics import label, push_button
from desktop.wording import one_line, size

_NAMED = 3
_NAME_CHARS = 60


class ChosenPoint(QWidget):
    """Filled by `show_point` and `show_differences`; asks once more before it says `restore_asked`."""

    restore_asked = Signal(object)
    check_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backup_chosen")
        self._point: Point | None = None
        self._writable = True
        self.when = label("", "strong", self, wraps=True)
        self.place = label("", "small", self, wraps=True)
        self.stands = label("", "small", self, wraps=True)
        self.restore = self._button("Go back to this…", "backup_restore", "primary")
        self.check = self._button("Read it to its end", "backup_check", "quiet")
        self.remove = self._button("Remove…", "backup_remove", "quiet")
        self._removes = False  # what the question is about
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        self.question = self._question(theme)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.restore)
        row.addWidget(self.check)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.when, self.place, self.stands):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addLayout(row)
        column.addWidget(self.question)
        column.addLayout(self.lines)
        column.addStretch(1)
        self.stops = (self.restore, self.check, self.remove, self.yes, self.no)  # where Tab goes, in this order
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.restore.clicked.connect(self.ask)
        self.check.clicked.connect(lambda: self.check_asked.emit(self._point))
        self.remove.clicked.connect(self.ask_removal)
        self.show_point(None, None, writable=True)

    def _button(self, words: str, name: str, look: str) -> QPushButton:
        return push_button(words, name, self, look=look)

    def _question(self, theme: Theme) -> QFrame:
        card = QFrame(self)
        card.setProperty("look", "card")
        card.setObjectName("backup_question")
        self.asked = label("", "", card, wraps=True)
        self.yes = QPushButton("Go back", card)
        self.yes.setProperty("look", "primary")
        self.yes.setObjectName("backup_yes")
        self.no = QPushButton("Leave it as it is", card)
        self.no.setProperty("look", "quiet")
        self.no.setObjectName("backup_no")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.asked)
        column.addLayout(row)
        self.yes.clicked.connect(self._said_yes)
        self.no.clicked.connect(self.leave_question)
        card.hide()
        return card

    def show_point(self, point: Point | None, faults: Sequence[str] | None, *, writable: bool) -> None:
        """Shows a backup; what it differs in comes by `show_differences`."""
        if point != self._point:
            self.question.hide()
            self._empty()
        self._point, self._writable = point, writable
        for widget in (self.when, self.place, self.stands, self.restore, self.check, self.remove):
            widget.setVisible(point is not None)
        if point is None:
            return
        words, warning = stands(point, faults)
        self.when.setText(moment(point.made))
        self.place.setText(f"{size(point.size)} · {visible(str(point.path))}")
        self.stands.setText(f"{words}: {faults[0]}" if faults else f"{words}.")
        self.stands.setProperty("look", "warning" if warning else "small")
        self.stands.style().polish(self.stands)
        self.restore.setEnabled(writable and not faults and self.question.isHidden())

    def show_sentence(self, sentence: str, *, warning: bool = False) -> None:
        """Shows a sentence in place of what differs; with a warning the backup cannot be gone back to."""
        self._empty()
        self._add(label(sentence, "warning" if warning else "muted", self, wraps=True))
        self.restore.setEnabled(self._writable and not warning)

    def show_differences(self, found: Sequence[Difference]) -> None:
        """Shows how the archive would change."""
        told = [each for each in found if not each.none]
        if not told:
            self.show_sentence("This backup and the archive hold the same.")
            return
        self._empty()
        for each in told:
            heading = label(each.kind.capitalize(), "section", self)
            heading.setContentsMargins(0, 10, 0, 0)
            self._add(heading)
            for count, words, names in (
                (each.only_here, "only here: would go", each.here),
                (each.only_there, "only in the backup: would come back", each.there),
                (each.changed, "changed since: would be as before", each.other),
            ):
                if count:
                    self._add(label(f"{count:,} {words}", "", self, wraps=True))
                    self._add(label(_named(names, count), "small", self, wraps=True))

    def ask(self) -> None:
        """Asks once more before going back."""
        self._put_question(
            f"The archive will be as it was on {self.when.text()}. What is here now is kept as a backup first, so that you"
            " can come back to it.",
            "Go back",
            removes=False,
        )

    def ask_removal(self) -> None:
        """Asks once more before a backup goes."""
        self._put_question(
            f"The backup of {self.when.text()} will be gone for good. The archive stays as it is.",
            "Remove",
            removes=True,
        )

    def _put_question(self, words: str, yes: str, *, removes: bool) -> None:
        self._removes = removes
        self.asked.setText(words)
        self.yes.setText(yes)
        self.question.show()
        self.restore.setEnabled(False)
        self.no.setFocus() if removes else self.yes.setFocus()

    def _said_yes(self) -> None:
        self.question.hide()
        (self.remove_asked if self._removes else self.restore_asked).emit(self._point)

    def leave_question(self) -> None:
        """Takes the question back."""
        self.question.hide()
        self.restore.setEnabled(self._writable)
        self.restore.setFocus()

    def _add(self, widget: QWidget) -> None:
        self.lines.addWidget(widget)
        widget.show()

    def _empty(self) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _named(names: Sequence[str], count: int) -> str:
    """The first names in quotation marks, and how many more there are."""
    shown = [one_line(name) or "without a name" for name in names[:_NAMED]]
    told = ", ".join(f"“{name if len(name) <= _NAME_CHARS else name[:_NAME_CHARS] + '…'}”" for name in shown)
    return f"{told} and {count - _NAMED:,} more" if count > _NAMED else told
