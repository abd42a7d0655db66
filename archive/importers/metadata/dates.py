"""Dates as articles print them, to EDTF (ISO 8601-2:2019, level 0 and 1); a date that can be read in two ways is not read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from .lexicon import any_of, table

# Dated documents only: the years that a saved article can carry.
_YEARS = range(1600, 2200)
_LONGEST_LINE_CHARS = 240
_LONGEST_REST_CHARS = 40  # of what may stand beside the dates of a date line
_YEAR = re.compile(r"\d{4}")
_MOST_REMEMBERED = 20_000
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_QUOTES = dict.fromkeys(map(ord, "‘’“”"), "'")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at `[start, end)` of a line. `edtf` is None when day and month cannot be told apart (`ambiguous`)."""

    start: int
    end: int
    edtf: str | None
    label: str | None  # "published", "other" or None: what the words beside it say it is

    @property
    def ambiguous(self) -> bool:
        return self.edtf is None


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in table("dates")["months"].items() for name in names}


@cache
def _seasons() -> dict[str, int]:
    return {name: int(number) for number, names in table("dates")["seasons"].items() for name in names}


@cache
def _pattern() -> re.Pattern[str]:
    month, season = any_of(_months()), any_of(_seasons())
    day = r"[0-3]?\d(?:st|nd|rd|th)?"
    weekday = any_of(table("dates")["words"]["weekdays"])
    forms = (
        r"(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:Z\b|[+-]\d{2}:?\d{2})?)?",
        r"(?P<cjk_y>\d{4})\s?[년年]\s{0,2}(?P<cjk_m>\d{1,2})\s?[월月](?:\s{0,2}(?P<cjk_d>\d{1,2})\s?[일日])?",
        r"(?P<big_y>\d{4})\s?(?P<sep>[./-])\s?(?P<big_m>\d{1,2})\s?(?P=sep)\s?(?P<big_d>\d{1,2})(?!\d)",
        rf"(?P<mdy_m>{month})\.?\s{{1,3}}(?P<mdy_d>{day})\s?,?\s{{1,3}}(?P<mdy_y>\d{{4}})(?!\d)",
        rf"(?P<dmy_d>{day})\s?(?:of\s)?[-\s]?(?P<dmy_m>{month})\.?,?[-\s]\s{{0,2}}(?P<dmy_y>\d{{4}})(?!\d)",
        r"(?P<num_a>\d{1,2})(?P<num_sep>[./-])(?P<num_b>\d{1,2})(?P=num_sep)(?P<num_y>\d{4})(?!\d)",
        rf"(?P<my_m>{month})\.?,?\s{{1,3}}(?P<my_y>\d{{4}})(?!\d)",
        rf"(?P<sea>{season})\s{{1,3}}(?P<sea_y>\d{{4}})(?!\d)",
    )
    # Latin words and figures begin where a date may; asking every form at every letter takes five times as long.
    spelled = (*table("dates")["words"]["weekdays"], *_months(), *_seasons())
    begins = "".join(sorted({re.escape(word[0]) for word in spelled if not word.isascii()})) or r"\d"
    return re.compile(
        rf"(?=\d|(?<!\w)\w|[{begins}])(?:{weekday}\s?[,.]?\s{{1,3}})?(?<![\d.])(?:{'|'.join(forms)})", re.IGNORECASE
    )


@cache
def _labels() -> re.Pattern[str]:
    words = table("dates")["words"]
    return re.compile(
        rf"(?:(?P<published>{any_of(words['published'])})|(?P<other>{any_of(words['other'])}))", re.IGNORECASE
    )


@cache
def _noise() -> re.Pattern[str]:
    """What may stand beside a date without making the line anything but a date line: times, zones, separators."""
    words = table("dates")["words"]
    clock = r"\d{1,2}(?:[:.h]\d{2}){1,2}\s?(?:[ap]\.?m\.?(?!\w))?|\d{1,2}\s?(?:[ap]\.?m\.?(?!\w))|\d{1,2}시(?:\s?\d{1,2}분)?(?:\s?\d{1,2}초)?"
    zone = rf"[(]?(?:{any_of(words['zones'])}|[+-]\d{{2}}:?\d{{2}})[)]?"
    reading = r"\d{1,3}\s?-?\s?(?:minutes?|mins?)(?:\s|-)read"
    filler = any_of([*words["filler"], *words["published"], *words["other"], *words["weekdays"]])
    return re.compile(rf"{reading}|{clock}|{zone}|{filler}|[\s|,;:·•/()\[\]<>=~.–—*_ㆍ-]+", re.IGNORECASE)


