"""What must hold between the tables of an archive: how each breach is found, and how it is put right where that follows from other rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. `broken` gives a row (article or NULL, id) for each breach; `mend` takes the breach's id."""

    what: str
    table: str
    broken: str
    mend: str = ""


TABLE_RULES = (
    Rule(
        "An article has no text.",
        "articles",
        "SELECT id, id FROM articles WHERE edition IS NULL",
        # Guessed is nothing where there is just one text.
        "UPDATE articles SET edition = (SELECT max(id) FROM editions WHERE article = ?1) WHERE id = ?1"
        " AND (SELECT count(*) FROM editions WHERE article = ?1) = 1",
    ),
    Rule(
        "An article shows a text that belongs to another.",
        "articles",
        "SELECT a.id, a.id FROM articles a JOIN editions e ON e.id = a.edition WHERE e.article <> a.id",
    ),
    Rule(
        "The number of passages that is kept with an article is not how many it has.",
        "articles",
        "SELECT a.id, a.id FROM articles a LEFT JOIN (SELECT article, count(*) AS n FROM passages GROUP BY article) p"
        " ON p.article = a.id WHERE a.passages <> coalesce(p.n, 0)",
        "UPDATE articles SET passages = (SELECT count(*) FROM passages WHERE article = ?1) WHERE id = ?1",
    ),
    Rule(
        "A passage stands in a text of another article.",
        "passages",
        "SELECT p.article, p.id FROM passages p JOIN editions e ON e.id = p.edition WHERE e.article <> p.article",
    ),
    Rule(
        "A passage was put in a text that is not one of its article.",
        "passages",
        "SELECT p.article, p.id FROM passages p WHERE p.said IS NOT NULL AND NOT EXISTS (SELECT 1 FROM editions e"
        " WHERE e.article = p.article AND e.id = iif(json_valid(p.said), p.said ->> 0, NULL))",
    ),
    Rule(
        "A tag of a passage counts for another article than the passage.",
        "passage_tags",
        "SELECT p.article, p.id FROM passage_tags t JOIN passages p ON p.id = t.passage WHERE t.article <> p.article",
        "UPDATE passage_tags SET article = (SELECT article FROM passages WHERE id = ?1) WHERE passage = ?1",
    ),
    Rule(
        "The words by which a passage is found are missing.",
        "passage_words",
        "SELECT p.article, p.id FROM passages p LEFT JOIN passage_words w ON w.id = p.id WHERE w.id IS NULL",
        "INSERT OR IGNORE INTO passage_words SELECT id, folded(exact || char(10) || note) FROM passages WHERE id = ?1",
    ),
    Rule(
        "The words by which a passage is found are not its own.",
        "passage_words",
        "SELECT p.article, p.id FROM passages p JOIN passage_words w ON w.id = p.id"
        " WHERE w.folded <> folded(p.exact || char(10) || p.note)",
        "UPDATE passage_words SET folded = (SELECT folded(exact || char(10) || note) FROM passages WHERE id = ?1)"
        " WHERE id = ?1",
    ),
    Rule(
        "The words by which a date is found are missing.",
        "mention_words",
        "SELECT m.article, m.id FROM mentions m LEFT JOIN mention_words w ON w.id = m.id WHERE w.id IS NULL",
        "INSERT OR IGNORE INTO mention_words SELECT m.id, folded(coalesce(substr(e.text, m.sentence_start + 1,"
        " m.sentence_end - m.sentence_start), '') || char(10) || m.label), '' FROM mentions m"
        " LEFT JOIN editions e ON e.id = m.edition WHERE m.id = ?1",
    ),
    Rule(
        "The words by which a figure is found are missing.",
        "figure_words",
        "SELECT f.article, f.id FROM figures f LEFT JOIN figure_words w ON w.id = f.id WHERE w.id IS NULL",
        "INSERT OR IGNORE INTO figure_words SELECT f.id, folded(substr(e.text, f.sentence_start + 1,"
        " f.sentence_end - f.sentence_start) || char(10) || f.counted), folded(f.note) FROM figures f"
        " JOIN editions e ON e.id = f.edition WHERE f.id = ?1",
    ),
    Rule(
        "A tag is filed under another name than its own.",
        "tags",
        "SELECT NULL, id FROM tags WHERE key <> tag_key(path)",
        "UPDATE tags SET key = tag_key(path) WHERE id = ?1",
    ),
    Rule(
        "A collection lies inside itself.",
        "collections",
        "WITH RECURSIVE up(id, above, depth) AS (SELECT id, parent, 1 FROM collections WHERE parent IS NOT NULL"
        " UNION ALL SELECT up.id, c.parent, depth + 1 FROM up JOIN collections c ON c.id = up.above"
        " WHERE c.parent IS NOT NULL AND depth < 1000) SELECT DISTINCT NULL, id FROM up WHERE above = id",
        # Of such a ring the first by uid is shown at the top wherever it is (`groups`): there it goes, and all else stays in it.
        "WITH RECURSIVE up(id) AS (SELECT parent FROM collections WHERE id = ?1 UNION"
        " SELECT c.parent FROM up JOIN collections c ON c.id = up.id WHERE c.parent IS NOT NULL)"
        " UPDATE collections SET parent = NULL WHERE id = ?1 AND id IN (SELECT id FROM up)"
        " AND uid = (SELECT min(uid) FROM collections WHERE id IN (SELECT id FROM up))",
    ),
    Rule(
        "An act of the history can no longer be read, nor taken back.",
        "journal",
        "SELECT NULL, id FROM journal WHERE NOT json_valid(touched) OR NOT json_valid(coalesce(inverse, '[]'))",
        # The line stays; without what could be read of it there is nothing to take back with.
        "UPDATE journal SET inverse = NULL, touched = iif(json_valid(touched), touched, '[]') WHERE id = ?1",
    ),
    Rule(
        "What is kept of a figure cannot be read.",
        "figures",
        "SELECT article, id FROM figures WHERE NOT json_valid(hedges) OR NOT json_valid(coalesce(own, '{}'))",
    ),
    Rule(
        "The authors or warnings of an article cannot be read.",
        "articles",
        "SELECT id, id FROM articles WHERE NOT json_valid(byline) OR NOT json_valid(warnings)",
    ),
)
