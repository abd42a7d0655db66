"""Lengths of time and recurring times of Korean: "3년", "9년 1개월", "2주 뒤", "월 1회"."""

import re
from collections.abc import Mapping
from dataclasses import replace

from archive.model.event import Basis, TimexType

from .context import Context, Reading
from .korean_rules import korean_rules
from .lengths import written
from .moments import UNITS, Moment, shifted
from .resolving import dated, vague

DURATION, SET = TimexType.DURATION, TimexType.SET
Groups = Mapping[str, str]
_WEEKDAYS = "월화수목금토일"
_UNIT_WORDS = {
    "Y": "years",
    "M": "months",
    "W": "weeks",
    "D": "days",
    "H": "hours",
    "TM": "minutes",
    "S": "seconds",
    "CE": "centuries",
    "Q": "quarters",
}
_ABOUT = {
    "약": "APPROX",
    "대략": "APPROX",
    "거의": "APPROX",
    "최소": "EQUAL_OR_MORE",
    "적어도": "EQUAL_OR_MORE",
    "최대": "EQUAL_OR_LESS",
}
_AFTER = {
    "이상": "EQUAL_OR_MORE", "넘게": "MORE_THAN", "이하": "EQUAL_OR_LESS", "미만": "LESS_THAN", "가까이": "APPROX", "안팎": "APPROX",
    "남짓": "APPROX", "정도": "APPROX",
}  # fmt: skip


def _amount(got: Groups) -> tuple[float | None, str]:
    """How many and of what (TIMEX3's letters)."""
    words = korean_rules().words
    if "length" in got:
        value = re.fullmatch(r"PT?([\dX.]+)([A-Z]+)", str(words["lengths"][got["length"]]))
        assert value is not None
        return (None if value[1] == "X" else float(value[1])), value[2]
    text, letters = got["n"], str(words["units"][got["u"]])
    if text[:1].isdigit():
        count: float | None = float(text.replace(",", ""))
    elif text[0] in "수몇여" and text not in ("여섯", "여덟"):
        count = None
    elif text in words["numbers"]:
        count = float(words["numbers"][text])
    else:
        count = _compound(text)
    if "plushalf" in got and count is not None:
        count += 0.5
    return count, letters


def _compound(text: str) -> float | None:
    known = korean_rules().words["numbers"]
    for cut in range(1, len(text)):
        if text[:cut] in known and text[cut:] in known:
            head, tail = float(known[text[:cut]]), float(known[text[cut:]])
            return head * tail if tail >= 10 > head else head + tail
    return None


def _modifier(got: Groups) -> str | None:
    about, after = got.get("about", "").strip(), got.get("after", "").strip()
    return _AFTER.get(after) or _ABOUT.get(about) or ("APPROX" if "odd" in got else None)


def length(got: Groups) -> Reading | None:
    """ "3년간", "약 두 달", "9년 1개월"."""
    if "n2" in got:
        return Reading(DURATION, _two_units(got), None, None, _modifier(got))
    count, letters = _amount(got)
    if (
        letters == "D"
        and got.get("u") == "일"
        and "long" not in got
        and "ref" not in got
        and count is not None
        and not got["n"][:1].isdigit()
    ):
        return None  # "일일", "이일" are words or names
    return Reading(DURATION, written(count, _UNIT_WORDS[letters]), None, None, _modifier(got))


def _two_units(got: Groups) -> str:
    units = korean_rules().words["units"]
    first, second = (
        written(float(got[number]), _UNIT_WORDS[str(units[got[unit]])]) for number, unit in (("n", "u"), ("n2", "u2"))
    )
    both_short = first.startswith("PT") and second.startswith("PT")
    return first + second.removeprefix("PT" if both_short else "P")


def ago(context: Context, got: Groups) -> Reading | None:
    """ "3년 전" from publication, "2주 뒤" from the date told."""
    count, letters = _amount(got)
    back = got["way"] == "전"
    unit = UNITS[letters]
    if count is None:
        return vague("PAST_REF" if back else "FUTURE_REF")
    if unit == "time":
        return Reading(DURATION, written(count, _UNIT_WORDS[letters]))
    anchor = context.published if back or context.told is None else context.told
    basis = Basis.RELATIVE if anchor is context.published else Basis.NARRATIVE
    if anchor is None:
        return vague("PAST_REF" if back else "FUTURE_REF")
    if unit == "year" and count != int(count):
        count, unit = count * 12, "month"
    moment = shifted(anchor, -count if back else count, unit)
    if moment is None:
        return vague("PAST_REF" if back else "FUTURE_REF")
    reading = dated(moment, basis, anchor)
    modifier = _modifier(got)
    return reading and replace(reading, modifier=modifier)


def date_ago(context: Context, got: Groups) -> Reading | None:
    """ "100년 전 3월 1일": a day of the year so many years before publication."""
    count, _ = _amount(got)
    if count is None:
        return vague("PAST_REF")
    published = context.published
    before = shifted(published, -count, "year") if published is not None else None
    day = int(got["day"]) if "day" in got else None
    moment = Moment("day" if day else "month", before.year if before else None, int(got["month"]), day)
    return dated(moment, Basis.RELATIVE, published)


def every(rule: str, got: Groups) -> Reading | None:
    """ "매주 화요일", "3년마다", "1년에 두 번", "월 1회"."""
    if "rate" in got:
        return Reading(SET, str(korean_rules().words["rates"][got["rate"]]))
    if rule == "ko-every-weekday":
        return Reading(SET, f"XXXX-WXX-{_WEEKDAYS.index(got['weekday']) + 1}")
    if rule == "ko-every-units":
        count, letters = _amount(got)
        return Reading(SET, written(count, _UNIT_WORDS[letters]))
    if "setmonth" in got:
        day = f"-{int(got['setday']):02d}" if "setday" in got else ""
        return Reading(SET, f"XXXX-{int(got['setmonth']):02d}{day}")
    return Reading(SET, str(korean_rules().words["sets"][got["set"]]))
