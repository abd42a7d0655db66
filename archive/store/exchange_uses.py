"""What still needs a record that another author removed, so that it stays where work is joined, and what others still said of one that went; reads only."""

import json
from collections.abc import Container, Sequence

from .connection import Connections

_NEEDED = {
    "tag": "SELECT 1 FROM tagged_articles WHERE tag = ?1 UNION ALL SELECT 1 FROM event_tags WHERE tag = ?1",
    "collection": "SELECT 1 FROM collections WHERE parent = ?1",
    "series": "SELECT 1 FROM figures WHERE series = ?1",
    "event": "SELECT 1 FROM mentions WHERE event = ?1",
}
# That two tags belong together is told with the one that has the smaller uid (`exchange_schema`).
_RELATED = (
    "SELECT o.uid FROM (SELECT related AS other FROM tag_relations WHERE tag = ?1"
    " UNION ALL SELECT tag FROM tag_relations WHERE related = ?1) r"
    " JOIN tags o ON o.id = r.other JOIN tags t ON t.id = ?1 WHERE o.uid < t.uid"
)


def used(connections: Connections, kind: str, id: int) -> bool:
    """Whether something that is a record of its own still needs a tag, collection, series or event; what lies below a tag is not asked."""
    sql = _NEEDED.get(kind)
    return sql is not None and connections.value(f"{sql} LIMIT 1", (id,)) is not None


def related(connections: Connections, tag: int, going: Container[str]) -> bool:
    """Whether another tag says that it belongs with this one; those that are `going` (uids) were removed by somebody who knew that."""
    return any(row[0] not in going for row in connections.rows(_RELATED, (tag,)))


def is_wanted(connections: Connections, event: str) -> bool:
    """Whether anybody said that a date which is here belongs to an event (uid), though another one may show."""
    sql = (
        "SELECT 1 FROM exchange_revisions v JOIN mentions m ON m.uid = v.uid"
        " WHERE v.kind = 'mention' AND v.field = 'event' AND v.value = json_quote(?)"
    )
    return connections.value(sql, (event,)) is not None


def once_removed(connections: Connections, kind: str) -> list[str]:
    """The uids of records of which it is known that somebody removed them, whether they are here or not."""
    rows = connections.rows(
        "SELECT uid FROM exchange_log WHERE kind = ?1 AND field = ''"
        " UNION SELECT uid FROM exchange_revisions WHERE kind = ?1 AND field = ''",
        (kind,),
    )
    return [row[0] for row in rows]


def remembered(connections: Connections, kind: str, uids: Sequence[str] | None = None) -> dict[str, str]:
    """{uid: JSON} of what others still said of records (None: any of a kind) that were removed. They wait, without a reason, in `exchange_held`."""
    sql = "SELECT uid, record FROM exchange_held WHERE kind = ? AND why = ''"
    if uids is None:
        return {row[0]: row[1] for row in connections.rows(sql, (kind,))}
    sql += " AND uid IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in connections.rows(sql, (kind, json.dumps(list(uids))))}
