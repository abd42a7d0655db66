"""The tables of what texts have in common, and of what people decided about it; used by one migration."""

from collections.abc import Iterator

# What follows from the texts and may be made again: `sketches` of present texts outside the trash (extraction/likeness), their numbers
# in `sketch_shingles`, the other way round; `sketch_common` are those that too many share to tell anything; `likenesses` are guesses,
# and what is certain. `article` is that of the two which is a copy, an excerpt or an update of the other.
# What people decide is in `origin_judgements` alone, whatever becomes of the guess. `origins` follows from both: of each article
# that is not alone, the earliest of its origin, the origins of which it holds excerpts, and who stands for it in a list of one of each.
_DUPLICATES = """
CREATE TABLE sketches_due (article INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;
CREATE TABLE sketches (article INTEGER PRIMARY KEY, digest INTEGER NOT NULL, sketch BLOB NOT NULL) STRICT;
CREATE INDEX sketches_digest ON sketches(digest, article);
CREATE TABLE sketch_shingles (
    shingle INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (shingle, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE sketch_common (shingle INTEGER PRIMARY KEY) STRICT;
CREATE TABLE likenesses (
    low INTEGER NOT NULL, high INTEGER NOT NULL, article INTEGER NOT NULL, kind TEXT NOT NULL, shared REAL NOT NULL,
    covered REAL NOT NULL, reason TEXT NOT NULL, certain INTEGER NOT NULL, PRIMARY KEY (low, high), CHECK (low < high)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_high ON likenesses(high);
CREATE TABLE origin_judgements (
    low INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, high INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    article INTEGER NOT NULL, kind TEXT NOT NULL, verdict TEXT NOT NULL, shared REAL NOT NULL, covered REAL NOT NULL,
    reason TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, PRIMARY KEY (low, high), CHECK (low < high)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_judgements_high ON origin_judgements(high);
CREATE TABLE origins (
    article INTEGER PRIMARY KEY, root INTEGER NOT NULL, parts TEXT NOT NULL, leader INTEGER NOT NULL
) STRICT;
CREATE INDEX origins_root ON origins(root);
CREATE TRIGGER sketches_first AFTER INSERT ON articles BEGIN
INSERT OR REPLACE INTO sketches_due VALUES (NEW.id, random()); END;
CREATE TRIGGER sketches_again AFTER UPDATE OF edition, trashed_at, title, publisher, published, url ON articles
WHEN NEW.edition IS NOT NULL AND (OLD.edition IS NOT NEW.edition OR OLD.trashed_at IS NOT NEW.trashed_at
OR OLD.title IS NOT NEW.title OR OLD.publisher IS NOT NEW.publisher OR OLD.published IS NOT NEW.published
OR OLD.url IS NOT NEW.url) BEGIN
INSERT OR REPLACE INTO sketches_due VALUES (NEW.id, random()); END;
INSERT INTO sketches_due SELECT id, random() FROM articles;
"""
# Figures of one origin are held against others anew when the origin changes.
_COMPARED = """
CREATE TRIGGER {name} AFTER {act} BEGIN
INSERT INTO compare_due SELECT article, random() FROM (SELECT article FROM figures WHERE article = {row}.article LIMIT 1)
WHERE true ON CONFLICT (article) DO UPDATE SET turn = excluded.turn; END;
"""


def scripts() -> Iterator[str]:
    """The statements, a script at a time."""
    yield _DUPLICATES
    for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        yield _COMPARED.format(name=f"origins_{act.lower()}_compared", act=f"{act} ON origins", row=row)
