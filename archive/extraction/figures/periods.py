"""The period of a figure: the time of its sentence that stands nearest, read with the words before it ("since", "by", "from … to")."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

from archive.base.errors import Invalid
from archive.base.sentences import Span
from archive.model import edtf as edtfs
from archive.model.event import TimeExpression

from .lexicon import english

_BOUNDARY: Final = re.compile(r"[;:]|,\s|\s[–—-]{1,2}\s|—")
_BOUNDARY_CHARS: Final = 40
_FIGURE_CHARS: Final = 30
_BEFORE_CHARS: Final = 60
_MOST_TIMES: Final = 4  # to either side of a figure: a time further away is another's
_COMPARING: Final = re.compile(
    r"\b(?:than|since)\s+(?:(?:in|the|same|months?|period|quarter|weeks?|year|of|a)\s+){0,6}$", re.IGNORECASE
)
_SINCE: Final = re.compile(r"\bsince\s+(?:the\s+)?(?:\w+\s+){0,8}$", re.IGNORECASE)
_BEST: Final = re.compile(r"\b(?:first|lowest|highest|\w+est|worst|record|least|most)\b[^.;]*$")
_FROM: Final = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)
_TO: Final = re.compile(r"\s*(?:until|till|to|through|and|[-–])\s+(?:the\s+)?(?:end of\s+)?")
_JOIN_CHARS: Final = 24
_HEAD: Final = re.compile(r"(?:^|[,;.“\"]\s*|\n)\s*Since\b[^,]*$")
_AGAINST: Final = re.compile(r"\b(?:from|against|compared|than|versus)\b")
_THAN: Final = re.compile(r"(?:\s?(?:같은\s?기간|동기|이맘때|같은\s달))?\s?(?:보다|에\s비해|대비|에\s비하면|에\s견줘)")
# "the year to June", "the three months ending in March": so long until then.
_UP_TO: Final = re.compile(
    r"\b(?:(?P<number>\w+)\s)?(?P<unit>year|months|quarter)\s(?:to|ended|ending|through)\s(?:in\s|on\s|the\send\sof\s)?$"
)
_GOES_TO: Final = re.compile(r"\s(?:to|ended|ending|through)\s")
_PART_OF: Final = re.compile(r"\b(?P<end>first|last|final|opening)\s(?P<number>\w+)\smonths\sof\s(?:the\s)?$")
_PART_LEADS: Final = (" to ", " ended ", " ending ", " through ", " in ", " on ", " of ", " of the ")
_NOW: Final = re.compile(r"\b(?:now|today|currently|nowadays|at present|these days)\b|지금|현재")
_KOREAN_SINCE: Final = re.compile(r"\s?(?:부터|이후|이래)")
_KOREAN_UNTIL: Final = re.compile(r"\s?까지")
_KOREAN_JOINT: Final = re.compile(r"\s?(?:부터|에서)\s")
# When something was said or printed is not when what it says was so.
_SAYING: Final = re.compile(
    r"\b(?:published|released|issued|announced|unveiled|posted|reported|said|says|told|dated|warned|confirmed|added)"
    r"(?:\s+(?:in|a|the|statement|report|late|early|here|reporters|an?|conference|meeting|at|[A-Z]\w+)){0,6}\s+(?:on\s+|in\s+)?$"
)
_SAID: Final = re.compile(r"\s?(?:오전|오후)?\s?(?:밝|발표|말했|말한|전했|전한|보도|집계했|설명했|공개)")
# "a centre opened in 1999, and is then …", "told a meeting in 2001 that 40 had died": another time than that of what follows.
_FOUNDED: Final = re.compile(
    r"\b(?:an?|the)\s(?:\w+\s){1,3}(?:opened|founded|built|established|created|launched|set up)\sin\s$"
)
# "a driver, who left in 2013, thinks": of them, and not of what they say.
_ASIDE: Final = re.compile(r",\s(?:who|which)\s(?:\w+\s){1,5}(?:in|on|since)\s$")
_VERB_BEHIND: Final = re.compile(
    r",\s(?:thinks|said|says|put|puts|spoke|speaks|told|estimated|estimates|believes|has|had|was|is)\b"
)
_WHEN: Final = re.compile(r",\swhen\b")  # "the most since October 2023, when 500 were sent back"
_HAD: Final = re.compile(r",?\sthat\b[^.;]{0,60}\bhad\b")
_MONTHS: Final = 12
_YEAR_CHARS: Final = 4
_MONTH_CHARS: Final = 7
_YEARLY: Final = (300, 400)
_DAY_CHARS: Final = 10
_STARTING: Final = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_ENDING: Final = re.compile(r"\b(?:by|until|till)\s+(?:the end of\s+)?$", re.IGNORECASE)
_FUTURE: Final = re.compile(
    r"\b(?:will|would|could|may|might|must|plans?|planned|expected|expects|aims?|forecast|to be)\b"
)
_PATTERNS: Final = {"now": _NOW, "against": _AGAINST, "future": _FUTURE}
# Of each pattern words of which one stands wherever it is found.
_WORDS: Final = {
    "now": frozenset("now today currently nowadays present days".split()),
    "against": frozenset("from against compared than versus".split()),
    "future": frozenset(
        "will would could may might must plan plans planned expected expects aim aims forecast be".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Period:
    """EDTF with the days that it spans, both inclusive; `partial` when it was not over when the text was published,
    `running` when it is told as all the time since its beginning.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    partial: bool = False
    running: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it is a year or about one, and not a day up to which something is counted."""
        if self.earliest is None or self.latest is None:
            return False
        return _YEARLY[0] <= (self.latest - self.earliest).days <= _YEARLY[1]


def _start(time: TimeExpression) -> int:
    return time.start


def _is_day(time: TimeExpression) -> bool:
    return time.edtf is not None and len(time.edtf) == _DAY_CHARS


@lru_cache(maxsize=4096)
def _is_whole(edtf: str) -> bool:
    try:
        edtfs.parse(edtf)
    except Invalid:
        return False
    return True


class _Stands(Enum):
    """A time that tells of what stands around it, of what followed since, of all that follows in the sentence, of no figure, of what stands
    behind it alone.
    """

    FREELY = 1
    SINCE = 2
    HEAD = 3
    NOWHERE = 4
    BEHIND = 5


@dataclass(slots=True)
class Times:
    """The times of a sentence, in order, and where its figures stand; `words` are those of the sentence where they are known."""

    text: str
    sentence: Span
    times: Sequence[TimeExpression]
    figures: Sequence[int]
    published: date | None
    standing: "dict[int, _Stands]" = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    said: dict[str, bool] = field(default_factory=dict)

    def period(self, start: int, end: int, *, whole: bool) -> Period | None:
        """The period of the figure at `[start, end)`. With `whole` that of the publication ends with it."""
        at = bisect_left(self.times, start, key=_start)
        near = range(max(at - _MOST_TIMES, 0), min(at + _MOST_TIMES, len(self.times)))
        fitting = [index for index in near if self._fits(self.times[index], start, end)]
        if not fitting:
            return None
        best = fitting[0]
        if len(fitting) > 1:
            best = min(fitting, key=lambda index: self._distance(self.times[index], start, end))
        told = self._joined(best) or self._read(self.times[best], whole=whole)
        return told if _is_whole(told.edtf) else None

    def _says(self, what: str) -> bool:
        """Whether a word of `_WORDS` stands anywhere in the sentence; looked at once."""
        found = self.said.get(what)
        if found is None:
            found = self.said[what] = self._may_say(what) and (
                _PATTERNS[what].search(self.text, self.sentence.start, self.sentence.end) is not None
            )
        return found

    def _may_say(self, what: str) -> bool:
        """Whether one of the words that it needs is among those of the sentence, where these are known one by one."""
        if not self.words or not self.words.isdisjoint(_WORDS[what]):
            return True
        # A word with an apostrophe hides what it begins with, and other letters may be Korean.
        written = self.text[self.sentence.start : self.sentence.end]
        return "'" in written or not written.isascii()

    def _before(self, time: TimeExpression) -> str:
        return self.text[max(self.sentence.start, time.start - _BEFORE_CHARS) : time.start]

    def _fits(self, time: TimeExpression, start: int, end: int) -> bool:
        if time.edtf is None or not self.sentence.start <= time.start < self.sentence.end:
            return False
        if time.start < end and start < time.end:
            return False
        stands = self._stands(time)
        if stands is _Stands.NOWHERE:
            return False
        if stands is _Stands.BEHIND:
            return time.end <= start
        if stands in (_Stands.SINCE, _Stands.HEAD):
            # "Since 2010 …" tells of all that follows, "… since 2010" of what stands before.
            return time.start >= end or stands is _Stands.HEAD
        if time.start >= end and self._dates_the_next(time, start):
            return False
        if time.end <= start:
            return not (self._says("now") and _NOW.search(self.text, time.end, start))
        if time.start < end or not self._passed(end, time.start):
            return True
        # Of another clause with a figure of its own, or of what that is held against.
        held_against = self._says("against") and _AGAINST.search(self.text, end, time.start)
        return not held_against and ";" not in self.text[end : time.start]

    def _dates_the_next(self, time: TimeExpression, start: int) -> bool:
        """ "지난해 196명으로 2022년 67명의 …": a Korean time right before another figure, where one stands before this one too."""
        korean = "\uac00" <= self.text[time.end - 1] <= "\ud7a3" and self.text.startswith(" ", time.end)
        return korean and time.end + 1 in self.figures and any(each.start < start for each in self.times)

    def _stands(self, time: TimeExpression) -> "_Stands":
        """How the time stands in the sentence, whatever figure it is held against; looked at once."""
        found = self.standing.get(time.start)
        if found is None:
            found = self.standing[time.start] = self._looked_at(time)
        return found

    def _looked_at(self, time: TimeExpression) -> "_Stands":
        before = self._before(time)
        if self.text.startswith(",", time.end) and _VERB_BEHIND.match(self.text, time.end) and _ASIDE.search(before):
            return _Stands.NOWHERE
        if before.endswith(" in ") and _FOUNDED.search(before):
            return _Stands.NOWHERE
        saying = _is_day(time) or _HAD.match(self.text, time.end) is not None
        if saying and (_SAYING.search(before) or (_is_day(time) and _SAID.match(self.text, time.end))):
            return _Stands.NOWHERE
        if self._of_then(time, before):
            return _Stands.BEHIND
        if _is_since(before):
            if _BEST.search(before):
                return _Stands.NOWHERE
            return _Stands.HEAD if _HEAD.search(before) else _Stands.SINCE
        if time.edtf is not None and len(time.edtf) == _YEAR_CHARS and _GOES_TO.match(self.text, time.end):
            following = next((each for each in self.times if each.start > time.end), None)
            if following is not None and _UP_TO.search(self._before(following)):
                return _Stands.NOWHERE
        than = "than" in before or "since" in before
        if _THAN.match(self.text, time.end) or (than and _COMPARING.search(before)):
            return _Stands.NOWHERE
        return _Stands.FREELY

    def _of_then(self, time: TimeExpression, before: str) -> bool:
        """ "the most since 2019, when 500 came", "more than in 2019, when 500 came": what follows is told of that time."""
        return _WHEN.match(self.text, time.end) is not None and (
            "than" in before or (_is_since(before) and not _HEAD.search(before))
        )

    def _passed(self, low: int, high: int) -> int:
        """How many figures begin there."""
        return bisect_left(self.figures, high) - bisect_left(self.figures, low)

    def _distance(self, time: TimeExpression, start: int, end: int) -> int:
        # A time at the head of its clause is told of all that follows; one behind a figure of that alone.
        behind = time.start >= end
        low, high = (end, time.start) if behind else (time.end, start)
        if behind and self.text[low:high] in (" in ", " during "):
            return 0
        passed = self._passed(low, high)
        boundaries = len(_BOUNDARY.findall(self.text, low, high))
        return high - low + _BOUNDARY_CHARS * boundaries + passed * _FIGURE_CHARS * (2 if behind else 1)

    def _joined(self, at: int) -> Period | None:
        """ "from 2006 to 2019", whose ends are two times."""
        for first in (at - 1, at):
            if first < 0 or first + 1 >= len(self.times):
                continue
            one, other = self.times[first], self.times[first + 1]
            if one.edtf is None or other.edtf is None or not 0 <= other.start - one.end <= _JOIN_CHARS:
                continue
            if _TO.fullmatch(self.text, one.end, other.start) and _FROM.search(self._before(one)):
                return _spanned(one, other)
            korean = _KOREAN_JOINT.fullmatch(self.text, one.end, other.start)
            if korean and _KOREAN_UNTIL.match(self.text, other.end):
                return _spanned(one, other)
        return None

    def _korean(self, time: TimeExpression) -> Period | None:
        """ "1997년 이후", "2월부터", "내년까지": from then on, or until then what is still to come."""
        edtf, published = time.edtf or "", self.published
        if "/" in edtf or published is None or time.earliest is None or time.latest is None:
            return None
        if _KOREAN_SINCE.match(self.text, time.end):
            if time.earliest > published:
                return Period(f"{edtf}/..", time.earliest, None)
            return Period(f"{edtf}/{published.isoformat()}", time.earliest, published, running=True)
        if time.latest > published and _KOREAN_UNTIL.match(self.text, time.end):
            return Period(f"../{edtf}", None, time.latest)
        return None

    def _read(self, time: TimeExpression, *, whole: bool) -> Period:
        edtf, before = time.edtf or "", self._before(time)
        future = self._says("future")
        if future and "/" not in edtf and _STARTING.search(before):
            return Period(f"{edtf}/..", time.earliest, None)
        if future and "/" not in edtf and _ENDING.search(before):
            return Period(f"../{edtf}", None, time.latest)
        published, earliest, latest = self.published, time.earliest, time.latest
        part = _part(time, before)
        if part is not None:
            return part
        korean = self._korean(time)
        if korean is not None:
            return korean
        since = _is_since(before) and not self._of_then(time, before)
        if since and (published is None or earliest is None or earliest <= published):
            end = published.isoformat() if published else ".."
            return Period(f"{edtf.split('/')[0]}/{end}", earliest, published, running=True)
        if whole and not future and published and earliest and latest and earliest < published <= latest:
            return Period(f"{earliest.isoformat()}/{published.isoformat()}", earliest, published, partial=True)
        return Period(edtf, earliest, latest)


def _is_since(before: str) -> bool:
    return ("since" in before or "Since" in before) and _SINCE.search(before) is not None


def _part(time: TimeExpression, before: str) -> Period | None:
    """ "the year to June": the twelve months that end with it; "the first nine months of 2018"."""
    if time.edtf is None or time.latest is None or "/" in time.edtf:
        return None
    if not before.endswith(_PART_LEADS) or not ("months" in before or "year" in before or "quarter" in before):
        return None
    ending, within = _UP_TO.search(before), _PART_OF.search(before)
    if ending is not None and len(time.edtf) >= _MONTH_CHARS:
        months = {"year": 12, "quarter": 3}.get(ending["unit"]) or _number(ending["number"] or "")
        last = time.latest.year * 12 + time.latest.month - 1
        return _months(last - months + 1, last) if months else None
    if within is not None and len(time.edtf) == _YEAR_CHARS:
        months, first = _number(within["number"]), time.latest.year * 12
        if not months or months > _MONTHS:
            return None
        begin = first if within["end"] in ("first", "opening") else first + _MONTHS - months
        return _months(begin, begin + months - 1)
    return None


def _months(first: int, last: int) -> Period:
    """From one month to another, both counted from the year 0."""
    one, other = (f"{month // _MONTHS:04}-{month % _MONTHS + 1:02}" for month in (first, last))
    edtf = one if one == other else f"{one}/{other}"
    parsed = edtfs.parse(edtf)
    return Period(edtf, parsed.earliest, parsed.latest)


def _number(word: str) -> int:
    value = english().numbers.get(word.lower(), 0)
    return int(word) if word.isdecimal() and len(word) < _MONTH_CHARS else int(value)


def _spanned(one: TimeExpression, other: TimeExpression) -> Period:
    """From one time to the other; the year of the second belongs to a month that was told without its own."""
    assert one.edtf is not None and other.edtf is not None
    begin, end = one.edtf.split("/")[0], other.edtf.split("/")[-1]
    if one.earliest is None or other.latest is None or one.earliest <= other.latest:
        return Period(f"{begin}/{end}", one.earliest, other.latest)
    if one.edtf[4:5] == "-" and other.edtf[4:5] == "-" and one.edtf[4:] <= other.edtf[4:]:
        begin = other.edtf[:4] + begin[4:]
        try:
            return Period(f"{begin}/{end}", edtfs.parse(begin).earliest, other.latest)
        except Invalid:
            pass
    return Period(other.edtf, other.earliest, other.latest)
