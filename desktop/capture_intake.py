"""Pictures of the ways in: the columns of a table, watched folders, what was copied, the review of imports and its rules."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from archive.base.errors import Invalid
from archive.model.search import Sort
from archive.operations import browse, clipping, tables

if TYPE_CHECKING:
    from desktop.capture import Subject
    from desktop.program import Program


def _columns(program: Program, subject: Subject) -> None:
    """What the columns of a table are; the query names its file, else it is a table of the archive's own articles."""
    archive = program.desk().context.archive
    with TemporaryDirectory() as folder:
        path = Path(subject.query or Path(folder, "Articles.csv"))
        if not subject.query:
            with path.open("w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(["Headline", "Body", "Date", "Source", "Shelf"])
                for hit in browse.listing(archive, sort=Sort.TITLE, limit=8).hits:
                    each = hit.article
                    body = archive.store.editions.text(each.id)
                    rows.writerow([each.title, body, each.published, each.publisher, f"A {each.id}"])
        for asked in tables.asked(archive, [path])[:1]:
            program.desk().takingin.tabling.show(asked)


def _watched(program: Program, subject: Subject) -> None:
    """The watched folders in the preferences; the query names some, apart by commas."""
    from desktop.views.preferences import Preferences
    from desktop.views.watched import WatchedFolders
    from desktop.watching import Watched, words

    desk = program.desk()
    folders = subject.query.split(",") if subject.query else ["Downloads", "Press review"]
    watched = desk.takingin.watching
    watched.folders = tuple(Watched(Path(each.strip()).absolute(), number == 1) for number, each in enumerate(folders))
    program.window.watch_line.show_words(words(watched.folders), paused=False, trouble=False)
    page = Preferences(program.settings, program.theme)
    name = desk.context.archive.path.stem
    page.add_section(lambda parent: WatchedFolders(watched, name, program.theme, parent))
    program.window.show_page(page)
    page.show_section("watched")


def _quickadd(program: Program, subject: Subject) -> None:
    """What was copied, before it is added: the text of an article, or the query as if it had been copied."""
    desk = program.desk()
    archive = desk.context.archive
    article = subject.article or program.first_article()
    copied = subject.query or (archive.store.editions.text(article) if article is not None else "Nothing was copied.")
    clip = clipping.Clip(copied.encode(), copied.lstrip().startswith("<"))
    clipped = clipping.read(archive, clip)
    if not clipped.is_article:
        raise Invalid(
            clipped.imported.error or "These are marks of another program.", "Give the text of an article as the query."
        )
    desk.takingin.show(clipped)


def _review(program: Program, subject: Subject) -> None:
    """What imports brought, with the keyboard on the article, or the first; the query names the kind (open, uncertain, …)."""
    from desktop.models.review import BYLINE

    page = program.desk().pages.review()
    program.settle()
    if page is not None:
        page.show_which(subject.query or "all")
        program.settle()
        held = [page.model.row(row) for row in range(len(page.model.ids))]
        first = next((at for at, each in enumerate(held) if each is not None and each.article is not None), 0)
        wanted = program.desk().context.archive.store.review.of_article(subject.article) if subject.article else None
        place = page.model.ids.index(wanted) if wanted in page.model.ids else first
        page.table.setCurrentIndex(page.model.index(place, BYLINE))


def _rules(program: Program, subject: Subject) -> None:
    program.desk().pages.rules()


VIEWS = {"columns": _columns, "watched": _watched, "quickadd": _quickadd, "review": _review, "rules": _rules}
