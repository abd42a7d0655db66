"""Time expressions as read, held against those told by hand: micro-averaged relaxed, strict, type and value F1.

Relaxed: the two touch, one to one. Strict: the same span, white space and outer punctuation aside. Type and value F1: the relaxed
F1 times the share of the pairs that agree. An optional expression counts neither when it is found nor when it is missed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An expression told by hand: every span and every value that are as good, the first of each being the one meant."""

    spans: tuple[Span, ...]
    type: str
    values: tuple[str, ...]
    optional: bool = False
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over any number of texts; the shares are of 1."""

    wanted: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    types: int = 0
    values: int = 0
    errors: tuple[str, ...] = field(default=(), repr=False)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def relaxed_f1(self) -> float:
        return self._f1(self.relaxed)

    @property
    def strict_f1(self) -> float:
        return self._f1(self.strict)

    @property
    def type_f1(self) -> float:
        return self._agreeing(self.types)

    @property
    def value_f1(self) -> float:
        return self._agreeing(self.values)

    def _f1(self, pairs: int) -> float:
        return 2 * pairs / (self.wanted + self.found) if self.wanted + self.found else 1.0

    def _agreeing(self, pairs: int) -> float:
        return self.relaxed_f1 * pairs / self.relaxed if self.relaxed else self.relaxed_f1

    def line(self, name: str) -> str:
        """One row of the report."""
        shares = (self.relaxed_f1, self.strict_f1, self.type_f1, self.value_f1)
        told = "  ".join(
            f"{word} {100 * share:6.2f}"
            for word, share in zip(("relaxed", "strict", "type", "value"), shares, strict=True)
        )
        return f"{name:22} wanted {self.wanted:4}  found {self.found:4}  {told}"


def gold_of(sentence: Mapping[str, Any]) -> list[Wanted]:
    """The expressions of one sentence of `tests/data/timex/sentences.json`, with their places."""
    text = sentence["text"]
    wanted = []
    for item in sentence["expected"]:
        start = place_of(text, item["quote"], item.get("nth", 1))
        span = (start, start + len(item["quote"]))
        others = [_touching(text, quote, span) for quote in item.get("span_alt", ())]
        values = (item["value"], *item.get("value_alt", ()))
        never = tuple(item.get("must_not", ()))
        wanted.append(Wanted((span, *others), item["type"], values, item.get("optional", False), never))
    return wanted


def place_of(text: str, quote: str, nth: int) -> int:
    """Where `quote` begins for the `nth` time, counted from 1. Raises ValueError when it does not."""
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at


def _touching(text: str, quote: str, span: Span) -> Span:
    """The place of `quote` that touches `span`. Raises ValueError when there is none."""
    at = text.index(quote)
    while not (at < span[1] and span[0] < at + len(quote)):
        at = text.index(quote, at + 1)
    return at, at + len(quote)


def compare(name: str, text: str, gold: Sequence[Wanted], found: Sequence[Mapping[str, Any]]) -> Score:
    """The score of what was `found` ({start, end, type, value}) in `text`; `name` heads each error."""
    read = [(bare(text, (each["start"], each["end"])), each) for each in found]
    read = [(span, each) for span, each in read if span[0] < span[1]]
    spans = [[bare(text, span) for span in each.spans] for each in gold]
    pairs = _paired(spans, [span for span, _ in read])
    score = Score()
    for number, each in enumerate(gold):
        partner = pairs.get(number)
        span, prediction = read[partner] if partner is not None else (None, None)
        invented = prediction is not None and prediction["value"] in each.never
        if each.optional and not invented:
            continue
        told = _told(text, spans[number][0], each.type, each.values[0])
        if prediction is None or span is None:
            score += Score(wanted=1, errors=(f"MISS   {name}  {told}",))
        elif invented:
            score += Score(errors=(f"NEVER  {name}  {_read(text, span, prediction)}",))
        else:
            score += _pair(name, each, spans[number], span, prediction, told, _read(text, span, prediction))
    optional = {pairs[number] for number, each in enumerate(gold) if number in pairs and each.optional}
    extra = [read[at] for at in range(len(read)) if at not in pairs.values()]
    lines = tuple(f"EXTRA  {name}  {_read(text, span, each)}  in: {text}" for span, each in extra)
    never = [at for number, at in pairs.items() if gold[number].optional and read[at][1]["value"] in gold[number].never]
    return score + Score(found=len(read) - len(optional) + len(never), errors=lines)


def _pair(
    name: str, each: Wanted, spans: Sequence[Span], span: Span, prediction: Mapping[str, Any], told: str, read: str
) -> Score:
    strict, typed, valued = span in spans, prediction["type"] == each.type, prediction["value"] in each.values
    kinds = [word for word, holds in (("SPAN", strict), ("TYPE", typed), ("VALUE", valued)) if not holds]
    errors = tuple(f"{kind:6} {name}  {told}  read as {read}" for kind in kinds)
    return Score(1, 0, 1, int(strict), int(typed), int(valued), errors)


def _paired(gold: Sequence[Sequence[Span]], found: Sequence[Span]) -> dict[int, int]:
    """Gold to found, one to one: those of the same span first, then those that share most."""
    candidates = []
    for number, spans in enumerate(gold):
        for at, span in enumerate(found):
            shared = min(spans[0][1], span[1]) - max(spans[0][0], span[0])
            if shared > 0:
                candidates.append((span not in spans, -shared, number, at))
    pairs: dict[int, int] = {}
    for _, _, number, at in sorted(candidates):
        if number not in pairs and at not in pairs.values():
            pairs[number] = at
    return pairs


def bare(text: str, span: Span) -> Span:
    """`span` without blanks and punctuation at its ends."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def _told(text: str, span: Span, kind: str, value: str) -> str:
    return f"“{text[slice(*span)]}” {kind} {value}"


def _read(text: str, span: Span, prediction: Mapping[str, Any]) -> str:
    return _told(text, span, prediction["type"], prediction["value"])
