"""Korean ages in decades: "30대 남성", "20~30대"."""

import re
from dataclasses import replace
from typing import Final

from archive.model.figure import Bound, Kind

from .korean_draft import KoreanDraft, draft_of
from .korean_lexicon import korean
from .korean_numbers import KoreanNumber

_DECADES: Final = (10, 20, 30, 40, 50, 60, 70, 80, 90)
# These are counted with the same word.
_MACHINES: Final = re.compile(
    r"(?:차|차량|버스|트럭|택시|드론|헬기|전투기|오토바이|자전거|카메라|전화|전화기|컴퓨터|탱크|선박|배)\s?(?:약\s?)?$"
)
_REACH: Final = 10


def decade(text: str, number: KoreanNumber, match: re.Match[str]) -> KoreanDraft | None:
    """ "30대 남성", "20~30대가": those in their thirties, or from twenty to thirty-nine, no thirty cars."""
    least, most = (number.least, number.most) if number.value is None else (number.value, number.value)
    if (
        match[0] != "대"
        or least not in _DECADES
        or most not in _DECADES
        or not korean().decade.match(text, match.end())
        or _MACHINES.search(text, max(number.start - _REACH, 0), number.start)
    ):
        return None
    if number.value is not None and number.form != "digits":
        return None
    draft = draft_of(number, match.end(), Kind.AGE, "year of age", "ko-decade", None)
    return replace(draft, least=least, most=most + 9, bound=Bound.RANGE)
