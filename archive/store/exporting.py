"""The list of what is redacted, named choices of an export, and what may be done with articles. Reads only; acts write
through the ledger, those on articles through `articles`."""

from collections.abc import Mapping
from typing import Any

from archive.base.errors import NotFound
from archive.model.excerpt import Redaction
from archive.model.ids import ArticleId, Uid
from archive.model.rights import Rights, Sensitivity

from .connection import Connections
from .view_schema import RESTRICTED

_UID_CHARS = 6


class ExportTables:
    """The tables `redactions` and `presets`, and the columns of `articles` that say what may leave."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def redactions(self) -> list[Redaction]:
        """The rules in the order in which they are applied."""
        rows = self._connections.rows("SELECT uid, kind, find, replacement FROM redactions ORDER BY id")
        return [Redaction(Uid(row["uid"]), row["kind"], row["find"], row["replacement"]) for row in rows]

    def redaction(self, uid: str) -> tuple[int, Redaction]:
        """The row and the rule with this uid; a unique beginning will do. Raises NotFound."""
        row = self._resolved("redactions", uid, "rule of the redaction list")
        return row["id"], Redaction(Uid(row["uid"]), row["kind"], row["find"], row["replacement"])

    def presets(self) -> dict[str, str]:
        """Name → choice as JSON, by name."""
        return {row[0]: row[1] for row in self._connections.rows("SELECT name, choice FROM presets ORDER BY name, id")}

    def preset_row(self, name: str) -> int | None:
        """The row of the preset with this name."""
        found = self._connections.value("SELECT id FROM presets WHERE name = ?", (name,))
        return None if found is None else int(found)

    def rights(self, article: ArticleId) -> Rights:
        """What may be done with an article. Raises NotFound."""
        row = self._connections.row("SELECT rights, sensitivity, embargo FROM articles WHERE id = ?", (article,))
        if row is None:
            raise NotFound(f"There is no article {article}.", "It may have been purged.")
        return Rights(row["rights"], Sensitivity(row["sensitivity"]), row["embargo"])

    def all_rights(self) -> Mapping[ArticleId, Rights]:
        """Of every article that says anything about it."""
        sql = f"SELECT id, rights, sensitivity, embargo FROM articles INDEXED BY articles_restricted WHERE {RESTRICTED}"
        return {
            ArticleId(row["id"]): Rights(row["rights"], Sensitivity(row["sensitivity"]), row["embargo"])
            for row in self._connections.rows(sql)
        }

    def _resolved(self, table: str, uid: str, called: str) -> Any:
        uid = uid.strip().lower()
        rows: list[Any] = []
        if len(uid) >= _UID_CHARS and set(uid) <= set("0123456789abcdef"):
            rows = self._connections.rows(f"SELECT * FROM {table} WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 2", (uid,))
        if len(rows) != 1:
            told = "More than one" if rows else "No"
            raise NotFound(f"{told} {called} has the uid {uid[:40]!r}.", "Look at the list for it.")
        return rows[0]
