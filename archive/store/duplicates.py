"""What texts have in common, as it is kept: which articles are due, their sketches, and what was found of two. All of it may be
made again; what people decided is in `origins`."""

import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archive.model.ids import ArticleId

from .connection import Connections

# So many articles may share a shingle; of what more share (a template, a notice) it says nothing that two have a common origin.
COMMON = 64
DUE = "SELECT article, turn FROM sketches_due ORDER BY article LIMIT ?"
TEXTS = (
    "SELECT a.id, a.trashed_at, a.title, a.publisher, a.url, a.published, a.earliest, o.sha512, e.text, e.blocks"
    " FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value JOIN editions e ON e.id = a.edition JOIN originals o ON o.id = e.original"
)
# Only what two articles at least share comes up out of SQLite.
SHARING = (
    "SELECT s.shingle, group_concat(s.article) AS articles, count(*) AS number FROM json_each(?) j"
    " CROSS JOIN sketch_shingles s ON s.shingle = j.value GROUP BY s.shingle HAVING count(*) > 1"
)


class Found(NamedTuple):
    """What was found of two articles: `article` is a copy, an excerpt or an update of the other of them."""

    low: int
    high: int
    article: int
    kind: str
    shared: float
    covered: float
    reason: str
    certain: bool


class Duplicates:
    """The tables `sketches…`, `sketch_…` and `likenesses`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    # What is due

    def pending(self) -> int:
        """How many articles are still to be looked at."""
        return int(self._connections.value("SELECT count(*) FROM sketches_due"))

    def due(self, limit: int) -> dict[ArticleId, int]:
        """Up to so many articles that wait, each with its turn."""
        return {ArticleId(row[0]): row[1] for row in self._connections.rows(DUE, (limit,))}

    def queue(self, articles: Iterable[int]) -> None:
        """Lets these articles be looked at anew."""
        self._connections.change(
            "INSERT OR REPLACE INTO sketches_due SELECT value, random() FROM json_each(?)",
            (json.dumps(list(articles)),),
        )

    def put_all(self) -> None:
        """Forgets all that was found and queues every article."""
        for table in ("sketches", "sketch_shingles", "sketch_common", "likenesses", "sketches_due"):
            self._connections.change(f"DELETE FROM {table}")
        self._connections.change("INSERT INTO sketches_due SELECT id, random() FROM articles")

    def take(self, due: Mapping[ArticleId, int]) -> set[ArticleId]:
        """Takes articles off the queue; those that have not been queued again since their turn."""
        sql = "SELECT d.article, d.turn FROM json_each(?) j CROSS JOIN sketches_due d ON d.article = j.value"
        rows = self._connections.rows(sql, (json.dumps(list(due)),))
        taken = {ArticleId(row[0]) for row in rows if due[row[0]] == row[1]}
        self._connections.change_many("DELETE FROM sketches_due WHERE article = ?", [(each,) for each in taken])
        return taken

    def texts(self, articles: Iterable[int]) -> list[Any]:
        """Rows of these articles with their present texts and what is known of them; those without a text are left out."""
        return self._connections.rows(TEXTS, (json.dumps(list(articles)),))

    # Sketches

    def keep(self, sketches: Mapping[int, tuple[int, bytes, Sequence[int]]]) -> None:
        """Keeps (digest, sketch as numbers of four bytes, the same numbers) of articles in the place of what was kept of them."""
        self.forget(sketches)
        self._connections.change_many(
            "INSERT INTO sketches VALUES (?, ?, ?)", [(each, kept[0], kept[1]) for each, kept in sketches.items()]
        )
        wanted = sorted((number, article) for article, (_, _, numbers) in sketches.items() for number in numbers)
        common = self._common({number for number, _ in wanted})
        rows = [each for each in wanted if each[0] not in common]
        self._connections.change_many("INSERT OR IGNORE INTO sketch_shingles VALUES (?, ?)", rows)

    def _common(self, numbers: Iterable[int]) -> set[int]:
        sql = "SELECT c.shingle FROM json_each(?) j CROSS JOIN sketch_common c ON c.shingle = j.value"
        return {row[0] for row in self._connections.rows(sql, (json.dumps(list(numbers)),))}

    def forget(self, articles: Iterable[int]) -> None:
        """Forgets the sketches of articles; what was found of them stays."""
        for article, (_, data) in self.sketches(articles).items():
            numbers = array("I", data)
            if sys.byteorder == "big":
                numbers.byteswap()
            rows = [(number, article) for number in numbers]
            self._connections.change_many("DELETE FROM sketch_shingles WHERE shingle = ? AND article = ?", rows)
            self._connections.change("DELETE FROM sketches WHERE article = ?", (article,))

    def sketches(self, articles: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """(digest, sketch) of these articles, as they were kept."""
        sql = "SELECT s.article, s.digest, s.sketch FROM json_each(?) j CROSS JOIN sketches s ON s.article = j.value"
        return {row[0]: (row[1], row[2]) for row in self._connections.rows(sql, (json.dumps(list(articles)),))}

    def sharing(self, numbers: Iterable[int]) -> list[tuple[int, list[int]]]:
        """Which articles share these numbers of sketches: (number, two articles or more)."""
        rows = self._connections.rows(SHARING, (json.dumps(list(numbers)),))
        return [(row[0], list(map(int, row[1].split(",")))) for row in rows]

    def make_common(self, numbers: Iterable[int]) -> None:
        """Lets these numbers, which too many share, count for nothing from now on."""
        rows = [(each,) for each in numbers]
        self._connections.change_many("INSERT OR IGNORE INTO sketch_common VALUES (?)", rows)
        self._connections.change_many("DELETE FROM sketch_shingles WHERE shingle = ?", rows)

    def same(self, digests: Iterable[int]) -> dict[int, int]:
        """{digest: the first article with it} of those that several have: one is enough, since all are linked to it."""
        sql = (
            "SELECT s.digest, min(s.article) FROM json_each(?) j CROSS JOIN sketches s ON s.digest = j.value"
            " GROUP BY s.digest HAVING count(*) > 1"
        )
        return {row[0]: row[1] for row in self._connections.rows(sql, (json.dumps(sorted(set(digests))),))}

    # What was found

    def partners(self, articles: Iterable[int]) -> dict[int, set[int]]:
        """{article: those that something was found of together with it}, without those that nothing was found of."""
        rows = self._connections.rows(
            "SELECT j.value, l.high FROM json_each(?1) j CROSS JOIN likenesses l ON l.low = j.value"
            " UNION ALL SELECT j.value, l.low FROM json_each(?1) j CROSS JOIN likenesses l ON l.high = j.value",
            (json.dumps(list(articles)),),
        )
        found: dict[int, set[int]] = {}
        for article, other in rows:
            found.setdefault(article, set()).add(other)
        return found

    def write(self, articles: Iterable[int], found: Iterable[Found]) -> None:
        """Keeps what was found of these articles and any others in the place of all that was."""
        ids = json.dumps(list(articles))
        for column in ("low", "high"):
            self._connections.change(
                f"DELETE FROM likenesses WHERE {column} IN (SELECT value FROM json_each(?))", (ids,)
            )
        self._connections.change_many("INSERT OR REPLACE INTO likenesses VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(found))

    def found(self) -> int:
        """How many pairs something was found of."""
        return int(self._connections.value("SELECT count(*) FROM likenesses"))


def purge_sketches(connections: Connections, article: ArticleId) -> None:
    """Drops, inside the transaction under way, all that was kept of an article's text."""
    kept = Duplicates(connections)
    root = "(SELECT root FROM origins WHERE article = ?1)"
    joined = connections.rows(
        f"SELECT article FROM origins WHERE root = {root} UNION SELECT o.article FROM origins o JOIN json_each(o.parts) p ON p.value = {root}",
        (article,),
    )
    kept.queue({*kept.partners([article]).get(article, ()), *(row[0] for row in joined)})
    kept.forget([article])
    kept.write([article], ())
    connections.change(f"DELETE FROM origins WHERE root = {root}", (article,))
    connections.change("DELETE FROM sketches_due WHERE article = ?", (article,))
