"""The timeline as iCalendar (RFC 5545): what is known to the day, as the day, the days or the minute that was told.

A week, a month, a year, an open end or an approximate day would need days that nobody told: they are left out and named.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from archive.base.errors import Invalid
from archive.exports.shared.cells import plain
from archive.model import edtf
from archive.model.event import Mention, Status

from .told import Exported, Told, clock, known, left_out, source, standing, when

_FOLD_OCTETS = 75
_STATUS = {Status.FOUND: "TENTATIVE", Status.CONFIRMED: "CONFIRMED", Status.REJECTED: "CANCELLED"}
_WITHIN = (None, "START", "MID", "END")  # early on a day is that day, before it is another
_ZONE = re.compile(r"(?:(Z)|([+-]\d\d):?(\d\d)?)$")


def write(told: Sequence[Told], *, stamp: str) -> Exported:
    """`stamp` is the moment of writing, UTC, as RFC 5545 writes it (20260131T120000Z).

    Raises Invalid when nothing is known to the day: a calendar holds one component at least (RFC 5545, 3.6).
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waystation//Timeline//EN", "CALSCALE:GREGORIAN"]
    held: list[Told] = []
    undated: list[Mention] = []
    inexact: list[Mention] = []
    for each in told:
        span = _span(each.mention)
        if span:
            held.append(each)
            lines += _event(each, span, stamp)
        else:
            (inexact if each.mention.edtf else undated).append(each.mention)
    if not held:
        raise Invalid("No time here is known to the day, and a calendar holds nothing else.", "Choose CSV or JSON.")
    lines.append("END:VCALENDAR")
    warnings = left_out(inexact, "a calendar needs the very day") + left_out(undated, "a calendar needs a date")
    return Exported("".join(f"{_folded(line)}\r\n" for line in lines).encode(), tuple(held), warnings)


def _span(mention: Mention) -> list[str]:
    """DTSTART and DTEND (which is exclusive); none where the days are not known."""
    if mention.edtf is None or mention.modifier not in _WITHIN or _is_unit(mention):
        return []
    parsed = edtf.parse(mention.edtf)
    first, last = parsed.earliest, parsed.latest
    if first is None or last is None or last == date.max or parsed.approximate:
        return []
    if not all(side and side.day.isdigit() and "X" not in side.year for side in edtf.points(mention.edtf)):
        return []
    return _minutes(mention) or [
        f"DTSTART;VALUE=DATE:{_day(first)}",
        f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}",
    ]


def _is_unit(mention: Mention) -> bool:
    """Whether it is a span by the calendar only: a week, or "late July", which is kept as 21–31 July. Its value has no ends."""
    return "/" in (mention.edtf or "") and "/" not in mention.value


def _minutes(mention: Mention) -> list[str]:
    """The times of day where they are told of both ends alike, in UTC where their zone is told; none otherwise."""
    sides = [side for side in edtf.points(mention.edtf or "") if side]
    times = [side.time for side in sides] if "/" in (mention.edtf or "") else [clock(mention)]
    if not all(times):
        return []
    moments = []
    for side, time in zip(sides, times, strict=False):
        moment = _moment(f"{side.year}-{side.month}-{side.day}", time)
        if moment is None:
            return []
        moments.append(moment)
    if len({moment.tzinfo for moment in moments}) > 1 or moments != sorted(moments):
        return []
    names = ("DTSTART", "DTEND")[: len(set(moments))]  # an instant has no end
    return [
        f"{name}:{_day(moment)}T{moment:%H%M%S}{_utc(moment)}" for name, moment in zip(names, moments, strict=False)
    ]


def _moment(day: str, time: str) -> datetime | None:
    """None beyond the calendar's ends, where UTC has another year."""
    zone = _ZONE.search(time)
    moment = datetime.fromisoformat(f"{day}T{time[: zone.start()] if zone else time}")
    if zone is None:
        return moment
    sign = -1 if (zone[2] or "").startswith("-") else 1
    ahead = sign * timedelta(hours=abs(int(zone[2] or 0)), minutes=int(zone[3] or 0))
    try:
        return (moment - ahead).replace(tzinfo=UTC)
    except OverflowError:
        return None


def _utc(moment: datetime) -> str:
    return "Z" if moment.tzinfo else ""


def _event(told: Told, span: list[str], stamp: str) -> list[str]:
    mention = told.mention
    said = [
        f"“{' '.join(mention.sentence.split())}”" if mention.sentence else "",
        source(told),
        f"{when(mention)}. {known(mention)} {standing(mention)}",
        mention.note,
    ]
    doubted = edtf.parse(mention.edtf or "").uncertain and mention.status is not Status.REJECTED
    lines = [
        "BEGIN:VEVENT",
        f"UID:{mention.uid}@waystation",
        f"DTSTAMP:{stamp}",
        *span,
        f"SUMMARY:{_text(mention.label or mention.exact or when(mention))}",
        f"DESCRIPTION:{_text(chr(10).join(part for part in said if part))}",
        f"STATUS:{'TENTATIVE' if doubted else _STATUS[mention.status]}",
        "TRANSP:TRANSPARENT",
    ]
    if mention.tags:
        lines.append("CATEGORIES:" + ",".join(map(_text, mention.tags)))
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _text(value: str) -> str:
    """TEXT (RFC 5545, 3.3.11): backslash, semicolon and comma escaped, line breaks as \\n; no other control."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain(value).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Content lines of at most 75 octets (RFC 5545, 3.1); a character is never cut."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _FOLD_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += character
        octets += size
    return "\r\n".join([*pieces, piece])
