"""What is counted as a key by which figures are told alike: the noun and what those counted do, through the lexicon's groups."""

from collections.abc import Sequence

from .lexicon import english
from .nouns import NounPhrase, singular
from .places import demonym
from .tokens import Token

_MOST_MODIFIERS = 2
_REACH = 12


def counted_key(noun: NounPhrase | None, tokens: Sequence[Token], last: int, first: int) -> str:
    """The key of what is counted: synonyms as one, those of a country as people, then what they do ("migrant arrive")."""
    if noun is None:
        return ""
    lexicon = english()
    head = noun.words[-1] if noun.words else noun.unit
    key = lexicon.synonyms.get(head) or ("person" if demonym(head) else singular(head))
    if key not in ("person", "migrant"):
        key = " ".join([*_modifiers(noun), key])
    act = action(tokens, last, first)
    told = f"{key} {act}" if act else key
    return lexicon.same.get(told, told)


def _modifiers(noun: NounPhrase) -> list[str]:
    lexicon = english()
    words = [
        word for word in noun.words[:-1]
        if word not in lexicon.modifiers and word not in lexicon.stops and not demonym(word) and word != "s" and word.isalpha()
    ]  # fmt: skip
    return [singular(word) for word in words[-_MOST_MODIFIERS:]]


def action(tokens: Sequence[Token], last: int, first: int) -> str:
    """The group of the nearest verb of the lexicon behind the figure, else before it; nothing when there is none."""
    actions = english().actions
    for index in range(last, min(last + _REACH, len(tokens))):
        if tokens[index].word in (";", "."):
            break
        if tokens[index].word in actions:
            return actions[tokens[index].word]
    for index in range(first - 1, max(first - _REACH, -1), -1):
        if tokens[index].word in (";", "."):
            break
        if tokens[index].word in actions:
            return actions[tokens[index].word]
    return ""


def source_key(words: str) -> str:
    """A source by which repeats of one origin are told: no article, no possessive, lower case."""
    told = words.replace("’", "'").lower().strip(" ,.'\"“”")
    for article in ("the ", "a ", "an "):
        told = told.removeprefix(article)
    return " ".join(told.replace("'s ", " ").split())
