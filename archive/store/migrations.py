"""The schema, as a row of functions: each takes the archive from one version to the next; appended, never edited.

Version N is the number of functions that were run; the file carries it as `user_version`, so that a program can tell without
reading a table whether it knows the schema.
"""

from typing import TYPE_CHECKING

from archive.base.text import tag_key

from . import (
    column_schema,
    comparison_schema,
    duplicate_schema,
    exchange_schema,
    export_schema,
    figure_schema,
    lexicon_schema,
    outbox,
    picture_schema,
    review_schema,
    view_schema,
)
from .statements import run

if TYPE_CHECKING:
    from sqlite_utils import Migrations
    from sqlite_utils.db import Database

_ORIGINALS = """
CREATE TABLE originals (
    id INTEGER PRIMARY KEY, sha512 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL
) STRICT;
CREATE TABLE original_parts (
    id INTEGER PRIMARY KEY, original INTEGER NOT NULL REFERENCES originals(id) ON DELETE CASCADE,
    part INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (original, part)
) STRICT;
"""

# `title_key` is the title folded for sorting; `earliest` and `latest` are days (date.toordinal) and `year` the facet that
# follow from `published`. `edition` is the current one.
_ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, edition INTEGER REFERENCES editions(id),
    title TEXT, title_key TEXT NOT NULL DEFAULT '', byline TEXT NOT NULL DEFAULT '[]', publisher TEXT, republisher TEXT,
    published TEXT, earliest INTEGER, latest INTEGER, year TEXT NOT NULL DEFAULT 'undated', language TEXT, url TEXT, accessed TEXT,
    words INTEGER NOT NULL DEFAULT 0, passages INTEGER NOT NULL DEFAULT 0, added TEXT NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0, read_at TEXT, trashed_at TEXT, position INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '', excerpt TEXT NOT NULL DEFAULT '', verdict TEXT NOT NULL, warnings TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX articles_added ON articles(added, id) WHERE trashed_at IS NULL;
