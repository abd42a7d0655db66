"""A tag in its colour: words in full ink on the highlight; with × where it can be taken away."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.theme import Theme

_MOST_PX = 210
_ROOM_PX = 5  # above and below the line together, as in the Passages view


class TagChip(QPushButton):
    """Clicking takes the tag away when it is `removable`; else it only tells."""

    def __init__(
        self, path: str, colour: str, theme: Theme, parent: QWidget | None = None, *, removable: bool = False
    ) -> None:
        super().__init__(path, parent)
        self.path, self.colour, self._theme, self._removable = path, colour, theme, removable
        self.setObjectName("passage_tag")
        self.setAccessibleName(f"{path}: take away" if removable else path)
        self.setToolTip(f"Take “{path}” away" if removable else path)
        self.setFont(theme.font("small"))
        self.setProperty("look", "tag")  # no least height of the sheet's: it beats sizes set in code
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if not removable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _words(self) -> str:
        return " / ".join(self.path.split("/")) + ("  ×" if self._removable else "")

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(min(_MOST_PX, metrics.horizontalAdvance(self._words()) + 18), metrics.height() + _ROOM_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._removable and (self.hasFocus() or self.underMouse())
        painter.setPen(QPen(self._theme.color("accent"), 1.2) if lit else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self.colour))
        round_ = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6), round_, round_)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self.font())
        room = self.rect().adjusted(8, 0, -8, 0)
        words = self.fontMetrics().elidedText(self._words(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
