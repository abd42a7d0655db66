"""The timeline as TimelineJS 3 JSON, after https://timeline.knightlab.com/docs/json-format.html (slides, dates, texts).

Only the parts of a date that are known are written; `display_date` says what was told. Text is HTML there: ours is escaped.
"""

import json
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from archive.model import edtf
from archive.model.event import Mention

from .told import Exported, Told, known, left_out, source, when


def write(told: Sequence[Told], *, title: str = "Timeline") -> Exported:
    """A slide a dated time; `group` is the publisher."""
    slides, without = [], []
    for each in told:
        start, end = _dates(each.mention)
        if start is None:
            without.append(each.mention)
            continue
        slides.append(_slide(each, start, end))
    body = {"title": {"text": {"headline": escape(title), "text": ""}}, "events": slides, "scale": "human"}
    warnings = left_out(without, "TimelineJS needs a year to begin with")
    return Exported((json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode(), len(slides), warnings)


def _slide(told: Told, start: dict[str, int], end: dict[str, int] | None) -> dict[str, Any]:
    mention = told.mention
    sentence = f"<p>“{escape(' '.join(mention.sentence.split()))}”</p>" if mention.sentence else ""
    note = f"<p>{escape(mention.note)}</p>" if mention.note else ""
    slide: dict[str, Any] = {
        "start_date": start,
        "display_date": when(mention),
        "text": {
            "headline": escape(mention.label or mention.exact or when(mention)),
            "text": f"{sentence}<p>{escape(source(told))}. {escape(known(mention))}</p>{note}",
        },
        "group": told.publisher or "",
        "unique_id": mention.uid,
        "autolink": False,
    }
    return slide | ({"end_date": end} if end is not None else {})


def _dates(mention: Mention) -> tuple[dict[str, int] | None, dict[str, int] | None]:
    """Begin and end; None for what has no year to begin with."""
    if mention.edtf is None:
        return None, None
    first, last = edtf.points(mention.edtf)
    if first is None:
        return None, None
    start = _parts(first)
    if start is None:  # a decade or a century: its bounds are what is known
        if mention.earliest is None or mention.latest is None:
            return None, None
        return _year(mention.earliest), _year(mention.latest)
    if last is None or last is first or "/" not in mention.edtf:
        return start, _season_end(first, mention)
    return start, _parts(last) or (_year(mention.latest) if mention.latest else None)


def _parts(point: edtf.Point) -> dict[str, int] | None:
    if "X" in point.year or not point.year:
        return None
    parts = {"year": int(point.year)}
    if point.month.isdigit():
        month = int(point.month)
        parts["month"] = month if month <= 12 else 3 * (month - 20)  # seasons begin in March, June, September, December
        if point.day.isdigit():
            parts["day"] = int(point.day)
            if point.time:
                parts |= {"hour": int(point.time[:2]), "minute": int(point.time[3:5])}
    return parts


def _season_end(point: edtf.Point, mention: Mention) -> dict[str, int] | None:
    if point.month.isdigit() and int(point.month) > 12 and mention.latest is not None:
        return {"year": mention.latest.year, "month": mention.latest.month}
    return None


def _year(day: date) -> dict[str, int]:
    return {"year": day.year}
