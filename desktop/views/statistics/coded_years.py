"""How many passages carry each tag by year, as it is stacked: the largest tags apart, the others together. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.model.statistics import CodingOverTime
from desktop.widgets import charts
from desktop.wording import counted

from . import leading

_STACKED = 6  # tags with a colour of their own
OTHERS = "Other tags"


@dataclass(frozen=True, slots=True)
class Years:
    """Years with a tag's part each, the tags in the order of stacking, and how many passages have no year."""

    counts: Mapping[str, Mapping[str, int]]  # tag → year → passages
    segments: Sequence[charts.Segment]
    order: Sequence[str]
    undated: int


def by_year(counts: Mapping[str, Mapping[str, int]]) -> Years:
    """{tag: {year: passages}} as it is drawn: the largest tags apart, the others together."""
    dated = {
        path: {int(year): number for year, number in years.items() if year != leading.NO_DATE}
        for path, years in counts.items()
    }
    largest = sorted((path for path in dated if dated[path]), key=lambda path: (-sum(dated[path].values()), path))
    own = largest if len(largest) <= _STACKED + 1 else largest[:_STACKED]
    parts: dict[tuple[int, str], int] = {}
    for path in largest:
        group = path if path in own else OTHERS
        for year, number in dated[path].items():
            parts[year, group] = parts.get((year, group), 0) + number
    made = [
        charts.Segment((year, path), year, path, number, f"{path}, {year}: {counted(number, 'passage')}")
        for (year, path), number in parts.items()
    ]
    return Years(counts, made, [*own, OTHERS], sum(years.get(leading.NO_DATE, 0) for years in counts.values()))


def by_coding_year(over: CodingOverTime) -> dict[str, dict[str, int]]:
    """{tag: {year of marking: passages}}."""
    found: dict[str, dict[str, int]] = {}
    for path, numbers in over.by_month.items():
        years = found.setdefault(path, {})
        for month, number in zip(over.months, numbers, strict=True):
            if number:
                years[month[:4]] = years.get(month[:4], 0) + number
    return found
