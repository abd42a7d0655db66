"""What looks like a number and claims nothing: names, references, addresses, scores, telephone numbers, idioms, stray "one"."""

from collections.abc import Sequence
from typing import Final

from .lexicon import english
from .nouns import is_person, is_plural
from .numbers import Number
from .places import demonym, place_in_plural, place_name
from .tokens import Token, phrase_at, word_at

_LIST_MARKS: Final = (".", ")", "]")
_YEARS: Final = (1500, 2100)
_NEAR_MARK: Final = 4
_NEAR_NAME: Final = 3
_ROW: Final = 8
_LONGEST_IDIOM: Final = 4  # words before the number of one
_LONGEST_PLAIN: Final = 18
_MOST_ITEMS: Final = 99


def spans(tokens: Sequence[Token], numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Where idioms stand: a number in one of these claims nothing."""
    idioms = english().idioms
    found: list[tuple[int, int]] = []
    for number in numbers:
        if number.form == "ratio":
            continue  # "found that one in five"
        for index in range(max(number.first - _LONGEST_IDIOM, 0), number.last):
            told = phrase_at(tokens, index, idioms) if tokens[index].word in idioms else None
            if told is not None:
                found.append((index, told[0]))
    return found


def is_part_of_a_word(tokens: Sequence[Token], number: Number) -> bool:
    """ "CD4", "4KX", "COVID-19", "1990s", "21st", "9:30", "18.2.3": joined to what is no number.

    What may be joined in front (a currency) or behind (a unit) has been read before.
    """
    first, last = number.first, number.last
    before = tokens[first - 1] if first else None
    if before is not None and tokens[first].glued:
        if before.kind == "word" or before.word in ("#", "§", "_", "/", ":", "@", "."):
            return True
        if before.word == "-" and first > 1 and before.glued and tokens[first - 2].kind in ("word", "digits"):
            return True
    after = tokens[last] if last < len(tokens) else None
    if after is None or not after.glued:
        return False
    if after.word == "'" and word_at(tokens, last + 1) == "s":
        return True
    if after.kind == "word" and tokens[last - 1].kind == "digits":
        return True
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if after.word == "(" and following is not None and len(following.word) == 1:
        return True  # "2(a)"
    return (
        after.word in (":", "/", "-", "–", "(", ".", "_", "@") and following is not None and following.glued
        and following.kind == "digits"
    )  # fmt: skip


def is_name(tokens: Sequence[Token], number: Number) -> bool:
    """ "Route 66", "page 112", "S&P 500", "the Big Three", "221 Mill Road", "§ 1001"."""
    guards = english().guards
    first = number.first
    before = word_at(tokens, first - 1)
    if first and tokens[first].kind == tokens[first - 1].kind == "digits" and not tokens[first - 1].taken:
        return True  # "0800 555"
    if _is_dialled(tokens, number):
        return True
    if before == "take" and word_at(tokens, first - 2) == "or" and word_at(tokens, first - 3) == "give":
        return True  # how far off the number before may be
    if before in ("past", "to") and word_at(tokens, first - 2) in ("quarter", "half"):
        return True
    if before == "of" and word_at(tokens, first - 2) in ("factor", "factors"):
        return True  # how many times as much
    if before == ":" and first > 2 and _is_year(tokens[first - 2]) and _cited(tokens, first - 3):
        return True  # "(Tanaka 2008: 17)"
    if before == "." and word_at(tokens, first - 2) in (
        "no",
        "nos",
        "art",
        "sec",
        "ch",
        "pp",
        "vol",
        "p",
        "fig",
        "figs",
        "ext",
        "tel",
        "tab",
    ):
        return True
    if before in guards["names"] and not (before in guards["capital"] and not tokens[first - 1].capital):
        return not (before in ("size", "form", "file", "rule", "part", "no") and tokens[first].kind == "word")
    if before in guards["calls"] and number.value is not None and number.value >= 100 and not number.scaled:
        return True
    if tokens[first].kind == "word" and tokens[first].capital and not _opens(tokens, first):
        return True
    if tokens[first].kind == "digits" and _behind_name(tokens, number):
        return True
    return _before_name(tokens, number)


def _is_year(token: Token) -> bool:
    return token.kind == "digits" and token.word.isdigit() and _YEARS[0] < int(token.word) < _YEARS[1]


def _cited(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name in brackets stands there, as before a year and a page."""
    at -= word_at(tokens, at) == ","
    return (
        at > 0
        and tokens[at].capital
        and any(token.word in ("(", ";") for token in tokens[max(at - _NEAR_NAME, 0) : at])
    )


def _is_dialled(tokens: Sequence[Token], number: Number) -> bool:
    """ "+82 2 707 9300", and "3 and 4" behind "tables": of a row of numbers whose first is a name."""
    first = number.first
    before, behind = word_at(tokens, first - 1), number.last
    if before == "+" and tokens[first].glued and behind < len(tokens) and tokens[behind].kind == "digits":
        return True
    row = before in ("and", ",", "or", "to") and first > 2 and tokens[first - 2].kind == "digits"
    return row and word_at(tokens, first - _NEAR_NAME) in english().guards["names_of_several"]


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or word_at(tokens, index - 1) in ('"', "'", "‘", "(", ":", "—", "–", "-", ".", "•", "*", "…")


def _behind_name(tokens: Sequence[Token], number: Number) -> bool:
    """A plain number right behind a capital word that is no beginning of a sentence, and before nothing that it counts."""
    before = tokens[number.first - 1] if number.first else None
    if before is not None and before.glued and word_at(tokens, number.first - 2) == "-" and number.first > _NEAR_NAME:
        before = tokens[number.first - _NEAR_NAME]  # "Abu-dong 209"
    if before is None or not before.capital or before.taken or number.scaled or tokens[number.first].glued:
        return False
    lexicon = english()
    if place_name(before.word) and _is_of_a_row(tokens, number):
        return False
    if before.word in lexicon.stops or _is_bounding(before.word) or before.word in lexicon.modifiers:
        return False
    following = word_at(tokens, number.last)
    return not (is_plural(following) or demonym(following) or following in ("other", "new", "more"))


def _is_of_a_row(tokens: Sequence[Token], number: Number) -> bool:
    """ "Norway took 41, Sweden 29 and Finland 7": a place with its number, behind others."""
    at = number.first - 2
    row = word_at(tokens, at) in (",", "and", ";") and word_at(tokens, number.last) in (",", "and", ".", ";", "")
    return row and any(token.kind == "digits" and not token.taken for token in tokens[max(at - _ROW, 0) : at])


def _is_bounding(word: str) -> bool:
    return word in english().bounds_before or word in ("another", "these", "those")


def _before_name(tokens: Sequence[Token], number: Number) -> bool:
    """A number right before capital words that are a street, or a name that goes with it ("the two Koreas")."""
    lexicon = english()
    index = number.last
    if index >= len(tokens) or not tokens[index].capital:
        return False
    word = tokens[index].word
    if place_in_plural(word) or (word_at(tokens, number.first - 1) in ('"', "‘") and not demonym(word)):
        return True
    near = [token for token in tokens[index : index + 4] if token.kind == "word"]
    if any(token.capital and token.word in lexicon.guards["streets"] for token in near):
        return True
    if demonym(word) or is_person(word) or word in lexicon.units:
        return False
    while index < len(tokens) and (tokens[index].capital or tokens[index].word in ("-", "'", "s", "&", ".")):
        if demonym(tokens[index].word) or is_person(tokens[index].word):
            return False
        index += 1
    following = word_at(tokens, index)
    return not (is_plural(following) or (following.isalpha() and following not in lexicon.stops)) or (
        word_at(tokens, number.first - 1) == "the" and is_plural(tokens[number.last].word)
    )


def is_mark(tokens: Sequence[Token], number: Number) -> bool:
    """ "scored 38 out of 100": what someone was given for what they did."""
    marks = english().guards["marks"]
    outright = word_at(tokens, number.first + 1) == "out"
    return outright and any(token.word in marks for token in tokens[max(number.first - _NEAR_MARK, 0) : number.first])


def is_score(tokens: Sequence[Token], number: Number) -> bool:
    """ "4-2", "98-91", "555-0142": two numbers with a dash between that count nothing."""
    at = number.second - 1
    if number.form == "range" and word_at(tokens, at) in ("-", "–"):
        return "," not in tokens[number.first].word
    after = number.last
    return (
        word_at(tokens, after) in ("-", "–")
        and tokens[after].glued
        and after + 1 < len(tokens)
        and (tokens[after + 1].kind == "digits" and tokens[after + 1].glued)
    )


def is_identifier(tokens: Sequence[Token], number: Number) -> bool:
    """Whether plain digits are more than anybody counts to: what counts nothing beside it is a key or an account."""
    word = tokens[number.first].word
    return word.isdecimal() and len(word) > _LONGEST_PLAIN


def is_list_number(tokens: Sequence[Token], number: Number, opens_block: bool) -> bool:
    """ "1. The price", "(2) the way": a number that numbers what follows."""
    following = word_at(tokens, number.last)
    if number.first == 0 and opens_block and following in _LIST_MARKS and tokens[number.last].glued:
        return True
    bracketed = word_at(tokens, number.first - 1) in ("(", "[") and following in (")", "]")
    return bracketed and (number.value is None or number.value <= _MOST_ITEMS)


def is_year(tokens: Sequence[Token], number: Number) -> bool:
    """A plain number of four digits that may be a year which the dates left alone."""
    token = tokens[number.first]
    return (
        token.kind == "digits" and len(token.word) == 4 and number.last == number.first + 1
        and number.value is not None and _YEARS[0] <= number.value <= _YEARS[1]
    )  # fmt: skip


def is_stray_one(tokens: Sequence[Token], number: Number) -> bool:
    """Whether "one" counts nothing: "one of the", "one veteran said"."""
    if number.value != 1 or tokens[number.first].word != "one" or number.form != "words":
        return False
    before, after = word_at(tokens, number.first - 1), word_at(tokens, number.last)
    if after in ("of", "that", "who", "which", "-", "another", "is", "was", ",", "."):
        return True
    return before not in english().guards["one_before"] and not _befallen(tokens, number.last)


def _befallen(tokens: Sequence[Token], at: int) -> bool:
    """ "one student was killed": what happened to one is told of one."""
    for index in range(at, min(at + 4, len(tokens) - 1)):
        if tokens[index].word in ("was", "is", "has"):
            return word_at(tokens, index + 1) in english().guards["befallen"]
    return False
