"""A tag in its colour: words in full ink on the highlight; with × where it can be taken away."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
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
        super().__init__(parent)
        self._theme, self._removable = theme, removable
        self.path, self.colour, self._hint = "", colour, QSize()
        self.setObjectName("passage_tag")
        self.setFont(theme.font("small"))
        self.setProperty("look", "tag")  # no least height of the sheet's: it beats sizes set in code
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if not removable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_tag(path, colour)

    def show_tag(self, path: str, colour: str) -> None:
        """Stands for another tag."""
        if colour != self.colour:
            self.colour = colour
            self.update()
        if path != self.path:
            self.path, self._hint = path, QSize()
            self.setText(path)
            self.setAccessibleName(f"{path}: take away" if self._removable else path)
            self.setToolTip(f"Take “{path}” away" if self._removable else path)
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hint = QSize()

    def _words(self) -> str:
        return " / ".join(self.path.split("/")) + ("  ×" if self._removable else "")

    def sizeHint(self) -> QSize:
        # Kept: a layout asks for it many times, and words are slow to measure.
        if not self._hint.isValid():
            metrics = self.fontMetrics()
            wide = min(_MOST_PX, metrics.horizontalAdvance(self._words()) + 18)
            self._hint = QSize(wide, metrics.height() + _ROOM_PX)
        return self._hint

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
