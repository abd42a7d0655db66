"""Editions: immutable canonical texts with their blocks. Adding one makes it the article's current edition."""

import json
from collections.abc import Sequence
from typing import Any

from archive.base.errors import NotFound
from archive.base.text import storable
from archive.model import measure
from archive.model.article import Block, BlockKind, Edition, Illustration, Original, Run, RunKind, SetAside, Text
from archive.model.ids import ArticleId, EditionId

from .connection import Connections, Value
from .outbox import HEADLINE_CHARS, OutboxTable, behind_headline

_COLUMNS = (
    "e.id, e.article, e.number, e.encoding, e.importer, e.importer_version, e.reason, e.path, e.created,"
    " o.sha512, o.name, o.media_type, o.size"
)
_GONE = "It may have been purged."
_TEXTS = "e.text, e.blocks, e.set_aside, e.pictures"
_FROM = "FROM editions e JOIN originals o ON o.id = e.original"


def _dump(text: Text) -> tuple[str, str]:
    blocks = [
        [b.kind, b.start, b.end, *b.source, b.level, [[r.kind, r.start, r.end, r.target] for r in b.runs]]
        for b in text.blocks
    ]
    aside = [[s.start, s.end, storable(s.text), s.why] for s in text.set_aside]
    return json.dumps(blocks, ensure_ascii=False), json.dumps(aside, ensure_ascii=False)


def _dump_pictures(text: Text) -> str | None:
    """None where there are none: nothing of them is read for most articles."""
    if not text.pictures:
        return None
    return json.dumps(
        [
            [p.place, p.media_type, p.width, p.height, p.size, p.sha512, p.source, p.caption, storable(p.alt)]
            for p in text.pictures
        ],
        ensure_ascii=False,
    )


# A lookup takes a tenth of the time that the enumeration takes to be asked.
_BLOCK_KINDS, _RUN_KINDS = {str(kind): kind for kind in BlockKind}, {str(kind): kind for kind in RunKind}


def _block(kind: str, start: int, end: int, source_start: int, source_end: int, level: int, runs: list[Any]) -> Block:
    marks = tuple([Run(_RUN_KINDS[mark], first, last, target) for mark, first, last, target in runs])
    return Block(_BLOCK_KINDS[kind], start, end, (source_start, source_end), level, marks)


def _edition(row: Any, *, texts: bool) -> Edition:
    return Edition(
        id=EditionId(row["id"]),
        article=ArticleId(row["article"]),
        number=row["number"],
        text=row["text"] if texts else "",
        blocks=tuple(_block(*block) for block in json.loads(row["blocks"])) if texts else (),
        set_aside=tuple(SetAside(*aside) for aside in json.loads(row["set_aside"])) if texts else (),
        original=Original(row["sha512"], row["name"], row["media_type"], row["size"]),
        encoding=row["encoding"],
        importer=row["importer"],
        importer_version=row["importer_version"],
        reason=row["reason"],
        path=row["path"],
        created=row["created"],
        pictures=tuple(Illustration(*each) for each in json.loads(row["pictures"] or "[]")) if texts else (),
    )


def measured(text: Text) -> dict[str, Value]:
    """What an article tells of its current text, for lists."""
    return {"words": measure.words(text.text), "excerpt": measure.excerpt(text)}


