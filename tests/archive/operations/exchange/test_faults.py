"""What is kept for joining work is checked: each breach of what must hold is found, told, and mended where nothing has to be guessed."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import acts, annotate, curate, maintain, memos
from archive.operations.exchange import bundling, foreign, merging
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import said, side
from tests.archive.made import new_archive

BODY = "The lock opened at six.\nNobody was there.\nThe lock closed at nine."
Damage = Callable[[Archive], None]


@pytest.fixture
def merged(tmp_path: Path, add_article: AddArticle) -> Iterator[Archive]:
    """An archive into which a copy with contradictions was merged, and a signed bundle of an archive of its own."""
    with ExitStack() as stack:
        mine = stack.enter_context(new_archive(tmp_path / "Mine.waystation"))
        article = add_article(mine, BODY, "The lock")
        passage, _ = annotate.mark(mine, article, 9, 17, note="start", tags=["water"])
        memos.create(mine, "Plan", "first")
        mine.checkpoint()
        shutil.copy(mine.path, tmp_path / "Theirs.waystation")
        theirs = stack.enter_context(Archive.open(tmp_path / "Theirs.waystation"))
        other = stack.enter_context(new_archive(tmp_path / "Other.waystation"))
        annotate.mark(other, add_article(other, BODY, "The lock"), 33, 39, note="theirs", tags=["night"])
        for archive, words in ((mine, "mine"), (theirs, "theirs")):
            annotate.set_note(archive, passage.uid, words)
            curate.edit(archive, article, title=f"Title of {words}")
        merging.merge(mine, side(theirs))
        bundling.bundle(other, tmp_path / "Other.waystation-bundle")
        foreign.bring(mine, tmp_path / "Other.waystation-bundle")
        annotate.set_note(mine, passage.uid, "later")
        mine.index.catch_up()
        assert maintain.check(mine) == []
        theirs.close()
        yield mine


MENDED = [
    ("INSERT INTO exchange_paused VALUES (1)", "left switched off"),
    ("INSERT INTO exchange_aliases VALUES ('article', 'ab', 'cd')", "leads to none that is here"),
    ("INSERT INTO exchange_held SELECT 'passage', uid, '', 'why', '{}' FROM passages LIMIT 1", "although it has one"),
]
REPORTED = [
    ("UPDATE exchange_revisions SET parents = '[' WHERE field = 'title'", "cannot be read"),
    ("UPDATE exchange_revisions SET parents = '{}' WHERE field = 'title'", "cannot be read"),
    ("UPDATE exchange_revisions SET value = '{' WHERE field = 'note'", "cannot be read"),
    ("UPDATE exchange_revisions SET value = '\"x\"' WHERE field = 'note'", "not the one that its name stands for"),
    ("UPDATE exchange_revisions SET kind = 'song' WHERE field = 'note'", "of a kind that there is not"),
    ("UPDATE exchange_log SET value = '{'", "before it was changed cannot be read"),
    ("INSERT INTO exchange_aliases VALUES ('song', 'ab', 'cd')", "for something of a kind that there is not"),
    ("INSERT INTO exchange_held VALUES ('passage', 'ab', '', 'why', '{')", "waits for its place cannot be read"),
    ("UPDATE exchange_merges SET entry = 99999 WHERE id = 1", "an act of the history that there is not"),
    ("UPDATE exchange_merges SET entry = (SELECT max(entry) FROM exchange_merges)", "told of twice"),
    ("UPDATE exchange_merges SET fingerprint = 'aaaa' WHERE key <> ''", "not that of the key"),
]  # fmt: skip


def damage(archive: Archive, sql: str) -> None:
    with archive.atomic():
        assert archive.store.connections.change(sql) > 0


@pytest.mark.parametrize(("sql", "told"), MENDED)
def test_what_can_be_put_right_without_guessing_is(merged: Archive, sql: str, told: str) -> None:
    before = said(merged)
    damage(merged, sql)
    assert any(told in finding.what for finding in maintain.check(merged))
    assert all(finding.repaired for finding in maintain.check(merged, repair=True))
    assert maintain.check(merged) == []
    assert said(merged) == before


@pytest.mark.parametrize(("sql", "told"), REPORTED)
def test_the_rest_is_told_and_left(merged: Archive, sql: str, told: str) -> None:
    damage(merged, sql)
    found = [finding for finding in maintain.check(merged, repair=True) if told in finding.what]
    assert found
    assert not any(finding.repaired for finding in found)


def test_a_value_that_changed_behind_the_history_is_found(merged: Archive) -> None:
    with merged.atomic(), merged.store.exchange.paused():
        merged.store.connections.change("UPDATE articles SET title = 'Another' WHERE id = 1")
    found = [finding for finding in maintain.check(merged) if "not what was said of it last" in finding.what]
    assert [finding.articles for finding in found] == [(1,)]


def test_an_archive_is_whole_after_a_merge_is_taken_back_and_done_again(merged: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "Theirs.waystation") as theirs:
        annotate.mark(theirs, theirs.store.articles.find("1").id, 0, 8, tags=["new"])
        _, change = merging.merge(merged, side(theirs))
    assert change.inverse is not None
    back = acts.perform(merged, change.inverse)
    merged.index.catch_up()
    assert maintain.check(merged) == []
    assert back.inverse is not None
    acts.perform(merged, back.inverse)
    merged.index.catch_up()
    assert maintain.check(merged) == []


def test_nothing_is_found_after_an_article_that_came_is_purged(merged: Archive) -> None:
    curate.trash(merged, [article := merged.store.articles.find("1").id])
    curate.purge(merged, [article])
    merged.index.catch_up()
    assert maintain.check(merged) == []
