"""What persons make of proposals: accepted, rejected, split, joined by hand, taken back; and what counts by that."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.duplicate import Likeness, Standing
from archive.model.figure import FindingKind
from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.operations import acts, browse, comparing, duplicates, extracting, figures, history, origins, timeline
from tests.archive.extraction.likeness_sample import BASES

AddArticle = Callable[..., ArticleId]
BODY = BASES[2][1]
EDITED = (
    BODY.replace("said", "told reporters", 1).replace("Monday", "this Monday") + "\nMore about the valley every day."
)


@pytest.fixture
def pair(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ArticleId]:
    first = add_article(archive, BODY, "Bridge", publisher="Tarn Courier", published="2024-05-03")
    second = add_article(archive, EDITED, "The bridge", publisher="Northern Wire", published="2024-05-04")
    duplicates.settle(archive)
    return first, second


def _standing(archive: Archive, article: ArticleId) -> list[Standing]:
    return [each.standing for each in origins.relations(archive, article)]


def test_accepting_makes_one_origin_and_is_taken_back_exactly(
    archive: Archive, pair: tuple[ArticleId, ArticleId]
) -> None:
    change = origins.accept(archive, [pair])
    assert change.label == "Accept a proposal"
    assert change.touches("origin")
    assert archive.store.origins.of(pair) == {pair[0]: (pair[0],), pair[1]: (pair[0],)}
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert archive.store.origins.of(pair) == {}
    assert _standing(archive, pair[0]) == [Standing.PROPOSED]
    assert back.inverse is not None
    acts.perform(archive, back.inverse)
    assert archive.store.origins.of(pair)[pair[1]] == (pair[0],)


def test_a_decision_says_who_and_when_and_keeps_its_evidence(
    archive: Archive, pair: tuple[ArticleId, ArticleId]
) -> None:
    proposed = origins.relations(archive, pair[0])[0]
    origins.accept(archive, [pair])
    told = origins.relations(archive, pair[0])[0]
    assert (told.kind, told.reason, told.shared) == (proposed.kind, proposed.reason, proposed.shared)
    assert told.author
    assert told.judged
    assert history.page(archive)[0].label == "Accept a proposal"


def test_what_was_rejected_is_not_proposed_again(archive: Archive, pair: tuple[ArticleId, ArticleId]) -> None:
    origins.reject(archive, [pair])
    with archive.atomic():
        archive.store.duplicates.put_all()
    duplicates.settle(archive)
    assert _standing(archive, pair[0]) == [Standing.REJECTED]
    assert origins.groups(archive) == ([], 0)
    assert origins.group(archive, pair[0]) is None
    assert origins.waiting(archive) == 0


def test_a_decision_can_be_changed(archive: Archive, pair: tuple[ArticleId, ArticleId]) -> None:
    origins.reject(archive, [pair])
    origins.accept(archive, [pair])
    assert _standing(archive, pair[0]) == [Standing.ACCEPTED]
    assert origins.accept(archive, [pair]).touched == frozenset()


def test_the_same_words_can_be_said_to_be_independent(archive: Archive, add_article: AddArticle) -> None:
    one, two = (add_article(archive, BODY, f"Bridge {number}") for number in range(2))
    duplicates.settle(archive)
    assert archive.store.origins.count() == 2
    change = origins.reject(archive, [(one, two)])
    assert archive.store.origins.count() == 0
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert archive.store.origins.count() == 2


def test_an_article_is_taken_out_of_its_group_and_the_rest_stays(archive: Archive, add_article: AddArticle) -> None:
    one, two, three = (add_article(archive, BODY, f"Bridge {number}") for number in range(3))
    duplicates.settle(archive)
    origins.link(archive, three, two)
    origins.split(archive, three)
    assert archive.store.origins.of([one, two, three]).keys() == {one, two}
    found = origins.group(archive, one)
    assert found is not None
    assert [each.id for each in found.articles] == [one, two]
    with pytest.raises(Invalid, match="in no group"):
        origins.split(archive, three)


def test_any_two_can_be_joined_by_hand(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY, "Bridge"), add_article(archive, BASES[4][1], "Salt")
    duplicates.settle(archive)
    change = origins.link(archive, two, one)
    assert archive.store.origins.of([two]) == {two: (one,)}
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert origins.relations(archive, one) == []
    with pytest.raises(Invalid):
        origins.link(archive, one, one)
    with pytest.raises(NotFound):
        origins.link(archive, one, ArticleId(99))
    with pytest.raises(Invalid, match="Nothing was found"):
        origins.accept(archive, [(one, two)])


def test_two_excerpts_in_one_survey_have_two_origins(archive: Archive, add_article: AddArticle) -> None:
    one, two = add_article(archive, BODY, "Bridge"), add_article(archive, BASES[4][1], "Salt")
    survey = add_article(archive, "\n".join((BASES[0][1], BODY, BASES[4][1])), "The week")
    duplicates.settle(archive)
    origins.accept(archive, [(one, survey), (two, survey)])
    assert {each.kind for each in origins.relations(archive, survey)} == {Likeness.EXCERPT}
    assert archive.store.origins.of([one, two, survey]) == {one: (one,), two: (two,), survey: (survey, one, two)}
    assert archive.store.origins.copies() == [one, two]


def test_the_list_shows_one_of_each_origin(archive: Archive, pair: tuple[ArticleId, ArticleId]) -> None:
    scope = Scope(one_of_each=True)
    assert browse.listing(archive, scope=scope).total == 2
    origins.accept(archive, [pair])
    assert [hit.article.id for hit in browse.listing(archive, scope=scope).hits] == [pair[0]]
    assert browse.listing(archive).total == 2
    assert timeline.coverage(archive).copies == 1


def test_groups_that_wait_for_a_person_come_first(
    archive: Archive, pair: tuple[ArticleId, ArticleId], add_article: AddArticle
) -> None:
    for number in range(2):
        add_article(archive, BASES[4][1], f"Salt {number}")
    duplicates.settle(archive)
    found, count = origins.groups(archive)
    assert count == 2
    assert [each.open for each in found] == [True, False]
    assert [each.id for each in found[0].articles] == list(pair)
    assert origins.groups(archive, limit=1, offset=1)[0] == found[1:]
    assert origins.waiting(archive) == 1


REPORT = (
    "In 2019, 1,047 defectors arrived in South Korea, a ministry report on the year that was read by the committee shows. "
    "The committee met twice in the spring and heard from people who had come by three different roads and waited long in each place. "
    "Nobody on it had expected the number to be told so plainly, and its chairman asked for the tables to be printed for everybody. "
    "The members then talked about language lessons and about the long queues at the offices where papers are handed out in the morning."
)


@pytest.fixture
def told_twice(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ArticleId]:
    first = add_article(archive, REPORT, "Report", publisher="Tarn Courier", published="2020-02-01", language="en")
    edited = REPORT.replace("talked about", "spoke of").replace(" in the morning", " each morning")
    second = add_article(
        archive, edited, "The report", publisher="Northern Wire", published="2020-02-02", language="en"
    )
    extracting.settle(archive)
    duplicates.settle(archive)
    return first, second


def test_findings_count_origins_and_not_copies(archive: Archive, told_twice: tuple[ArticleId, ArticleId]) -> None:
    def agreements() -> list[str]:
        return [each.why for each in comparing.findings(archive) if each.kind is FindingKind.AGREEMENT]

    before = agreements()
    assert before
    assert any("from different sources" in why for why in before)
    change = origins.accept(archive, [told_twice])
    assert all("from different sources" not in why for why in agreements())
    assert any("one source told twice" in why for why in agreements())
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert agreements() == before


def test_series_count_copies_of_one_origin_once(archive: Archive, told_twice: tuple[ArticleId, ArticleId]) -> None:
    def counted() -> set[int]:
        return {each.articles for each in figures.series(archive) if each.figures >= 2}

    assert counted() == {2}
    change = origins.accept(archive, [told_twice])
    assert counted() == {1}
    assert {figure.root for figure in figures.figures(archive)} == {told_twice[0]}
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert counted() == {2}
