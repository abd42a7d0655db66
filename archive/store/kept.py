"""The tables of what people made by hand, as the ledger knows them: keys, columns, what a row cannot be without, plain names."""

from collections.abc import Mapping
from typing import NamedTuple

from .readings import FIGURE_READ, MENTION_READ


class Table(NamedTuple):
    """A table's key and its other columns. `loose` ones may differ when an act is taken back; `moving` ones, which follow
    the editions of the article, when what it added goes."""

    key: tuple[str, ...]
    columns: tuple[str, ...]
    loose: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()


TABLES: Mapping[str, Table] = {
    "passages": Table(
        ("id",),
        (
            *("uid", "article", "edition", "start", "end", "exact", "prefix", "suffix", "colour", "state", "proposal"),
            *("author", "created", "modified", "note", "kept", "said"),
        ),
        ("modified",),
        ("edition", "start", "end", "exact", "prefix", "suffix", "state", "proposal", "kept", "said"),
    ),
    "passage_tags": Table(
        ("passage", "tag"), ("article", "definition", "author", "created", "position", "example", "nonce")
    ),
    "tags": Table(("id",), ("uid", "path", "key", "kept", "colour", "shortcut", "version")),
    "tag_definitions": Table(("tag", "version"), ("definition", "use_when", "not_when", "author", "created")),
    "tag_relations": Table(("tag", "related"), ("nonce",)),
    "article_tags": Table(("tag", "article"), ("nonce",)),
    "memos": Table(("id",), ("uid", "title", "kind", "target", "author", "created", "modified", "text"), ("modified",)),
    "memo_links": Table(("memo", "kind", "target"), ("nonce",)),
    "events": Table(
        ("id",),
        (
            *("uid", "edtf", "earliest", "latest", "precision", "label", "alike", "status", "author", "created"),
            *("modified", "note"),
        ),
        ("modified",),
    ),
    "mentions": Table(
        ("id",),
        (
            *(
                "uid",
                "event",
                "article",
                "own_edtf",
                "own_earliest",
                "own_latest",
                "own_precision",
                "own_label",
                "behind",
            ),
            *MENTION_READ,
        ),
        ("behind",),
        MENTION_READ,
    ),
    "event_tags": Table(("event", "tag"), ("nonce",)),
    "event_links": Table(("event", "other"), ("nonce",)),
    "figures": Table(
        ("id",),
        ("uid", "article", "status", "own", "own_key", "series", "note", "author", "modified", "behind", *FIGURE_READ),
        ("modified", "behind", "own_key"),
        FIGURE_READ,
    ),
    "series": Table(("id",), ("uid", "name", "meaning", "author", "created", "modified"), ("modified",)),
    "series_keys": Table(("key",), ("series", "nonce")),
    "series_aliases": Table(("key",), ("was",)),
    "lexicon": Table(
        ("id",), ("uid", "kind", "name", "words", "within", "author", "created", "modified"), ("modified",)
    ),
    "redactions": Table(
        ("id",), ("uid", "kind", "find", "replacement", "author", "created", "modified"), ("modified",)
    ),
    "presets": Table(("id",), ("uid", "name", "choice", "author", "created", "modified"), ("modified",)),
    "judgements": Table(("finding",), ("note", "figures", "author", "created", "nonce")),
    "origin_judgements": Table(
        ("low", "high"), ("article", "kind", "verdict", "shared", "covered", "reason", "author", "created", "nonce")
    ),
    "collections": Table(("id",), ("uid", "name", "parent", "created")),
    "collection_articles": Table(("collection", "article"), ("nonce",)),
    "exchange_log": Table(("id",), ("kind", "uid", "field", "value", "at", "sealed"), ("sealed",)),
    "exchange_revisions": Table(("kind", "uid", "field", "name"), ("parents", "value", "came")),
    "exchange_aliases": Table(("kind", "uid"), ("here",)),
    "exchange_names": Table(("uid",), ("shown", "wanted")),
    "exchange_held": Table(("kind", "uid"), ("article", "why", "record")),
}
OF_EVENTS = ("events", "mentions", "event_tags", "event_links")
OF_FIGURES = ("figures", "series", "series_keys", "series_aliases", "judgements")

# Where the rows lie that a row cannot be without.
PARENTS: Mapping[str, Mapping[str, str]] = {
    "passages": {"article": "articles", "edition": "editions"},
    "passage_tags": {"passage": "passages", "tag": "tags"},
    "tag_definitions": {"tag": "tags"},
    "tag_relations": {"tag": "tags", "related": "tags"},
    "article_tags": {"tag": "tags", "article": "articles"},
    "memo_links": {"memo": "memos"},
    "mentions": {"article": "articles", "edition": "editions", "event": "events"},
    "event_tags": {"event": "events", "tag": "tags"},
    "event_links": {"event": "events", "other": "events"},
    "figures": {"article": "articles", "edition": "editions", "series": "series"},
    "series_keys": {"series": "series"},
    "origin_judgements": {"low": "articles", "high": "articles"},
    "collections": {"parent": "collections"},
    "collection_articles": {"collection": "collections", "article": "articles"},
}

# What the things are called in a sentence.
NAMES = {
    "passages": "passage",
    "passage_tags": "tag of the passage",
    "tags": "tag",
    "tag_definitions": "definition of the tag",
    "article_tags": "tag of the article",
    "tag_relations": "relation of the tag",
    "memos": "memo",
    "memo_links": "link of the memo",
    "events": "event",
    "mentions": "event",
    "event_tags": "tag of the event",
    "event_links": "link of the event",
    "figures": "figure",
    "series": "series",
    "series_keys": "place of the figures in the series",
    "series_aliases": "place of the figures in the series",
    "lexicon": "entry of the lexicon",
    "redactions": "rule of the redaction list",
    "presets": "preset",
    "judgements": "note on the finding",
    "origin_judgements": "decision about the two articles",
    "collections": "collection",
    "collection_articles": "place of the article in the collection",
    "exchange_log": "history of what came in",
    "exchange_revisions": "decision about what came in",
    "exchange_aliases": "other name of what came in",
    "exchange_names": "name of the tag that came in",
    "exchange_held": "record that waits for its place",
}
