"""Figures as compact arrays that the archive keeps: loaded in one piece, and only the articles that changed since are read again.

What is kept follows from the table `figures` alone. Where nothing is kept, or what is there is not what was written, all is read anew.
"""

import json
import secrets
from dataclasses import dataclass, fields, replace
from typing import Any, Final, NamedTuple

import numpy as np

from archive.model.columns import FIGURE_STATUSES, KINDS, Ints

from .columns import repeated
from .connection import Connections
from .selecting import ints

# One list a group, five numbers a figure: five lists take SQLite twice as long.
FIGURES = (
    "SELECT key, kind, status, series, count(*), group_concat(id || ',' || article || ',' || start || ',' || coalesce(earliest, 0)"
    " || ',' || coalesce(latest, 0)) FROM figures INDEXED BY figures_columns WHERE own IS NULL GROUP BY key, kind, status, series"
)
OWN = (
    "SELECT own_key AS key, kind, status, series, id, article, start, earliest, latest, own FROM figures INDEXED BY figures_own"
    " WHERE own IS NOT NULL"
)
PLACES = "SELECT group_concat(id || ',' || \"end\" || ',' || edition) FROM figures INDEXED BY figures_place"
OF_ARTICLES = (
    'SELECT f.id, f.article, coalesce(f.own_key, f.key) AS key, f.kind, f.status, f.series, f.start, f."end", f.edition,'
    " f.earliest, f.latest, f.own FROM json_each(?) j CROSS JOIN figures f INDEXED BY figures_place ON f.article = j.value"
)
CHANGED = "SELECT group_concat(article || ',' || turn) FROM figure_arrays_changed"
_FORM: Final = 1
_MOST_CHANGED: Final = 3_000  # articles; above these, reading all of them is as fast
_WORTH_KEEPING: Final = 20_000  # figures; fewer are read at once


@dataclass(frozen=True, slots=True, eq=False)
class FigureArrays:
    """All figures as they are in force, those in the trash too, by article, start and id.

    `key` counts into `keys`; `series` is the id of the one that a person moved it to (0: none); `kind` and `status` count into KINDS
    and FIGURE_STATUSES; days are ordinals, 0 where there is none. `end` and `edition` are empty until they are asked for.
    """

    id: Ints
    article: Ints
    start: Ints
    key: Ints
    series: Ints
    kind: Ints
    status: Ints
    earliest: Ints
    latest: Ints
    end: Ints
    edition: Ints
    keys: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)


_COLUMNS: Final = tuple(field.name for field in fields(FigureArrays) if field.name != "keys")
_LAZY: Final = ("end", "edition")
_SMALL: Final = ("kind", "status")
_KINDS: Final = {str(kind): number for number, kind in enumerate(KINDS)}
_STATUSES: Final = {str(status): number for number, status in enumerate(FIGURE_STATUSES)}


class _Held(NamedTuple):
    """Arrays, by whose stamp they were kept, and the changes (article, turn) that are in them."""

    stamp: str
    changes: Ints
    arrays: FigureArrays


