"""What looks like a number and claims nothing."""

import pytest

from archive.model.article import BlockKind


@pytest.mark.parametrize(
    "text",
    [
        "It began on 4 March 2019 at 6:30 p.m. and in the 1990s.",
        "See chapter 7, page 112, Article 2 and Section 3.",
        "Room 12 and Gate 3 are on Route 66.",
        "The A320-200 and the CD4 cell are tied to Carbon-14 and COVID-19.",
        "Call 555-0142 or write to 221 Mill Road.",
        "The Hawks won 98-91.",
        "It is the 21st century, the third try and the first time.",
        "One of the ferries, one after another, was at one point the one that sank.",
        "One baker said so.",
        "The two Koreas met the Big Three and read “The Three Musketeers”.",
        "The S&P 500 is open.",
        "Windows 95 is old; version 20H2 is not.",
        "The case is No. 15-674 under § 1001.",
        "The No. 7 tram leaves from 10 Downing Street.",
        "A double room on the second floor was rented out.",
        "Rule 4(b) stands.",
        "It sat at a quarter past four.",
        "7" * 400 + " is long.",
        "1. The price\n2) The way",
        "제3조 2항과 제21대 국회, 101동 1203호, 3번 출구.",
        "6·25와 38선, 코로나19, KF-16.",
    ],
)
def test_nothing_is_claimed(told, text) -> None:
    assert told(text, "words", "rule") == []


def test_lines_about_the_article_claim_nothing(claims) -> None:
    assert claims("Read by 300 people", kind=BlockKind.META) == []
    assert len(claims("Read by 300 people", kind=BlockKind.HEADING)) == 1


def test_one_counts_where_the_sentence_counts_it(told) -> None:
    assert told("Her party holds one seat.", "value", "unit") == [(1, "seat")]
    assert told("One student was killed.", "value", "unit") == [(1, "person")]


@pytest.mark.parametrize("text", ["Some thousands crossed (Tanaka 2008: 17).", "Estimates vary by a factor of ten."])
def test_pages_and_factors_claim_nothing(told, text) -> None:
    assert not [value for (value,) in told(text, "value") if value in (17, 10)]


def test_a_verb_behind_a_plural_is_not_counted(told) -> None:
    assert told("A survey of 1,010 returnees suggests so.", "value", "unit") == [(1010, "person")]
