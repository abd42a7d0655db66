"""Units that are told once and meant again: "27 ministers to 18", "99 have made it", "$1,720 per month … $2,220"."""

from collections.abc import Sequence
from dataclasses import replace

from archive.model.figure import Bound, Kind

from .crowds import alive, crowd, done_to
from .draft import Draft, Inherited, clause_before, take
from .keys import counted_key
from .lexicon import english
from .memory import Memory, Told
from .money import currencies
from .nouns import NounPhrase, make, of_number, plurals
from .numbers import Number
from .pricing import like_money, priced
from .ranges import two_levels
from .tokens import word_at

_BETWEEN = ("to", "from", "and", "or")
_PERCENT_BEFORE = frozenset("to from and or , but while with against at ones for down up".split())
_LENGTH_BEFORE = frozenset("to from and or for than of against versus".split())
_PAYING = frozenset("pay pays paid cost costs earn earns earned spend spends spent charge charges charged".split())
_WHEN = frozenset("in by on at last this during after".split())  # "4,200 won in May, 6,000 in June"
_ROOM = ("room", "space", "places", "beds")
_INSIDE = ("in", "across", "at", "among", "from")
_COUNTING = ("few", "fewer", "many")  # "no fewer than 31", "as many as 40": what has no number of its own is no share
_CALENDAR = frozenset("years months weeks days hours minutes seconds decades centuries".split())
_MOST_LENGTH = 100
_MOST_PERCENT = 100
_SUBJECT_TOKENS = 4
_TALLY_NEAR = 3
_RELATIVE_TOKENS = 6
_PEOPLE_SENTENCES = 3  # how far back those may stand who do something: "Most had left. Eleven had been loggers"
_PARTS_OF_PEOPLE = ("woman", "man", "child")
_GIVEN_TOKENS = 9
_TALLY_TOKENS = 12
_TALLY_SENTENCES = 4  # how far back what "the tally" counts may stand
_PARTS = {
    ("year", "month"): 12, ("week", "day"): 7, ("hour", "minute"): 60, ("minute", "second"): 60, ("day", "hour"): 24,
    ("foot", "inch"): 12, ("m", "cm"): 100, ("mile", "yard"): 1760,
}  # fmt: skip
_LEAST_INDEX = 500  # an index stands at hundreds or thousands of points, and moves by fewer
_NEVER_CARRIED = (Kind.AGE, Kind.DURATION, Kind.RATIO)


def carry(drafts: Sequence[Draft], memory: Memory) -> list[Draft]:
    """The figures of a sentence, each open unit filled from what was told before; those that stay open are left out."""
    kept: list[Draft] = []
    for at, draft in enumerate(drafts):
        following = drafts[at + 1] if at + 1 < len(drafts) else None
        if (
            draft.unit
            or _from_next(draft, following)
            or _part_of(draft, following, kept, memory)
            or _of_people_there(draft, kept, memory)
            or _from_sentence(draft, kept, memory)
            or priced(draft, memory)
            or _from_before(draft, memory)
            or crowd(draft)
        ):
            _inherit(draft, kept)
            kept.append(draft)
    return kept


def _inherit(draft: Draft, kept: Sequence[Draft]) -> None:
    """What counts the same as a figure before it has its key and place as well."""
    for each in reversed(kept):
        if draft.inherited is None and each.noun is not None and each.noun is draft.noun:
            draft.inherited, draft.like = each.inherited, each
            return


