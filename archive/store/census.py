"""Which articles are in a scope, and under which publisher, year, language and tags: counted often, so kept while nothing changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Group = tuple[str | None, str, str | None]  # publisher, year, language
_ID_BITS = 40  # of an article's number, below that of a tag
_NAMES = ("publisher", "year", "language")


@dataclass(frozen=True, eq=False)
class Census:
    """The articles of a scope, ascending, each with the number of its group."""

    articles: Numbers
    group_of: NDArray[np.int32]
    groups: tuple[Group, ...]

    def among(self, wanted: Numbers | None) -> "tuple[Numbers, NDArray[np.int32]]":
        """Those of the wanted articles (None: all) that are in scope, and their groups."""
        if wanted is None:
            return self.articles, self.group_of
        known = wanted[wanted < len(self._table)] if len(wanted) and int(wanted.max()) >= len(self._table) else wanted
        found = self._table[known]
        if (found >= 0).all():
            return known, found
        return known[found >= 0], found[found >= 0]

    def counts(self, group_of: NDArray[np.int32]) -> dict[str, dict[str, int]]:
        """{publisher, year, language: {value: articles}} for articles of these groups; "" for none given."""
        sizes = np.bincount(group_of, minlength=len(self.groups))
        found: dict[str, dict[str, int]] = {}
        for name, (values, value_of) in zip(_NAMES, self._values, strict=True):
            sums = np.bincount(value_of, sizes, len(values)).astype(np.int64).tolist()
            found[name] = {value: count for value, count in zip(values, sums, strict=True) if count}
        return found

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """The group of each article by its id; -1 for what is not in scope."""
        table = np.full(int(self.articles[-1]) + 1 if len(self.articles) else 0, -1, np.int32)
        table[self.articles] = self.group_of
        return table

    @cached_property
    def _values(self) -> "list[tuple[list[str], Numbers]]":
        """The publishers, years and languages, each with the number of that of each group."""
        found = []
        for place in range(len(_NAMES)):
            number_of: dict[str, int] = {}
            numbers = [number_of.setdefault(group[place] or "", len(number_of)) for group in self.groups]
            found.append((list(number_of), np.array(numbers, np.int64)))
        return found


def census(rows: Sequence[Any]) -> Census:
    """From rows of publisher, year, language, number of articles and their ids as SQLite's `group_concat` gives them."""
    groups = tuple((row[0], row[1], row[2]) for row in rows)
    articles = np.fromstring(",".join(row[4] for row in rows), dtype=np.int64, sep=",")
    group_of = np.repeat(np.arange(len(groups), dtype=np.int32), [row[3] for row in rows])
    order = np.argsort(articles)
    return Census(articles[order], group_of[order], groups)


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """The tags by path, and the articles that carry each, one tag's after the other, from `starts` on (the last one ends them)."""

    paths: tuple[str, ...]
    articles: Numbers
    starts: Numbers

    @classmethod
    def of(cls, paths: Mapping[int, str], carried: Sequence[tuple[str, str]]) -> "Tagged":
        """From the paths by tag, and pairs of tags and articles as SQLite's `group_concat` gives them; some perhaps several times."""
        ordered = sorted(paths, key=paths.__getitem__)
        rank = np.zeros(max(ordered, default=0) + 1, np.int64)
        rank[ordered] = np.arange(len(ordered))
        tags, articles = (
            np.fromstring(",".join(each), np.int64, sep=",")
            for each in (zip(*carried, strict=True) if carried else ("", ""))
        )
        rows = np.sort((rank[tags] << _ID_BITS) + articles)
        rows = rows[np.diff(rows, prepend=-1) > 0]
        starts = rows.searchsorted(np.arange(len(ordered) + 1) << _ID_BITS)
        return cls(tuple(paths[tag] for tag in ordered), rows & ((1 << _ID_BITS) - 1), starts)

    def most_frequent_first(self, wanted: Numbers) -> dict[str, int]:
        """{path: how many of the wanted articles carry it}, without those that none does."""
        matching = np.zeros(max(int(self.articles.max(initial=0)), int(wanted.max(initial=0))) + 1, np.bool_)
        matching[wanted] = True
        sums = np.zeros(len(self.articles) + 1, np.int64)
        np.cumsum(matching[self.articles], out=sums[1:])
        counts = np.diff(sums[self.starts])
        # The paths are in order, and stay so among as many.
        order = np.argsort(-counts, kind="stable")[: int(np.count_nonzero(counts))]
        return {self.paths[place]: number for place, number in zip(order.tolist(), counts[order].tolist(), strict=True)}
