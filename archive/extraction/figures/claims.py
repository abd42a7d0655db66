"""What a number claims, from the words right beside it: money, a share, an age, a length, a ratio, a count of something."""

from collections.abc import Sequence
from typing import Final

from archive.model.figure import Bound, Kind

from . import bounds, guards, rates
from .ages import age
from .draft import Draft, draft_of
from .lexicon import english
from .measures import measure
from .money import currency_after, currency_before
from .nouns import NounPhrase, is_person, phrase, skip_weak
from .numbers import Number
from .tokens import Token, word_at

_OF_RATIO: Final = frozenset(
    "the as more higher larger greater bigger what that its their his her than faster longer better worse likely heavier less lower smaller".split()
)
_BEFORE_MULTIPLE: Final = frozenset(
    "the as what that its their his her our of these those in since to from over by more".split()
)
_NOUN_MULTIPLES: Final = frozenset(("double", "triple", "treble", "quadruple", "halve"))
_BEFORE_NO_FRACTION: Final = ("the", "first", "second", "third", "fourth", "last", "final", "this", "next")
_BEING: Final = ("were", "are", "was")


def read(tokens: Sequence[Token], number: Number, *, opens_block: bool) -> Draft | None:
    """The figure that the number makes with its neighbours; None for what claims nothing.

    A plain number that counts nothing beside it has an empty unit, to be carried over from elsewhere.
    """
    draft = _typed(tokens, number)
    if draft is None or draft.rule == "none":
        return None
    if draft.kind is Kind.COUNT and draft.rule in ("count", "bare") and _refused(draft, opens_block):
        return None
    draft.first, draft.bound = bounds.before(tokens, draft.first, draft.number, draft.kind)
    if number.form == "length" and draft.bound is Bound.EXACT:
        draft.bound = Bound.ABOUT
    _bound_behind(draft)
    rates.mark(draft)
    return draft


def _typed(tokens: Sequence[Token], number: Number) -> Draft | None:
    if number.form == "none":
        return _nobody(tokens, number)
    money = _money(tokens, number)
    if money is not None:
        return money
    if number.form == "length":
        return draft_of(tokens, number, number.last, Kind.DURATION, "year", "measure")
    if number.form == "multiple":
        return _multiple(tokens, number)
    for rule in (_percent, age, _fraction, _ratio, measure, _times):
        draft = rule(tokens, number)
        if draft is not None:
            return draft
    if guards.is_part_of_a_word(tokens, number):
        return _hyphened(tokens, number)
    return _hyphened(tokens, number) or _count(tokens, number)


def _money(tokens: Sequence[Token], number: Number) -> Draft | None:
    before = currency_before(tokens, number.first)
    if before is not None and number.form in ("digits", "words", "range", "magnitude"):
        end = number.last
        repeated = currency_after(tokens, end, number.value, number.scaled)
        if repeated is not None and repeated[1] == before[1]:
            end = repeated[0]
        draft = draft_of(tokens, number, end, Kind.MONEY, before[1], "money")
        draft.first, draft.factor = before[0], _dotted(number)
        return draft
    at = number.last
    if number.form == "magnitude" and word_at(tokens, at) == "of":
        at += 1
    after = currency_after(tokens, at, number.value, number.scaled or number.form == "magnitude")
    if after is None or number.form in ("multiple", "fraction", "ratio"):
        return None
    if guards.is_year(tokens, number) and word_at(tokens, number.first - 1) in ("in", "constant"):
        return None  # "in 1998 dollars"
    draft = draft_of(tokens, number, after[0], Kind.MONEY, after[1], "money")
    draft.factor = after[2] * _dotted(number)
    return draft


def _dotted(number: Number) -> float:
    # "1.047 people": three decimals before what is counted are thousands in the press of the continent.
    return 1000.0 if number.dotted else 1.0


