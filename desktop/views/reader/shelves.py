"""Where an article stands: its tags and collections as chips, each to be taken away with a click; and what it is of others."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.ids import ArticleId, CollectionId
from archive.operations import collect
from desktop.context import Context
from desktop.widgets.basics import label
from desktop.widgets.chip import Chip, Flow

from .alike import AlikeRow
from .facts import Facts

_ADDING = (("tags", "article.tag", "Tag…"), ("collections", "article.collect", "Add…"))
_Away = Callable[[Archive, ArticleId], Change]  # takes an article out


def _untagged(tag: str, archive: Archive, article: ArticleId) -> Change:
    return collect.untag(archive, [article], tag)


def _removed(shelf: CollectionId, archive: Archive, article: ArticleId) -> Change:
    return collect.remove(archive, shelf, [article])


class Shelves(QWidget):
    """Filled by `show_facts`."""

    listed = Signal()  # its chips were made anew

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("article_shelves")
        self._context = context
        self._article: ArticleId | None = None
        self._shown: object = None
        self._groups = {name: Flow(gap=6, row_gap=6) for name in ("tags", "collections")}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for name, words in (("tags", "Tags"), ("collections", "Collections")):
            rows.addWidget(label(words, "section", self))
            rows.addLayout(self._groups[name])
        self.alike = AlikeRow(context, self)
        rows.addWidget(self.alike)

    def show_facts(self, found: Facts, *, read_only: bool) -> None:
        """Shows the tags and collections of an article."""
        self._article = found.article.id
        self.alike.show_article(found.article.id)
        adding = [each for each in _ADDING if self._context.actions.handles(each[1]) and not read_only]
        shelves = [(shelf.id, shelf.name) for shelf in found.collections]
        shown = (found.tags, shelves, adding, read_only)
        if shown == self._shown:
            return  # most articles stand where the one before does, and widgets take longest to make
        self._shown = shown
        for flow in self._groups.values():
            flow.clear()
        for tag in found.tags:
            self._chip("tags", tag, partial(_untagged, tag))
        for shelf, name in shelves:
            self._chip("collections", name, partial(_removed, shelf))
        for group, command, words in adding:
            button = QPushButton(words, self)
            button.setObjectName(f"add_to_{group}")
            button.setAccessibleName(self._context.actions.label(command))
            button.setProperty("look", "chip")
            button.clicked.connect(lambda _=False, command=command: self._context.actions.trigger(command))
            self._groups[group].addWidget(button)
            button.show()
        self.listed.emit()

    def _chip(self, group: str, words: str, away: _Away) -> None:
        archive = self._context.archive
        chip = Chip(words if archive.read_only else f"{words}  ×", parent=self)
        chip.setObjectName(f"{group}_chip")
        chip.setAccessibleName(f"{words}: take away")
        chip.setCheckable(False)
        chip.setEnabled(not archive.read_only)
        chip.clicked.connect(partial(self._take_away, away))
        self._groups[group].addWidget(chip)
        chip.show()

    def _take_away(self, away: _Away, _checked: bool = False) -> None:
        archive, article = self._context.archive, self._article
        if article is not None:
            self._context.run_change(lambda: away(archive, article), toast=True)
