"""The tree of tags with its filter: colour, name, favourite's digit, and passages with and without the tags below."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archive.model.ids import TagId
from archive.model.passage import Tag
from desktop.models.codebook import TAG_ROLE, CodebookModel
from desktop.theme import Theme
from desktop.widgets.basics import clearable, label
from desktop.widgets.dragging import DropTree, drag_as_label
from desktop.widgets.keys import LeadsTo

from .renaming import NameEditor, keeps_open

ROW_PX = 30
OPEN_UP_TO = 80  # a codebook with more tags than this begins folded
# A first letter is in most of 2,000 tags; laying all of them out takes longer than the next key.
MATCHES_OPEN_UP_TO = 300
_MARGIN, _PAD, _STEP, _SWATCH, _CHEVRON, _COLUMN = 10, 8, 16, 10, 12, 52
_BAR = 8  # px that a scroll bar takes: the columns stand still when it comes
_Index = QModelIndex | QPersistentModelIndex
_KEYS: dict[int, str] = {
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
    Qt.Key.Key_Insert: "new",
    Qt.Key.Key_F2: "rename",
}


class TagDelegate(QStyledItemDelegate):
    """Paints one tag; the chosen one lies on the accent's wash."""

    def __init__(self, theme: Theme, view: DropTree) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tag: Tag = index.data(TAG_ROLE)
        theme, state = self._theme, option.state
        width = self._view.width() - 2 * _MARGIN - _BAR
        pill = QRect(_MARGIN, option.rect.y() + 1, width, option.rect.height() - 2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_wash" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(pill), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus or self._view.aimed_at == index:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inner = pill.adjusted(_PAD + _STEP * tag.path.count("/"), 0, -_PAD, 0)
        if index.model().hasChildren(index):
            name = "caret-down" if self._view.isExpanded(_plain(index)) else "caret-right"
            theme.icon(name).paint(painter, inner.x(), inner.center().y() - 4, _CHEVRON - 2, _CHEVRON - 2)
        inner.setLeft(inner.left() + _CHEVRON + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tag.colour}_mark"))
        painter.drawRoundedRect(QRectF(inner.x(), inner.center().y() - _SWATCH / 2 + 1, _SWATCH, _SWATCH), 3, 3)
        inner.setLeft(inner.left() + _SWATCH + _PAD)
        inner.setRight(self._paint_figures(painter, tag, inner))
        font = theme.font("interface")
        painter.setFont(font)
        painter.setPen(theme.color("accent" if chosen else "text"))
        words = QFontMetrics(font).elidedText(tag.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _paint_figures(self, painter: QPainter, tag: Tag, box: QRect) -> int:
        """The counts in two columns and the digit before them; gives the right edge of what is left."""
        painter.setFont(self._theme.font("small_numbers"))
        painter.setPen(self._theme.color("muted"))
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        right = box.right()
        for count in (tag.passages_below, tag.passages):
            place = QRect(right - _COLUMN, box.y(), _COLUMN, box.height())
            painter.drawText(place, at_right, f"{count:,}")
            right -= _COLUMN
        if tag.shortcut:
            frame = QRect(right - 16, box.center().y() - 7, 16, 16)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, tag.shortcut)
            painter.setPen(self._theme.color("line"))
            painter.drawRoundedRect(QRectF(frame), 4, 4)
            right -= 24
        return right

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        book, tag = index.model(), index.data(TAG_ROLE)
        assert isinstance(book, CodebookModel)
        return NameEditor(lambda name: book.unfit(tag, name), parent, repeats=lambda name: book.repeats(tag, name))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if keeps_open(editor, event):
            return event.type() == QEvent.Type.KeyPress
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if not (isinstance(editor, NameEditor) and editor.refused):
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        tag: Tag = index.data(TAG_ROLE)
        left = _MARGIN + _STEP * tag.path.count("/") + _CHEVRON + _SWATCH
        editor.setGeometry(left, option.rect.y(), self._view.viewport().width() - left - _MARGIN, option.rect.height())


class TagTree(DropTree):
    """Keys of a tree, and what is open stays open when the tags change."""

    asked = Signal(str)  # "new", "remove", "rename", by a key
    menu_asked = Signal(object, QPoint)  # Tag or None, global position
    tag_chosen = Signal(object)  # Tag or None

    def __init__(self, model: CodebookModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tags")
        self.setAccessibleName("Tags")
        self.setProperty("look", "rows")
        self.book = model
        self.setModel(model)
        self.delegate = TagDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._chosen: TagId | None = None
        self._moved: dict[TagId, bool] = {}  # opened (True) or folded by hand
        self._restoring = False
        self.customContextMenuRequested.connect(self._ask_menu)
        self.expanded.connect(lambda index: self._remember(index, True))
        self.collapsed.connect(lambda index: self._remember(index, False))
        self.selectionModel().currentChanged.connect(self._current_changed)
        model.modelAboutToBeReset.connect(self._begin)
        model.modelReset.connect(self._restore)
        theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> Tag | None:
        return self.book.tag(self.currentIndex())

    def choose(self, tag_id: TagId) -> bool:
        """Makes a tag the current one and shows it; False when it is not in the tree."""
        index = self.book.index_of(tag_id)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def rename(self) -> None:
        """Opens the editor in place."""
        if self.currentIndex().isValid():
            self.setFocus()
            self.edit(self.currentIndex())

    # What stays

    def _begin(self) -> None:
        self._restoring = True

    def _restore(self) -> None:
        few = len(self.book) <= (MATCHES_OPEN_UP_TO if self.book.matching else OPEN_UP_TO)
        if few:
            self.expandAll()
        if not self.book.matching:
            self._open_as_left(few)
        self._restoring = False
        if self._chosen is None or not self.choose(self._chosen):
            self._choose_first()

    def _open_as_left(self, opened: bool) -> None:
        """Opens and folds again what was opened or folded by hand, where all others are `opened`, or all folded."""
        for tag_id, wanted in self._moved.items():
            index = self.book.index_of(tag_id)
            if wanted != opened and index.isValid() and self.book.hasChildren(index):
                self.setExpanded(index, wanted)

    def _choose_first(self) -> None:
        first = self.book.index(0, 0)
        if first.isValid():
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.tag_chosen.emit(None)

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        if self._restoring or self.book.matching:
            return
        tag = self.book.tag(index)
        if tag is not None:
            self._moved[tag.id] = opened

    def _current_changed(self, index: QModelIndex) -> None:
        tag = self.book.tag(index)
        if self._restoring or tag is None:
            return
        self._chosen = tag.id
        self.tag_chosen.emit(tag)

    def _ask_menu(self, point: QPoint) -> None:
        self.menu_asked.emit(self.book.tag(self.indexAt(point)), self.viewport().mapToGlobal(point))

    # Dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        tag = self.chosen
        if tag is not None:
            mime = self.book.mimeData([self.currentIndex()])
            drag_as_label(self, mime, tag.path.replace("/", " / "), Qt.DropAction.MoveAction)

    # Qt

    def event(self, event: QEvent) -> bool:
        # These keys mean the tag here, whatever they mean to the window.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _meant(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        editor = self.findChild(NameEditor)
        if isinstance(editor, NameEditor) and editor.isVisible() and editor.text().strip() and editor.refused:
            editor.setFocus()  # another row would close it, and what was typed would be lost
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if _meant(event):
            self.asked.emit(_KEYS[key])
        elif key == Qt.Key.Key_Menu:
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.chosen, self.viewport().mapToGlobal(box.bottomLeft()))
        else:
            super().keyPressEvent(event)


class TreePane(QWidget):
    """The filter over the tree."""

    def __init__(self, model: CodebookModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codebook-list")
        self.setProperty("look", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tree = TagTree(model, theme, self)
        self.filter = QLineEdit(self)
        self.filter.setObjectName("codebook-filter")
        self.filter.setAccessibleName("Filter tags")
        self.filter.setPlaceholderText("Filter tags")
        self.filter.setProperty("look", "search")
        clearable(self.filter, theme)
        self.filter.addAction(theme.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(model.show_matching)
        LeadsTo(self.filter, self.tree)
        self.head = QHBoxLayout()
        self.head.setSpacing(4)
        self.head.addWidget(self.filter, 1)
        figures = QHBoxLayout()
        figures.setContentsMargins(_PAD - 2, 0, _PAD + _BAR, 0)
        figures.setSpacing(0)
        figures.addWidget(label("Tag", "section", self), 1)
        for words, said in (("Own", "Passages with this very tag"), ("All", "Passages with it or a tag below it")):
            column = label(words, "small", self)
            column.setFixedWidth(_COLUMN)
            column.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.setToolTip(said)
            figures.addWidget(column)
        self.nothing = label("No tag holds these words.", "muted", self)
        self.nothing.setContentsMargins(_PAD, 8, _PAD, 8)
        self.nothing.hide()
        top = QVBoxLayout()
        top.setContentsMargins(_MARGIN + 2, 12, _MARGIN, 0)
        top.setSpacing(10)
        top.addLayout(self.head)
        top.addLayout(figures)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(4)
        column_.addLayout(top)
        column_.addWidget(self.nothing)
        column_.addWidget(self.tree, 1)
        model.modelReset.connect(lambda: self.nothing.setVisible(bool(model.matching) and not len(model)))


def _meant(event: QKeyEvent) -> bool:
    return event.key() in _KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier


def _plain(index: _Index) -> QModelIndex:
    """The index as a view takes it."""
    return index.model().index(index.row(), index.column(), index.parent())
