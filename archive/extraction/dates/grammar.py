"""Rules as they stand in `resources/lexicon/times-rules.en.toml`, compiled to expressions over token symbols when first used.

A pattern is a row of items parted by blanks: a lower-case word or a mark stands for itself, a name in capitals for a class of
the lexicon, a shape of number or a macro of the rules' file; `name:ITEM` captures, `( … | … )` groups, `?` makes optional.
There is no other repetition, so no pattern can match more tokens than it is long, and matching is linear.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import resources

from . import tokens as shapes
from .beginnings import Beginning, one_of
from .lexicon import english
from .tokens import Tokens, Vocabulary

_SHAPES = {
    "YEAR4": shapes.YEAR,
    "D12": shapes.TO_12,
    "D31": shapes.TO_12 + shapes.TO_31,
    "DD": shapes.TO_12 + shapes.TO_31 + shapes.TWO_DIGITS,
    "DIGITS": shapes.TO_12
    + shapes.TO_31
    + shapes.TWO_DIGITS
    + shapes.INTEGER
    + shapes.YEAR
    + shapes.MANY
    + shapes.DECIMAL,
    "INTEGER": shapes.INTEGER + shapes.YEAR,
    "ORDDAY": shapes.ORDINAL_DAY,
    "ORDNUM": shapes.ORDINAL_DAY + shapes.ORDINAL,
    "DECADE4": shapes.DECADE,
    "DECADE2": shapes.SHORT_DECADE,
    "CLOCKTIME": shapes.CLOCK,
    "ISODATE": shapes.ISO,
    "NUMERICDATE": shapes.NUMERIC,
    "AMPM": shapes.HALF_DAY,
    "QN": shapes.QUARTER,
    "FYN": shapes.FISCAL,
    "FRACTION": shapes.FRACTION,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a rule: its stable id, how it resolves, what guards it, its compiled form, and how it may
    begin."""

    id: str
    resolver: str
    guards: tuple[str, ...]
    rank: int
    pattern: re.Pattern[str]
    begins: Beginning


@dataclass(slots=True)
class Found:
    """A rule's match over tokens `[start, end)`; `groups` are what it captured, as token ranges. `prefix` is the
    modifier of the words joined before it, `core` where it began without them; `of` the time that it is part of, `part` a
    time of day or the other end of a range."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)
    prefix: str = ""
    core: int = 0
    of: "Found | None" = None
    part: "Found | None" = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules and the words that they name.

    `telling` matches stretches of symbols that some rule names of which one is not merely a word of grammar.
    """

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    telling: re.Pattern[str]


@cache
def english_grammar() -> Grammar:
    """The rules of English, compiled once."""
    return _Compiler(tomllib.loads(resources.text("lexicon", "times-rules.en.toml"))).grammar()


class _Compiler:
    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._macros: dict[str, str] = raw["macros"]
        self._classes = dict(english().classes)
        self._symbols: dict[str, str] = {}
        for words in self._classes.values():
            for word in words:
                self._symbol(word)

    def grammar(self) -> Grammar:
        """All rules, those of the file's earlier lines before others of the same length."""
        rules: list[Rule] = []
        listed: list[dict[str, object]] = self._raw["rules"]
        for entry in listed:
            patterns = entry["patterns"]
            assert isinstance(patterns, list)
            for pattern in patterns:
                rules.append(self._rule(entry, str(pattern), len(rules)))
        holidays = "|".join(f"( {name} )" for name in sorted(english().holidays, key=len, reverse=True))
        entry = {"id": "holiday", "resolve": "holiday", "guards": "titled"}
        rules.append(self._rule(entry, f"LAST? name:( {holidays.replace('|', ' | ')} ) ( ,? year:YEAR4 )?", len(rules)))
        numbers = "".join(sorted(set("".join(_SHAPES.values())) - {shapes.WORD, shapes.NAME}))
        plain = english().guards["plain"]
        grammatical = "".join(symbol for word, symbol in self._symbols.items() if word in plain)
        telling = "".join(symbol for word, symbol in self._symbols.items() if word not in plain) + numbers
        vocabulary = Vocabulary(self._symbols, english().guards["capital"])
        return Grammar(tuple(rules), vocabulary, _stretches(grammatical + ",.-'/", telling))

    def _rule(self, entry: dict[str, object], pattern: str, rank: int) -> Rule:
        guards = tuple(str(entry.get("guards", "")).split())
        begins = self._begins(iter(pattern.split()))
        assert not begins.empty, f"{pattern} matches nothing"
        return Rule(
            str(entry["id"]), str(entry["resolve"]), guards, rank, re.compile(self._expression(pattern)), begins
        )

    def _begins(self, items: Iterator[str]) -> Beginning:
        """How the items up to the closing bracket may begin."""
        before: Beginning | None = None
        here = Beginning()
        for item in items:
            if item == "|":
                before, here = here if before is None else before.either(here), Beginning()
            elif item in (")", ")?"):
                here = here if before is None else before.either(here)
                return here.optional() if item == ")?" else here
            else:
                inner = self._begins(items) if item == "(" or item.endswith(":(") else self._one_begins(item)
                here = here.then(inner)
        return here if before is None else before.either(here)

    def _one_begins(self, item: str) -> Beginning:
        optional = item.endswith("?") and len(item) > 1
        item = item[:-1] if optional else item
        _, colon, rest = item.partition(":")
        item = rest if colon and rest else item
        if item in self._macros:
            one = self._begins(iter(self._macros[item].split()))
        elif item in self._classes:
            one = one_of(self._symbol(word) for word in self._classes[item])
        else:
            one = one_of(_SHAPES.get(item) or self._symbol(item))
        return one.optional() if optional else one

    def _expression(self, pattern: str) -> str:
        return "".join(self._item(item) for item in pattern.split())

    def _item(self, item: str) -> str:
        if item in ("(", "|", ")", ")?"):
            return {"(": "(?:", "|": "|", ")": ")", ")?": ")?"}[item]
        optional = item.endswith("?") and len(item) > 1
        item = item[:-1] if optional else item
        name, colon, rest = item.partition(":")
        if colon and rest == "(":
            return f"(?P<{name}>"
        if colon and rest:
            return f"(?P<{name}>{self._one(rest)}){'?' if optional else ''}"
        one = self._one(item)
        return f"(?:{one})?" if optional else one

    def _one(self, item: str) -> str:
        if item in self._macros:
            return f"(?:{self._expression(self._macros[item])})"
        if item in self._classes:
            return "[" + "".join(self._symbol(word) for word in self._classes[item]) + "]"
        if item in _SHAPES:
            return f"[{_SHAPES[item]}]"
        assert not item.isupper() or len(item) == 1, f"{item} is no class"
        return re.escape(self._symbol(item))

    def _symbol(self, word: str) -> str:
        if not word.isalpha():
            return word
        return self._symbols.setdefault(word, chr(0xE000 + len(self._symbols)))


