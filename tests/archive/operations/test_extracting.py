"""Times are read when articles come in or change, again when the rules change, and never at the cost of what a person did."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.model.event import Basis, Mention, TimexType
from archive.model.ids import ArticleId
from archive.operations import curate, extracting, timeline
from tests.archive.times import Rules, day

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
    from archive.operations import acts

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
