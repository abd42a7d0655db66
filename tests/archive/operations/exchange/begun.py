"""What random histories begin with: articles with dates, figures, pictures that lie beside pages and lines that are set aside; and pages that
may come in later."""

from dataclasses import replace
from pathlib import Path

from archive.archive import Archive
from archive.base.text import sha512
from archive.model.article import Evidence, Illustration, Metadata, SetAside, Text, Verdict
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import annotate, collect, extracting, grouping, memos
from tests.archive.conftest import blocks_of
from tests.archive.made import new_archive

BODIES = (
    "The lock opened at six.\nThere were 30 boats in 2019.\nThere were 4 nets in 2019.",
    "A ferry crossed the river.\nThere were 35 boats in 2019.\nIt came back empty in 2021.",
)
_PAGES = ("A weir was built in 2018.\nThere were 7 lamps in 2018.", "Nobody was there.\nThere were 9 lamps in 2018.")
_ASIDE = ("Read more", "Subscribe")
_AT = "2026-01-01T00:00:00.000Z"


def picture(number: int) -> bytes:
    """The bytes of a picture; nobody decodes them."""
    return b"\x89PNG\r\n\x1a\n" + bytes([number]) * (40 + number)


def _illustrated(text: Text, pictures: int) -> Text:
    shown = tuple(
        Illustration(
            f"beside img/{n}.png", "image/png", 4, 4, len(picture(n)), sha512(picture(n)), 3 + n, alt=f"Picture {n}"
        )
        for n in range(pictures)
    )
    return replace(text, pictures=shown)


def add_article(archive: Archive, number: int, body: str, pictures: int = 0) -> ArticleId:
    """An article as an import saves it, with two lines set aside, and pictures that lay beside it."""
    title = f"Article {number}"
    text = blocks_of(f"{title}\n{body}")
    aside = tuple(SetAside(place, place + 1, words, "menu") for place, words in zip((2, 5), _ASIDE, strict=True))
    text = _illustrated(replace(text, set_aside=aside), pictures)
    with archive.atomic():
        original = archive.store.originals.put(text.text.encode(), f"{number}.html", "text/html")
        evidence = {"title": Evidence(title, 0, len(title), "first line", 0.9)}
        article = archive.store.articles.add(Metadata(title=title, evidence=evidence), verdict=Verdict.OK, added=_AT)
        archive.store.editions.add(
            article, text, original=original.sha512, encoding="utf-8", importer="plain", importer_version=1,
            reason="import", path=f"/{number}.html", created=_AT,
        )  # fmt: skip
        archive.store.originals.found_at(
            article, original.sha512, f"/{number}.html", f"{number}.html", member=None, at=_AT
        )
        for each in text.pictures:
            kept = archive.store.originals.put(picture(int(each.alt[-1])), f"{each.alt[-1]}.png", each.media_type)
            archive.store.originals.found_at(article, kept.sha512, f"/img/{kept.name}", kept.name, member=None, at=_AT)
    extracting.settle(archive)
    return article


def bring_page(archive: Archive, number: int, pictures: int) -> Change:
    """A page comes in, with or without the pictures that lay beside it; once is enough."""
    title = f"Article {10 + number}"
    if not archive.store.connections.value("SELECT 1 FROM editions WHERE text LIKE ?", (f"{title}\n%",)):
        add_article(archive, 10 + number, _PAGES[number], pictures)
    return Change("Import")


def begin(path: Path) -> None:
    """An archive with three articles, three passages, tags, memos, collections and a series."""
    with new_archive(path) as archive:
        articles = [add_article(archive, number, body, pictures=number) for number, body in enumerate(BODIES)]
        annotate.mark(archive, articles[0], 4, 9, note="one\ntwo\nthree", tags=["water/locks"])
        annotate.mark(archive, articles[0], 14, 18, tags=["night"])
        annotate.mark(archive, articles[1], 4, 9, note="x")
        memos.create(archive, "Plan", "one\ntwo\nthree")
        collect.create_with(archive, "Shelf", articles)
        key = archive.store.connections.value("SELECT key FROM figures ORDER BY id LIMIT 1")
        grouping.write_meaning(archive, key, "one\ntwo\nthree")
        archive.checkpoint()
