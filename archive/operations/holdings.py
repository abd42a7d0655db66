"""What the articles of a filter are, group by group, and what of them is not known. Reads only."""

import numpy as np

from archive.archive import Archive
from archive.model.statistics import Holding, Missing, StatisticsFilter

from . import statistics

EVERY = StatisticsFilter()


def holdings(archive: Archive, filter: StatisticsFilter = EVERY) -> tuple[Holding, ...]:
    """The articles by publisher, year and language together: every chart of them adds up some of these."""
    everything, kept = statistics.counted(archive, filter)
    census = everything.census
    count = len(census.groups)
    group, words, read = census.group[kept], census.words[kept], census.read[kept] > 0
    totals = (
        np.bincount(group, minlength=count),
        np.bincount(group, weights=words, minlength=count),
        np.bincount(group[read], minlength=count),
        np.bincount(group[read], weights=words[read], minlength=count),
    )
    rows = zip(census.groups, *(total.astype(np.int64).tolist() for total in totals), strict=True)
    return tuple(Holding(*group, *numbers) for group, *numbers in rows if numbers[0])


def missing(archive: Archive, filter: StatisticsFilter = EVERY) -> Missing:
    """Of how many articles a date, the publisher, a byline, the language or the reading for dates and figures is missing."""
    with archive.snapshot():
        everything, kept = statistics.counted(archive, filter)
        unsigned, unread = archive.store.counting.unsigned(), archive.store.counting.unread()
    census = everything.census
    articles = census.article[kept]
    lacking = np.array(
        [[year == "undated", not publisher, not language] for publisher, year, language in census.groups]
    )
    known = lacking.reshape(-1, 3)[census.group[kept]].sum(axis=0).tolist()
    return Missing(
        dates=known[0],
        publishers=known[1],
        bylines=int(np.isin(articles, unsigned).sum()),
        languages=known[2],
        unread=int(np.isin(articles, unread).sum()),
    )
