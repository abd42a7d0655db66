"""Chooses the title among the lines above the text: not a section, not the site's name, not a menu entry."""

from collections import Counter
from collections.abc import Sequence

from archive.importers.metadata import publishers
from archive.importers.metadata.names import is_likely_person

from . import site
from .features import ends_sentence, prose
from .roles import Reading, Role, is_section

_LONGEST_CHARS = 300
_LEAST_SCORE = 0.0
_BELOW = 0.6


def title(readings: Sequence[Reading], head: int) -> int | None:
    """The index of the title among the first `head` lines; None when none of them is one."""
    repeats = Counter(reading.line.text for reading in readings[: head + 400])
    scores = {
        index: _score(readings, index, head, repeats)
        for index in range(head)
        if _possible(readings[index]) or _disguised(readings, index, head)
    }
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] <= _LEAST_SCORE:
        return None
    while best > 0 and readings[best - 1].line.apart and scores.get(best - 1, 0.0) >= max(1.9, scores[best] - _BELOW):
        best -= 1  # a line under the title says what it says again, in as many words
    return best


def _possible(reading: Reading) -> bool:
    text = reading.line.text
    if len(text) > _LONGEST_CHARS or reading.why == "picture key words":
        return False
    return reading.role is Role.UNKNOWN or (reading.role in (Role.PROSE, Role.ITEM) and len(text.split()) <= 30)


def _disguised(readings: Sequence[Reading], index: int, head: int) -> bool:
    """Whether a line that reads like a site's phrase ("Back to the boats of Low Marsh") stands where a title does.

    It is set off by blank lines, and nothing but lines about the article stands between it and the text.
    """
    line = readings[index].line
    following = readings[index + 1 : head]
    return (
        readings[index].role is Role.SITE
        and len(line.text.split()) >= 4
        and line.apart
        and len(line.text) <= _LONGEST_CHARS
        and site.is_open(line.text)
        and not ends_sentence(line.text)
        and all(after.role is not Role.SITE for after in following)
        and (readings[index + 1].line.apart if index + 1 < len(readings) else False)
    )


def _score(readings: Sequence[Reading], index: int, head: int, repeats: Counter[str]) -> float:
    text = readings[index].line.text
    score = _length_score(text)
    score -= (
        4.0 * is_section(text) + 3.0 * publishers.banner(text) + 2.0 * is_likely_person(text) * (len(text.split()) <= 3)
    )
    if ends_sentence(text):
        score += 0.5 if text[-1] in "?!" else -1.5
    if prose(text) >= 0.8:
        score -= 1.5
    score += 2.0 * (repeats[text] > 1)
    score += 2.5 * (page_title(readings, index) is not None)
    score -= 2.5 * in_menu(readings, index)
    following = next((reading for reading in readings[index + 1 : head + 1] if reading.role is not Role.CAPTION), None)
    score += 0.5 * (following is not None and following.role is Role.META)
    score -= 1.0 * publishers.body_name(text)
    navigation_below = sum(
        reading.role is Role.SITE and reading.why in ("navigation", "cookie or privacy notice")
        for reading in readings[index + 1 : head]
    )
    return score - min(3.0, 0.7 * navigation_below)


def _length_score(text: str) -> float:
    count = len(text.split())
    if any("가" <= character <= "힣" for character in text):
        return 2.0 if len(text) >= 10 else 1.0 if len(text) >= 5 else 0.2
    return 2.0 if 4 <= count <= 24 else 1.0 if count == 3 else 0.5


def page_title(readings: Sequence[Reading], index: int) -> tuple[int, str] | None:
    """(line, site's name) when another line above the text is this one with a site's name behind it: "Title - Site"."""
    text = readings[index].line.text
    if len(text) < 8:
        return None
    for at, other in enumerate(readings[: index + 40]):
        rest = other.line.text[len(text) :]
        if at != index and other.line.text.startswith(text) and rest.startswith(publishers.BEFORE_SITE):
            return at, rest[3:].strip(" :")
    return None


def in_menu(readings: Sequence[Reading], index: int) -> bool:
    """Whether the line is one of three or more short entries in a row, at least one of them a known menu entry or section."""
    if len(readings[index].line.text.split()) > 4:
        return False
    first, last = index, index
    while (
        first > 0
        and first > index - 12
        and _entry(readings[first - 1])
        and (not readings[first].line.apart or readings[first - 1].role is Role.SITE)
    ):
        first -= 1
    while (
        last + 1 < len(readings)
        and last < index + 12
        and _entry(readings[last + 1])
        and not readings[last + 1].line.apart
    ):
        last += 1
    run = readings[first : last + 1]
    known = sum(reading.role is Role.SITE or is_section(reading.line.text) for reading in run)
    return len(run) >= 3 and known >= 1 and (first < index or last > index)


def _entry(reading: Reading) -> bool:
    return (
        reading.role in (Role.SITE, Role.UNKNOWN)
        and len(reading.line.text.split()) <= 4
        and not site.picture_words(reading.line.text)
    )
