"""The sentences that the rules are measured on say what they mean: every quote stands where it is said to, every value has
the form of TIMEX3, and there are as many, of as many sorts, as promised."""

import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.model import edtf

FILE = Path(__file__).parents[2] / "data" / "timex" / "sentences.json"
SENTENCES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["sentences"]
WIRE: list[dict[str, Any]] = json.loads(FILE.with_name("wire.json").read_text(encoding="utf-8"))["sentences"]
PRESS: list[dict[str, Any]] = json.loads(FILE.with_name("press.json").read_text(encoding="utf-8"))["sentences"]
EVERY = SENTENCES + WIRE + PRESS
ITEMS = [(each, item) for each in EVERY for item in each["expected"]]

_PART = r"(?:WI|SP|SU|FA|Q[1-4X]|H[12])"
_DAY = rf"(?:\d{{4}}|XXXX)(?:-(?:{_PART}|W(?:\d\d|XX)(?:-(?:WE|[1-7]))?|(?:0[1-9]|1[0-2]|XX)(?:-(?:0[1-9]|[12]\d|3[01]|XX))?))?"
_ZONE = r"(?:Z|[A-Z]{3}|[+-]\d\d:\d\d)?"
_CLOCK = rf"T(?:MO|MI|AF|EV|NI|DT|DW|(?:[01]\d|2[0-4])(?::[0-5]\d)?{_ZONE})"
_LENGTH = r"P(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|D|Q|DE|CE))*(?:T(?:(?:\d+(?:\.\d+)?|X)(?:H|M|S))+)?"
_POINT = rf"(?:\d{{2,3}}|{_DAY}|BC\d{{2}}|BC\d{{4}})"
FORMS = {
    "DATE": re.compile(rf"{_POINT}(?:/{_POINT})?|(?:PAST|PRESENT|FUTURE)_REF"),
    "TIME": re.compile(rf"{_DAY}{_CLOCK}(?:/{_DAY}{_CLOCK})?|(?:PAST|PRESENT|FUTURE)_REF"),
    "DURATION": re.compile(_LENGTH),
    "SET": re.compile(rf"{_LENGTH}(?:/{_LENGTH})?|{_POINT}(?:/{_POINT})?"),
}
MODIFIERS = {
    "START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", "BEFORE", "AFTER",
    "ON_OR_BEFORE", "ON_OR_AFTER",
}  # fmt: skip


def _place(text: str, quote: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        assert at >= 0, f"“{quote}” does not stand {nth} times in: {text}"
    return at


def _span(text: str, item: dict[str, Any]) -> tuple[int, int]:
    start = _place(text, item["quote"], item.get("nth", 1))
    return start, start + len(item["quote"])


def test_there_are_as_many_as_promised() -> None:
    assert len(SENTENCES) >= 220
    languages = Counter(each["language"] for each in SENTENCES)
    assert languages["ko"] >= 60 and languages["ko"] + languages["en"] == len(SENTENCES)
    assert sum(bool(each.get("negatives")) for each in SENTENCES) >= 40
    assert len({each["kind"] for each in SENTENCES}) >= 20
    assert {item["type"] for _, item in ITEMS} == set(FORMS)
    assert len(WIRE) >= 60 and len(PRESS) >= 60


def test_ids_and_texts_are_unique() -> None:
    assert len({each["id"] for each in EVERY}) == len({each["text"] for each in EVERY}) == len(EVERY)


def test_publication_dates_are_edtf_and_spread_over_four_decades() -> None:
    dates = [each["published"] for each in SENTENCES if each["published"] is not None]
    years = {bounds.year for told in dates if (bounds := edtf.parse(told).earliest) is not None}
    assert years >= set(range(1985, 2027))
    assert len(SENTENCES) - len(dates) >= 8


@pytest.mark.parametrize("sentence", EVERY, ids=lambda each: each["id"])
def test_quotes_stand_where_they_are_said_to(sentence: dict[str, Any]) -> None:
    text = sentence["text"]
    required = []
    for item in sentence["expected"]:
        start, end = _span(text, item)
        repeated = text.find(item["quote"]) != text.rfind(item["quote"])
        assert ("nth" in item) == repeated, f"nth of “{item['quote']}”"
        for other in item.get("span_alt", ()):
            assert any(found.start() < end and start < found.end() for found in re.finditer(re.escape(other), text)), (
                other
            )
        if not item.get("optional"):
            required.append((start, end))
    required.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(required))
    for negative in sentence.get("negatives", ()):
        start, end = _span(text, negative)
        assert all(end <= first or last <= start for first, last in required), negative


@pytest.mark.parametrize("sentence", EVERY, ids=lambda each: each["id"])
def test_values_have_the_form_of_timex3(sentence: dict[str, Any]) -> None:
    for item in sentence["expected"]:
        assert FORMS[item["type"]].fullmatch(item["value"]), item
        assert item.get("mod", "START") in MODIFIERS
        assert item["value"] not in item.get("value_alt", ()) and item["value"] not in item.get("must_not", ())


def test_whole_days_and_weeks_exist() -> None:
    for _, item in ITEMS:
        for year, month, day in re.findall(r"(\d{4})-(\d\d)-(\d\d)", item["value"]):
            assert date(int(year), int(month), int(day))
        for year, week in re.findall(r"(\d{4})-W(\d\d)", item["value"]):
            assert date.fromisocalendar(int(year), int(week), 1)


def test_a_weekday_alone_is_valued_as_that_weekday() -> None:
    """A check by the calendar of what was valued by hand; sets and open values have no day to look up."""
    names = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    looked_up = 0
    for _, item in ITEMS:
        named = [name for name in names if name in item["quote"]]
        whole = re.match(r"\d{4}-\d\d-\d\d", item["value"])
        if len(named) == 1 and whole:
            looked_up += 1
            assert names[date.fromisoformat(whole[0]).weekday()] == named[0], item
    assert looked_up >= 50
