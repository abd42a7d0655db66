"""Editions of an article, or the texts of two, held side by side: what changed, and which passages, events and figures that touches."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.annotation import beside
from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.article import Edition
from archive.model.duplicate import TextChange, Touched, Versions
from archive.model.ids import ArticleId, EditionId

Span = tuple[int, int]


def compare(archive: Archive, old: EditionId, new: EditionId) -> Versions:
    """Holds two editions, of one article or of two, side by side. Raises Invalid (the same edition), NotFound."""
    if old == new:
        raise Invalid("This is one edition, and no other to hold it against.", "Choose two editions.")
    with archive.snapshot():
        first, second = archive.store.editions.get(old), archive.store.editions.get(new)
        articles = [archive.store.articles.get(each.article) for each in (first, second)]
        marks = [list(_marks(archive, each)) for each in (first, second)]
    found, told = beside.held(first.text, second.text, first.blocks, second.blocks)
    touched = tuple(replace(each, touched=tuple(_touched(each, *marks))) for each in found)
    return Versions(first, second, articles[0], articles[1], tuple(told), touched)


def editions(archive: Archive, article: ArticleId) -> tuple[EditionId, EditionId] | None:
    """The edition before the present one, and that; where the present one is the first, that and the next. None where it is the only
    one. Raises NotFound.
    """
    with archive.snapshot():
        present = archive.store.articles.get(article).edition
        known = [each.id for each in reversed(archive.store.editions.summaries(article))]
    place = known.index(present)
    if len(known) < 2:
        return None
    return (known[place - 1], present) if place else (present, known[1])


def current(archive: Archive, old: ArticleId, new: ArticleId) -> tuple[EditionId, EditionId]:
    """The present editions of two articles. Raises NotFound."""
    with archive.snapshot():
        first, second = (archive.store.articles.get(each).edition for each in (old, new))
        return first, second


def _marks(archive: Archive, edition: Edition) -> Iterator[Touched]:
    """What stands in an edition: passages, events and figures that count there, and passages that did until it was replaced."""
    store = archive.store
    for passage in store.passages.in_edition(edition.id):
        anchor = passage.anchor
        yield _mark("passage", passage.uid, edition, anchor.start, anchor.end)
    for uid, start, end in store.passages.stood_in(edition.id):
        yield _mark("passage", uid, edition, start, end)
    for kind, readings in (("event", store.extraction.mentions), ("figure", store.extraction.figures)):
        for row in readings.in_edition(edition.id):
            yield _mark(kind, row["uid"], edition, row["start"], row["end"])


def _mark(kind: str, uid: str, edition: Edition, start: int, end: int) -> Touched:
    return Touched(kind, uid, edition.article, edition.id, start, end, " ".join(edition.text[start:end].split()))


def _touched(change: TextChange, old: Iterable[Touched], new: Iterable[Touched]) -> Iterator[Touched]:
    """Each once: what stands in both texts is told where it counts."""
    met = set[tuple[str, str]]()
    for marks, span in ((new, change.new), (old, change.old)):
        for mark in marks:
            if _meet(span, (mark.start, mark.end)) and (mark.kind, mark.uid) not in met:
                met.add((mark.kind, mark.uid))
                yield mark


def _meet(span: Span, mark: Span) -> bool:
    """Whether they share a character, or nothing stands in the place of what stood inside the mark."""
    return span[0] < mark[1] and span[1] > mark[0] if span[0] < span[1] else mark[0] < span[0] < mark[1]
