"""Fields of a tag that are edited in place: words that save when the keyboard leaves them, and the colour's swatches."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from archive.model.passage import COLOURS
from desktop.theme import Theme
from desktop.widgets.note_field import NoteField

_LEAST_LINES, _MOST_LINES = 1, 12


class Words(NoteField):
    """Plain words, as tall as they need; of a very long line the end, as of every note.

    `edited(text)` when the keyboard leaves them changed, or on Ctrl+Return; Esc takes back.
    """

    edited = Signal(str)

    def __init__(self, name: str, spoken: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setProperty("look", "field")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._kept = ""
        self.textChanged.connect(self._fit)
        self.earlier.clicked.connect(self._fit)

    @property
    def unsaved(self) -> bool:
        text = self.typed_note(self._kept)
        return text is not None and text.strip() != self._kept.strip()

    def show_words(self, text: str, *, force: bool = False) -> None:
        """Shows what the archive holds; words being typed stay, unless forced."""
        typing = self.hasFocus() and self.unsaved and not force
        self._kept = text
        if not typing and self.note != text:
            self._show(text)

    def _show(self, text: str) -> None:
        self.show_note(text)
        self._fit()

    def save(self) -> None:
        """Tells of a change that nobody was told of yet."""
        if self.unsaved:
            self._kept = self.note.strip()
            self.edited.emit(self._kept)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()

    def event(self, event: QEvent) -> bool:
        # While words are typed, the window's single keys are letters.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._show(self._kept)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.save()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Lines as they are wrapped now; a plain text document measures its height in lines."""
        lines = min(max(int(self.document().size().height()), _LEAST_LINES), _MOST_LINES)
        around = 2 * int(self.document().documentMargin()) + self.viewportMargins().top() + 14
        height = lines * self.fontMetrics().lineSpacing() + around
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)


class Swatch(QAbstractButton):
    """One colour to choose; a ring when it is chosen. Without a role it stands for "as the tag above"."""

    def __init__(self, role: str, words: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._role, self._theme = role, theme
        self.setCheckable(True)
        self.setObjectName(f"colour-{role or 'inherit'}")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFixedSize(28, 28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.inherited = COLOURS[0]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, circle = self._theme, QRectF(self.rect()).adjusted(5, 5, -5, -5)
        mark = theme.color(f"{self._role or self.inherited}_mark")
        painter.setPen(QPen(mark, 1.5, Qt.PenStyle.SolidLine if self._role else Qt.PenStyle.DotLine))
        painter.setBrush(theme.color(self._role) if self._role else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            theme.icon("check-bold", "text").paint(painter, circle.adjusted(3, 3, -3, -3).toRect())
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class Swatches(QWidget):
    """The five colours and "as the tag above". `chosen(role)`, "" for the latter; arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tag-colour")
        self.setAccessibleName("Colour")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        group = QButtonGroup(self)
        self.buttons: dict[str, Swatch] = {}
        for role in (*COLOURS, ""):
            words = role.capitalize() if role else "As the tag above"
            swatch = self.buttons[role] = Swatch(role, words, theme, self)
            swatch.clicked.connect(lambda _checked=False, role=role: self.chosen.emit(role))
            group.addButton(swatch)
            row.addWidget(swatch)
        row.addStretch(1)
        theme.changed.connect(self.update)

    def show_colour(self, own: str | None, in_force: str) -> None:
        """`own` is None when the colour comes from the tag above."""
        inherit = self.buttons[""]
        inherit.inherited = in_force
        self.buttons[own or ""].setChecked(True)
        self.update()
        inherit.update()


class RelatedTag(QPushButton):
    """A tag that has to do with the one shown. `parted(path)` by Del or the menu; a press goes to it."""

    parted = Signal(str)

    def __init__(self, path: str, parent: QWidget) -> None:
        super().__init__(path.replace("/", " / ").replace("&", "&&"), parent)
        self._path = path
        self.setProperty("look", "chip")
        self.setObjectName("tag-related")
        self.setAccessibleName(f"Related: {path}")
        self.setToolTip("Go to the tag; Del takes the relation away")

    def event(self, event: QEvent) -> bool:
        # Del means the relation here, whatever it means to the window.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            if event.type() == QEvent.Type.KeyPress:
                self.parted.emit(self._path)
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("No longer related").triggered.connect(lambda: self.parted.emit(self._path))
        menu.popup(event.globalPos())
