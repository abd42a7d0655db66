"""What two texts are of each other: precision and recall on invented pairs, and each rule by itself."""

from dataclasses import replace

import pytest

from archive.extraction.likeness.judging import Judged, judge
from archive.extraction.likeness.pieces import page
from archive.model.duplicate import Likeness
from tests.archive.extraction.likeness_sample import BASES, Pair, Told, pairs, ready

TITLE, BODY = BASES[0]
FIRST = Told(TITLE, BODY, "Tarn Courier", 3, "https://tarn.example/ferry")


def _judged(first: Told, second: Told) -> Judged | None:
    return judge(*ready(Pair("", first, second, None)))


def test_no_articles_of_one_template_are_taken_for_one_and_nearly_all_likenesses_are_found() -> None:
    sample = pairs()
    assert len(sample) >= 120
    found = {pair.name: judge(*ready(pair)) for pair in sample}
    false = [pair.name for pair in sample if pair.truth is None and found[pair.name] is not None]
    missed = [pair.name for pair in sample if pair.truth is not None and found[pair.name] is None]
    other = [
        pair.name
        for pair in sample
        if pair.truth and (told := found[pair.name]) is not None and told.kind != pair.truth
    ]
    true = sum(pair.truth is not None for pair in sample)
    assert false == []  # precision 1.0
    assert len(missed) <= true * 0.03, missed  # recall 0.97 at least
    assert other == []


@pytest.mark.parametrize(
    "pair", [pair for pair in pairs() if pair.name.endswith((" 0", " 6"))], ids=lambda pair: pair.name
)
def test_the_order_in_which_two_are_given_makes_no_difference(pair: Pair) -> None:
    one, other = ready(pair)
    assert judge(one, other) == judge(other, one)


def test_the_same_words_are_certain_whatever_else_differs() -> None:
    second = replace(FIRST, title="Another headline", publisher="Northern Wire", day=4, body=BODY.upper())
    told = _judged(FIRST, second)
    assert told is not None
    assert (told.kind, told.certain, told.shared, told.covered) == (Likeness.COPY, True, 1.0, 1.0)
    assert "word for word" in told.reason
    assert "Northern Wire" in told.reason


def test_a_few_same_words_are_no_sign_of_one_origin() -> None:
    short = replace(FIRST, body="This page could not be found. Go back to the front page.")
    assert _judged(short, replace(short, publisher="Northern Wire")) is None


def test_the_later_one_is_the_copy() -> None:
    earlier, later = replace(FIRST, day=9), replace(FIRST, publisher="Northern Wire", day=2, url=None)
    told = _judged(earlier, later)
    assert told is not None
    assert (told.article, told.other) == (1, 2)  # the second was published first


def test_an_excerpt_is_of_the_longer_one_and_says_how_long_that_is() -> None:
    part = Told("In brief", " ".join(BODY.split()[20:75]), "Northern Wire", 1)
    told = _judged(FIRST, part)
    assert told is not None
    assert (told.kind, told.article, told.other) == (Likeness.EXCERPT, 2, 1)
    assert "2.8 times as long" in told.reason
    assert told.shared == 1.0


def test_the_same_page_with_other_numbers_is_an_update_and_says_when() -> None:
    later = replace(
        FIRST,
        body=BODY.replace("340 people", "355 people"),
        day=5,
        url="http://www.tarn.example/ferry/?utm_source=mail",
    )
    told = _judged(FIRST, later)
    assert told is not None
    assert (told.kind, told.article) == (Likeness.UPDATE, 2)
    assert told.reason.startswith("It is the same page, 2 days later.")


def test_the_share_of_what_is_not_all_is_never_told_as_all() -> None:
    told = _judged(FIRST, replace(FIRST, body=BODY + " And one more.", publisher="Northern Wire", day=4, url=None))
    assert told is not None
    assert "100 % of that one's" in told.reason
    assert told.reason.startswith("9")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/", True),
        ("https://a.example/x?utm_campaign=1&id=2", "https://m.a.example/x?id=2#top", True),
        ("https://a.example/x/amp", "https://a.example/x", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/", "https://www.a.example", None),
        ("https://[broken", "https://[broken", None),
    ],
)
def test_addresses_of_one_page(one: str, other: str, same: bool | None) -> None:
    assert (page(one) == page(other)) is (same is not False)
    assert bool(page(one)) is (same is not None)
