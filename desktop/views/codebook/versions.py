"""Which versions of a definition there were: one quiet line that unfolds into all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from archive.model.passage import Definition
from desktop.widgets.basics import label
from desktop.wording import counted


class Versions(QWidget):
    """`show_versions` takes them newest first; hidden when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tag-versions")
        self._versions: Sequence[Definition] = ()
        self.newest = label("", "small", self)
        self.button = QPushButton(self)
        self.button.setProperty("look", "link")
        self.button.setObjectName("tag-versions-open")
        self.button.setToolTip("Shows or hides the earlier versions")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.newest)
        row.addWidget(self.button)
        row.addStretch(1)
        self._earlier = QVBoxLayout()
        self._earlier.setContentsMargins(0, 4, 0, 4)
        self._earlier.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(self._earlier)

    def show_versions(self, versions: Sequence[Definition]) -> None:
        self._versions = versions
        self.setVisible(bool(versions))
        if versions:
            earlier = counted(len(versions) - 1, "earlier version")
            self.newest.setText(f"Version {versions[0].version}, {said(versions[0])}")
            self.button.setText(earlier)
            self.button.setAccessibleName(f"Show {earlier}")
            self.button.setVisible(len(versions) > 1)
        if len(versions) < 2:
            self.button.setChecked(False)
        self._show()

    def _show(self) -> None:
        while self._earlier.count():
            item = self._earlier.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if not self.button.isChecked():
            return
        for version in self._versions[1:]:
            for words, look in _told(version):
                line = label(words, look, self, wraps=True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._earlier.addWidget(line)
                line.show()


def said(version: Definition) -> str:
    """When and by whom."""
    moment = QDateTime.fromString(version.created, Qt.DateFormat.ISODateWithMs).toLocalTime()
    day = QLocale.c().toString(moment.date(), "d MMM yyyy")
    return f"{day} by {version.author}" if version.author else day


def _told(version: Definition) -> list[tuple[str, str]]:
    lines = [(f"Version {version.version}, {said(version)}", "section")]
    parts = (("", version.definition), ("Use: ", version.use_when), ("Not: ", version.not_when))
    lines += [(f"{before}{words}", "muted") for before, words in parts if words]
    return lines if len(lines) > 1 else [*lines, ("No words", "muted")]