CREATE INDEX articles_title ON articles(title_key, id) WHERE trashed_at IS NULL;
CREATE INDEX articles_published ON articles(earliest, id) WHERE trashed_at IS NULL;
CREATE INDEX articles_publisher ON articles(publisher COLLATE NOCASE, earliest DESC, id DESC) WHERE trashed_at IS NULL;
CREATE INDEX articles_trash ON articles(trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX articles_unread ON articles(added, id) WHERE trashed_at IS NULL AND read_at IS NULL;
CREATE INDEX articles_starred ON articles(added, id) WHERE trashed_at IS NULL AND starred = 1;
CREATE INDEX articles_facets ON articles(publisher, year, language, read_at, starred, trashed_at);
CREATE INDEX articles_url ON articles(url) WHERE url IS NOT NULL;
CREATE TABLE evidence (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, field TEXT NOT NULL, value TEXT NOT NULL,
    start INTEGER, "end" INTEGER, rule TEXT NOT NULL, confidence REAL NOT NULL, PRIMARY KEY (article, field)
) STRICT, WITHOUT ROWID;
"""

# An edition never changes; it goes only with its article, which `purging` announces inside the transaction that does it.
_EDITIONS = """
CREATE TABLE editions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles(id), number INTEGER NOT NULL,
    text TEXT NOT NULL, blocks TEXT NOT NULL, set_aside TEXT NOT NULL, original INTEGER NOT NULL REFERENCES originals(id),
    encoding TEXT, importer TEXT NOT NULL, importer_version INTEGER NOT NULL, reason TEXT NOT NULL, path TEXT NOT NULL,
    created TEXT NOT NULL, UNIQUE (article, number)
) STRICT;
CREATE INDEX editions_original ON editions(original);
CREATE INDEX editions_path ON editions(path);
CREATE TABLE purging (article INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER editions_never_change BEFORE UPDATE ON editions BEGIN SELECT RAISE(ABORT, 'an edition never changes'); END;
CREATE TRIGGER editions_never_go BEFORE DELETE ON editions WHEN OLD.article NOT IN (SELECT article FROM purging)
BEGIN SELECT RAISE(ABORT, 'an edition goes only with its article'); END;
CREATE TABLE files (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    original INTEGER NOT NULL REFERENCES originals(id), path TEXT NOT NULL, member TEXT, name TEXT NOT NULL, imported TEXT NOT NULL
) STRICT;
CREATE INDEX files_article ON files(article);
CREATE INDEX files_original ON files(original);
CREATE INDEX files_path ON files(path);
"""

_GROUPS = """
CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    parent INTEGER REFERENCES collections(id), created TEXT NOT NULL
) STRICT;
CREATE INDEX collections_parent ON collections(parent);
CREATE TABLE collection_articles (
    collection INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, PRIMARY KEY (collection, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_articles_article ON collection_articles(article);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE article_tags (
    tag INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, PRIMARY KEY (tag, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_article ON article_tags(article);
CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, query TEXT NOT NULL,
    sort TEXT NOT NULL, scope TEXT NOT NULL
) STRICT;
"""

# AUTOINCREMENT: an article that is queued again while it is being indexed gets a row of its own, which stays.
_UPKEEP = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, touched TEXT NOT NULL, inverse TEXT, author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE) STRICT;
CREATE TABLE index_files (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, mac BLOB NOT NULL) STRICT;
CREATE TABLE index_chunks (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES index_files(id) ON DELETE CASCADE, part INTEGER NOT NULL,
    data BLOB NOT NULL, UNIQUE (file, part)
) STRICT;
INSERT INTO facts VALUES ('index-generation', '0');
"""


# The orders of a list have an index each, with what filters ask, so that counting reads nothing else.
# A passage counts in `edition`; only what is anchored counts in the article's current one. `passage_words` holds words and note
# folded for looking through; `passage_places` where a passage stood in other editions. `article` beside a use of a tag is the
# passage's: counting by tag then reads one index and nothing else.
_PASSAGES = """
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, edition INTEGER NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL CHECK (start >= 0), "end" INTEGER NOT NULL CHECK ("end" > start), exact TEXT NOT NULL,
    prefix TEXT NOT NULL, suffix TEXT NOT NULL, colour TEXT, state TEXT NOT NULL, proposal TEXT, author TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX passages_place ON passages(article DESC, start, id, author, state, colour, created);
CREATE INDEX passages_created ON passages(created DESC, id DESC, article);
CREATE INDEX passages_modified ON passages(modified DESC, id DESC, article);
CREATE INDEX passages_author ON passages(author, article DESC, start, id, state, colour, created);
CREATE INDEX passages_state ON passages(state DESC, article DESC, start, id, author, colour, created);
CREATE INDEX passages_edition ON passages(edition);
CREATE TRIGGER passages_more AFTER INSERT ON passages
BEGIN UPDATE articles SET passages = passages + 1 WHERE id = NEW.article; END;
CREATE TRIGGER passages_fewer AFTER DELETE ON passages
BEGIN UPDATE articles SET passages = passages - 1 WHERE id = OLD.article; END;
CREATE TABLE passage_words (
    id INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, folded TEXT NOT NULL
) STRICT;
CREATE TABLE passage_places (
    passage INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE, edition INTEGER NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (passage, edition)
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_places_edition ON passage_places(edition);
"""

# `key` is the path as it is compared (NFC, case folded). A tag that is not `kept` goes when no article carries it.
_CODEBOOK = """
ALTER TABLE tags ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tags ADD COLUMN colour TEXT;
ALTER TABLE tags ADD COLUMN shortcut TEXT;
ALTER TABLE tags ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX tags_key ON tags(key);
CREATE TABLE tag_definitions (
    tag INTEGER NOT NULL REFERENCES tags(id), version INTEGER NOT NULL, definition TEXT NOT NULL, use_when TEXT NOT NULL,
    not_when TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, PRIMARY KEY (tag, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag_relations (
    tag INTEGER NOT NULL REFERENCES tags(id), related INTEGER NOT NULL REFERENCES tags(id), PRIMARY KEY (tag, related)
) STRICT, WITHOUT ROWID;
CREATE TABLE passage_tags (
    passage INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE, tag INTEGER NOT NULL REFERENCES tags(id),
    article INTEGER NOT NULL, definition INTEGER NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL,
    position INTEGER NOT NULL, PRIMARY KEY (passage, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_tags_tag ON passage_tags(tag, article, passage);
CREATE INDEX passage_tags_article ON passage_tags(article, tag);
CREATE VIEW tagged_articles AS
SELECT tag, article FROM article_tags UNION ALL SELECT DISTINCT tag, article FROM passage_tags;
"""

# `kind` and `target` (a uid) say what a memo is about; both are NULL for a free one. `joint` names typing that goes on in one row.
_MEMOS = """
CREATE TABLE memos (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT, target TEXT,
    author TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX memos_about ON memos(kind, target);
CREATE INDEX memos_modified ON memos(modified DESC, id DESC);
CREATE TABLE memo_links (
    memo INTEGER NOT NULL REFERENCES memos(id) ON DELETE CASCADE, kind TEXT NOT NULL, target TEXT NOT NULL,
    PRIMARY KEY (memo, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX memo_links_target ON memo_links(kind, target);
ALTER TABLE journal ADD COLUMN joint TEXT;
"""


# A mention is what the rules read (`event` NULL: nobody touched it, and the next reading replaces it) or what a person holds.
# Columns `own_…` are what a person said of this one mention before it was merged; they and the event's go before what was read.
# Days are ordinals (date.toordinal). `read_edtf` is the newest reading, whatever is in force; `behind` tells that the row is
# not all that the rules read now, because a person's judgement holds it. A row without an article was
# entered from nothing. `told` and `said` are folded for looking through: the sentence with its label; a person's label and note.
_EVENTS = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, edtf TEXT, earliest INTEGER, latest INTEGER, precision TEXT,
    label TEXT, alike TEXT NOT NULL DEFAULT '', status TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL,
    modified TEXT NOT NULL, note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX events_columns ON events(status, precision, earliest, latest);
CREATE INDEX events_alike ON events(alike) WHERE alike <> '';
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, event INTEGER REFERENCES events(id),
    article INTEGER REFERENCES articles(id) ON DELETE CASCADE, edition INTEGER REFERENCES editions(id), start INTEGER,
    "end" INTEGER, sentence_start INTEGER, sentence_end INTEGER, type TEXT NOT NULL, precision TEXT NOT NULL,
    basis TEXT NOT NULL, earliest INTEGER, latest INTEGER, value TEXT NOT NULL, modifier TEXT, edtf TEXT, read_edtf TEXT,
    anchor_value TEXT, rule TEXT NOT NULL, own_edtf TEXT, own_earliest INTEGER, own_latest INTEGER, own_precision TEXT,
    own_label TEXT, behind INTEGER NOT NULL DEFAULT 0, exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, label TEXT NOT NULL, alike TEXT NOT NULL
) STRICT;
CREATE INDEX mentions_columns ON mentions(type, precision, basis, event, article, start, earliest, latest);
CREATE INDEX mentions_place ON mentions(article, start, "end", edition);
CREATE INDEX mentions_event ON mentions(event) WHERE event IS NOT NULL;
CREATE INDEX mentions_edition ON mentions(edition);
CREATE INDEX mentions_own ON mentions(own_precision, own_earliest, own_latest, own_edtf) WHERE own_edtf IS NOT NULL;
CREATE INDEX mentions_alike ON mentions(alike, article) WHERE alike <> '';
CREATE TABLE mention_words (
    id INTEGER PRIMARY KEY REFERENCES mentions(id) ON DELETE CASCADE, told TEXT NOT NULL, said TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE mention_places (
    mention INTEGER NOT NULL REFERENCES mentions(id) ON DELETE CASCADE, edition INTEGER NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (mention, edition)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_places_edition ON mention_places(edition);
CREATE TABLE event_tags (
    event INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE, tag INTEGER NOT NULL REFERENCES tags(id),
    PRIMARY KEY (event, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_tags_tag ON event_tags(tag, event);
CREATE TABLE event_links (
    event INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES events(id) ON DELETE CASCADE, PRIMARY KEY (event, other), CHECK (event < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_links_other ON event_links(other);
CREATE INDEX articles_timeline ON articles(publisher, earliest, latest, trashed_at) WHERE trashed_at IS NULL AND earliest IS NOT NULL;
"""

# What the rules still have to read. An article is due again when its text or what dates are counted from has changed.
_EXTRACTION = """
CREATE TABLE extraction_due (article INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE) STRICT;
CREATE TRIGGER extraction_first AFTER INSERT ON articles
BEGIN INSERT OR IGNORE INTO extraction_due VALUES (NEW.id); END;
CREATE TRIGGER extraction_again AFTER UPDATE OF edition, published, language ON articles
WHEN OLD.edition IS NOT NEW.edition OR OLD.published IS NOT NEW.published OR OLD.language IS NOT NEW.language
BEGIN INSERT OR IGNORE INTO extraction_due VALUES (NEW.id); END;
INSERT INTO extraction_due SELECT id FROM articles;
INSERT INTO facts VALUES ('mentions-generation', '0');
"""


# `kept` is the edition in which a person lets a passage wait as it is: it asks no more until another one comes. A tag's examples
# are uses of it that a person chose to show what it means.
_JUDGED = """
ALTER TABLE passages ADD COLUMN kept INTEGER REFERENCES editions(id);
CREATE INDEX passages_kept ON passages(kept) WHERE kept IS NOT NULL;
ALTER TABLE passage_tags ADD COLUMN example INTEGER NOT NULL DEFAULT 0;
CREATE INDEX passage_tags_example ON passage_tags(tag) WHERE example = 1;
"""


def v1(database: "Database") -> None:
    """Articles with their originals, editions and evidence; collections, tags, searches; journal, outbox and index."""
    run(database, (_ORIGINALS, _ARTICLES, _EDITIONS, _GROUPS, _UPKEEP))


def v2(database: "Database") -> None:
    """Passages, the codebook that tags grow into, memos; and typing joined into one row of the journal."""
    run(database, (_PASSAGES, _CODEBOOK, _MEMOS))
    for tag, path in database.execute("SELECT id, path FROM tags").fetchall():
        database.execute("UPDATE tags SET key = ? WHERE id = ?", (tag_key(path), tag))


def with_events(database: "Database") -> None:
    """Times that articles tell, the events that people make of them, and what the rules still have to read."""
    run(database, (_EVENTS, _EXTRACTION))


def with_examples(database: "Database") -> None:
    """What a person judged of a passage: that it may stay as it is, and that it shows what a tag means."""
    run(database, [_JUDGED])


def with_figures(database: "Database") -> None:
    """Numbers that articles claim, what people say of them, and the series that people make of them."""
    run(database, [figure_schema.FIGURES])


def with_comparisons(database: "Database") -> None:
    """What figures say of each other, kept; it holds nothing that does not follow from other tables."""
    run(database, comparison_schema.scripts())


def with_lexicon(database: "Database") -> None:
    """Words that people add to those by which figures are read and grouped."""
    run(database, [lexicon_schema.LEXICON])


def with_arrays(database: "Database") -> None:
    """Figures as arrays, kept; they hold nothing that does not follow from other tables."""
    run(database, column_schema.scripts())


def with_exports(database: "Database") -> None:
    """Rights and embargoes of articles, the list of what is redacted, and named choices of an export."""
    run(database, [export_schema.EXPORTS])


def with_review(database: "Database") -> None:
    """What imports left to be reviewed, and rules that persons taught."""
    run(database, [review_schema.REVIEW])


def with_pictures(database: "Database") -> None:
    """Which pictures of its original an edition shows, and where."""
    run(database, [picture_schema.PICTURES])


def with_duplicates(database: "Database") -> None:
    """What texts have in common, found again at any time, and what people decided about it."""
    run(database, duplicate_schema.scripts())


def with_exchange(database: "Database") -> None:
    """What shared fields said before, what is known of what others said, and under which names they know what is here."""
    run(database, exchange_schema.scripts())


def with_view_indexes(database: "Database") -> None:
    """What views ask of every article at once."""
    run(database, view_schema.scripts())


def with_notes_in_order(database: "Database") -> None:
    """Has articles with several notes indexed again: their notes stand there in the order of places that may have changed since."""
    run(database, [outbox.SEVERAL_NOTES])


def with_nonces(database: "Database") -> None:
    """Lets what two put in the same place, each by itself, be told apart from one of which the other has a copy."""
    run(database, exchange_schema.nonces())


def with_places_said(database: "Database") -> None:
    """Keeps where a person put a passage, when it comes along to another text."""
    run(database, exchange_schema.places())


STEPS = (
    v1,
    v2,
    with_events,
    with_examples,
    with_figures,
    with_comparisons,
    with_lexicon,
    with_arrays,
    with_exports,
    with_review,
    with_pictures,
    with_duplicates,
    with_exchange,
    with_view_indexes,
    with_notes_in_order,
    with_nonces,
    with_places_said,
)
VERSION = len(STEPS)


def _migrations() -> "Migrations":
    from sqlite_utils import Migrations

    migrations = Migrations("waystation")
    for number, step in enumerate(STEPS, 1):
        migrations(name=f"v{number}")(step)
    return migrations


def migrate(database: "Database", version: int | None = None) -> None:
    """Brings the schema to `VERSION` (or an earlier one), inside the transaction of the caller, and records each step.

    sqlite-utils runs the steps (each in a savepoint) and keeps the table of what was run.
    """
    wanted = VERSION if version is None else version
    _migrations().apply(database, stop_before=f"v{wanted + 1}")
    database.execute(f"PRAGMA user_version = {wanted}")
