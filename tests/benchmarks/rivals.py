"""What we are measured against, in the same run on the same texts: stock Whoosh on files and SQLite FTS5."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from whoosh import fields, index, qparser
from whoosh.analysis import StemmingAnalyzer

from tests.benchmarks.generator import Made


class StockWhoosh:
    """Whoosh as its documentation sets it up: StemmingAnalyzer, an index in a folder of files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = StemmingAnalyzer()
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(text, field_boost=2.0),
            body=fields.TEXT(text),
            byline=fields.TEXT(text),
            publisher=fields.TEXT(text),
            language=fields.ID,
            published=fields.DATETIME,
        )
        self.index = index.create_in(str(folder), schema)

    def fill(self, articles: Iterable[Made]) -> None:
        """Adds the articles in one commit."""
        import datetime

        writer = self.index.writer(limitmb=256)
        for made in articles:
            day = made.published
            writer.add_document(
                id=str(made.number),
                title=made.title,
                body="\n".join(made.paragraphs),
                byline=made.byline,
                publisher=made.publisher,
                language=made.language,
                published=datetime.datetime(day.year, day.month, day.day) if day else None,  # noqa: DTZ001 - Whoosh's own form
            )
        writer.commit()

    def searcher(self) -> Callable[[str], int]:
        """A function that runs a query for the best 20 and counts all hits."""
        searcher = self.index.searcher()
        parser = qparser.MultifieldParser(["title", "body"], self.index.schema, group=qparser.AndGroup)
        parser.add_plugin(qparser.FuzzyTermPlugin())

        def run(query: str) -> int:
            return len(searcher.search(parser.parse(query), limit=20))

        return run


class Fts5:
    """SQLite's own full-text search, porter stemming over unicode61, as its documentation sets it up."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS docs USING fts5(title, body, byline, publisher, tokenize='porter unicode61')"
        )

    def fill(self, articles: Iterable[Made]) -> None:
        """Adds the articles in one commit."""
        with self.connection:
            self.connection.executemany(
                "INSERT INTO docs(rowid, title, body, byline, publisher) VALUES (?, ?, ?, ?, ?)",
                (
                    (made.number, made.title, "\n".join(made.paragraphs), made.byline, made.publisher)
                    for made in articles
                ),
            )

    def run(self, query: str) -> int:
        """The best 20 with snippets, as a program would ask for them."""
        rows = self.connection.execute(
            "SELECT rowid, bm25(docs), snippet(docs, 1, '[', ']', '…', 30) FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT 20",
            (query,),
        ).fetchall()
        return len(rows)

    def close(self) -> None:
        self.connection.close()
