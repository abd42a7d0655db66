"""The codebook as it is read: the tree of tags with their definitions in force, and counts that include children."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.base.text import tag_key
from archive.model.ids import ArticleId, PassageId, TagId, Uid
from archive.model.passage import COLOURS, Definition, Tag

from .connection import Connections
from .subtrees import distinct_below


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag without its counts: what naming, moving and finding one needs. `colour` is its own or None."""

    id: TagId
    uid: Uid
    path: str
    key: str
    kept: bool
    colour: str | None
    shortcut: str | None
    version: int
    definition: str
    use_when: str
    not_when: str


_SELECT = (
    "SELECT t.id, t.uid, t.path, t.key, t.kept, t.colour, t.shortcut, t.version, coalesce(d.definition, '') AS definition,"
    " coalesce(d.use_when, '') AS use_when, coalesce(d.not_when, '') AS not_when"
    " FROM tags t LEFT JOIN tag_definitions d ON d.tag = t.id AND d.version = t.version"
)


def _entry(row: Any) -> Entry:
    tag, uid, path, key, kept, *rest = row
    return Entry(TagId(tag), Uid(uid), path, key, bool(kept), *rest)


def parent_of(path: str) -> str:
    """The path above, "" at the top."""
    return path.rpartition("/")[0]


