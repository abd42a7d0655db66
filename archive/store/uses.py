"""Whether anything made since depends on a row that an act added, so that the row cannot go when the act is taken back."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, Final

from .connection import Connections
from .exchange_tags import BARE

REVISIONS: Final = "exchange_revisions"
TAGS: Final = "tags"
# What depends on a row, by the table that it is in; the row's key is the first parameter.
_OF: Final[Mapping[str, str]] = {
    "passages": "SELECT 1 FROM passage_tags WHERE passage = ?1 LIMIT 1",
    "tags": (
        "SELECT 1 FROM tagged_articles WHERE tag = ?1 UNION ALL SELECT 1 FROM tag_definitions WHERE tag = ?1"
        " UNION ALL SELECT 1 FROM event_tags WHERE tag = ?1"
        " UNION ALL SELECT 1 FROM tag_relations WHERE tag = ?1 OR related = ?1 LIMIT 1"
    ),
    "events": (
        "SELECT 1 FROM mentions WHERE event = ?1 UNION ALL SELECT 1 FROM event_tags WHERE event = ?1"
        " UNION ALL SELECT 1 FROM event_links WHERE event = ?1 OR other = ?1 LIMIT 1"
    ),
    "series": "SELECT 1 FROM figures WHERE series = ?1 UNION ALL SELECT 1 FROM series_keys WHERE series = ?1 LIMIT 1",
}
# A bare one stands above others that were there before it.
_BELOW = (
    "SELECT t.id FROM tags t JOIN tags a ON a.id = ?1 WHERE t.path > a.path || '/' AND t.path < a.path || '0'"
    f" AND a.uid NOT GLOB '{BARE}*'"
)


def used(connections: Connections, table: str, key: Sequence[Any], going: Container[tuple[Any, ...]]) -> bool:
    """Whether something depends on the row of this key; `going` are keys of revisions that go with it, and of tags (`TAGS`, id)
    that have another path then."""
    if table == REVISIONS:
        return _is_followed(connections, key, going)
    if table == TAGS and any((TAGS, row[0]) not in going for row in connections.rows(_BELOW, (key[0],))):
        return True
    return table in _OF and connections.value(_OF[table], (key[0],)) is not None


def _is_followed(connections: Connections, key: Sequence[Any], going: Container[tuple[Any, ...]]) -> bool:
    """Whether something was said after a revision, as when a conflict was decided, by what does not go with it."""
    *place, name = key
    said = connections.rows(
        f"SELECT kind, uid, field, name FROM {REVISIONS} WHERE kind = ? AND uid = ? AND field = ? AND instr(parents, ?)",
        (*place, name),
    )
    return any(tuple(each) not in going for each in said)
