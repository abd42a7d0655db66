"""TimelineJS JSON, held against the format's documentation: no part of a date that was not told, no markup but ours."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import html as markup

from archive.base.errors import Invalid
from archive.exports.shared.cells import plain
from archive.exports.timeline import timelinejs
from archive.exports.timeline.told import Told, when
from archive.model.event import Status
from tests.archive.exports.timeline.tellings import SENTENCE, UNHURRIED, telling, tellings

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "data" / "timelinejs" / "format.schema.json").read_text(encoding="utf-8")
)
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
}


def faults(value: Any, schema: dict[str, Any] = SCHEMA, at: str = "$") -> list[str]:
    """Where the value is not as the schema has it (JSON Schema 2020-12, as far as the file uses it)."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], at)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at} is none of {schema['enum']}"]
    whole = isinstance(value, _TYPES[schema["type"]]) and (schema["type"] != "integer" or not isinstance(value, bool))
    if not whole:
        return [f"{at} is no {schema['type']}"]
    found: list[str] = []
    if schema["type"] == "object":
        found += [f"{at} has no {name}" for name in schema.get("required", ()) if name not in value]
        for name, part in value.items():
            known = schema["properties"].get(name)
            found += faults(part, known, f"{at}.{name}") if known else [f"{at}.{name} is not in the documentation"]
    elif schema["type"] == "array":
        found += [f"{at} is empty"] if len(value) < schema.get("minItems", 0) else []
        for number, part in enumerate(value):
            found += faults(part, schema["items"], f"{at}[{number}]")
    elif schema["type"] == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at} is out of range")
    return found


def body(*told: Told) -> dict[str, Any]:
    return dict(json.loads(timelinejs.write(told).data))


def dates(written: str, **fields: Any) -> tuple[dict[str, int], dict[str, int] | None]:
    (slide,) = body(telling(written, **fields))["events"]
    return slide["start_date"], slide.get("end_date")


@pytest.mark.parametrize(
    "broken",
    [
        *({}, {"events": []}, {"events": [{}]}, {"events": [{"start_date": {"month": 3}}]}),
        *({"events": [{"start_date": {"year": "2014"}}]}, {"events": [{"start_date": {"year": 1, "month": 13}}]}),
        *({"events": [{"start_date": {"year": 1}, "colour": "red"}]}, {"events": [{"start_date": {"year": True}}]}),
        {"events": [{"start_date": {"year": 1}}], "scale": "years"},
    ],
)
def test_the_schema_notices_what_the_documentation_forbids(broken: dict[str, Any]) -> None:
    assert faults(broken)


def test_a_slide_has_its_words_its_source_and_its_publisher() -> None:
    whole = body(telling("2014-05-06", note="Seen by two.\nTwice."))
    assert faults(whole) == []
    (slide,) = whole["events"]
    assert slide == {
        "start_date": {"year": 2014, "month": 5, "day": 6},
        "display_date": "6 May 2014",
        "text": {
            "headline": "the weir was opened",
            "text": f"<p>“{SENTENCE}”</p><p>“The weir”, River Post, 7 May 2014. The date is stated in the sentence. "
            "Nobody has confirmed it yet.</p><p>Seen by two.<br>Twice.</p>",
        },
        "group": "River Post",
        "unique_id": "c0ffee",
        "autolink": False,
    }
    assert whole["scale"] == "human"


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2014", {"year": 2014}, None),
        ("2014-05", {"year": 2014, "month": 5}, None),
        ("2014-05-XX", {"year": 2014, "month": 5}, None),
        ("2014-XX-XX", {"year": 2014}, None),
        ("2014-05-06?", {"year": 2014, "month": 5, "day": 6}, None),
        ("2014-22", {"year": 2014, "month": 6}, {"year": 2014, "month": 8}),
        ("2014-24", {"year": 2014, "month": 12}, {"year": 2015, "month": 2}),
        ("2013/2014-24", {"year": 2013}, {"year": 2015, "month": 2}),
        ("201X", {"year": 2010}, {"year": 2019}),
        ("19XX/2005-03", {"year": 1900}, {"year": 2005, "month": 3}),
        ("199X/..", {"year": 1990}, None),
        ("199X-12", {"year": 1990}, {"year": 1999}),
        ("2014/..", {"year": 2014}, None),
        ("2014-05-06/", {"year": 2014, "month": 5, "day": 6}, None),
        ("2014-05-06/2014-06", {"year": 2014, "month": 5, "day": 6}, {"year": 2014, "month": 6}),
        ("2014-05/2014", {"year": 2014, "month": 5}, None),
        ("2014/2014-05", {"year": 2014}, {"year": 2014, "month": 5}),
        (
            "2014-05-06T14:30:00/2014-05-06",
            {"year": 2014, "month": 5, "day": 6, "hour": 14, "minute": 30, "second": 0},
            None,
        ),
        ("2014-05-06T14:30:00", {"year": 2014, "month": 5, "day": 6, "hour": 14, "minute": 30, "second": 0}, None),
        ("-0043-03-15", {"year": -44, "month": 3, "day": 15}, None),
        ("0000", {"year": -1}, None),
        ("-004X", {"year": -50}, {"year": -41}),
        ("Y12000", {"year": 12000}, None),
    ],
)
def test_only_what_was_told_of_a_date_is_written(
    written: str, start: dict[str, int], end: dict[str, int] | None
) -> None:
    assert dates(written) == (start, end)


