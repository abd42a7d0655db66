"""Whoever gives a number is known by the words before a verb of saying, and is not what the number counts."""

import pytest

from archive.extraction.findings import findings, mouths
from archive.model.figure import Bound, FindingKind, Kind, Level


@pytest.mark.parametrize(
    ("sentence", "number", "wanted"),
    [
        ("Fishermen think it is closer to 900.", "900", "fishermen"),
        ("The town hired 40 porters; their union counted 55.", "55", "their union"),
        ("The harbour office has fewer than 60.", "fewer than 60", "the harbour office"),
        ("The pier has 60 lamps.", "60", ""),
        ("It has 60.", "60", ""),
        ("항만청은 고깃배를 300척으로 본다.", "300척", "항만청"),
        ("어민회 ‘물마루’는 450척으로 추산한다.", "450척", "어민회 ‘물마루"),
        ("지금은 450척이라고 어민회가 말했다.", "450척", ""),
        ("고깃배는 300척이다.", "300척", ""),
    ],
)
def test_who_speaks_stands_before_the_verb(make, sentence: str, number: str, wanted: str) -> None:
    counted = "lamps" if "lamps" in sentence else ""
    at = sentence.index(number)
    told = make(60, sentence=sentence, start=at, sentence_start=0, exact=number, counted=counted)
    assert mouths.mouth(told) == wanted
    low, high = mouths.spoken(told)
    assert sentence[low:high].strip().lower() == wanted


def test_who_is_credited_goes_before_who_stands_there(make) -> None:
    told = make(
        60, sentence="Fishermen think it is 60.", start=22, sentence_start=0, exact="60", origin="harbour office"
    )
    assert mouths.mouth(told) == "harbour office"


def in_text(make, sentence: str, number: str, value: float, at: int, **over):
    start = at + sentence.index(number)
    told = {"sentence": sentence, "sentence_start": at, "start": start, "end": start + len(number), "exact": number}
    return make(value, **({"period": None, "place_key": "", "counted_key": "", "counted": ""} | told | over))


def test_another_mouth_right_behind_counts_the_same(make) -> None:
    first = in_text(
        make, "Some 2,000 people marched to the pier.", "2,000", 2000, 0, counted="people", counted_key="person"
    )
    second = in_text(make, "Police counted 850.", "850", 850, 60, counted="Police", counted_key="police")
    (found,) = findings([first, second])
    assert (found.kind, set(found.figures)) == (FindingKind.TENSION, {first.uid, second.uid})
    third = in_text(make, "Nobody left.", "Nobody", 0, 30, counted="people", counted_key="person")
    own = in_text(make, "There were 850 boats.", "850", 850, 60, counted="boats", counted_key="boat")
    assert not findings([first, third, own])


def test_some_of_them_are_not_held_against_all(make) -> None:
    whole = in_text(
        make,
        "The office says that 8,150 sailors came.",
        "8,150",
        8150,
        0,
        counted="sailors",
        counted_key="sailor",
        origin="office",
    )
    part = in_text(
        make,
        "The union says that 6,300 of them have papers.",
        "6,300",
        6300,
        60,
        counted="sailors",
        counted_key="sailor",
        origin="union",
    )
    other = in_text(
        make,
        "The union says that 6,300 sailors came.",
        "6,300",
        6300,
        60,
        counted="sailors",
        counted_key="sailor",
        origin="union",
    )
    assert not findings([whole, part])
    assert [each.kind for each in findings([whole, other])] == [FindingKind.TENSION]


@pytest.mark.parametrize(("percent", "wanted"), [(45.0, FindingKind.AGREEMENT), (62.0, FindingKind.TENSION)])
def test_a_share_is_held_against_the_counts_before_it(make, percent: float, wanted: FindingKind) -> None:
    sentence = f"Of 312 sailors who were asked, 141 could not swim, or {percent:.0f} percent."
    told = [
        in_text(make, sentence, number, value, 0, counted="sailors") for number, value in (("312", 312), ("141", 141))
    ]
    share = in_text(make, sentence, f"{percent:.0f} percent", percent, 0, kind=Kind.SHARE, unit="percent")
    (found,) = findings([*told, share])
    assert (found.kind, len(found.figures)) == (wanted, 3)


def test_totals_that_are_published_within_weeks_agree_where_they_suggest_one_number(make) -> None:
    over = {"period": None, "level": Level.TOTAL}
    one = make(34_352, article=1, published="2025-01-16", **over)
    near = make(34_000, article=2, published="2025-01-18", bound=Bound.MORE_THAN, **over)
    far = make(33_000, article=3, published="2025-01-18", bound=Bound.MORE_THAN, **over)
    assert [each.kind for each in findings([one, near])] == [FindingKind.AGREEMENT]
    assert not findings([one, far])


def test_women_and_men_add_up_to_a_whole_that_was_told_before(make) -> None:
    whole = in_text(make, "In all 241 sailors came.", "241", 241, 0, counted="sailors", counted_key="sailor")
    told = "There were 213 women and 28 men."
    parts = [
        in_text(make, told, str(count), count, 200, counted=who, counted_key=who[:3].replace("wom", "woman"))
        for who, count in (("women", 213), ("men", 28))
    ]
    found = findings([whole, *parts])
    assert [(each.kind, len(each.figures)) for each in found] == [(FindingKind.AGREEMENT, 3)]
