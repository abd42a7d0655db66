"""Figures as records, found and filtered. Reads only; acts write them through the ledger, readings through `extraction`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from archive.base.errors import NotFound
from archive.model.columns import FIGURE_STATUSES, KINDS, FigureColumns, Ints
from archive.model.figure import Bound, Figure, FigureFilter, FigureStatus, Kind, Level
from archive.model.ids import ArticleId, FigureId

from . import selecting
from .connection import Connections
from .figure_columns import FigureColumnReader
from .selecting import joined_ids
from .statistics import Counting

# Columns that a person may correct, with those that follow; each is in `own` under the same name, but the key, which changes
# with the rules.
IN_FORCE = (
    *("kind", "value", "least", "most", "bound", "unit", "counted", "counted_key", "direction", "level", "period"),
    *("earliest", "latest", "place", "place_key", "source", "origin", "key"),
)
# What follows from others, and so is never said to be corrected itself.
_FOLLOWING = frozenset({"counted_key", "earliest", "latest", "place_key", "origin", "key"})

_SELECT = (
    'SELECT f.id, f.uid, f.article, f.edition, f.start, f."end", f.exact, f.sentence_start, f.sentence_end,'
    f" {', '.join(f'f.{name}' for name in IN_FORCE)}, f.hedges, f.derived, f.derivation, f.rule, f.status, f.own, f.own_key, f.note,"
    " f.author, a.edition AS current, a.publisher, a.published, g.root, g.parts, coalesce(s.uid, t.uid) AS series_uid"
)
_JOINS = (
    "JOIN articles a ON a.id = f.article LEFT JOIN series s ON s.id = f.series"
    " LEFT JOIN origins g ON g.article = f.article"
    " LEFT JOIN series_of_keys k ON k.key = coalesce(f.own_key, f.key) LEFT JOIN series t ON t.id = k.series"
)
BY_IDS = f"{_SELECT} FROM json_each(?) j CROSS JOIN figures f ON f.id = j.value {_JOINS} ORDER BY j.key"
OF_ARTICLE = f'{_SELECT} FROM figures f {_JOINS} WHERE f.article = ? ORDER BY f.start, f."end" DESC, f.id'
OF_ARTICLES = f"{_SELECT} FROM json_each(?) j CROSS JOIN figures f INDEXED BY figures_place ON f.article = j.value {_JOINS} ORDER BY f.article, f.id"
WITH_KEY = (
    "SELECT EXISTS (SELECT 1 FROM figures WHERE own IS NULL AND key = ?1)"
    " OR EXISTS (SELECT 1 FROM figures INDEXED BY figures_own WHERE own IS NOT NULL AND own_key = ?1)"
)
TYPICAL = (
    "SELECT min(id) FROM figures"
    " WHERE (series IS NULL AND (coalesce(own_key, key) = ?1 OR coalesce(own_key, key) IN (SELECT k.key FROM series_of_keys k"
    " JOIN series s ON s.id = k.series WHERE s.uid = ?1))) OR series = (SELECT id FROM series WHERE uid = ?1)"
    " GROUP BY coalesce(own_key, key), coalesce(own ->> 'counted_key', counted_key) ORDER BY count(*) DESC, 1 LIMIT 1"
)
TAGGED_ARTICLES = (
    "SELECT group_concat(DISTINCT article) FROM article_tags WHERE tag IN (SELECT value FROM json_each(?))"
)
_KINDS = {str(kind): kind for kind in Kind}
_BOUNDS = {str(bound): bound for bound in Bound}
_LEVELS = {str(level): level for level in Level}
_STATUSES = {str(status): status for status in FigureStatus}
_IN_FORCE = slice(9, 9 + len(IN_FORCE))  # where these stand in a row
_MASKS_HELD = 8  # beside the newest; each takes a byte a figure
_UID_CHARS = 6


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _figure(row: Any, sentence: str) -> Figure:
    # By position: of hundreds of figures with forty columns each, looking columns up by name takes as long as all the rest.
    id, uid, article, edition, start, end, exact, sentence_start, _ = row[: _IN_FORCE.start]
    hedges, derived, derivation, rule, status, own, own_key, note, author, *rest = row[_IN_FORCE.stop :]
    current, publisher, published, root, parts, series = rest
    told = dict(zip(IN_FORCE, row[_IN_FORCE], strict=True))
    corrected: tuple[str, ...] = ()
    if own:
        known = json.loads(own)
        told |= {name: value for name, value in known.items() if name in IN_FORCE}
        corrected = tuple(name for name in IN_FORCE if name in known and name not in _FOLLOWING)
    key = own_key or row["key"]
    told |= {"kind": _KINDS[told["kind"]], "bound": _BOUNDS[told["bound"]], "level": _LEVELS[told["level"]], "key": key}
    told["earliest"], told["latest"] = _day(told["earliest"]), _day(told["latest"])
    return Figure(
        id=id,
        uid=uid,
        article=article,
        edition=edition,
        start=start,
        end=end,
        exact=exact,
        sentence=sentence,
        sentence_start=sentence_start,
        hedges=() if hedges == "[]" else tuple(json.loads(hedges)),
        derived=bool(derived),
        derivation=derivation,
        rule=rule,
        series=series or key,
        status=_STATUSES[status],
        note=note,
        author=author,
        corrected=corrected,
        stale=edition != current,
        publisher=publisher,
        published=published,
        told_in=() if root is None else (root, *json.loads(parts)),
        **told,
    )


class Head(NamedTuple):
    """A figure's key, unit and place, as they are in force."""

    id: FigureId
    key: str
    unit: str
    place: str


