"""Passages as they are listed, counted and grouped. Reads only; acts write them through the ledger."""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive.base.errors import NotFound
from archive.base.text import folded, tag_key
from archive.model.ids import ArticleId, EditionId, PassageId, TagId, Uid
from archive.model.passage import Anchor, Match, Passage, PassageFilter, PassageSort, Proposal, State, TagUse

from .connection import Connections, Value

_COLUMNS = (
    'p.id, p.uid, p.article, p.edition, p.start, p."end", p.exact, p.prefix, p.suffix, p.note, p.colour, p.state,'
    " p.proposal, p.author, p.created, p.modified,"
    " p.kept IS NOT NULL AND p.kept = (SELECT a.edition FROM articles a WHERE a.id = p.article) AS kept"
)
_TERMS_KEPT = 8  # whose passages are remembered, a thread
_LISTED = 1000  # values in a statement; SQLite takes no more than some ten thousand
_LIVING = "p.article NOT IN (SELECT id FROM articles WHERE trashed_at IS NOT NULL)"

# The indexes of the schema give each of these orders without sorting.
_ORDERS = {
    PassageSort.PLACE: "p.article DESC, p.start, p.id",
    PassageSort.CREATED: "p.created DESC, p.id DESC",
    PassageSort.MODIFIED: "p.modified DESC, p.id DESC",
    PassageSort.AUTHOR: "p.author, p.article DESC, p.start, p.id",
    PassageSort.STATE: "p.state DESC, p.article DESC, p.start, p.id",
}
# The order of groups in a list, and the orders that an index gives so already.
_GROUP_ORDERS = {
    "article": "p.article DESC",
    "author": "p.author",
    "state": "p.state DESC",
    "day": "substr(p.created, 1, 10) DESC",
}
_GROUPED = {
    ("article", PassageSort.PLACE): PassageSort.PLACE,
    ("author", PassageSort.PLACE): PassageSort.AUTHOR,
    ("state", PassageSort.PLACE): PassageSort.STATE,
    ("day", PassageSort.CREATED): PassageSort.CREATED,
}
_GROUPS = {
    "article": "p.article",
    "author": "p.author",
    "state": "p.state",
    "day": "substr(p.created, 1, 10)",
    "colour": "coalesce(p.colour, '')",
}
_TERM = re.compile(r'["“„]([^"“”„]*)["“”]?|(\S+)')

# From this many uses on, passages with a tag are met soonest along the list's own order instead of being sorted.
_MANY_USES = 4000


_STATES = {str(state): state for state in State}


def _passage(row: Any, uses: tuple[TagUse, ...]) -> Passage:
    # In the order of _COLUMNS: a row taken apart at once is read in half the time of one asked by names.
    (id, uid, article, edition, start, end, exact, prefix, suffix, note, colour, state, offered, *rest) = row
    author, created, modified, kept = rest
    return Passage(
        PassageId(id),
        Uid(uid),
        ArticleId(article),
        EditionId(edition),
        Anchor(start, end, exact, prefix, suffix),
        note,
        uses,
        colour,
        _STATES[state],
        None if offered is None else Proposal(*json.loads(offered)),
        author,
        created,
        modified,
        bool(kept),
    )


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


