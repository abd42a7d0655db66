"""Figures as arrays: what is kept and patched is what reading all of them anew gives, and nothing kept is believed unseen."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from archive.archive import Archive
from archive.model.columns import FigureColumns
from archive.model.ids import ArticleId
from archive.operations import acts, curate, extracting, figures, grouping, judging, statistics
from archive.store import figure_arrays

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_arrays, "_WORTH_KEEPING", 3)


@pytest.fixture
def counted(archive: Archive, add_article: AddArticle) -> Archive:
    for number in range(4):
        body = (
            f"Counted were {30 + number} boats at Arkby in 2019. Later {35 + number} nets at Arkby were seen in 2021."
        )
        add_article(archive, body, title=f"Harbour {number}", publisher=f"Post {number % 2}")
    extracting.settle(archive)
    return archive


def told(columns: FigureColumns) -> dict[str, object]:
    held = {field.name: getattr(columns, field.name) for field in dataclasses.fields(columns)}
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in held.items()}


def anew(archive: Archive) -> dict[str, object]:
    """The columns by a program that has just opened the archive, and finds nothing kept."""
    with Archive.open(archive.path, read_only=True) as other:
        reader = other.store.figure_columns.arrays
        reader._load = lambda: None  # type: ignore[method-assign]
        return told(figures.columns(other))


def places(archive: Archive) -> list[list[int]]:
    arrays = archive.store.figure_columns.arrays.places()
    return [getattr(arrays, name).tolist() for name in ("id", "article", "start", "end", "edition")]


def read_all(archive: Archive) -> list[list[int]]:
    rows = archive.store.connections.rows('SELECT id, article, start, "end", edition FROM figures ORDER BY 2, 3, 1')
    return [[row[at] for row in rows] for at in range(5)]


def every_act(archive: Archive) -> None:
    """A person's acts, one after another."""
    found = figures.figures(archive)
    judging.reject(archive, [found[0].uid])
    judging.correct(archive, found[1].uid, period="1948", value=7)
    judging.confirm(archive, [found[2].uid])
    one, other = figures.series(archive)[:2]
    change = grouping.merge_series(archive, [one.uid, other.uid])
    grouping.move_figure(archive, [found[3].uid], one.uid)
    curate.trash(archive, [ArticleId(2)])
    assert change.inverse is not None
    acts.perform(archive, change.inverse)


def test_what_is_patched_is_what_reading_all_anew_gives(counted: Archive) -> None:
    figures.columns(counted)
    every_act(counted)
    assert told(figures.columns(counted)) == anew(counted)
    assert places(counted) == read_all(counted)


def test_only_the_articles_that_changed_are_read_again(counted: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    figures.columns(counted)
    monkeypatch.setattr(figure_arrays.FigureArrayReader, "_read", lambda _: pytest.fail("all figures were read"))
    asked: list[list[int]] = []
    patched = figure_arrays.FigureArrayReader._patched

    def patch(reader: figure_arrays.FigureArrayReader, arrays: object, articles: "np.ndarray") -> object:
        asked.append(articles.tolist())
        return patched(reader, arrays, articles)  # type: ignore[arg-type]

    monkeypatch.setattr(figure_arrays.FigureArrayReader, "_patched", patch)
    (first, *_) = figures.figures(counted)
    judging.doubt(counted, [first.uid], note="Ask.")
    figures.columns(counted)
    curate.star(counted, [first.article], True)
    figures.columns(counted)
    assert asked == [[first.article]]


def test_what_is_kept_is_loaded_by_the_next_program_and_patched(
    counted: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    every_act(counted)
    figures.keep_columns(counted)
    judging.confirm(counted, [figures.figures(counted)[-1].uid])
    expected = anew(counted)
    monkeypatch.setattr(figure_arrays.FigureArrayReader, "_read", lambda _: pytest.fail("all figures were read"))
    with Archive.open(counted.path, read_only=True) as other:
        assert told(figures.columns(other)) == expected
        assert places(other) == read_all(other)
    assert told(figures.columns(counted)) == expected


def test_what_is_kept_is_not_kept_again_until_much_has_changed(counted: Archive) -> None:
    reader = counted.store.figure_columns.arrays
    assert reader.is_worth_keeping()
    figures.keep_columns(counted)
    assert not reader.is_worth_keeping()
    judging.confirm(counted, [figures.figures(counted)[0].uid])
    assert not reader.is_worth_keeping()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE figure_arrays SET held = x'00000080' WHERE name = 'article'",
        "UPDATE figure_arrays SET held = x'00' WHERE name = 'id'",
        "UPDATE figure_arrays SET held = CAST('[' AS BLOB) WHERE name = 'keys'",
        "UPDATE figure_arrays SET held = x'7b7d' WHERE name = 'form'",
        "UPDATE figure_arrays SET held = CAST(substr(held, 5) || x'ffffff7f' AS BLOB) WHERE name = 'key'",
        "DELETE FROM figure_arrays WHERE name = 'edition'",
    ],
)
def test_what_is_not_as_it_was_written_is_not_believed(counted: Archive, sql: str) -> None:
    figures.keep_columns(counted)
    with counted.atomic():
        counted.store.connections.change(sql)
    with Archive.open(counted.path, read_only=True) as other:
        assert told(figures.columns(other)) == anew(counted)


def test_of_a_purged_article_nothing_stays_in_what_is_kept(counted: Archive, tmp_path: Path) -> None:
    figures.keep_columns(counted)
    curate.trash(counted, [ArticleId(1)])
    curate.purge(counted, [ArticleId(1)])
    assert counted.store.connections.value("SELECT count(*) FROM figure_arrays WHERE name <> 'form'") == 0
    assert told(figures.columns(counted)) == anew(counted)
    figures.keep_columns(counted)
    assert told(figures.columns(counted)) == anew(counted)


def test_what_was_let_go_is_read_again_as_it_was(counted: Archive) -> None:
    figures.keep_columns(counted)
    before, counts = told(figures.columns(counted)), statistics.statistics(counted)
    figures.let_go(counted)
    statistics.let_go(counted)
    assert counted.store.figure_columns._held is None and counted.store.counting._held is None
    assert told(figures.columns(counted)) == before and statistics.statistics(counted) == counts
