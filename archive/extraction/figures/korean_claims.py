"""What a Korean number claims: its counter, its bounds, the noun that it counts, whether it tells a change."""

import re
from dataclasses import replace
from typing import Final

from archive.model.figure import Bound, Kind

from . import korean_ages
from .korean_draft import KoreanDraft, draft_of
from .korean_lexicon import korean
from .korean_numbers import KoreanNumber

Spans = list[tuple[int, int]]

# What may follow a counter of one letter, so that it is no part of another word.
_BEHIND: Final = frozenset(
    "이가은는을를의에로와과도만까부나씩당여미초정안쯤남내넘간중꼴짜밖뿐보인으다였입하선전후동가총째지급어마께대치분"
)
_WORD_BEFORE: Final = re.compile(r"([가-힣A-Za-z]+)(?:\s?\d*)?\s*$")
_PARTICLES: Final = (
    "에서는",
    "에서",
    "에는",
    "까지",
    "부터",
    "으로",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "도",
    "에",
    "로",
)
_TOPIC: Final = re.compile(r"(?<![가-힣])([가-힣]{1,10}?)(?:은|는|이|가|을|를)\s")
_OF_NOUN: Final = re.compile(r"(?:\s?의|이던|이었던)\s([가-힣]+)")
_NOUN_BEHIND: Final = re.compile(r"\s?([가-힣]+)")
_LEVEL: Final = re.compile(r"(?:으로|로|까지|에서|에\s|대로)")
_TO_VERB: Final = re.compile(r"\s*(?:이나|이|가|을|를|나|씩|만큼|포인트)?\s*(?:더\s|가까이\s|넘게\s|정도\s|가량\s)?\s*")
_AND_HALF: Final = re.compile(r"\s반(?=[으이을은의도]|[^가-힣]|$)")
_DATED: Final = re.compile(r"\s?(?:부터|까지|에(?!는)|자|께|오전|오후|새벽|밤|저녁|,|\()")
_LONGEST_MONTH: Final = 31
_PUNCTUATION: Final = " (\"'“‘「[,·"
_OPENING: Final = '"“‘「'
_MAGNITUDE: Final = re.compile(r"규모\s?$")
_MARKED: Final = ("은", "는", "이", "가", "도")
_OF_SO_MANY: Final = re.compile(r"\s?(?:가구|세대|실|용|석|분|조|당)")
# These stand before a number and are nothing that it counts.
_NO_NOUNS: Final = frozenset(
    "지난해 올해 작년 지난달 이달 지금 지금은 전에는 전에 현재 이후 당시 또 기간 절반인 해마다 매년 매달 단체는 관계자는 그는 이들은 중 가운데 각각 한화 사이 사이에 동안 기준".split()
)
# "도착한 5명": a verb, where it is no noun that is written alike.
_ADNOMINAL: Final = re.compile(
    r"[가-힣]*(?:떠난|[가-힣]된|[가-힣]던|숨진|[어아러려여]진|[잡갇묻밀쫓끌팔불]힌|들어온|넘어온|건너온|나온|돌아온|끌려간)|(?!북한|남한|권한|기한|제한|무한|대한)[가-힣]+한"
)
_OF_A_CLASS: Final = re.compile(r"\s?(?:생|수료|졸업|입학|입소|교육|입교|동기|회원)")
_AMOUNTS: Final = ("수", "숫자", "규모")
_NO_NOUN_ENDS: Final = ("보다", "에서만", "에만", "만에", "에서", "에서는")  # what is compared, where and when it is
_ALONE: Final = re.compile(r"(?:[을를이가은는도과와만]|,|\.)(?![가-힣])")  # "형제 다섯이"
_OF_PEOPLE_THERE: Final = re.compile(r"(?:명|사람)\s$")
_SPEED: Final = re.compile(r"([시초])속\s?(?:약\s?)?$")
_SCALED: Final = ("만", "억", "천", "조")
_OF_PEOPLE: Final = re.compile(r"(?:을|를|이|의|은|는|에|으로|도|까지)(?![가-힣])|\s(?:돌파|시대|달성|육박)")
_CLOSING: Final = re.compile(r"(?:으로|로|에)\s(?:[가-힣]+\s){0,2}(?:마감|마쳤|마친|장을|거래|출발|올라섰|내려앉)")
_INDEX: Final = re.compile(r"포인트|지수|코스피|코스닥")
_ORDINAL_BEFORE: Final = ("제", "No.", "no.", "#", "호", "§")
_ROUNDED: Final = (Kind.MONEY, Kind.SHARE)  # "3만 원대", "4%대"
_TEN: Final = 10
_LASTING: Final = ("년", "개월", "달", "주", "주일", "일", "시간")  # "10년째": for ten years
_SHORT: Final = ("hour", "minute")
_SURE: Final = ("person", "time", "vote", "seat")
_REACH: Final = 24
_WEEK: Final = re.compile(r"(?<![가-힣])일주일(?![가-힣]{2})")
_HUNDREDTHS: Final = re.compile(r"\s?(\d)푼(?:\s?(\d)리)?")
_MULTIPLE: Final = re.compile(r"(?<![가-힣])(?:갑절|곱절)")
_DAYS: Final = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "열흘": 10, "보름": 15}
_DAY_WORD: Final = re.compile(rf"(?<![가-힣])(?:{'|'.join(_DAYS)})(?=간|동안|\s|을|이|만에|,|\.)")


