"""The codebook: the tree of tags, and beside it everything about the one that is chosen."""

from typing import cast

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from archive.model.ids import TagId
from archive.model.passage import Tag
from desktop.context import Context
from desktop.models.codebook import CodebookModel
from desktop.models.tags import TagBook
from desktop.views.aboutmemos import AboutMemos
from desktop.views.welcome import Beginning
from desktop.widgets.basics import splitter
from desktop.widgets.keys import in_tab_order, is_single
from desktop.widgets.tag_box import TagBox

from .acts import TagActs
from .detail import Detail
from .facts import TagFacts, facts
from .tree import TreePane

TREE_PX = 340
_EMPTY = "The codebook is empty: tags name what passages are about, and a tag can have others below it."


class Codebook(QWidget):
    """The view that the window calls Codebook. Built empty; `refresh` fills it."""

    open_requested = Signal(int, int, int)  # article, start and end in code points
    article_requested = Signal(int)
    passages_requested = Signal(str)  # path of a tag

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codebook")
        self.setAccessibleName("Codebook")
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self.book = TagBook(context, self)
        self.model = CodebookModel(self)
        self.model.writable, self.model.unfit = not context.archive.read_only, self.book.unfit
        self.model.repeats = self.book.repeats
        # Each is made where it stays: what is moved is styled again, with all that is in it.
        self._whole = QWidget(self)
        self.splitter = splitter(self._whole)
        self.pane = TreePane(self.model, context.theme, self.splitter)
        self.tree = self.pane.tree
        self.detail = Detail(context.theme, lambda parent: AboutMemos(context, parent), self.splitter)
        self.memos = self.detail.memos
        self.detail.show_writable(self.model.writable)
        self.box = TagBox(context.theme, self, "codebook-box")
        self._wish = ""
        self.acts = TagActs(self, self.book, self.box)
        self._build()
        self.book.changed.connect(self._show_tags)
        self.tree.tag_chosen.connect(self._show_tag)
        self.detail.open_requested.connect(self.open_requested)
        self.detail.article_requested.connect(self.article_requested)
        self.detail.passages_requested.connect(self.passages_requested)
        self.detail.tag_asked.connect(lambda number: self._choose(TagId(number)))

    def _build(self) -> None:
        new = self.context.actions.button("tag.new", self.pane)
        new.setToolTip("New tag (Insert)")
        self.pane.head.addWidget(new)
        in_tab_order([self.pane.filter, new, self.tree])
        self.splitter.setObjectName("codebook-splitter")
        for widget, least in ((self.pane, 240), (self.detail, 320)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([TREE_PX, 1000])
        self.empty = Beginning(
            "codebook_empty",
            _EMPTY,
            [("starter", "Add the starter codebook", self.acts.add_starter), ("new", "New tag…", self.acts.new)],
        )
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._whole)
        self._stack.addWidget(self.empty)

    # What the window asks

    def refresh(self) -> None:
        """Loads the codebook for the first time; later it follows every act by itself."""
        if not self.book.loaded:
            self.book.refresh()

    def closing(self) -> None:
        """Hands on at once the words that are being typed; the archive closes next."""
        self.detail.save()

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order."""
        return {"tree": self.pane, "detail": self.detail}

    def take_focus(self) -> None:
        """Gives the keyboard to the tree, or to the way on when it is empty."""
        (self.tree if len(self.model) else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)

    # Where one is

    @property
    def tag(self) -> Tag | None:
        """The tag that is chosen."""
        return self.tree.chosen

    def wish(self, path: str) -> None:
        """Goes to a tag once it is there."""
        self._wish = path

    def show_path(self, path: str) -> None:
        """Goes to the tag with this path, as soon as the codebook is there."""
        if self.book.named(path) is None:
            self.wish(path)
        self.go_to(path)

    def go_to(self, path: str) -> None:
        """Goes to the tag with this path."""
        tag = self.book.named(path)
        if tag is not None:
            self._choose(tag.id)

    def _choose(self, tag_id: TagId) -> None:
        if not self.model.index_of(tag_id).isValid():
            self.pane.filter.clear()
        if self.tree.choose(tag_id):
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def box_place(self) -> QPoint:
        """Where the tag box opens: below the filter."""
        return self.pane.mapToGlobal(QPoint(12, self.pane.filter.geometry().bottom() + 8))

    # Filling

    def _show_tags(self) -> None:
        had = bool(len(self.model)) or bool(self.model.matching)
        self.model.show_tags(self.book.tags)
        self._stack.setCurrentIndex(0 if self.book.tags else 1)
        wished, self._wish = self._wish, ""
        if wished:
            self.go_to(wished)
        if self.book.tags and not had and self.isVisible():
            self.take_focus()
        # What carries a tag may have changed where its counts did not.
        self._show_tag(self.tag)
        self.acts.refresh()

    def _show_tag(self, tag: Tag | None) -> None:
        self.detail.setVisible(tag is not None)
        self.memos.show_thing(("tag", str(tag.uid)) if tag is not None else None)
        if tag is None:
            self.detail.tag = None
            return
        self.detail.show_tag(tag)
        self.acts.refresh()
        archive = self.context.archive
        self.context.jobs.latest(("tag", id(self)), lambda _: facts(archive, tag), done=self._show_facts, owner=self)

    def _show_facts(self, found: TagFacts | None) -> None:
        if found is None:
            return
        related = tuple(tag for number in found.tag.related if (tag := self.book.tag(number)) is not None)
        self.detail.show_facts(found, related)

    # Qt

    def event(self, event: QEvent) -> bool:
        asks = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_single(event) or (asks and cast(QKeyEvent, event).matches(QKeySequence.StandardKey.Print)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Print):
            self.context.actions.trigger("codebook.print")
        elif event.key() == Qt.Key.Key_Slash:
            self.pane.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.pane.filter.selectAll()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.acts.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.detail.save()
        self.box.leave()
        self.acts.refresh()