def test_a_time_of_day_that_was_read_is_kept() -> None:
    start, _ = dates("2014-05-06", value="2014-05-06T14:30")
    assert start == {"year": 2014, "month": 5, "day": 6, "hour": 14, "minute": 30}


def test_a_part_of_a_month_has_no_days() -> None:
    assert dates("2014-05-21/2014-05-31", modifier="END") == ({"year": 2014, "month": 5}, None)
    assert dates("1994/1996", modifier="MID") == ({"year": 1994}, {"year": 1996})


@pytest.mark.parametrize("written", [None, "XXXX-05-06", "XXXX-01/XXXX-09", "../2014", "/2014-05"])
def test_what_has_no_year_to_begin_with_is_left_out_and_named(written: str | None) -> None:
    left = telling(written, uid="left")
    exported = timelinejs.write([telling(), left])
    assert [slide["unique_id"] for slide in json.loads(exported.data)["events"]] == ["c0ffee"]
    (warning,) = exported.warnings
    assert warning == f"1 time was left out, because TimelineJS needs a year to begin with: {when(left.mention)}."
    assert len(exported.held) == 1


@pytest.mark.parametrize("told", [[], [telling(None)]])
def test_a_timeline_without_slides_is_refused_with_a_sentence(told: list[Told]) -> None:
    with pytest.raises(Invalid, match=r"has a year.*Choose"):
        timelinejs.write(told)


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        *(("Y275759", "human"), ("Y275760", "cosmological"), ("2014/Y300000", "cosmological")),
        *(("Y-271819", "human"), ("Y-271820", "cosmological")),
    ],
)
def test_years_that_javascript_cannot_hold_have_the_scale_for_them(written: str, scale: str) -> None:
    exported = timelinejs.write([telling(), telling(written)])
    assert json.loads(exported.data)["scale"] == scale
    assert bool(exported.warnings) == (scale == "cosmological")


def test_what_a_person_rejected_is_struck_through_and_says_so() -> None:
    (slide,) = body(telling(status=Status.REJECTED))["events"]
    assert slide["text"]["headline"] == "<s>the weir was opened</s>"
    assert "A person rejected it." in slide["text"]["text"]


def test_markup_in_the_words_is_words() -> None:
    words = "<script>alert(1)</script> & <b>"
    (slide,) = body(telling(label=words, sentence=words, note=words, title=words, publisher=words))["events"]
    for each in (slide["text"]["headline"], slide["text"]["text"], slide["group"]):
        assert re.sub("</?p>", "", each).count("<") == 0
        assert words in _read(each)


def _read(text: str) -> str:
    """What a browser shows of it."""
    whole = markup.fromstring(f"<div>{text.replace('<br>', chr(10))}</div>")
    assert {node.tag for node in whole.iter()} <= {"div", "p", "s"}
    return str(whole.text_content())


@UNHURRIED
@given(tellings())
def test_any_time_is_as_the_documentation_has_it_and_says_no_more_than_was_told(told: list[Told]) -> None:
    told = [telling(uid="sure"), *told]
    exported = timelinejs.write(told)
    whole = json.loads(exported.data)
    assert faults(whole) == []
    slides = whole["events"]
    assert [slide["unique_id"] for slide in slides] == [each.mention.uid for each in exported.held]
    left = [each for each in told if each not in exported.held]
    assert all(re.fullmatch(r"(|\.\.|XXXX.*)(/.*)?", each.mention.edtf or "") for each in left)
    assert any("left out" in warning for warning in exported.warnings) == bool(left)
    for slide, each in zip(slides, exported.held, strict=True):
        _says_no_more(slide, each)
        _says_all(slide, each)


def _says_no_more(slide: dict[str, Any], told: Told) -> None:
    sides = (told.mention.edtf or "").split("/")
    for date, side in ((slide["start_date"], sides[0]), (slide.get("end_date", {"year": 0}), sides[-1])):
        if "day" in date:
            assert re.search(rf"-{date['month']:02d}-{date['day']:02d}", side)
        elif "month" in date:
            assert re.search(rf"-(?:{date['month']:02d}|2[1-4])", side)
        if "hour" in date:
            assert f"T{date['hour']:02d}:{date['minute']:02d}" in side + told.mention.value
    begin, end = slide["start_date"], slide.get("end_date")
    assert end is None or [*begin.values()][:3] <= [*end.values()][:3]


def _says_all(slide: dict[str, Any], told: Told) -> None:
    mention = told.mention
    assert html.unescape(slide["display_date"]) == when(mention)
    shown = _read(slide["text"]["text"])
    assert plain(" ".join(mention.sentence.split())) in shown
    assert plain(mention.note) in shown
    assert plain(mention.label or mention.exact or when(mention)) == _read(slide["text"]["headline"])
    assert html.unescape(slide["group"].replace("<br>", "\n")) == plain(told.publisher or "")
