"""Coloured washes behind words, kept so that those in view are found without walking the others. Knows no Qt."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layer:
    """Spans in order of their start; `_reach` holds the furthest end up to each, so overlaps are found."""

    spans: tuple[Span, ...]
    _reach: tuple[int, ...]

    @classmethod
    def of(cls, spans: Sequence[Span]) -> "Layer":
        ordered = tuple(sorted((start, end) for start, end in spans if end > start))
        return cls(ordered, tuple(accumulate((end for _, end in ordered), max)))

    def between(self, start: int, end: int) -> Iterator[Span]:
        """The spans that overlap `[start, end)`."""
        # `_reach` never falls, so the first entry past `start` is found by bisection.
        at = bisect_left(self._reach, start + 1)
        while at < len(self.spans) and self.spans[at][0] < end:
            if self.spans[at][1] > start:
                yield self.spans[at]
            at += 1


class Washes:
    """The layers of one text, drawn in the order in which their roles were first set. Positions are code points."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}

    def set(self, role: str, spans: Sequence[Span] | Layer) -> None:
        """Replaces what a role covers. A layer is made off the interface thread when the spans are many."""
        self._layers[role] = spans if isinstance(spans, Layer) else Layer.of(spans)

    def clear(self) -> None:
        self._layers.clear()

    def between(self, start: int, end: int, but: str = "") -> Iterator[tuple[str, Span]]:
        """Role and span of every wash that overlaps `[start, end)`, lowest layer first; without those of one role."""
        for role, layer in self._layers.items():
            if role == but:
                continue
            for span in layer.between(start, end):
                yield role, span

    def spans(self, role: str) -> tuple[Span, ...]:
        layer = self._layers.get(role)
        return layer.spans if layer is not None else ()
