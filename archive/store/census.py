"""Which articles are in a scope, and under which publisher, year and language: counted often, so kept while nothing changes."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Group = tuple[str | None, str, str | None]  # publisher, year, language


class Census(NamedTuple):
    """The articles of a scope, ascending, each with the number of its group."""

    articles: Numbers
    group_of: NDArray[np.int32]
    groups: tuple[Group, ...]

    def among(self, wanted: Numbers | None) -> "tuple[Numbers, NDArray[np.int32]]":
        """Those of the wanted articles (None: all) that are in scope, and their groups."""
        if wanted is None:
            return self.articles, self.group_of
        inside = np.isin(self.articles, wanted)
        return self.articles[inside], self.group_of[inside]

    def counts(self, group_of: NDArray[np.int32]) -> dict[str, Counter[str]]:
        """{publisher, year, language: {value: articles}} for articles of these groups; "" for none given."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("publisher", "year", "language")}
        sizes = np.bincount(group_of, minlength=len(self.groups)).tolist()
        for (publisher, year, language), size in zip(self.groups, sizes, strict=True):
            if size:
                counts["publisher"][publisher or ""] += size
                counts["year"][year] += size
                counts["language"][language or ""] += size
        return counts


def census(rows: Sequence[Any]) -> Census:
    """From rows of publisher, year, language, number of articles and their ids as SQLite's `group_concat` gives them."""
    groups = tuple((row[0], row[1], row[2]) for row in rows)
    articles = np.fromstring(",".join(row[4] for row in rows), dtype=np.int64, sep=",")
    group_of = np.repeat(np.arange(len(groups), dtype=np.int32), [row[3] for row in rows])
    order = np.argsort(articles)
    return Census(articles[order], group_of[order], groups)