class FigureArrayReader:
    """Reads and keeps them; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._held: _Held | None = None

    def arrays(self) -> FigureArrays:
        """The arrays as they are. The same object as before where no figure has changed."""
        with self._connections.snapshot():
            held = self._present()
        if not self._connections.writing:
            self._held = held
        return held.arrays

    def places(self) -> FigureArrays:
        """The same, with `end` and `edition`."""
        with self._connections.snapshot():
            held = self._present()
            if len(held.arrays.end) != len(held.arrays):
                held = held._replace(arrays=self._placed(held.arrays))
        if not self._connections.writing:
            self._held = held
        return held.arrays

    def let_go(self) -> None:
        """Frees them; whoever asks next has them read."""
        self._held = None

    def is_worth_keeping(self) -> bool:
        """Whether so much has changed since arrays were kept that keeping them anew saves more than it takes."""
        if int(self._connections.value("SELECT count(*) FROM figure_arrays_changed")) <= _MOST_CHANGED // 3:
            return not self._is_kept() and len(self.arrays()) >= _WORTH_KEEPING
        return len(self.arrays()) >= _WORTH_KEEPING

    def keep(self) -> None:
        """Writes the arrays down as they are, inside the transaction under way."""
        arrays = self._present().arrays
        if len(arrays.end) != len(arrays):
            arrays = self._placed(arrays)
        self.forget()
        form = {"form": _FORM, "kinds": KINDS, "statuses": FIGURE_STATUSES, "stamp": secrets.token_hex(8)}
        rows: list[tuple[str, bytes]] = [
            ("form", json.dumps(form).encode()),
            ("keys", json.dumps(arrays.keys, ensure_ascii=False).encode()),
        ]
        rows += [(name, getattr(arrays, name).astype(_dtype(name)).tobytes()) for name in _COLUMNS]
        self._connections.change_many("INSERT OR REPLACE INTO figure_arrays VALUES (?, ?)", rows)
        self._connections.change("DELETE FROM figure_arrays_changed")

    def forget(self) -> None:
        """Drops what is kept, inside the transaction under way."""
        # The stamp stays: it tells whoever holds arrays that the changes since are still told.
        self._connections.change("DELETE FROM figure_arrays WHERE name <> 'form'")

    # What is there, and what has changed

    def _present(self) -> _Held:
        stamp, changes = self._stamp(), self._changes()
        held = self._held
        if held is None or held.stamp != stamp:
            kept = self._load() if stamp else None
            if kept is None:
                return _Held(stamp, changes, self._read())
            held = _Held(stamp, np.zeros((0, 2), np.int64), kept)
        articles = _differing(held.changes, changes)
        if not len(articles):
            return held._replace(changes=changes)
        if len(articles) > _MOST_CHANGED:
            return _Held(stamp, changes, self._read())
        return _Held(stamp, changes, self._patched(held.arrays, articles))

    def _stamp(self) -> str:
        """What changes whenever arrays are kept; "" where none are, or in another form."""
        held = self._connections.value("SELECT held FROM figure_arrays WHERE name = 'form'")
        try:
            form = json.loads(held) if held else {}
        except ValueError:
            return ""
        known = {"form": _FORM, "kinds": list(KINDS), "statuses": list(FIGURE_STATUSES)}
        fits = isinstance(form, dict) and all(form.get(name) == value for name, value in known.items())
        return str(form.get("stamp")) if fits else ""

    def _is_kept(self) -> bool:
        return bool(self._stamp()) and bool(self._connections.value("SELECT 1 FROM figure_arrays WHERE name = 'id'"))

    def _changes(self) -> Ints:
        """(article, turn) of what has changed since arrays were kept, by article."""
        return ints(self._connections.value(CHANGED)).reshape(-1, 2)

    # Loading and reading

    def _load(self) -> FigureArrays | None:
        """What is kept; None where it is not what was written."""
        held = {row[0]: row[1] for row in self._connections.rows("SELECT name, held FROM figure_arrays")}
        try:
            keys = tuple(map(str, json.loads(held["keys"])))
            columns = {name: np.frombuffer(held[name], _dtype(name)).astype(np.int64) for name in _COLUMNS}
        except (KeyError, ValueError):
            return None
        length = len(columns["id"])
        most = {"key": len(keys), "kind": len(KINDS), "status": len(FIGURE_STATUSES)}
        sound = all(len(column) == length and column.min(initial=0) >= 0 for column in columns.values())
        sound = sound and all(int(columns[name].max(initial=-1)) < limit for name, limit in most.items())
        return FigureArrays(**columns, keys=keys) if sound else None

    def _read(self) -> FigureArrays:
        groups = [tuple(row) for row in self._connections.rows(FIGURES)]
        groups += [_of_one(row) for row in self._connections.rows(OWN)]
        keys = tuple(sorted({group[0] for group in groups}))
        number = {key: at for at, key in enumerate(keys)}
        counts = [group[4] for group in groups]
        told = ints(",".join(str(group[5]) for group in groups)).reshape(-1, 5)
        ids, articles, starts, earliest, latest = told.T
        # Positions and article numbers stay below 2^31: one number says both.
        order = np.lexsort((ids, (articles << 31) + starts))
        key, series, kind, status = (
            repeated(of_groups, counts)[order]
            for of_groups in (
                [number[group[0]] for group in groups],
                [group[3] or 0 for group in groups],
                [_KINDS[group[1]] for group in groups],
                [_STATUSES[group[2]] for group in groups],
            )
        )
        none = np.zeros(0, np.int64)
        days = earliest[order], latest[order]
        return FigureArrays(
            ids[order], articles[order], starts[order], key, series, kind, status, *days, none, none, keys
        )

    def _placed(self, arrays: FigureArrays) -> FigureArrays:
        told = ints(self._connections.value(PLACES)).reshape(-1, 3)
        told = told[np.argsort(told[:, 0])]
        rows = np.searchsorted(told[:, 0], arrays.id)
        return replace(arrays, end=told[rows, 1], edition=told[rows, 2])

    def _patched(self, arrays: FigureArrays, articles: Ints) -> FigureArrays:
        """The arrays with the figures of these articles as they are now."""
        rows = self._connections.rows(OF_ARTICLES, (json.dumps(articles.tolist()),))
        keys = {key: number for number, key in enumerate(arrays.keys)}
        found = []
        for row in rows:
            key, kind, status, series, earliest, latest = _in_force(row)
            found.append(
                (
                    *(row["id"], row["article"], row["start"], keys.setdefault(key, len(keys)), series),
                    *(_KINDS[kind], _STATUSES[status], earliest, latest),
                    *(row["end"], row["edition"]),
                )
            )
        found.sort(key=lambda each: (each[1], each[2], each[0]))
        new = np.array(found, np.int64).reshape(-1, len(_COLUMNS)).T
        left = ~np.isin(arrays.article, articles)
        at = np.searchsorted(arrays.article[left], new[1])
        columns: dict[str, Ints] = {}
        for name, column in zip(_COLUMNS, new, strict=True):
            before = getattr(arrays, name)
            placed = name not in _LAZY or len(before) == len(arrays)
            columns[name] = np.insert(before[left], at, column) if placed else before
        return FigureArrays(**columns, keys=tuple(keys))


def _in_force(row: Any) -> tuple[str, str, str, int, int, int]:
    """Key, kind, status, series and days of a figure, corrected where a person did; `key` is in force already."""
    own = json.loads(row["own"]) if row["own"] else {}
    days = (own.get(name, row[name]) or 0 for name in ("earliest", "latest"))
    return row["key"], own.get("kind", row["kind"]), row["status"], row["series"] or 0, *days


def _of_one(row: Any) -> tuple[Any, ...]:
    """A corrected figure as a group of one."""
    key, kind, status, series, *days = _in_force(row)
    return key, kind, status, series, 1, ",".join(map(str, (row["id"], row["article"], row["start"], *days)))


def _dtype(name: str) -> str:
    return "u1" if name in _SMALL else "<i4"


def _differing(before: Ints, now: Ints) -> Ints:
    """The articles whose turn is another one, or was not there before."""
    if not len(before):
        return now[:, 0]
    at = np.searchsorted(before[:, 0], now[:, 0]).clip(max=len(before) - 1)
    differing: Ints = now[(before[at] != now).any(axis=1), 0]
    return differing
