"""Figures as arrays: read along one covering index, and kept until something is written."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from archive.model.columns import FIGURE_STATUSES, KINDS, FigureColumns
from archive.model.figure import FigureStatus, Kind

from .columns import bump, living, locked, publishers, repeated, state
from .connection import Connections
from .selecting import ints

_GENERATION = "figures-generation"
_REJECTED = FIGURE_STATUSES.index(FigureStatus.REJECTED)

# One list a group, five numbers a figure: five lists take SQLite twice as long.
FIGURES = (
    "SELECT key, kind, status, series, count(*), group_concat(id || ',' || article || ',' || start || ',' || coalesce(earliest, 0)"
    " || ',' || coalesce(latest, 0)) FROM figures INDEXED BY figures_columns WHERE own IS NULL GROUP BY key, kind, status, series"
)
OWN = (
    "SELECT own_key AS key, kind, status, series, id, article, start, earliest, latest, own FROM figures INDEXED BY figures_own"
    " WHERE own IS NOT NULL"
)


class FigureColumnReader:
    """Reads them; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._held: tuple[object, FigureColumns] | None = None

    def changed(self) -> None:
        """Says, inside the transaction under way, that figures, or what persons made of them, were written."""
        bump(self._connections, _GENERATION)

    def state(self) -> tuple[int, int]:
        """What changes whenever figures, or what is shown of their articles, may have been written, by whichever process."""
        return state(self._connections, _GENERATION)

    def generation(self) -> int:
        """What changes whenever figures or series may have been written."""
        return self.state()[0]

    def columns(self) -> FigureColumns:
        """All figures outside the trash as they are in force."""
        if self._connections.writing:
            return self._read()
        with self._connections.snapshot():
            present = self.state()
            held = self._held
            if held is None or held[0] != present:
                held = self._held = (present, self._read())
        return held[1]

    def _read(self) -> FigureColumns:
        groups = [tuple(row) for row in self._connections.rows(FIGURES)] + [self._own(row) for row in self._own_rows()]
        uids = {row[0]: row[1] for row in self._connections.rows("SELECT id, uid FROM series")}
        of_key = {row[0]: uids[row[1]] for row in self._connections.rows("SELECT key, series FROM series_of_keys")}
        named = [uids[series] if series is not None else of_key.get(key, key) for key, _, _, series, *_ in groups]
        all_series = tuple(sorted(set(named)))
        numbers = {name: number for number, name in enumerate(all_series)}
        counts = [group[4] for group in groups]
        numbers_of = ints(",".join(str(group[5]) for group in groups)).reshape(-1, 5)
        ids, articles, starts, earliest, latest = (np.ascontiguousarray(column) for column in numbers_of.T)
        known = publishers(self._connections)
        alive, of_publisher = living(articles, *known[1:])
        # Positions and article numbers stay below 2^31: one number says both.
        order = np.lexsort((ids, (articles << 31) + starts))
        order = order[alive[order]]
        series = repeated([numbers[name] for name in named], counts)[order]
        statuses = repeated([FIGURE_STATUSES.index(FigureStatus(group[2])) for group in groups], counts)[order]
        counting = np.flatnonzero(statuses != _REJECTED)
        return locked(
            FigureColumns(
                ids[order],
                articles[order],
                of_publisher[order],
                series,
                repeated([KINDS.index(Kind(group[1])) for group in groups], counts)[order],
                statuses,
                earliest[order],
                latest[order],
                counting[np.argsort(series[counting], kind="stable")],
                all_series,
                known[0],
            )
        )

    def _own_rows(self) -> Sequence[Any]:
        return self._connections.rows(OWN)

    @staticmethod
    def _own(row: Any) -> tuple[Any, ...]:
        """A corrected figure as a group of one, as it is in force."""
        present = dict(zip(row.keys(), row, strict=True)) | json.loads(row["own"])
        days = (present["earliest"] or 0, present["latest"] or 0)
        return (
            *(present["key"], present["kind"], present["status"], present["series"]),
            *(1, ",".join(map(str, (row["id"], row["article"], row["start"], *days)))),
        )
