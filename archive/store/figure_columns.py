"""Figures as columns: what is kept or read of them (`figure_arrays`), with the series and publishers that they belong to now."""

from typing import NamedTuple

import numpy as np

from archive.model.columns import FIGURE_STATUSES, FigureColumns, Ints
from archive.model.figure import FigureStatus

from .columns import bump, living, locked, publishers, state
from .connection import Connections
from .figure_arrays import FigureArrayReader, FigureArrays

_GENERATION = "figures-generation"
_REJECTED = FIGURE_STATUSES.index(FigureStatus.REJECTED)


class _Shown(NamedTuple):
    """What columns are made of beside the figures: series by id, the series of keys, publishers and theirs by article."""

    uids: dict[int, str]
    of_key: dict[str, str]
    publishers: tuple[str, ...]
    of_article: Ints

    def same(self, other: "_Shown") -> bool:
        """Whether both make the same columns."""
        return self[:3] == other[:3] and np.array_equal(self.of_article, other.of_article)


class FigureColumnReader:
    """Reads them; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.arrays = FigureArrayReader(connections)
        self._held: tuple[object, FigureArrays, _Shown, FigureColumns] | None = None

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
            return _columns(self.arrays.arrays(), self._shown())
        with self._connections.snapshot():
            present, held = self.state(), self._held
            if held is None or held[0] != present:
                arrays, shown = self.arrays.arrays(), self._shown()
                same = held is not None and held[1] is arrays and held[2].same(shown)
                columns = held[3] if held is not None and same else _columns(arrays, shown)
                held = self._held = (present, arrays, shown, columns)
        return held[3]

    def let_go(self) -> None:
        """Frees them; whoever asks next has them read."""
        self._held = None
        self.arrays.let_go()

    def _shown(self) -> _Shown:
        uids = {row[0]: row[1] for row in self._connections.rows("SELECT id, uid FROM series")}
        of_key = {row[0]: uids[row[1]] for row in self._connections.rows("SELECT key, series FROM series_of_keys")}
        return _Shown(uids, of_key, *publishers(self._connections))


def _columns(arrays: FigureArrays, shown: _Shown) -> FigureColumns:
    series, all_series = _series(arrays, shown)
    alive, publisher = living(arrays.article, shown.of_article)
    # Where nothing lies in the trash, nothing has to be copied.
    rows = slice(None) if alive.all() else np.flatnonzero(alive)
    status, series = arrays.status[rows], series[rows]
    counting = np.flatnonzero(status != _REJECTED)
    return locked(
        FigureColumns(
            arrays.id[rows],
            arrays.article[rows],
            publisher[rows],
            series,
            arrays.kind[rows],
            status,
            arrays.earliest[rows],
            arrays.latest[rows],
            counting[_order(series[counting])],
            all_series,
            shown.publishers,
        )
    )


def _series(arrays: FigureArrays, shown: _Shown) -> tuple[Ints, tuple[str, ...]]:
    """Which series each figure belongs to: its own, else that of its key; and all series by name."""
    moved = arrays.series > 0
    used = np.bincount(arrays.key[~moved], minlength=len(arrays.keys)) > 0
    of_keys = {
        number: shown.of_key.get(arrays.keys[number], arrays.keys[number]) for number in np.flatnonzero(used).tolist()
    }
    own = {series: shown.uids[series] for series in np.unique(arrays.series[moved]).tolist()}
    all_series = tuple(sorted({*of_keys.values(), *own.values()}))
    numbers = {name: number for number, name in enumerate(all_series)}
    by_key = np.zeros(max(1, len(arrays.keys)), np.int64)
    by_key[list(of_keys)] = [numbers[name] for name in of_keys.values()]
    found = by_key[arrays.key]
    for series, uid in own.items():
        found[arrays.series == series] = numbers[uid]
    return found, all_series


def _order(numbers: Ints) -> Ints:
    """The rows by their number, those of one number in their order. NumPy sorts 16 bits at a time many times faster."""
    low = np.argsort(numbers.astype(np.uint16), kind="stable")
    high = (numbers >> 16).astype(np.uint16)
    return low if not high.any() else low[np.argsort(high[low], kind="stable")]