def read(text: str, number: KoreanNumber, low: int, high: int) -> KoreanDraft | None:
    """The figure that the number makes in the sentence `[low, high)`; None for what claims nothing."""
    if text.startswith(_ORDINAL_BEFORE, number.start - 1) or text[max(number.start - 3, low) : number.start] in (
        "No.",
        "no.",
    ):
        return None
    if (
        number.start > low
        and text[number.start - 1] in "-–·./:"
        and number.start > low + 1
        and text[number.start - 2].isalnum()
    ):
        return None
    if number.form == "native" and text.startswith(korean().words, number.start):
        return None
    reader = {"part": _fraction, "lone": _lone}.get(number.form, _counted)
    draft = reader(text, number, low, high)
    if draft is None and number.form == "native" and _ALONE.match(text, number.end, high):
        draft = _lone(text, number, low, high)
    if draft is None:
        return None
    draft = _bounded(text, draft, number, low, high)
    return _changed(text, _rated(text, _with_noun(text, draft, low, high), low), high)


def _tenths(text: str, number: KoreanNumber, at: int) -> KoreanDraft:
    """ "4할", "3할 1푼 2리": tenths, hundredths and thousandths, in percent."""
    assert number.value is not None
    value, end = number.value * _TEN, at + 1
    parts = _HUNDREDTHS.match(text, end)
    if parts is not None:
        value, end = round(value + float(parts[1]) + float(parts[2] or 0) / _TEN, 6), parts.end()
    draft = draft_of(number, end, Kind.SHARE, "percent", "ko-counter", value)
    return replace(draft, number=(number.start, end if parts else number.end))


def _lone(text: str, number: KoreanNumber, low: int, high: int) -> KoreanDraft | None:
    """ "아들 둘과": a number of its own behind those whom it counts."""
    before = _WORD_BEFORE.search(text, max(low, number.start - _REACH), number.start)
    if before is None:
        return None
    if before[1] in ("중", "가운데"):  # "일곱 명 중 셋은"
        whole = _OF_PEOPLE_THERE.search(text, max(low, before.start(1) - _REACH), before.start(1))
    else:
        whole = before if korean().nouns.get(before[1]) == "person" else None
    if whole is None:
        return None
    return draft_of(number, number.end, Kind.COUNT, "person", "ko-lone", number.value)


def _fraction(_text: str, number: KoreanNumber, _low: int, _high: int) -> KoreanDraft | None:
    if number.value is None:
        return None
    value = round(number.value * 100, 6)
    return draft_of(number, number.end, Kind.SHARE, "percent", "ko-fraction", value)


