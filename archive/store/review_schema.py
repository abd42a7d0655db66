"""The tables of what an import left to be reviewed, and of the rules that persons taught; used by one migration."""

# A file that was imported: with its article, or refused (`error`). `accepted` is 0 until a person accepts it; then it is the number
# of the act that did, and that number below zero once the act was taken back, so that the act can be done again.
# What was there before there was a review counts as accepted by act 1.
REVIEW = """
CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER UNIQUE REFERENCES articles(id) ON DELETE CASCADE, path TEXT NOT NULL,
    member TEXT, name TEXT NOT NULL, error TEXT, imported TEXT NOT NULL, accepted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX review_open ON review(id) WHERE accepted <= 0;
CREATE INDEX review_refused ON review(path) WHERE article IS NULL;
CREATE INDEX review_accepted ON review(accepted);
CREATE TABLE taught_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, site TEXT NOT NULL, field TEXT NOT NULL,
    spot TEXT NOT NULL, enabled INTEGER NOT NULL DEFAULT 1, author TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL
) STRICT;
INSERT INTO review(article, path, name, imported, accepted)
SELECT a.id, e.path, o.name, a.added, 1 FROM articles a JOIN editions e ON e.id = a.edition JOIN originals o ON o.id = e.original
ORDER BY a.id;
"""
