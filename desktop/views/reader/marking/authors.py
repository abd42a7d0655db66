"""Layers by author: whose passages are hidden, remembered for each archive, and the row of chips that chooses them."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from archive.base import places
from desktop.context import Context
from desktop.widgets.chip import Chip, Flow

from .marks import Marks


class Hidden:
    """The authors whose passages are not shown in the open archive."""

    def __init__(self, context: Context) -> None:
        self._settings = context.settings
        self._key = f"authors_hidden:{context.archive.path.name}"

    @property
    def authors(self) -> frozenset[str]:
        held = self._settings.state(self._key, [])
        return frozenset(map(str, held)) if isinstance(held, list) else frozenset()

    def set(self, author: str, *, hidden: bool) -> None:
        """Hides or shows what an author marked."""
        others = self.authors - {author}
        self._settings.keep_state(self._key, sorted(others | {author} if hidden else others))

    def show_own(self, marks: Marks) -> bool:
        """Shows what the person here marked; whether it had been hidden beside what others marked in the article."""
        own = places.author()
        if own not in self.authors or all(each.author == own for each in marks.passages):
            return False
        self.show(frozenset({own}))
        return True

    def show(self, authors: frozenset[str]) -> None:
        """Shows what these authors marked."""
        self._settings.keep_state(self._key, sorted(self.authors - authors))


class AuthorChips(QWidget):
    """A chip for each author of the article's passages; a chosen one is shown. `changed` when a person chose others."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passages_authors")
        self.setAccessibleName("Authors shown")
        self._hidden = Hidden(context)
        self._flow = Flow(gap=6, row_gap=4)
        self.setLayout(self._flow)
        self._fill({})
        self.hide()

    def show_marks(self, marks: Marks) -> None:
        """Fills the row; the chips stay, with the keyboard on them, while the authors and their counts do."""
        counts = dict(sorted(Counter(each.author for each in marks.passages).items()))
        if counts != self._held:
            self._fill(counts)
        for author, chip in self._chips.items():
            chip.setChecked(author not in marks.hidden)
        self._every.setChecked(not marks.hidden)
        self.setVisible(len(counts) > 1)

    def _fill(self, counts: dict[str, int]) -> None:
        self._held = counts
        self._flow.clear()
        self._every = Chip("All", parent=self)
        self._every.setObjectName("author_all")
        self._every.setAccessibleName("Show the passages of every author")
        self._every.clicked.connect(self._show_all)
        self._chips: dict[str, Chip] = {}
        for author, count in counts.items():
            chip = self._chips[author] = Chip(author, count, self)
            chip.setObjectName("author_chip")
            chip.setAccessibleName(f"Show the passages of {author}, {count:,}")
            chip.clicked.connect(lambda shown, author=author: self._toggle(author, shown))
        for chip in (self._every, *self._chips.values()):
            self._flow.addWidget(chip)
            chip.show()

    def _toggle(self, author: str, shown: bool) -> None:
        self._hidden.set(author, hidden=not shown)
        self.changed.emit()

    def _show_all(self) -> None:
        self._hidden.show(frozenset(self._held))
        self.changed.emit()