class Passages:
    """The tables `passages` and `passage_tags`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._local = threading.local()

    def find(self, uid: str) -> Passage:
        """The passage with this uid or unique beginning of one (6 characters or more); raises NotFound."""
        uid = uid.strip().lower()
        rows: list[Any] = []
        if len(uid) >= 6 and set(uid) <= set("0123456789abcdef"):
            sql = f"SELECT {_COLUMNS} FROM passages p WHERE p.uid >= ?1 AND p.uid < ?1 || 'g' LIMIT 2"
            rows = self._connections.rows(sql, (uid,))
        if len(rows) != 1:
            told = "More than one passage begins" if rows else "There is no passage"
            raise NotFound(f"{told} with the uid {uid[:40]!r}.", "Look at the list of passages for it.")
        return self._passages(rows)[0]

    def of(self, article: ArticleId) -> list[Passage]:
        """Every passage of an article in reading order, the longer of two that begin together first."""
        sql = f'SELECT {_COLUMNS} FROM passages p WHERE p.article = ? ORDER BY p.start, p."end" DESC, p.id'
        return self._passages(self._connections.rows(sql, (article,)))

    def by_ids(self, ids: Sequence[PassageId]) -> list[Passage]:
        """These passages as far as they exist, in the order given."""
        sql = f"SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN passages p ON p.id = j.value ORDER BY j.key"
        return self._passages(self._connections.rows(sql, (json.dumps(list(ids)),)))

    def outlines(self, ids: Sequence[PassageId]) -> list[tuple[PassageId, ArticleId, str, str, tuple[str, ...]]]:
        """Of these passages as far as they exist, in the order given: id, article, author, created, paths of the tags."""
        wanted = json.dumps(list(ids))
        paths: dict[int, list[str]] = {}
        for passage, path in self._connections.rows(
            "SELECT x.passage, t.path FROM json_each(?) j CROSS JOIN passage_tags x ON x.passage = j.value"
            " JOIN tags t ON t.id = x.tag ORDER BY x.passage, x.position",
            (wanted,),
        ):
            paths.setdefault(passage, []).append(path)
        sql = (
            "SELECT p.id, p.article, p.author, p.created FROM json_each(?) j CROSS JOIN passages p ON p.id = j.value"
            " ORDER BY j.key"
        )
        return [(*row, tuple(paths.get(row[0], ()))) for row in self._connections.rows(sql, (wanted,))]

    def by_uids(self, uids: Sequence[str]) -> dict[str, Passage]:
        """Those of these uids that are passages, trashed articles' too."""
        sql = f"SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN passages p ON p.uid = j.value"
        return {found.uid: found for found in self._passages(self._connections.rows(sql, (json.dumps(list(uids)),)))}

    def in_edition(self, edition: EditionId) -> list[Passage]:
        """The passages that count in an edition."""
        sql = f"SELECT {_COLUMNS} FROM passages p WHERE p.edition = ? ORDER BY p.id"
        return self._passages(self._connections.rows(sql, (edition,)))

    def places_in(self, edition: EditionId) -> list[tuple[str, int, int, str, str, str, State]]:
        """Of the passages that count in an edition: uid, start, end, exact, prefix, suffix and state."""
        sql = 'SELECT uid, start, "end", exact, prefix, suffix, state FROM passages WHERE edition = ? ORDER BY id'
        return [(*row[:6], State(row[6])) for row in self._connections.rows(sql, (edition,))]

    def count_of(self, article: ArticleId) -> int:
        """How many passages an article has."""
        return int(self._connections.value("SELECT count(*) FROM passages WHERE article = ?", (article,)))

    def page(self, wanted: PassageFilter, sort: PassageSort, *, limit: int | None, offset: int) -> list[Passage]:
        """A page of the passages that the filter lets through."""
        where, values = self._where(wanted)
        sql = f"SELECT {_COLUMNS} FROM passages p WHERE {where} ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?"
        with self._connections.snapshot():
            if offset:
                # What is passed over is counted along the index; only the page itself is read from the table.
                inner = f"SELECT p.id FROM passages p WHERE {where} ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?"
                sql = f"SELECT {_COLUMNS} FROM passages p WHERE p.id IN ({inner}) ORDER BY {_ORDERS[sort]}"
            return self._passages(self._connections.rows(sql, [*values, -1 if limit is None else limit, offset]))

    def ids(self, wanted: PassageFilter, sort: PassageSort, group: str = "") -> list[PassageId]:
        """All passages that the filter lets through, in order: what a virtual table scrolls over.

        With a `group` (article, author, state or day) group by group, and in that order inside of each.
        """
        where, values = self._where(wanted)
        ready = _GROUPED.get((group, sort))
        order = _ORDERS[ready or sort] if ready or not group else f"{_GROUP_ORDERS[group]}, {_ORDERS[sort]}"
        # One long text is taken apart much faster than 100,000 rows are made. SQLite keeps the order of what is aggregated
        # so (https://www.sqlite.org/optoverview.html#flattening, rule 6 of omitting ORDER BY).
        sql = f"SELECT p.id FROM passages p WHERE {where} ORDER BY {order}"
        joined = self._connections.value(f"SELECT group_concat(id) FROM ({sql})", values)
        return [PassageId(int(each)) for each in joined.split(",")] if joined else []

    def count(self, wanted: PassageFilter) -> int:
        """How many passages the filter lets through."""
        where, values = self._where(wanted)
        return int(self._connections.value(f"SELECT count(*) FROM passages p WHERE {where}", values))

    def groups(self, wanted: PassageFilter, by: str) -> dict[str, int]:
        """{value: passages} by article, author, state, day, colour or tag, most frequent first; "" for none."""
        where, values = self._where(wanted)
        if by == "tag":
            return self._by_tag(wanted, where, values)
        sql = f"SELECT {_GROUPS[by]}, count(*) FROM passages p WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
        return {str(row[0]): row[1] for row in self._connections.rows(sql, values)}

    def _by_tag(self, wanted: PassageFilter, where: str, values: Sequence[Value]) -> dict[str, int]:
        inside = f"x.passage IN (SELECT p.id FROM passages p WHERE {where})"
        if wanted == PassageFilter():
            inside, values = _LIVING.replace("p.", "x.", 1), ()
        with self._connections.snapshot():
            rows = self._connections.rows(
                f"SELECT t.path, n.passages FROM (SELECT x.tag, count(*) AS passages FROM passage_tags x WHERE {inside}"
                " GROUP BY x.tag) n JOIN tags t ON t.id = n.tag",
                values,
            )
            without = self.count(replace(wanted, untagged=True))
        found = {row[0]: row[1] for row in rows} | ({"": without} if without else {})
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def by_tag(self) -> dict[str, list[PassageId]]:
        """{path: the passages outside the trash that carry this very tag}, in one query; tags without any are left out."""
        rows = self._connections.rows(
            "SELECT t.path, n.passages FROM (SELECT x.tag, group_concat(x.passage) AS passages FROM passage_tags x"
            f" WHERE {_LIVING.replace('p.', 'x.', 1)} GROUP BY x.tag) n JOIN tags t ON t.id = n.tag"
        )
        return {path: [PassageId(int(each)) for each in passages.split(",")] for path, passages in rows}

    def examples(self, most: int) -> dict[str, list[str]]:
        """{path: words of the passages changed last with this very tag, at most so many}, the tags used most first."""
        rows = self._connections.rows(
            "WITH used AS (SELECT x.tag, p.exact, p.modified, p.id, count(*) OVER (PARTITION BY x.tag) AS uses,"
            " row_number() OVER (PARTITION BY x.tag ORDER BY p.modified DESC, p.id DESC) AS number"
            f" FROM passage_tags x JOIN passages p ON p.id = x.passage WHERE {_LIVING})"
            " SELECT t.path, u.exact FROM used u JOIN tags t ON t.id = u.tag WHERE u.number <= ?"
            " ORDER BY u.uses DESC, t.id, u.number",
            (most,),
        )
        found: dict[str, list[str]] = {}
        for path, exact in rows:
            found.setdefault(path, []).append(exact)
        return found

    def authors(self) -> list[str]:
        """Everybody who marked or tagged a passage."""
        sql = "SELECT author FROM passages UNION SELECT author FROM passage_tags ORDER BY 1"
        return [row[0] for row in self._connections.rows(sql)]

    def coded_by(self, authors: Sequence[str]) -> list[ArticleId]:
        """The articles outside the trash in which every one of the authors has tagged a passage."""
        rows = self._connections.rows(
            f"SELECT p.article FROM passage_tags p WHERE p.author IN ({_marks(authors)}) AND {_LIVING}"
            " GROUP BY p.article HAVING count(DISTINCT p.author) = ? ORDER BY p.article",
            [*authors, len(authors)],
        )
        return [ArticleId(row[0]) for row in rows]

    def place(self, passage: PassageId, edition: EditionId) -> tuple[int, int] | None:
        """Where the passage stood in another edition, if it ever did."""
        row = self._connections.row(
            'SELECT start, "end" FROM passage_places WHERE passage = ? AND edition = ?', (passage, edition)
        )
        return None if row is None else (row[0], row[1])

    def stood_in(self, edition: EditionId) -> list[tuple[str, int, int]]:
        """(uid, start, end) of the passages that stood in an edition and count in another one now."""
        sql = (
            'SELECT p.uid, x.start, x."end" FROM passage_places x JOIN passages p ON p.id = x.passage'
            " WHERE x.edition = ?1 AND p.edition <> ?1 ORDER BY x.start"
        )
        return [(row[0], row[1], row[2]) for row in self._connections.rows(sql, (edition,))]

    def said_place(self, passage: PassageId) -> str:
        """Where a person put it: [edition, start, end, exact, prefix, suffix] as JSON."""
        sql = (
            'SELECT coalesce(said, json_array(edition, start, "end", exact, prefix, suffix)) FROM passages WHERE id = ?'
        )
        return str(self._connections.value(sql, (passage,)))

    def remember_place(self, passage: PassageId, edition: EditionId, start: int, end: int) -> None:
        """Keeps where the passage stands in an edition, inside the transaction under way."""
        self._connections.change(
            "INSERT OR REPLACE INTO passage_places VALUES (?, ?, ?, ?)", (passage, edition, start, end)
        )

    def forget_places(self, passage: PassageId) -> None:
        """Drops them: a person has given the passage other edges."""
        self._connections.change("DELETE FROM passage_places WHERE passage = ?", (passage,))

    def same_span(self, edition: EditionId, start: int, end: int, author: str) -> PassageId | None:
        """The author's passage with exactly these edges, or None."""
        found = self._connections.value(
            'SELECT id FROM passages WHERE edition = ? AND start = ? AND "end" = ? AND author = ? ORDER BY id',
            (edition, start, end, author),
        )
        return None if found is None else PassageId(found)

    # Rows to records

    def _passages(self, rows: Sequence[Any]) -> list[Passage]:
        uses: dict[int, list[TagUse]] = {}
        if rows:
            found = self._connections.rows(
                "SELECT x.passage, x.tag, t.path, x.author, x.created, x.definition, x.example FROM json_each(?) j"
                " CROSS JOIN passage_tags x ON x.passage = j.value JOIN tags t ON t.id = x.tag"
                " ORDER BY x.passage, x.position",
                (json.dumps(list({row["id"]: 0 for row in rows})),),
            )
            for passage, tag, path, author, created, definition, example in found:
                use = TagUse(TagId(tag), path, author, created, definition, bool(example))
                uses.setdefault(passage, []).append(use)
        return [_passage(row, tuple(uses.get(row["id"], ()))) for row in rows]

    # The filter

    def _where(self, wanted: PassageFilter) -> tuple[str, list[Value]]:
        conditions, values = [_LIVING], list[Value]()
        for column, chosen in (
            ("p.article", wanted.articles),
            ("p.author", wanted.authors),
            ("p.state", tuple(map(str, wanted.states))),
            ("p.colour", wanted.colours),
            ("p.uid", wanted.uids),
        ):
            if len(chosen) > _LISTED:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps(list(chosen)))
            elif chosen:
                conditions.append(f"{column} IN ({_marks(chosen)})")
                values += chosen
        if wanted.since:
            conditions.append("p.created >= ?")
            values.append(wanted.since)
        if wanted.until:
            conditions.append("p.created < ?")
            values.append(f"{wanted.until}~")  # "~" follows every character of a time stamp
        if wanted.untagged:
            conditions.append("p.id NOT IN (SELECT x.passage FROM passage_tags x)")
        if wanted.noted:
            conditions.append("p.note <> ''")
        for term in _terms(wanted.text):
            # + keeps to the list's order: there may be very many.
            conditions.append("+p.id IN (SELECT value FROM json_each(?))")
            values.append(self._holding(term))
        if wanted.tags:
            condition, named = self._tagged(wanted)
            conditions.append(condition)
            values += named
        return " AND ".join(conditions), values

    def _holding(self, term: str) -> str:
        """The passages that hold a term, as JSON: sought once for all that is asked of a filter, by this thread, until somebody commits."""
        version = self._connections.version()
        if version is None or version != getattr(self._local, "version", None):
            self._local.version, self._local.holding = version, dict[str, str]()
        held: dict[str, str] = self._local.holding
        if term not in held:
            while len(held) >= _TERMS_KEPT:
                held.pop(next(iter(held)))
            sql = "SELECT group_concat(w.id) FROM passage_words w WHERE instr(w.folded, ?) > 0"
            held[term] = f"[{self._connections.value(sql, (term,)) or ''}]"
        return held[term]

    def _tagged(self, wanted: PassageFilter) -> tuple[str, list[Value]]:
        chosen = [self._tags(path, wanted.below) for path in wanted.tags]
        if wanted.match is Match.ALL:
            groups = chosen
        else:
            groups = [sorted({tag for tags in chosen for tag in tags})]
        conditions, values = [], list[Value]()
        for tags in groups:
            kept = json.dumps(tags)
            uses = self._connections.value(
                "SELECT count(*) FROM passage_tags WHERE tag IN (SELECT value FROM json_each(?))", (kept,)
            )
            inside = "SELECT x.passage FROM passage_tags x WHERE x.tag IN (SELECT value FROM json_each(?))"
            if wanted.match is Match.NONE:
                conditions.append(f"p.id NOT IN ({inside})")
            else:
                conditions.append(f"{'+' if uses > _MANY_USES else ''}p.id IN ({inside})")
            values.append(kept)
        return " AND ".join(conditions), values

    def _tags(self, path: str, below: bool) -> list[int]:
        key = tag_key(path)
        sql = "SELECT id FROM tags WHERE key = ?1" + (" OR (key > ?1 || '/' AND key < ?1 || '0')" if below else "")
        return [row[0] for row in self._connections.rows(sql, (key,))]


def _terms(text: str) -> list[str]:
    """Words and quoted phrases that all must be there, folded as the passages are."""
    return [folded(phrase or word) for phrase, word in _TERM.findall(text) if phrase or word]