def _percent(tokens: Sequence[Token], number: Number) -> Draft | None:
    at = number.last + 1 if word_at(tokens, number.last) == "-" else number.last
    if number.form == "magnitude":
        return None
    words = [token.word for token in tokens[at : at + 2]]
    if words[:1] in (["%"], ["percent"], ["pc"], ["pct"], ["percentage"]) or words == ["per", "cent"]:
        if words[0] == "percentage" and words[1:] not in (["points"], ["point"]):
            return None
        end = at + (2 if words[0] in ("per", "percentage") else 1)
        noun = _of_what(tokens, end)
        point = words[0] == "percentage" or (words[0] == "%" and word_at(tokens, end) in ("points", "point"))
        if point and words[0] == "%":
            end += 1
        draft = draft_of(tokens, number, end, Kind.SHARE, "percentage point" if point else "percent", "percent")
        draft.noun = noun
        return draft
    if words in (["basis", "points"], ["basis", "point"]):
        return draft_of(tokens, number, at + 2, Kind.SHARE, "basis point", "percent")
    return None


def _of_what(tokens: Sequence[Token], at: int) -> NounPhrase | None:
    """What a share is of, or a change in: "80 percent of arrivals", "a 31 percent cut in aid"."""
    changes = english().changes
    if word_at(tokens, at) in changes["nouns_up"] or word_at(tokens, at) in changes["nouns_down"]:
        at += 1
    if word_at(tokens, at) not in ("of", "in"):
        return None
    return phrase(tokens, skip_weak(tokens, at + 1), one=True)


def _fraction(tokens: Sequence[Token], number: Number) -> Draft | None:
    if number.form == "half":
        unit = english().units.get(word_at(tokens, number.last + 1))
        return None if unit is None else draft_of(tokens, number, number.last + 2, unit[1], unit[0], "measure")
    if number.form != "fraction":
        return None
    part = _part_of_unit(tokens, number)
    if part is not None:
        return part
    if word_at(tokens, number.first - 1) in _BEFORE_NO_FRACTION:
        return None
    draft = draft_of(tokens, number, number.last, Kind.SHARE, "percent", "fraction")
    draft.factor = 100.0
    if word_at(tokens, number.last) == "of":
        draft.noun = phrase(tokens, skip_weak(tokens, number.last + 1))
    return draft


