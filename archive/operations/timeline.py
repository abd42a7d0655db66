"""What articles tell of time, as it is listed, drawn, filtered and held against each other. Reads only.

A mention is what is listed; merged ones share their event's uid. What lies in the trash is never among them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.model.event import Coverage, Disagreement, Event, EventFilter, Mention
from archive.model.headings import Heading
from archive.model.ids import ArticleId, MentionId

if TYPE_CHECKING:  # NumPy, and what reckons with it, comes when times are asked for: the window stands before
    from archive.model.columns import Columns, Ints, Published

EVERY = EventFilter()


def ids(archive: Archive, filter: EventFilter = EVERY) -> "Ints":
    """The ids that the filter lets through, in the order of `mentions`: a table with virtual rows asks `by_ids` for a page."""
    import numpy as np

    with archive.snapshot():
        ordered = archive.store.columns.columns().id.astype(np.int64)
        if filter == EVERY:
            return ordered
        return ordered[np.isin(ordered, archive.store.mentions.matching(filter), assume_unique=True)]


def mentions(
    archive: Archive, filter: EventFilter = EVERY, *, limit: int | None = None, offset: int = 0
) -> list[Mention]:
    """A page of the mentions that the filter lets through: by earliest date, undated last, then by article and place."""
    with archive.snapshot():
        found = ids(archive, filter)[offset:]
        return archive.store.mentions.by_ids((found if limit is None else found[:limit]).tolist())


def by_ids(archive: Archive, ids: Sequence[MentionId]) -> list[Mention]:
    """These mentions, in this order, without those that are gone."""
    return archive.store.mentions.by_ids(ids)


def of_article(archive: Archive, article: ArticleId) -> list[Mention]:
    """Every mention of an article in reading order; stale ones, which do not stand in the present text, are among them."""
    return archive.store.mentions.of(article)


def together(archive: Archive, mention: MentionId) -> list[MentionId]:
    """The mentions that a person has merged with this one, itself among them; none where nobody has touched it."""
    (held,) = archive.store.events.held([mention])[:1] or (None,)
    return [] if held is None or held.event is None else archive.store.events.mentions(held.event)


def find(archive: Archive, uid: str) -> Mention:
    """The mention with this uid, or the first one of the event with it; a unique beginning will do. Raises NotFound."""
    return archive.store.mentions.find(uid)


def event(archive: Archive, uid: str) -> Event:
    """The event with this uid, or of the mention with it. Raises NotFound, also where nobody has touched the mention."""
    return archive.store.events.find(uid)


def columns(archive: Archive) -> "Columns":
    """All mentions as arrays."""
    return archive.store.columns.columns()


def matching(archive: Archive, filter: EventFilter) -> "Ints":
    """The ids that the filter lets through, sorted."""
    return archive.store.mentions.matching(filter)


def doubtful(archive: Archive) -> "Ints":
    """The ids, sorted, of what is told as about or perhaps."""
    return archive.store.mentions.doubtful()


def tags_of(archive: Archive) -> "Mapping[str, Ints]":
    """{tag path: mention ids, sorted}: events' own tags, and those of passages that cover the words; tags above are not added."""
    return archive.store.mentions.by_tag()


def published(archive: Archive) -> "Published":
    """When the articles were published, as arrays."""
    return archive.store.columns.published()


def articles(archive: Archive, ids: Sequence[ArticleId] | None = None) -> Mapping[ArticleId, Heading]:
    """{article: (title, publisher, published)} of these articles, or of all."""
    return archive.store.articles.headings(ids)


def pending(archive: Archive) -> int:
    """How many articles are still to be read."""
    from . import extracting

    return extracting.pending(archive)


def coverage(archive: Archive) -> Coverage:
    """What the timeline rests on, so that its gaps show."""
    from . import extracting

    with archive.snapshot():
        known = archive.store.columns.kept("coverage", lambda: _coverage(archive))
        return replace(known, pending=extracting.pending(archive))


def _coverage(archive: Archive) -> Coverage:
    """Without what is still to be read, which changes without a word about mentions."""
    import numpy as np

    found = archive.store.columns.columns()
    dated = (found.article > 0) & ((found.earliest > 0) | (found.latest > 0))
    by_year = archive.store.articles.by_year()
    return Coverage(
        articles=archive.store.articles.sidebar().all,
        published=sum(by_year.values()),
        telling=len(np.unique(found.article[dated])),
        pending=0,
        by_year=by_year,
        copies=len(archive.store.origins.copies()),
    )


def warm(archive: Archive) -> None:
    """Reads once what a timeline of everything rests on; it is kept until something is written."""
    with archive.snapshot():
        coverage(archive)
        doubtful(archive)
        tags_of(archive)
        disagreements(archive)


def disagreements(archive: Archive) -> list[Disagreement]:
    """What is told of one happening by dates that cannot all hold: merged or aligned by a person, or in the same words."""
    from . import holding

    with archive.snapshot():
        return list(archive.store.columns.kept("disagreements", lambda: holding.disagreements(archive)))
