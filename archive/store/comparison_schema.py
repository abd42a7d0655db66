"""The tables that keep what figures say of each other, and the triggers that tell what has changed; used by one migration."""

from collections.abc import Iterator

# What figures say of each other is kept here, and nowhere else: all of it follows from `figures`, and may be dropped and made
# again (`operations/compared`). An article is due when one of its figures, or what is shown with them, has changed; `turn` tells a
# later time from one that is being dealt with. A block (`extraction/findings/blocks`) is what is held against each other at once.
_COMPARISONS = """
CREATE TABLE compare_due (article INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;
CREATE TABLE compare_blocks (block INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;
CREATE TABLE compared_figures (
    figure INTEGER PRIMARY KEY, article INTEGER NOT NULL, held TEXT NOT NULL, mark INTEGER NOT NULL, blocks TEXT NOT NULL
) STRICT;
CREATE INDEX compared_figures_article ON compared_figures(article);
CREATE TABLE compared_members (
    block INTEGER NOT NULL, figure INTEGER NOT NULL, PRIMARY KEY (block, figure)
) STRICT, WITHOUT ROWID;
CREATE TABLE compared_reads (
    block INTEGER NOT NULL, reads INTEGER NOT NULL, PRIMARY KEY (block, reads)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_reads_reads ON compared_reads(reads);
CREATE TABLE compared_findings (
    block INTEGER NOT NULL, uid TEXT NOT NULL, kind TEXT NOT NULL, strength REAL NOT NULL, series TEXT NOT NULL,
    figures TEXT NOT NULL, period TEXT, why TEXT NOT NULL, PRIMARY KEY (block, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_findings_order ON compared_findings(kind, strength DESC, uid);
CREATE INDEX compared_findings_uid ON compared_findings(uid);
CREATE TABLE compared_counts (
    series TEXT NOT NULL, block INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (series, block, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX compared_counts_block ON compared_counts(block);
CREATE TRIGGER compare_new AFTER INSERT ON figures BEGIN
INSERT INTO compare_due VALUES (NEW.article, random()) ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
CREATE TRIGGER compare_changed AFTER UPDATE ON figures BEGIN
INSERT INTO compare_due VALUES (NEW.article, random()) ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
CREATE TRIGGER compare_gone AFTER DELETE ON figures BEGIN
INSERT INTO compare_due VALUES (OLD.article, random()) ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
CREATE TRIGGER compare_shown AFTER UPDATE OF trashed_at, publisher, published ON articles
WHEN OLD.trashed_at IS NOT NEW.trashed_at OR OLD.publisher IS NOT NEW.publisher OR OLD.published IS NOT NEW.published BEGIN
INSERT INTO compare_due VALUES (NEW.id, random()) ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
INSERT INTO compare_due SELECT article, random() FROM figures GROUP BY article;
"""
# Whose figures belong elsewhere when a series gathers a key, or lets it go.
_GATHERING = """
CREATE TRIGGER {name} AFTER {act} BEGIN
INSERT INTO compare_due SELECT article, random() FROM (
SELECT article FROM figures INDEXED BY figures_columns WHERE own IS NULL AND key IN (SELECT {key} UNION SELECT a.key
FROM series_aliases a WHERE a.was = {key}) UNION SELECT article FROM figures INDEXED BY figures_own WHERE own IS NOT NULL
AND own_key IN (SELECT {key} UNION SELECT a.key FROM series_aliases a WHERE a.was = {key})
) WHERE true ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
"""


def scripts() -> Iterator[str]:
    """The statements, a script at a time."""
    yield _COMPARISONS
    for table in ("series_keys", "series_aliases"):
        for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            name = f"compare_{table}_{act.lower()}"
            yield _GATHERING.format(name=name, act=f"{act} ON {table}", key=f"{row}.key")
