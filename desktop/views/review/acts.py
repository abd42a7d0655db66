"""What a person does in the review: accepts files, edits a field of one or many, takes words of the original, teaches a rule.

Each act is one Change, told in a toast that offers to undo it.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive.base.errors import Invalid, WaystationError
from archive.model.article import Article, SetAside
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.taught import TaughtRule
from archive.operations import curate, ingest, review, taught
from desktop.context import Context

from . import words
from .teaching import TeachDialog


class ReviewActs(QObject):
    """`refused(error)` is called with what could not be done."""

    def __init__(self, context: Context, refused: Callable[[Exception], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._refused, self._over = context, refused, parent

    def check(self, field: str, said: str) -> str:
        """Why the field cannot be so, in a sentence; "" when it can."""
        try:
            curate.checked(field, words.value(field, said))
        except Invalid as error:
            return f"{error.what} {error.advice}".strip()
        return ""

    def accept(self, files: Sequence[int]) -> None:
        """Takes files out of the review."""
        archive = self._context.archive
        if files:
            self._context.run_change(lambda: review.accept(archive, files), toast=True, failed=self._refused)

    def edit(self, files: Sequence[int], field: str, said: str) -> None:
        """Gives a field of one or many articles the same value."""
        archive, value = self._context.archive, words.value(field, said)
        self._context.run_change(
            lambda: curate.edit_all(archive, review.articles(archive, files), **{field: value}),
            toast=len(files) > 1,
            failed=self._refused,
        )

    def take(self, article: ArticleId, field: str, said: str) -> None:
        """Gives a field the words that were selected: of a date its day, of a byline its names."""
        archive = self._context.archive

        def work() -> Change:
            return curate.edit(archive, article, **{field: taught.valued(field, said)})

        self._context.run_change(work, toast=True, failed=self._refused)

    def put_back(self, article: ArticleId, aside: SetAside) -> None:
        """Lets lines that were set aside be part of the text."""
        archive = self._context.archive
        self._context.run_change(lambda: ingest.put_back(archive, article, aside), toast=True, failed=self._refused)

    def trash(self, files: Sequence[int]) -> None:
        """Moves the articles that were made of files to the trash."""
        archive = self._context.archive
        self._context.run_change(
            lambda: curate.trash(archive, review.articles(archive, files)), toast=True, failed=self._refused
        )

    def teach(self, article: Article, field: str, start: int, end: int, finds: str) -> None:
        """Works a rule out, and asks before it is kept."""
        archive = self._context.archive

        def work(_: object) -> tuple[TaughtRule, list[ArticleId]]:
            rule = taught.proposed(archive, article.id, field, start, end)
            return rule, [each for each in taught.waiting(archive, rule.site) if each != article.id]

        def done(found: tuple[TaughtRule, list[ArticleId]]) -> None:
            self.ask(*found, article.id, finds)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                self._refused(error)

        self._context.jobs.run(
            work,
            done=done,
            failed=failed,
            owner=self,
        )

    def ask(self, rule: TaughtRule, others: Sequence[ArticleId], article: ArticleId, finds: str) -> TeachDialog:
        """Opens the question."""
        dialog = TeachDialog(rule, finds, len(others), self._context.theme, self._over)
        archive = self._context.archive

        def entered(said: tuple[TaughtRule, bool]) -> None:
            kept, more = said
            self._context.run_change(
                lambda: taught.teach(archive, kept, article, others if more else ())[1],
                toast=True,
                then=dialog.finish,
                failed=dialog.refuse,
            )

        dialog.entered.connect(entered)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
