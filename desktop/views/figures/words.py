"""How figures, series and findings are put in words: value, period, who says so, what was made of it. No widgets, no queries."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from archive.model import edtf
from archive.model.figure import Bound, Figure, FigureStatus, Finding, FindingKind, Kind, Level, Series
from archive.model.ids import ArticleId
from desktop.wording import counted, one_line, span

Heading = tuple[str, str | None, str | None]
Headings = Mapping[ArticleId, Heading]

NO_PUBLISHER = "No publisher"
STATUSES = {
    FigureStatus.FOUND: "Found",
    FigureStatus.CONFIRMED: "Confirmed",
    FigureStatus.DOUBTFUL: "Doubtful",
    FigureStatus.REJECTED: "Rejected",
}
KINDS = {
    Kind.COUNT: "Count",
    Kind.MONEY: "Money",
    Kind.SHARE: "Share",
    Kind.CHANGE: "Change",
    Kind.RATIO: "Ratio",
    Kind.DURATION: "Length of time",
    Kind.DISTANCE: "Distance",
    Kind.AGE: "Age",
    Kind.MEASURE: "Other measure",
}
BOUNDS = {
    Bound.EXACT: "Exactly",
    Bound.ABOUT: "About",
    Bound.AT_LEAST: "At least",
    Bound.MORE_THAN: "More than",
    Bound.AT_MOST: "At most",
    Bound.LESS_THAN: "Less than",
    Bound.NEARLY: "Nearly",
    Bound.RANGE: "From … to …",
    Bound.ORDER_OF_MAGNITUDE: "Order of magnitude",
}
LEVELS = {
    Level.LEVEL: "Of the whole period",
    Level.TOTAL: "A total up to its end",
    Level.PARTIAL: "Of a part of the period",
}
FINDINGS = {
    FindingKind.CONFLICT: ("conflict", "conflicts"),
    FindingKind.TENSION: ("tension", "tensions"),
    FindingKind.AGREEMENT: ("agreement", "agreements"),
}
_SIGNS = {
    Bound.ABOUT: "≈ ",
    Bound.AT_LEAST: "≥ ",
    Bound.MORE_THAN: "> ",
    Bound.AT_MOST: "≤ ",
    Bound.LESS_THAN: "< ",
    Bound.NEARLY: "nearly ",
}
_SILENT_UNITS = frozenset({"", "person"})
_WORD_UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "mile"})
_CLOSE_UNITS = {"percent": "%"}
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_DIGITS = 6  # of a number with a fraction: more is no longer read


def number(value: float | None) -> str:
    """A number as people read it: `12,345`, `0.5`, `1e+400` as it is."""
    if value is None:
        return "?"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.{_DIGITS}g}" if abs(value) < 1e6 or abs(value) >= 1e15 else f"{value:,.1f}"


def value(figure: Figure) -> str:
    """Value and bound with the unit: `≈ 1,900`, `1,000–2,000 km`, `80%`; without any number, the figure's own words."""
    if figure.value is None and figure.least is None and figure.most is None:
        return one_line(figure.exact)
    if figure.value is None:
        said = _between(figure.least, figure.most)
    else:
        said = _SIGNS.get(figure.bound, "") + number(figure.value)
    if figure.direction is not None:
        said = f"{'+' if figure.direction == 'up' else '−'} {said}"
    if figure.unit in _CLOSE_UNITS:
        return said + _CLOSE_UNITS[figure.unit]
    # The unit of a count is what is counted.
    return said if figure.kind is Kind.COUNT or figure.unit in _SILENT_UNITS else f"{said} {_unit(figure)}"


def _between(least: float | None, most: float | None) -> str:
    if least is None or most is None:
        return f"≤ {number(most)}" if least is None else f"≥ {number(least)}"
    return f"{number(least)}–{number(most)}"


