"""Selectors of the W3C Web Annotation model, as far as they tell words or places in a text; Hypothesis writes the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.base.text import storable

from .jsons import Object, inner, objects, place, text

_DEEP = 20  # selectors that refine each other


@dataclass(frozen=True, slots=True)
class Spot:
    """What the selectors of one target tell. `others` are the kinds that tell nothing here."""

    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether there was any selector at all."""
        return bool(self.exact or self.others or self.start is not None)


def spot_of(target: Any) -> Spot:
    """Words and place that the selectors of a target tell, those that refine others too."""
    start = end = None
    quote: Object = {}
    others: list[str] = []
    for each in _all(target):
        kind = text(each, "type") or text(each, "@type")
        if kind.endswith("TextQuoteSelector"):
            quote = quote or each
        elif kind.endswith("TextPositionSelector"):
            if start is None:
                start, end = place(each, "start"), place(each, "end")
        else:
            others.append(kind or "unnamed")
    if start is None or end is None or end < start:
        start = end = None
    return Spot(start, end, text(quote, "exact"), text(quote, "prefix"), text(quote, "suffix"), tuple(others))


def _all(target: Any) -> Iterator[Object]:
    waiting = [(each, 0) for each in objects(target, "selector")]
    while waiting:
        each, depth = waiting.pop(0)
        yield each
        if depth < _DEEP:
            waiting += [(one, depth + 1) for one in (*objects(each, "refinedBy"), *objects(each, "items")) if one]


def source_of(target: Any) -> tuple[str, Object]:
    """The address of what a target is about, and what is said of it."""
    if isinstance(target, str):
        return storable(target), {}
    told = inner(target, "source")
    address = (
        text(target, "source") or text(told, "id") or text(told, "@id") or text(target, "id") or text(target, "@id")
    )
    return address, told
