"""Which articles are of one origin: what people decided, and what follows from it and from what is certain.

`origins` is made again, for the articles concerned, whenever one of the two changes (`refresh`), inside the same transaction. Copies and updates
are of one origin with what they are copies and updates of. An excerpt is not joined to what it stands in: two of them in
one survey do not have the same origin; but the survey tells nothing that is independent of them.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.model.duplicate import Likeness, Relation, Standing
from archive.model.ids import ArticleId

from .connection import Connections

_BOTH = "article, low, high, kind, shared, covered, reason"
# What a person decided goes before what was found; what a person decided stays when nothing is found any more. Articles in the trash are
# out of it until they come back.
_LIVING = " JOIN articles x ON x.id = r.low AND x.trashed_at IS NULL JOIN articles y ON y.id = r.high AND y.trashed_at IS NULL"
_RELATIONS = (
    f"SELECT r.* FROM (SELECT {_BOTH}, verdict, author, created FROM origin_judgements {{where}} UNION ALL"
    f" SELECT {_BOTH}, iif(certain, 'certain', 'proposed'), '', '' FROM likenesses l {{where}} {{joint}} NOT EXISTS"
    f" (SELECT 1 FROM origin_judgements j WHERE j.low = l.low AND j.high = l.high)) r{_LIVING} ORDER BY r.low, r.high"
)
ALL = _RELATIONS.format(where="", joint="WHERE")
OF = _RELATIONS.format(
    where="WHERE (low IN (SELECT value FROM json_each(?1)) OR high IN (SELECT value FROM json_each(?1)))", joint="AND"
)
_HOLDING = frozenset({Standing.CERTAIN, Standing.ACCEPTED})


def _relation(row: Any) -> Relation:
    other = row["high"] if row["article"] == row["low"] else row["low"]
    return Relation(
        ArticleId(row["article"]),
        ArticleId(other),
        Likeness(row["kind"]),
        row["shared"],
        row["covered"],
        row["reason"],
        Standing(row["verdict"]),
        row["author"],
        row["created"],
    )


class Origins:
    """The tables `origin_judgements` and `origins`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def relations(self, articles: Iterable[int] | None = None) -> list[Relation]:
        """Everything that is held of articles outside the trash, or of these and any others; what was rejected too."""
        if articles is None:
            return [_relation(row) for row in self._connections.rows(ALL)]
        return [_relation(row) for row in self._connections.rows(OF, (json.dumps(list(articles)),))]

    def judged(self, low: int, high: int) -> bool:
        """Whether a person decided about these two."""
        sql = "SELECT 1 FROM origin_judgements WHERE low = ? AND high = ?"
        return self._connections.value(sql, (low, high)) is not None

    def of(self, articles: Iterable[int]) -> dict[ArticleId, tuple[int, ...]]:
        """{article: the origins that it tells of} of these, without those that are alone: their origin is themselves."""
        sql = "SELECT o.article, o.root, o.parts FROM json_each(?) j CROSS JOIN origins o ON o.article = j.value"
        rows = self._connections.rows(sql, (json.dumps([int(each) for each in articles]),))
        return {ArticleId(row[0]): (row[1], *json.loads(row[2])) for row in rows}

    def roots(self) -> dict[int, int]:
        """{article: the earliest of its origin} of every article that is not the earliest itself."""
        rows = self._connections.rows("SELECT article, root FROM origins WHERE root <> article ORDER BY article")
        return {row[0]: row[1] for row in rows}

    def said_of(self, article: ArticleId) -> dict[str, int]:
        """How many memos, events and figures there are that people wrote or judged of an article."""
        memos = (
            "SELECT count(*) FROM memos WHERE target IN (SELECT uid FROM articles WHERE id = ?1"
            " UNION SELECT uid FROM passages WHERE article = ?1)"
        )
        events = "SELECT count(DISTINCT event) FROM mentions WHERE article = ?1 AND event IS NOT NULL"
        figures = "SELECT count(*) FROM figures WHERE article = ?1 AND (status <> 'found' OR own IS NOT NULL OR rule = 'entered')"
        told = {"memos": memos, "events": events, "figures": figures}
        return {name: int(self._connections.value(sql, (article,))) for name, sql in told.items()}

    def count(self) -> int:
        """How many articles outside the trash are not the only one of their origin."""
        return int(self._connections.value("SELECT count(*) FROM origins"))

    def copies(self) -> list[ArticleId]:
        """The articles for which another one stands in a list of one of each origin."""
        rows = self._connections.rows("SELECT article FROM origins WHERE leader <> article ORDER BY article")
        return [ArticleId(row[0]) for row in rows]

    # What follows

    def refresh(self, articles: Iterable[int]) -> None:
        """Makes `origins` right for these articles and all that are linked to them, inside the transaction under way."""
        links = self._around(set(articles))
        known = {each for link in links for each in link.pair} | set(articles)
        known |= self._linked_before(known)
        first = self._first(known)
        roots = _roots(known & first.keys(), links, first)
        parts, leaders = _parts(roots, links)
        joined = Counter(roots.values())
        wanted = {
            each: (root, json.dumps(sorted(parts.get(each, ()))), leaders[each])
            for each, root in roots.items()
            if each in parts or leaders[each] != each or joined[root] > 1
        }
        self._write(known, wanted)

    def _around(self, articles: set[int]) -> list[Relation]:
        """Every relation that holds between these articles and whatever is linked to them, at whatever remove."""
        found, seen, todo = dict[tuple[int, int], Relation](), set[int](), set(articles)
        while todo:
            seen |= todo
            for each in self.relations(todo):
                if each.standing in _HOLDING:
                    found[each.pair] = each
            todo = {article for pair in found for article in pair} - seen
        return list(found.values())

    def _linked_before(self, articles: set[int]) -> set[int]:
        """The articles that were of one origin with these until now: they may have lost the one that stood for them."""
        sql = (
            "SELECT p.article FROM json_each(?) j CROSS JOIN origins o ON o.article = j.value CROSS JOIN origins p"
            " ON p.root = o.root"
        )
        return {row[0] for row in self._connections.rows(sql, (json.dumps(sorted(articles)),))}

    def order(self, articles: Iterable[int]) -> dict[int, tuple[int, int]]:
        """What orders articles outside the trash in time: the day of publication, then their number."""
        return self._first(set(articles))

    def _first(self, articles: set[int]) -> dict[int, tuple[int, int]]:
        """What orders those of these articles that are outside the trash: the day of publication, then their number."""
        sql = (
            "SELECT a.id, coalesce(a.earliest, 9999999) FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value"
            " WHERE a.trashed_at IS NULL"
        )
        return {row[0]: (row[1], row[0]) for row in self._connections.rows(sql, (json.dumps(sorted(articles)),))}

    def _write(self, articles: set[int], wanted: Mapping[int, tuple[int, str, int]]) -> None:
        sql = "SELECT o.article, o.root, o.parts, o.leader FROM json_each(?) j CROSS JOIN origins o ON o.article = j.value"
        # What is counted of figures and of times rests on it.
        present = {row[0]: tuple(row)[1:] for row in self._connections.rows(sql, (json.dumps(sorted(articles)),))}
        if present != wanted:
            from .columns import ColumnReader
            from .figure_columns import FigureColumnReader

            ColumnReader(self._connections).changed()
            FigureColumnReader(self._connections).changed()
        for article in present.keys() - wanted.keys():
            self._connections.change("DELETE FROM origins WHERE article = ?", (article,))
        for article, row in wanted.items():
            if article not in present:
                self._connections.change("INSERT INTO origins VALUES (?, ?, ?, ?)", (article, *row))
            elif present[article] != row:
                sql = "UPDATE origins SET root = ?, parts = ?, leader = ? WHERE article = ?"
                self._connections.change(sql, (*row, article))


