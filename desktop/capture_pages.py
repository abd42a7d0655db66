"""More views that `capture` renders: pages that open over others. Importing this registers them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.model.ids import ArticleId
from archive.model.search import Sort
from archive.operations import browse
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
    """Two editions of an article (the first by its title, where none is named) side by side; the query names another article to hold
    it against, and may end in "all"."""
    page, article = program.desk().pages.versions(), subject.article
    other, _, what = subject.query.partition(" ")
    if article is None:
        listed = browse.listing(program.desk().context.archive, sort=Sort.TITLE, limit=1).hits
        article = listed[0].article.id if listed else None
    if article is not None and other:
        page.show_articles(article, ArticleId(int(other)))
    elif article is not None:
        page.show_article(article)
    program.settle()
    if what:
        page.show_what(what)


@view("merge")
def _merge(program: Program, subject: Subject) -> None:
    """What is joined; the query names a file to look at."""
    page = program.desk().pages.merge()
    if subject.query:
        page.look(Path(subject.query))
    program.settle()


@view("conflicts")
def _conflicts(program: Program, _: Subject) -> None:
    """What a merge left to be decided."""
    program.desk().pages.conflicts()
    program.settle()


@view("bundle")
def _bundle(program: Program, subject: Subject) -> None:
    """What leaves for somebody to merge."""
    if subject.article is not None:
        program.desk().main.open(subject.article)
        program.settle()
    program.desk().pages.bundle()
    program.settle()
