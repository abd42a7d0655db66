"""Finding copies, excerpts and updates among all articles: as they come in, change, go and come back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.duplicate import Likeness, Standing
from archive.model.ids import ArticleId
from archive.operations import curate, duplicates, indexing, ingest, origins
from archive.store import duplicates as tables
from tests.archive.extraction.likeness_sample import BASES, PUBLISHERS

AddArticle = Callable[..., ArticleId]
TITLE, BODY = BASES[0]
EDITED = BODY.replace("said", "told reporters", 1) + "\nMore from the harbour every day."


def _add(archive: Archive, add: AddArticle, body: str, number: int, **told: object) -> ArticleId:
    given = {"publisher": PUBLISHERS[number], "published": f"2024-05-0{number + 1}"} | told
    return add(archive, body, f"{TITLE} {number}", **given)


@pytest.fixture
def three(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ArticleId, ArticleId]:
    """A text, an edited copy of it, and another text."""
    made = (
        _add(archive, add_article, BODY, 0),
        _add(archive, add_article, EDITED, 1),
        _add(archive, add_article, BASES[1][1], 2),
    )
    duplicates.settle(archive)
    return made


def _told(archive: Archive, article: int) -> list[tuple[int, int, Likeness, Standing]]:
    return [
        (each.article, each.other, each.kind, each.standing) for each in origins.relations(archive, ArticleId(article))
    ]


def test_a_copy_is_proposed_and_counts_for_nothing_until_somebody_says_so(
    archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId]
) -> None:
    first, copy, other = three
    assert _told(archive, first) == [(copy, first, Likeness.COPY, Standing.PROPOSED)]
    assert _told(archive, other) == []
    assert archive.store.origins.count() == 0
    assert duplicates.pending(archive) == 0


def test_the_same_words_are_of_one_origin_at_once(archive: Archive, add_article: AddArticle) -> None:
    first = _add(archive, add_article, BODY, 1)
    second = _add(archive, add_article, BODY, 0)
    third = _add(archive, add_article, BODY, 2)
    duplicates.settle(archive)
    assert archive.store.origins.of([first, second, third]) == {first: (second,), second: (second,), third: (second,)}
    assert archive.store.origins.copies() == [first, third]
    # All are linked to one of them, not each to each.
    assert archive.store.duplicates.found() == 2


def test_what_came_in_a_batch_is_found_in_whatever_order_and_however_many_at_a_time(
    archive: Archive, add_article: AddArticle
) -> None:
    made = [_add(archive, add_article, body, number % 4) for number, (_, body) in enumerate(BASES)]
    made += [_add(archive, add_article, body + " 끝.", (number + 1) % 4) for number, (_, body) in enumerate(BASES)]
    while duplicates.batch(archive, limit=4):
        pass
    assert {frozenset(each.pair) for each in archive.store.origins.relations()} == {
        frozenset(made[number :: len(BASES)]) for number in range(len(BASES))
    }


def test_an_article_that_is_changed_is_looked_at_again(
    archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId], add_article: AddArticle
) -> None:
    first, copy, _ = three
    before = origins.relations(archive, first)[0].reason
    curate.edit(archive, copy, publisher="Skaw Gazette")
    assert duplicates.pending(archive) == 1
    duplicates.settle(archive)
    after = origins.relations(archive, first)[0].reason
    assert "Skaw Gazette" in after
    assert after != before


def test_one_in_the_trash_is_of_no_group_and_comes_back_to_it(
    archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId]
) -> None:
    first, copy, _ = three
    curate.trash(archive, [first])
    assert _told(archive, copy) == []  # at once
    duplicates.settle(archive)
    assert archive.store.duplicates.found() == 0
    curate.restore(archive, [first])
    duplicates.settle(archive)
    assert _told(archive, copy) == [(copy, first, Likeness.COPY, Standing.PROPOSED)]


def test_when_the_first_of_many_same_ones_goes_the_others_stay_together(
    archive: Archive, add_article: AddArticle
) -> None:
    first, second, third = (_add(archive, add_article, BODY, number) for number in range(3))
    duplicates.settle(archive)
    curate.trash(archive, [first])
    duplicates.settle(archive)
    assert archive.store.origins.of([second, third]) == {second: (second,), third: (second,)}
    curate.purge(archive, [second])
    duplicates.settle(archive)
    assert archive.store.origins.count() == 0


def test_purging_leaves_nothing_of_the_text(archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId]) -> None:
    first, copy, _ = three
    origins.accept(archive, [(first, copy)])
    curate.purge(archive, [copy])
    connections = archive.store.connections
    for table, column in (
        ("sketches", "article"),
        ("sketch_shingles", "article"),
        ("likenesses", "low"),
        ("likenesses", "high"),
        ("origins", "article"),
        ("origin_judgements", "high"),
        ("sketches_due", "article"),
    ):
        sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"
        assert connections.value(sql, (copy,)) == 0, table
    duplicates.settle(archive)
    assert archive.store.origins.count() == 0
    assert archive.store.integrity() == []


def test_what_too_many_share_is_no_sign(
    archive: Archive, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "COMMON", 3)
    for number in range(6):
        _add(archive, add_article, f"{BODY}\nNumber {number} of it.", number % 4)
    duplicates.settle(archive)
    common = archive.store.connections.value("SELECT count(*) FROM sketch_common")
    left = archive.store.connections.value(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM sketch_shingles GROUP BY shingle)"
    )
    assert common > 10
    assert left <= 3


def test_other_rules_let_all_be_looked_at_anew_and_decisions_stay(
    archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, copy, _ = three
    origins.reject(archive, [(first, copy)])
    monkeypatch.setattr(duplicates, "VERSION", "another")
    assert duplicates.pending(archive) == 3
    duplicates.settle(archive)
    assert duplicates.pending(archive) == 0
    assert _told(archive, first) == [(copy, first, Likeness.COPY, Standing.REJECTED)]


def test_an_article_that_changes_while_it_is_looked_at_stays_in_the_queue(
    archive: Archive, three: tuple[ArticleId, ArticleId, ArticleId], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive_queue = archive.store.duplicates.queue
    keep = tables.Duplicates.keep

    def and_then_change(self: tables.Duplicates, sketches: object) -> None:
        keep(self, sketches)  # type: ignore[arg-type]
        archive_queue([three[0]])

    with archive.atomic():
        archive_queue(three)
    monkeypatch.setattr(tables.Duplicates, "keep", and_then_change)
    assert duplicates.batch(archive) == 3
    monkeypatch.undo()
    assert archive.store.duplicates.due(10).keys() == {three[0]}


def test_files_that_are_imported_are_looked_at(archive: Archive, tmp_path: Path) -> None:
    for number, text in enumerate((BODY, EDITED)):
        (tmp_path / f"{number}.txt").write_text(f"{TITLE}\n\n{text}\n", encoding="utf-8")
    report = ingest.run(archive, [tmp_path])
    first, second = (each.id for each in report.files)
    assert first is not None
    assert [each.pair for each in origins.relations(archive, first)] == [(first, second)]


def test_settling_an_archive_leaves_nothing_to_look_at(archive: Archive, add_article: AddArticle) -> None:
    for number in range(3):
        _add(archive, add_article, BODY, number)
    indexing.settle(archive)
    assert duplicates.pending(archive) == 0
    assert archive.store.origins.count() == 3
