"""Figures made by hand, each in a sentence of its own unless a test says otherwise."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from archive.extraction import series
from archive.model import edtf
from archive.model.figure import Bound, Figure, FigureStatus, Kind, Level

Make = Callable[..., Figure]


def _limits(value: float | None, bound: Bound) -> tuple[float | None, float | None]:
    if bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return value, None
    return (None if bound in (Bound.LESS_THAN, Bound.AT_MOST, Bound.NEARLY) else value), value


@pytest.fixture
def make() -> Make:
    numbers = count(1)

    def made(value: float | None = None, **over: Any) -> Figure:
        number = next(numbers)
        bound = over.get("bound", Bound.EXACT)
        period = over.setdefault("period", "2019")
        place = over.setdefault("place_key", "norway")
        date = edtf.parse(period) if period else None
        least, most = _limits(value, bound)
        told: dict[str, Any] = {
            "id": number, "uid": f"{number:032x}", "article": 1, "edition": over.get("article", 1), "start": 1000 * number,
            "end": 1000 * number + 10, "exact": f"{value} people", "sentence": "", "sentence_start": 1000 * number,
            "kind": Kind.COUNT, "value": value, "least": least, "most": most, "bound": bound, "unit": "person",
            "counted": "", "counted_key": "migrant arrive", "direction": None, "level": Level.LEVEL,
            "earliest": date.earliest if date else None, "latest": date.latest if date else None,
            "place": place.title(), "source": "", "origin": "", "hedges": (), "derived": False, "derivation": "",
            "rule": "test", "status": FigureStatus.FOUND, "publisher": f"Paper {over.get('article', 1)}", "published": "2024-01-01",
        } | over  # fmt: skip
        told["key"] = ""
        figure = Figure(**({"series": ""} | told))
        key = series.key(figure)
        return Figure(**(told | {"key": key, "series": over.get("series", key)}))

    return made
