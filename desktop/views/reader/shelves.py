"""Where an article stands: its tags and collections as chips, each to be taken away with a click; and what it is of others."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from archive.model.change import Change
from archive.operations import collect
from desktop.context import Context
from desktop.widgets.basics import label
from desktop.widgets.chip import Chip, Flow

from .alike import AlikeRow
from .facts import Facts


class Shelves(QWidget):
    """Filled by `show_facts`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("article_shelves")
        self._context = context
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
        archive, article = self._context.archive, found.article.id
        self.alike.show_article(article)
        for flow in self._groups.values():
            flow.clear()
        for tag in found.tags:
            self._chip("tags", tag, partial(collect.untag, archive, [article], tag), read_only)
        for shelf in found.collections:
            self._chip("collections", shelf.name, partial(collect.remove, archive, shelf.id, [article]), read_only)
        for name, command, words in (("tags", "article.tag", "Tag…"), ("collections", "article.collect", "Add…")):
            if self._context.actions.handles(command) and not read_only:
                button = QPushButton(words, self)
                button.setObjectName(f"add_to_{name}")
                button.setAccessibleName(self._context.actions.label(command))
                button.setProperty("look", "chip")
                button.clicked.connect(lambda _=False, command=command: self._context.actions.trigger(command))
                self._groups[name].addWidget(button)
                button.show()

    def _chip(self, group: str, words: str, remove: Callable[[], Change], read_only: bool) -> None:
        chip = Chip(f"{words}  ×" if not read_only else words, parent=self)
        chip.setObjectName(f"{group}_chip")
        chip.setAccessibleName(f"{words}: take away")
        chip.setCheckable(False)
        chip.setEnabled(not read_only)
        chip.clicked.connect(lambda: self._context.run_change(remove, toast=True))
        self._groups[group].addWidget(chip)
        chip.show()
