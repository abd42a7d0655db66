"""Where the dates and figures stand that rules read in an article, for those that come from elsewhere. Reads only."""

from typing import Any, NamedTuple

from .connection import Connections
from .exchange_schema import SHAPES

_SELECT = 'SELECT uid, edition, start, "end", exact, prefix, suffix, value'


class Placed(NamedTuple):
    """Where a date or a figure stands, the words there and around, and what was read."""

    uid: str
    edition: int
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    value: Any


def standing(connections: Connections, kind: str, article: int, rule: str, place: Placed) -> list[Placed]:
    """The dates or figures of an article that a rule read at a place of an edition."""
    where = 'article = ? AND rule = ? AND start = ? AND "end" = ? AND edition = ?'
    sql = f"{_SELECT} FROM {SHAPES[kind].table} WHERE {where} ORDER BY id"
    rows = connections.rows(sql, (article, rule, place.start, place.end, place.edition))
    return [Placed(*row) for row in rows]


def elsewhere(connections: Connections, kind: str, article: int, rule: str, edition: int) -> list[Placed]:
    """Those that a rule read and that count in another edition than this one."""
    sql = f"{_SELECT} FROM {SHAPES[kind].table} WHERE article = ? AND rule = ? AND edition <> ? ORDER BY id"
    return [Placed(*row) for row in connections.rows(sql, (article, rule, edition))]