def _counted(text: str, number: KoreanNumber, low: int, high: int) -> KoreanDraft | None:
    lexicon = korean()
    at = number.end
    bound = Bound.MORE_THAN if "여" in text[number.start : at] and number.form == "digits" else Bound.EXACT
    for word in ("여", "남짓"):
        if text.startswith(word, at):
            at, bound = at + len(word), Bound.MORE_THAN
    start = at
    while at < high and text[at] in " \u00a0":
        at += 1
    if _MAGNITUDE.search(text, max(low, number.start - 4), number.start):
        draft = draft_of(number, number.end, Kind.MEASURE, "magnitude", "ko-counter", number.value)
        return replace(draft, bound=bound)
    match = lexicon.counter.match(text, at, high)
    if (
        text.startswith("할", at)
        and number.form == "digits"
        and number.value is not None
        and (not "가" <= text[at + 1 : at + 2] <= "힣" or text[at + 1] in _BEHIND)
    ):
        return replace(_tenths(text, number, at), bound=bound)
    if match is None and at == number.end:
        return _uncounted(text, number, low, high)
    if match is None or at - start > 1:
        return None
    decade = korean_ages.decade(text, number, match)
    if decade is not None:
        return decade
    told = _counter(text, number, match)
    if told is None or not _ends(text, match, high):
        return None
    unit, kind = told
    draft = draft_of(number, match.end(), kind, unit, "ko-counter", number.value)
    draft = replace(draft, bound=bound, counter=match[0])
    if kind in _ROUNDED and text.startswith("대", match.end()) and number.value is not None:
        return replace(
            draft, end=match.end() + 1, value=None, least=number.value, most=_top(number.value), bound=Bound.RANGE
        )
    if kind in (Kind.DURATION, Kind.RATIO) and _AND_HALF.match(text, match.end()) and number.value is not None:
        return replace(draft, end=match.end() + 2, value=number.value + 0.5)
    return draft


def _top(value: float) -> float:
    """The highest of "3만 원대" (39,999) and of "4%대" (4.9)."""
    if value < _TEN or not value.is_integer():
        return round(value + 0.9, 6)
    step = 1
    while value % (step * _TEN) == 0:
        step *= _TEN
    return value + step - 1


def _uncounted(text: str, number: KoreanNumber, low: int, high: int) -> KoreanDraft | None:
    """ "관객 300만을", people without a counter; "938.75에 장을 마쳤다", the level of an index."""
    if number.form != "digits" or number.value is None:
        return None
    if _CLOSING.match(text, number.end, high) and _INDEX.search(text, low, high):
        return draft_of(number, number.end, Kind.MEASURE, "point", "ko-index", number.value)
    before = _WORD_BEFORE.search(text, max(low, number.start - _REACH), number.start)
    people = before is not None and korean().nouns.get(before[1]) == "person"
    if people and text[: number.end].endswith(_SCALED) and _OF_PEOPLE.match(text, number.end, high):
        return draft_of(number, number.end, Kind.COUNT, "person", "ko-people", number.value)
    return None


def _counter(text: str, number: KoreanNumber, match: re.Match[str]) -> tuple[str, Kind] | None:
    lexicon, word = korean(), match[0]
    if word in lexicon.nouns and word not in lexicon.counters:
        if number.value == 1 and lexicon.nouns[word] == "person" and text.startswith(_MARKED, match.end()):
            return None  # "한 주민은": somebody
        return lexicon.nouns[word], Kind.COUNT
    unit, kind = lexicon.counters[word]
    if word == "기" and number.form == "digits" and _OF_A_CLASS.match(text, match.end()):
        return None  # "407기 수료생"
    if (word == "인" and _OF_SO_MANY.match(text, match.end())) or (word == "번" and number.value == 1):
        return None  # "1인 가구"; "한 번에"
    if word == "일" and (number.value or 0) <= _LONGEST_MONTH and _DATED.match(text, match.end()):
        return None
    if word == "번" and number.form == "digits":
        return None
    if word == "분" and number.form == "native":
        return "person", Kind.COUNT
    if word == "주" and (number.value or 0) >= 100:
        return "share", Kind.COUNT
    if word == "동" or (word in ("세", "점", "석", "장") and number.form == "sino"):
        return None
    if kind is Kind.DISTANCE and (speed := _SPEED.search(text, max(number.start - 6, 0), number.start)) is not None:
        return f"{unit}/{'h' if speed[1] == '시' else 's'}", Kind.MEASURE
    if number.form == "native" and kind is Kind.DISTANCE and word == "리":
        return None
    return unit, kind


