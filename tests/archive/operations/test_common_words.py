"""The frequent words of the whole archive are told at once from what is kept, never as something that they no longer are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.model.ids import ArticleId
from archive.operations import common_words, curate, language

AddArticle = Callable[..., ArticleId]


@pytest.fixture
def two(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ...]:
    made = (
        add_article(archive, "Salt boats, salt carts and salt.", title="Salt"),
        add_article(archive, "항구에서 배가 떠났다. 항구의 등대.", title="등대", language="ko"),
    )
    archive.index.catch_up()
    return made


def test_what_was_counted_is_told_again_as_it_was(archive: Archive, two: tuple[ArticleId, ...]) -> None:
    assert common_words.known(archive) is None
    counted = common_words.count(archive)
    assert counted == language.vocabulary(archive, limit=common_words.LISTED)
    assert common_words.known(archive) == common_words.Known(counted, current=True)
    assert common_words.known(archive, plain=True) is None, "words of grammar are kept apart"
    assert "and" in {term.term for term in common_words.count(archive, plain=True).frequent}
    assert common_words.known(archive) == common_words.Known(counted, current=True)


def test_it_is_kept_across_openings(archive: Archive, two: tuple[ArticleId, ...]) -> None:
    counted = common_words.count(archive)
    path = archive.path
    archive.close()
    with Archive.open(path) as again:
        assert common_words.known(again) == common_words.Known(counted, current=True)


def test_what_has_come_in_or_gone_makes_it_what_was_counted_before(
    archive: Archive, add_article: AddArticle, two: tuple[ArticleId, ...]
) -> None:
    counted = common_words.count(archive)
    add_article(archive, "More salt.", title="More")
    told = common_words.known(archive)
    assert told == common_words.Known(replace(counted, pending=1), current=False)
    archive.index.catch_up()
    assert common_words.known(archive) == common_words.Known(counted, current=False)
    assert (common_words.count(archive).frequent[0].times, counted.frequent[0].times) == (5, 4)
    curate.trash(archive, two[:1])
    told = common_words.known(archive)
    assert told is not None and not told.current


def test_what_counting_took_stays_only_for_who_looks_at_words(archive: Archive, two: tuple[ArticleId, ...]) -> None:
    def held() -> tuple[bool, bool]:
        return bool(archive.index._words._held), "words" in archive.index._collection._kept

    before = language.vocabulary(archive, limit=common_words.LISTED)
    common_words.settle(archive)
    assert held() == (False, False)
    assert common_words.known(archive) == common_words.Known(before, current=True)
    assert language.vocabulary(archive, limit=common_words.LISTED) == before
    common_words.take_apart(archive)
    curate.trash(archive, two[:1])
    archive.index.catch_up()
    common_words.settle(archive)
    assert held() == (True, True)


def test_nothing_of_a_purged_article_stays(archive: Archive, two: tuple[ArticleId, ...]) -> None:
    common_words.count(archive)
    common_words.count(archive, plain=True)
    curate.trash(archive, two[:1])
    curate.purge(archive, two[:1])
    assert common_words.known(archive) is None and common_words.known(archive, plain=True) is None
    assert not [name for name in archive.store.chunks.names() if name.startswith("kept-")]


@pytest.mark.parametrize("held", [b"", b"[]", b"{}", b'{"basis": "", "frequent": [{"word": 1}]}'])
def test_what_another_version_kept_is_counted_anew(archive: Archive, two: tuple[ArticleId, ...], held: bytes) -> None:
    with archive.atomic():
        archive.index.keep("words", held)
    assert common_words.known(archive) is None


def test_what_another_machine_kept_is_not_told(archive: Archive, two: tuple[ArticleId, ...]) -> None:
    common_words.count(archive)
    with archive.atomic():
        archive.store.chunks.put_beside("kept-words", archive.index.kept("words") or b"", b"forged")
    assert common_words.known(archive) is None


def test_an_archive_that_may_only_be_read_is_counted_each_time(
    archive: Archive, two: tuple[ArticleId, ...], tmp_path: Path
) -> None:
    with Archive.open(archive.path, read_only=True) as second:
        assert second.read_only
        assert common_words.count(second).frequent[0].term == "salt"
    assert common_words.known(archive) is None


def test_settling_counts_what_has_changed_and_nothing_else(
    archive: Archive, two: tuple[ArticleId, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Cancelled):
        common_words.settle(archive, lambda: True)
    common_words.settle(archive)
    told = common_words.known(archive)
    assert told is not None and told.current
    monkeypatch.setattr(language, "vocabulary", lambda *_, **__: pytest.fail("counted again"))
    common_words.settle(archive)


def test_an_index_that_another_machine_made_counts_for_nothing_until_it_is_made_anew(
    archive: Archive, two: tuple[ArticleId, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = archive.path
    archive.close()
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
    with Archive.open(path) as moved:
        assert not common_words.count(moved).frequent
        assert common_words.known(moved) is None
        assert moved.index.pending() == len(two)
        moved.index.catch_up()
        assert common_words.count(moved).frequent
