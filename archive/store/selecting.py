"""What filters over many rows share: words to look for, sets of ids as arrays, what stands within passages, their sentences."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from archive.base.text import folded, tag_key
from archive.model.columns import Ints

from .connection import Connections, Value

TAGGED_PASSAGES = (
    'SELECT x.tag, count(*), group_concat(p.article), group_concat(p.edition), group_concat(p.start), group_concat(p."end")'
    # From the tags to their passages: the other way round every passage would be asked for every tag.
    " FROM json_each(?) j CROSS JOIN passage_tags x ON x.tag = j.value CROSS JOIN passages p ON p.id = x.passage"
    " WHERE p.state = 'anchored' GROUP BY x.tag"
)
_TERM = re.compile(r'["“„]([^"“”„]*)["“”]?|(\S+)')
_EDITIONS_AT_ONCE = 100
_PATTERN_CHARS = 1_000  # https://www.sqlite.org/limits.html allows 50,000 bytes


def terms(text: str) -> list[str]:
    """Words and quoted phrases that all must be there, folded as what is looked through."""
    return [folded(phrase or word) for phrase, word in _TERM.findall(text) if phrase or word]


def saying(connections: Connections, table: str, term: str) -> Ints:
    """The ids, sorted, of the rows of `mention_words` or `figure_words` in whose sentence, or in what a person said, it stands.

    Both sides are folded. LIKE takes two thirds of the time of `instr`, which answers for words longer than a pattern may be.
    """
    if len(term) > _PATTERN_CHARS:
        sql = f"SELECT group_concat(id) FROM {table} WHERE instr(told, ?1) > 0 OR instr(said, ?1) > 0"
        return joined_ids(connections, sql, (term,))
    pattern = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    like = "LIKE ?1 ESCAPE '\\'"
    sql = f"SELECT group_concat(id) FROM {table} WHERE told {like} OR (said <> '' AND said {like})"
    return joined_ids(connections, sql, (f"%{pattern}%",))


def tags(connections: Connections, path: str, *, below: bool = True) -> list[int]:
    """The tag with this path and, with `below`, those below it."""
    sql = "SELECT id FROM tags WHERE key = ?1" + (" OR (key > ?1 || '/' AND key < ?1 || '0')" if below else "")
    return [row[0] for row in connections.rows(sql, (tag_key(path),))]


# Ids


def ints(joined: str | None) -> Ints:
    """The numbers of SQLite's `group_concat`."""
    return np.fromstring(joined, np.int64, sep=",") if joined else np.zeros(0, np.int64)


def joined_ids(connections: Connections, sql: str, values: Sequence[Value] = ()) -> Ints:
    """The ids that a `SELECT group_concat(id)` gives, sorted, each once."""
    return np.unique(ints(connections.value(sql, values)))


def union(parts: Sequence[Ints]) -> Ints:
    """What is in any of them, sorted."""
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def both(kept: Ints | None, others: Ints) -> Ints:
    """What is in both, of which each is sorted and holds a number once; None stands for everything."""
    return others if kept is None else np.intersect1d(kept, others, assume_unique=True)


# Places


def covered(passages: tuple[Ints, ...], places: tuple[Ints, ...]) -> tuple[Ints, Ints]:
    """Pairs (tag, row), as two arrays, of the rows that stand within the passages (tag, article, edition, start, end).

    `places` are (id, article, start, end, edition) by article and start.
    """
    ids, articles, starts, ends, editions = places
    tag, article, edition, start, end = passages
    # Positions stay below 2^31, article numbers too: both fit into one sortable number.
    keys = (articles << 31) + starts
    first = np.searchsorted(keys, (article << 31) + start)
    last = np.searchsorted(keys, (article << 31) + end)
    counts = last - first
    passage = np.repeat(np.arange(len(tag)), counts)
    row = np.arange(len(passage)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    inside = (ends[row] <= end[passage]) & (editions[row] == edition[passage])
    return tag[passage[inside]], ids[row[inside]]


def in_passages(
    connections: Connections, chosen: Sequence[int], places: Callable[[], tuple[Ints, ...]]
) -> tuple[Ints, Ints]:
    """Pairs (tag, row), as two arrays, of the rows that stand within a passage with one of these tags."""
    passages = connections.rows(TAGGED_PASSAGES, (json.dumps(list(chosen)),))
    if not passages:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    tagged = np.repeat([row[0] for row in passages], [row[1] for row in passages])
    columns = [ints(",".join(row[at] for row in passages)) for at in range(2, 6)]
    return covered((tagged, *columns), places())


def sentences(connections: Connections, rows: Sequence[Any]) -> Mapping[int, str]:
    """The sentence of each row that stands in a text, by its id; a text is loaded once, and few at a time."""
    wanted: dict[int, list[Any]] = {}
    for row in rows:
        if row["edition"] is not None and row["sentence_start"] is not None:
            wanted.setdefault(row["edition"], []).append(row)
    found: dict[int, str] = {}
    editions = sorted(wanted)
    for start in range(0, len(editions), _EDITIONS_AT_ONCE):
        part = json.dumps(editions[start : start + _EDITIONS_AT_ONCE])
        sql = "SELECT e.id, e.text FROM json_each(?) j CROSS JOIN editions e ON e.id = j.value"
        for edition, text in connections.rows(sql, (part,)):
            for row in wanted[edition]:
                found[row["id"]] = text[row["sentence_start"] : row["sentence_end"]]
    return found
