"""What the timeline is asked to show, and how that is kept between sessions. Pure."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Status, TimexType
from archive.model.ids import ArticleId

LANES = (
    ("article", "By article"),
    ("publisher", "By publisher"),
    ("tag", "By tag"),
    ("none", "One lane"),
)
# What is shown unless it is asked for: what a person has rejected stays out of sight.
STANDING = (Status.FOUND, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`undated` lists only what has no date, `disagreeing` only what another date contradicts."""

    filter: EventFilter = field(default_factory=lambda: EventFilter(statuses=STANDING))
    lanes: str = "article"
    told: bool = True
    published: bool = True
    undated: bool = False
    disagreeing: bool = False

    @property
    def narrowed(self) -> bool:
        return self.undated or self.disagreeing or self.filter != EventFilter(statuses=STANDING)

    def everything(self, *, rejected: bool = False) -> "Wanted":
        """The same look without anything that narrows it; with `rejected`, what a person has rejected shows too."""
        statuses = tuple(Status) if rejected else STANDING
        return replace(self, filter=EventFilter(statuses=statuses), undated=False, disagreeing=False)


_ENUMS: dict[str, type[StrEnum]] = {
    "statuses": Status,
    "precisions": Precision,
    "bases": Basis,
    "types": TimexType,
}


def state(wanted: Wanted) -> dict[str, Any]:
    """The JSON form."""
    kept = asdict(wanted.filter)
    for side in ("since", "until"):
        kept[side] = kept[side].isoformat() if kept[side] else None
    kept.pop("match")
    return {
        "filter": {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()},
        "lanes": wanted.lanes,
        "told": wanted.told,
        "published": wanted.published,
    }


def restored(held: object) -> Wanted:
    """What a JSON form says; whatever is missing or of another form is left at its default."""
    if not isinstance(held, dict):
        return Wanted()
    wanted = Wanted(
        lanes=held["lanes"] if held.get("lanes") in dict(LANES) else "article",
        told=held.get("told") is not False,
        published=held.get("published") is not False,
    )
    given = held.get("filter")
    return replace(wanted, filter=_filter(given)) if isinstance(given, dict) else wanted


def _filter(given: dict[str, Any]) -> EventFilter:
    made: dict[str, Any] = {}
    for name, kind in _ENUMS.items():
        values = given.get(name)
        if isinstance(values, list):
            known = set(map(str, kind))
            made[name] = tuple(kind(value) for value in values if value in known)
    for name in ("tags", "publishers"):
        values = given.get(name)
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            made[name] = tuple(values)
    articles = given.get("articles")
    if isinstance(articles, list) and all(isinstance(value, int) for value in articles):
        made["articles"] = tuple(map(ArticleId, articles))
    if isinstance(given.get("text"), str):
        made["text"] = given["text"]
    for side in ("since", "until"):
        try:
            made[side] = date.fromisoformat(given[side]) if given.get(side) else None
        except (TypeError, ValueError):
            made[side] = None
    return EventFilter(**made)
