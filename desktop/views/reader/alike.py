"""What the details say of copies, excerpts and updates of an article, and of its editions: lines that lead to the pages of both."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import origins
from desktop.context import Context
from desktop.widgets.basics import label

from . import alikewords as words
from .links import LinkButton


def load(archive: Archive, article: ArticleId) -> tuple[str, bool]:
    """What is said of an article's duplicates ("" for nothing), and whether it has editions to compare."""
    from archive.operations import versions  # with what compares texts: no start waits for it

    try:
        with archive.snapshot():
            group = origins.group(archive, article)
            total = len(group.articles) if group is not None else 0
            said = words.counts(origins.relations(archive, article), article, total)
            return said, versions.editions(archive, article) is not None
    except NotFound:
        return "", False


class AlikeRow(QWidget):
    """Hidden where there is nothing to say."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("article_alike")
        self._context = context
        self._article: ArticleId | None = None
        self.duplicates = self._link("article.duplicates")
        self.editions = self._link("article.versions")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(label("Same origin", "section", self))
        rows.addWidget(self.duplicates)
        rows.addWidget(self.editions)
        context.history.changed.connect(self._changed)
        context.theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def _link(self, command: str) -> LinkButton:
        button = LinkButton(self._context.actions.action(command).text(), self)
        button.setObjectName(command.replace(".", "_"))
        button.clicked.connect(lambda: self._context.actions.trigger(command))
        return button

    def _tint(self) -> None:
        for button in (self.duplicates, self.editions):
            button.set_colors(self._context.theme.color("accent"), self._context.theme.color("accent"))

    def show_article(self, article: ArticleId) -> None:
        """Says what is known of an article."""
        if article != self._article:
            self._article = article
            self.hide()
        self._load()

    def _load(self) -> None:
        archive, article = self._context.archive, self._article
        if article is not None:
            key = ("alike", id(self))
            self._context.jobs.latest(key, lambda _: (article, *load(archive, article)), done=self._fill, owner=self)

    def _fill(self, told: tuple[ArticleId, str, bool]) -> None:
        article, said, compared = told
        if article != self._article:
            return
        if said:
            self.duplicates.setText(said)
            self.duplicates.setAccessibleName(said)
            self.duplicates.setToolTip(said)
        self.duplicates.setVisible(bool(said))
        self.editions.setVisible(compared)
        self.setVisible(bool(said) or compared)

    def _changed(self, change: Change) -> None:
        if change.touches("origin") or change.touches("edition"):
            self._load()
