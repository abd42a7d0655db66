"""What the command palette offers: every command that can be done now, and articles by title."""

from PySide6.QtCore import QObject, Signal

from archive.model.article import Article
from archive.model.search import Results
from archive.operations import browse
from desktop.context import Context
from desktop.session import Session
from desktop.widgets.palette import Palette
from desktop.widgets.ranking import Entry

_ARTICLE = "article:"
_ARTICLES_SHOWN = 8
_LEAST_LETTERS = 2


class Finder(QObject):
    """Fills the window's palette for one open archive, and goes with its `parent`; `article_picked(id)` when an article is chosen."""

    article_picked = Signal(int)

    def __init__(self, context: Context, session: Session, palette: Palette, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._palette = palette
        palette.picked.connect(self._picked)
        palette.typed.connect(self._typed)

    def open(self) -> None:
        """Shows the palette, recently used commands first."""
        actions = self._context.actions
        entries = [
            Entry(
                command.id,
                actions.label(command.id),
                command.help,
                actions.shortcut_text(command.id),
                command.icon,
            )
            for command in actions.available()
            if command.id != "help.palette"
        ]
        self._palette.open(entries, self._session.recent_commands())

    def _picked(self, entry_id: str) -> None:
        if entry_id.startswith(_ARTICLE):
            self.article_picked.emit(int(entry_id.removeprefix(_ARTICLE)))
        else:
            self._session.remember_command(entry_id)
            self._context.actions.trigger(entry_id)

    def _typed(self, text: str) -> None:
        if len(text.strip()) < _LEAST_LETTERS:
            return
        archive = self._context.archive

        def work(progress: object) -> Results:
            # The last word is still being typed: it stands for every word that begins with it.
            query = " ".join(f"title:{word.strip(chr(34))}" for word in text.split())
            return browse.listing(archive, f"{query}*", limit=_ARTICLES_SHOWN)

        self._context.jobs.latest(
            ("palette", id(self)),
            work,
            done=lambda results: self._palette.add_found(text, [_entry(hit.article) for hit in results.hits]),
            owner=self,
        )


def _entry(article: Article) -> Entry:
    detail = " · ".join(part for part in (article.publisher, article.published) if part)
    return Entry(f"{_ARTICLE}{article.id}", article.title, detail, "", "article")
