"""Judges two texts: a copy, an excerpt, an update, or nothing; says why in a sentence. A guess, but where the words are the same.

Articles of one template (weather, scores, markets) share most of their words and are not copies of each other: what a template
leaves open, numbers and names, differs. So a copy has to keep these too. Texts of one site share what the site puts under
each: so a copy of one publisher has to be alike from its beginning to its end.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from archive.model import edtf
from archive.model.duplicate import Likeness

from . import shingles
from .pieces import Facts, Piece, names_kept, numbers_kept, page

SHORTEST: Final = 20  # words; below, the same words are no sign of one origin
CANDIDATE: Final = 0.25  # of a sketch that stands in the other: fewer are not looked at
_COPY, _EXCERPT, _UPDATE = 0.55, 0.7, 0.4  # of the shorter one's shingles
_SHORT: Final = 0.6  # of the other's length: below, it is a piece of it
_FEW_MARKS: Final = 3  # numbers or names: fewer say nothing
_KEPT: Final = {Likeness.COPY: 0.7, Likeness.EXCERPT: 0.7, Likeness.UPDATE: 0.5}
_PARTS, _LEAST_PART = 4, 0.3
_TITLES_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """What one text is of another. `article` and `other` are the numbers of `Facts`; shares as in `Relation`."""

    article: int
    other: int
    kind: Likeness
    shared: float
    covered: float
    reason: str
    certain: bool = False


def judge(one: Piece, other: Piece) -> Judged | None:
    """What they are of each other, whichever is given first; None where they are two texts."""
    first, second = sorted((one, other), key=_when)  # the earlier first
    if min(len(one.words), len(other.words)) < SHORTEST:
        return None
    if one.words == other.words:
        return _told(second, first, Likeness.COPY, certain=True)
    short, long = sorted((one, other), key=lambda piece: (len(piece.words), piece.facts.number))
    standing = shingles.standing(short.hashes, long.hashes)
    share = float(standing.mean())
    kind = _kind(first, second, short, long, share)
    if kind is None or not _keeps(short, long, _KEPT[kind]):
        return None
    if kind is Likeness.COPY and _one_site(first.facts, second.facts) and not _throughout(standing):
        return None
    return _told(short, long, kind) if kind is Likeness.EXCERPT else _told(second, first, kind)


def _kind(first: Piece, second: Piece, short: Piece, long: Piece, share: float) -> Likeness | None:
    if share >= _UPDATE and _later(first, second):
        return Likeness.UPDATE
    if len(short.words) <= _SHORT * len(long.words):
        return Likeness.EXCERPT if share >= _EXCERPT else None
    return Likeness.COPY if share >= _COPY else None


def _when(piece: Piece) -> tuple[int, bool, int]:
    facts = piece.facts
    return facts.day if facts.day is not None else 10**7, facts.updated, facts.number


def _later(first: Piece, second: Piece) -> bool:
    """Whether it is the same page, or the same story by the same publisher, at a later time."""
    one, other = first.facts, second.facts
    if page(one.url) and page(one.url) == page(other.url):
        return True
    if not one.publisher or one.publisher != other.publisher or not _titles_alike(one.title, other.title):
        return False
    dated = one.day is not None and other.day is not None and one.day < other.day
    return dated or other.updated


def _titles_alike(one: str, other: str) -> bool:
    first, second = set(shingles.tokens(one)), set(shingles.tokens(other))
    return bool(first and second) and len(first & second) / len(first | second) >= _TITLES_ALIKE


def _keeps(short: Piece, long: Piece, least: float) -> bool:
    """Whether the longer text has the numbers and the names of the shorter one, as far as it has enough of them."""
    for kept, told in (numbers_kept(short.body, long.body), names_kept(short.body, long.body)):
        if told >= _FEW_MARKS and kept < least * told:
            return False
    return True


def _one_site(one: Facts, other: Facts) -> bool:
    return not one.publisher or not other.publisher or one.publisher == other.publisher


def _throughout(standing: Any) -> bool:
    """Whether every quarter of a text stands in the other."""
    return all(part.mean() >= _LEAST_PART for part in np.array_split(standing, _PARTS) if len(part))


# Words


def _told(article: Piece, other: Piece, kind: Likeness, *, certain: bool = False) -> Judged:
    shared, covered = _share(article, other), _share(other, article)
    reason = " ".join((_why(article, other, kind, shared, covered, certain), _whose(article.facts, other.facts)))
    return Judged(article.facts.number, other.facts.number, kind, shared, covered, reason, certain)


def _share(one: Piece, other: Piece) -> float:
    """The share of the words of one text that stand in the other within a shared run of five."""
    standing = shingles.standing(one.hashes, other.hashes)
    covered = np.zeros(len(one.words) + shingles.CHARACTERS + 1, np.int64)
    size = len(one.words) - len(standing) + 1
    np.add.at(covered, np.flatnonzero(standing), 1)
    np.add.at(covered, np.flatnonzero(standing) + size, -1)
    return float((np.cumsum(covered)[: len(one.words)] > 0).mean())


def _why(article: Piece, other: Piece, kind: Likeness, shared: float, covered: float, certain: bool) -> str:
    if certain:
        if article.facts.address == other.facts.address:
            return "It came from the same file."
        return "It has the same text, word for word."
    if kind is Likeness.EXCERPT:
        times = len(other.words) / len(article.words)
        return f"{_percent(shared)} of its words stand in the other text, which is {times:.1f} times as long."
    told = f"{_percent(shared)} of its words stand in the other text, and {_percent(covered)} of that one's in it."
    if kind is Likeness.COPY:
        return told
    same = page(article.facts.url) and page(article.facts.url) == page(other.facts.url)
    what = "It is the same page" if same else "It has the same publisher and a like title"
    return f"{what}{_how_much_later(article.facts, other.facts)}. {told}"


def _how_much_later(later: Facts, earlier: Facts) -> str:
    if later.day is not None and earlier.day is not None and later.day > earlier.day:
        days = later.day - earlier.day
        return f", {days} day{'' if days == 1 else 's'} later"
    return ", and says that it was updated" if later.updated and not earlier.updated else ", saved again"


def _percent(share: float) -> str:
    """Never "100 %" of what is not all."""
    return f"{min(99, round(100 * share)) if share < 1 else 100} %"


def _whose(article: Facts, other: Facts) -> str:
    one, two = _source(article), _source(other)
    if not one and not two:
        return "Neither says who published it, or when."
    return f"This one: {one or 'no publisher or date'}; the other: {two or 'no publisher or date'}."


def _source(facts: Facts) -> str:
    day = edtf.display(facts.published) if facts.published else ""
    return ", ".join(part for part in (facts.publisher, day) if part)
