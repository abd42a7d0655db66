"""The column at the left of the passages: how tags combine, from when to when, and the facets."""

import re
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from archive.model.passage import Match, PassageFilter
from desktop.theme import Theme
from desktop.widgets.basics import Choices, TickBox, label
from desktop.widgets.keys import in_tab_order

from .facets import Facet, FacetList, ticked

# A year, a month or a day; the beginning of a stored moment is compared with it.
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Filters(QWidget):
    """`changed(PassageFilter)` when a person narrows or widens. The words looked for stand elsewhere and are kept."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passage-filters")
        self.setAccessibleName("Filters")
        self.setProperty("look", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._filter = PassageFilter()
        self.facets = FacetList(theme, self)
        self.match = Choices("tag-match", ((Match.ANY, "Any"), (Match.ALL, "All"), (Match.NONE, "None")), self)
        self.below = TickBox("With the tags below", theme, self)
        self.below.setObjectName("tags-below")
        self.since, self.until = self._date("made-since", "Made since"), self._date("made-until", "Made until")
        self.clear = QPushButton("Show all", self)
        self.clear.setObjectName("filters-clear")
        self.clear.setAccessibleName("Show all passages")
        self.clear.setProperty("look", "link")
        self._build()

    def _date(self, name: str, words: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setPlaceholderText(words.removeprefix("Made ").capitalize())
        field.setToolTip(f"{words}: a year, month or day, such as 2024-03")
        field.editingFinished.connect(self._dated)
        field.textEdited.connect(lambda: self._mark(field))
        return field

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Filters", "strong", self))
        head.addStretch(1)
        head.addWidget(self.clear)
        self._tag_rows = QWidget(self)
        tags = QVBoxLayout(self._tag_rows)
        tags.setContentsMargins(0, 0, 0, 0)
        tags.setSpacing(4)
        tags.addWidget(label("Passages with these tags", "section", self))
        tags.addWidget(self.match)
        tags.addWidget(self.below)
        dates = QHBoxLayout()
        dates.setSpacing(6)
        dates.addWidget(self.since)
        dates.addWidget(self.until)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._tag_rows)
        column.addLayout(dates)
        column.addWidget(self.facets, 1)
        self.match.chosen.connect(lambda value: self._take(replace(self._filter, match=Match(value))))
        self.below.clicked.connect(lambda on: self._take(replace(self._filter, below=on)))
        self.clear.clicked.connect(lambda: self._take(PassageFilter()))
        self.facets.ticked.connect(lambda facet: self._take(self._ticked(facet)))
        in_tab_order(
            [self.clear, *self.match.findChildren(QPushButton), self.below, self.since, self.until, self.facets]
        )
        self.show_filter(PassageFilter())

    def _ticked(self, facet: Facet) -> PassageFilter:
        return ticked(self._filter, facet)

    def show_filter(self, wanted: PassageFilter) -> None:
        """Shows what is in force, without a signal."""
        self._filter = wanted
        self.match.choose(wanted.match)
        self.below.setChecked(wanted.below)
        self._tag_rows.setVisible(bool(wanted.tags))
        for field, value in ((self.since, wanted.since), (self.until, wanted.until)):
            if not field.hasFocus():
                field.setText(value or "")
                self._mark(field)
        self.clear.setVisible(wanted != PassageFilter())

    def _mark(self, field: QLineEdit) -> None:
        text = field.text().strip()
        field.setProperty("invalid", "true" if text and not _DAY.fullmatch(text) else "false")
        field.style().unpolish(field)
        field.style().polish(field)

    def _dated(self) -> None:
        since, until = self.since.text().strip(), self.until.text().strip()
        if all(not text or _DAY.fullmatch(text) for text in (since, until)):
            wanted = replace(self._filter, since=since or None, until=until or None)
            if wanted != self._filter:
                self._take(wanted)

    def _take(self, wanted: PassageFilter) -> None:
        self.changed.emit(wanted)