def _stretches(plain: str, telling: str) -> re.Pattern[str]:
    """A pattern of whole stretches of these symbols that hold one of `telling`; each is looked at once, from where it begins."""
    plain, known = f"[{re.escape(plain)}]", f"[{re.escape(plain + telling)}]"
    return re.compile(rf"(?<!{known}){plain}*+[{re.escape(telling)}]{known}*+")


class Match(NamedTuple):
    """A rule's match before anything is made of it: its length negated and its rank, so that the longest, and of those the
    earliest rule, comes first; where it stands; and what it captured, counted from there."""

    shorter: int
    rank: int
    start: int
    rule: Rule
    groups: tuple[tuple[str, int, int], ...]

    def found(self) -> Found:
        """The match as a record of its own, to be guarded, joined and resolved."""
        start = self.start
        groups = {name: (start + begin, start + end) for name, begin, end in self.groups}
        return Found(self.rule, start, start - self.shorter, groups)


_SHORT: Final = 48  # symbols: no longer stretch is remembered


def matches(tokens: Tokens, grammar: Grammar) -> list[Match]:
    """Every match of every rule, the longest first. Each rule's own matches do not overlap.

    Looks only at stretches that hold a word or a number of time: most of a text is neither. No rule matches across two.
    """
    found: list[Match] = []
    for stretch in grammar.telling.finditer(tokens.symbols):
        begin, end = stretch.span()
        read = _remembered(stretch[0]) if end - begin <= _SHORT else _within(stretch[0])
        found += [Match(shorter, rank, start + begin, rule, groups) for shorter, rank, start, rule, groups in read]
    found.sort()  # no two have the same rule and place
    return found


@lru_cache(maxsize=4096)
def _remembered(symbols: str) -> list[Match]:
    """What the rules match in a short stretch: the news says "in 2019" or "a year earlier" again and again."""
    return _within(symbols)


def _within(symbols: str) -> list[Match]:
    found: list[Match] = []
    until: dict[int, int] = {}  # by rank of the rule: where its last match ended
    for place, symbol in enumerate(symbols):
        for rule in _beginning(symbol, symbols[place + 1 : place + 2]):
            if until.get(rule.rank, 0) > place:
                continue
            match = rule.pattern.match(symbols, place)
            if match is not None:
                until[rule.rank] = end = match.end()
                found.append(Match(place - end, rule.rank, place, rule, _captured(match)))
    return found


@cache
def _beginning(symbol: str, following: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in english_grammar().rules if rule.begins.admits(symbol, following))


def _captured(match: re.Match[str]) -> tuple[tuple[str, int, int], ...]:
    start = match.start()
    spans = [(name, *match.span(index)) for name, index in match.re.groupindex.items()]
    return tuple((name, begin - start, end - start) for name, begin, end in spans if end > begin)