def compounds(drafts: Sequence[Draft]) -> list[Draft]:
    """The figures, "four years and six months" as one length, valued in its first unit, "per 100,000 people" as a rate."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and draft.first == last.last + 1 and word_at(draft.tokens, last.last) == "per":
            # "17.4 deaths per 100,000 people"
            last.rate, last.last = f"{draft.value or 0:,g} {draft.unit}".strip(), draft.last
            continue
        part = None if last is None else _PARTS.get((last.unit, draft.unit))
        if last is not None and _spanned(last, draft):
            kept[-1] = draft
            continue
        if last is None or part is None or not _joins(last, draft, part):
            kept.append(draft)
            continue
        assert last.value is not None and draft.value is not None
        value = last.value + draft.value / part
        last.number = replace(last.number, last=draft.number.last, value=value)
        last.last, last.factor = draft.last, 1.0
    return kept


def _joins(one: Draft, other: Draft, part: float) -> bool:
    if (
        one.value is None
        or other.value is None
        or not 0 < other.value < part
        or one.rate
        or other.bound is not Bound.EXACT
    ):
        return False
    between = [token.word for token in one.tokens[one.last : other.first]]
    return between in ([], ["and"]) and one.value.is_integer()


def _spanned(one: Draft, other: Draft) -> bool:
    """ "18 months to nine years" as one range, in the second unit."""
    part = _PARTS.get((other.unit, one.unit))
    if part is None or one.value is None or other.value is None or one.rate or one.kind is not Kind.DURATION:
        return False
    tokens = one.tokens
    between = [token.word for token in tokens[one.last : other.first]]
    named = between == ["and"] and word_at(tokens, one.first - 1) == "between"
    least = one.value / part
    if least >= other.value or not (named or (between == ["to"] and not two_levels(tokens, one.first))):
        return False
    other.number = Number(one.number.first, other.number.last, "range", None, least, other.value, other.number.first)
    other.first, other.bound, other.factor = one.first - named, Bound.RANGE, 1.0
    return True


def remember(counted: Sequence[tuple[Draft, Inherited]], memory: Memory) -> None:
    """Keeps for the next sentence what this one counted last."""
    for draft, said in counted:
        if draft.kind is Kind.COUNT and draft.noun is not None and draft.unit != "time" and not _is_where(draft):
            memory.count = Told(draft.noun, memory.sentence, said)
            if draft.unit == "person" and said.key not in _PARTS_OF_PEOPLE:
                memory.people = memory.count


def _from_next(draft: Draft, following: Draft | None) -> bool:
    """ "from 27 to 18 ministers": what both count is told once, behind the second."""
    if following is None or following.rule not in ("count", "percent", "measure"):
        return False
    between = [token.word for token in draft.tokens[draft.last : following.first]]
    return between in (["to"], ["and"], ["or"], ["from"]) and take(
        draft, following.kind, following.unit, following.noun
    )


def _part_of(draft: Draft, following: Draft | None, earlier: Sequence[Draft], memory: Memory) -> bool:
    """ "five of the nine in her group": a part counts what its whole does."""
    if following is None or following.rule not in ("bare", "count"):
        return False
    between = [token.word for token in draft.tokens[draft.last : following.first]]
    if between not in (["of", "the"], ["of", "those"], ["of", "these"], ["of", "her"], ["of", "his"], ["of", "their"]):
        return False
    whole = bool(following.unit) or _from_sentence(following, earlier, memory) or crowd(following)
    return whole and following.kind is Kind.COUNT and take(draft, Kind.COUNT, following.unit, following.noun)


def _from_sentence(draft: Draft, earlier: Sequence[Draft], memory: Memory) -> bool:
    tokens = draft.tokens
    before = word_at(tokens, draft.first - 1)
    room = before == "for" and word_at(tokens, draft.first - 2) in _ROOM
    if (
        before in english().crowds["room"]
        or room
        or (before == "of" and word_at(tokens, draft.first - 2) in english().crowds["collectives"])
    ):
        return take(draft, Kind.COUNT, "person", None)
    if _is_in_a_group(draft):
        return take(draft, Kind.COUNT, "person", None)
    if _in_brackets(draft):
        return bool(earlier) and like_money(draft, earlier[-1])
    length = earlier[-1] if earlier and earlier[-1].kind is Kind.DURATION and draft.ends_clause() else None
    if (
        length
        and (draft.value or 0) <= _MOST_LENGTH
        and (before in _LENGTH_BEFORE or not _counted_at_all(earlier, memory))
    ):
        return before in _LENGTH_BEFORE and take(draft, Kind.DURATION, length.unit, length.noun)
    if _is_vote(draft, earlier):
        return take(draft, Kind.COUNT, "vote", None)
    last = next((each for each in reversed(earlier) if _may_be_carried(each)), None)
    whose = _relative(draft)
    if whose is not None:
        return take(draft, Kind.COUNT, whose.unit, whose)
    named = of_number(tokens, draft.number.first)
    if named is not None and (last is None or last.number.first < named.first):
        return take(draft, Kind.COUNT, named.unit, named)
    if _is_tally(draft) and memory.people is not None and memory.sentence - memory.people.sentence <= _TALLY_SENTENCES:
        return False  # "our figure is 80,000": of those counted before, not of what the sentence names beside
    if last is None or any(token.word in english().crowds["tolls"] for token in tokens[last.last : draft.first]):
        return _subject(draft, memory)
    if any(each.unit == "point" for each in earlier) and (draft.value or 0) > _LEAST_INDEX and before in ("to", "at"):
        return take(draft, Kind.MEASURE, "point", last.noun)
    return _parallel(draft, last, before) or _subject(draft, memory)


def _of_people_there(draft: Draft, earlier: Sequence[Draft], memory: Memory) -> bool:
    """ "Two prisons hold 900. Some 300 have died": of people, where what was counted last is a place and can do no such thing."""
    last = next((each.unit for each in reversed(earlier) if _may_be_carried(each)), None)
    if last is None and counted_before(memory) and memory.count is not None:
        last = memory.count.noun.unit
    if last not in english().guards["places"]:
        return False
    holding = draft.before() in english().guards["holding"] and draft.ends_clause()
    return (holding or alive(draft)) and take(draft, Kind.COUNT, "person", None)


def _counted_at_all(earlier: Sequence[Draft], memory: Memory) -> bool:
    """Whether something but lengths was counted of which a plain number may be one more."""
    return any(map(_may_be_carried, earlier)) or counted_before(memory)


def _may_be_carried(draft: Draft) -> bool:
    """Whether a plain number may count the same: no age, and not where something is ("in 23 states")."""
    return draft.kind not in _NEVER_CARRIED and draft.unit not in ("time", "half") and not _is_where(draft)


def _is_where(draft: Draft) -> bool:
    """ "in seven centres", "across 23 states": a number of places that others are counted in."""
    return draft.unit in english().guards["places"] and draft.before() in _INSIDE


def _is_in_a_group(draft: Draft) -> bool:
    """ "the seven in her party"."""
    tokens, at = draft.tokens, draft.last
    collectives = english().crowds["collectives"]
    if word_at(tokens, at) == "aboard" or (word_at(tokens, at) == "on" and word_at(tokens, at + 1) == "board"):
        return True
    return word_at(tokens, at) == "in" and (
        word_at(tokens, at + 2) in collectives and word_at(tokens, at + 1) in english().weak
    )


def _in_brackets(draft: Draft) -> bool:
    return draft.before() in ("(", "[") and draft.after() in (")", "]")


def _relative(draft: Draft) -> NounPhrase | None:
    """ "their children, who may number 20": those whom the clause tells of."""
    tokens = draft.tokens
    if draft.before() not in english().guards["numbering"]:
        return None
    for index in range(draft.first - 2, max(draft.first - _RELATIVE_TOKENS, 0), -1):
        if tokens[index].word in ("who", "which"):
            found = plurals(tokens, index)
            return found[-1] if found and found[-1].last >= index - 1 else None
    return None


def _is_tally(draft: Draft) -> bool:
    """ "our figure is 80,000"."""
    near = [token.word for token in draft.tokens[max(draft.first - _TALLY_NEAR, 0) : draft.first]]
    being = any(word in ("is", "was", "stands", "stood", "at") for word in near[-2:])
    return being and any(word in ("figure", "tally", "count") for word in near)


def _is_vote(draft: Draft, earlier: Sequence[Draft]) -> bool:
    """ "voted 88 to 3", "a vote of 88 to 3"."""
    ballots, before = english().guards["ballots"], word_at(draft.tokens, draft.first - 1)
    if before == "to":
        last = earlier[-1] if earlier else None
        return last is not None and last.unit == "vote" and last.last == draft.first - 1
    behind = draft.after() in ("to", "in", "for", "against")
    return behind and (
        before in ballots or (before in ("of", "by") and word_at(draft.tokens, draft.first - 2) in ballots)
    )


def _far(draft: Draft, noun: NounPhrase) -> bool:
    """Whether the noun is no person and begins no clause, so that it is hardly what a plain number counts."""
    return (
        noun.unit != "person"
        and noun.first > _SUBJECT_TOKENS
        and word_at(draft.tokens, noun.first - 1) not in (",", ";")
    )


def _parallel(draft: Draft, last: Draft, before: str) -> bool:
    """Whether the number is one more of the last figure's sort, which it then becomes."""
    named = (draft.ends_clause() or draft.after() == "(") and before.isalpha() and before not in english().stops
    if last.unit in ("percent", "percentage point", "basis point"):
        if any(token.word in _COUNTING for token in draft.tokens[draft.first : draft.number.first]):
            return False
        if last.rule == "fraction" and last.noun is not None:
            return take(draft, Kind.COUNT, last.noun.unit, last.noun)
        like = draft.number.form == "digits" and (draft.value or 0) <= _MOST_PERCENT
        return like and (named or before in _PERCENT_BEFORE) and take(draft, Kind.SHARE, "percent", last.noun)
    if last.kind is Kind.MONEY or last.unit in currencies()[3]:
        if named and word_at(draft.tokens, draft.first - 2) in (",", ";", "and", ")"):
            return like_money(draft, last)
        if before in _PAYING:
            return take(draft, Kind.MONEY, last.unit, None)
        if before in (",", "and", ";") and draft.after() in _WHEN and like_money(draft, last):
            return True
        return before in _BETWEEN and take(draft, Kind.MONEY, last.unit, last.noun)
    if last.kind in (Kind.DISTANCE, Kind.MEASURE) or last.unit in english().unit_kinds:
        if _new_subject(draft, last):
            return False
        kind = english().unit_kinds.get(last.unit, last.kind)
        draft.rate = draft.rate or (last.rate if before in (*_BETWEEN, "at") else "")
        return before in (*_BETWEEN, "at") and take(draft, kind, last.unit, last.noun)
    return take(draft, Kind.COUNT, last.unit, last.noun)


