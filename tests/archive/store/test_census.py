"""The kept census of a scope is never older than what it is asked about."""

from pathlib import Path
from threading import Thread

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.model.article import Metadata, Verdict
from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.store.census import Tagged


def _added(archive: Archive, publisher: str | None, language: str | None = "en") -> ArticleId:
    with archive.atomic():
        metadata = Metadata("A title", (), publisher, None, "2019", language)
        return archive.store.articles.add(metadata, verdict=Verdict.OK, added="2024-01-01T00:00:00Z")


def _publishers(archive: Archive) -> dict[str, int]:
    return archive.store.articles.facets(Scope())["publisher"]


def test_an_empty_scope_has_no_articles_and_no_counts(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.waystation") as archive:
        assert archive.store.articles.census(Scope()).articles.tolist() == []
        assert _publishers(archive) == {}


def test_what_another_thread_commits_is_counted_at_once(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.waystation") as archive:
        _added(archive, "Gazette")
        assert _publishers(archive) == {"Gazette": 1}
        other = Thread(target=_added, args=(archive, None))
        other.start()
        other.join()
        assert _publishers(archive) == {"": 1, "Gazette": 1}


def test_inside_a_write_its_own_changes_are_counted_and_a_rollback_is_not(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.waystation") as archive:
        _added(archive, "Gazette")
        try:
            with archive.atomic():
                _added(archive, "Paper")
                assert _publishers(archive) == {"Gazette": 1, "Paper": 1}
                raise KeyError
        except KeyError:
            pass
        assert _publishers(archive) == {"Gazette": 1}


def test_a_snapshot_counts_what_it_began_with(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.waystation") as archive:
        _added(archive, "Gazette")
        with archive.snapshot():
            other = Thread(target=_added, args=(archive, "Paper"))
            other.start()
            other.join()
            assert _publishers(archive) == {"Gazette": 1}
        assert _publishers(archive) == {"Gazette": 1, "Paper": 1}


@given(
    st.dictionaries(
        st.text("ab/", min_size=1, max_size=3), st.lists(st.integers(1, 40), min_size=1, max_size=9), max_size=12
    ),
    st.sets(st.integers(1, 60)),
)
def test_tags_are_counted_as_one_by_one_most_frequent_first(tagged: dict[str, list[int]], wanted: set[int]) -> None:
    paths = dict(enumerate(tagged, 3))
    rows = [(str(tag), str(article)) for tag, path in paths.items() for article in tagged[path]]
    carried = [
        (",".join(tags), ",".join(articles))
        for tags, articles in (zip(*part, strict=True) for part in (rows[::2], rows[1::2]) if part)
    ]
    counted = Tagged.of(paths, carried).most_frequent_first(np.array(sorted(wanted), np.int64))
    one_by_one = {path: len(found) for path, articles in tagged.items() if (found := wanted.intersection(articles))}
    assert list(counted.items()) == sorted(one_by_one.items(), key=lambda item: (-item[1], item[0]))
