"""How the articles of a filter speak: frequent and distinctive terms, a keyword in its context, a term over the years.

Reads only. All counts come from the index, by the rules of searching, so that the list behind a number is a search for the
term in quotation marks; articles that are not indexed yet are told as pending and not counted.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.base.sentences import words
from archive.base.text import folded
from archive.extraction import terms as wording
from archive.index import highlight
from archive.model.columns import Ints
from archive.model.ids import ArticleId
from archive.model.language import Concordance, ContextSort, InYear, Line, Term, TermOverTime, Vocabulary
from archive.model.search import Sort
from archive.model.statistics import StatisticsFilter

from . import statistics
from .browse import EVERYTHING

EVERY = StatisticsFilter()
SURE = 10.83  # G² from which chance explains a difference once in 1,000 cases
LEAST_TIMES = 3  # below that a difference says nothing
_SAMPLE = 300  # articles of which Korean words are gathered
_CANDIDATES = 200  # Korean words that are counted, the most written of the sample
_CONTEXT_CHARS = 110
_LONGEST_CUT = 30  # a longer word at the edge is cut
_BREAKS = str.maketrans("\n\r\t\u2028\u2029", "     ")
Cancel = Callable[[], bool]


def never() -> bool:
    """Nobody cancels."""
    return False


def query(term: str) -> str:
    """What finds the articles whose text holds a term, exactly as it is counted."""
    return 'body:"{}"'.format(" ".join(term.replace('"', " ").split()))


# Terms


def vocabulary(
    archive: Archive,
    filter: StatisticsFilter = EVERY,
    *,
    plain: bool = False,
    limit: int = 50,
    cancelled: Cancel = never,
) -> Vocabulary:
    """The most frequent terms, and those that are surest to be more frequent than in the rest of the archive (G² of 10.83 or
    more, three times or more); words of grammar only with `plain`. Raises Cancelled.
    """
    chosen = statistics.articles(archive, filter)
    found = archive.index.frequencies(np.array(chosen, np.int64), cancelled)
    inside = np.array(chosen, np.int64)

    def holding(term: str) -> int:
        return int(np.isin(archive.index.occurrences(term, cancelled).articles, inside).sum())

    lots = [_Lot(found.terms, found.chosen, found.everywhere, found.words, holding)]
    sampled = 0
    if found.characters[0]:
        names, times, everywhere, sampled = _korean(archive, chosen, plain, cancelled)
        lots.append(_Lot(names, times, everywhere, found.characters, holding))
    frequent = [term for lot in lots for term in lot.terms(lot.times, limit, plain)]
    distinctive = [term for lot in lots for term in lot.terms(lot.surely, limit, plain)]
    return Vocabulary(
        articles=len(chosen),
        words=found.words[0] + found.characters[0],
        rest=found.words[1] + found.characters[1] - found.words[0] - found.characters[0],
        frequent=tuple(sorted(frequent, key=lambda term: (-term.times, term.term))[:limit]),
        distinctive=tuple(sorted(distinctive, key=lambda term: (-(term.score or 0), term.term))[:limit]),
        sampled=sampled,
        pending=archive.index.pending(),
    )


class _Lot:
    """Terms of one kind, with the size of the articles looked at and of all articles that their shares are of."""

    def __init__(
        self,
        names: Sequence[str],
        times: Ints,
        everywhere: Ints,
        sizes: tuple[int, int],
        holding: Callable[[str], int],
    ) -> None:
        self._names, self.times, self._holding = names, times, holding
        self._elsewhere = everywhere - times
        self._size, self._rest = sizes[0], sizes[1] - sizes[0]
        self._scores = wording.log_likelihood(times, self._elsewhere, self._size, self._rest)
        sure = (self._scores >= SURE) & (times >= LEAST_TIMES)
        self.surely = np.where(sure, self._scores, 0.0)

    def terms(self, order: Any, limit: int, plain: bool) -> list[Term]:
        """The first ones worth listing by a number that is to be large, without those of which it is 0."""
        rows = np.flatnonzero(order > 0)
        listed: list[Term] = []
        for row in rows[np.argsort(-order[rows], kind="stable")].tolist():
            if len(listed) == limit:
                break
            if wording.says_something(self._names[row], plain=plain):
                listed.append(self._term(row))
        return listed

    def _term(self, row: int) -> Term:
        times, elsewhere = int(self.times[row]), int(self._elsewhere[row])
        return Term(
            term=self._names[row],
            times=times,
            articles=self._holding(self._names[row]),
            elsewhere=elsewhere,
            per_thousand=1000 * times / self._size if self._size else 0.0,
            rest_per_thousand=1000 * elsewhere / self._rest if self._rest else 0.0,
            score=float(self._scores[row]) if self._rest else None,
        )


def _korean(
    archive: Archive, chosen: Sequence[ArticleId], plain: bool, cancelled: Cancel
) -> tuple[list[str], Ints, Ints, int]:
    """Korean words of a sample spread over the articles, each counted in these and in all; and how large the sample was.

    The index holds their syllables only, so that the words themselves have to be met in texts first.
    """
    sample = chosen[:: max(1, -(-len(chosen) // _SAMPLE))]
    texts = []
    for article in sample:
        _poll(cancelled)
        texts.append(archive.store.editions.text(article))
    met = sorted(wording.korean(texts, plain=plain).items(), key=lambda item: (-item[1], item[0]))
    names = [word for word, _ in met[:_CANDIDATES]]
    inside = np.array(chosen, np.int64)
    counts = []
    for name in names:
        found = archive.index.occurrences(name, cancelled)
        here = np.isin(found.articles, inside)
        counts.append((int(found.times[here].sum()), int(found.times.sum())))
    columns = np.array(counts, np.int64).reshape(len(names), 2)
    return names, columns[:, 0], columns[:, 1], len(sample)


def _poll(cancelled: Cancel) -> None:
    if cancelled():
        raise Cancelled


# One term


def over_time(
    archive: Archive, term: str, filter: StatisticsFilter = EVERY, *, cancelled: Cancel = never
) -> TermOverTime:
    """How often a word or phrase stands in the articles of each publication year. Raises Cancelled."""
    found = archive.index.occurrences(term, cancelled)
    everything, kept = statistics.counted(archive, filter)
    census = everything.census
    articles = census.article[kept]
    times = np.zeros(len(articles), np.int64)
    order = np.argsort(articles)
    here = np.isin(found.articles, articles)
    times[order[np.searchsorted(articles[order], found.articles[here])]] = found.times[here]
    years: dict[str, list[int]] = {}
    columns = (times, times > 0, np.ones(len(articles)), census.words[kept])
    totals = [np.bincount(census.group[kept], column, minlength=len(census.groups)).tolist() for column in columns]
    for (_, year, _), *numbers in zip(census.groups, *totals, strict=True):
        if numbers[2]:
            held = years.setdefault(year, [0, 0, 0, 0])
            years[year] = [one + int(more) for one, more in zip(held, numbers, strict=True)]
    told = {year: InYear(*held) for year, held in sorted(years.items())}
    undated = told.pop("undated", InYear(0, 0, 0, 0))
    whole = [*told.values(), undated]
    return TermOverTime(
        term=term,
        times=sum(each.times for each in whole),
        articles=sum(each.holding for each in whole),
        years={int(year): each for year, each in told.items()},
        undated=undated,
    )


def concordance(
    archive: Archive,
    term: str,
    filter: StatisticsFilter = EVERY,
    *,
    sort: ContextSort = ContextSort.ARTICLE,
    limit: int = 500,
    cancelled: Cancel = never,
) -> Concordance:
    """The places of a word or phrase with what stands around them, at most `limit`, of the articles published last.

    Raises Cancelled.
    """
    found = archive.index.occurrences(term, cancelled)
    here = np.isin(found.articles, np.array(statistics.articles(archive, filter), np.int64))
    articles = [ArticleId(each) for each in found.articles[here].tolist()]
    lines: list[Line] = []
    for article in archive.store.articles.list(EVERYTHING, Sort.PUBLISHED, ids=articles, limit=limit + 1):
        _poll(cancelled)
        if len(lines) > limit:
            break
        text = archive.store.editions.get(article.edition).text
        spans = highlight.highlight(text, query(term))
        lines += [_line(text, article.id, start, end) for start, end in spans]
    more = len(lines) > limit
    return Concordance(term, tuple(_sorted(lines[:limit], sort)), len(articles), int(found.times[here].sum()), more)


def _line(text: str, article: ArticleId, start: int, end: int) -> Line:
    first, last = max(0, start - _CONTEXT_CHARS), min(len(text), end + _CONTEXT_CHARS)
    before, after = text[first:start].translate(_BREAKS), text[end:last].translate(_BREAKS)
    if first and " " in before[:_LONGEST_CUT]:
        before = before[before.index(" ") + 1 :]
    if last < len(text) and " " in after[-_LONGEST_CUT:]:
        after = after[: after.rindex(" ")]
    return Line(article, start, end, before, text[start:end].translate(_BREAKS), after)


def _sorted(lines: list[Line], sort: ContextSort) -> list[Line]:
    if sort is ContextSort.BEFORE:
        return sorted(lines, key=lambda line: [folded(word) for word in reversed(_words(line.before))])
    if sort is ContextSort.AFTER:
        return sorted(lines, key=lambda line: [folded(word) for word in _words(line.after)])
    return lines


def _words(context: str) -> list[str]:
    return [context[span.start : span.end] for span in words(context)]
