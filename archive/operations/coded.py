"""What the coding of a filter's articles says beside its counts: by publication year, by article, and who coded with whom.

Reads only. How far two authors agree is `coding.agreement`.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from archive.archive import Archive
from archive.model.ids import ArticleId, Uid
from archive.model.passage import State
from archive.model.statistics import Coders, Marked, StatisticsFilter

from . import statistics

EVERY = StatisticsFilter()


def by_year(archive: Archive, filter: StatisticsFilter = EVERY) -> Mapping[str, Mapping[str, int]]:
    """{tag path: {publication year of the article, or "undated": passages with that very tag}}, both in order."""
    everything, kept = statistics.counted(archive, filter)
    census, marks = everything.census, everything.marks
    articles, groups = census.article[kept], census.group[kept]
    order = np.argsort(articles)
    articles, groups = articles[order], groups[order]
    uses = np.isin(marks.use_article, articles)
    years = sorted({group[1] for group in census.groups})
    year_of = np.array([years.index(group[1]) for group in census.groups], np.int64)
    year = year_of[groups[np.searchsorted(articles, marks.use_article[uses])]]
    counts: dict[str, dict[str, int]] = {}
    # A tag and a year fit into one number: neither reaches 2^31.
    found, times = np.unique((marks.use_tag[uses] << 31) + year, return_counts=True)
    for pair, number in zip(found.tolist(), times.tolist(), strict=True):
        counts.setdefault(marks.paths[pair >> 31], {})[years[pair & (2**31 - 1)]] = number
    return dict(sorted(counts.items()))


def by_article(archive: Archive, filter: StatisticsFilter = EVERY, *, limit: int = 200) -> list[Marked]:
    """How much of each article is marked by passages that stand in its text, the most first."""
    with archive.snapshot():
        everything, kept = statistics.counted(archive, filter)
        marks = everything.marks
        rows = np.flatnonzero(np.isin(marks.article, everything.census.article[kept]) & (marks.edition > 0))
        rows = rows[np.lexsort((marks.start[rows], marks.article[rows]))]
        if not len(rows):
            return []
        spans = statistics.apart(marks, rows)
        articles, first, passages = np.unique(marks.article[rows], return_index=True, return_counts=True)
        characters = np.add.reduceat(spans, first)
        most = np.lexsort((articles, -characters))[:limit]
        lengths = archive.store.counting.chars(marks.edition[rows][first][most].tolist()).tolist()
        return [
            Marked(
                ArticleId(int(articles[each])),
                int(passages[each]),
                int(characters[each]),
                length,
            )
            for each, length in zip(most.tolist(), lengths, strict=True)
        ]


def coders(archive: Archive, filter: StatisticsFilter = EVERY) -> list[Coders]:
    """Pairs of authors who put tags on passages of the same articles, those with the most in common first."""
    with archive.snapshot():
        chosen = np.array(statistics.articles(archive, filter), np.int64)
        found = archive.store.counting.coders()
    by_author = {name: np.intersect1d(found[name], chosen, assume_unique=True) for name in sorted(found)}
    pairs = [
        Coders(one, other, len(np.intersect1d(by_author[one], by_author[other], assume_unique=True)))
        for one, other in combinations(by_author, 2)
    ]
    return sorted((pair for pair in pairs if pair.articles), key=lambda pair: (-pair.articles, pair.first, pair.second))


def shared(archive: Archive, pair: Coders, filter: StatisticsFilter = EVERY) -> list[ArticleId]:
    """The articles in which both of two authors put tags on passages."""
    with archive.snapshot():
        chosen = set(statistics.articles(archive, filter))
        both = archive.store.passages.coded_by([pair.first, pair.second])
    return [article for article in both if article in chosen]


def uses(archive: Archive, pair: Coders, tags: Sequence[str], articles: Sequence[ArticleId]) -> list[Uid]:
    """The passages behind how far two authors agree: those that stand in these articles with one of the tags given by either."""
    authors, wanted = {pair.first, pair.second}, set(tags)
    with archive.snapshot():
        return [
            passage.uid
            for article in articles
            for passage in archive.store.passages.of(article)
            if passage.state is State.ANCHORED
            and any(use.author in authors and use.path in wanted for use in passage.tags)
        ]


def articles_of(archive: Archive, filter: StatisticsFilter, year: str = "") -> list[ArticleId]:
    """The articles of the filter that were published in a year ("": in any)."""
    everything, kept = statistics.counted(archive, filter)
    census = everything.census
    if year:
        kept = kept & np.array([group[1] == year for group in census.groups], bool)[census.group]
    return [ArticleId(each) for each in np.sort(census.article[kept]).tolist()]
