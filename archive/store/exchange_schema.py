"""The tables of what is exchanged with others, and the triggers that keep what shared fields said before; used by one migration.

`SHAPES` says which fields of which rows are shared and how each is written as JSON. The triggers of this step were made from it: another
step that shares more adds shapes of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .nonces import NONCE

# `exchange_log` holds the *old* value (JSON) of each shared field that was changed since it was last exchanged; the field "" is the
# record itself: what it said when it was removed, or null when it came back. Typing leaves one row in ten minutes, unless
# what was there was given away meanwhile (`sealed`). `exchange_revisions` are graphs of fields that were exchanged: `parents` are names, `came` tells those of others.
# `exchange_aliases`: what others call a record that is `here` under another uid. `exchange_names`: tags whose path was taken here,
# with the one that they have for all others. `exchange_held`: records that could not be placed. Triggers rest while there is a row in `exchange_paused`.
_TABLES = """
CREATE TABLE exchange_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, uid TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    at INTEGER NOT NULL, sealed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX exchange_log_field ON exchange_log(kind, uid, field, id);
CREATE INDEX exchange_log_open ON exchange_log(id) WHERE sealed = 0;
CREATE TABLE exchange_revisions (
    kind TEXT NOT NULL, uid TEXT NOT NULL, field TEXT NOT NULL, name TEXT NOT NULL, parents TEXT NOT NULL, value TEXT NOT NULL,
    came INTEGER NOT NULL, PRIMARY KEY (kind, uid, field, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchange_aliases (
    kind TEXT NOT NULL, uid TEXT NOT NULL, here TEXT NOT NULL, PRIMARY KEY (kind, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchange_names (uid TEXT PRIMARY KEY, shown TEXT NOT NULL, wanted TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE exchange_held (
    kind TEXT NOT NULL, uid TEXT NOT NULL, article TEXT NOT NULL, why TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (kind, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchange_merges (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, archive TEXT NOT NULL, author TEXT NOT NULL, key TEXT NOT NULL,
    fingerprint TEXT NOT NULL, made TEXT NOT NULL, at TEXT NOT NULL, entry INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE exchange_paused (id INTEGER PRIMARY KEY) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Element:
    """Rows that say that one thing is in another: `owner` and `key` (what) are expressions over a row; `extras` are its other columns, besides
    the nonce."""

    table: str
    name: str
    owner: str
    key: str
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is shared of the rows of a table; expressions have `{r}` where the row's name goes.

    `fields` are {name: (JSON, the columns that it is made of)}; `extras` {name: expression} are what never changes. `own` tells
    which rows are a person's, `lives` which of them leave a trace when they go; `natural` tells that its uid follows from what it is about,
    so that two may make the same one, each by itself.
    """

    table: str
    uid: str
    fields: Mapping[str, tuple[str, tuple[str, ...]]]
    extras: Mapping[str, str] = field(default_factory=dict)
    elements: tuple[Element, ...] = ()
    own: str = "1"
    lives: str = "1"
    natural: bool = False


def _plain(*names: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {name: (f"json_quote({{r}}.{name})", (name,)) for name in names}


def _uid(table: str, column: str) -> str:
    return f"(SELECT uid FROM {table} WHERE id = {{r}}.{column})"


def _same(*names: str) -> dict[str, str]:
    return {name: f'{{r}}."{name}"' for name in names}


_MADE = _same("author", "created", "modified")
_DEFINED = (
    "(SELECT json_array(d.definition, d.use_when, d.not_when) FROM tag_definitions d"
    " WHERE d.tag = {r}.id AND d.version = {r}.version)"
)
_PLACE = ("edition", "start", "end", "exact", "prefix", "suffix")
_PLACED = 'json_array({r}.edition, {r}.start, {r}."end", {r}.exact, {r}.prefix, {r}.suffix)'
# Where a person put it; the text may have changed since, and the passage come along.
_SAID = f"coalesce({{r}}.said, {_PLACED})"
_END = "(SELECT {0}(a.uid, b.uid) FROM {1} a, {1} b WHERE a.id = {{r}}.{2} AND b.id = {{r}}.{3})"


def _ends(table: str, one: str, other: str) -> tuple[str, str]:
    """The two ends of what has no direction, the same in every copy."""
    return _END.format("min", table, one, other), _END.format("max", table, one, other)


_READ_MENTION = (
    *(
        "article",
        "edition",
        "start",
        "end",
        "sentence_start",
        "sentence_end",
        "type",
        "precision",
        "basis",
        "earliest",
        "latest",
    ),
    *("value", "modifier", "edtf", "read_edtf", "anchor_value", "rule", "exact", "prefix", "suffix", "label", "alike"),
)
_READ_FIGURE = (
    *(
        "article",
        "edition",
        "start",
        "end",
        "number_start",
        "number_end",
        "sentence_start",
        "sentence_end",
        "kind",
        "bound",
    ),
    *("unit", "value", "least", "most", "counted", "counted_key", "direction", "level", "period", "earliest", "latest"),
    *(
        "place",
        "place_key",
        "source",
        "origin",
        "hedges",
        "derived",
        "derivation",
        "rule",
        "exact",
        "prefix",
        "suffix",
        "key",
    ),
)

SHAPES: Mapping[str, Shape] = {
    "tag": Shape(
        "tags",
        "{r}.uid",
        _plain("path", "colour") | {"definition": (_DEFINED, ("version",))},
        elements=(Element("tag_relations", "related", *_ends("tags", "tag", "related")),),
    ),
    "article": Shape(
        "articles",
        "{r}.uid",
        _plain("title", "publisher", "republisher", "published", "language", "url", "accessed", "note", "rights")
        | _plain("sensitivity", "embargo")
        | {"byline": ("{r}.byline", ("byline",)), "edition": ("json_quote({r}.edition)", ("edition",))},
        extras=_same("added", "verdict", "warnings"),
        elements=(Element("article_tags", "tag", _uid("articles", "article"), _uid("tags", "tag")),),
        lives="0",
    ),
    "collection": Shape(
        "collections",
        "{r}.uid",
        _plain("name") | {"parent": (f"json_quote({_uid('collections', 'parent')})", ("parent",))},
        extras=_same("created"),
        elements=(
            Element("collection_articles", "article", _uid("collections", "collection"), _uid("articles", "article")),
        ),
    ),
    "series": Shape(
        "series",
        "{r}.uid",
        _plain("name", "meaning"),
        extras=_MADE,
        elements=(Element("series_keys", "key", _uid("series", "series"), "{r}.key"),),
    ),
    "event": Shape(
        "events",
        "{r}.uid",
        _plain("edtf", "label", "status", "note"),
        extras=_MADE,
        elements=(
            Element("event_tags", "tag", _uid("events", "event"), _uid("tags", "tag")),
            Element("event_links", "link", *_ends("events", "event", "other")),
        ),
    ),
    "passage": Shape(
        "passages",
        "{r}.uid",
        _plain("colour", "note") | {"place": (_SAID, ("said", *_PLACE))},
        extras=_MADE | {"article": _uid("articles", "article")},
        elements=(
            Element(
                "passage_tags",
                "tag",
                _uid("passages", "passage"),
                _uid("tags", "tag"),
                ("definition", "author", "created", "position", "example"),
            ),
        ),
    ),
    "mention": Shape(
        "mentions",
        "{r}.uid",
        _plain("own_edtf", "own_label") | {"event": (f"json_quote({_uid('events', 'event')})", ("event",))},
        extras=_same(*_READ_MENTION) | {"article": _uid("articles", "article")},
        own="{r}.event IS NOT NULL",
        lives="{r}.rule = 'entered'",
    ),
    "figure": Shape(
        "figures",
        "{r}.uid",
        _plain("status", "note")
        | {
            "own": ("CASE WHEN {r}.own IS NULL THEN 'null' ELSE json_array({r}.own, {r}.own_key) END", ("own",)),
            "series": (f"json_quote({_uid('series', 'series')})", ("series",)),
        },
        extras=_same(*_READ_FIGURE, "author", "modified") | {"article": _uid("articles", "article")},
        own="({r}.status <> 'found' OR {r}.own IS NOT NULL OR {r}.series IS NOT NULL OR {r}.note <> '' OR {r}.rule = 'entered')",
        lives="{r}.rule = 'entered'",
    ),
    "memo": Shape(
        "memos",
        "{r}.uid",
        _plain("title", "text")
        | {
            "about": (
                "CASE WHEN {r}.kind IS NULL THEN 'null' ELSE json_array({r}.kind, {r}.target) END",
                ("kind", "target"),
            )
        },
        extras=_MADE,
        elements=(Element("memo_links", "link", _uid("memos", "memo"), "{r}.kind || ':' || {r}.target"),),
    ),
    "judgement": Shape(
        "judgements",
        "{r}.finding",
        _plain("note") | {"figures": ("{r}.figures", ("figures",))},
        extras=_same("author", "created", NONCE),
        natural=True,
    ),
    "origin": Shape(
        "origin_judgements",
        " || '-' || ".join(_ends("articles", "low", "high")),
        {
            "verdict": (
                f"json_array({{r}}.verdict, {{r}}.kind, {_uid('articles', 'article')}, {{r}}.shared, {{r}}.covered, {{r}}.reason)",
                ("verdict", "kind", "article", "reason"),
            )
        },
        extras=_same("author", "created", NONCE),
        natural=True,
    ),
}

_NOT_PAUSED = "NOT EXISTS (SELECT 1 FROM exchange_paused)"
_NOW = "CAST(strftime('%s', 'now') AS INTEGER)"
_SQUASH_SECONDS = 600
_KNOWN = (
    "(EXISTS (SELECT 1 FROM exchange_log l WHERE l.kind = '{kind}' AND l.uid = {uid} AND l.field = {field})"
    " OR EXISTS (SELECT 1 FROM exchange_revisions v WHERE v.kind = '{kind}' AND v.uid = {uid} AND v.field = {field}))"
)
_INTO = "INSERT INTO exchange_log(kind, uid, field, value, at)"


# What the first triggers were made from, where that is something else by now.
_AT_FIRST: Mapping[str, Mapping[str, tuple[str, tuple[str, ...]]]] = {"passage": {"place": (_PLACED, _PLACE)}}


def scripts() -> Iterator[str]:
    """The statements, a script at a time."""
    yield _TABLES
    for kind, present in SHAPES.items():
        shape = replace(present, fields={**present.fields, **_AT_FIRST.get(kind, {})})
        for name in shape.fields:
            yield _field_trigger(kind, shape, name)
        if shape.lives != "0":
            yield from _life_triggers(kind, shape)
        for element in shape.elements:
            yield from _element_triggers(kind, element)


def places() -> Iterator[str]:
    """The statements that keep where a person put a passage apart from where the present text has it: that a passage comes along with its text
    is nobody's change."""
    kind, name = "passage", "place"
    shape = SHAPES[kind]
    yield f"ALTER TABLE passages ADD COLUMN said TEXT;\nDROP TRIGGER exchange_{kind}_{name};\nDROP TRIGGER exchange_{kind}_gone;\n"
    expression, _ = shape.fields[name]
    yield _field_trigger(kind, shape, name, f"{expression.format(r='OLD')} IS NOT {expression.format(r='NEW')}")
    yield _gone_trigger(kind, shape)


def _field_trigger(kind: str, shape: Shape, name: str, told_otherwise: str = "") -> str:
    expression, columns = shape.fields[name]
    named = ", ".join(f'"{column}"' for column in columns)
    differs = told_otherwise or " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    uid = shape.uid.format(r="OLD")
    recent = (
        f"SELECT 1 FROM exchange_log l WHERE l.kind = '{kind}' AND l.uid = {uid} AND l.field = '{name}' AND l.sealed = 0"
        f" AND abs({_NOW} - l.at) < {_SQUASH_SECONDS}"
    )
    return (
        f"CREATE TRIGGER exchange_{kind}_{name} AFTER UPDATE OF {named} ON {shape.table}"
        f" WHEN ({differs}) AND {_NOT_PAUSED} BEGIN\n"
        f"{_INTO} SELECT '{kind}', {uid}, '{name}', coalesce({expression.format(r='OLD')}, 'null'), {_NOW}"
        f" WHERE {uid} IS NOT NULL AND NOT EXISTS ({recent}); END;\n"
    )


def nonces() -> Iterator[str]:
    """The statements that give rows which say that one thing is in another, and records that two may make by themselves, a nonce."""
    for kind, shape in SHAPES.items():
        for element in shape.elements:
            yield f"ALTER TABLE {element.table} ADD COLUMN {NONCE} INTEGER;\nDROP TRIGGER exchange_{element.table}_delete;\n"
            yield _off_trigger(kind, element, f"coalesce(OLD.{NONCE}, 'true')")
        if shape.natural:
            yield f"ALTER TABLE {shape.table} ADD COLUMN {NONCE} INTEGER;\nDROP TRIGGER exchange_{kind}_gone;\n"
            yield _gone_trigger(kind, shape, f", '{NONCE}', OLD.{NONCE}")


def _gone_trigger(kind: str, shape: Shape, more: str = "") -> str:
    uid = shape.uid.format(r="OLD")
    said = ", ".join(
        f"'{name}', coalesce({expression.format(r='OLD')}, 'null') || ''"
        for name, (expression, _) in shape.fields.items()
    )
    return (
        f"CREATE TRIGGER exchange_{kind}_gone AFTER DELETE ON {shape.table} WHEN {shape.lives.format(r='OLD')} AND {_NOT_PAUSED} BEGIN\n"
        f"{_INTO} SELECT '{kind}', {uid}, '', json_object({said}{more}), {_NOW} WHERE {uid} IS NOT NULL; END;\n"
    )


def _life_triggers(kind: str, shape: Shape) -> Iterator[str]:
    new = shape.uid.format(r="NEW")
    yield _gone_trigger(kind, shape)
    known = _KNOWN.format(kind=kind, uid=new, field="''")
    yield (
        f"CREATE TRIGGER exchange_{kind}_back AFTER INSERT ON {shape.table} WHEN {_NOT_PAUSED} AND {known} BEGIN\n"
        f"{_INTO} VALUES ('{kind}', {new}, '', 'null', {_NOW}); END;\n"
    )


def _element_triggers(kind: str, element: Element) -> Iterator[str]:
    yield _off_trigger(kind, element, "'true'")
    owner, key = element.owner.format(r="NEW"), element.key.format(r="NEW")
    name = f"'{element.name}:' || {key}"
    known = _KNOWN.format(kind=kind, uid=owner, field=f"({name})")
    yield (
        f"CREATE TRIGGER exchange_{element.table}_insert AFTER INSERT ON {element.table} WHEN {_NOT_PAUSED} BEGIN\n"
        f"{_INTO} SELECT '{kind}', {owner}, {name}, 'null', {_NOW}"
        f" WHERE {owner} IS NOT NULL AND {key} IS NOT NULL AND {known}; END;\n"
    )


def _off_trigger(kind: str, element: Element, value: str) -> str:
    owner, key = element.owner.format(r="OLD"), element.key.format(r="OLD")
    return (
        f"CREATE TRIGGER exchange_{element.table}_delete AFTER DELETE ON {element.table} WHEN {_NOT_PAUSED} BEGIN\n"
        f"{_INTO} SELECT '{kind}', {owner}, '{element.name}:' || {key}, {value}, {_NOW}"
        f" WHERE {owner} IS NOT NULL AND {key} IS NOT NULL; END;\n"
    )
