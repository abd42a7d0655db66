"""Korean numbers: digits with 만, 억 and 조, words of Chinese and of Korean origin, 수십 and 수백, ranges.

Linear: no alternative of a pattern repeats what it may give back, and a number has at most 40 letters.
"""

import re
from dataclasses import dataclass
from typing import Final

from .korean_lexicon import korean
from .numbers import digits

_SMALL: Final = {"십": 10, "백": 100, "천": 1000}
_GREAT: Final = {"만": 10**4, "억": 10**8, "조": 10**12}
# No group is repeated possessively, as in `tokens.py`.
_DIGITS: Final = r"(?:\d{1,3}(?:(?:,|[\u00a0\u2009\u202f’'])\d{3}(?!\d))+|\d++)(?:\.\d++)?"
_NATIVE: Final = r"(?:(?:열|스물|서른|마흔|쉰|예순|일흔|여든|아흔)?(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)|열|스무|서른|마흔|쉰|예순|일흔|여든|아흔|석|넉)"
_NUMBER: Final = re.compile(
    rf"(?P<part>(?<![가-힣\d])(?:\d{{1,2}}|[이삼사오육칠팔구십])분의\s?(?:\d{{1,2}}|[일이삼사오육칠팔구])(?!\d)|(?<![가-힣])절반)"
    rf"|(?P<some>(?<![가-힣])수(?:십|백|천)?(?:만|억|조)?(?<!수))"
    rf"|(?P<digits>(?<![\d.,A-Za-z_]){_DIGITS}(?:\s?[십백천만억조]++(?:\s?{_DIGITS})?){{0,5}}(?:여[만억조]++)?)"
    rf"|(?P<between>(?<![가-힣])(?:일이|이삼|삼사|사오|오륙|육칠|칠팔|팔구)[십백천만억]{{1,3}}+(?=\s?[가-힣]))"
    rf"|(?P<sino>(?<![가-힣])(?=[일이삼사오육칠팔구]?[십백천만억])[일이삼사오육칠팔구십백천만억조]{{1,12}}+)"
    rf"|(?P<pair>(?<![가-힣])(?:두서너|일고여덟|여덟아홉|네다섯|대여섯|예닐곱|한두|두세|서너|너덧|네댓|대엿)(?=\s?[가-힣]))"
    rf"|(?P<native>(?<![가-힣]){_NATIVE})(?=\s?[가-힣])"
    rf"|(?P<lone>(?<=[가-힣]\s)(?:열|스물|서른|마흔|쉰)?(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉)(?=(?:[을를이가은는도과와만]|,|\.)(?![가-힣])|\s?뿐))"
)
_PART: Final = re.compile(rf"{_DIGITS}|[가-힣]")
_RANGE: Final = re.compile(r"\s?[~∼～–-]\s?|\s?(?:에서|내지)\s?")
_MOST_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class KoreanNumber:
    """A number at `[start, end)`. `value` is None where `least` and `most` alone are told. `form` names how it is written."""

    start: int
    end: int
    form: str
    value: float | None
    least: float | None = None
    most: float | None = None


def find(text: str, start: int, end: int) -> list[KoreanNumber]:
    """Every number in `[start, end)`, in order, without overlaps, ranges as one."""
    found: list[KoreanNumber] = []
    for match in _NUMBER.finditer(text, start, end):
        number = _number(match)
        if number is None:
            continue
        joined = _joined(text, found[-1], number) if found else None
        if joined is None:
            found.append(number)
        else:
            found[-1] = joined
    return found


def _number(match: re.Match[str]) -> KoreanNumber | None:
    form, written = match.lastgroup or "", match[0].rstrip()
    start, end = match.start(), match.start() + len(written)
    if len(written) > _MOST_CHARS and not written.replace(",", "").isdecimal():
        return None
    if form == "some":
        least, most = _some(written[1:])
        return KoreanNumber(start, end, form, None, least, most)
    if form == "part":
        return KoreanNumber(start, end, form, _fraction(written))
    if form == "pair":
        least, most = korean().pairs[written]
        return KoreanNumber(start, end, "range", None, least, most)
    if form in ("native", "lone"):
        native = _native(written)
        return None if native is None else KoreanNumber(start, end, form, float(native))
    if form == "between":
        one, other, scales = written[0], written[1], written[2:]
        return KoreanNumber(start, end, "range", None, worth(one + scales), worth(other.replace("륙", "육") + scales))
    value = worth(written.replace("여", ""))
    return None if value is None else KoreanNumber(start, end, form, value)


def _some(scales: str) -> tuple[float, float]:
    """ "수십만": from twenty (of hundreds 200, of thousands and more one) to just under the next."""
    small = next((_SMALL[char] for char in scales if char in _SMALL), 1)
    great = next((_GREAT[char] for char in scales if char in _GREAT), 1)
    least = small * great * (2 if small in (10, 100) else 1)
    return float(least), float(small * 10 * great - 1)


def _fraction(written: str) -> float | None:
    """ "3분의 1": what is under the line is told first."""
    if written == "절반":
        return 0.5
    under, _, over = written.partition("분의")
    whole, part = worth(under), worth(over.strip())
    return part / whole if whole and part is not None else None


def _native(written: str) -> float | None:
    native = korean().native
    if written in native:
        return native[written]
    for cut in (2, 1):
        if written[:cut] in native and written[cut:] in native:
            return native[written[:cut]] + native[written[cut:]]
    return None


def worth(written: str) -> float | None:
    """What is written in digits and scales: "4만 7천" is 47,000, "1억2천만" 120,000,000."""
    total = section = 0.0
    number: float | None = None
    known = korean().digits
    for part in _PART.findall(written):
        if part[0].isdecimal():
            value = digits(part)
            if value is None or number is not None:
                return None
            number = value
        elif part in known:
            number = known[part]
        elif part in _SMALL:
            section += (1.0 if number is None else number) * _SMALL[part]
            number = None
        elif part in _GREAT:
            section += number or 0.0
            total += (section or 1.0) * _GREAT[part]
            section, number = 0.0, None
        else:
            return None
    return total + section + (number or 0.0)


def _joined(text: str, one: KoreanNumber, other: KoreanNumber) -> KoreanNumber | None:
    """ "20~30명", "3~4만 명" (the scale belongs to both)."""
    if one.value is None or other.value is None or other.start - one.end > 4 or one.form != other.form:
        return None
    if not _RANGE.fullmatch(text, one.end, other.start) or "에서" in text[one.end : other.start]:
        return None
    least, most = one.value, other.value
    written = text[other.start : other.end]
    scale = 1.0
    for char in written:
        scale *= _SMALL.get(char) or _GREAT.get(char) or 1
    if not any(char in _SMALL or char in _GREAT for char in text[one.start : one.end]) and least * scale < most:
        least *= scale
    return KoreanNumber(one.start, other.end, "range", None, least, most) if least < most else None
