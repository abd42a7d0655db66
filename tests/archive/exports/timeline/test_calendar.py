"""Calendars, opened by the icalendar package: every day in them was told, and every word of it is there."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given

from archive.base.errors import Invalid
from archive.exports.shared.cells import plain
from archive.exports.timeline import calendar
from archive.exports.timeline.told import Exported, Told, clock, when
from archive.model.event import Basis, Status
from tests.archive.exports.timeline.tellings import SENTENCE, UNHURRIED, telling, tellings

STAMP = "20260131T120000Z"
# A side of a date that names its day, whatever else it names.
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(T[\d:]+(?:Z|[+-][\d:]+)?)?\??", re.ASCII)


def write(told: Sequence[Told]) -> Exported:
    return calendar.write(told, stamp=STAMP)


def read(exported: Exported) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(exported.data).walk("VEVENT"))


def one(told: Told) -> icalendar.Event:
    (event,) = read(write([told]))
    return event


def days(event: icalendar.Event) -> tuple[date, date]:
    """First and last day."""
    return event["DTSTART"].dt, event["DTEND"].dt - timedelta(days=1)


def test_a_day_is_an_all_day_event_with_its_words_and_its_source() -> None:
    event = one(telling("2014-05-06", tags=("works/weir", "eels, and more"), note="Seen by; two"))
    assert days(event) == (date(2014, 5, 6), date(2014, 5, 6))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SUMMARY"] == "the weir was opened"
    assert event["DESCRIPTION"].splitlines() == [
        f"“{SENTENCE}”",
        "“The weir”, River Post, 7 May 2014",
        "6 May 2014. The date is stated in the sentence. Nobody has confirmed it yet.",
        "Seen by; two",
    ]
    assert event["UID"] == "c0ffee@waystation"
    assert event["CATEGORIES"].cats == ["works/weir", "eels, and more"]
    assert event["DTSTAMP"].dt == datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_the_calendar_names_its_version_and_its_maker() -> None:
    read_back = icalendar.Calendar.from_ical(write([telling()]).data)
    assert (read_back["VERSION"], read_back["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert "Waystation" in read_back["PRODID"]


def test_a_span_of_days_ends_after_its_last_day() -> None:
    assert days(one(telling("2014-05-30/2014-06-02"))) == (date(2014, 5, 30), date(2014, 6, 2))


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2014",
            "2014-05",
            "2014-21",
            "201X",
            "20XX",
            "2014-05-XX",
            "2014-XX-XX",
            "XXXX-05-06",
            "-0043-03-15",
            "Y12000",
        ),
        *("2014-05-06~", "2014-05-06%", "2014-05-06/..", "../2014-05-06", "2014-05-06/2014-06", "2014/2015-05-06"),
        *("/2014-05-06", "2014-05-06/", "2014-05-01~/2014-05-06", "0000-01-01", "9999-12-31"),
    ],
)
def test_what_is_not_known_to_the_day_is_left_out_and_named(written: str) -> None:
    exported = write([telling("2014-05-06"), telling(written, uid="left")])
    assert [event["UID"] for event in read(exported)] == ["c0ffee@waystation"]
    assert len(exported.held) == 1
    shown = when(telling(written).mention)
    assert exported.warnings == (f"1 time was left out, because a calendar needs the very day: {shown}.",)


def test_a_week_or_a_part_of_a_month_is_not_the_days_that_it_is_kept_as() -> None:
    late = telling("2014-05-21/2014-05-31", value="2014-05", modifier="END", uid="late")
    week = telling("2014-05-05/2014-05-11", value="2014-W19", uid="week")
    before = telling("2014-05-06", modifier="BEFORE", uid="before")
    about = telling("2014-05-06~", modifier=None, uid="about")
    early = telling("2014-05-06", modifier="START", uid="early")
    assert [event["UID"] for event in read(write([late, week, before, about, early]))] == ["early@waystation"]


def test_undated_times_are_named_and_the_many_are_counted() -> None:
    undated = [telling(None, exact=f"once\r\nin {number}", uid=str(number)) for number in range(1200)]
    assert write([telling(), *undated]).warnings == (
        "1,200 times were left out, because a calendar needs a date: once in 0; once in 1; once in 2 and 1,197 more.",
    )


@pytest.mark.parametrize("told", [[], [telling("2014")], [telling(None)]])
def test_a_calendar_with_nothing_in_it_is_refused_with_a_sentence(told: list[Told]) -> None:
    with pytest.raises(Invalid, match=r"known to the day.*Choose"):
        write(told)


def test_a_time_of_day_is_a_moment_without_an_end() -> None:
    event = one(telling("2014-05-06T14:30:05"))
    assert event["DTSTART"].dt == datetime(2014, 5, 6, 14, 30, 5)  # noqa: DTZ001 - as told: no zone
    assert "DTEND" not in event


def test_a_time_of_day_that_was_read_is_kept() -> None:
    event = one(telling("2014-05-06", value="2014-05-06T14:30"))
    assert event["DTSTART"].dt == datetime(2014, 5, 6, 14, 30)  # noqa: DTZ001
    assert "6 May 2014, 14:30" in event["DESCRIPTION"]


@pytest.mark.parametrize("value", ["2014-05-06T24:00", "2014-05-06TMO", "2014-05-06T25:10"])
def test_what_is_no_time_of_the_clock_is_the_day(value: str) -> None:
    assert days(one(telling("2014-05-06", value=value))) == (date(2014, 5, 6), date(2014, 5, 6))


@pytest.mark.parametrize(
    ("zone", "hour", "minute"), [("Z", 14, 30), ("+09:00", 5, 30), ("-0330", 18, 0), ("-05", 19, 30)]
)
def test_a_zone_that_is_told_is_kept_as_utc(zone: str, hour: int, minute: int) -> None:
    event = one(telling(f"2014-05-06T14:30:00{zone}"))
    assert event["DTSTART"].dt == datetime(2014, 5, 6, hour, minute, tzinfo=UTC)


def test_a_span_between_two_times_keeps_both() -> None:
    event = one(telling("2014-05-06T14:30:00/2014-05-07T09:00:00"))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2014, 5, 6, 14, 30),  # noqa: DTZ001
        datetime(2014, 5, 7, 9),  # noqa: DTZ001
    )


@pytest.mark.parametrize(
    "written",
    [
        *("2014-05-06T14:30:00/2014-05-07", "2014-05-06T14:30:00Z/2014-05-07T09:00:00"),
        *("2014-05-06/2014-05-07T09:00:00", "2014-05-06T09:00:00-05/2014-05-07T09:00:00"),
    ],
)
def test_a_span_with_unlike_ends_is_its_days(written: str) -> None:
    assert days(one(telling(written))) == (date(2014, 5, 6), date(2014, 5, 7))


def test_a_moment_that_utc_would_put_before_year_one_is_its_day() -> None:
    assert days(one(telling("0001-01-01T03:00:00+09:00"))) == (date(1, 1, 1), date(1, 1, 1))


@pytest.mark.parametrize(
    ("status", "written", "expected"),
    [
        (Status.FOUND, "2014-05-06", "TENTATIVE"),
        (Status.CONFIRMED, "2014-05-06", "CONFIRMED"),
        (Status.CONFIRMED, "2014-05-06?", "TENTATIVE"),
        (Status.REJECTED, "2014-05-06?", "CANCELLED"),
    ],
)
def test_what_a_person_said_of_it_is_its_status(status: Status, written: str, expected: str) -> None:
    event = one(telling(written, status=status))
    assert event["STATUS"] == expected
    assert status is not Status.REJECTED or "A person rejected it." in event["DESCRIPTION"]


def test_an_event_without_an_article_says_so() -> None:
    told = telling(article=None, title=None, publisher=None, published=None, basis=Basis.ENTERED, exact="", label="")
    event = one(told)
    assert event["SUMMARY"] == "6 May 2014"
    assert event["DESCRIPTION"].splitlines()[0] == "Entered by hand, not from an article"


def test_long_words_are_folded_and_never_cut_inside_a_character() -> None:
    label = "강가의 새 보가 열렸다. " * 40
    exported = write([telling(label=label)])
    assert one(telling(label=label))["SUMMARY"] == label
    folded = exported.data.split(b"\r\n")
    assert max(map(len, folded)) <= 75
    assert any(line.startswith(b" ") for line in folded)
    for line in folded:
        line.decode()  # raises where a character was cut


@UNHURRIED
@given(tellings())
def test_any_time_that_is_known_to_the_day_comes_back_whole_and_no_other(told: list[Told]) -> None:
    expected = {f"{each.mention.uid}@waystation": each for each in told if _known_to_the_day(each)}
    if not expected:
        with pytest.raises(Invalid):
            write(told)
        return
    exported = write(told)
    events = {str(event["UID"]): event for event in read(exported)}
    assert list(events) == list(expected)
    assert [each.mention.uid for each in exported.held] == [each.mention.uid for each in expected.values()]
    assert bool(exported.warnings) == (len(expected) < len(told))
    for uid, each in expected.items():
        _holds(events[uid], each)


def _known_to_the_day(told: Told) -> bool:
    """By the letters of the date alone."""
    mention = told.mention
    sides = (mention.edtf or "").split("/")
    vague = mention.modifier in ("APPROX", "BEFORE") or ("/" in (mention.edtf or "") and "W" in mention.value)
    exact = all(DAY.fullmatch(side) and side[:4] >= "0001" and not side.startswith("9999-12-31") for side in sides)
    return exact and not vague


def _holds(event: icalendar.Event, told: Told) -> None:
    mention = told.mention
    sides = (mention.edtf or "").rstrip("?").split("/")
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        assert "T" in sides[0] or "T" in mention.value
        if start.tzinfo is None:
            assert start.isoformat().startswith(sides[0][:10])
            assert len(sides) == 2 or f"{start:%H:%M}" == clock(mention)[:5]
    else:
        assert days(event) == (date.fromisoformat(sides[0][:10]), date.fromisoformat(sides[-1][:10]))
    assert event["SUMMARY"] == plain(mention.label or mention.exact or when(mention))
    described = str(event["DESCRIPTION"])
    assert plain(" ".join(mention.sentence.split())) in described
    assert plain(mention.note) in described
    if mention.article is not None and told.title:
        assert plain(" ".join(told.title.split())) in described
    if mention.article is not None and told.publisher:
        assert plain(told.publisher) in described
    assert tuple(event["CATEGORIES"].cats if mention.tags else ()) == mention.tags


@UNHURRIED
@given(tellings())
def test_any_calendar_keeps_to_the_letters_of_rfc_5545(told: list[Told]) -> None:
    data = write([telling(uid="sure"), *told]).data
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", line.decode())
    unfolded = data.replace(b"\r\n ", b"").decode().split("\r\n")
    assert unfolded.count("BEGIN:VCALENDAR") == unfolded.count("END:VCALENDAR") == 1
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 1 + sum(map(_known_to_the_day, told))
