"""Articles: metadata with evidence, state, and what follows from them for sorting and counting; never the text."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.base.errors import Invalid, NotFound
from archive.base.text import storable
from archive.model import edtf
from archive.model.article import FIELDS, Article, Evidence, Metadata, Text, Verdict
from archive.model.headings import Heading, Headings
from archive.model.ids import ArticleId, Uid, new_uid

from .connection import Connections, Value
from .editions import measured
from .groups import Collections, Tags
from .listing import COLUMNS, Listing, article_of
from .outbox import OutboxTable

# What the index holds of an article: when one of these changes, the article is indexed again.
SEARCHED = frozenset({"edition", "title", "byline", "publisher", "language", "published", "note", "trashed_at"})
_CHANGING = frozenset(
    {
        *FIELDS,
        "edition",
        "words",
        "excerpt",
        "position",
        "note",
        "starred",
        "read_at",
        "trashed_at",
        "verdict",
        "warnings",
        "rights",
        "sensitivity",
        "embargo",
    }
)
_JSON = frozenset({"byline", "warnings"})
_UID_PREFIX = 6
_UNDATED: dict[str, Value] = {"earliest": None, "latest": None, "year": "undated"}


def _derived(columns: Mapping[str, Any]) -> dict[str, Value]:
    """What is stored beside the title and the publication date, so that lists sort and count by them."""
    derived: dict[str, Value] = {}
    if "title" in columns:
        derived["title_key"] = unicodedata.normalize("NFC", columns["title"] or "").casefold().lstrip("\"'“‘«「『([ ")
    if "published" in columns:
        derived.update(_days(columns["published"]))
    return derived


def _days(published: str | None) -> dict[str, Value]:
    try:
        date = edtf.parse(published) if published else None
    except Invalid:
        # A date that an importer found and that EDTF cannot say is kept as it stands, and sorts as undated.
        date = None
    first = None if date is None else date.earliest or date.latest
    if date is None or first is None:
        return _UNDATED
    last = date.latest or first
    return {"earliest": first.toordinal(), "latest": last.toordinal(), "year": f"{first.year:04d}"}


def _stored(columns: Mapping[str, Any]) -> dict[str, Value]:
    stored: dict[str, Value] = {}
    for name, value in columns.items():
        if name in _JSON:
            value = json.dumps([storable(item) for item in value], ensure_ascii=False)
        elif isinstance(value, bool):
            value = int(value)
        stored[name] = value
    return stored | _derived(stored)


def _require_columns(names: Iterable[str]) -> None:
    # Names may come from an act that was kept as data, and go into a statement.
    unknown = set(names) - _CHANGING
    if unknown:
        raise Invalid(f"An article has no {sorted(unknown)[0]!r} to be changed.", "Install the newest version.")


class Articles(Listing):
    """The tables `articles` and `evidence`: one article at a time, beside the questions over many of `Listing`."""

    def __init__(self, connections: Connections, outbox: OutboxTable, collections: Collections, tags: Tags) -> None:
        super().__init__(connections, collections, tags)
        self._outbox = outbox

    def add(
        self,
        metadata: Metadata,
        *,
        uid: Uid | None = None,
        verdict: Verdict,
        warnings: Sequence[str] = (),
        added: str,
        text: Text | None = None,
    ) -> ArticleId:
        """Adds an article that has no edition yet, and queues it for the index; `text` is that of the edition that follows at once."""
        columns = {
            "uid": uid or new_uid(),
            "title": metadata.title,
            "byline": metadata.byline,
            "publisher": metadata.publisher,
            "republisher": metadata.republisher,
            "published": metadata.published,
            "language": metadata.language,
            "url": metadata.url,
            "accessed": metadata.accessed,
            "verdict": str(verdict),
            "warnings": warnings,
            "added": added,
            **({} if text is None else measured(text)),
        }
        article = ArticleId(self._connections.insert("articles", _stored(columns)))
        self._insert_evidence(article, metadata.evidence)
        self._outbox.put(article)
        return article

    def get(self, article: ArticleId) -> Article:
        """The article; raises NotFound."""
        row = self._connections.row(f"SELECT {COLUMNS} FROM articles a WHERE a.id = ?", (article,))
        if row is None:
            raise NotFound(f"There is no article {article}.", "Look at the list of articles for its number.")
        return article_of(row)

    def by_ids(self, articles: Sequence[ArticleId]) -> list[Article]:
        """These articles as far as they exist, in the order given."""
        sql = f"SELECT {COLUMNS} FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value ORDER BY j.key"
        return [article_of(row) for row in self._connections.rows(sql, (json.dumps(list(articles)),))]

    def find(self, text: str) -> Article:
        """The article with this id ("12"), uid, or unique beginning of a uid (6 characters or more); raises NotFound."""
        text = text.strip().lower()
        row = None
        if text.isascii() and text.isdigit() and len(text) < 19:
            row = self._connections.row(f"SELECT {COLUMNS} FROM articles a WHERE a.id = ?", (int(text),))
        if row is None and len(text) >= _UID_PREFIX and set(text) <= set("0123456789abcdef"):
            sql = f"SELECT {COLUMNS} FROM articles a WHERE a.uid >= ?1 AND a.uid < ?1 || 'g' LIMIT 2"
            rows = self._connections.rows(sql, (text,))
            if len(rows) > 1:
                raise NotFound(f"More than one article has a uid that begins with {text}.", "Give more of it.")
            row = rows[0] if rows else None
        if row is None:
            raise NotFound(
                f"There is no article {text!r}.", "Give its number or its uid, as the list of articles shows it."
            )
        return article_of(row)

    def with_uid(self, uid: str) -> ArticleId | None:
        """The article with exactly this uid, a trashed one too."""
        found = self._connections.value("SELECT id FROM articles WHERE uid = ?", (uid,))
        return None if found is None else ArticleId(found)

    def update(self, article: ArticleId, **columns: Any) -> None:
        """Sets columns as they are named in the table, byline and warnings as sequences; queues what is searched.

        Raises NotFound. Derived columns (sort keys, days) follow by themselves.
        """
        _require_columns(columns)
        self.get(article)
        self._connections.update("articles", article, _stored(columns))
        if SEARCHED.intersection(columns):
            self._outbox.put(article)

    def languages(self) -> list[str]:
        """The languages of the articles outside the trash, the commonest first."""
        sql = (
            "SELECT language FROM articles WHERE trashed_at IS NULL AND language IS NOT NULL"
            " GROUP BY language ORDER BY count(*) DESC, language"
        )
        return [str(row[0]) for row in self._connections.rows(sql)]

    def state(self, article: ArticleId, names: Sequence[str]) -> dict[str, Any]:
        """The present values of some columns, as `update` takes them; raises NotFound, Invalid for no such column."""
        _require_columns(names)
        row = self._connections.row(f"SELECT {', '.join(('id', *names))} FROM articles WHERE id = ?", (article,))
        if row is None:
            raise NotFound(f"There is no article {article}.", "It may have been purged.")
        return {name: json.loads(row[name]) if name in _JSON else row[name] for name in names}

    def evidence(self, article: ArticleId) -> dict[str, Evidence]:
        """Where each metadata field came from."""
        sql = 'SELECT field, value, start, "end", rule, confidence FROM evidence WHERE article = ?'
        return {row[0]: Evidence(*row[1:]) for row in map(tuple, self._connections.rows(sql, (article,)))}

    def set_evidence(self, article: ArticleId, field: str, evidence: Evidence | None) -> None:
        """Replaces the evidence of one field; None removes it."""
        self._connections.change("DELETE FROM evidence WHERE article = ? AND field = ?", (article, field))
        if evidence is not None:
            self._insert_evidence(article, {field: evidence})

    def _insert_evidence(self, article: ArticleId, evidence: Mapping[str, Evidence]) -> None:
        self._connections.change_many(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (article, field, storable(each.value), each.start, each.end, each.rule, each.confidence)
                for field, each in evidence.items()
            ],
        )

    def holds_any(self) -> bool:
        """Whether there is an article, trashed or not."""
        return bool(self._connections.value("SELECT EXISTS (SELECT 1 FROM articles)"))

    def with_text(self) -> int:
        """How many articles have a text, trashed ones too."""
        sql = (
            "SELECT (SELECT count(*) FROM articles)"
            " - (SELECT count(*) FROM articles INDEXED BY articles_textless WHERE edition IS NULL)"
        )
        return int(self._connections.value(sql))

    def titles(self, articles: Iterable[int]) -> dict[int, str | None]:
        """The titles of these articles."""
        wanted = sorted(set(articles))
        sql = "SELECT a.id, a.title FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value"
        return {row[0]: row[1] for row in self._connections.rows(sql, (json.dumps(wanted),))} if wanted else {}

    def outside_trash(self) -> int:
        """How many articles are not in the trash."""
        sql = "SELECT count(*) FROM articles INDEXED BY articles_added WHERE trashed_at IS NULL"
        return int(self._connections.value(sql))

    def by_year(self) -> dict[int, int]:
        """{year of publication: articles outside the trash}; undated ones are left out."""
        rows = self._connections.rows(
            "SELECT year, count(*) FROM articles INDEXED BY articles_facets WHERE trashed_at IS NULL AND year <> 'undated'"
            " GROUP BY year ORDER BY year"
        )
        return {int(row[0]): row[1] for row in rows}

    def headings(self, ids: Sequence[ArticleId] | None = None) -> Mapping[ArticleId, Heading]:
        """{article: (title, publisher, published)} of these articles, or of all outside the trash."""
        if ids is None:
            with self._connections.each(
                "SELECT id, title, publisher, published FROM articles INDEXED BY articles_headings WHERE trashed_at IS NULL"
            ) as every:
                return Headings(every)
        rows = self._connections.rows(
            "SELECT a.id, a.title, a.publisher, a.published FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value",
            (json.dumps([int(each) for each in ids]),),
        )
        return {ArticleId(row[0]): (row[1] or "", row[2], row[3]) for row in rows}

    def with_url(self, url: str) -> Sequence[ArticleId]:
        """The articles saved from this address, trashed ones too."""
        rows = self._connections.rows("SELECT id FROM articles WHERE url = ? ORDER BY id", (url,))
        return [ArticleId(row[0]) for row in rows]

    def titled(self, title: str, publisher: str | None) -> Sequence[ArticleId]:
        """The articles outside the trash with this title (folded as for sorting) and publisher."""
        rows = self._connections.rows(
            "SELECT id FROM articles WHERE trashed_at IS NULL AND title_key = ? AND publisher IS ? ORDER BY id",
            (_derived({"title": title})["title_key"], publisher),
        )
        return [ArticleId(row[0]) for row in rows]

    def entitled(self, title: str) -> Sequence[ArticleId]:
        """The articles outside the trash with this title (folded as for sorting), whoever published them."""
        key = _derived({"title": title})["title_key"]
        sql = "SELECT id FROM articles WHERE trashed_at IS NULL AND title_key = ? ORDER BY id"
        return [ArticleId(row[0]) for row in self._connections.rows(sql, (key,))]

    def purge(self, article: ArticleId) -> None:
        """Removes the article, its editions and evidence, and originals that no other article uses; raises NotFound."""
        from .purging import purge_marks

        self.get(article)
        change = self._connections.change
        originals = self._connections.rows(
            "SELECT original FROM editions WHERE article = ?1 UNION SELECT original FROM files WHERE article = ?1",
            (article,),
        )
        # Nobody is told by a later exchange that it was here.
        change("INSERT OR IGNORE INTO exchange_paused VALUES (1)")
        purge_marks(self._connections, article)
        change("INSERT INTO purging VALUES (?)", (article,))
        change("UPDATE articles SET edition = NULL WHERE id = ?", (article,))
        change("DELETE FROM editions WHERE article = ?", (article,))
        change("DELETE FROM articles WHERE id = ?", (article,))
        change("DELETE FROM purging WHERE article = ?", (article,))
        change("DELETE FROM exchange_paused")
        for (original,) in originals:
            change(
                "DELETE FROM originals WHERE id = ?1 AND id NOT IN (SELECT original FROM editions)"
                " AND id NOT IN (SELECT original FROM files)",
                (original,),
            )
        self._outbox.put(article)
