"""Rules as they stand in `resources/lexicon/times-rules.en.toml`, compiled to expressions over token symbols when first used.

A pattern is a row of items parted by blanks: a lower-case word or a mark stands for itself, a name in capitals for a class of
the lexicon, a shape of number or a macro of the rules' file; `name:ITEM` captures, `( … | … )` groups, `?` makes optional.
There is no other repetition, so no pattern can match more tokens than it is long, and matching is linear.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import resources

from . import tokens as shapes
from .lexicon import english
from .tokens import BREAK, Tokens

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
    """One pattern of a rule: its stable id, how it resolves, what guards it, and its compiled form."""

    id: str
    resolver: str
    guards: tuple[str, ...]
    rank: int
    pattern: re.Pattern[str]


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
    """The rules and the symbols of the words that they name.

    `known` matches stretches of symbols that some rule names, `telling` one that is not merely a word of grammar.
    """

    rules: tuple[Rule, ...]
    symbols: Mapping[str, str]
    known: re.Pattern[str]
    telling: re.Pattern[str]


@cache
def english_grammar() -> Grammar:
    """The rules of English, compiled once."""
    return _Compiler(tomllib.loads(resources.text("lexicon", "times-rules.en.toml"))).grammar()


class _Compiler:
    def __init__(self, raw: dict[str, object]) -> None:
        self._raw = raw
        self._macros: dict[str, str] = raw["macros"]  # type: ignore[assignment]
        self._classes = dict(english().classes)
        self._symbols: dict[str, str] = {}
        for words in self._classes.values():
            for word in words:
                self._symbol(word)

    def grammar(self) -> Grammar:
        """All rules, those of the file's earlier lines before others of the same length."""
        rules: list[Rule] = []
        listed: list[dict[str, object]] = self._raw["rules"]  # type: ignore[assignment]
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
        known = re.compile("[" + re.escape("".join(self._symbols.values()) + numbers + ",.-'/") + "]++")
        telling = "".join(symbol for word, symbol in self._symbols.items() if word not in plain)
        return Grammar(tuple(rules), self._symbols, known, re.compile(f"[{telling}{numbers}]"))

    def _rule(self, entry: dict[str, object], pattern: str, rank: int) -> Rule:
        guards = tuple(str(entry.get("guards", "")).split())
        return Rule(str(entry["id"]), str(entry["resolve"]), guards, rank, re.compile(self._expression(pattern)))

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


def matches(tokens: Tokens, grammar: Grammar) -> Iterator[Found]:
    """Every match of every rule, rule by rule."""
    symbols, places = _worth_matching(tokens.symbols, grammar)
    for rule in grammar.rules:
        for match in rule.pattern.finditer(symbols):
            groups = {
                name: (places[match.start(name)], places[match.end(name) - 1] + 1)
                for name, text in match.groupdict().items()
                if text
            }
            yield Found(rule, places[match.start()], places[match.end() - 1] + 1, groups)


def _worth_matching(symbols: str, grammar: Grammar) -> tuple[str, list[int]]:
    """The stretches that hold a word or a number of time, parted by breaks, and the token that each symbol stands for.

    Most of a text is neither: rules need not look at it.
    """
    pieces: list[str] = []
    places: list[int] = []
    for match in grammar.known.finditer(symbols):
        if grammar.telling.search(symbols, match.start(), match.end()):
            pieces.append(match[0])
            places.extend(range(match.start(), match.end() + 1))
    return BREAK.join(pieces), places
