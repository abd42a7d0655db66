"""Times are read when articles come in or change, again when the rules change, and never at the cost of what a person did."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.event import Basis, Mention, Status, TimexType
from archive.model.ids import ArticleId
from archive.operations import acts, anchoring, annotate, curate, editions, events, extracting, maintain, timeline
from tests.archive.conftest import blocks_of
from tests.archive.times import Rules, day, reading_with

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


def exacts(archive: Archive, article: ArticleId) -> list[str]:
    return [mention.exact for mention in timeline.of_article(archive, article)]


def test_what_is_read_is_kept_with_its_sentence_and_place(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "The pier was built in 1987. It stood for three years.", published="2020-05-04")
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    assert extracting.pending(archive) == 0
    built, stood = timeline.of_article(archive, article)
    text = archive.store.editions.text(article)
    assert isinstance(built, Mention)
    assert (built.exact, text[built.start : built.end]) == ("1987", "1987")
    assert built.sentence == "The pier was built in 1987."
    assert text[built.sentence_start :].startswith(built.sentence)
    assert (built.earliest, built.latest, built.edtf) == (day("1987-01-01"), day("1987-12-31"), "1987")
    assert (built.event, built.status, built.merged, built.stale) == (built.uid, "found", 1, False)
    assert (stood.type, stood.edtf, stood.earliest) == (TimexType.DURATION, None, None)


def test_a_publication_date_that_is_supplied_resolves_again_and_undoing_it_opens_again(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, "The bridge fell last year.")
    extracting.settle(archive)
    (before,) = timeline.of_article(archive, article)
    assert (before.edtf, before.earliest) == ("XXXX", None)
    change = curate.edit(archive, article, published="2015-06")
    (after,) = timeline.of_article(archive, article)
    assert (after.id, after.uid, after.edtf) == (before.id, before.uid, "2014")
    assert (after.basis, after.anchor_value, after.earliest) == (Basis.RELATIVE, "2015-06", day("2014-01-01"))
    assert ("event", 0) in change.touched
    assert extracting.pending(archive) == 0
    assert change.inverse is not None
    undone = acts.perform(archive, change.inverse)
    assert timeline.of_article(archive, article) == [before]
    assert undone.touches("event")


def test_new_rules_read_everything_again(archive: Archive, add_article: AddArticle, rules: Rules) -> None:
    article = add_article(archive, "Built in 1987, burnt in 1991.")
    extracting.settle(archive)
    first = timeline.of_article(archive, article)
    rules.version, rules.skipping = 2, "1987"
    assert extracting.pending(archive) == 1
    extracting.settle(archive)
    (left,) = timeline.of_article(archive, article)
    assert (left.id, left.uid, left.rule) == (first[1].id, first[1].uid, "test-2")


def test_without_a_publication_date_nothing_is_guessed_and_a_future_one_is_taken_as_it_is(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, "It happened last year.", added="2026-01-01T00:00:00.000Z")
    extracting.settle(archive)
    assert timeline.of_article(archive, article)[0].earliest is None
    curate.edit(archive, article, published="2190-02")
    assert timeline.of_article(archive, article)[0].edtf == "2189"


# What a person did survives


def test_a_confirmed_date_stays_when_it_is_read_otherwise(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "The bridge fell last year.", published="2015")
    extracting.settle(archive)
    (fell,) = timeline.of_article(archive, article)
    confirmed = events.confirm(archive, [fell.uid])
    curate.edit(archive, article, published="2018")
    (now,) = timeline.of_article(archive, article)
    assert (now.edtf, now.read_edtf, now.status) == ("2014", "2017", Status.CONFIRMED)
    assert confirmed.inverse is not None
    acts.perform(archive, confirmed.inverse)
    (left,) = timeline.of_article(archive, article)
    assert (left.edtf, left.read_edtf, left.status, left.id) == ("2017", "2017", Status.FOUND, fell.id)


def test_an_open_date_that_was_confirmed_is_resolved_all_the_same(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "The bridge fell last year.")
    extracting.settle(archive)
    (fell,) = timeline.of_article(archive, article)
    events.confirm(archive, [fell.uid])
    curate.edit(archive, article, published="2018")
    (now,) = timeline.of_article(archive, article)
    assert (now.edtf, now.status) == ("2017", Status.CONFIRMED)


def test_what_was_touched_survives_rules_that_read_it_no_longer(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, "Built in 1987, burnt in 1991, sold in 1995, lost in 1999.")
    extracting.settle(archive)
    built, burnt, sold, _ = timeline.of_article(archive, article)
    events.confirm(archive, [built.uid])
    events.reject(archive, [burnt.uid])
    events.set_note(archive, sold.uid, "To whom?")
    held = timeline.of_article(archive, article)[:3]
    rules.version, rules.skipping = 2, r"\d+"
    extracting.settle(archive)
    assert timeline.of_article(archive, article) == held
    # What is let go of is as the rules read it by now: not at all.
    events.set_note(archive, sold.uid, "")
    assert timeline.of_article(archive, article) == held[:2]
    events.reopen(archive, [built.uid, burnt.uid])
    assert timeline.of_article(archive, article) == []


def test_a_rejected_mention_is_not_brought_back_by_rules_that_read_more_words(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, "Built in 1987, burnt in 1991.")
    extracting.settle(archive)
    built, burnt = timeline.of_article(archive, article)
    events.reject(archive, [built.uid])
    events.tag(archive, [burnt.uid], "fire")
    rules.version, rules.wider = 2, True
    extracting.settle(archive)
    now = timeline.of_article(archive, article)
    assert [(each.id, each.exact, each.status) for each in now] == [
        (built.id, "1987", Status.REJECTED),
        (burnt.id, "in 1991", Status.FOUND),
    ]
    assert now[1].tags == ("fire",)
    assert maintain.check(archive) == []


# New editions


def edit_text(archive: Archive, article: ArticleId, body: str, title: str = "A title") -> Change:
    """Adds an edition as putting lines back does; the Change takes it back."""
    with archive.atomic():
        inverse = editions.present_state(archive, article)
        current = archive.store.editions.current(article)
        archive.store.editions.add(
            article,
            blocks_of(f"{title}\n{body}"),
            original=current.original.sha512,
            encoding="utf-8",
            importer="plain",
            importer_version=1,
            reason="restored",
            path=current.path,
            created=current.created,
        )
        anchoring.follow(archive, article)
        return editions.recorded(archive, "Put lines back", article, inverse)


OLD = "The ferry to the long island sank in 1987 with all its cargo.\nNobody was hurt in 1988, when the next one sank."
NEW = (
    "A first line that was not there before, of 1801.\nThe ferry to the long island sank in 1987 with all its cargo."
    "\nEverything else has been written anew, and tells of 1989."
)


def test_touched_mentions_follow_their_words_into_a_new_edition_and_others_are_read_anew(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, OLD)
    extracting.settle(archive)
    sank, hurt = before = timeline.of_article(archive, article)
    events.confirm(archive, [sank.uid])
    events.confirm(archive, [hurt.uid])
    confirmed = timeline.of_article(archive, article)
    change = edit_text(archive, article, NEW)
    assert extracting.pending(archive) == 0
    now = {mention.exact: mention for mention in timeline.of_article(archive, article)}
    assert set(now) == {"1801", "1987", "1988", "1989"}
    text = archive.store.editions.text(article)
    assert (now["1987"].id, now["1987"].stale, text[now["1987"].start : now["1987"].end]) == (sank.id, False, "1987")
    assert (now["1988"].id, now["1988"].stale, now["1988"].edition) == (hurt.id, True, before[1].edition)
    assert now["1988"].sentence == hurt.sentence
    assert not [finding for finding in maintain.check(archive) if "date" in finding.what]
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert timeline.of_article(archive, article) == confirmed


def test_an_entered_event_follows_its_words_and_undoing_its_removal_brings_it_to_the_present_text(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, OLD)
    extracting.settle(archive)
    span = annotate.Span(article, *annotate.find_quote(archive, article, "The ferry to the long island sank"))
    made, _ = events.add(archive, edtf="1987-05", label="The ferry sinks", span=span)
    removed = events.remove(archive, made.uid)
    edit_text(archive, article, NEW)
    assert removed.inverse is not None
    acts.perform(archive, removed.inverse)
    back = timeline.find(archive, made.uid)
    text = archive.store.editions.text(article)
    assert (back.id, back.stale, back.edtf) == (made.id, False, "1987-05")
    assert text[back.start : back.end] == made.exact
    assert back.edition == archive.store.articles.get(article).edition


def test_an_article_that_changes_while_it_is_read_waits_again(
    archive: Archive, add_article: AddArticle, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = add_article(archive, "The bridge fell last year.")
    read = rules.read

    def slow(*given: object) -> object:
        found = read(*given)  # type: ignore[arg-type]
        if not archive.store.articles.get(article).published:
            with archive.atomic():
                archive.store.articles.update(article, published="2015")
        return found

    monkeypatch.setattr(rules, "read", slow)
    # Not by `monkeypatch`: it may be undone after the rules' own fixture, and would bring these rules back for every later test.
    with reading_with(rules):
        assert extracting.batch(archive) == 1
        assert extracting.pending(archive) == 1
        assert timeline.of_article(archive, article) == []
        extracting.settle(archive)
    assert timeline.of_article(archive, article)[0].edtf == "2014"


# Purging


def test_a_purged_article_leaves_no_word_in_the_timeline(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "The Zyxwort sank in 1987. The Zyxwort was raised in 1990.")
    other = add_article(archive, "A ferry sank in 1988.", title="Another")
    extracting.settle(archive)
    sank, raised = timeline.of_article(archive, article)
    (ferry,) = timeline.of_article(archive, other)
    events.merge(archive, [ferry.uid, sank.uid])
    events.set_note(archive, ferry.uid, "Compare both")
    events.correct(archive, raised.uid, "1991", label="Zyxwort raised")
    span = annotate.Span(article, *annotate.find_quote(archive, article, "Zyxwort"))
    added, _ = events.add(archive, edtf="1986", label="Zyxwort built", span=span, tags=["ship"])
    events.remove(archive, added.uid)
    curate.purge(archive, [article])
    (left,) = timeline.mentions(archive)
    assert (left.id, left.merged, left.note) == (ferry.id, 1, "Compare both")
    dump = b"".join(
        repr(tuple(row)).encode()
        for table in ("events", "mentions", "mention_words", "journal", "mention_places")
        for row in archive.store.connections.rows(f"SELECT * FROM {table}")
    )
    assert b"zyxwort" not in dump.lower()
    assert b"zyxwort" not in archive.path.read_bytes().lower()
    assert archive.store.integrity() == []
    assert maintain.check(archive) == [] or archive.index.pending()


# Much and odd


def test_a_text_that_is_one_sentence_of_numbers_keeps_short_sentences(
    archive: Archive, add_article: AddArticle
) -> None:
    article = add_article(archive, " ".join(str(1000 + number % 9000) for number in range(20_000)))
    extracting.settle(archive)
    found = timeline.of_article(archive, article)
    assert len(found) == 20_000
    assert max(len(mention.sentence) for mention in found) < 1300
    assert all(mention.exact in mention.sentence for mention in found)
    assert len({mention.uid for mention in found}) == 20_000


def test_a_very_long_text_waits_instead_of_holding_up_the_act_that_changes_it(
    archive: Archive, add_article: AddArticle, rules: Rules
) -> None:
    article = add_article(archive, "Word upon word. " * 70_000 + "It ended last year.")
    small = add_article(archive, "It ended last year.", title="Short")
    extracting.settle(archive)
    rules.texts_read = 0
    curate.edit(archive, article, published="2015")
    curate.edit(archive, small, published="2015")
    assert rules.texts_read == 1
    assert extracting.pending(archive) == 1
    assert timeline.of_article(archive, small)[0].edtf == "2014"
    extracting.settle(archive)
    assert timeline.of_article(archive, article)[0].edtf == "2014"


def test_an_article_in_the_trash_or_gone_does_not_stop_the_queue(archive: Archive, add_article: AddArticle) -> None:
    trashed, gone = add_article(archive, "In 1987.", title="One"), add_article(archive, "In 1988.", title="Two")
    curate.trash(archive, [trashed])
    curate.purge(archive, [gone])
    extracting.settle(archive)
    assert extracting.pending(archive) == 0
    curate.restore(archive, [trashed])
    assert [mention.exact for mention in timeline.mentions(archive)] == ["1987"]


def test_check_finds_mentions_that_do_not_stand_on_their_words(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive, "Built in 1987. It was burnt in 1991.")
    extracting.settle(archive)
    assert maintain.check(archive, repair=True) == []
    with archive.atomic():
        archive.store.connections.change("UPDATE mentions SET start = start + 1 WHERE exact = '1987'")
        archive.store.connections.change("UPDATE mentions SET sentence_end = start WHERE exact = '1991'")
    whats = [finding.what for finding in maintain.check(archive)]
    assert any("does not stand where its words are" in what for what in whats)
    assert any("does not stand in its sentence" in what for what in whats)


def test_a_date_that_was_read_again_is_not_brought_back_beside_it(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "The pier was built in 1987.")
    extracting.settle(archive)
    before = [each.uid for each in timeline.mentions(archive)]
    with archive.atomic():
        draft = archive.store.draft()
        draft.delete("mentions", [archive.store.connections.value("SELECT id FROM mentions")])
    with archive.atomic():
        archive.store.extraction.put([article])
    extracting.settle(archive)
    assert [each.uid for each in timeline.mentions(archive)] == before
    with pytest.raises(Invalid, match="there again"), archive.atomic():
        archive.store.draft().take_back(draft.rows)
    assert [each.uid for each in timeline.mentions(archive)] == before