def _ends(text: str, match: re.Match[str], high: int) -> bool:
    """Whether the counter is a word of its own: what follows is no letter, or a particle."""
    following = text[match.end() : match.end() + 1] if match.end() < high else ""
    if match[0][-1].isascii() and match[0][-1].isalpha():
        return not (following.isascii() and following.isalnum())
    lasting = text.startswith("째", match.end()) and match[0] in _LASTING
    if text.startswith(("째", "당", "지점", "대표", "기념"), match.end()) and not lasting:
        return False
    return len(match[0]) > 1 or not ("가" <= following <= "힣") or following in _BEHIND


def _bounded(text: str, draft: KoreanDraft, number: KoreanNumber, low: int, high: int) -> KoreanDraft:
    lexicon = korean()
    bound, start, end = draft.bound, draft.start, draft.end
    for _ in range(2):
        before = text[max(low, start - 8) : start].rstrip()
        word = before.split()[-1].rpartition("(")[2].strip(_PUNCTUATION) if before.split() else ""
        said = lexicon.bounds_before.get(word)
        if said is None:
            break
        start = text.rfind(word, low, start)
        bound = bound if said is Bound.EXACT or bound is not Bound.EXACT else said
    for pattern, said in lexicon.bounds_after:
        match = pattern.match(text, end, min(high, end + _REACH))
        if match is not None:
            bound, end = said, match.end()
            break
    if draft.bound is Bound.RANGE or number.form == "range":
        bound = Bound.RANGE
    elif number.form == "some":
        bound = Bound.ORDER_OF_MAGNITUDE
    value = draft.value
    if value is not None and draft.unit == "degree Celsius" and text[max(low, start - 3) : start].strip() == "영하":
        value = -value
    least, most = (draft.least, draft.most) if value is None else _limits(value, bound)
    return replace(draft, start=start, end=end, bound=bound, value=value, least=least, most=most)


def _limits(value: float, bound: Bound) -> tuple[float | None, float | None]:
    if bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return value, None
    if bound in (Bound.LESS_THAN, Bound.AT_MOST, Bound.NEARLY):
        return None, value
    return value, value


def _with_noun(text: str, draft: KoreanDraft, low: int, high: int) -> KoreanDraft:
    """What is counted: "탈북민 63명", "63명의 탈북민", "3개 학교"; it gives the unit where the counter says little."""
    if draft.kind not in (Kind.COUNT, Kind.RATIO, Kind.SHARE, Kind.MONEY):
        return draft
    lexicon = korean()
    noun: tuple[int, int] | None = None
    before = _WORD_BEFORE.search(text, max(low, draft.start - _REACH), draft.start)
    if (
        before is not None
        and len(bare(before[1])) > 1
        and not _is_time(text, before.start(1))
        and before[1] not in _NO_NOUNS
        and not before[1].endswith(_NO_NOUN_ENDS)
        and not (_ADNOMINAL.fullmatch(before[1]) and before[1] not in lexicon.nouns)
        and not (before[1][:1] in lexicon.counters and before[1][1:] in _PARTICLES)  # "1만 명에서 최대"
    ):
        noun = (before.start(1), before.start(1) + len(bare(before[1])))
    behind = _OF_NOUN.match(text, draft.end, high)
    if behind is None and draft.unit == "piece" and (noun is None or text[slice(*noun)] not in lexicon.nouns):
        behind = _NOUN_BEHIND.match(text, draft.end, high)
    if draft.counter in lexicon.nouns and draft.counter not in lexicon.counters:
        noun = (draft.end - len(draft.counter), draft.end)  # "두 아이"
    elif behind is not None:
        noun = (behind.start(1), behind.start(1) + len(bare(behind[1])))
    if draft.kind in (Kind.MONEY, Kind.SHARE):
        noun = _topic(text, draft.start, low) or noun
    unit = draft.unit
    if noun is not None and draft.kind is Kind.COUNT and unit not in _SURE:
        word = text[noun[0] : noun[1]]
        unit = lexicon.nouns.get(word) or next(
            (told for name, told in lexicon.nouns.items() if len(name) > 1 and word.endswith(name)), unit
        )
    return replace(draft, noun=noun, unit=unit)