class Figures:
    """The tables `figures`, `figure_words` and `figure_places`, as they are read."""

    def __init__(self, connections: Connections, columns: FigureColumnReader, counting: Counting) -> None:
        self._connections = connections
        self._columns = columns
        self._counting = counting
        self._filtering = Lock()
        self._masks_of: object = None  # what the masks are of
        self._masks: dict[FigureFilter, Any] = {}

    def by_ids(self, ids: Sequence[int]) -> list[Figure]:
        """These figures as far as they exist, in the order given."""
        with self._connections.snapshot():
            return self._figures(self._connections.rows(BY_IDS, (json.dumps([int(each) for each in ids]),)))

    def of(self, article: ArticleId) -> list[Figure]:
        """Every figure of an article in reading order, the longer of two that begin together first."""
        with self._connections.snapshot():
            return self._figures(self._connections.rows(OF_ARTICLE, (article,)))

    def of_articles(self, articles: Sequence[ArticleId]) -> list[Figure]:
        """Every figure of these articles, by article."""
        with self._connections.snapshot():
            return self._figures(self._connections.rows(OF_ARTICLES, (json.dumps([int(each) for each in articles]),)))

    def _figures(self, rows: Sequence[Any]) -> list[Figure]:
        sentences = selecting.sentences(self._connections, rows)
        return [_figure(row, sentences.get(row["id"], "")) for row in rows]

    def resolve(self, uid: str) -> FigureId:
        """The figure with this uid; a unique beginning will do. Raises NotFound."""
        uid = uid.strip().lower()
        found: list[Any] = []
        if len(uid) >= _UID_CHARS and set(uid) <= set("0123456789abcdef"):
            sql = "SELECT id FROM figures WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 2"
            found = self._connections.rows(sql, (uid,))
        if len(found) != 1:
            told = "More than one figure begins" if found else "There is no figure"
            raise NotFound(f"{told} with the uid {uid[:40]!r}.", "Look at the list of figures for it.")
        return FigureId(found[0][0])

    def ids_of(self, uids: Iterable[str]) -> list[FigureId]:
        """The figures with these uids, as far as they exist."""
        sql = "SELECT f.id FROM json_each(?) j CROSS JOIN figures f ON f.uid = j.value ORDER BY f.id"
        return [FigureId(row[0]) for row in self._connections.rows(sql, (json.dumps(sorted(uids)),))]

    def find(self, uid: str) -> Figure:
        """The same as a record. Raises NotFound."""
        return self.by_ids([self.resolve(uid)])[0]

    def row(self, figure: FigureId) -> dict[str, Any]:
        """What acts need to know of a figure: the columns that the rules read as they stand, and what a person said."""
        row = self._connections.row("SELECT * FROM figures WHERE id = ?", (figure,))
        assert row is not None  # `resolve` found it
        return dict(zip(row.keys(), row, strict=True))

    def keys(self, article: ArticleId) -> dict[int, str]:
        """The key in force of every figure of an article."""
        sql = "SELECT id, coalesce(own_key, key) FROM figures WHERE article = ?"
        return {row[0]: row[1] for row in self._connections.rows(sql, (article,))}

    def key(self, figure: int) -> str | None:
        """The key in force of a figure; None where it is gone."""
        found = self._connections.value("SELECT coalesce(own_key, key) FROM figures WHERE id = ?", (figure,))
        return None if found is None else str(found)

    def typical(self, series: str) -> dict[str, Any] | None:
        """The row of a figure that counts what most figures of a series (uid or key) count; None where it has none."""
        found = self._connections.value(TYPICAL, (series,))
        return None if found is None else self.row(FigureId(found))

    def held(self, article: ArticleId) -> list[dict[str, Any]]:
        """The rows of an article that hold more than what the rules read last: judged, corrected, entered, or of an earlier text."""
        sql = (
            "SELECT f.* FROM figures f JOIN articles a ON a.id = f.article WHERE f.article = ?"
            " AND (f.status <> 'found' OR f.own IS NOT NULL OR f.rule = 'entered' OR f.edition <> a.edition OR f.behind)"
        )
        return [dict(zip(row.keys(), row, strict=True)) for row in self._connections.rows(sql, (article,))]

    def set_keys(self, figure: int, key: str, own_key: str | None) -> None:
        """Gives a figure the keys that other rules group it by, inside the transaction under way."""
        self._connections.change("UPDATE figures SET key = ?, own_key = ? WHERE id = ?", (key, own_key, figure))

    def read_columns(self, figure: FigureId, names: Sequence[str]) -> dict[str, Any]:
        """What was read of a figure, of columns of IN_FORCE; nothing where it is gone."""
        known = [name for name in names if name in IN_FORCE]
        row = self._connections.row(f"SELECT {', '.join(known) or '1'} FROM figures WHERE id = ?", (figure,))
        return {} if row is None else {name: row[name] for name in known}

    def with_key(self, key: str) -> bool:
        """Whether any figure has this key, as it is in force."""
        return bool(self._connections.value(WITH_KEY, (key,)))

    def heads(self, ids: Sequence[int]) -> list[Head]:
        """What a list of series shows of these figures, in the order given; no text is loaded."""
        rows = self._connections.rows(
            "SELECT f.id, coalesce(f.own_key, f.key) AS key, f.unit, f.place, f.own FROM json_each(?) j CROSS JOIN figures f ON f.id = j.value"
            " ORDER BY j.key",
            (json.dumps([int(each) for each in ids]),),
        )
        found = []
        for row in rows:
            own = json.loads(row["own"]) if row["own"] else {}
            found.append(Head(FigureId(row["id"]), *(own.get(name, row[name]) for name in ("key", "unit", "place"))))
        return found

    # Filtering

    def matching(self, wanted: FigureFilter) -> Ints:
        """The ids that the filter lets through, in the order of the columns: by article and place."""
        with self._connections.snapshot():
            found: Ints = self._columns.columns().id[self.passing(wanted)]
            return found

    def passing(self, wanted: FigureFilter) -> Any:
        """Which rows of the columns the filter lets through (a mask, not to be written to)."""
        if self._connections.writing:
            return self._passing(self._columns.columns(), wanted)
        with self._connections.snapshot(), self._filtering:
            # A view asks for the same several times; whoever comes while it is found out waits for it.
            present, columns = self._columns.state(), self._columns.columns()
            if self._masks_of != (present, columns):
                self._masks_of, self._masks = (present, columns), {}
            return self._held(columns, wanted)

    def _held(self, columns: FigureColumns, wanted: FigureFilter) -> Any:
        if wanted not in self._masks:
            rest = replace(wanted, series=())
            if wanted.series and rest != FigureFilter():
                # A series is asked for after the list of all: what else is to hold has been found out by then.
                mask = _mask(columns, FigureFilter(series=wanted.series)) & self._held(columns, rest)
            else:
                mask = self._passing(columns, wanted)
            mask.flags.writeable = False
            self._masks = {**dict(list(self._masks.items())[-_MASKS_HELD:]), wanted: mask}
        return self._masks[wanted]

    def _passing(self, columns: FigureColumns, wanted: FigureFilter) -> Any:
        mask = _mask(columns, wanted)
        for term in selecting.terms(wanted.text):
            mask &= _chosen(columns, selecting.saying(self._connections, "figure_words", term))
        if wanted.tags:
            mask &= self._tagged(columns, wanted.tags)
        return mask

    def _tagged(self, columns: FigureColumns, paths: Sequence[str]) -> Any:
        """Which rows are of articles that carry one of these tags or one below, or stand within such a passage."""
        tags = [tag for path in paths for tag in selecting.tags(self._connections, path)]
        articles = joined_ids(self._connections, TAGGED_ARTICLES, (json.dumps(tags),))
        mask = np.isin(columns.article, articles) if len(articles) else np.zeros(len(columns), bool)
        marks = self._counting.marks().tagged(tags)
        if len(marks[0]):
            arrays = self._columns.arrays.places()
            places = arrays.id, arrays.article, arrays.start, arrays.end, arrays.edition
            mask |= _chosen(columns, selecting.covered((marks[0], *marks), places)[1])
        return mask


