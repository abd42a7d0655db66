"""One picture of an article in a window of its own: as large as there is room, with what is said of it. Knows no archive."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from archive.base.text import visible
from archive.model.article import Illustration
from desktop.theme import Theme
from desktop.widgets.basics import label

from .picturing import WAITING

_SHARE = 0.86  # of the window below


class _Canvas(QWidget):
    """Draws the picture, never larger than it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("picture_canvas")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(200, 120))
        self._theme = theme
        self.shown: QImage | str = WAITING

    def show_image(self, shown: QImage | str) -> None:
        self.shown = shown
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if isinstance(self.shown, QImage):
            size = self.shown.size()
            if size.width() > self.width() or size.height() > self.height():
                size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(
                (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
            )
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.shown)
        else:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.shown)
        painter.end()


class PictureDialog(QDialog):
    """`stepped(by)`: to another picture; `copy_asked(image)`, `export_asked(number)`."""

    stepped = Signal(int)
    copy_asked = Signal(QImage)
    export_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setWindowTitle("Picture")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.number = 0
        self.canvas = _Canvas(theme, self)
        self.said = label("", "", self, wraps=True)
        self.said.setObjectName("picture_caption")
        self.facts = label("", "small", self)
        self.back = self._step("picture_back", "caret-left", "Previous picture", -1, theme)
        self.on = self._step("picture_on", "caret-right", "Next picture", 1, theme)
        self.copy, self.export = QPushButton("Copy", self), QPushButton("Export picture…", self)
        self.copy.setObjectName("picture_copy")
        self.export.setObjectName("picture_export")
        self.shut = QPushButton("Close", self)
        self.shut.clicked.connect(self.close)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(lambda: self.export_asked.emit(self.number))
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.back, self.on, self.facts):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self.copy, self.export, self.shut):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.said)
        column.addLayout(row)
        window = parent.window().size()
        self.resize(round(window.width() * _SHARE), round(window.height() * _SHARE))
        self.shut.setFocus()

    def show_picture(self, number: int, count: int, said: str, picture: Illustration) -> None:
        """Another picture, whose image is still to come."""
        self.number = number
        self.canvas.show_image(WAITING)
        self.canvas.setAccessibleName(f"Picture: {said}" if said else "Picture")
        self.said.setText(visible(said))
        self.said.setVisible(bool(said))
        size = f" · {picture.width:,} × {picture.height:,}" if picture.width else ""
        self.facts.setText(f"{number + 1:,} of {count:,}{size} · {picture.media_type.removeprefix('image/').upper()}")
        self.copy.setEnabled(False)
        for button in (self.back, self.on):
            button.setVisible(count > 1)

    def show_image(self, shown: QImage | str) -> None:
        """The image, or why there is none."""
        self.canvas.show_image(shown)
        self.copy.setEnabled(isinstance(shown, QImage))

    def _copy(self) -> None:
        if isinstance(self.canvas.shown, QImage):
            self.copy_asked.emit(self.canvas.shown)

    def _step(self, name: str, icon: str, spoken: str, by: int, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(theme.icon(icon))
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self.on.isVisibleTo(self):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)
