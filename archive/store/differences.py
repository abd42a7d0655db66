"""How two states of one archive differ: what is only in one of them, and what is not the same, by the names that never change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.model.keeping import Difference

from .connection import Connections
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
            rows = [_rows(each, kind, known, also) for each in (here, there)]
        check()
        yield _compared(kind.name, rows[0], rows[1])


def _columns(connections: Connections, table: str) -> set[str]:
    return {row[0] for row in connections.rows("SELECT name FROM pragma_table_info(?)", (table,))}


def _rows(
    connections: Connections, kind: _Kind, known: Sequence[str], also: Sequence[str]
) -> dict[str, tuple[str, tuple[object, ...]]]:
    if not _columns(connections, kind.table):
        return {}
    wanted = ", ".join(chain(["t.uid", kind.label], (f't."{name}"' for name in known), also))
    sql = f"SELECT {wanted} FROM {kind.table} t WHERE {kind.where}"
    return {row[0]: (row[1], tuple(row)[2:]) for row in connections.rows(sql)}


def _compared(
    name: str, here: dict[str, tuple[str, tuple[object, ...]]], there: dict[str, tuple[str, tuple[object, ...]]]
) -> Difference:
    only_here = [label for uid, (label, _) in here.items() if uid not in there]
    only_there = [label for uid, (label, _) in there.items() if uid not in here]
    changed = [label for uid, (label, held) in here.items() if uid in there and there[uid][1] != held]
    return Difference(
        name,
        len(only_here),
        len(only_there),
        len(changed),
        tuple(only_here[:_NAMED]),
        tuple(only_there[:_NAMED]),
        tuple(changed[:_NAMED]),
    )