def _chosen(columns: FigureColumns, ids: Ints) -> Any:
    """Which rows of the columns have one of these ids."""
    chosen = np.zeros(max(int(columns.id.max(initial=0)), int(ids.max(initial=0))) + 1, bool)
    chosen[ids] = True
    return chosen[columns.id]


def _mask(columns: FigureColumns, wanted: FigureFilter) -> Any:
    mask = np.ones(len(columns), bool)
    publishers = {name: number for number, name in enumerate(columns.publishers)}
    series = {name: number for number, name in enumerate(columns.all_series)} if wanted.series else {}
    for values, chosen in (
        (columns.article, [int(each) for each in wanted.articles]),
        (columns.publisher, [publishers.get(each, -1) for each in wanted.publishers]),
        (columns.series, [series.get(each, -1) for each in wanted.series]),
        (columns.kind, [KINDS.index(each) for each in wanted.kinds]),
        (columns.status, [FIGURE_STATUSES.index(each) for each in wanted.statuses]),
    ):
        if len(chosen) == 1:
            mask &= values == chosen[0]
        elif chosen:
            mask &= np.isin(values, chosen)
    if wanted.since or wanted.until:
        mask &= (columns.earliest > 0) | (columns.latest > 0)
    if wanted.since:
        mask &= (columns.latest == 0) | (columns.latest >= wanted.since.toordinal())
    if wanted.until:
        mask &= columns.earliest <= wanted.until.toordinal()
    return mask