def _is_time(text: str, start: int) -> bool:
    """Whether the word is the rest of a date: "2020년에는"."""
    return start > 0 and text[start - 1].isdecimal()


def _topic(text: str, start: int, low: int) -> tuple[int, int] | None:
    """What money or a share is told of: the nearest word before that is marked as topic or subject."""
    found = None
    begin = max(low, start - 2 * _REACH)
    begin = max(begin, *(text.rfind(mark, begin, start) for mark in _OPENING))  # what is quoted has a topic of its own
    for match in _TOPIC.finditer(text, begin, start):
        if match[1] not in _NO_NOUNS and not match[1].endswith(_NO_NOUN_ENDS) and not _is_time(text, match.start(1)):
            found = match.span(1)
    if found is not None and text[slice(*found)] in _AMOUNTS:  # "입국자 수는"
        before = _WORD_BEFORE.search(text, begin, found[0])
        found = found if before is None else (before.start(1), found[1])
    return found


def bare(word: str) -> str:
    """The word without its particle, where more than one letter is left."""
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
    return word


def _rated(text: str, draft: KoreanDraft, low: int) -> KoreanDraft:
    if draft.kind not in (Kind.MONEY, Kind.COUNT, Kind.MEASURE, Kind.DISTANCE, Kind.DURATION):
        return draft
    for pattern, name in korean().rates:
        if pattern.search(text, max(low, draft.start - _REACH), draft.start):
            if draft.kind is Kind.DURATION and (draft.unit not in _SHORT or name not in ("day", "week")):
                return draft
            return replace(draft, rate=name)
    return draft


def _changed(text: str, draft: KoreanDraft, high: int) -> KoreanDraft:
    if draft.kind in (Kind.AGE, Kind.RATIO, Kind.DURATION) or _LEVEL.match(text, draft.end, high):
        return draft
    gap = _TO_VERB.match(text, draft.end, high)
    if draft.kind is Kind.DISTANCE and text.startswith("떨어", gap.end() if gap is not None else draft.end):
        return draft  # "40km 떨어진": so far away
    at = gap.end() if gap is not None else draft.end
    lexicon = korean()
    direction = "up" if lexicon.up.match(text, at, high) else "down" if lexicon.down.match(text, at, high) else None
    if direction is None:
        return draft
    return replace(draft, kind=Kind.CHANGE, direction=direction)


def days(text: str, low: int, high: int) -> list[KoreanDraft]:
    """ "사흘 동안", "열흘 만에": numbers of days that are words of their own."""
    found = [(match, "day", float(_DAYS[match[0]])) for match in _DAY_WORD.finditer(text, low, high)]
    found += [(match, "week", 1.0) for match in _WEEK.finditer(text, low, high)]
    twice = [
        KoreanDraft(
            match.start(), match.end(), match.span(), Kind.RATIO, "ratio", "ko-multiple", 2.0, 2.0, 2.0, Bound.EXACT
        )
        for match in _MULTIPLE.finditer(text, low, high)
    ]
    return twice + [
        KoreanDraft(
            match.start(), match.end(), match.span(), Kind.DURATION, unit, "ko-days", value, value, value, Bound.EXACT
        )
        for match, unit, value in found
    ]
