"""The tables that keep figures as arrays, and the triggers that tell which have changed since; used by one migration."""

from collections.abc import Iterator

# All of it follows from `figures` and may be emptied at any time (`figure_arrays`). `figure_arrays` holds each column of the figures
# in one value; an article's figures have changed since where it stands in `figure_arrays_changed`, and `turn` tells one change from the
# next.
_KEPT = """
CREATE TABLE figure_arrays (name TEXT PRIMARY KEY, held BLOB NOT NULL) STRICT;
CREATE TABLE figure_arrays_changed (article INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;
CREATE INDEX articles_unsigned ON articles(id) WHERE byline = '[]';
CREATE INDEX articles_textless ON articles(id) WHERE edition IS NULL;
"""
_CHANGED = """
CREATE TRIGGER figure_arrays_{name} AFTER {act} ON figures BEGIN
INSERT OR REPLACE INTO figure_arrays_changed VALUES ({row}.article, random() >> 32); END;
"""
_SHOWN = 'key, own_key, kind, status, series, article, start, "end", edition, earliest, latest, own'


def scripts() -> Iterator[str]:
    """The statements, a script at a time."""
    yield _KEPT
    yield _CHANGED.format(name="new", act="INSERT", row="NEW")
    yield _CHANGED.format(name="changed", act=f"UPDATE OF {_SHOWN}", row="NEW")
    yield _CHANGED.format(name="gone", act="DELETE", row="OLD")
