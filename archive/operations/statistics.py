"""What the archive holds, counted under one filter: articles and words, coding, reading, what was read from the texts.

Reads only. The arrays behind it are kept while nothing is written, so that another filter is a matter of milliseconds.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from archive.archive import Archive
from archive.model.columns import Ints
from archive.model.ids import ArticleId
from archive.model.statistics import (
    CodingCoverage,
    CodingOverTime,
    Extracted,
    Group,
    Pair,
    Reading,
    Statistics,
    StatisticsFilter,
)
from archive.store.statistics import Census, Everything, Marks
from archive.store.subtrees import distinct_below

from . import extracting

EVERY = StatisticsFilter()


def statistics(archive: Archive, filter: StatisticsFilter = EVERY) -> Statistics:
    """The counts over the articles that the filter lets through."""
    with archive.snapshot():
        everything = archive.store.counting.everything()
        census, marks = everything.census, everything.marks
        kept = _kept(archive, census, filter)
        chosen = _chosen(census, kept)
        standing = _among(chosen, marks.article)
        words = census.words[kept]
        first, last = _bounds(census, kept)
        return Statistics(
            articles=int(kept.sum()),
            words=int(words.sum()),
            originals_bytes=_bytes(everything, chosen),
            by_publisher=_most_frequent(_groups(census, kept, 0)),
            by_year=_groups(census, kept, 1),
            by_language=_most_frequent(_groups(census, kept, 2)),
            passages=int(standing.sum()),
            tags=_tags(marks, chosen),
            by_author=_authors(marks, standing),
            cooccurrence=_cooccurrence(marks, chosen),
            coverage=_coverage(archive, marks, standing),
            reading=_reading(census, kept),
            extraction=_extracted(archive, chosen),
            first=first,
            last=last,
        )


def let_go(archive: Archive) -> None:
    """Frees what the counts rest on; whoever counts next has it read."""
    archive.store.counting.let_go()


def articles(archive: Archive, filter: StatisticsFilter = EVERY) -> list[ArticleId]:
    """The articles that the filter lets through: the list behind every count."""
    everything, kept = counted(archive, filter)
    return [ArticleId(each) for each in np.sort(everything.census.article[kept]).tolist()]


def counted(archive: Archive, filter: StatisticsFilter = EVERY) -> tuple[Everything, Any]:
    """All there is to count, and which of its articles the filter lets through (a mask over `census.article`)."""
    with archive.snapshot():
        everything = archive.store.counting.everything()
        return everything, _kept(archive, everything.census, filter)


def coding(archive: Archive, filter: StatisticsFilter = EVERY) -> CodingOverTime:
    """Passages by tag, over the months in which they were marked and by article."""
    with archive.snapshot():
        everything = archive.store.counting.everything()
        marks = everything.marks
        uses = _among(_chosen(everything.census, _kept(archive, everything.census, filter)), marks.use_article)
    order = np.argsort(marks.passage)
    place = order[np.searchsorted(marks.passage[order], marks.use_passage[uses])] if uses.any() else order[:0]
    month, tag, article = marks.month[place], marks.use_tag[uses], marks.use_article[uses]
    months = np.unique(month)
    by_month: dict[str, tuple[int, ...]] = {}
    by_article: dict[str, dict[ArticleId, int]] = {}
    for each in np.unique(tag).tolist():
        its = tag == each
        counts = np.bincount(np.searchsorted(months, month[its]), minlength=len(months))
        by_month[marks.paths[each]] = tuple(counts.tolist())
        found, number = np.unique(article[its], return_counts=True)
        by_article[marks.paths[each]] = dict(zip(map(ArticleId, found.tolist()), number.tolist(), strict=True))
    named = tuple(f"{each // 100:04d}-{each % 100:02d}" for each in months.tolist())
    return CodingOverTime(named, dict(sorted(by_month.items())), dict(sorted(by_article.items())))


# The filter


def _kept(archive: Archive, census: Census, wanted: StatisticsFilter) -> Any:
    mask = np.ones(len(census.article), bool)
    if wanted.articles:
        mask &= np.isin(census.article, [int(each) for each in wanted.articles])
    if wanted.publishers:
        mask &= np.array([group[0] in wanted.publishers for group in census.groups], bool)[census.group]
    if wanted.tags:
        mask &= np.isin(census.article, archive.store.counting.tagged(wanted.tags))
    if wanted.since or wanted.until:
        mask &= census.earliest > 0
    if wanted.since:
        mask &= census.latest >= wanted.since.toordinal()
    if wanted.until:
        mask &= census.earliest <= wanted.until.toordinal()
    return mask


def _chosen(census: Census, kept: Any) -> Any:
    """Which article ids are kept, by id."""
    chosen = np.zeros(int(census.article.max()) + 2 if len(census.article) else 1, bool)
    chosen[census.article[kept]] = True
    return chosen


def _among(chosen: Any, articles: Ints) -> Any:
    """Which of these articles are; the last place of `chosen` stands for those after it, which are in the trash."""
    return chosen[np.minimum(articles, len(chosen) - 1)] if len(articles) else np.zeros(0, bool)


# The counts


def _groups(census: Census, kept: Any, at: int) -> dict[str, Group]:
    """By publisher (0), year (1) or language (2), in order."""
    count = len(census.groups)
    articles = np.bincount(census.group[kept], minlength=count).tolist()
    words = np.bincount(census.group[kept], weights=census.words[kept], minlength=count).tolist()
    told: dict[str, tuple[int, int]] = {}
    for group, number, total in zip(census.groups, articles, words, strict=True):
        if number:
            so_far = told.get(group[at], (0, 0))
            told[group[at]] = (so_far[0] + number, so_far[1] + int(total))
    return {name: Group(*told[name]) for name in sorted(told)}


def _most_frequent(groups: Mapping[str, Group]) -> dict[str, Group]:
    return dict(sorted(groups.items(), key=lambda item: (-item[1].articles, item[0])))


def _bytes(everything: Everything, chosen: Any) -> int:
    """The bytes of the originals; one that several articles came from counts once."""
    came_from = np.zeros(len(everything.sizes), bool)
    came_from[everything.file_original[_among(chosen, everything.file_article)]] = True
    return int(everything.sizes[came_from].sum())


def _bounds(census: Census, kept: Any) -> tuple[date | None, date | None]:
    dated = kept & (census.earliest > 0)
    if not dated.any():
        return None, None
    first, last = int(census.earliest[dated].min()), int(census.latest[dated].max())
    return date.fromordinal(first), date.fromordinal(last)


def _reading(census: Census, kept: Any) -> Reading:
    read = int(census.read[kept].sum())
    return Reading(read, int(kept.sum()) - read, int(census.starred[kept].sum()))


def _tags(marks: Marks, chosen: Any) -> dict[str, int]:
    uses = _among(chosen, marks.use_article)
    tags, passages = marks.use_tag[uses], marks.use_passage[uses]
    carried = {marks.paths[tag]: ",".join(map(str, passages[tags == tag].tolist())) for tag in np.unique(tags).tolist()}
    counts = distinct_below(list(marks.paths.values()), carried)
    return {path: counts[path] for path in sorted(counts)}


def _authors(marks: Marks, standing: Any) -> dict[str, int]:
    counts = np.bincount(marks.author[standing], minlength=len(marks.authors)).tolist()
    told = Counter({name: count for name, count in zip(marks.authors, counts, strict=True) if count})
    return dict(told.most_common())


def _cooccurrence(marks: Marks, chosen: Any) -> tuple[Pair, ...]:
    """Pairs of tags on one passage, most frequent first."""
    uses = _among(chosen, marks.use_article)
    order = np.lexsort((marks.use_tag[uses], marks.use_passage[uses]))
    tags, passages = marks.use_tag[uses][order], marks.use_passage[uses][order]
    pairs = []
    apart = 1
    # Uses of one passage stand together: each round pairs those that are so far apart.
    while apart < len(tags) and (same := passages[apart:] == passages[:-apart]).any():
        pairs.append((tags[:-apart][same] << 31) + tags[apart:][same])
        apart += 1
    if not pairs:
        return ()
    found, counts = np.unique(np.concatenate(pairs), return_counts=True)
    told = []
    for pair, count in zip(found.tolist(), counts.tolist(), strict=True):
        one, other = sorted((marks.paths[pair >> 31], marks.paths[pair & (2**31 - 1)]))
        told.append(Pair(one, other, count))
    return tuple(sorted(told, key=lambda pair: (-pair.passages, pair.one, pair.other)))


def _coverage(archive: Archive, marks: Marks, standing: Any) -> CodingCoverage:
    """How much of the texts is marked; where passages overlap it counts once."""
    rows = np.flatnonzero(standing & (marks.edition > 0))
    if not len(rows):
        return CodingCoverage(0, 0, 0, 0.0)
    marked = int(apart(marks, rows[np.lexsort((marks.start[rows], marks.article[rows]))]).sum())
    editions = np.unique(marks.edition[rows])
    text = int(archive.store.counting.chars(editions.tolist()).sum())
    return CodingCoverage(len(np.unique(marks.article[rows])), marked, text, marked / text if text else 0.0)


def apart(marks: Marks, rows: Ints) -> Ints:
    """How many code points each of these passages, by article and start, adds to those before it."""
    # Positions and article numbers stay below 2^31: one number says both, and no passage reaches into the next article.
    start = (marks.article[rows] << 31) + marks.start[rows]
    end = (marks.article[rows] << 31) + marks.end[rows]
    reached = np.concatenate((np.zeros(1, np.int64), np.maximum.accumulate(end)[:-1]))
    added: Ints = np.maximum(0, end - np.maximum(start, reached))
    return added


def _extracted(archive: Archive, chosen: Any) -> Extracted:
    dates = archive.store.columns.columns()
    figures = archive.store.figure_columns.columns()
    claimed = _among(chosen, figures.article)
    return Extracted(
        dates=int(_among(chosen, dates.article).sum()),
        figures=int(claimed.sum()),
        series=int(np.count_nonzero(np.bincount(figures.series[claimed], minlength=1))),
        pending=extracting.pending(archive),
    )
