"""Originals: the bytes as they were imported, addressed by SHA-512, each kept once, in parts so that a large one takes little memory."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from archive.base.errors import NotFound
from archive.base.text import sha512
from archive.model.article import Original
from archive.model.ids import ArticleId

from .connection import Connections

_PART_BYTES = 1 << 20
# A picture that lay beside a page is an original of its own, and never what an article's text was read of.
IS_PICTURE = "o.media_type GLOB 'image/*'"


class Originals:
    """The tables `originals`, `original_parts` and `files`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, data: bytes, name: str, media_type: str) -> Original:
        """Keeps the bytes; those that are known already keep their first name and type."""
        address = sha512(data)
        known = self._row(address)
        if known is not None:
            return Original(*known)
        row = {"sha512": address, "name": name, "media_type": media_type, "size": len(data)}
        original = self._connections.insert("originals", row)
        view = memoryview(data)
        for part, start in enumerate(range(0, len(data), _PART_BYTES)):
            self._connections.change(
                "INSERT INTO original_parts(original, part, data) VALUES (?, ?, ?)",
                (original, part, view[start : start + _PART_BYTES]),
            )
        return Original(address, name, media_type, len(data))

    def get(self, address: str) -> Original:
        """The original without its bytes; raises NotFound."""
        row = self._row(address)
        if row is None:
            raise NotFound(f"No original has the address {address[:12]}….", "Check the archive.")
        return Original(*row)

    def _row(self, address: str) -> Any:
        return self._connections.row(
            "SELECT sha512, name, media_type, size FROM originals WHERE sha512 = ?", (address,)
        )

    def data(self, address: str) -> bytes:
        """The bytes; raises NotFound."""
        size = self.get(address).size
        return b"".join(self._parts(address)) if size else b""

    def content(self, address: str) -> bytes:
        """The bytes, whatever size is written down of them; none for an address that is not known."""
        return b"".join(self._parts(address))

    def pieces(self, address: str) -> Iterator[bytes]:
        """The bytes a part at a time, so that a large original takes little memory; raises NotFound."""
        self.get(address)
        parts = self._connections.rows(
            "SELECT id FROM original_parts WHERE original = (SELECT id FROM originals WHERE sha512 = ?) ORDER BY part",
            (address,),
        )
        for (part,) in parts:
            yield self._connections.value("SELECT data FROM original_parts WHERE id = ?", (part,)) or b""

    def _parts(self, address: str) -> list[bytes]:
        rows = self._connections.rows(
            "SELECT data FROM original_parts WHERE original = (SELECT id FROM originals WHERE sha512 = ?) ORDER BY part",
            (address,),
        )
        return [row[0] for row in rows]

    def addresses(self) -> list[str]:
        """The addresses of all originals, oldest first."""
        return [row[0] for row in self._connections.rows("SELECT sha512 FROM originals ORDER BY id")]

    def intact(self, address: str) -> bool:
        """Whether the bytes still answer to their address; reads one part at a time."""
        digest = hashlib.sha512()
        for piece in self.pieces(address):
            digest.update(piece)
        return digest.hexdigest() == address

    def known(self, address: str) -> list[ArticleId]:
        """The articles that have an edition made from these bytes, trashed ones too."""
        rows = self._connections.rows(
            "SELECT article FROM editions WHERE original = (SELECT id FROM originals WHERE sha512 = ?)",
            (address,),
            named=False,
        )
        return [ArticleId(article) for article in sorted({row[0] for row in rows})]

    def weight(self, articles: Sequence[ArticleId]) -> int:
        """How many bytes the originals of these articles have together, with the pictures that lay beside their pages; each once."""
        sql = (
            "SELECT coalesce(sum(size), 0) FROM originals WHERE id IN"
            " (SELECT e.original FROM json_each(?1) j CROSS JOIN editions e ON e.article = j.value"
            " UNION SELECT f.original FROM json_each(?1) j CROSS JOIN files f ON f.article = j.value"
            f" JOIN originals o ON o.id = f.original WHERE {IS_PICTURE})"
        )
        return int(self._connections.value(sql, (json.dumps(list(articles)),)))

    # Where they lay

    def found_at(self, article: ArticleId, address: str, path: str, name: str, *, member: str | None, at: str) -> None:
        """Notes that the article's original was imported from `path` (and `member` inside it) under `name`."""
        self._connections.change(
            "INSERT INTO files(article, original, path, member, name, imported)"
            " SELECT ?1, o.id, ?3, ?4, ?5, ?6 FROM (SELECT (SELECT id FROM originals WHERE sha512 = ?2) AS id) o WHERE NOT EXISTS"
            " (SELECT 1 FROM files f WHERE f.article = ?1 AND f.original = o.id AND f.path = ?3 AND f.member IS ?4 AND f.name = ?5)",
            (article, address, path, member, name, at),
        )

    def at_path(self, path: str, member: str | None = None) -> list[ArticleId]:
        """The articles that were imported from this path (and this member of the container there)."""
        place = f"{path}/{member}" if member else path
        rows = self._connections.rows(
            "SELECT article FROM files WHERE path = ?1 AND member IS ?2 UNION ALL SELECT article FROM editions WHERE path = ?3",
            (path, member, place),
            named=False,
        )
        return [ArticleId(article) for article in sorted({row[0] for row in rows})]

    def places(self, article: ArticleId) -> list[tuple[str, str | None, str, str]]:
        """Where the article's originals lay, duplicates too: (path, member, name, when it was imported), oldest first; not its pictures."""
        sql = (
            "SELECT f.path, f.member, f.name, f.imported FROM files f JOIN originals o ON o.id = f.original"
            f" WHERE f.article = ? AND NOT {IS_PICTURE} ORDER BY f.id"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._connections.rows(sql, (article,))]

    def places_of(self, article: ArticleId, address: str) -> list[tuple[str, str | None, str, str]]:
        """As `places`, of one original only."""
        sql = (
            "SELECT f.path, f.member, f.name, f.imported FROM files f JOIN originals o ON o.id = f.original"
            " WHERE f.article = ? AND o.sha512 = ? ORDER BY f.id"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._connections.rows(sql, (article, address))]

    def of(self, article: ArticleId) -> list[Original]:
        """The originals that came in for an article, oldest first; also those whose text it had already, not its pictures."""
        sql = (
            "SELECT o.sha512, o.name, o.media_type, o.size FROM originals o"
            " JOIN (SELECT original, min(id) AS first FROM files WHERE article = ? GROUP BY original) f ON f.original = o.id"
            f" WHERE NOT {IS_PICTURE} ORDER BY f.first"
        )
        return [Original(*row) for row in self._connections.rows(sql, (article,))]

    def pictures(self, article: ArticleId) -> list[tuple[str, str, str | None, str, str]]:
        """Pictures that lay beside the article's pages: (SHA-512, path, member, name, when it was imported), oldest first."""
        sql = (
            "SELECT o.sha512, f.path, f.member, f.name, f.imported FROM files f JOIN originals o ON o.id = f.original"
            f" WHERE f.article = ? AND {IS_PICTURE} ORDER BY f.id"
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in self._connections.rows(sql, (article,))]
