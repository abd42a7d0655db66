"""The tables of figures that articles claim, and of the series that people make of them; used by one migration."""

# The columns down to `key` are what the rules read, and what follows are a person's: `own` (JSON) holds the columns that a
# person corrected, which go before what was read, `own_key` the key that follows from them, `series` where a person moved the
# figure. `series_keys` are the keys that a person's series gathers; other rules may group the same figures by another key, which
# `series_aliases` then knows by the one that it `was`. Days are ordinals
# (date.toordinal); `counted`, `place` and `source` are words, `origin` is the source normalised. `behind` as in `mentions`.
# `told` and `said` are folded for looking through. `judgements` holds findings that need no look, with the figures (uids) that
# they are about.
FIGURES = """
CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL DEFAULT '',
    meaning TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL
) STRICT;
CREATE TABLE series_keys (key TEXT PRIMARY KEY, series INTEGER NOT NULL REFERENCES series(id)) STRICT, WITHOUT ROWID;
CREATE INDEX series_keys_series ON series_keys(series);
CREATE TABLE series_aliases (key TEXT PRIMARY KEY, was TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX series_aliases_was ON series_aliases(was);
CREATE VIEW series_of_keys AS SELECT key, series FROM series_keys UNION ALL
SELECT a.key, k.series FROM series_aliases a JOIN series_keys k ON k.key = a.was WHERE a.key NOT IN (SELECT key FROM series_keys);
CREATE TABLE figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, edition INTEGER NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, number_start INTEGER NOT NULL, number_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, kind TEXT NOT NULL, bound TEXT NOT NULL, unit TEXT NOT NULL,
    value REAL, least REAL, most REAL, counted TEXT NOT NULL, counted_key TEXT NOT NULL, direction TEXT, level TEXT NOT NULL,
    period TEXT, earliest INTEGER, latest INTEGER, place TEXT NOT NULL, place_key TEXT NOT NULL, source TEXT NOT NULL,
    origin TEXT NOT NULL, hedges TEXT NOT NULL, derived INTEGER NOT NULL, derivation TEXT NOT NULL, rule TEXT NOT NULL,
    exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, key TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'found', own TEXT, own_key TEXT, series INTEGER REFERENCES series(id), note TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', behind INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX figures_columns ON figures(key, kind, status, series, article, start, earliest, latest, own) WHERE own IS NULL;
CREATE INDEX figures_place ON figures(article, start, "end", edition);
CREATE INDEX figures_edition ON figures(edition);
CREATE INDEX figures_own ON figures(id) WHERE own IS NOT NULL;
CREATE INDEX figures_series ON figures(series) WHERE series IS NOT NULL;
CREATE TABLE figure_words (
    id INTEGER PRIMARY KEY REFERENCES figures(id) ON DELETE CASCADE, told TEXT NOT NULL, said TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE figure_places (
    figure INTEGER NOT NULL REFERENCES figures(id) ON DELETE CASCADE, edition INTEGER NOT NULL REFERENCES editions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (figure, edition)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_places_edition ON figure_places(edition);
CREATE TABLE judgements (
    finding TEXT PRIMARY KEY, note TEXT NOT NULL, figures TEXT NOT NULL, author TEXT NOT NULL, created TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_statistics ON articles(publisher, year, language, words, read_at, starred, earliest, latest, trashed_at)
WHERE trashed_at IS NULL;
INSERT INTO facts VALUES ('figures-generation', '0');
"""