def _part_of_unit(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "a quarter of a percentage point", "two-thirds of a mile", "half a point"."""
    at = number.last
    for lead in (("of", "a"), ("of", "one"), ("a",), ()):
        if tuple(token.word for token in tokens[at : at + len(lead)]) != lead:
            continue
        behind = at + len(lead)
        word = word_at(tokens, behind)
        if word == "percentage" and word_at(tokens, behind + 1) in ("point", "points"):
            return draft_of(tokens, number, behind + 2, Kind.SHARE, "percentage point", "percent")
        if word in ("percent", "point"):
            unit = "percent" if word == "percent" else "percentage point"
            return draft_of(tokens, number, behind + 1, Kind.SHARE, unit, "percent")
        measured = english().units.get(word)
        if measured is not None and lead != ("of", "one"):
            return draft_of(tokens, number, behind + 1, measured[1], measured[0], "measure")
    return None


def _ratio(tokens: Sequence[Token], number: Number) -> Draft | None:
    if number.form == "ratio":
        if guards.is_mark(tokens, number):
            return draft_of(tokens, number, number.last, Kind.RATIO, "", "none")
        draft = draft_of(tokens, number, number.last, Kind.RATIO, "ratio", "ratio")
        draft.noun = phrase(tokens, number.last)
        return draft
    at = number.last + 1 if word_at(tokens, number.last) == "-" else number.last
    joined = at + 1 < len(tokens) and tokens[at + 1].glued and tokens[at + 1].kind == "digits"  # "4x100"
    if word_at(tokens, at) in ("fold", "x") and tokens[at].glued and not joined:
        return draft_of(tokens, number, at + 1, Kind.RATIO, "ratio", "ratio")
    return None


def _multiple(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "twice as many", "doubled", "triple the rate"; no "double room", no "twice" that counts."""
    word, after = tokens[number.first].word, word_at(tokens, number.last)
    if word in ("twice", "thrice") and (after not in _BEFORE_MULTIPLE or _is_how_often(tokens, number)):
        return draft_of(tokens, number, number.last, Kind.COUNT, "time", "times")
    if word in _NOUN_MULTIPLES and after not in _BEFORE_MULTIPLE and word_at(tokens, number.first - 1) != "to":
        return None
    if word in ("double", "triple") and (
        word_at(tokens, number.first - 1) in ("a", "the") or _of_digits(tokens, number)
    ):
        return None
    return draft_of(tokens, number, number.last, Kind.RATIO, "ratio", "multiple")


def _of_digits(tokens: Sequence[Token], number: Number) -> bool:
    """ "fell to double digits", "a triple-figure number"."""
    at = number.last + (word_at(tokens, number.last) == "-")
    return word_at(tokens, at) in ("digit", "digits", "figure", "figures")


def _is_how_often(tokens: Sequence[Token], number: Number) -> bool:
    """ "caught twice in 2011": what was done, and not how many times as much of something there is."""
    before, after = word_at(tokens, number.first - 1), word_at(tokens, number.last)
    return after in ("in", "since", "by", "from", "to", "over") and before.endswith(("ed", "en", "ght"))


def _times(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "three times the price" is a ratio, "shot three times" a count."""
    at = number.last
    if word_at(tokens, at) != "times" or tokens[at].taken:
        return None
    following = word_at(tokens, at + 1)
    if following in _OF_RATIO or (following.endswith("er") and following not in english().stops):
        return draft_of(tokens, number, at + 1, Kind.RATIO, "ratio", "multiple")
    return draft_of(tokens, number, at + 1, Kind.COUNT, "time", "times")


def _hyphened(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "the 150-member chamber"."""
    at = number.last
    if word_at(tokens, at) != "-" or not tokens[at].glued or at + 1 >= len(tokens) or not tokens[at + 1].glued:
        return None
    word = tokens[at + 1]
    if word.kind != "word" or word.word in english().stops or tokens[number.first].glued or len(word.word) < 3:
        return None
    if (
        word.word in ("year", "day", "odd", "plus", "up", "down")
        or (number.value or 0) < 3
        or number.form == "magnitude"
    ):
        return None
    found = phrase(tokens, at + 1, one=True)
    counted = word.word == "strong" or word.word in english().guards["hyphened"]
    if found is None or not (counted or is_person(word.word)):
        return None
    unit = "person" if word.word == "strong" or is_person(word.word) else word.word
    return draft_of(tokens, number, at + 2, Kind.COUNT, unit, "hyphened")


def _count(tokens: Sequence[Token], number: Number) -> Draft | None:
    """What follows is counted; with nothing there the unit stays open."""
    if number.form in ("fraction", "half", "multiple", "ratio"):
        return None
    at = number.last
    behind = bounds.behind(tokens, at)
    if behind is not None and word_at(tokens, at) != "at":
        at = behind[0]
    partitive = word_at(tokens, at) == "of"
    if partitive:
        at = skip_weak(tokens, at + 1)
        if at < len(tokens) and (tokens[at].kind == "digits" or tokens[at].word in english().numbers):
            at += 1
    if word_at(tokens, at) in ("fewer", "less"):
        at = len(tokens)
    if partitive and word_at(tokens, at - 1) in ("those", "them") and _told_of_people(tokens, at):
        return draft_of(tokens, number, number.last, Kind.COUNT, "person", "count")
    if partitive and word_at(tokens, at) in ("us", "you"):
        return draft_of(tokens, number, at + 1, Kind.COUNT, "person", "count")
    if word_at(tokens, at) == "lives" and not partitive:
        return draft_of(tokens, number, at + 1, Kind.COUNT, "life", "count")
    measured = english().units.get(word_at(tokens, at)) if partitive else None
    if measured is not None:  # "321 of the 1,416 km border"
        return draft_of(tokens, number, number.last, measured[1], measured[0], "measure")
    noun = phrase(tokens, at, one=number.value == 1) or _predicate(tokens, at)
    if noun is None or _verb_between(tokens, noun):
        return draft_of(tokens, number, number.last, Kind.COUNT, "", "bare")
    measured = english().units.get(tokens[noun.head].word) if partitive else None
    if measured is not None:
        return draft_of(tokens, number, number.last, measured[1], measured[0], "measure")
    end = noun.last if not partitive and noun.first <= at + 1 and word_at(tokens, at) not in _BEING else number.last
    draft = draft_of(tokens, number, end, Kind.COUNT, noun.unit, "count")
    draft.noun = noun
    draft.factor = _dotted(number)
    return draft


def _told_of_people(tokens: Sequence[Token], at: int) -> bool:
    """ "four of those returned", "two of those who", "sent back": whether it says what befalls people."""
    lexicon, word = english(), word_at(tokens, at)
    if word == "sent":
        return word_at(tokens, at + 1) in ("back", "home")
    done = word in lexicon.guards["participles"] or lexicon.actions.get(word) in ("return", "arrest", "die", "rescue")
    return word == "who" or (done and word.endswith(("ed", "ld", "t")))


def _predicate(tokens: Sequence[Token], at: int) -> NounPhrase | None:
    """ "210 were women": who they are."""
    if word_at(tokens, at) not in _BEING:
        return None
    noun = phrase(tokens, at + 1)
    if noun is None or not is_person(tokens[noun.head].word):
        return None
    following = word_at(tokens, noun.last)
    return noun if not following.isalpha() or following in english().stops else None


def _verb_between(tokens: Sequence[Token], noun: NounPhrase) -> bool:
    """Whether the words before the noun hold a verb, so that the noun is its object: "12 reached towns"."""
    first = tokens[noun.first].word
    if first in english().guards["verbs"]:
        return True
    return first in english().actions and noun.head > noun.first and not is_person(tokens[noun.head].word)


def _nobody(tokens: Sequence[Token], number: Number) -> Draft | None:
    """ "No North Koreans were granted asylum": nobody of those named."""
    noun = phrase(tokens, number.last)
    if noun is None or noun.unit != "person":
        return None
    told = word_at(tokens, noun.last) in ("were", "have", "had", "was")
    if not told and (
        word_at(tokens, number.first - 2) != "there" or word_at(tokens, number.first - 1) not in ("were", "was")
    ):
        return None
    draft = draft_of(tokens, number, noun.last, Kind.COUNT, noun.unit, "nobody")
    draft.noun = noun
    return draft


def _refused(draft: Draft, opens_block: bool) -> bool:
    tokens, number = draft.tokens, draft.number
    bare = draft.rule == "bare"
    return (
        guards.is_part_of_a_word(tokens, number)
        or guards.is_name(tokens, number)
        or guards.is_stray_one(tokens, number)
        or guards.is_list_number(tokens, number, opens_block)
        or (bare and (guards.is_score(tokens, number) and not rates.named(tokens, number.last)))
        or (bare and (guards.is_year(tokens, number) or guards.is_identifier(tokens, number)))
        or (bare and number.value == 0 and not _is_level_of_nothing(tokens, number))
    )


def _is_level_of_nothing(tokens: Sequence[Token], number: Number) -> bool:
    """ "the number is zero"."""
    level = word_at(tokens, number.first - 1) in ("is", "was", "are", "were", "at", "to", "of")
    return level and word_at(tokens, number.first) == "zero" and word_at(tokens, number.last) in (".", ",", ";", "")


def _bound_behind(draft: Draft) -> None:
    for at in (draft.number.last, draft.last):
        found = bounds.behind(draft.tokens, at)
        if found is not None and draft.number.form not in ("range", "magnitude"):
            draft.bound = found[1]
            draft.last = max(draft.last, found[0])
            return
