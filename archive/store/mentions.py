"""Mentions as records, found and filtered. Reads only; acts write them through the ledger, readings through `extraction`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np

from archive.base.errors import NotFound
from archive.model import timex
from archive.model.columns import BASES, PRECISIONS, STATUSES, TYPES, Columns, Ints
from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Mention, Status, TimexType
from archive.model.ids import ArticleId, EditionId, MentionId, Uid
from archive.model.passage import Match

from . import selecting
from .columns import ColumnReader
from .connection import Connections
from .selecting import both, ints, joined_ids, union

_SELECT = (
    'SELECT m.id, m.uid, m.event, m.article, m.edition, m.start, m."end", m.sentence_start, m.sentence_end, m.type,'
    " m.precision, m.basis, m.earliest, m.latest, m.value, m.modifier, m.edtf, m.read_edtf, m.anchor_value, m.rule,"
    " m.own_edtf, m.own_earliest, m.own_latest, m.own_precision, m.own_label, m.exact, m.label, e.uid AS event_uid,"
    " e.edtf AS event_edtf, e.earliest AS event_earliest, e.latest AS event_latest, e.precision AS event_precision,"
    " e.label AS event_label, e.status, e.note, e.author, a.edition AS current, CASE WHEN m.event IS NULL THEN 1 ELSE"
    " (SELECT count(*) FROM mentions s WHERE s.event = m.event) END AS merged"
)
_JOINS = "LEFT JOIN events e ON e.id = m.event LEFT JOIN articles a ON a.id = m.article"
BY_IDS = f"{_SELECT} FROM json_each(?) j CROSS JOIN mentions m ON m.id = j.value {_JOINS} ORDER BY j.key"
OF_ARTICLE = f'{_SELECT} FROM mentions m {_JOINS} WHERE m.article = ? ORDER BY m.start, m."end" DESC, m.id'
HIDDEN = (
    "SELECT group_concat(m.id) FROM articles a CROSS JOIN mentions m ON m.article = a.id WHERE a.trashed_at IS NOT NULL"
)
DOUBTFUL = (
    "SELECT group_concat(m.id) FROM mentions m LEFT JOIN events e ON e.id = m.event"
    " WHERE coalesce(e.edtf, m.own_edtf, m.edtf) GLOB '*[?~%]*' OR m.modifier = 'APPROX'"
)
OWN_TAGS = (
    "SELECT x.tag, group_concat(m.id) FROM event_tags x JOIN mentions m ON m.event = x.event"
    " WHERE x.tag IN (SELECT value FROM json_each(?)) GROUP BY x.tag"
)
PLACES = (
    'SELECT group_concat(id), group_concat(article), group_concat(start), group_concat("end"), group_concat(edition)'
    " FROM mentions INDEXED BY mentions_place WHERE article IS NOT NULL"
)
_UID_CHARS = 6


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _in_force(row: Any) -> dict[str, Any]:
    """What a person said goes before what was read: the event's date, else the mention's own, else the reading."""
    for side in ("event", "own"):
        edtf = row[f"{side}_edtf"]
        if edtf is not None:
            value, modifier = timex.of_edtf(edtf)
            precision = Precision(row[f"{side}_precision"])
            return {
                "type": TimexType.TIME if precision is Precision.TIME else TimexType.DATE,
                "value": value,
                "modifier": modifier,
                "edtf": edtf,
                "earliest": _day(row[f"{side}_earliest"]),
                "latest": _day(row[f"{side}_latest"]),
                "precision": precision,
                "basis": Basis.ENTERED,
                "anchor_value": None,
            }
    return {
        "type": TimexType(row["type"]),
        "value": row["value"],
        "modifier": row["modifier"],
        "edtf": row["edtf"],
        "earliest": _day(row["earliest"]),
        "latest": _day(row["latest"]),
        "precision": Precision(row["precision"]),
        "basis": Basis(row["basis"]),
        "anchor_value": row["anchor_value"],
    }


def _mention(row: Any, sentence: str, tags: tuple[str, ...]) -> Mention:
    return Mention(
        id=MentionId(row["id"]),
        uid=Uid(row["uid"]),
        event=Uid(row["event_uid"] or row["uid"]),
        article=None if row["article"] is None else ArticleId(row["article"]),
        edition=None if row["edition"] is None else EditionId(row["edition"]),
        start=row["start"],
        end=row["end"],
        exact=row["exact"],
        sentence=sentence,
        sentence_start=row["sentence_start"],
        read_edtf=row["read_edtf"],
        rule=row["rule"],
        label=next(filter(None, (row["event_label"], row["own_label"])), row["label"]),
        status=Status(row["status"] or Status.FOUND),
        note=row["note"] or "",
        tags=tags,
        merged=row["merged"],
        stale=row["article"] is not None and row["edition"] != row["current"],
        author=row["author"] or "",
        **_in_force(row),
    )


class Mentions:
    """The tables `mentions`, `mention_words` and `event_tags`, as they are read."""

    def __init__(self, connections: Connections, columns: ColumnReader) -> None:
        self._connections = connections
        self._columns = columns

    def by_ids(self, ids: Sequence[int]) -> list[Mention]:
        """These mentions as far as they exist, in the order given."""
        with self._connections.snapshot():
            return self._mentions(self._connections.rows(BY_IDS, (json.dumps([int(each) for each in ids]),)))

    def of(self, article: ArticleId) -> list[Mention]:
        """Every mention of an article in reading order, the longer of two that begin together first."""
        with self._connections.snapshot():
            return self._mentions(self._connections.rows(OF_ARTICLE, (article,)))

    def find(self, uid: str) -> Mention:
        """The mention with this uid, or the first one of the event with it; a unique beginning will do. Raises NotFound."""
        return self.by_ids(self.resolve(uid)[:1])[0]

    def resolve(self, uid: str) -> list[MentionId]:
        """The mention with this uid or unique beginning of one, or every mention of such an event; raises NotFound."""
        uid = uid.strip().lower()
        found: list[Any] = []
        if len(uid) >= _UID_CHARS and set(uid) <= set("0123456789abcdef"):
            for table in ("mentions", "events"):
                sql = f"SELECT id FROM {table} WHERE uid >= ?1 AND uid < ?1 || 'g' LIMIT 2"
                found += [(table, row[0]) for row in self._connections.rows(sql, (uid,))]
        if len(found) != 1:
            told = "More than one event begins" if found else "There is no event"
            raise NotFound(f"{told} with the uid {uid[:40]!r}.", "Look at the timeline for it.")
        table, key = found[0]
        if table == "mentions":
            return [MentionId(key)]
        sql = "SELECT id FROM mentions WHERE event = ? ORDER BY id"
        return [MentionId(row[0]) for row in self._connections.rows(sql, (key,))]

    # Rows to records

    def _mentions(self, rows: Sequence[Any]) -> list[Mention]:
        tags: dict[int, list[str]] = {}
        events = sorted({row["event"] for row in rows if row["event"] is not None})
        if events:
            for event, path in self._connections.rows(
                "SELECT x.event, t.path FROM json_each(?) j CROSS JOIN event_tags x ON x.event = j.value"
                " JOIN tags t ON t.id = x.tag ORDER BY x.event, t.path",
                (json.dumps(events),),
            ):
                tags.setdefault(event, []).append(path)
        sentences = selecting.sentences(self._connections, rows)
        return [_mention(row, sentences.get(row["id"], ""), tuple(tags.get(row["event"], ()))) for row in rows]

    # Filtering

    def matching(self, wanted: EventFilter) -> Ints:
        """The ids that the filter lets through, sorted."""
        with self._connections.snapshot():
            kept: Ints | None = None
            if _structural(wanted):
                columns = self._columns.columns()
                kept = np.sort(columns.id[_mask(columns, wanted)]).astype(np.int64)
            for term in selecting.terms(wanted.text):
                kept = both(kept, selecting.saying(self._connections, "mention_words", term))
            if wanted.tags:
                kept = self._tagged(wanted, kept)
            if kept is None:
                return self._ids()
            return np.setdiff1d(kept, joined_ids(self._connections, HIDDEN), assume_unique=True)

    def _tagged(self, wanted: EventFilter, kept: Ints | None) -> Ints:
        chosen = [selecting.tags(self._connections, path, below=wanted.below) for path in wanted.tags]
        carried = self._carried(sorted({tag for tags in chosen for tag in tags}))
        groups = [union([carried[tag] for tag in tags if tag in carried]) for tags in chosen]
        if wanted.match is Match.ALL:
            for group in groups:
                kept = both(kept, group)
            assert kept is not None
            return kept
        either = union(groups)
        if wanted.match is Match.ANY:
            return both(kept, either)
        return np.setdiff1d(self._ids() if kept is None else kept, either, assume_unique=True)

    def _ids(self) -> Ints:
        """All that are outside the trash, sorted."""
        return np.sort(self._columns.columns().id).astype(np.int64)

    def _carried(self, tags: Sequence[int]) -> Mapping[int, Ints]:
        """What `carried` says, perhaps without those in the trash: taken from what is kept of all tags, where that is at hand."""
        every: Mapping[str, Ints] | None = self._columns.at_hand("by_tag")
        if every is None:
            return self.carried(tags)
        paths = self._connections.rows(
            "SELECT t.id, t.path FROM json_each(?) j CROSS JOIN tags t ON t.id = j.value", (json.dumps(tags),)
        )
        return {tag: every[path] for tag, path in paths if path in every}

    def carried(self, tags: Sequence[int]) -> dict[int, Ints]:
        """{tag: mentions}, sorted: those whose event carries it, and those whose words stand in a passage that does."""
        chosen = json.dumps(list(tags))
        found: dict[int, list[Ints]] = {}
        for tag, joined in self._connections.rows(OWN_TAGS, (chosen,)):
            found.setdefault(tag, []).append(ints(joined))
        of_tag, covered = selecting.in_passages(self._connections, tags, self._places)
        if len(of_tag):
            order = np.argsort(of_tag, kind="stable")
            of_tag, covered = of_tag[order], covered[order]
            edges = np.flatnonzero(np.diff(of_tag)) + 1
            for part in np.split(np.arange(len(of_tag)), edges):
                if len(part):
                    found.setdefault(int(of_tag[part[0]]), []).append(covered[part])
        return {tag: union(parts) for tag, parts in found.items()}

    def _places(self) -> tuple[Ints, ...]:
        """(id, article, start, end, edition) of every mention that stands in a text, by article and start; kept like columns."""
        return self._columns.kept("places", lambda: tuple(map(ints, self._connections.row(PLACES))))

    def doubtful(self) -> Ints:
        """The ids of those whose date in force is uncertain or approximate; kept like columns."""
        return self._columns.kept("doubtful", lambda: joined_ids(self._connections, DOUBTFUL))

    def by_tag(self) -> Mapping[str, Ints]:
        """{path: mentions outside the trash}, sorted, of every tag that has any; kept like columns."""
        found = self._columns.kept("by_tag", self._by_tag)
        self._columns.let_go("places")  # of no use any more: 40 bytes a mention
        return found

    def _by_tag(self) -> Mapping[str, Ints]:
        with self._connections.snapshot():
            paths = dict(tuple(row) for row in self._connections.rows("SELECT id, path FROM tags"))
            carried = self.carried(sorted(paths))
            hidden = joined_ids(self._connections, HIDDEN)
        living = {paths[tag]: np.setdiff1d(ids, hidden, assume_unique=True) for tag, ids in carried.items()}
        return MappingProxyType({path: living[path] for path in sorted(living) if len(living[path])})


def _structural(wanted: EventFilter) -> bool:
    return any(
        (
            *(wanted.articles, wanted.publishers, wanted.statuses, wanted.precisions, wanted.bases, wanted.types),
            *(wanted.since, wanted.until),
        )
    )


def _mask(columns: Columns, wanted: EventFilter) -> Any:
    mask = np.ones(len(columns), bool)
    numbers = {name: number for number, name in enumerate(columns.publishers)}
    for values, chosen in (
        (columns.article, [int(each) for each in wanted.articles]),
        (columns.publisher, [numbers.get(each, -1) for each in wanted.publishers]),
        (columns.status, [STATUSES.index(each) for each in wanted.statuses]),
        (columns.precision, [PRECISIONS.index(each) for each in wanted.precisions]),
        (columns.basis, [BASES.index(each) for each in wanted.bases]),
        (columns.type, [TYPES.index(each) for each in wanted.types]),
    ):
        if chosen:
            mask &= np.isin(values, chosen)
    if wanted.since or wanted.until:
        mask &= (columns.earliest > 0) | (columns.latest > 0)
    if wanted.since:
        mask &= (columns.latest == 0) | (columns.latest >= wanted.since.toordinal())
    if wanted.until:
        mask &= columns.earliest <= wanted.until.toordinal()
    return mask