def _new_subject(draft: Draft, last: Draft) -> bool:
    """ "482 km of fence, and the watchtowers went from 38": whether the clause has another subject, that can be counted."""
    between = [noun for noun in plurals(draft.tokens, draft.first) if noun.first > last.last]
    return any(word_at(draft.tokens, noun.first - 1) in ("the", "its", "their", "and", ",") for noun in between)


def _subject(draft: Draft, memory: Memory) -> bool:
    """The noun before in the sentence: "Homicides numbered 550", "the toll rose to 9,071"."""
    tokens = draft.tokens
    tolls = english().crowds["tolls"]
    for index in range(draft.first - 1, -1, -1):
        if tokens[index].word in tolls:
            return take(draft, Kind.COUNT, "person", replace(make(tokens, index, index), unit="person"))
    given = _given(draft)
    if given is not None:
        return take(draft, Kind.COUNT, given.unit, given)
    found = [
        noun
        for noun in plurals(tokens, draft.first)
        if noun.words[-1] not in (*_CALENDAR, "halves")
        and word_at(tokens, noun.last) not in english().guards["thinking"]
        and not (noun.last == draft.first - 1 and done_to(draft))  # "police arrested 12"
    ]
    if not found:
        return False
    chosen = next((noun for noun in reversed(found) if noun.unit == "person"), found[-1])
    clause = any(token.word == ";" for token in tokens[chosen.last : draft.first])
    if not clause and _far(draft, chosen) and counted_before(memory):
        return False
    return take(draft, Kind.COUNT, chosen.unit, chosen)


