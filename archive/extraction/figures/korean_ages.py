"""Korean ages: "박모(41)씨", "30대 남성", "20~30대"."""

import re
from dataclasses import replace
from typing import Final

from archive.model.figure import Bound, Kind

from .korean_draft import KoreanDraft, draft_of
from .korean_lexicon import korean
from .korean_numbers import KoreanNumber

_DECADES: Final = (10, 20, 30, 40, 50, 60, 70, 80, 90)
_OLDEST: Final = 120
_NAMED: Final = re.compile(r"(?<![가-힣])[가-힣]{1,4}\s?\($")  # "박모(41)씨", "정은서(23·가명)"
_AGED: Final = re.compile(r"세?(?:\)\s?(?:씨|군|양|옹|할머니|할아버지)|\s?[·,]\s?(?:가명|여|남|여성|남성)\))")
_REACH: Final = 8


def named(text: str, number: KoreanNumber, low: int, high: int) -> KoreanDraft | None:
    """The age that stands in brackets behind a name: "박모(41)씨", "정은서(23·가명)"."""
    if number.value is None or not 0 < number.value <= _OLDEST or not _AGED.match(text, number.end, high):
        return None
    if _NAMED.search(text, max(low, number.start - _REACH), number.start) is None:
        return None
    return draft_of(number, number.end, Kind.AGE, "year of age", "ko-age", number.value)


def decade(text: str, number: KoreanNumber, match: re.Match[str]) -> KoreanDraft | None:
    """ "30대 남성", "20~30대가": those in their thirties, or from twenty to thirty-nine, no thirty cars."""
    least, most = (number.least, number.most) if number.value is None else (number.value, number.value)
    if (
        match[0] != "대"
        or least not in _DECADES
        or most not in _DECADES
        or not korean().decade.match(text, match.end())
    ):
        return None
    if number.value is not None and number.form != "digits":
        return None
    draft = draft_of(number, match.end(), Kind.AGE, "year of age", "ko-decade", None)
    return replace(draft, least=least, most=most + 9, bound=Bound.RANGE)
