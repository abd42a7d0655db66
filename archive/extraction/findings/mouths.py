"""Who gives a figure, where the sentence says so without the figure's reading having taken it: the words before a verb of saying.

"Aid groups think it is closer to 20,000", "the service has fewer than 60,000", "통일부는 8천 명으로 본다": whoever speaks is not what is counted.
"""

import re
from functools import lru_cache
from typing import Final

from archive.base.text import folded
from archive.extraction import comparable
from archive.model.figure import Figure

_CLAUSE: Final = re.compile(r"[;:]\s|,\s(?:while|but|though|although|whereas|and)\s|(?:지만|으나|는데),?\s")
_SAYS: Final = re.compile(
    r"^\W*(?P<who>(?:\S+\s){1,8}?)(?:now\s|still\s|only\s)?"
    r"(?:(?:think|believe|reckon|estimate|suspect|insist|claim|say|count|speak|know|expect)s?|thought|believed|reckoned|estimated|suspected"
    r"|insisted|claimed|said|counted|spoke|knew|expected|puts?|gives?|gave|(?P<has>has|had))\b",
)  # fmt: skip
_SAID_IN_KOREAN: Final = re.compile(
    r"(?:본다|봤다|추산|추정|파악|집계|말했다|했다|밝혔다|전했다|주장|내다봤다|설명)[^.]{0,14}\W*$"
)
_WHO_IN_KOREAN: Final = re.compile(
    r"^\W*(?:반면\s|한편\s|그러나\s|하지만\s)?(?P<who>[^,“”\"]{1,40}?[^\s,])[’'”\"]?[은는]\s"
)
# What has a number and is nobody: "the number has 12 digits", "each has two"; and whom a number of persons is told of.
_NOBODY: Final = re.compile(
    r"(?:^|\s)(?:지금|현재|오늘|당시|올해|지난해|작년|이번|이날|여기)$|\b(?:it|that|this|there|which|who|he|she|they|we|each|one|some|many|most|all|number|total|figure)\s*$"
)
_NUMBER: Final = re.compile(r"\d")
# Another number of what was counted before, told as such.
_INSTEAD: Final = re.compile(
    r"\b(?:puts?|put|gives?|gave|sets?)\s(?:the|its|that|their|this)\s(?:\w+\s)?(?:number|figure|toll|total|count|sum|losses)\b"
    r"|\b(?:spoke|speaks?|talks?|talked)\sof\b|\bown\s(?:log|count|figure|estimate|tally)\b|추산|추정|파악하|(?:으로|로)\s본다",
    re.IGNORECASE,
)


def mouth(figure: Figure) -> str:
    """Who gives it, folded; "" where nobody is told."""
    if comparable.names_somebody(figure.origin):
        return figure.origin
    return _spoken(figure)[0]


def spoken(figure: Figure) -> tuple[int, int]:
    """Where the words for whoever gives it stand in its sentence, before a verb of saying; an empty span where nobody is told."""
    return _spoken(figure)[1]


def gives_another(figure: Figure) -> bool:
    """Whether somebody is told to give another number of what was counted before."""
    return bool(mouth(figure)) and _INSTEAD.search(figure.sentence) is not None


def _spoken(figure: Figure) -> tuple[str, tuple[int, int]]:
    at = figure.start - figure.sentence_start
    who, where, has = _subject(figure.sentence, at)
    # "The house has 40 beds" says nothing of anybody's numbers, "the service has 40" does.
    named = figure.counted and figure.sentence.find(figure.counted, at) >= 0
    return ("", (0, 0)) if has and named else (who, where)


@lru_cache(maxsize=4096)
def _subject(sentence: str, at: int) -> tuple[str, tuple[int, int], bool]:
    """Whoever speaks in the clause in which the figure stands, where, and whether they only have it."""
    start = 0
    for found in _CLAUSE.finditer(sentence, 0, max(at, 0)):
        start = found.end()
    korean = _SAID_IN_KOREAN.search(sentence) is not None
    told = (_WHO_IN_KOREAN if korean else _SAYS).match(sentence[start:at])
    if told is None:
        return "", (0, 0), False
    who = told["who"].strip()
    if not who or _NUMBER.search(who) or _NOBODY.search(folded(who)):
        return "", (0, 0), False
    has = not korean and told["has"] is not None
    if has and sentence[start + told.end() : at].strip():
        return "", (0, 0), False
    return folded(who), (start + told.start("who"), start + told.end("who")), has
