"""The timeline as iCalendar (RFC 5545): an all-day event a dated time, over all the days that it may mean.

A month or a year is a span of days and says so in its words; nothing gets a day that was not told. DTEND is exclusive.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from archive.model.edtf import Precision
from archive.model.event import Mention, Status

from .told import Exported, Told, known, left_out, source, when

_FOLD_OCTETS = 75
_STATUS = {Status.FOUND: "TENTATIVE", Status.CONFIRMED: "CONFIRMED", Status.REJECTED: "CANCELLED"}


def write(told: Sequence[Told], *, stamp: str) -> Exported:
    """`stamp` is the moment of writing, UTC, as RFC 5545 writes it (20260131T120000Z)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waystation//Timeline//EN", "CALSCALE:GREGORIAN"]
    without: list[Mention] = []
    open_ended: list[Mention] = []
    for each in told:
        mention = each.mention
        if mention.earliest is not None and mention.latest is not None and mention.latest < date.max:
            lines += _event(each, mention.earliest, mention.latest, stamp)
        elif mention.earliest is not None or mention.latest is not None:
            open_ended.append(mention)
        else:
            without.append(mention)
    lines.append("END:VCALENDAR")
    warnings = left_out(without, "a calendar needs a date") + left_out(
        open_ended, "a calendar needs a first and a last day"
    )
    data = "".join(f"{_folded(line)}\r\n" for line in lines).encode()
    return Exported(data, len(told) - len(without) - len(open_ended), warnings)


def _event(told: Told, earliest: date, latest: date, stamp: str) -> list[str]:
    mention = told.mention
    exact = mention.precision in (Precision.DAY, Precision.TIME)
    precise = "" if exact else f"Told as: {when(mention)}; the days stand for all that it may mean."
    said = [
        f"“{' '.join(mention.sentence.split())}”" if mention.sentence else "",
        source(told),
        known(mention),
        precise,
    ]
    description = "\n".join(part for part in (*said, mention.note) if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{mention.uid}@waystation",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(earliest)}",
        f"DTEND;VALUE=DATE:{_day(latest + timedelta(days=1))}",
        f"SUMMARY:{_text(mention.label or mention.exact or when(mention))}",
        f"DESCRIPTION:{_text(description)}",
        f"STATUS:{_STATUS[mention.status]}",
        "TRANSP:TRANSPARENT",
    ]
    if mention.tags:
        lines.append("CATEGORIES:" + ",".join(map(_text, mention.tags)))
    return [*lines, "END:VEVENT"]


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _text(value: str) -> str:
    """TEXT (RFC 5545, 3.3.11): backslash, semicolon and comma escaped, line breaks as \\n; other controls are not allowed."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(each for each in value if each == "\t" or (each >= " " and each != "\x7f"))


def _folded(line: str) -> str:
    """Content lines of at most 75 octets (RFC 5545, 3.1); a character is never cut."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if octets + size > _FOLD_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += character
        octets += size
    return "\r\n".join([*pieces, piece])
