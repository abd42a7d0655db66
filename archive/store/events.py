"""Events: what persons made of mentions. Reads only; acts write them through the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.base.errors import NotFound
from archive.model.event import Event, Status
from archive.model.ids import EventId, MentionId, TagId, Uid

from .connection import Connections

if TYPE_CHECKING:
    from .mentions import Mentions

_COLUMNS = "id, uid, edtf, label, status, note, author, created, modified"


@dataclass(frozen=True, slots=True)
class Held:
    """What acts need to know of one mention's row: its event, and what a person said of it before it was merged."""

    id: MentionId
    event: EventId | None
    article: int | None
    edtf: str | None
    dated: bool
    own_edtf: str | None
    own_label: str | None
    rule: str


class Events:
    """The tables `events`, `event_tags` and `event_links`."""

    def __init__(self, connections: Connections, mentions: "Mentions") -> None:
        self._connections = connections
        self._mentions = mentions

    def get(self, event: EventId) -> Event:
        """The event; raises NotFound."""
        row = self._connections.row(f"SELECT {_COLUMNS} FROM events WHERE id = ?", (event,))
        if row is None:
            raise NotFound(f"There is no event {event}.", "Look at the timeline for it.")
        return self._event(row)

    def find(self, uid: str) -> Event:
        """The event with this uid or of the mention with it (a unique beginning will do); raises NotFound."""
        held = self.held(self._mentions.resolve(uid)[:1])[0]
        if held.event is None:
            raise NotFound("Nobody has touched this event yet.", "Confirm, correct or name it first.")
        return self.get(held.event)

    def _event(self, row: Any) -> Event:
        event = row["id"]
        tags = self._connections.rows(
            "SELECT t.path FROM event_tags x JOIN tags t ON t.id = x.tag WHERE x.event = ? ORDER BY t.path", (event,)
        )
        return Event(
            id=EventId(event),
            uid=Uid(row["uid"]),
            edtf=row["edtf"],
            label=row["label"],
            status=Status(row["status"]),
            note=row["note"],
            tags=tuple(each[0] for each in tags),
            mentions=tuple(self.mentions(EventId(event))),
            aligned=tuple(self.aligned(EventId(event))),
            author=row["author"],
            created=row["created"],
            modified=row["modified"],
        )

    def mentions(self, event: EventId) -> list[MentionId]:
        """The mentions that it is made of."""
        rows = self._connections.rows("SELECT id FROM mentions WHERE event = ? ORDER BY id", (event,))
        return [MentionId(row[0]) for row in rows]

    def aligned(self, event: EventId) -> list[EventId]:
        """The events that a person aligned with it."""
        rows = self._connections.rows(
            "SELECT other FROM event_links WHERE event = ?1 UNION SELECT event FROM event_links WHERE other = ?1",
            (event,),
        )
        return [EventId(row[0]) for row in rows]

    def links(self) -> list[tuple[EventId, EventId]]:
        """Every pair that was aligned."""
        rows = self._connections.rows("SELECT event, other FROM event_links ORDER BY event, other")
        return [(EventId(row[0]), EventId(row[1])) for row in rows]

    def tags(self, event: EventId) -> list[TagId]:
        """The tags that it carries itself."""
        rows = self._connections.rows("SELECT tag FROM event_tags WHERE event = ? ORDER BY tag", (event,))
        return [TagId(row[0]) for row in rows]

    def tagged(self, tag: TagId) -> list[EventId]:
        """The events that carry this very tag."""
        rows = self._connections.rows("SELECT event FROM event_tags WHERE tag = ? ORDER BY event", (tag,))
        return [EventId(row[0]) for row in rows]

    def held(self, mentions: Sequence[MentionId]) -> list[Held]:
        """Their rows, in this order, as far as they exist."""
        found = []
        for mention in mentions:
            row = self._connections.row(
                "SELECT id, event, article, edtf, earliest IS NOT NULL OR latest IS NOT NULL AS dated, own_edtf, own_label,"
                " rule FROM mentions WHERE id = ?",
                (mention,),
            )
            if row is not None:
                event = None if row["event"] is None else EventId(row["event"])
                found.append(Held(row["id"], event, row["article"], row["edtf"], bool(row["dated"]), *tuple(row)[5:]))
        return found

    # Disagreements

    def merged(self) -> list[list[MentionId]]:
        """The mentions of each event that has several, unless it is rejected or a person has said its date."""
        rows = self._connections.rows(
            "SELECT group_concat(m.id) FROM mentions m JOIN events e ON e.id = m.event WHERE m.event IS NOT NULL"
            " AND e.edtf IS NULL AND e.status <> 'rejected' GROUP BY m.event HAVING count(*) > 1"
        )
        return [_ids(row[0]) for row in rows]

    def alike(self) -> list[list[MentionId]]:
        """Groups of mentions of several articles whose labels are alike, as they are in force."""
        labelled: dict[str, set[MentionId]] = {}
        relabelled: set[MentionId] = set()
        for alike, joined in self._connections.rows(
            "SELECT e.alike, group_concat(m.id) FROM events e JOIN mentions m ON m.event = e.id"
            " WHERE e.label IS NOT NULL GROUP BY e.id"
        ):
            relabelled.update(_ids(joined))
            if alike:
                labelled.setdefault(alike, set()).update(_ids(joined))
        groups = {
            row[0]: set(_ids(row[1])) - relabelled
            for row in self._connections.rows(
                "SELECT alike, group_concat(id) FROM mentions WHERE alike <> '' GROUP BY alike"
                " HAVING min(article) <> max(article)"
            )
        }
        for alike, ids in labelled.items():
            if alike not in groups:
                sql = "SELECT group_concat(id) FROM mentions WHERE alike = ?"
                groups[alike] = set(_ids(self._connections.value(sql, (alike,)))) - relabelled
            groups[alike] |= ids
        return [sorted(ids) for _, ids in sorted(groups.items()) if len(ids) > 1]


def _ids(joined: str | None) -> list[MentionId]:
    return [MentionId(int(each)) for each in joined.split(",")] if joined else []
