"""Title, publisher and day of publication of every article: a hundred thousand in some megabytes, each made when it is looked at."""

from array import array
from bisect import bisect_left
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence

from .ids import ArticleId

Heading = tuple[str, str | None, str | None]  # title ("": none), publisher, published


class Headings(Mapping[ArticleId, Heading]):
    """In ascending order of the articles' ids. Titles lie in one piece, as UTF-8; a publisher or a day that many share is held once."""

    def __init__(self, rows: Iterable[tuple[int, str | None, str | None, str | None]]) -> None:
        """`rows` in any order, an article once."""
        ids, publishers, days = array("q"), array("I"), array("I")
        titles, ends = bytearray(), array("Q")
        numbers: dict[str | None, int] = {}
        for article, title, publisher, published in rows:
            ids.append(article)
            titles += (title or "").encode("utf-8", "surrogatepass")
            ends.append(len(titles))
            publishers.append(numbers.setdefault(publisher, len(numbers)))
            days.append(numbers.setdefault(published, len(numbers)))
        order = sorted(range(len(ids)), key=ids.__getitem__)
        self._ids = array("q", [ids[row] for row in order])
        self._rows = array("I", order)
        self._titles, self._ends = bytes(titles), ends
        self._publishers, self._days = publishers, days
        self._told: Sequence[str | None] = tuple(numbers)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[ArticleId]:
        return map(ArticleId, self._ids)

    def __getitem__(self, article: ArticleId) -> Heading:
        place = bisect_left(self._ids, article)
        if place == len(self._ids) or self._ids[place] != article:
            raise KeyError(article)
        return self._heading(self._rows[place])

    def items(self) -> ItemsView[ArticleId, Heading]:
        return _Items(self)

    def _in_order(self) -> Iterator[tuple[ArticleId, Heading]]:
        return zip(self, map(self._heading, self._rows), strict=True)

    def _heading(self, row: int) -> Heading:
        start = self._ends[row - 1] if row else 0
        title = self._titles[start : self._ends[row]].decode("utf-8", "surrogatepass")
        return title, self._told[self._publishers[row]], self._told[self._days[row]]


class _Items(ItemsView[ArticleId, Heading]):
    """Gone through without looking each article up."""

    def __init__(self, headings: Headings) -> None:
        super().__init__(headings)
        self._headings = headings

    def __iter__(self) -> Iterator[tuple[ArticleId, Heading]]:
        return self._headings._in_order()
