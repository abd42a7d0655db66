"""What an article may be shown to whom, what is redacted, and choices that are kept; used by one migration."""

# `embargo` is the first day (ISO) on which the article may leave. `redactions` are applied in the order of their ids.
EXPORTS = """
ALTER TABLE articles ADD COLUMN rights TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN sensitivity TEXT NOT NULL DEFAULT 'open';
ALTER TABLE articles ADD COLUMN embargo TEXT;
CREATE INDEX articles_held ON articles(id) WHERE sensitivity <> 'open' OR embargo IS NOT NULL;
CREATE TABLE redactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, find TEXT NOT NULL,
    replacement TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL
) STRICT;
CREATE TABLE presets (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, choice TEXT NOT NULL, author TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL
) STRICT;
"""