class Editions:
    """The table `editions`."""

    def __init__(self, connections: Connections, outbox: OutboxTable) -> None:
        self._connections = connections
        self._outbox = outbox

    def add(
        self,
        article: ArticleId,
        text: Text,
        *,
        original: str,
        encoding: str | None,
        importer: str,
        importer_version: int,
        reason: str,
        path: str,
        created: str,
        first: bool = False,
    ) -> EditionId:
        """Adds the next edition of an article, made from the kept original with this SHA-512, and makes it current.

        `first`: the article was just added with this text (`Articles.add`), so that it only has to be told which edition that is.
        """
        last, kept = self._connections.row(
            "SELECT (SELECT max(number) FROM editions WHERE article = ?), (SELECT id FROM originals WHERE sha512 = ?)",
            (article, original),
        )
        if kept is None:
            raise NotFound(f"No original has the address {original[:12]}….", "Check the archive.")
        blocks, set_aside = _dump(text)
        row = {
            "article": article,
            "number": (last or 0) + 1,
            "text": text.text,
            "blocks": blocks,
            "set_aside": set_aside,
            "original": kept,
            "encoding": encoding,
            "importer": importer,
            "importer_version": importer_version,
            "reason": reason,
            "path": path,
            "created": created,
        }
        if pictures := _dump_pictures(text):
            row["pictures"] = pictures
        edition = EditionId(self._connections.insert("editions", row))
        if first:
            self._connections.update("articles", article, {"edition": edition})
        else:
            self._show(article, edition, text)
        return edition

    def use(self, article: ArticleId, edition: EditionId) -> None:
        """Makes an earlier edition of the article the current one again; raises NotFound."""
        chosen = self.get(edition)
        if chosen.article != article:
            raise NotFound(f"Edition {edition} belongs to another article.", "Open the article again.")
        self._show(article, edition, Text(chosen.text, chosen.blocks))

    def _show(self, article: ArticleId, edition: EditionId, text: Text) -> None:
        self._connections.update("articles", article, {"edition": edition, **measured(text)})
        self._outbox.put(article)

    def current(self, article: ArticleId) -> Edition:
        """The edition that is read and searched; raises NotFound."""
        sql = f"SELECT {_COLUMNS}, {_TEXTS} {_FROM} JOIN articles a ON a.edition = e.id WHERE a.id = ?"
        return self._one(sql, article, f"Article {article} has no text.")

    def get(self, edition: EditionId) -> Edition:
        """Any edition; raises NotFound."""
        return self._one(
            f"SELECT {_COLUMNS}, {_TEXTS} {_FROM} WHERE e.id = ?", edition, f"There is no edition {edition}."
        )

    def by_ids(self, editions: Sequence[EditionId]) -> list[Edition]:
        """These editions as far as they exist, in the order given."""
        sql = (
            f"SELECT {_COLUMNS}, {_TEXTS} FROM json_each(?) j CROSS JOIN editions e ON e.id = j.value"
            " JOIN originals o ON o.id = e.original ORDER BY j.key"
        )
        return [_edition(row, texts=True) for row in self._connections.rows(sql, (json.dumps(list(editions)),))]

    def texts(self, editions: Sequence[EditionId]) -> dict[EditionId, tuple[str, int]]:
        """The texts of these editions as far as they exist, each with where it begins behind the headline."""
        sql = (
            f"SELECT e.id, e.text, substr(e.blocks, 1, {HEADLINE_CHARS})"
            " FROM json_each(?) j CROSS JOIN editions e ON e.id = j.value"
        )
        rows = self._connections.rows(sql, (json.dumps(list(editions)),), named=False)
        return {EditionId(edition): (text, behind_headline(text, blocks)) for edition, text, blocks in rows}

    def stretches(self, edition: EditionId, size: int, stretches: Sequence[tuple[int, int]]) -> list[bytes] | None:
        """Half-open stretches of the bytes of a text in UTF-8, without reading the others; None where the text has not `size` bytes, or where
        there is none."""
        with self._connections.opened("editions", "text", edition) as text:
            if text is None or len(text) != size:
                return None
            found = []
            for start, end in stretches:
                text.seek(start)
                found.append(text.read(end - start))
            return found

    def _one(self, sql: str, key: int, missing: str) -> Edition:
        row = self._connections.row(sql, (key,))
        if row is None:
            raise NotFound(missing, _GONE)
        return _edition(row, texts=True)

    def summaries(self, article: ArticleId) -> list[Edition]:
        """All editions of an article, newest first, without text, blocks and what was set aside."""
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE e.article = ? ORDER BY e.number DESC"
        return [_edition(row, texts=False) for row in self._connections.rows(sql, (article,))]

    def ids(self) -> list[EditionId]:
        """Every edition, oldest first."""
        return [EditionId(row[0]) for row in self._connections.rows("SELECT id FROM editions ORDER BY id")]

    def newest(self, limit: int) -> list[EditionId]:
        """The last editions that were made, newest first."""
        sql = "SELECT id FROM editions ORDER BY id DESC LIMIT ?"
        return [EditionId(row[0]) for row in self._connections.rows(sql, (limit,))]

    def is_current(self, edition: EditionId) -> bool:
        """Whether its article shows this edition."""
        sql = "SELECT 1 FROM articles a JOIN editions e ON e.article = a.id WHERE e.id = ?1 AND a.edition = ?1"
        return bool(self._connections.value(sql, (edition,)))

    def article_of(self, edition: EditionId) -> ArticleId | None:
        """The article of an edition, without reading its text."""
        found = self._connections.value("SELECT article FROM editions WHERE id = ?", (edition,))
        return None if found is None else ArticleId(found)

    def by_length(self) -> dict[int, list[EditionId]]:
        """{code points: editions with a text as long}, newest first: what may be equal to a given text. Reads every text."""
        found: dict[int, list[EditionId]] = {}
        for edition, length in self._connections.rows("SELECT id, length(text) FROM editions ORDER BY id DESC"):
            found.setdefault(length, []).append(EditionId(edition))
        return found

    def text(self, article: ArticleId) -> str:
        """The canonical text of the current edition, without its blocks; raises NotFound."""
        sql = "SELECT e.text FROM editions e JOIN articles a ON a.edition = e.id WHERE a.id = ?"
        found = self._connections.value(sql, (article,))
        if found is None:
            raise NotFound(f"Article {article} has no text.", _GONE)
        return str(found)