def _unit(figure: Figure) -> str:
    """The unit after its number: units that are words have a plural."""
    first, space, rest = figure.unit.partition(" ")
    return f"{first}s{space}{rest}" if first in _WORD_UNITS and figure.value != 1 else figure.unit


@lru_cache(maxsize=2_048)  # painted again and again
def period(told: str | None) -> str:
    """A period in words; whole years are told as years."""
    if told is None:
        return "no period told"
    days = _DAYS.fullmatch(told)
    return span(days[1], days[2]) if days is not None else edtf.display(told)


def period_of(figure: Figure) -> str:
    """When, and that only a part of the time is meant, or all up to its end."""
    said = period(figure.period)
    return f"{said}, in total" if figure.level is Level.TOTAL and figure.period else said


def publisher(figure: Figure) -> str:
    """Who published it, for colours and legends."""
    return figure.publisher or NO_PUBLISHER


def teller(figure: Figure, headings: Headings) -> str:
    """Publisher and year of the article; its title where no publisher is known."""
    title, name, published = headings.get(figure.article, ("", figure.publisher, figure.published))
    year = edtf.display(published) if published else "undated"
    return f"{name or one_line(title) or 'Untitled'}, {year}"


def status(figure: Figure) -> str:
    """What a person has said of it; "" where nobody said anything."""
    parts = []
    if figure.status is not FigureStatus.FOUND:
        parts.append(STATUSES[figure.status].lower())
    if figure.rule == "entered":
        parts = ["entered by a person"]
    elif figure.corrected:
        parts.append("corrected")
    if figure.derived:
        parts.append("derived")
    if figure.stale:
        parts.append("from an earlier text")
    return ", ".join(parts)


def said(figure: Figure) -> str:
    """Status and note in one line."""
    note = one_line(figure.note)
    return ": ".join(part for part in (status(figure), note) if part)


def spoken(figure: Figure, headings: Headings) -> str:
    """A row for a screen reader."""
    parts = (value(figure), figure.counted, period_of(figure), one_line(figure.sentence), teller(figure, headings))
    return ", ".join(part for part in (*parts, said(figure)) if part)


def hovered(figure: Figure) -> str:
    """What pointing at its mark shows: what it says, the sentence, and what a person made of it."""
    first = " · ".join(part for part in (value(figure), period_of(figure), publisher(figure)) if part)
    lines = [first, f"“{one_line(figure.sentence)}”"]
    if figure.derivation:
        lines.append(f"Derived: {figure.derivation}")
    if said(figure):
        lines.append(said(figure).capitalize())
    return "\n".join(lines)


def findings(conflicts: int, tensions: int) -> str:
    """`1 conflict, 2 tensions`, "" for none."""
    told = ((conflicts, FINDINGS[FindingKind.CONFLICT]), (tensions, FINDINGS[FindingKind.TENSION]))
    return ", ".join(counted(count, *names) for count, names in told if count)


def finding(found: Finding) -> str:
    """The heading of a finding: `Conflict, 2019`."""
    kind = FINDINGS[found.kind][0].capitalize()
    return f"{kind}, {period(found.period)}" if found.period else kind


def rests_on(figures: Sequence[Figure]) -> str:
    """`13 figures from 5 articles, 2 of them copies, 3 origins`."""
    articles = {each.article for each in figures}
    copies = len(articles) - len({each.root for each in figures})
    origins = {each.origin for each in figures if each.origin}
    words = f"{counted(len(figures), 'figure')} from {counted(len(articles), 'article')}"
    words += f", {copies:,} of them {'a copy' if copies == 1 else 'copies'}" if copies else ""
    return f"{words}, {counted(len(origins), 'origin')}" if origins else words


def series_name(series: Series) -> str:
    """What it measures, as a heading."""
    name = one_line(series.name)
    if name.partition(" ")[0].islower():  # not of a word with capitals of its own
        name = name[:1].upper() + name[1:]
    return name or "Unnamed series"
