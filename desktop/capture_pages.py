"""More views that `capture` renders: pages that open over others. Importing this registers them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.base.errors import WrongPassphrase
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


@view("unlock")
def _unlock(program: Program, subject: Subject) -> None:
    """What stands before an encrypted archive, and before another one while it is open; "wrong" as the query shows it after a wrong
    passphrase, "code" asks for the recovery code."""
    from desktop.views.protection import Unlock

    stands = program.window.page()
    page = stands if isinstance(stands, Unlock) else program.guarding.show_unlock(program.desk().context.archive.path)
    if subject.query == "wrong":
        page.refuse(WrongPassphrase(f"This passphrase does not open {page.archive.name}."), 8)
    elif subject.query == "code":
        page.other_way.click()


@view("protect")
def _protect(program: Program, subject: Subject) -> None:
    """The page on the archive's passphrase; the query is typed as a new one, and measured."""
    from desktop.views.protection import Protect

    archive, window = program.desk().context.archive, program.window
    page = Protect(archive.path, window.jobs, window.theme, author="", encrypted=archive.key is not None)
    window.show_page(page)
    for field in (page.choosing.first, page.choosing.again):
        field.line.setText(subject.query)


@view("recovery")
def _recovery(program: Program, subject: Subject) -> None:
    """A recovery code; of an archive that is not encrypted, one that opens nothing."""
    from archive.operations import protecting
    from desktop.views.protection import Recovery

    archive = program.desk().context.archive
    code = (
        protecting.recovery_code(archive) if archive.key else "-".join(["01234"] * 7) + "\n" + "-".join(["56789"] * 7)
    )
    program.window.show_page(Recovery(archive.path.stem, code, program.window.theme))


@view("rescue")
def _rescue(program: Program, _: Subject) -> None:
    """What stands where an archive is damaged, as if this one were."""
    path = program.desk().context.archive.path
    program.rescuing.show(path, f"{path.name} is damaged.", opens=True)


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
    program.desk().offering.bundle()
    program.settle()


@view("backups")
def _backups(program: Program, subject: Subject) -> None:
    """The backups of the archive, the newest chosen; "ask" as the query shows the question before going back to it."""
    page = program.desk().pages.backups()
    program.settle()
    if subject.query == "ask":
        page.chosen.ask()
