"""Dates and spans of dates as a style's `date` element, or that of its locale, lays them out."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .marks import joined
from .state import Citing, Date
from .terms import Terms

_CS = "{http://purl.org/net/xbiblio/csl}"
_ORDER = ("year", "month", "day")
_SHOWN = {"year": ("year",), "year-month": ("year", "month")}
_REMEMBERED = 4096  # dates
Decoration = Callable[[Mapping[str, str]], Callable[[str, bool], str]]
_YearMonthDay = tuple[int | None, int | None, int | None]


class DateElement:
    """A compiled `date` element; its parts are those of the locale with what the style says of them."""

    def __init__(self, element: Any, terms: Terms, decoration: Decoration) -> None:
        self.variable = element.get("variable", "")
        self._terms, self._decoration = terms, decoration
        localized = terms.date(element.get("form")) if element.get("form") else None
        own = [dict(part.attrib) for part in element.iterchildren(f"{_CS}date-part")]
        shown = _SHOWN.get(element.get("date-parts", ""), _ORDER) if localized is not None else _ORDER
        parts = own if localized is None else _merged(localized, own)
        self._parts = [part for part in parts if part.get("name") in shown]
        self._attributes = {**(dict(localized.attrib) if localized is not None else {}), **dict(element.attrib)}
        self._delimiter = self._attributes.get("delimiter", "")
        self._decorate = decoration(self._attributes)
        self._words = lru_cache(maxsize=_REMEMBERED)(self._laid_out)

    def render(self, citing: Citing) -> str:
        """The date; empty where the item has none."""
        date = None if self.variable in citing.used else citing.item.dates.get(self.variable)
        citing.called += 1
        if date is None:
            return ""
        citing.met += 1
        if "literal" in date:
            text = str(date["literal"])
        else:
            text = self._words(tuple(map(tuple, date.get("date-parts", ()))), date.get("season"))
            if not text:
                citing.met -= 1
                citing.doubts += 1
                return ""
            text += _suffix(citing)
        if citing.sorting:
            return key(date, len(self._parts))
        return self._decorate(text, True)

    def _laid_out(self, parts: tuple[tuple[int, ...], ...], season: int | None) -> str:
        sides = [_sides(side, season) for side in parts][:2]
        if not sides:
            return ""
        if len(sides) == 1:
            return joined((self._part(part, sides[0]) for part in self._parts), self._delimiter)
        return joined(self._span(sides[0], sides[1]), self._delimiter)

    def _span(self, first: _YearMonthDay, last: _YearMonthDay) -> list[str]:
        """Both sides of a span, with what they share said once."""
        names = [str(part.get("name")) for part in self._parts]
        same: list[str] = []
        for place, name in enumerate(_ORDER):
            if name in names and first[place] != last[place]:
                break
            same.append(name)
        differing = [place for place, name in enumerate(names) if name not in same]
        if not differing:
            return [self._part(part, first) for part in self._parts]
        begin, end = differing[0], differing[-1] + 1
        delimiter = min((self._parts[place] for place in differing), key=lambda part: _ORDER.index(part["name"]))
        between = self._parts[begin:end]
        left = [self._part(part, first) for part in self._unsuffixed(between, first)]
        right = [self._part(part, last) for part in self._unprefixed(between, last)]
        middle = "".join(left) + delimiter.get("range-delimiter", "–") + "".join(right)
        before = [self._part(part, first) for part in self._parts[:begin]]
        after = [self._part(part, first) for part in self._unsuffixed(self._parts[end:], first)]
        return [*before, middle, *after]

    def _unsuffixed(self, parts: Sequence[dict[str, str]], side: _YearMonthDay) -> list[dict[str, str]]:
        kept = [part for part in parts if side[_ORDER.index(part["name"])] is not None]
        return [*kept[:-1], {**kept[-1], "suffix": ""}] if kept else []

    def _unprefixed(self, parts: Sequence[dict[str, str]], side: _YearMonthDay) -> list[dict[str, str]]:
        kept = self._unsuffixed(parts, side) if parts and parts[-1] is self._parts[-1] else list(parts)
        kept = [part for part in kept if side[_ORDER.index(part["name"])] is not None]
        return [{**kept[0], "prefix": ""}, *kept[1:]] if kept else []

    def _part(self, part: Mapping[str, str], side: _YearMonthDay) -> str:
        value = side[_ORDER.index(part["name"])]
        return "" if value is None else self._decoration(part)(self._number(part, value), True)

    def _number(self, part: Mapping[str, str], value: int) -> str:
        name, form = part["name"], part.get("form", "")
        if name == "year":
            era = "bc" if value < 0 else "ad" if 0 < value < 1000 else ""
            shown = str(abs(value))
            return (shown[-2:] if form == "short" else shown) + (self._terms.term(era) if era else "")
        if name == "month" and form in ("", "long", "short"):
            word = f"month-{value:02}" if value <= 12 else f"season-{value - 12:02}"
            return self._terms.term(word, "short" if form == "short" else "long")
        if form == "numeric-leading-zeros":
            return f"{value:02}"
        return self._terms.ordinal(value) if form == "ordinal" else str(value)


def _merged(localized: Any, own: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    said = {part.get("name"): part for part in own}
    return [
        {**dict(part.attrib), **said.get(part.get("name"), {})} for part in localized.iterchildren(f"{_CS}date-part")
    ]


def _sides(parts: Sequence[int], season: int | None) -> _YearMonthDay:
    year, month, day = (*parts, None, None, None)[:3]
    return year, (12 + season if season and month is None else month), day


def _suffix(citing: Citing) -> str:
    """The letter that sets works of one year apart, after the first date that is said."""
    if not citing.told.suffix or citing.suffixed or citing.sorting:
        return ""
    citing.suffixed = True
    return citing.told.suffix


def key(date: Date, parts: int = 3) -> str:
    """Sorts as the date does, by so many of year, month and day: ten digits of the year, two of the others."""
    keys = []
    for year, *rest in date.get("date-parts", ()):
        shown = f"0{year:09}" if year >= 0 else f"-{999999999 + year:09}"
        keys.append(shown + "".join(f"{part:02}" for part in rest[: parts - 1]))
    return "".join(keys) or str(date.get("literal", ""))
