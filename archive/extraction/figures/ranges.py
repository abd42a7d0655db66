"""Two numbers that are one range: "between 20 and 30", "10-15", "from three to five", "$3m to $5m", "two or three"."""

from collections.abc import Sequence
from dataclasses import replace

from .lexicon import english
from .money import currency_before
from .numbers import Number, digits
from .tokens import Token, word_at

_SIMPLE = frozenset(("digits", "words", "magnitude"))
_DASHES = ("-", "–", "—", "~")
_REACH = 8
_AMOUNTING = frozenset("come comes came coming amount amounts amounted amounting add adds added".split())
_MOST_SPREAD = 3  # "lost $3 to $120": a range of a change is never as wide


def join(tokens: Sequence[Token], found: Sequence[Number]) -> list[Number]:
    """The numbers, with each range as one."""
    joined: list[Number] = []
    for number in found:
        whole = _range(tokens, joined[-1], number) if joined else None
        if whole is None:
            joined.append(number)
        else:
            joined[-1] = whole
    return joined


def _range(tokens: Sequence[Token], one: Number, other: Number) -> Number | None:
    if one.form not in _SIMPLE or other.form not in _SIMPLE:
        return None
    begin = currency_before(tokens, other.first)
    second = other.first if begin is None else begin[0]
    between = [token.word for token in tokens[one.last : second]]
    same_unit = len(between) > 1 and _same_unit(tokens, one, other, between)
    if not between or (len(between) > 1 and not same_unit) or not _joins(tokens, one, other, between[-1]):
        return None
    least, most = _ends(tokens, one, other)
    if least is None or most is None or least >= most:
        return None
    if between[-1] == "to" and most > _MOST_SPREAD * least and _moving(word_at(tokens, _begin(tokens, one) - 1)):
        return None
    dotted = one.dotted and other.dotted
    return Number(
        one.first, other.last, "range", None, least, most, second=other.first, scaled=other.scaled, dotted=dotted
    )


def _same_unit(tokens: Sequence[Token], one: Number, other: Number, between: Sequence[str]) -> bool:
    """ "20 percent to 30 percent", "5% and 10%"."""
    unit = list(between[:-1])
    after = [token.word for token in tokens[other.last : other.last + len(unit)]]
    return unit == after and unit in (["percent"], ["%"], ["per", "cent"])


def _joins(tokens: Sequence[Token], one: Number, other: Number, word: str) -> bool:
    first = _begin(tokens, one)
    before = word_at(tokens, first - 1)
    if word in _DASHES:
        return (tokens[one.last].glued and tokens[other.first].glued) or word == "~"
    if word == "and":
        if word_at(tokens, first - 4) == "between":
            return before == "of" and word_at(tokens, first - 2) == "ages"
        return "between" in (before, word_at(tokens, first - 2), word_at(tokens, first - 3))
    if word == "to":
        if before == "by" and word_at(tokens, other.last) not in ("percent", "%", "per", "percentage"):
            return False
        if before == "to":
            return word_at(tokens, first - 2) in _AMOUNTING
        return not two_levels(tokens, first)
    return word == "or" and one.form == other.form and not one.scaled


def two_levels(tokens: Sequence[Token], first: int) -> bool:
    """Whether "from 27 to 18", which begins behind "from", tells what was and what is, and no range: something rose or fell."""
    lexicon, before = english(), word_at(tokens, first - 1)
    if _moving(before):
        return False
    near = [token.word for token in tokens[max(first - _REACH, 0) : first]]
    moving = lexicon.up | lexicon.down | lexicon.changes["motion"]
    return before == "from" and any(word in moving for word in near)


def _begin(tokens: Sequence[Token], number: Number) -> int:
    """Where the number begins, with its currency."""
    money = currency_before(tokens, number.first)
    return number.first if money is None else money[0]


def _moving(word: str) -> bool:
    return word in english().up or word in english().down


def _ends(tokens: Sequence[Token], one: Number, other: Number) -> tuple[float | None, float | None]:
    if one.form == "magnitude" or other.form == "magnitude":
        return (one.least if one.form == "magnitude" else one.value), (
            other.most if other.form == "magnitude" else other.value
        )
    least, most = one.value, other.value
    if least is not None and most is not None and other.scaled and not one.scaled:
        # "3 to 5 million": the scale belongs to both.
        unscaled = replace(other, last=other.first + 1)
        scale = most / plain if (plain := _plain(tokens, unscaled)) else 1.0
        if least * scale < most:
            least *= scale
    return least, most


def _plain(tokens: Sequence[Token], number: Number) -> float | None:
    token = tokens[number.first]
    return digits(token.word) if token.kind == "digits" else english().numbers.get(token.word)
