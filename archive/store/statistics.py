"""What counting over the whole archive needs, as arrays: read along indexes, and kept until something is written. Reads only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from archive.model.columns import Ints

from . import selecting
from .columns import repeated
from .connection import Connections
from .selecting import ints

ARTICLES = (
    "SELECT coalesce(publisher, ''), year, coalesce(language, ''), count(*), group_concat(id), group_concat(words),"
    " group_concat(read_at IS NOT NULL), group_concat(starred), group_concat(coalesce(earliest, 0)),"
    " group_concat(coalesce(latest, 0)) FROM articles INDEXED BY articles_statistics WHERE trashed_at IS NULL"
    " GROUP BY publisher, year, language"
)
PASSAGES = (
    'SELECT author, group_concat(id), group_concat(article), group_concat(start), group_concat("end"),'
    " group_concat(CASE state WHEN 'anchored' THEN edition ELSE 0 END), group_concat(replace(substr(created, 1, 7), '-', ''))"
    " FROM passages GROUP BY author"
)
USES = (
    "SELECT tag, author, count(*), group_concat(article), group_concat(passage) FROM passage_tags GROUP BY tag, author"
)
_STATE = (
    "SELECT (SELECT max(id) FROM journal), (SELECT max(id) FROM articles), (SELECT max(id) FROM editions),"
    " (SELECT max(id) FROM files), (SELECT group_concat(value) FROM facts WHERE key GLOB '*-generation')"
)


@dataclass(frozen=True, slots=True, eq=False)
class Census:
    """The articles outside the trash. `group` counts into `groups` (publisher, year, language); days are ordinals, 0: none."""

    article: Ints
    group: Ints
    words: Ints
    read: Ints
    starred: Ints
    earliest: Ints
    latest: Ints
    groups: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Passages, trashed ones too. `edition` is 0 where one waits; `month` is like 202405; `author` counts into `authors`.

    `use_tag`, `use_article` and `use_passage` are uses of tags, of which `use_author` counts into `coders`; `paths` are the tags
    by id.
    """

    passage: Ints
    article: Ints
    start: Ints
    end: Ints
    edition: Ints
    month: Ints
    author: Ints
    authors: tuple[str, ...]
    use_tag: Ints
    use_article: Ints
    use_passage: Ints
    use_author: Ints
    coders: tuple[str, ...]
    paths: dict[int, str]

    def tagged(self, tags: Sequence[int]) -> tuple[Ints, Ints, Ints, Ints]:
        """(article, edition, start, end) of the passages with one of these tags that stand in their text, by article and start."""
        used = self.use_passage[np.isin(self.use_tag, np.array(tags, np.int64))]
        chosen = np.zeros(max(int(self.passage.max(initial=0)), int(used.max(initial=0))) + 1, bool)
        chosen[used] = True
        rows = np.flatnonzero(chosen[self.passage] & (self.edition > 0))
        # In order, what lies in them is found several times faster. Positions and article numbers stay below 2^31.
        rows = rows[np.argsort((self.article[rows] << 31) + self.start[rows])]
        return self.article[rows], self.edition[rows], self.start[rows], self.end[rows]


@dataclass(frozen=True, slots=True, eq=False)
class Everything:
    """All of it at one time. `file_article` and `file_original` pair up; `sizes` are bytes by the number of the original."""

    census: Census
    marks: Marks
    file_article: Ints
    file_original: Ints
    sizes: Ints