class Codebook:
    """The tables `tags`, `tag_definitions` and `tag_relations`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._held: tuple[int, list[Entry]] = (-1, [])
        self._held_tree: tuple[int, list[Tag]] = (-1, [])

    def entries(self) -> list[Entry]:
        """Every tag, each before those below it. Kept while nothing is written: a tag box asks at every key."""
        if self._connections.writing:
            return self._read()
        latest = self._latest()
        if self._held[0] != latest:
            self._held = (latest, self._read())
        return self._held[1]

    def _latest(self) -> int:
        # Every act on tags, passages and the trash writes a row in the journal.
        return int(self._connections.value("SELECT max(id) FROM journal") or 0)

    def _read(self) -> list[Entry]:
        found = [_entry(row) for row in self._connections.rows(_SELECT)]
        return sorted(found, key=lambda entry: entry.key.replace("/", "\0"))

    def entry(self, path: str) -> Entry | None:
        """The tag with this path, however its case and Unicode form are written; None when there is none."""
        sql = f"{_SELECT} WHERE t.key = ? ORDER BY t.path = ? DESC, t.id LIMIT 1"
        row = self._connections.row(sql, (tag_key(path), path))
        return None if row is None else _entry(row)

    def below(self, path: str) -> list[Entry]:
        """The tags below a path, each before those below it."""
        rows = self._connections.rows(
            f"{_SELECT} WHERE t.path > ?1 || '/' AND t.path < ?1 || '0' ORDER BY t.path", (path,)
        )
        return [_entry(row) for row in rows]

    def tree(self) -> list[Tag]:
        """The codebook with its counts; passages and articles in the trash count nowhere. Kept while nothing is written."""
        if self._connections.writing:
            return self._counted()
        latest = self._latest()
        if self._held_tree[0] != latest:
            self._held_tree = (latest, self._counted())
        return self._held_tree[1]

    def _counted(self) -> list[Tag]:
        with self._connections.snapshot():
            entries = self.entries()
            related: dict[int, list[TagId]] = {}
            for tag, other in self._connections.rows("SELECT tag, related FROM tag_relations ORDER BY tag, related"):
                related.setdefault(tag, []).append(TagId(other))
                related.setdefault(other, []).append(TagId(tag))
            whole = dict(
                self._connections.rows(
                    "SELECT x.tag, count(*) FROM article_tags x JOIN articles a ON a.id = x.article"
                    " WHERE a.trashed_at IS NULL GROUP BY x.tag"
                )
            )
            counts = self._counts(entries)
        colours = _colours(entries)
        return [
            Tag(
                id=each.id,
                uid=each.uid,
                path=each.path,
                name=each.path.rpartition("/")[2],
                definition=each.definition,
                use_when=each.use_when,
                not_when=each.not_when,
                colour=colours[each.path],
                shortcut=each.shortcut,
                version=each.version,
                passages=counts[each.id][0],
                passages_below=counts[each.id][1],
                articles=counts[each.id][2],
                related=tuple(related.get(each.id, ())),
                own_colour=each.colour,
                used=whole.get(each.id, 0),
            )
            for each in entries
        ]

    def colours_by_path(self) -> dict[str, str]:
        """The colour in force of every tag, by its path."""
        return _colours(self.entries())

    def colours(self) -> dict[TagId, str]:
        """The colour in force of every tag."""
        entries = self.entries()
        by_path = _colours(entries)
        return {entry.id: by_path[entry.path] for entry in entries}

    def _counts(self, entries: Sequence[Entry]) -> dict[TagId, tuple[int, int, int]]:
        """For each tag: its passages, those with the tags below it, and the articles of these. A passage counts once."""
        # Joined ids come along the index alone, and are taken apart much faster than rows are made.
        living = "article NOT IN (SELECT id FROM articles WHERE trashed_at IS NOT NULL)"
        if self._connections.value("SELECT 1 FROM articles WHERE trashed_at IS NOT NULL LIMIT 1") is None:
            living = "TRUE"
        uses = {
            tag: (number, passages, articles)
            for tag, number, passages, articles in self._connections.rows(
                "SELECT tag, count(*), group_concat(passage), group_concat(article) FROM passage_tags"
                f" WHERE {living} GROUP BY tag"
            )
        }
        carried = [(entry.path, uses[entry.id]) for entry in entries if entry.id in uses]
        paths = [entry.path for entry in entries]
        passages = distinct_below(paths, {path: use[1] for path, use in carried}, once=True)
        articles = distinct_below(paths, {path: use[2] for path, use in carried})
        return {
            entry.id: (uses[entry.id][0] if entry.id in uses else 0, passages[entry.path], articles[entry.path])
            for entry in entries
        }

    def definitions(self, tag: TagId) -> list[Definition]:
        """Every version of what the tag means, newest first."""
        rows = self._connections.rows(
            "SELECT version, definition, use_when, not_when, author, created FROM tag_definitions WHERE tag = ?"
            " ORDER BY version DESC",
            (tag,),
        )
        return [Definition(*row) for row in rows]

    def older_uses(self, tag: TagId) -> list[PassageId]:
        """The passages that were tagged while another definition was in force."""
        rows = self._connections.rows(
            "SELECT x.passage FROM passage_tags x JOIN tags t ON t.id = x.tag WHERE x.tag = ? AND x.definition <> t.version"
            " ORDER BY x.passage",
            (tag,),
        )
        return [PassageId(row[0]) for row in rows]

    def examples(self, tag: TagId) -> list[PassageId]:
        """The passages outside the trash that a person chose to show what the tag means, in the order of their marking."""
        rows = self._connections.rows(
            "SELECT x.passage FROM passage_tags x JOIN articles a ON a.id = x.article"
            " WHERE x.tag = ? AND x.example = 1 AND a.trashed_at IS NULL ORDER BY x.passage",
            (tag,),
        )
        return [PassageId(row[0]) for row in rows]

    def passages(self, tag: TagId) -> list[tuple[PassageId, ArticleId]]:
        """The passages that carry this very tag, those of trashed articles too."""
        rows = self._connections.rows(
            "SELECT passage, article FROM passage_tags WHERE tag = ? ORDER BY passage", (tag,)
        )
        return [(PassageId(row[0]), ArticleId(row[1])) for row in rows]

    def uses_of(self, passage: PassageId) -> dict[TagId, int]:
        """{tag: position} on one passage."""
        rows = self._connections.rows("SELECT tag, position FROM passage_tags WHERE passage = ?", (passage,))
        return {TagId(row[0]): row[1] for row in rows}

    def tagged_articles(self, tag: TagId) -> list[ArticleId]:
        """The articles that carry this very tag as a whole."""
        rows = self._connections.rows("SELECT article FROM article_tags WHERE tag = ? ORDER BY article", (tag,))
        return [ArticleId(row[0]) for row in rows]

    def carried(self, tag: TagId, article: ArticleId) -> bool:
        """Whether the article carries the tag as a whole."""
        sql = "SELECT 1 FROM article_tags WHERE tag = ? AND article = ?"
        return self._connections.value(sql, (tag, article)) is not None

    def relations(self, tag: TagId) -> list[tuple[TagId, TagId]]:
        """The pairs that relate a tag to others, as they are kept."""
        rows = self._connections.rows("SELECT tag, related FROM tag_relations WHERE tag = ?1 OR related = ?1", (tag,))
        return [(TagId(row[0]), TagId(row[1])) for row in rows]


def _colours(entries: Sequence[Entry]) -> dict[str, str]:
    """The colour in force by path: a tag's own, or that of the nearest tag above; at the top, one by its number."""
    found: dict[str, str] = {}
    for entry in entries:
        inherited = found.get(parent_of(entry.path)) or COLOURS[entry.id % len(COLOURS)]
        found[entry.path] = entry.colour or inherited
    return found
