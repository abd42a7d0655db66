"""The tables of words that persons add to the lexicon; used by one migration."""

# What a person added to the words that ship: words that count the same thing (`kind` words), words for a unit, names of a place
# (`within`: the larger one). `words` are parted by ", ". `extraction_reworded` are those of `extraction_due` that are due for
# nothing but such words: there no series follows its figures, since the person has said where they belong.
LEXICON = """
CREATE TABLE lexicon (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '', within TEXT NOT NULL DEFAULT '', author TEXT NOT NULL, created TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
CREATE TABLE extraction_reworded (article INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE) STRICT;
"""
