"""More views that `capture` renders: pages that open over others. Importing this registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model.ids import ArticleId
from desktop.capture import Subject, view

if TYPE_CHECKING:  # Qt is imported once its platform is settled
    from desktop.program import Program


@view("duplicates")
def _duplicates(program: Program, subject: Subject) -> None:
    """Groups of one origin; "decided" or "all" as the query shows those."""
    page = program.desk().pages.duplicates(subject.article)
    program.settle()
    if page is not None and subject.query:
        page.show_what(subject.query)


@view("editions")
def _editions(program: Program, subject: Subject) -> None:
    """Two editions of an article side by side; the query names another article to hold it against, and may end in "all"."""
    page = program.desk().pages.versions()
    other, _, what = subject.query.partition(" ")
    if subject.article is not None and other:
        page.show_articles(subject.article, ArticleId(int(other)))
    elif subject.article is not None:
        page.show_article(subject.article)
    program.settle()
    if what:
        page.show_what(what)