class Counting:
    """Reads them; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._held: tuple[object, Everything] | None = None
        self._held_marks: tuple[object, Marks] | None = None
        self._held_tagged: tuple[object, tuple[str, ...], Ints] | None = None
        # Editions never change: how long one is, is asked once.
        self._chars: Ints = np.zeros(0, np.int64)

    def everything(self) -> Everything:
        """The arrays as they are."""
        if self._connections.writing:
            return self._read()
        with self._connections.snapshot():
            state = tuple(self._connections.row(_STATE))
            held = self._held
            if held is None or held[0] != state:
                held = self._held = (state, self._read())
        return held[1]

    def let_go(self) -> None:
        """Frees them; whoever asks next has them read."""
        self._held = self._held_marks = self._held_tagged = None

    def marks(self) -> Marks:
        """The passages alone."""
        if self._connections.writing:
            return self._marks()
        with self._connections.snapshot():
            state = tuple(self._connections.row(_STATE))
            held = self._held_marks
            if held is None or held[0] != state:
                held = self._held_marks = (state, self._marks())
        return held[1]

    def _read(self) -> Everything:
        files = self._connections.row("SELECT group_concat(article), group_concat(original) FROM files")
        sizes = self._connections.row("SELECT group_concat(id), group_concat(size) FROM originals")
        by_number = np.zeros(int(ints(sizes[0]).max(initial=0)) + 1, np.int64)
        by_number[ints(sizes[0])] = ints(sizes[1])
        return Everything(self._census(), self.marks(), ints(files[0]), ints(files[1]), by_number)

    def _census(self) -> Census:
        rows = self._connections.rows(ARTICLES)
        article, words, read, starred, earliest, latest = (
            ints(",".join(row[at] for row in rows)) for at in range(4, 10)
        )
        group = repeated(range(len(rows)), [row[3] for row in rows])
        groups = tuple((row[0], row[1], row[2]) for row in rows)
        return Census(article, group, words, read, starred, earliest, latest, groups)

    def _marks(self) -> Marks:
        rows = self._connections.rows(PASSAGES)
        passage, article, start, end, edition, month = (ints(",".join(row[at] for row in rows)) for at in range(1, 7))
        uses: Sequence[Any] = self._connections.rows(USES)
        coders = sorted({row[1] for row in uses})
        counts = [row[2] for row in uses]
        return Marks(
            passage=passage,
            article=article,
            start=start,
            end=end,
            edition=edition,
            month=month,
            author=repeated(range(len(rows)), [row[1].count(",") + 1 for row in rows]),
            authors=tuple(row[0] for row in rows),
            use_tag=repeated([row[0] for row in uses], counts),
            use_article=ints(",".join(row[3] for row in uses)),
            use_passage=ints(",".join(row[4] for row in uses)),
            use_author=repeated([coders.index(row[1]) for row in uses], counts),
            coders=tuple(coders),
            paths=dict(tuple(row) for row in self._connections.rows("SELECT id, path FROM tags ORDER BY path")),
        )

    def coders(self) -> dict[str, Ints]:
        """{author: the articles, trashed ones too, in which that author put tags on passages}."""
        marks = self.marks()
        return {
            name: np.unique(marks.use_article[marks.use_author == number]) for number, name in enumerate(marks.coders)
        }

    def unsigned(self) -> Ints:
        """The articles without a byline, trashed ones too."""
        return selecting.joined_ids(self._connections, "SELECT group_concat(id) FROM articles WHERE byline = '[]'")

    def unread(self) -> Ints:
        """The articles that are still to be read for dates and figures."""
        return selecting.joined_ids(self._connections, "SELECT group_concat(article) FROM extraction_due")

    def tagged(self, paths: Sequence[str]) -> Ints:
        """The articles that carry one of these tags, or one below, or have a passage that does."""
        state = None if self._connections.writing else tuple(self._connections.row(_STATE))
        held = self._held_tagged
        if state is None or held is None or held[:2] != (state, tuple(paths)):
            held = (state, tuple(paths), self._tagged(paths))
            if state is not None:
                self._held_tagged = held
        return held[2]

    def _tagged(self, paths: Sequence[str]) -> Ints:
        tags = [tag for path in paths for tag in selecting.tags(self._connections, path)]
        sql = "SELECT group_concat(article) FROM tagged_articles WHERE tag IN (SELECT value FROM json_each(?))"
        return selecting.joined_ids(self._connections, sql, (json.dumps(tags),))

    def chars(self, editions: Sequence[int]) -> Ints:
        """How long each of these editions is, in code points."""
        wanted = np.array(editions, np.int64)
        known = self._chars
        if len(wanted) and int(wanted.max()) >= len(known):
            known = np.concatenate((known, np.full(int(wanted.max()) + 1 - len(known), -1, np.int64)))
        unknown = np.unique(wanted[known[wanted] < 0]).tolist()
        if unknown:
            known = known.copy()
            sql = "SELECT e.id, length(e.text) FROM json_each(?) j CROSS JOIN editions e ON e.id = j.value"
            for edition, length in self._connections.rows(sql, (json.dumps(unknown),)):
                known[edition] = length
            self._chars = known
        lengths: Ints = known[wanted].clip(min=0)
        return lengths
