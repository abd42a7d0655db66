"""Ages: "29-year-old", "aged between 22 and 47", "aged 6 and 9", "Kim, 29, said", "her son, then 11,", "in her late 20s"."""

from collections.abc import Sequence
from typing import Final

from archive.model.figure import Kind

from .draft import Draft, draft_of
from .lexicon import english
from .nouns import is_person, is_plural
from .numbers import Number
from .tokens import Token, word_at

_AGE_BEFORE: Final = frozenset(("aged", "age", "ages"))
_AT_A_TIME: Final = frozenset(("then", "now", "aged"))  # "her brother, then 11,"
_OF_SOMEBODY: Final = frozenset("is was turned turns be now and oldest youngest eldest".split())
_EXTREMES: Final = frozenset("oldest youngest eldest".split())
_BEING_SOMEBODY: Final = frozenset(("is", "was", "turned", "turns"))
_PRONOUNS: Final = frozenset("he she who i".split())
_FAR_WHEN: Final = 8  # tokens between "17 when she left and" and its number
_HEDGING: Final = frozenset("about around roughly nearly almost approximately perhaps over under".split())
_JOINTS: Final = frozenset((",", "and", "or", "to"))
_LISTED: Final = 12  # tokens of "aged 3, 7, 9 and"
_LEVELS: Final = ("is", "was", "at", "to")
_NEAR: Final = 7
_BEING: Final = ("are", "were")
_GROWN: Final = 21  # "two in five are under 18"


def age(tokens: Sequence[Token], number: Number) -> Draft | None:
    """The age that the number tells of someone or something."""
    first, at = number.first, number.last
    words = [token.word for token in tokens[at : at + 6] if token.word != "-"][:3]
    end = at
    if words[:2] in (["year", "old"], ["year", "olds"], ["years", "old"]) or words == ["years", "of", "age"]:
        wanted = words[2] if words[1] == "of" else words[1]
        while tokens[end].word != wanted:
            end += 1
        return draft_of(tokens, number, end + 1, Kind.AGE, "year of age", "age")
    if words[:2] in (["month", "old"], ["months", "old"]):
        while not tokens[end].word.startswith("old"):
            end += 1
        return draft_of(tokens, number, end + 1, Kind.AGE, "month of age", "age")
    if number.value is not None and not 0 < number.value <= 120:
        return None
    before = word_at(tokens, first - 1)
    if before in ("between", "from") and number.form == "range":
        first, before = first - 1, word_at(tokens, first - 2)
    if (before == "s" and word_at(tokens, first - 2) == "'") or number.form not in ("digits", "words", "range"):
        return None
    if before == "of" and is_person(word_at(tokens, first - 2)) and not is_plural(word_at(tokens, first - 2)):
        return draft_of(tokens, number, at, Kind.AGE, "year of age", "age") if _bare(tokens, at) else None
    if before == "of" and word_at(tokens, first - 2) == "ages" and number.form == "range":
        draft = draft_of(tokens, number, at, Kind.AGE, "year of age", "age")
        draft.first = first - 4 if word_at(tokens, first - 4) == "between" else first
        return draft
    if before in _AGE_BEFORE or (before == "of" and word_at(tokens, first - 2) in ("age", "ages")):
        return draft_of(tokens, number, at, Kind.AGE, "year of age", "age")
    if _bare(tokens, at) and _told_before(tokens, first, number):
        return draft_of(tokens, number, at, Kind.AGE, "year of age", "age")
    return _apposed_age(tokens, number) or _decade_of_life(tokens, number)


def _told_before(tokens: Sequence[Token], first: int, number: Number) -> bool:
    """Whether the words before a number that counts nothing say that it is an age."""
    before, further = word_at(tokens, first - 1), word_at(tokens, first - 2)
    if before == "as":
        return further in ("young", "old")
    if before in _LEVELS and _speaks_of_age(tokens, first - 1):
        return True
    if before in _JOINTS and _listed(tokens, first - 1):
        return True
    if before in _HEDGING and further == "aged":
        return True
    if before in ("under", "over"):
        return is_person(further) or (further in _BEING and bool(number.value) and (number.value or 0) <= _GROWN)
    return before in _OF_SOMEBODY and _is_of_somebody(tokens, first, number.last)


