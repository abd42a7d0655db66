"""The words of Korean times and the expressions made of them, compiled when first used; every repetition is bounded."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import resources


@dataclass(frozen=True, slots=True)
class KoreanRules:
    """The lexicon, and one pattern a family of rules, by rule id."""

    words: Mapping[str, Mapping[str, int | str]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    future: re.Pattern[str]
    spoilt: re.Pattern[str]
    past: re.Pattern[str]
    reports: re.Pattern[str]
    until: str
    titles: re.Pattern[str]
    as_of: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NOT_HANGUL = r"(?<![가-힣])"
_NOT_NUMBER = r"(?<![\d.,:/-])"
# What follows a word of time makes it another word, unless it is a particle of two letters.
_OTHER = r"(?!부터|까지|에는|에도|에야|이면|쯤에)[가-힣]{2}"
# A particle, a mark or the end: what may follow a word of time so that it is that word.
_END = r"(?=에|의|부터|까지|인|은|이|과|만|도|을|를|보다|[,.\s)·]|$)"
# What makes a number of days or years a length, or a count from one; as the beginning of another word it does not ("9일 간담회").
_COUNTED = rf"\s?(?:전|후|뒤|간|동안|만에|째){_END}"
_APPROX = r"(?P<about>약\s?|대략\s?|최소\s?|적어도\s?|최대\s?|거의\s?)?"
_AFTER = r"(?P<after>\s?(?:이상|넘게|이하|미만|가까이|안팎|남짓|정도))?"


@cache
def korean_rules() -> KoreanRules:
    """The rules of Korean, compiled once."""
    raw = tomllib.loads(resources.text("lexicon", "times.ko.toml"))
    guards = raw.pop("guards")
    return KoreanRules(
        words=raw,
        patterns=_patterns(raw, guards["counted"]),
        future=re.compile(guards["future"]),
        spoilt=re.compile(guards["after"]),
        past=re.compile(guards["past"]),
        reports=re.compile(guards["reports"]),
        until=guards["until"],
        titles=re.compile(guards["titles"]),
        as_of=re.compile(guards["as_of"]),
    )


def _patterns(words: Mapping[str, Mapping[str, int | str]], counted: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    edge, part, season = _any(words["edges"]), _any(words["parts"]), _any(words["seasons"])
    particle = r"[\s.,)·'\"”’에의부까인은는이가쯤께경과와도]|$"
    # "올" begins many verbs: it means this year only before a part of one.
    this = r"올(?=\s?(?:\d{1,2}월|[1-4일이삼사]\s?분기|상반기|하반기|봄|여름|가을|겨울|초|말|한\s?해))"
    named = _any(word for word in [*words["years"], *words["years_told"]] if word != "올")
    year = rf"(?:(?P<year>\d{{4}})년(?!{_COUNTED}|대)도?|{_NOT_HANGUL}(?P<yword>{named}|{this}))"
    month = rf"(?:(?P<mdir>지난|오는|올|다음|이번)\s?)?(?P<month>\d{{1,2}})월(?!\s?(?:\d{{1,2}}주년|드컵))|{_NOT_HANGUL}(?P<mword>{_any([*words['months'], *words['months_told']])})"
    day = rf"(?:(?P<ddir>지난|오는)\s?)?(?P<day>\d{{1,2}})일(?!{_COUNTED}|\s?(?:치|분){_END}|\s?(?:정도|이상|가량))"
    weekday = r"(?:\s?\(?(?P<weekday>[월화수목금토일])(?:요일)?\)|\s(?P<weekday2>[월화수목금토일])요일)?"
    clock = rf"(?:(?P<part>{part})\s?)?(?P<hour>\d{{1,2}})시(?!간|즌|\s?\d{{1,2}}분간|장|[가-힣]{{2}}시)(?:\s?(?P<minute>\d{{1,2}})분|\s?(?P<half>반)(?![가-힣]))?"
    noon = r"(?P<noon>정오|자정)"
    within = rf"(?P<period>상반기|하반기)|(?P<quarter>[1-4일이삼사])\s?(?:/\s?4\s?)?분기(?!점|마다|별)|(?P<season>{season})(?!{_OTHER})|(?P<edge>{edge})(?={particle})"
    calendar = rf"(?:{year}\s?(?:{month})?\s?(?:{day}{weekday})?|(?:{month})\s?(?:{day}{weekday})?|{day}{weekday})"
    patterns = {
        "ko-date-time": rf"{_NOT_NUMBER}{calendar}\s?(?:{clock}|{noon}|(?P<partonly>{part})(?={particle}))",
        "ko-date": rf"(?<![\d.,:/]){calendar}(?:\s?(?:{within}))?",
        "ko-same-period": rf"{_NOT_HANGUL}(?P<yword>{named})\s?(?P<same>같은\s?(?:기간|분기|달|시기|때)|동기|동월)(?:(?=보다|에는|까지|부터|대비)|(?![가-힣]{{2}}))",
        "ko-year-range": r"(?<![\d.,-])(?P<first>\d{4})년?\s?[~∼～–-]\s?(?P<last>\d{4}|\d{2})년",
        "ko-day-range": r"(?<![\d.,-])(?:(?P<month>\d{1,2})월\s?)?(?P<first>\d{1,2})일?\s?[~∼～–-]\s?(?P<last>\d{1,2})일",
        "ko-month-range": r"(?<![\d.,-])(?:(?P<year>\d{4})년\s?)?(?P<first>\d{1,2})월?\s?[~∼～–-]\s?(?P<last>\d{1,2})월",
        "ko-dotted": r"(?<![\d.])(?P<year>\d{4})\.\s(?P<month>\d{1,2})\.\s(?P<day>\d{1,2})(?!\d)\.?",
        "ko-decade": rf"(?<!\d)(?P<decade>(?:19|20|18)?\d0)년대(?:\s?(?P<edge>{edge})(?={particle}))?",
        "ko-century": rf"(?<!\d)(?P<n>\d{{1,2}})세기(?!\s?(?:전|만에|동안))(?:\s?(?P<edge>{edge})(?={particle}))?",
        "ko-part-of-year": rf"(?<![가-힣\d])(?:{within.split('|(?P<edge>')[0]})",
        "ko-season": rf"{_NOT_HANGUL}(?P<sdir>올|지난|이번|다음|오는)\s?(?P<season>{season})(?!{_OTHER})",
        "ko-week": rf"{_NOT_HANGUL}(?P<wword>{_any(words['weeks'])})(?P<wend>\s?주?말)?(?:\s?(?P<weekday>[월화수목금토일])요일)?(?:\s?(?P<part>{part})(?![가-힣]{{2}}))?",
        "ko-weekend": rf"{_NOT_HANGUL}(?:(?P<wdir>지난|이번|다음|오는)\s?주말|주말(?=에|부터|까지|인|\s))",
        "ko-day-part": rf"{_NOT_HANGUL}(?P<partonly>{part})(?=에는?[\s,]|까지|부터|께)",
        "ko-stamp": r"(?<![\d.])(?P<year>\d{4})[.]\s?(?P<month>\d{1,2})[.]\s?(?P<day>\d{1,2})[.]?\s(?:(?P<part>오전|오후)\s?)?(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?!\d)",
        "ko-weekday": rf"{_NOT_HANGUL}(?:(?P<ddir>지난|오는|이번|다음)\s?)?(?P<weekday>[월화수목금토일])요일(?!마다)(?:\s?(?:{clock}|(?P<partonly>{part})(?={particle})))?",
        "ko-day": rf"{_NOT_HANGUL}(?P<dword>{_any([*words['days'], *words['days_told']])})(?:\s?(?:{clock}|{noon}|(?P<partonly>{part})(?={particle})))?",
        "ko-night": rf"{_NOT_HANGUL}(?:(?P<nword>어젯밤|간밤|지난밤|오늘밤)|(?P<ndir>이날|전날|그날)\s?밤)",
        "ko-clock": rf"(?<![\d가-힣:]){clock}(?=[에쯤께경부까\s.,·)이은의]|$)|{_NOT_HANGUL}{noon}",
    }
    unique = _Unique()
    patterns |= _length_patterns(words)
    return tuple((name, re.compile(unique(pattern))) for name, pattern in patterns.items())


def _length_patterns(words: Mapping[str, Mapping[str, int | str]]) -> dict[str, str]:
    number = rf"(?P<n>\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,6}}(?:\.\d{{1,3}})?|(?:{_any(words['numbers'])}){{1,2}}|수십|수백|수천|수|몇|여러)\s?(?P<odd>여\s?)?"
    unit = rf"(?P<u>{_any(words['units'])})(?P<plushalf>\s?반(?![가-힣]{{2}}))?"
    times = r"(?:\d{1,3}|한|두|세|네|다섯|여섯|몇|수|여러)\s?(?:번|차례|회)(?![가-힣]{2})"
    lengths = rf"(?P<length>{_any(words['lengths'])})"
    return {
        "ko-era": r"(?<![가-힣])(?P<before>기원전|기원후|서기)\s?(?P<year>\d{1,4})년(?!\s?(?:전|간|동안)(?![가-힣]))",
        "ko-date-ago": rf"(?<![\d.]){number}(?P<u>년)\s?전\s(?P<month>\d{{1,2}})월\s?(?:(?P<day>\d{{1,2}})일)?(?![가-힣]{{3}})",
        "ko-ago": rf"(?<![\d.]){_APPROX}(?:{number}{unit}|{lengths})\s?(?P<way>전|후|뒤)(?=[에의부까인은이과만도,.\s)·]|보다|$)",
        "ko-recent-span": rf"{_NOT_HANGUL}(?P<ref>최근|지난|향후|앞으로|과거)\s?(?:{number}{unit}|{lengths})\s?(?:간|동안)?(?=[에의부까인은이,.\s)·을를]|$)",
        "ko-duration": rf"(?<![\d.가-힣]){_APPROX}{number}{unit}(?P<odd>여)?(?P<long>간|짜리)?(?={_end_of(words)})(?!(?<=분)의\s?[\d일이삼사오육칠팔구]){_AFTER}",
        "ko-two-units": rf"(?<![\d.가-힣]){_APPROX}(?P<n>\d{{1,3}})(?P<u>년|시간|개월)\s?(?P<n2>\d{{1,3}})(?P<u2>개월|분|일)(?P<long>간)?(?={_end_of(words)})",
        "ko-length": rf"{_NOT_HANGUL}{_APPROX}{lengths}(?P<long>간)?{_AFTER}",
        "ko-every": rf"{_NOT_HANGUL}(?P<set>{_any(words['sets'])})(?!지)(?:\s?(?P<setmonth>\d{{1,2}})월(?:\s?(?P<setday>\d{{1,2}})일)?)?",
        "ko-every-weekday": rf"{_NOT_HANGUL}(?:매주\s?)(?P<weekday>[월화수목금토일])요일|{_NOT_HANGUL}(?P<weekday>[월화수목금토일])요일마다",
        "ko-every-units": rf"(?<![\d.가-힣]){number}{unit}(?:마다|에\s?{times})|{_NOT_HANGUL}(?:{lengths}(?:마다|에\s?{times})|(?P<rate>{_any(words['rates'])})\s?(?:평균\s?)?{times})",
        "ko-reference": rf"{_NOT_HANGUL}(?P<reference>{_any(words['references'])})",
        "ko-holiday": rf"{_NOT_HANGUL}(?:(?P<yword>{_any(words['years'])})\s?)?(?P<holiday>{_any(words['holidays'])})",
    }


def _end_of(words: Mapping[str, Mapping[str, int | str]]) -> str:
    particles = "을를이가은는의에도로과와만째짜여씩부까보라면동밖인"
    return rf"[{particles}\s.,;:)·'\"”’(%-]|$"


class _Unique:
    """Gives the second and later groups of one name in a pattern other names ("month" → "month_2"), for `re` takes each once."""

    def __call__(self, pattern: str) -> str:
        seen: dict[str, int] = {}

        def renamed(match: re.Match[str]) -> str:
            name = match[1]
            seen[name] = seen.get(name, 0) + 1
            return f"(?P<{name}>" if seen[name] == 1 else f"(?P<{name}_{seen[name]}>"

        return re.sub(r"\(\?P<(\w+)>", renamed, pattern)


def groups(match: re.Match[str]) -> dict[str, str]:
    """What was captured, by its first name."""
    return {name.partition("_")[0]: text for name, text in match.groupdict().items() if text}
