"""Coding at scale over an archive: matches to choose from, suggestions, agreement of two authors."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from archive.operations import acts, annotate, coding, curate

AddArticle = Callable[..., ArticleId]
BODY = "The river froze early. She paid 3,000 yuan at the river. Nobody came.\nA second paragraph about 5,000 won."


def test_every_match_is_offered_and_what_is_chosen_becomes_one_act(archive: Archive, add_article: AddArticle) -> None:
    one, two, gone = add_article(archive, BODY), add_article(archive, "Rivers only."), add_article(archive, BODY)
    curate.trash(archive, [gone])
    found = coding.matches(archive, "river", kind="words").found
    assert [(each.span.article, each.exact) for each in found] == [(one, "river")] * 2
    sums = coding.matches(archive, r"\d,\d{3} \w+", kind="pattern", unit="sentence").found
    assert [each.exact for each in sums] == ["She paid 3,000 yuan at the river.", "A second paragraph about 5,000 won."]
    assert [each.exact[slice(*each.hits[0])] for each in sums] == ["3,000 yuan", "5,000 won"]
    made, change = annotate.mark_many(archive, [each.span for each in sums], tags=["figures/price"])
    assert len(made) == 2 and annotate.count(archive, PassageFilter(tags=("figures",))) == 2
    assert [
        each.marked for each in coding.matches(archive, r"\d,\d{3} \w+", kind="pattern", unit="sentence").found
    ] == [
        True,
        True,
    ]
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert annotate.count(archive) == 0
    assert coding.matches(archive, "Rivers only", kind="phrase", articles=[two]).found[0].span.article == two
    assert len(found) == 2 and not coding.matches(archive, "river", limit=2).more
    some = coding.matches(archive, "river", limit=1)
    assert len(some.found) == 1 and some.more


def test_a_pattern_that_never_ends_or_is_none_is_answered_with_a_sentence(
    archive: Archive, add_article: AddArticle
) -> None:
    add_article(archive, "a" * 5000 + "b")
    with pytest.raises(Invalid, match="too long"):
        coding.matches(archive, r"(a+)+(a+)+$", kind="pattern", seconds=0.2)
    for query, kind, unit in [("(", "pattern", "match"), (" ", "words", "match"), ("a", "words", "chapter")]:
        with pytest.raises(Invalid):
            coding.matches(archive, query, kind=kind, unit=unit)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        coding.matches(archive, "a", progress=progress)


def test_sentences_like_those_tagged_are_suggested_and_never_those_tagged(
    archive: Archive, add_article: AddArticle
) -> None:
    learned = add_article(
        archive,
        "The broker asked for money. Her broker wanted more money for the guards. A broker took all of the money."
        " The weather was cold. They ate rice in the morning.",
    )
    for words in ("The broker asked for money.", "Her broker wanted more money for the guards."):
        start, end = annotate.find_quote(archive, learned, words)
        annotate.mark(archive, learned, start, end, tags=["cost"])
    (text,) = [archive.store.editions.text(learned)]
    found = coding.suggestions(archive, learned)
    assert text[found[0].start : found[0].end] == "A broker took all of the money."
    assert found[0].path == "cost" and 0 < found[0].score <= 1
    assert all(text[each.start : each.end] != "The broker asked for money." for each in found)
    assert annotate.count(archive) == 2  # nothing is applied


def test_agreement_counts_the_articles_that_both_coded(archive: Archive, add_article: AddArticle) -> None:
    one, two, three = (add_article(archive, BODY) for _ in range(3))
    for author, article, start, end, tag in [
        ("A", one, 8, 30, "route"), ("B", one, 8, 30, "route"), ("A", two, 8, 20, "price"), ("B", two, 14, 26, "price"),
        ("A", three, 8, 20, "route"),
    ]:  # fmt: skip
        annotate.mark(archive, article, start, end, tags=[tag], author=author)
    report = coding.agreement(archive, "A", "B")
    assert report.articles == (one, two)
    rows = {row.tag: row for row in report.tags}
    assert rows["route"].kappa == 1 and (rows["price"].both, rows["price"].first, rows["price"].second) == (6, 6, 6)
    assert [(each.article, each.start, each.end, each.by) for each in report.disagreements] == [
        (two, 8, 14, 0),
        (two, 20, 26, 1),
    ]
    alone = coding.agreement(archive, "A", "B", coded_only=True, by="sentence", articles=[two])
    assert alone.articles == (two,) and {row.tag for row in alone.tags} == {"price"}
    for arguments in (("A", "A"), ("A", "C")):
        with pytest.raises(Invalid):
            coding.agreement(archive, *arguments)
    with pytest.raises(Invalid):
        coding.agreement(archive, "A", "B", by="word")


def test_tags_learn_from_what_was_changed_last_the_ones_used_most_first(
    archive: Archive, add_article: AddArticle
) -> None:
    words = [f"Boat {number} left." for number in range(6)]
    body = " ".join(words)
    article, gone = add_article(archive, body), add_article(archive, body)
    text = archive.store.editions.current(article).text
    made = []
    for number, sentence in enumerate(words):
        at = text.index(sentence)
        tags = ("boats", "late") if number > 3 else ("boats",)
        made.append(annotate.mark(archive, article, at, at + len(sentence), tags=tags)[0])
    annotate.mark(archive, gone, 0, 4, tags=("boats",))
    curate.trash(archive, [gone])
    annotate.set_note(archive, made[1].uid, "Seen again.")
    found = archive.store.passages.examples(3)
    assert list(found) == ["boats", "late"]
    assert words[1] in found["boats"] and len(found["boats"]) == 3
    assert sorted(found["late"]) == words[4:]
    assert archive.store.passages.examples(9)["boats"].count(words[0]) == 1
