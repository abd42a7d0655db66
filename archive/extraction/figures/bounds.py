"""Words that bound a number: "at least", "some", "or more", "-plus"."""

from collections.abc import Sequence

from archive.model.figure import Bound, Kind

from .lexicon import english
from .numbers import Number
from .tokens import Token, phrase_at, phrase_before, word_at

_FOR_LENGTH = frozenset(
    "for take takes took taken taking last lasted lasting after of is was than by just well spent spend been be".split()
)


def before(tokens: Sequence[Token], begin: int, number: Number, kind: Kind) -> tuple[int, Bound]:
    """Where the bounding words begin that end at `begin`, and what they say."""
    lexicon = english()
    first, bound = begin, Bound.EXACT
    at = begin
    for _ in range(4):
        if word_at(tokens, at - 1) in ("a", "an") and at == begin:
            at -= 1
            continue
        found = phrase_before(tokens, at, lexicon.bounds_before)
        if found is None or _spoilt(tokens, found[0], at, kind):
            break
        at, said = found
        first = at
        if said is not Bound.EXACT:
            bound = Bound(said)
            if bound is Bound.ABOUT or at == 0:
                break
    if number.form == "range":
        if word_at(tokens, first - 1) in ("between", "from"):
            first -= 1
        return first, Bound.RANGE
    if number.form == "magnitude":
        return first, Bound.ORDER_OF_MAGNITUDE
    return first, bound


def _spoilt(tokens: Sequence[Token], begin: int, end: int, kind: Kind) -> bool:
    """Whether the words say something else here: "went up to 25", "over three years" of something that took as long."""
    words = [token.word for token in tokens[begin:end]]
    lexicon = english()
    before_it = word_at(tokens, begin - 1)
    if words == ["within"]:
        return kind is not Kind.DISTANCE or before_it in lexicon.changes["passing"]
    if words == ["over"] and before_it in lexicon.changes["over"]:
        return True
    if words == ["up", "to"]:
        return before_it in lexicon.changes["motion"] or before_it in lexicon.changes["rising"]
    if words == ["over"] and kind is Kind.DURATION:
        return before_it not in _FOR_LENGTH
    if words == ["some"]:
        return before_it in ("in", "at") and kind is Kind.DURATION
    if words[-1] in ("above", "below", "under", "over") and before_it in ("just", "well", "slightly"):
        return False
    return words in (["short", "of"],) and before_it.isalpha() and before_it not in ("just", "fell", "fall", "falls")


def behind(tokens: Sequence[Token], end: int) -> tuple[int, Bound] | None:
    """Where bounding words end that begin at `end`, and what they say."""
    if word_at(tokens, end) == "+" and tokens[end].glued:
        return end + 1, Bound.MORE_THAN
    found = phrase_at(tokens, end, english().bounds_after)
    if found is None or (found[0] < len(tokens) and tokens[found[0]].kind == "digits"):
        return None  # "682 and over 600" are two
    return found[0], Bound(found[1])
