"""Series that people made of figures, and findings that they judged to need no look. Reads only; acts write through the ledger."""

from dataclasses import dataclass
from typing import Any

from archive.model.ids import FigureId, SeriesId

from .connection import Connections


@dataclass(frozen=True, slots=True)
class Made:
    """A series that a person made: `keys` are those that it gathers; `name` is "" where that of its first key stands."""

    id: SeriesId
    uid: str
    name: str
    meaning: str
    keys: tuple[str, ...]
    author: str
    created: str
    modified: str


class SeriesTable:
    """The tables `series`, `series_keys` and `judgements`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> list[Made]:
        """Every series that a person made, the oldest first."""
        with self._connections.snapshot():
            keys: dict[int, list[str]] = {}
            for key, series in self._connections.rows("SELECT key, series FROM series_keys ORDER BY key"):
                keys.setdefault(series, []).append(key)
            rows = self._connections.rows("SELECT * FROM series ORDER BY id")
        return [_made(row, tuple(keys.get(row["id"], ()))) for row in rows]

    def get(self, series: SeriesId) -> Made:
        """One of them that is there."""
        row = self._connections.row("SELECT * FROM series WHERE id = ?", (series,))
        assert row is not None  # ids come from rows of the same transaction
        keys = self._connections.rows("SELECT key FROM series_keys WHERE series = ? ORDER BY key", (series,))
        return _made(row, tuple(each[0] for each in keys))

    def with_uid(self, uid: str) -> SeriesId | None:
        """The series with this uid, or None."""
        found = self._connections.value("SELECT id FROM series WHERE uid = ?", (uid,))
        return None if found is None else SeriesId(found)

    def of_key(self, key: str) -> SeriesId | None:
        """The series that gathers this key, or None."""
        found = self._connections.value("SELECT series FROM series_of_keys WHERE key = ?", (key,))
        return None if found is None else SeriesId(found)

    def moved(self, series: SeriesId) -> list[FigureId]:
        """The figures that a person moved into it."""
        rows = self._connections.rows("SELECT id FROM figures WHERE series = ? ORDER BY id", (series,))
        return [FigureId(row[0]) for row in rows]

    def gathering(self) -> bool:
        """Whether any series gathers a key."""
        return bool(self._connections.value("SELECT EXISTS (SELECT 1 FROM series_keys)"))

    def remember_alias(self, key: str, was: str, article: int) -> None:
        """Lets a key that no other article's figures have gather where the key that it `was` does: other rules read now."""
        self._connections.change(
            "INSERT OR IGNORE INTO series_aliases SELECT ?1, coalesce((SELECT was FROM series_aliases WHERE key = ?2), ?2)"
            " WHERE EXISTS (SELECT 1 FROM series_of_keys WHERE key = ?2)"
            " AND NOT EXISTS (SELECT 1 FROM series_of_keys WHERE key = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM figures WHERE own IS NULL AND key = ?1 AND article <> ?3)",
            (key, was, article),
        )

    def judgements(self) -> dict[str, str]:
        """{finding: note} of the findings that need no look."""
        return {row[0]: row[1] for row in self._connections.rows("SELECT finding, note FROM judgements")}


def _made(row: Any, keys: tuple[str, ...]) -> Made:
    return Made(
        SeriesId(row["id"]),
        row["uid"],
        row["name"],
        row["meaning"],
        keys,
        row["author"],
        row["created"],
        row["modified"],
    )
