"""Plain numbers that are of people when nothing says what they count: by what those counted do, or what is done to them."""

from itertools import pairwise
from typing import Final

from archive.model.figure import Kind

from .draft import Draft, take
from .lexicon import english
from .tokens import word_at

_MOST_AUXILIARIES: Final = 4
_CLAUSE_TOKENS: Final = 12
_OF_THE_LIVING: Final = ("flee", "die", "injure", "survive", "live", "arrest", "rescue", "infect")
_DOING: Final = ("who", "came", "arrived", "crossed", "resettled", "said", "told")
_TO_PEOPLE: Final = ("arrest", "rescue", "return", "die", "injure")  # "the storm killed 40"


def crowd(draft: Draft) -> bool:
    """ "Thousands marched", "180 survived", "42 came", "1,509 who made it": of people, when nothing else was told."""
    if alive(draft) or draft.after() in _DOING or (draft.after() == "made" and draft.after(1) == "it"):
        return take(draft, Kind.COUNT, "person", None)
    if (done_to(draft) and draft.ends_clause()) or _of_whom(draft):
        return take(draft, Kind.COUNT, "person", None)
    verb = draft.after().isalpha() and draft.after() not in ("of", "in", "at", "on", "by")
    return draft.number.form == "magnitude" and verb and take(draft, Kind.COUNT, "person", None)


def _of_whom(draft: Draft) -> bool:
    """ "stood at 34,078, of whom 72% were women": whether the clause goes on about those counted."""
    behind = [token.word for token in draft.tokens[draft.last : draft.last + _CLAUSE_TOKENS]]
    at = next(
        (index for index, pair in enumerate(pairwise(behind)) if pair in (("of", "whom"), ("among", "whom"))), None
    )
    return at is not None and not any(word[:1].isdigit() or word in (".", ";") for word in behind[:at])


def alive(draft: Draft) -> bool:
    """Whether those counted do what only the living do: "Some 300 have since died"."""
    auxiliaries, at = english().guards["auxiliaries"], draft.last
    if draft.after() == "of" and draft.after(1) in ("them", "us", "those"):
        at += 2
    most = at + _MOST_AUXILIARIES
    while at < most and word_at(draft.tokens, at) in auxiliaries:
        at += 1
    return english().actions.get(word_at(draft.tokens, at)) in _OF_THE_LIVING


def done_to(draft: Draft) -> bool:
    """ "arrested 12": whether it is people that this is done to."""
    return english().actions.get(draft.before()) in _TO_PEOPLE
