"""What the rules still have to read, and the rows that a reading writes."""

import json
from collections.abc import Iterable, Sequence

from archive.model.ids import ArticleId

from .columns import ColumnReader
from .connection import Connections
from .figure_columns import FigureColumnReader
from .readings import FIGURES, MENTIONS, Readings


class Extraction:
    """The table `extraction_due`; mentions and figures as the rules write them."""

    def __init__(self, connections: Connections, columns: ColumnReader, figure_columns: FigureColumnReader) -> None:
        self._connections = connections
        self._columns, self._figure_columns = columns, figure_columns
        self.mentions = Readings(connections, MENTIONS)
        self.figures = Readings(connections, FIGURES)
        self._all = (self.mentions, self.figures)

    # The queue

    def pending(self) -> int:
        """How many articles with a text wait to be read."""
        return int(
            self._connections.value(
                "SELECT count(*) FROM extraction_due WHERE article NOT IN"
                " (SELECT id FROM articles INDEXED BY articles_textless WHERE edition IS NULL)"
            )
        )

    def due(self, limit: int, *, last: bool = False) -> list[ArticleId]:
        """Up to so many articles that wait, the first of them or the last."""
        order = "DESC" if last else "ASC"
        rows = self._connections.rows(f"SELECT article FROM extraction_due ORDER BY article {order} LIMIT ?", (limit,))
        return [ArticleId(row[0]) for row in rows]

    def reword(self, articles: Iterable[ArticleId]) -> None:
        """Queues articles for nothing but other words of the lexicon, inside the transaction under way."""
        self._connections.change(
            "INSERT OR IGNORE INTO extraction_reworded SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
            " AND id NOT IN (SELECT article FROM extraction_due)",
            (json.dumps(articles := list(articles)),),
        )
        self.put(articles)

    def is_reworded(self, article: ArticleId) -> bool:
        """Whether the article waits for nothing but other words of the lexicon."""
        return bool(self._connections.value("SELECT 1 FROM extraction_reworded WHERE article = ?", (article,)))

    def put(self, articles: Iterable[ArticleId]) -> None:
        """Queues articles, inside the transaction under way."""
        self._connections.change(
            "INSERT OR IGNORE INTO extraction_due SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(articles)),),
        )

    def put_all(self) -> None:
        """Queues every article."""
        self._connections.change("DELETE FROM extraction_reworded")
        self._connections.change("INSERT OR IGNORE INTO extraction_due SELECT id FROM articles")

    def done(self, articles: Iterable[ArticleId]) -> None:
        """Takes articles off the queue."""
        done = json.dumps(list(articles))
        for table in ("extraction_due", "extraction_reworded"):
            self._connections.change(f"DELETE FROM {table} WHERE article IN (SELECT value FROM json_each(?))", (done,))

    # Over all that is read

    def told(self, articles: Sequence[ArticleId]) -> set[ArticleId]:
        """Those of these articles that have a row of either kind."""
        return set().union(*(readings.told(articles) for readings in self._all))

    def forgotten(self) -> list[ArticleId]:
        """Articles with untouched rows of another text than the present one that do not wait to be read."""
        return sorted({article for readings in self._all for article in readings.forgotten()})

    def behind(self, articles: Sequence[ArticleId]) -> list[ArticleId]:
        """Those whose touched rows no longer hold what they held, or count in a text that is not the present one."""
        return sorted({article for readings in self._all for article in readings.behind(articles)})

    def changed(self) -> None:
        """Says that mentions and figures were written; once for each transaction."""
        self._columns.changed()
        self._figure_columns.changed()
