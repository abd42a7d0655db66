"""Where a person was in the library, to and from JSON values. What makes no sense on the way back becomes the default."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from archive.model.ids import ArticleId
from archive.model.search import Scope, Sort

from .lister import Wanted


@dataclass(frozen=True, slots=True)
class State:
    """`place` is the key of the sidebar's place, `sizes` the splitter's in px, `scroll` the list's in px."""

    wanted: Wanted
    place: str
    folded: list[str]
    article: ArticleId | None
    row: int
    scroll: int
    sizes: list[int]
    recent: list[str]


def kept(
    wanted: Wanted,
    *,
    place: str,
    folded: Sequence[str],
    article: ArticleId | None,
    row: int,
    scroll: int,
    sizes: Sequence[int],
    recent: Sequence[str],
) -> dict[str, Any]:
    """The state as JSON values."""
    return {
        "query": wanted.query,
        "scope": _listed(wanted.place),
        "facets": _listed(wanted.facets),
        "sort": str(wanted.sort) if wanted.sort is not None else None,
        "place": place,
        "folded": list(folded),
        "article": article,
        "row": row,
        "scroll": scroll,
        "sizes": list(sizes),
        "recent": list(recent),
    }


def taken(state: dict[str, Any]) -> State:
    """The state of its JSON values."""
    sort = state.get("sort")
    wanted = Wanted(
        _text(state.get("query")),
        _scope(state.get("scope")),
        _scope(state.get("facets")),
        Sort(sort) if sort in set(Sort) else None,
    )
    article = _number(state.get("article"), 0)
    return State(
        wanted,
        _text(state.get("place")) or "all",
        _texts(state.get("folded")),
        ArticleId(article) if article else None,
        _number(state.get("row"), 0),
        _number(state.get("scroll"), 0),
        [size for size in _sequence(state.get("sizes")) if type(size) is int],
        _texts(state.get("recent")),
    )


def _listed(scope: Scope) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(scope).items()}


def _scope(held: object) -> Scope:
    """The scope of its JSON form; a field of the wrong type is left at its default."""
    if not isinstance(held, dict):
        return Scope()
    values: dict[str, Any] = {}
    for field in fields(Scope):
        value, usual = held.get(field.name), getattr(Scope(), field.name)
        if isinstance(usual, tuple):
            values[field.name] = tuple(_texts(value))
        elif isinstance(usual, bool):
            values[field.name] = value is True
        else:
            values[field.name] = _number(value, 0) or None
    return Scope(**values)


def _sequence(held: object) -> list[Any]:
    return held if isinstance(held, list) else []


def _texts(held: object) -> list[str]:
    return [value for value in _sequence(held) if isinstance(value, str)]


def _text(held: object) -> str:
    return held if isinstance(held, str) else ""


def _number(held: object, usual: int) -> int:
    return held if type(held) is int and held >= 0 else usual
