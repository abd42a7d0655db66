"""Which part of the archive all charts are about, and how that is kept between sessions. Pure."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from archive.model.figure import FigureFilter
from archive.model.ids import ArticleId


@dataclass(frozen=True, slots=True)
class Filter:
    """Every condition given must hold. `tags` are paths, with the tags below; `since` and `until` are days, inclusive.

    Each tab says which days are meant: those that figures tell of, or those on which articles were published.
    """

    articles: tuple[ArticleId, ...] = ()
    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != Filter()

    def figures(self) -> FigureFilter:
        """The figures that it lets through."""
        return FigureFilter(
            articles=self.articles, publishers=self.publishers, tags=self.tags, since=self.since, until=self.until
        )


def state(filter: Filter) -> dict[str, Any]:
    """The JSON form."""
    held = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(filter).items()}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in held.items()}


def restored(held: object) -> Filter:
    """What a JSON form says; whatever is missing or of another form is left out."""
    if not isinstance(held, dict):
        return Filter()
    return Filter(
        articles=tuple(ArticleId(each) for each in _listed(held, "articles") if type(each) is int),
        publishers=tuple(each for each in _listed(held, "publishers") if isinstance(each, str)),
        tags=tuple(each for each in _listed(held, "tags") if isinstance(each, str)),
        since=_day(held.get("since")),
        until=_day(held.get("until")),
    )


def _listed(held: dict[str, Any], name: str) -> list[Any]:
    value = held.get(name)
    return value if isinstance(value, list) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