def _is_of_somebody(tokens: Sequence[Token], first: int, behind: int) -> bool:
    """ "he is now 15", "she was 17 when she left and 21 when", "the oldest 83": said of somebody, right before the number."""
    before = word_at(tokens, first - 1)
    if before in _EXTREMES:
        return True
    if before == "and":
        return word_at(tokens, behind) == "when" and _aged_when(tokens, first)
    at = first - 1
    if before == "now":
        at -= 1
    if word_at(tokens, at) == "be" and word_at(tokens, at - 1) in ("would", "will"):
        at -= 1
    if word_at(tokens, at) not in (*_BEING_SOMEBODY, "would", "will"):
        return False
    who = word_at(tokens, at - 1)
    if word_at(tokens, behind) == "when" and at > 0 and _is_name(tokens, at - 1):
        return True  # "Oh Min was 17 when"
    return who in _PRONOUNS or who in _EXTREMES or (is_person(who) and not is_plural(who))


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """ "Oh Eun-min": a capital word, or what is joined to one."""
    if at > 1 and tokens[at].glued and tokens[at - 1].word == "-":
        at -= 2
    return tokens[at].capital and not tokens[at].taken


def _aged_when(tokens: Sequence[Token], first: int) -> bool:
    """Whether the age of the same person at another time stands before: "she was 17 when she left and"."""
    for at in range(max(first - _FAR_WHEN, 3), first):
        if tokens[at].word == "when" and tokens[at - 2].word in _BEING_SOMEBODY and tokens[at - 3].word in _PRONOUNS:
            return True
    return False


def _listed(tokens: Sequence[Token], last: int) -> bool:
    """ "aged 3, 7 and": whether only numbers stand between the joint at `last` and the word for age."""
    for index in range(last, max(last - _LISTED, -1), -1):
        if tokens[index].word in _AGE_BEFORE:
            return index < last
        if (
            tokens[index].kind != "digits"
            and tokens[index].word not in _JOINTS
            and tokens[index].word not in english().numbers
        ):
            return False
    return False


def _speaks_of_age(tokens: Sequence[Token], last: int) -> bool:
    """ "the average age of farmers is"."""
    for index in range(last - 1, max(last - _NEAR, -1), -1):
        if tokens[index].word in _AGE_BEFORE:
            return True
        if not tokens[index].word.isalpha():
            return False
    return False


def _bare(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].word.isalpha() or tokens[at].word in english().stops


def _apposed_age(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "Kim, 29, said", "her brother, then 11, left": a plain number between commas behind a name or somebody."""
    first, at = number.first, number.last
    if word_at(tokens, first - 1) == '"' and word_at(tokens, first - 2) == ",":
        first -= 1  # "“Han,” 38, said"
        then, named = False, first - 2
    else:
        then = word_at(tokens, first - 1) in _AT_A_TIME
        named = first - 2 - then
    if named < 0 or word_at(tokens, named + 1) != "," or word_at(tokens, at) not in (",", ".", ";", ")"):
        return None
    who = tokens[named]
    somebody = is_person(who.word) and not is_plural(who.word)
    if not (who.capital or somebody) or who.taken or not float(number.value or 0.5).is_integer():
        return None
    if number.form != "digits" and not then:
        return None
    return draft_of(tokens, number, at, Kind.AGE, "year of age", "age")


def _decade_of_life(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "in her late 20s": a stretch of a decade."""
    first, at = number.first, number.last
    if word_at(tokens, at) != "s" or not tokens[at].glued or number.value is None or number.value % 10:
        return None
    part = word_at(tokens, first - 1)
    owner = word_at(tokens, first - 2) if part in ("early", "mid", "late", "-") else part
    if part == "-" and owner == "mid":
        part, owner = "mid", word_at(tokens, first - 3)
    if owner not in ("his", "her", "their", "my", "your", "our"):
        return None
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}.get(part, (0, 9))
    told = Number(first, at, "range", None, number.value + low, number.value + high)
    draft = draft_of(tokens, told, at + 1, Kind.AGE, "year of age", "age")
    draft.first = first - 1 if part in ("early", "late", "mid") else first
    return draft