def _valid(year: str, month: str | int, day: str | None) -> str | None:
    number = int(month)
    if int(year) not in _YEARS or not 1 <= number <= 12:
        return None
    if day is None:
        return f"{year}-{number:02d}"
    try:
        return date(int(year), number, int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None


def _numeric(first: str, second: str, year: str) -> tuple[bool, str | None]:
    """(read at all, EDTF): day and month in either order; the order is known when one of them exceeds 12 or they agree."""
    orders = {value for value in (_valid(year, second, first), _valid(year, first, second)) if value}
    if not orders:
        return False, None
    return True, orders.pop() if len(orders) == 1 else None


def _read(match: re.Match[str]) -> tuple[bool, str | None]:
    found = match.groupdict()
    for form in ("iso", "cjk", "big"):
        if found[f"{form}_y"]:
            value = _valid(found[f"{form}_y"], found[f"{form}_m"], found[f"{form}_d"])
            return value is not None, value
    for form in ("mdy", "dmy", "my"):
        if found[f"{form}_y"]:
            value = _valid(found[f"{form}_y"], _months()[found[f"{form}_m"].lower()], found.get(f"{form}_d"))
            return value is not None, value
    if found["sea_y"]:
        return True, f"{found['sea_y']}-{_seasons()[found['sea'].lower()]}"
    return _numeric(found["num_a"], found["num_b"], found["num_y"])


def find_dates(text: str) -> Sequence[Dated]:
    """Every date with a year in a short line (at most 240 characters are looked at), with what the words beside it say."""
    return _dates_of(text[:_LONGEST_LINE_CHARS])


@lru_cache(maxsize=4096)  # a line is asked for its dates by several rules, and many articles have the same
def _dates_of(text: str) -> Sequence[Dated]:
    if not _YEAR.search(text):
        return ()
    read = [(match, *_read(match)) for match in _pattern().finditer(text)]
    matches = [(match, value) for match, is_date, value in read if is_date]
    # Korean portals write the labels behind ("2021.03.05 14:22 입력 2021.03.06 수정") as well as in front.
    behind = bool(matches) and _label_before(text[: matches[0][0].start()]) is None
    found: list[Dated] = []
    for index, (match, value) in enumerate(matches):
        since = matches[index - 1][0].end() if index else 0
        until = matches[index + 1][0].start() if index + 1 < len(matches) else len(text)
        label = _label_behind(text[match.end() : until]) if behind else None
        found.append(Dated(match.start(), match.end(), value, label or _label_before(text[since : match.start()])))
    return tuple(found)


def _label_before(text: str) -> str | None:
    nearest = None
    for match in _labels().finditer(text):
        nearest = match.lastgroup
    return nearest


def _label_behind(text: str) -> str | None:
    word = re.match(r"[\s\d:.()]*(?:오전|오후)?[\s\d:.()]*([가-힣]{2,6})", text)
    label = _labels().match(word[1]) if word else None
    return label.lastgroup if label else None


def _leftover(text: str, dates: Sequence[Dated]) -> str | None:
    """What remains of a line once dates, times, zones, labels and separators are taken out; None where that is a long text."""
    kept, position = [], 0
    for found in dates:
        kept.append(text[position : found.start])
        position = found.end
    kept.append(text[position:])
    beside = " ".join(kept)
    told, position, chars = [], 0, 0
    for match in _noise().finditer(beside):
        told.append(beside[position : match.start()])
        chars += match.start() - position
        if chars > _LONGEST_REST_CHARS:
            return None  # most lines with a date are sentences, and need not be looked through to their end
        position = match.end()
    return " ".join([*told, beside[position:]]).strip()


def is_date_line(text: str) -> bool:
    """Whether the line is nothing but dates with their labels, times, zones and a few words (a place, a section)."""
    return len(text) <= _LONGEST_LINE_CHARS and _is_date_line(text)


class _Weights(dict[str, int]):
    """How many characters of a word no date line tells; none of one that may be part of a date, a time or a label."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        # Of "2 minutes read" a date line takes what a longer word begins with.
        told = word in _spelled() or word.startswith("read")
        weight = self[word] = 0 if told else len(word)
        return weight


_weights: Final = _Weights()


@cache
def _spelled() -> frozenset[str]:
    """The words of dates and of what may stand beside them."""
    told = table("dates")["words"]
    phrases = [*_months(), *_seasons(), *(phrase for some in told.values() for phrase in some)]
    letters = "st nd rd th of t z h a p m am pm minute minutes min mins"
    return frozenset(" ".join([*phrases, letters]).lower().translate(_NO_LETTERS).split())


def _tells_more(text: str) -> bool:
    """Whether the line's words say more than a date line's may; without having looked for its dates, and of Latin letters alone."""
    straight = text.translate(_QUOTES) if not text.isascii() else text
    if not straight.isascii():
        return False
    return sum(map(_weights.__getitem__, straight.lower().translate(_NO_LETTERS).split())) > _LONGEST_REST_CHARS


@lru_cache(maxsize=256)
def _is_date_line(text: str) -> bool:
    if not _YEAR.search(text) or _tells_more(text):
        return False
    dates = find_dates(text)
    if not dates:
        return False
    rest = _leftover(text, dates)
    if rest is None:
        return False
    if not rest:
        return True
    labelled = any(found.label for found in dates)
    before = _noise().sub(" ", text[: dates[0].start]).strip()
    at_edge = dates[0].start <= 3 or not before or dates[-1].end >= len(text) - 14
    return (
        len(rest.split()) <= (4 if labelled else 3)
        and len(rest) <= _LONGEST_REST_CHARS
        and at_edge
        and not re.search(r"[.!?]$", text.rstrip())
    )


def edtf(text: str) -> str | None:
    """The EDTF date of a value that is known to be a date (an attribute, front matter, `2020`, `March 2020`), or None."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return text if int(text) in _YEARS else None
    if month := re.fullmatch(r"(\d{4})-(\d{2})", text):
        return _valid(month[1], month[2], None)
    if compact := re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?", text):
        return _valid(compact[1], compact[2], compact[3])
    dates = find_dates(text)
    return dates[0].edtf if dates else None
