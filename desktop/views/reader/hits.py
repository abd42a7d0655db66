"""A list of hits that can be stepped through, round and round. Knows no Qt; positions are code points."""

from bisect import bisect_left
from collections.abc import Sequence

from .washes import Layer, Span


class Hits:
    """Hits in order of the text. `index` is the one that a person stands on, or None before the first step."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.layer = Layer.of(spans)
        self.index: int | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.layer.spans

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def current(self) -> Span | None:
        return None if self.index is None else self.spans[self.index]

    def step(self, by: int, position: int) -> Span | None:
        """The next (`by` 1) or previous (-1) hit, from the present one or else from a position; wraps at the ends."""
        if not self.spans:
            return None
        if self.index is None:
            after = bisect_left(self.spans, (position, 0))
            self.index = (after if by > 0 else after - 1) % len(self.spans)
        else:
            self.index = (self.index + by) % len(self.spans)
        return self.current

    def stand_at(self, position: int) -> Span | None:
        """Takes the first hit at or after a position (the last one when none follows) as the present one."""
        if not self.spans:
            return None
        self.index = min(bisect_left(self.spans, (position, 0)), len(self.spans) - 1)
        return self.current

    def told(self) -> str:
        """`hit 2 of 7`, `7 hits` before the first step, "" without hits."""
        if not self.spans:
            return ""
        if self.index is None:
            return "1 hit" if len(self.spans) == 1 else f"{len(self.spans):,} hits"
        return f"hit {self.index + 1:,} of {len(self.spans):,}"
