"""Figures are listed, filtered and grouped as they are in force; what lies in the trash is never among them."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.figure import Figure, FigureFilter, FigureStatus, Kind
from archive.model.ids import ArticleId
from archive.operations import annotate, collect, curate, extracting, figures, grouping, judging
from tests.archive.times import day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def two(archive: Archive, add_article: AddArticle, rules: object) -> tuple[ArticleId, ArticleId]:
    first = add_article(
        archive,
        "Counted were 30 boats at Arkby in 2019. Later 35 boats at Arkby were seen in 2021. And 4 nets hung there.",
        title="The harbour",
        publisher="Harbour Post",
    )
    second = add_article(
        archive, "There were 32 boats at Arkby in 2019. Then 9 people came.", title="The quay", publisher="River Notes"
    )
    extracting.settle(archive)
    return first, second


def exacts(archive: Archive, **wanted: object) -> list[str]:
    return [each.exact for each in figures.figures(archive, FigureFilter(**wanted))]  # type: ignore[arg-type]


def by_words(archive: Archive, words: str) -> Figure:
    return next(each for each in figures.figures(archive) if each.exact.startswith(words))


def test_figures_come_by_article_and_place_and_in_pages(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    starts = ["30 boats", "35 boats", "4 nets", "32 boats", "9 people"]
    found = figures.figures(archive)
    assert [each.exact for each in found] == starts
    assert figures.figures(archive, limit=2, offset=1) == found[1:3]
    assert figures.ids(archive).tolist() == [each.id for each in found]
    assert figures.by_ids(archive, [found[4].id, found[0].id]) == [found[4], found[0]]


def test_every_condition_narrows_and_all_given_must_hold(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    boats = by_words(archive, "30").series
    assert exacts(archive, articles=(two[1],)) == ["32 boats", "9 people"]
    assert exacts(archive, publishers=("River Notes",)) == ["32 boats", "9 people"]
    assert exacts(archive, series=(boats,)) == ["30 boats", "35 boats", "32 boats"]
    assert exacts(archive, since=day("2020-01-01")) == ["35 boats"]
    assert exacts(archive, until=day("2020-01-01")) == ["30 boats", "32 boats"]
    assert exacts(archive, text="later SEEN") == ["35 boats"]
    assert exacts(archive, text="“counted were”") == ["30 boats"]
    assert exacts(archive, kinds=(Kind.MONEY,)) == []
    assert exacts(archive, series=(boats,), articles=(two[0],), until=day("2019-12-31")) == ["30 boats"]
    assert exacts(archive, text="%") == exacts(archive, text="3_ boats") == exacts(archive, text="\\") == []
    assert exacts(archive, text="x" * 60_000) == []
    assert exacts(archive, series=("no such",), publishers=("nobody",), text="no") == []
    judging.confirm(archive, [by_words(archive, "4 nets").uid])
    assert exacts(archive, statuses=(FigureStatus.CONFIRMED,)) == ["4 nets"]


def test_series_of_a_filter_tell_of_its_figures_only(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    judging.correct(archive, by_words(archive, "4 nets").uid, period="2018")
    for wanted in (FigureFilter(), FigureFilter(articles=(two[0],)), FigureFilter(since=day("2020-01-01"))):
        held = figures.figures(archive, wanted)
        told = figures.series(archive, wanted)
        assert {each.uid for each in told} == {each.series for each in held}
        for each in told:
            its = [figure for figure in held if figure.series == each.uid]
            assert (each.figures, each.articles) == (len(its), len({figure.article for figure in its}))
            first, last = ([getattr(figure, name) for figure in its] for name in ("earliest", "latest"))
            assert each.earliest == min(filter(None, first), default=None)
            assert each.latest == max(filter(None, last), default=None)


def test_what_a_person_corrected_or_noted_is_filtered_by_that(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    nets = by_words(archive, "4 nets")
    judging.correct(archive, nets.uid, kind="money", counted="Trawl nets", unit="USD", period="2031")
    judging.set_note(archive, nets.uid, "Whose are they?")
    assert exacts(archive, kinds=(Kind.MONEY,)) == ["4 nets"]
    assert exacts(archive, since=day("2030-01-01")) == ["4 nets"]
    assert exacts(archive, text="trawl") == exacts(archive, text="WHOSE") == ["4 nets"]
    assert exacts(archive, series=(nets.key,)) == []
    assert exacts(archive, series=("money|USD|trawl nets|",)) == ["4 nets"]


def test_tags_are_those_of_the_article_and_of_passages_around_the_words(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    span = annotate.find_quote(archive, two[0], "And 4 nets hung there.")
    annotate.mark(archive, two[0], *span, tags=["gear/nets"])
    collect.tag(archive, [two[1]], "gear")
    assert exacts(archive, tags=("gear/nets",)) == ["4 nets"]
    assert exacts(archive, tags=("gear",)) == ["4 nets", "32 boats", "9 people"]
    assert exacts(archive, tags=("gear",), articles=(two[0],)) == ["4 nets"]
    assert exacts(archive, tags=("nothing",)) == []


def test_what_lies_in_the_trash_is_never_among_them(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    boats = by_words(archive, "30").series
    change = curate.trash(archive, [two[1]])
    assert ("figure", 0) in change.touched
    assert exacts(archive) == ["30 boats", "35 boats", "4 nets"]
    assert exacts(archive, series=(boats,)) == ["30 boats", "35 boats"]
    assert figures.one_series(archive, boats).figures == 2
    curate.restore(archive, [two[1]])
    assert len(exacts(archive)) == 5


def test_series_gather_what_measures_the_same_the_largest_first(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    boats, *rest = figures.series(archive)
    assert (boats.name, boats.uid, boats.kind, boats.place) == (
        *("boats · arkby", "count||boats|arkby"),
        *(Kind.COUNT, "Arkby"),
    )
    assert (boats.figures, boats.articles, boats.made, boats.meaning) == (3, 2, False, "")
    assert (boats.earliest, boats.latest) == (day("2019-01-01"), day("2021-12-31"))
    assert {each.name: each.figures for each in rest} == {"nets": 1, "people": 1}
    assert {each.name: each.unit for each in rest} == {"nets": "", "people": "person"}
    assert figures.series(archive, least=2) == [boats]
    assert figures.series(archive, limit=1, offset=1) == rest[:1]
    (narrow,) = figures.series(archive, FigureFilter(articles=(two[1],), until=day("2019-12-31")))
    assert (narrow.uid, narrow.figures, narrow.articles) == (boats.uid, 1, 1)


def test_what_is_rejected_counts_in_no_series(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    judging.reject(archive, [by_words(archive, "30").uid, by_words(archive, "4 nets").uid])
    boats = figures.series(archive)[0]
    assert boats.figures == 2
    assert [each.name for each in figures.series(archive)] == ["boats · arkby", "people"]
    assert figures.one_series(archive, "nets").figures == 0


def test_a_series_is_found_by_its_key_uid_or_name(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    key = by_words(archive, "30").series
    assert figures.one_series(archive, key).name == "boats · arkby"
    assert figures.one_series(archive, " Boats · ARKBY ").uid == key
    grouping.name_series(archive, key, "Vessels")
    made = figures.one_series(archive, "vessels")
    assert made.made and made.uid != key
    assert figures.one_series(archive, made.uid[:8]) == figures.one_series(archive, key) == made
    grouping.name_series(archive, by_words(archive, "4 nets").series, "vessels")
    for given in ("vessels", "sails", "", "count||sails|"):
        with pytest.raises(NotFound):
            figures.one_series(archive, given)


def test_a_figure_is_found_by_its_uid_or_a_unique_beginning(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    boats = by_words(archive, "30")
    assert figures.find(archive, boats.uid) == figures.find(archive, boats.uid[:10].upper()) == boats
    for uid in ("", "zzzzzzzz", boats.uid[:3], "0" * 32):
        with pytest.raises(NotFound):
            figures.find(archive, uid)


# How questions are answered


def test_what_is_asked_of_all_reads_one_covering_index(archive: Archive) -> None:
    from archive.store import figure_arrays

    for sql in (figure_arrays.FIGURES, figure_arrays.PLACES):
        (plan,) = [row["detail"] for row in archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert "USING COVERING INDEX" in plan, plan


def test_what_is_asked_of_some_looks_at_no_other_rows(archive: Archive) -> None:
    from archive.store import figures as stored
    from archive.store import ledger

    for sql in (stored.BY_IDS, stored.OF_ARTICLE, stored.WITH_KEY, ledger._OF_KEY, ledger._OF_SERIES):
        rows = archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}", ("[1]",))
        plans = [row["detail"] for row in rows]
        # Corrected figures are few, and looked through along an index of their own.
        assert not [
            plan
            for plan in plans
            if plan.startswith(("SCAN f", "SCAN figures", "SCAN a "))
            and "figures_own" not in plan
            and "series_" not in plan
        ], plans


def test_columns_are_kept_until_something_is_written(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    first = figures.columns(archive)
    assert figures.columns(archive) is first
    nets = by_words(archive, "4 nets")
    judging.correct(archive, nets.uid, period="1948")
    second = figures.columns(archive)
    assert second is not first
    assert second.earliest[second.id == nets.id] == day("1948-01-01").toordinal()
    curate.edit(archive, two[0], publisher="Fog Gazette")
    assert "Fog Gazette" in figures.columns(archive).publishers
    with archive.atomic():
        judging.correct(archive, nets.uid, period="1947")
        inside = figures.columns(archive)
        assert inside.earliest[inside.id == nets.id] == day("1947-01-01").toordinal()


def test_an_empty_archive_has_no_figures_and_no_series(archive: Archive) -> None:
    assert figures.figures(archive) == figures.series(archive) == []
    assert exacts(archive, text="x", tags=("y",), since=day("2000-01-01"), series=("z",)) == []
    with pytest.raises(NotFound):
        figures.one_series(archive, "x")
