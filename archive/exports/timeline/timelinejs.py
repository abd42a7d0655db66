"""The timeline as TimelineJS 3 JSON, after https://timeline.knightlab.com/docs/json-format.html (slides, dates, texts).

Only the parts of a date that are known are written; `display_date` says what was told. Text is HTML there: ours is escaped.
"""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from archive.base.errors import Invalid
from archive.exports.shared.cells import plain
from archive.model import edtf
from archive.model.event import Mention, Status

from .told import Exported, Told, clock, is_part, known, left_out, source, standing, when

_Date = dict[str, int]
# Years that JavaScript's dates cannot hold need the scale "cosmological", which knows years only.
_FIRST_HUMAN, _LAST_HUMAN = -271_820, 275_759


def write(told: Sequence[Told], *, title: str = "Timeline") -> Exported:
    """A slide a dated time; `group` is the publisher. Raises Invalid when nothing has a year: TimelineJS refuses no slides."""
    slides: list[dict[str, Any]] = []
    held: list[Told] = []
    without: list[Mention] = []
    for each in told:
        start, end = _dates(each.mention)
        if start is None:
            without.append(each.mention)
            continue
        held.append(each)
        slides.append(_slide(each, start, end))
    if not slides:
        raise Invalid("No time here has a year, and TimelineJS shows nothing else.", "Choose CSV or JSON.")
    warnings = left_out(without, "TimelineJS needs a year to begin with")
    years = [slide[side]["year"] for slide in slides for side in ("start_date", "end_date") if side in slide]
    human = min(years) >= _FIRST_HUMAN and max(years) <= _LAST_HUMAN
    if not human:
        warnings += ("TimelineJS will place every time by its year alone, because one lies too far away for more.",)
    body = {
        "title": {"text": {"headline": _html(title), "text": ""}},
        "events": slides,
        "scale": "human" if human else "cosmological",
    }
    return Exported((json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), tuple(held), warnings)


def _slide(told: Told, start: _Date, end: _Date | None) -> dict[str, Any]:
    mention = told.mention
    headline = _html(mention.label or mention.exact or when(mention))
    sentence = f"<p>“{_html(' '.join(mention.sentence.split()))}”</p>" if mention.sentence else ""
    note = f"<p>{_html(mention.note)}</p>" if mention.note else ""
    slide: dict[str, Any] = {
        "start_date": start,
        "display_date": _html(when(mention)),
        "text": {
            "headline": f"<s>{headline}</s>" if mention.status is Status.REJECTED else headline,
            "text": f"{sentence}<p>{_html(source(told))}. {_html(known(mention))} {standing(mention)}</p>{note}",
        },
        "group": _html(told.publisher or ""),
        "unique_id": mention.uid,
        "autolink": False,
    }
    return slide | ({"end_date": end} if end is not None else {})


def _html(text: str) -> str:
    return escape(plain(text), quote=False).replace("\n", "<br>")


def _dates(mention: Mention) -> tuple[_Date | None, _Date | None]:
    """Begin and end; None for what has no year to begin with, and for an end that says no more than the begin."""
    if mention.edtf is None:
        return None, None
    first, last = edtf.points(mention.edtf)
    with_days = not is_part(mention)
    start = None if first is None else _parts(first, ending=False, with_days=with_days)
    if start is None:
        return None, None
    end = None if last is None else _parts(last, ending=True, with_days=with_days)
    time = clock(mention)
    if time:
        start |= _time(time)
        return start, None
    return start, end if end is not None and _ends_later(start, end) else None


def _ends_later(start: _Date, end: _Date) -> bool:
    """Not for an end of "2019", which is its first moment to TimelineJS and so before a begin in November 2019."""
    shared = [part for part in start if part in end]
    begins, ends = [start[part] for part in shared], [end[part] for part in shared]
    return ends > begins or (ends == begins and len(end) > len(shared))


def _parts(point: edtf.Point, *, ending: bool, with_days: bool) -> _Date | None:
    """The known parts; of a decade or a century its first year, or with `ending` its last, and of a season its month."""
    if point.year.endswith("XXXX"):
        return None
    year = int(point.year.replace("X", "9" if ending != point.year.startswith("-") else "0"))
    parts: _Date = {}
    if "X" not in point.year and point.month.isdigit():
        month = int(point.month)
        if month > 12:  # a season: it begins in March, June, September, December, and ends two months later
            month = 3 * (month - 20) + (2 if ending else 0)
            year, month = (year + 1, month - 12) if month > 12 else (year, month)
        parts["month"] = month
        if point.day.isdigit() and with_days:
            parts["day"] = int(point.day)
            if point.time:
                parts |= _time(point.time)
    # EDTF counts a year 0, so that -0001 is 2 BCE; TimelineJS asks for BCE years as negative numbers.
    return {"year": year if year > 0 else year - 1} | parts


def _time(clock: str) -> _Date:
    seconds = {"second": int(clock[6:8])} if clock[5:6] == ":" else {}
    return {"hour": int(clock[:2]), "minute": int(clock[3:5])} | seconds