def _given(draft: Draft) -> NounPhrase | None:
    """What a number is given for: "put the deaths at 490", "gave the evacuated as 9,100"."""
    tokens, joint = draft.tokens, draft.first - 1
    if word_at(tokens, joint) not in ("at", "as"):
        return None
    for index in range(joint - 2, max(joint - _GIVEN_TOKENS, -1), -1):
        if tokens[index].word in ("put", "puts", "placed", "gave", "gives", "estimated", "set"):
            found = plurals(tokens[index + 1 : joint], joint)
            return None if not found else make(tokens, index + 1 + found[-1].first, index + 1 + found[-1].head)
    return None


def counted_before(memory: Memory) -> bool:
    """Whether the sentence before counted something."""
    return memory.count is not None and memory.sentence - memory.count.sentence <= 1


def _from_before(draft: Draft, memory: Memory) -> bool:
    """What the sentence before counted last, else the people that it names first."""
    told = memory.count
    near = clause_before(draft, _TALLY_TOKENS)
    reach = 1
    if memory.people is not None and (_does(draft) or draft.after() == "of"):
        told, reach = memory.people if told is None or told.sentence < memory.sentence - 1 else told, _PEOPLE_SENTENCES
    if any(word in english().guards["tallies"] for word in near):
        reach, told = _TALLY_SENTENCES, memory.people or told
    if told is not None and memory.sentence - told.sentence <= reach:
        draft.inherited = told.said
        return take(draft, Kind.COUNT, told.noun.unit, told.noun)
    people = next((noun for noun in plurals(memory.before(), len(memory.before())) if noun.unit == "person"), None)
    if people is None:
        return False
    draft.inherited = Inherited(counted_key(people, memory.before(), people.last, people.first), *memory.place)
    return take(draft, Kind.COUNT, people.unit, people)


def _does(draft: Draft) -> bool:
    """Whether those counted do something right behind: "Eleven had been loggers"."""
    return draft.after() in ("had", "have", "were") or draft.after() in english().actions
