"""The shelf under the timeline: times that have a date but no day to stand at, because a year is not known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from archive.model.event import Mention
from desktop.views.events.words import Headings, source, when
from desktop.widgets.basics import label
from desktop.wording import one_line

_SHOWN = 8
_LEAST_PX, _CHIP_PX = 220, 20  # the words of a chip, and what stands round them
_GAP_PX = 6


class Shelf(QWidget):
    """`picked(id)`: show it; `all_asked()`: list all of them."""

    picked = Signal(object)
    all_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_shelf")
        self.setAccessibleName("Undated")
        self._name = label("Undated", "section", self)
        self._buttons = [QPushButton(self) for _ in range(_SHOWN)]
        self._mentions: Sequence[Mention] = ()
        self.more = QPushButton(self)
        self.more.setObjectName("timeline_shelf_all")
        self.more.setProperty("look", "quiet")
        self.more.clicked.connect(self.all_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(_GAP_PX)
        row.addWidget(self._name)
        for number, button in enumerate(self._buttons):
            button.setProperty("look", "chip")
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, number=number: self.picked.emit(self._mentions[number].id))
            row.addWidget(button)
        row.addWidget(self.more)
        row.addStretch(1)

    def show_mentions(self, mentions: Sequence[Mention], total: int, headings: Headings) -> None:
        """Shows the first of them; the shelf is gone when there are none."""
        self._mentions = mentions[:_SHOWN]
        self.setVisible(total > 0)
        for button, mention in zip(self._buttons, self._mentions, strict=False):
            words = f"{one_line(mention.exact) or mention.label} · {when(mention)}"
            button.setObjectName(f"shelf_{mention.uid[:8]}")
            button.setToolTip(f"{mention.label} — {source(mention, headings)}")
            button.setAccessibleName(words)
        self.more.setText(f"All {total:,}" if total > 1 else "List it")
        self.more.setAccessibleName(f"List all {total:,} undated" if total > 1 else "List the undated one")
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        room = self.width() - 48 - self._name.sizeHint().width() - self.more.sizeHint().width() - 2 * _GAP_PX
        # Few share all the room; of many each has at least enough to tell by.
        share = max(_LEAST_PX, room // max(1, len(self._mentions)) - _GAP_PX - _CHIP_PX)
        for number, button in enumerate(self._buttons):
            words = self.fontMetrics().elidedText(button.accessibleName(), Qt.TextElideMode.ElideRight, share)
            button.setText(words.replace("&", "&&"))
            room -= button.sizeHint().width() + _GAP_PX
            button.setVisible(number < len(self._mentions) and room >= 0)
