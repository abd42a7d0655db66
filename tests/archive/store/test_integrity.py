"""What must hold between the tables: each breach is found, and what follows from other rows is mended without inventing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import annotate, maintain
from archive.store.integrity import Integrity

AddArticle = Callable[..., int]


@pytest.fixture
def filled(archive: Archive, add_article: AddArticle) -> Archive:
    for number in range(3):
        article = add_article(archive, f"The bridge number {number} was built of stone.", title=f"Bridge {number}")
        annotate.mark(archive, article, 4, 12, note="seen", tags=["roads/bridges"])
    archive.index.catch_up()
    assert maintain.check(archive) == []
    return archive


MENDED = [
    ("UPDATE articles SET passages = 7 WHERE id = 1", "number of passages"),
    ("UPDATE passage_tags SET article = 3 WHERE passage = 1", "counts for another article"),
    ("DELETE FROM passage_words WHERE id = 1", "words by which a passage is found are missing"),
    ("UPDATE passage_words SET folded = 'x' WHERE id = 2", "are not its own"),
    ("UPDATE tags SET key = 'x' WHERE id = 1", "another name than its own"),
    ("UPDATE articles SET edition = NULL WHERE id = 2", "has no text"),
    ("UPDATE journal SET inverse = '{' WHERE id = 1", "act of the history"),
    ("DELETE FROM sqlite_sequence WHERE name = 'passages'", "would be given again"),
    ("DROP INDEX passages_created", "lacks its part passages_created"),
    ("DROP TRIGGER passages_more", "lacks its part passages_more"),
    ("INSERT INTO passage_words VALUES (99, 'x')", "refers to one of passages"),
    ("DELETE FROM index_files", "search index"),
    ("INSERT INTO collections(id, uid, name, parent, created) VALUES (1, 'a', 'a', 2, ''), (2, 'b', 'b', 1, '')", "inside itself"),
]  # fmt: skip
REPORTED = [
    ("UPDATE passages SET edition = 3 WHERE id = 1", "text of another article"),
    ("UPDATE passages SET said = '[3, 4]' WHERE id = 1", "put in a text that is not one of its article"),
    ("UPDATE articles SET edition = 2 WHERE id = 1", "belongs to another"),
    ("UPDATE articles SET byline = '[' WHERE id = 1", "authors or warnings"),
    ("INSERT INTO passage_tags VALUES (99, 1, 1, 1, 'x', 'x', 0, 0, NULL)", "passage_tags refers to one of passages"),
]  # fmt: skip


def _break(archive: Archive, sql: str) -> None:
    archive.store.connections.setting("foreign_keys = OFF")
    with archive.atomic():
        archive.store.connections.change(sql)
    archive.store.connections.setting("foreign_keys = ON")


@pytest.mark.parametrize(("sql", "told"), MENDED)
def test_what_follows_from_other_rows_is_found_and_mended(filled: Archive, sql: str, told: str) -> None:
    words = [passage.anchor.exact for passage in annotate.passages(filled)]
    _break(filled, sql)
    found = maintain.check(filled)
    assert any(told in finding.what for finding in found)
    assert not any(finding.repaired for finding in found)
    assert all(finding.repaired for finding in maintain.check(filled, repair=True))
    assert maintain.check(filled) == []
    assert [passage.anchor.exact for passage in annotate.passages(filled)] == words


def test_of_a_ring_of_collections_one_comes_to_the_top_and_the_others_stay_where_they_are(filled: Archive) -> None:
    rows = "(1, 'c', 'C', 3, ''), (2, 'a', 'A', 1, ''), (3, 'b', 'B', 2, ''), (4, '0', 'below', 3, ''), (5, 'd', 'D', 5, '')"
    _break(filled, f"INSERT INTO collections(id, uid, name, parent, created) VALUES {rows}")
    _break(filled, "INSERT INTO collection_articles(collection, article) VALUES (1, 1), (3, 2), (4, 3)")
    shown = {each.uid: each.parent for each in filled.store.collections.list()}
    assert all(finding.repaired for finding in maintain.check(filled, repair=True))
    kept = filled.store.connections.rows("SELECT uid, parent FROM collections", named=False)
    assert dict(kept) == shown == {"c": 3, "a": None, "b": 2, "0": 3, "d": None}
    assert [len(filled.store.collections.articles(each)) for each in (1, 3, 4)] == [1, 1, 1]


@pytest.mark.parametrize(("sql", "told"), REPORTED)
def test_what_would_have_to_be_guessed_is_reported_and_left(filled: Archive, sql: str, told: str) -> None:
    _break(filled, sql)
    (finding, *_) = [finding for finding in maintain.check(filled, repair=True) if told in finding.what]
    assert not finding.repaired


def test_a_finding_names_the_articles_and_counts_their_passages(filled: Archive) -> None:
    _break(filled, "UPDATE articles SET passages = 7 WHERE id IN (1, 3)")
    (finding,) = maintain.check(filled)
    assert (finding.articles, finding.passages) == ((1, 3), 2)


def test_every_part_of_the_schema_is_expected(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "Fresh.waystation") as fresh:
        assert list(Integrity(fresh.store.connections).schema()) == []
