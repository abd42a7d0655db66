"""How two states of one archive differ: what is only in one of them, and what is not the same, by the names that never change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice

from archive.model.keeping import Difference

from .connection import Connections
from .errors import sentences
from .watching import watched

_NAMED = 50  # names that one difference gives of each sort


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of a table under their uid. `also` are expressions over other tables: (the table, the expression)."""

    name: str
    table: str
    label: str
    columns: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()
    where: str = "1"


_TAGS = "(SELECT group_concat(uid) FROM (SELECT g.uid FROM {uses} x JOIN tags g ON g.id = x.tag WHERE x.{of} = t.id ORDER BY g.uid))"
_ARTICLE = tuple(
    "title byline publisher republisher published language url accessed starred read_at trashed_at note rights sensitivity"
    " embargo".split()
)
_ARTICLE = tuple(
    "title byline publisher republisher published language url accessed starred read_at trashed_at note rights sensitivity"
    " embargo".split()
)
_KINDS = (
    _Kind(
        "articles",
        "articles",
        "coalesce(t.title, '')",
        _ARTICLE,
        (
            (
                "editions",
                "(SELECT e.number || e.created || o.sha512 FROM editions e JOIN originals o ON o.id = e.original"
                " WHERE e.id = t.edition)",
            ),
            ("article_tags", _TAGS.format(uses="article_tags", of="article")),
        ),
    ),
    _Kind(
        "passages",
        "passages",
        "t.exact",
        ("start", "end", "exact", "colour", "state", "note"),
        (("passage_tags", _TAGS.format(uses="passage_tags", of="passage")),),
    ),
    _Kind(
        "tags",
        "tags",
        "t.path",
        ("path", "colour", "shortcut"),
        (
            (
                "tag_definitions",
                "(SELECT d.definition || char(0) || d.use_when || char(0) || d.not_when FROM tag_definitions d"
                " WHERE d.tag = t.id ORDER BY d.version DESC LIMIT 1)",
            ),
        ),
    ),
    _Kind("memos", "memos", "t.title", ("title", "kind", "target", "text")),
    _Kind(
        "events",
        "events",
        "coalesce(t.label, t.edtf, '')",
        ("edtf", "label", "status", "note"),
        (("event_tags", _TAGS.format(uses="event_tags", of="event")),),
    ),
    # A figure of which nobody said anything is read again whenever it is wanted.
    _Kind(
        "figures",
        "figures",
        "t.exact",
        ("status", "note", "own"),
        (("series", "(SELECT s.uid FROM series s WHERE s.id = t.series)"),),
        "t.status <> 'found' OR t.own IS NOT NULL OR t.note <> '' OR t.series IS NOT NULL",
    ),
    _Kind("series", "series", "t.name", ("name", "meaning")),
    _Kind(
        "collections",
        "collections",
        "t.name",
        ("name",),
        (
            ("collections", "(SELECT p.uid FROM collections p WHERE p.id = t.parent)"),
            (
                "collection_articles",
                "(SELECT group_concat(uid) FROM (SELECT a.uid FROM collection_articles x JOIN articles a ON a.id = x.article"
                " WHERE x.collection = t.id ORDER BY a.uid))",
            ),
        ),
    ),
    _Kind("saved searches", "searches", "t.name", ("name", "query", "sort", "scope")),
    _Kind("words of the lexicon", "lexicon", "t.name", ("kind", "name", "words", "within")),
    _Kind("rules for sites", "taught_rules", "t.name", ("name", "site", "field", "spot", "enabled")),
    _Kind("redactions", "redactions", "t.find", ("kind", "find", "replacement")),
    _Kind("export presets", "presets", "t.name", ("name", "choice")),
)


def differences(here: Connections, there: Connections, check: Callable[[], None]) -> Iterator[Difference]:
    """One for each kind, whether there is a difference or not. A kind that an older state does not know is only here."""
    for kind in _KINDS:
        with watched(here, check), watched(there, check):
            columns = [_columns(each, kind.table) for each in (here, there)]
            known = [name for name in kind.columns if all(name in each for each in columns)]
            also = [sql for table, sql in kind.also if all(_columns(each, table) for each in (here, there))]
            sql = _selected(kind, known, also)
            found = _compared(kind, sql, here if columns[0] else None, there if columns[1] else None)
        check()
        yield found


def _columns(connections: Connections, table: str) -> set[str]:
    return {row[0] for row in connections.rows("SELECT name FROM pragma_table_info(?)", (table,))}


def _selected(kind: _Kind, known: Sequence[str], also: Sequence[str]) -> str:
    wanted = ", ".join(chain(["t.uid", kind.label], (f't."{name}"' for name in known), also))
    return f"SELECT {wanted} FROM {kind.table} t WHERE {kind.where}"


def _rows(connections: Connections | None, sql: str) -> Iterator[tuple[str, str, bytes]]:
    """Each row's uid, its label, and what stands for all else of it; one at a time, for there may be half a million."""
    if connections is not None:
        with sentences(connections.path):
            for uid, label, *held in connections.driver.cursor().execute(sql):
                yield uid, label, blake2b(repr(held).encode(), digest_size=16).digest()


def _compared(kind: _Kind, sql: str, here: Connections | None, there: Connections | None) -> Difference:
    """Of one state only uids and sums are held, of the other a row at a time."""
    left = {uid: summed for uid, _, summed in _rows(there, sql)}
    only_here, changed = _Named(), _Named()
    for uid, label, summed in _rows(here, sql):
        other = left.pop(uid, None)
        if other is None:
            only_here.add(label)
        elif other != summed:
            changed.add(label)
    labels = f"SELECT {kind.label} FROM {kind.table} t WHERE t.uid = ?"
    only_there = [there.value(labels, (uid,)) for uid in islice(left, _NAMED)] if there is not None else []
    return Difference(
        kind.name,
        only_here.count,
        len(left),
        changed.count,
        tuple(only_here.names),
        tuple(only_there),
        tuple(changed.names),
    )


class _Named:
    """How many there are, and what the first of them are called."""

    def __init__(self) -> None:
        self.count, self.names = 0, list[str]()

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.names) < _NAMED:
            self.names.append(name)
