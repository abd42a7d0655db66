"""Figures are read with the times of an article, in one transaction, and never at the cost of what a person did."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.model.article import Block
from archive.model.figure import Bound, FigureStatus, Kind
from archive.model.ids import ArticleId
from archive.operations import (
    acts,
    annotate,
    curate,
    extracting,
    figures,
    grouping,
    judging,
    maintain,
    readers,
    rereading_figures,
    timeline,
)
from tests.archive.operations.test_extracting import edit_text
from tests.archive.times import Rules, day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")
BODY = "Some words first. At last some 1,047 boats at Arkby were counted in 2019, the warden said. There were 12 lamps too."


def exacts(archive: Archive, article: ArticleId) -> list[str]:
    return [figure.exact for figure in figures.of_article(archive, article)]


def test_what_is_read_is_kept_with_its_sentence_bounds_and_what_is_counted(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, BODY, publisher="Harbour Post", published="2020")
    extracting.settle(archive)
    boats, lamps = figures.of_article(archive, article)
    text = archive.store.editions.text(article)
    assert text[boats.start : boats.end] == boats.exact == "some 1,047 boats"
    assert text[boats.sentence_start :].startswith(boats.sentence)
    assert boats.sentence.startswith("At last some") and boats.sentence.endswith("said.")
    assert (boats.value, boats.bound, boats.kind, boats.hedges) == (1047.0, Bound.ABOUT, Kind.COUNT, ("some",))
    assert (boats.counted, boats.place, boats.place_key, boats.source, boats.origin) == (
        *("boats", "Arkby", "arkby"),
        *("warden", "warden"),
    )
    assert (boats.period, boats.earliest, boats.latest) == ("2019", day("2019-01-01"), day("2019-12-31"))
    assert (boats.key, boats.series) == ("count||boats|arkby",) * 2
    assert (boats.publisher, boats.published, boats.status, boats.corrected) == ("Harbour Post", "2020", "found", ())
    assert (lamps.value, lamps.period, lamps.place) == (12.0, None, "")
    assert maintain.check(archive, repair=True) == []


def test_times_and_figures_are_written_together_or_not_at_all(
    archive: Archive, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = add_article(archive, BODY)

    def fail(*given: object, **named: object) -> None:
        raise RuntimeError("no figures can be written")

    with monkeypatch.context() as broken:
        broken.setattr(rereading_figures, "write", fail)
        with pytest.raises(RuntimeError):
            extracting.settle(archive)
    assert timeline.of_article(archive, article) == []
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    assert timeline.of_article(archive, article) and figures.of_article(archive, article)


def test_an_archive_that_was_read_for_dates_alone_is_read_again(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, BODY)
    extracting.settle(archive)
    with archive.atomic():
        archive.store.facts.set("extraction-version", "dates 1")
        archive.store.connections.change("DELETE FROM figures")
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    assert exacts(archive, article) == ["some 1,047 boats", "12 lamps"]


def test_new_rules_for_figures_read_everything_again_and_what_is_read_again_stays_the_same_row(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, BODY)
    extracting.settle(archive)
    before = figures.of_article(archive, article)
    rules.figures.version, rules.figures.skipping = 2, "12"
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    (left,) = figures.of_article(archive, article)
    assert (left.id, left.uid, left.rule) == (before[0].id, before[0].uid, "test-2")


def test_another_rule_that_groups_figures_gives_all_of_them_their_new_keys(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, BODY)
    extracting.settle(archive)
    before = [figure.key for figure in figures.of_article(archive, article)]
    judging.confirm(archive, [figures.of_article(archive, article)[0].uid])
    rules.figures.keying, rules.figures.keyed = "|anew", 2
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    assert [figure.key for figure in figures.of_article(archive, article)] == [f"{key}|anew" for key in before]


def test_periods_follow_a_publication_date_that_is_supplied(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "Some 30 boats were counted last year.")
    extracting.settle(archive)
    (before,) = figures.of_article(archive, article)
    assert before.earliest is None
    change = curate.edit(archive, article, published="2015-06")
    (after,) = figures.of_article(archive, article)
    assert (after.id, after.period, after.earliest) == (before.id, "2014", day("2014-01-01"))
    assert ("figure", 0) in change.touched
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert figures.of_article(archive, article)[0].earliest is None


def test_derived_figures_on_the_same_words_are_figures_of_their_own(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    rules.figures.doubling = True
    article = add_article(archive, "Now 12 lamps burn.")
    extracting.settle(archive)
    read, double, triple = figures.of_article(archive, article)
    assert [each.value for each in (read, double, triple)] == [12.0, 24.0, 36.0]
    assert len({each.uid for each in (read, double, triple)}) == 3
    assert (double.derived, double.derivation, read.derived) == (True, "2 times as many", False)
    judging.reject(archive, [double.uid])
    judging.confirm(archive, [read.uid])
    before = figures.of_article(archive, article)
    rules.figures.version = 2
    extracting.settle(archive)
    after = figures.of_article(archive, article)
    assert [(each.id, each.value, each.status) for each in after] == [
        (each.id, each.value, each.status) for each in before
    ]
    # What a person held was of one of them: the others may go.
    rules.figures.version, rules.figures.doubling = 3, False
    extracting.settle(archive)
    assert [each.value for each in figures.of_article(archive, article)] == [12.0, 24.0]


# What a person did survives


def test_what_was_judged_stays_when_it_is_read_otherwise_and_follows_when_it_is_let_go(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(
        archive, "Some 30 boats were counted last year. Then 40 people came last year.", published="2015"
    )
    extracting.settle(archive)
    boats, people = figures.of_article(archive, article)
    confirmed = judging.confirm(archive, [boats.uid])
    judging.set_note(archive, people.uid, "Ask")
    curate.edit(archive, article, published="2018")
    boats, people = figures.of_article(archive, article)
    assert (boats.period, boats.status) == ("2014", FigureStatus.CONFIRMED)
    assert (people.period, people.note) == ("2017", "Ask")
    assert confirmed.inverse is not None
    acts.perform(archive, confirmed.inverse)
    assert figures.of_article(archive, article)[0].period == "2017"


def test_what_was_touched_survives_rules_that_read_it_no_longer(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, "Counted: 30 boats, 40 people, 50 lamps, 60 nets, 70 sails.")
    extracting.settle(archive)
    boats, people, lamps, nets, _ = figures.of_article(archive, article)
    judging.confirm(archive, [boats.uid])
    judging.reject(archive, [people.uid])
    judging.set_note(archive, lamps.uid, "Whose?")
    grouping.move_figure(archive, [nets.uid], lamps.key)
    held = figures.of_article(archive, article)[:4]
    rules.figures.version, rules.figures.skipping = 2, r"\d+"
    extracting.settle(archive)
    assert figures.of_article(archive, article) == held
    judging.set_note(archive, lamps.uid, "")
    grouping.move_figure(archive, [nets.uid], None)
    judging.reopen(archive, [boats.uid, people.uid])
    assert figures.of_article(archive, article) == []


def test_a_rejected_figure_is_not_brought_back_by_rules_that_read_more_words(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, "A fleet of 30 boats and a crew of 40 people.")
    extracting.settle(archive)
    boats, people = figures.of_article(archive, article)
    judging.reject(archive, [boats.uid])
    judging.set_note(archive, people.uid, "x")
    rules.figures.version, rules.figures.wider = 2, True
    extracting.settle(archive)
    assert [(each.id, each.exact, each.status) for each in figures.of_article(archive, article)] == [
        (boats.id, "30 boats", FigureStatus.REJECTED),
        (people.id, "of 40 people", FigureStatus.FOUND),
    ]
    assert maintain.check(archive, repair=True) == []


OLD = "The ferry to the long island carried 300 people with all their goods.\nNobody counted the 12 lamps that hung there."
NEW = (
    "A first line with 5 nets that was not there before.\nThe ferry to the long island carried 300 people with all their"
    " goods.\nEverything else has been written anew, and tells of 7 sails."
)


def test_touched_figures_follow_their_words_into_a_new_edition_and_others_are_read_anew(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, OLD)
    extracting.settle(archive)
    people, lamps = figures.of_article(archive, article)
    judging.confirm(archive, [people.uid])
    judging.doubt(archive, [lamps.uid])
    confirmed = figures.of_article(archive, article)
    change = edit_text(archive, article, NEW)
    assert ("figure", 0) in change.touched
    now = {figure.exact: figure for figure in figures.of_article(archive, article)}
    assert set(now) == {"5 nets", "300 people", "12 lamps", "7 sails"}
    text = archive.store.editions.text(article)
    moved = now["300 people"]
    assert (moved.id, moved.stale, text[moved.start : moved.end]) == (people.id, False, "300 people")
    number = archive.store.figures.row(moved.id)
    assert text[number["number_start"] : number["number_end"]] == "300"
    assert (now["12 lamps"].id, now["12 lamps"].stale, now["12 lamps"].edition) == (lamps.id, True, lamps.edition)
    assert now["12 lamps"].sentence == lamps.sentence
    assert not [finding for finding in maintain.check(archive) if "figure" in finding.what]
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert figures.of_article(archive, article) == confirmed


def test_an_entered_figure_follows_its_words_and_undoing_its_removal_brings_it_to_the_present_text(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, OLD)
    extracting.settle(archive)
    span = annotate.Span(article, *annotate.find_quote(archive, article, "The ferry to the long island"))
    made, _ = judging.add(archive, span, value=1, counted="ferry", period="2019")
    removed = judging.remove(archive, made.uid)
    edit_text(archive, article, NEW)
    assert removed.inverse is not None
    acts.perform(archive, removed.inverse)
    back = figures.find(archive, made.uid)
    text = archive.store.editions.text(article)
    assert (back.id, back.stale, back.value, back.counted, back.period) == (made.id, False, 1.0, "ferry", "2019")
    assert text[back.start : back.end] == made.exact
    assert back.edition == archive.store.articles.get(article).edition


# Purging, checking, much and odd


def test_a_purged_article_leaves_no_word_of_its_figures(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "There were 30 zyxworts at Zyxby. There were 31 zyxworts at Zyxby. And 5 nets.")
    other = add_article(archive, "There were 40 nets.", title="Another")
    extracting.settle(archive)
    one, two, nets = figures.of_article(archive, article)
    (others,) = figures.of_article(archive, other)
    grouping.name_series(archive, one.series, "Zyxworts told")
    judging.correct(archive, two.uid, counted="zyxwort eggs")
    judging.set_note(archive, nets.uid, "near the Zyxwort")
    grouping.name_series(archive, others.series, "Nets told")
    span = annotate.Span(article, *annotate.find_quote(archive, article, "at Zyxby"))
    added, _ = judging.add(archive, span, value=2, counted="zyxwort lamps")
    judging.remove(archive, added.uid)
    curate.purge(archive, [article])
    (left,) = figures.figures(archive)
    assert (left.id, figures.one_series(archive, left.series).name) == (others.id, "Nets told")
    dump = b"".join(
        repr(tuple(row)).encode()
        for table in ("figures", "figure_words", "figure_places", "series", "series_keys", "judgements", "journal")
        for row in archive.store.connections.rows(f"SELECT * FROM {table}")
    )
    assert b"zyx" not in dump.lower()
    assert b"zyx" not in archive.path.read_bytes().lower()
    assert archive.store.integrity() == []


def test_check_finds_figures_that_do_not_stand_on_their_words(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive, "There were 30 boats. There were 40 nets.")
    extracting.settle(archive)
    assert maintain.check(archive, repair=True) == []
    with archive.atomic():
        archive.store.connections.change("UPDATE figures SET start = start + 1 WHERE exact = '30 boats'")
        archive.store.connections.change("UPDATE figures SET sentence_end = start WHERE exact = '40 nets'")
    whats = [finding.what for finding in maintain.check(archive)]
    assert any("figure" in what and "does not stand where its words are" in what for what in whats)
    assert any("figure" in what and "does not stand in its sentence" in what for what in whats)


def test_a_text_of_numbers_alone_keeps_short_sentences_and_every_figure(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, " ".join(f"{number} nets" for number in range(10_000, 11_500)))
    extracting.settle(archive)
    found = figures.of_article(archive, article)
    assert len(found) == len({figure.uid for figure in found}) == 1500
    assert max(len(figure.sentence) for figure in found) < 1300
    assert all(figure.exact in figure.sentence for figure in found)


def test_a_number_that_is_too_large_for_one_is_kept_without_a_value(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, f"There were {'9' * 400} nets.")
    extracting.settle(archive)
    (found,) = figures.of_article(archive, article)
    assert (found.value, found.least, found.most) == (None, None, None)
    assert found.exact.endswith("nets")


def test_an_article_without_a_text_or_without_numbers_has_no_figures(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "Nothing is counted here.")
    extracting.settle(archive)
    assert figures.of_article(archive, article) == []
    assert figures.series(archive) == []
    assert len(figures.columns(archive)) == 0


def test_times_are_handed_to_the_rules_that_read_figures(
    archive: Archive, add_article: AddArticle, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    read = rules.figures.read

    def noted(text: str, blocks: tuple[Block, ...], *rest: object) -> object:
        given.extend([text[each.start : each.end] for each in rest[0]])  # type: ignore[attr-defined]
        return read(text, blocks, *rest)  # type: ignore[arg-type]

    rules.figures.read = noted  # type: ignore[method-assign, assignment]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(readers.READERS, "figures", rules.figures.reader())
        add_article(archive, "Some 30 boats stood there in 1987 for three years.")
        extracting.settle(archive)
    assert given == ["1987", "for three years"]
