"""What is counted as a key by which figures are told alike: the noun and what those counted do, through the lexicon's groups."""

from collections.abc import Sequence
from functools import lru_cache

from archive.extraction import comparable

from .in_use import own
from .lexicon import english
from .nouns import NounPhrase, phrase, singular, skip_weak
from .places import demonym
from .tokens import Token

_MOST_MODIFIERS = 2
_CASES = frozenset("case cases act acts incident incidents instance instances".split())
_REACH = 12
_LONGEST_OWN = 4
_NEVER = ("s", "north", "south", "east", "west")


def counted_key(noun: NounPhrase | None, tokens: Sequence[Token], last: int, first: int) -> str:
    """The key of what is counted: synonyms as one, those of a country as people, then what they do ("migrant arrive")."""
    if noun is None:
        return ""
    mine = own_group(noun.words)
    if mine:
        act = action(tokens, last, first) if mine in comparable.groups(own()).people else ""
        return f"{mine} {act}" if act else mine
    lexicon = english()
    head = noun.words[-1] if noun.words else noun.unit
    if head in _CASES and noun.last < len(tokens) and tokens[noun.last].word == "of":
        # "acts of self-harm", "cases of measles": cases of what they are of.
        inner = phrase(tokens, skip_weak(tokens, noun.last + 1), one=True)
        if inner is not None:
            return " ".join([*_modifiers(inner), singular(inner.words[-1]), "case"])
    key = lexicon.synonyms.get(head) or ("person" if demonym(head) else singular(head))
    if key not in ("person", "migrant"):
        key = " ".join([*_modifiers(noun), key])
    act = action(tokens, last, first) if noun.unit == "person" else ""
    told = f"{key} {act}" if act else key
    return lexicon.same.get(told, told)


def own_group(words: Sequence[str]) -> str:
    """The group of a person's own that the last of the words name; "" where there is none."""
    mine = own()
    phrases = comparable.groups(mine).phrases if mine.groups else {}
    for length in range(min(_LONGEST_OWN, len(words)), 0, -1) if phrases else ():
        token = comparable.own_phrase("_".join(words[-length:]), phrases)
        if token:
            return token
    return ""


def _modifiers(noun: NounPhrase) -> list[str]:
    lexicon = english()
    words = [
        word for word in noun.words[:-1]
        if word not in lexicon.modifiers and word not in lexicon.stops and not demonym(word) and word not in _NEVER and word.isalpha()
    ]  # fmt: skip
    return [singular(word) for word in words[-_MOST_MODIFIERS:]]


def action(tokens: Sequence[Token], last: int, first: int, *, clause: bool = False) -> str:
    """The group of the nearest verb of the lexicon behind the figure, else before it; nothing when there is none.

    With `clause` it must stand in the figure's own clause: "the man who fled, spoke of 40" has none.
    """
    actions = english().actions
    behind, before = range(last, min(last + _REACH, len(tokens))), range(first - 1, max(first - _REACH, -1), -1)
    for near in (behind, before):
        for index in near:
            if tokens[index].word in (";", ".") or (clause and tokens[index].word == ","):
                break
            told = actions.get(tokens[index].word)
            if told is not None:
                return _with_goal(tokens, index, told)
    return ""


def _with_goal(tokens: Sequence[Token], index: int, told: str) -> str:
    """Who flees "to" a place arrives."""
    goal = english().goals.get(told)
    near = [token.word for token in tokens[index + 1 : index + 4]]
    return goal if goal is not None and ("to" in near or "into" in near) else told


@lru_cache(maxsize=4096)
def source_key(words: str) -> str:
    """A source by which repeats of one origin are told: no article, no possessive, lower case."""
    told = words.replace("’", "'").lower().strip(" ,.'\"“”")
    for article in ("the ", "a ", "an "):
        told = told.removeprefix(article)
    return " ".join(told.replace("'s ", " ").split())
