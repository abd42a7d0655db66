"""What is known of an original beside it: name, kind, where it lay, its SHA-512 and what a check of it found. Knows no archive."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive.base.text import visible
from archive.operations.originals import Held, Shape
from desktop import wording
from desktop.theme import Theme
from desktop.views.reader.facts import breakable, size
from desktop.widgets.basics import hairline, label, push_button
from desktop.widgets.dragging import local_paths
from desktop.widgets.dropdown import Dropdown

WIDTH_PX = 272
_GROUP = 16  # characters of a SHA-512 in a line of four groups
_SHAPES = {
    Shape.PAGES: "Each page is drawn as a picture in a process of its own. Links and scripts in the file do nothing.",
    Shape.SOURCE: "The source is shown as it stands in the file. Nothing in it is interpreted, loaded or run.",
    Shape.WORDS: "The file is no text: these are all the words that were found in it, also those that were set aside.",
}

_KINDS = {
    "application/epub+zip": "E-book (EPUB)",
    "application/pdf": "PDF",
    "application/rtf": "Rich text (RTF)",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "message/rfc822": "Mail",
    "multipart/related": "Web page in one file (MHTML)",
    "text/html": "Web page (HTML)",
    "text/markdown": "Markdown",
    "text/plain": "Plain text",
}


def grouped(sha512: str) -> str:
    """The 128 characters in groups that can be compared by eye."""
    return " ".join(sha512[at : at + _GROUP] for at in range(0, len(sha512), _GROUP))


class FactsPanel(QWidget):
    """`check_asked`, `compare_asked(path)`; `choose_asked` when a file is to be chosen for that; `chosen(address)`: another original."""

    check_asked = Signal()
    choose_asked = Signal()
    compare_asked = Signal(object)
    export_asked = Signal()
    chosen = Signal(str)
    elsewhere_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("original_facts")
        self.setFixedWidth(WIDTH_PX)
        self.setAcceptDrops(True)
        self._sha512 = ""
        self.which = Dropdown(self)
        self.which.setObjectName("original_which")
        self.which.setAccessibleName("Which file of the article")
        self.which.activated.connect(lambda at: self.chosen.emit(self.which.itemData(at)))
        self._values = {name: self._value(name) for name in ("File", "Kind", "Size", "Imported", "Editions", "From")}
        self.shape = label("", "small", self, wraps=True)
        self.digest = label("", "", self, wraps=True)
        self.digest.setObjectName("original_sha512")
        self.digest.setFont(theme.font("mono", 11))
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = self._button("original_copy_sha512", "Copy", "Copy the whole SHA-512")
        self.check = self._button("original_check", "Check now", "Check that the bytes are those that were imported")
        self.compare = self._button("original_compare", "Compare a file…", "Compare a file on a disk with the original")
        self.result = label("", "", self, wraps=True)
        self.result.setObjectName("original_result")
        self.result.hide()
        self.hint = label("Or drop a file here to compare it.", "small", self, wraps=True)
        self.export = self._button("original_export", "Export original…", "Write the file exactly as it was imported")
        self.elsewhere = self._button(
            "original_elsewhere",
            "Open with the system's program…",
            "Open a copy with the system's program, after a warning",
        )
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self._sha512))
        self.check.clicked.connect(self.check_asked)
        self.compare.clicked.connect(self.choose_asked)
        self.export.clicked.connect(self.export_asked)
        self.elsewhere.clicked.connect(self.elsewhere_asked)
        self._lay_out()

    def show_held(self, held: Held, others: Sequence[Held] = ()) -> None:
        """Fills the panel; what an earlier check said goes. `others` are all originals of the article, to choose from."""
        original = held.original
        self._show_which(held, others)
        self._sha512 = original.sha512
        places = [visible(each) for each in held.places] or ["the clipboard"]
        words = {
            "File": visible(original.name),
            "Kind": _KINDS.get(original.media_type, original.media_type),
            "Size": f"{size(original.size)} ({original.size:,} bytes)"
            if original.size >= 1000
            else size(original.size),
            "Imported": wording.day(held.imported),
            "Editions": ", ".join(map(str, held.editions)) or "none: the text was here already",
            "From": "\n".join(places[:3]) + (f"\nand {len(places) - 3:,} more" if len(places) > 3 else ""),
        }
        for name, value in self._values.items():
            value.setText(breakable(words[name]))
            value.setAccessibleName(f"{name}: {words[name]}")
        self.shape.setText(_SHAPES[held.shape])
        self.digest.setText(grouped(original.sha512))
        self.digest.setAccessibleName(f"SHA-512: {original.sha512}")
        self.result.hide()

    def _show_which(self, held: Held, others: Sequence[Held]) -> None:
        self.which.clear()
        for each in others:
            made = ", ".join(map(str, each.editions))
            said = f"edition {made}" if made else "the same text"
            self.which.addItem(f"{visible(each.original.name)[:60]} — {said}", each.original.sha512)
        self.which.setCurrentIndex(max(0, self.which.findData(held.original.sha512)))
        self.which.setVisible(len(others) > 1)

    def say(self, words: str, *, warning: bool = False) -> None:
        """What a check or a comparison found."""
        self.result.setProperty("look", "warning" if warning else "strong")
        self.result.style().unpolish(self.result)
        self.result.style().polish(self.result)
        self.result.setText(visible(words))
        self.result.setAccessibleName(words)
        self.result.show()

    def _value(self, name: str) -> QLabel:
        value = label("", "", self, wraps=True)
        value.setObjectName(f"original_{name.lower()}")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value

    def _button(self, name: str, words: str, spoken: str) -> QPushButton:
        return push_button(words, name, self, spoken=spoken, tip=spoken)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, value in self._values.items():
            form.addRow(label(name, "small", self), value)
        checks = QHBoxLayout()
        checks.setSpacing(8)
        for button in (self.check, self.copy):
            checks.addWidget(button)
        checks.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 4, 0, 16)
        rows.setSpacing(10)
        rows.addWidget(self.which)
        rows.addLayout(form)
        rows.addWidget(self.shape)
        rows.addWidget(_line(self))
        rows.addWidget(label("SHA-512", "section", self))
        rows.addWidget(self.digest)
        rows.addLayout(checks)
        rows.addWidget(self.result)
        rows.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.hint)
        rows.addWidget(_line(self))
        rows.addWidget(self.export)
        rows.addWidget(self.elsewhere)
        rows.addStretch(1)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(local_paths(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = local_paths(event.mimeData())
        if len(found) == 1:
            event.acceptProposedAction()
            self.compare_asked.emit(found[0])


def _line(parent: QWidget) -> QFrame:
    return hairline(parent=parent)
