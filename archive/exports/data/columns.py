"""Excerpts as rows of a table: what people read first, then what programs need. A row an excerpt, or a row an excerpt and tag."""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.exports.citations import make, plain
from archive.exports.shared.records import paragraphs
from archive.model.excerpt import Choice, Context, Excerpt, Packet
from archive.model.ids import ArticleId
from archive.model.passage import Tag

_SOURCE = ("title", "byline", "publisher", "published", "url")
_PLACE = ("uid", "article", "article_uid", "edition", "start", "end", "prefix", "suffix", "colour", "state")


def headings(choice: Choice) -> list[str]:
    """The names of the columns, in order."""
    by_tag = choice.rows == "tag" and choice.tags
    around = choice.context is not Context.NONE
    names: list[tuple[str, bool]] = [
        ("tag", by_tag),
        ("definition", by_tag and choice.definitions),
        ("before", around),
        ("exact", True),
        ("after", around),
        ("note", choice.note),
        ("tags", choice.tags),
        ("paragraphs", choice.locator),
        ("pages", choice.locator),
        *((name, True) for name in _SOURCE),
        ("citation", True),
        ("author", choice.author),
        ("tagged_by", by_tag and choice.author),
        ("tagged", by_tag and choice.date),
        ("created", choice.date),
        ("modified", choice.date),
        *((name, True) for name in _PLACE),
    ]
    return [name for name, wanted in names if wanted]


def rows(packet: Packet) -> Iterator[list[Any]]:
    """The values under the headings; of passages that carry no tag one row all the same."""
    names = headings(packet.choice)
    tags = {tag.path: tag for tag in packet.tags}
    citer, citations = make(packet.choice.style, packet.works), dict[ArticleId, str]()
    for excerpt in packet.excerpts():
        work = excerpt.work
        if work.id not in citations:
            citations[work.id] = plain(citer.entry(work.id))
        cells = _cells(excerpt) | {"citation": citations[work.id]}
        if packet.choice.rows == "tag" and packet.choice.tags:
            for use in excerpt.uses or (("", "", ""),):
                told = cells | _use(use, tags)
                yield [told[name] for name in names]
        else:
            yield [cells[name] for name in names]


def _cells(excerpt: Excerpt) -> dict[str, Any]:
    work, anchor = excerpt.work, excerpt.anchor
    return {
        "before": excerpt.before,
        "exact": excerpt.exact,
        "after": excerpt.after,
        "note": excerpt.note,
        "tags": "; ".join(excerpt.tags),
        "paragraphs": paragraphs(excerpt.locator),
        "pages": "–".join(excerpt.locator.pages),
        "title": work.title,
        "byline": "; ".join(work.byline),
        "publisher": work.publisher,
        "published": work.published,
        "url": work.url,
        "author": excerpt.author,
        "created": excerpt.created,
        "modified": excerpt.modified,
        "uid": excerpt.uid,
        "article": work.id,
        "article_uid": work.uid,
        "edition": excerpt.edition,
        "start": anchor.start,
        "end": anchor.end,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "colour": excerpt.colour,
        "state": str(excerpt.state),
    }


def _use(use: Sequence[str], tags: dict[str, Tag]) -> dict[str, str]:
    path, author, when = use
    return {
        "tag": path,
        "definition": tags[path].definition if path in tags else "",
        "tagged_by": author,
        "tagged": when,
    }
