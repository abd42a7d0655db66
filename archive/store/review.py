"""What an import left to be reviewed: which files, in which order, a page of them; and their acceptance. Changes no article."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archive.model.article import NO_DATE, Evidence
from archive.model.ids import ArticleId
from archive.model.review import LIKELY, REVIEWED_FIELDS, Order, Reviewed, Which

from .connection import Connections
from .listing import COLUMNS, article_of

_FIELDS = ", ".join(f"'{name}'" for name in REVIEWED_FIELDS)
_FROM = "FROM review r LEFT JOIN articles a ON a.id = r.article"
_HERE = "(r.article IS NULL OR a.trashed_at IS NULL)"
_DOUBTFUL = (
    "a.id IS NOT NULL AND (a.verdict <> 'ok' OR EXISTS (SELECT 1 FROM json_each(a.warnings) w WHERE a.published IS NULL"
    f" OR w.value NOT LIKE '%{NO_DATE}') OR EXISTS (SELECT 1 FROM evidence e WHERE e.article = a.id"
    f" AND e.field IN ({_FIELDS}) AND e.confidence < {LIKELY}))"
)
_WHICH: Mapping[Which, str] = {
    Which.OPEN: "r.accepted <= 0",
    Which.UNCERTAIN: f"r.accepted <= 0 AND {_DOUBTFUL}",
    Which.REFUSED: "r.accepted <= 0 AND r.article IS NULL",
    Which.ALL: "1",
}
_ORDERS: Mapping[Order, str] = {
    Order.CAME: "r.id",
    Order.FILE: "r.name COLLATE NOCASE",
    Order.VERDICT: "coalesce(a.verdict, 'refused')",
    Order.TITLE: "nullif(a.title_key, '')",
    Order.BYLINE: "nullif(a.byline, '[]') COLLATE NOCASE",
    Order.PUBLISHER: "a.publisher COLLATE NOCASE",
    Order.PUBLISHED: "a.earliest",
    Order.LANGUAGE: "a.language",
    Order.WORDS: "a.words",
    Order.SET_ASIDE: "(SELECT json_array_length(e.set_aside) FROM editions e WHERE e.id = a.edition)",
}


class ReviewTable:
    """The table `review`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    # What is there

    def counts(self) -> dict[Which, int]:
        """How many files there are of each kind."""
        return {
            which: int(self._connections.value(f"SELECT count(*) {_FROM} WHERE {_HERE} AND {condition}"))
            for which, condition in _WHICH.items()
        }

    def ids(self, which: Which, order: Order = Order.CAME, *, descending: bool = False) -> list[int]:
        """The files of one kind, in order; what has no value comes last."""
        by, way = _ORDERS[order], "DESC" if descending else "ASC"
        rows = self._connections.rows(
            f"SELECT r.id {_FROM} WHERE {_HERE} AND {_WHICH[which]} ORDER BY {by} {way} NULLS LAST, r.id"
        )
        return [row[0] for row in rows]

    def page(self, ids: Sequence[int]) -> list[Reviewed]:
        """These files, as they are now, in this order; one that is gone is left out."""
        rows = self._connections.rows(
            "SELECT r.id AS review, r.name AS file, r.path, r.member, r.article, r.error, r.accepted,"
            f" json_array_length(n.set_aside) AS aside, {COLUMNS}"
            " FROM json_each(?) j CROSS JOIN review r ON r.id = j.value LEFT JOIN articles a ON a.id = r.article"
            " LEFT JOIN editions n ON n.id = a.edition ORDER BY j.key",
            (json.dumps(list(ids)),),
        )
        proofs = self._evidence([row["article"] for row in rows if row["article"] is not None])
        return [_reviewed(row, proofs.get(row["article"], {})) for row in rows]

    def _evidence(self, articles: Sequence[int]) -> dict[int, dict[str, Evidence]]:
        found: dict[int, dict[str, Evidence]] = {}
        rows = self._connections.rows(
            'SELECT e.article, e.field, e.value, e.start, e."end", e.rule, e.confidence'
            " FROM json_each(?) j CROSS JOIN evidence e ON e.article = j.value",
            (json.dumps(articles),),
        )
        for row in rows:
            found.setdefault(row[0], {})[row[1]] = Evidence(*tuple(row)[2:])
        return found

    def of_article(self, article: ArticleId) -> int | None:
        """The row of the file that an article was made of."""
        found = self._connections.value("SELECT id FROM review WHERE article = ?", (article,))
        return None if found is None else int(found)

    def articles(self, ids: Sequence[int]) -> list[ArticleId]:
        """The articles of these files, in this order; refused ones have none."""
        rows = self._connections.rows(
            "SELECT r.article FROM json_each(?) j CROSS JOIN review r ON r.id = j.value WHERE r.article IS NOT NULL ORDER BY j.key",
            (json.dumps(list(ids)),),
        )
        return [ArticleId(row[0]) for row in rows]

    def origins(self) -> list[tuple[ArticleId, str | None, str | None, str | None]]:
        """(article, address, publisher, republisher) of what waits to be reviewed."""
        rows = self._connections.rows(
            f"SELECT a.id, a.url, a.publisher, a.republisher FROM review r JOIN articles a ON a.id = r.article"
            f" WHERE a.trashed_at IS NULL AND {_WHICH[Which.OPEN]} ORDER BY r.id"
        )
        return [(ArticleId(row[0]), row[1], row[2], row[3]) for row in rows]

    # What imports write

    def put(
        self, article: ArticleId, path: str, member: str | None, name: str, *, at: str, accepted: bool = False
    ) -> None:
        """An article came in, or a new edition of it: it is to be looked at (unless `accepted`)."""
        self.forget_refused(path, member)
        self._connections.change(
            "INSERT INTO review(article, path, member, name, imported, accepted) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " ON CONFLICT(article) DO UPDATE SET path = ?2, member = ?3, name = ?4, imported = ?5, accepted = ?6",
            (article, path, member, name, at, int(accepted)),
        )

    def put_refused(self, path: str, member: str | None, name: str, error: str, *, at: str) -> None:
        """A file was refused; only its name and the reason are kept."""
        self.forget_refused(path, member)
        self._connections.insert(
            "review", {"path": path, "member": member, "name": name, "error": error, "imported": at}
        )

    def forget_refused(self, path: str, member: str | None) -> None:
        """The file is here now, or was refused once more."""
        # Left to itself, SQLite goes through all that were refused: it takes the index of `article` to find those without one.
        self._connections.change(
            "DELETE FROM review INDEXED BY review_refused WHERE article IS NULL AND path = ? AND member IS ?",
            (path, member),
        )

    # What persons accept

    def next_act(self) -> int:
        """A number that no act of accepting has had."""
        highest = self._connections.value("SELECT max(abs(accepted)) FROM review")
        return max(1, int(highest or 0)) + 1

    def accept(self, act: int, ids: Sequence[int]) -> int:
        """Marks those of the files that are open; how many they were."""
        return self._connections.change(
            "UPDATE review SET accepted = ?1 WHERE accepted <= 0 AND id IN (SELECT value FROM json_each(?2))",
            (act, json.dumps(list(ids))),
        )

    def turn(self, act: int, *, accepted: bool) -> int:
        """Takes an act of accepting back, or does it again; what came in anew since is left alone."""
        return self._connections.change(
            "UPDATE review SET accepted = -accepted WHERE accepted = ?", (-act if accepted else act,)
        )


def _reviewed(row: Any, evidence: Mapping[str, Evidence]) -> Reviewed:
    return Reviewed(
        id=row["review"],
        name=row["file"],
        path=row["path"],
        member=row["member"],
        article=article_of(row) if row["article"] is not None else None,
        error=row["error"],
        accepted=row["accepted"] > 0,
        set_aside=row["aside"] or 0,
        evidence=evidence,
    )