def _roots(articles: Iterable[int], links: Sequence[Relation], first: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """The earliest of those that copies and updates join, of each."""
    above = {each: each for each in articles}

    def top(article: int) -> int:
        while above[article] != article:
            above[article] = above[above[article]]
            article = above[article]
        return article

    for link in links:
        low, high = link.pair
        if link.kind is not Likeness.EXCERPT and low in above and high in above:
            one, other = sorted((top(low), top(high)), key=lambda each: first[each])
            above[other] = one
    return {each: top(each) for each in above}


def _parts(roots: Mapping[int, int], links: Sequence[Relation]) -> tuple[dict[int, set[int]], dict[int, int]]:
    """Of each article the origins of which it holds excerpts, and the article that stands for it where one of each is listed."""
    parts: dict[int, set[int]] = defaultdict(set)
    leaders = dict(roots)
    held = [each for each in links if each.kind is Likeness.EXCERPT and {*each.pair} <= roots.keys()]
    for each in held:
        if roots[each.article] != roots[each.other]:
            parts[each.other].add(roots[each.article])
            leaders[each.article] = roots[each.other]
    for article, leader in list(leaders.items()):
        seen = {article}
        while leaders[leader] != leader and leader not in seen:
            seen.add(leader)
            leader = leaders[leader]
        leaders[article] = leader
    return parts, leaders
