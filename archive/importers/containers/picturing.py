"""Gives the pages of a container the pictures in it that they show, each handed over once."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from archive.importers.illustrations import beside
from archive.importers.zips import MOST_MEMBERS
from archive.model.article import Member


def with_pictures(
    pages: Sequence[Member],
    asked: Sequence[bool],
    named: Callable[[Member, str], str | None],
    fetch: Callable[[str], Member | None],
) -> tuple[list[Member], set[str]]:
    """The pages, and behind them their pictures; and what those are called in the container.

    `asked` says of each whether it is a page that may show any; `named` gives what an address on it is called in the container, `fetch`
    the picture of that name, each once.
    """
    held: dict[str, int | None] = {}
    pictures: list[Member] = []

    def place_of(name: str) -> int | None:
        if name not in held:
            room = len(pages) + len(pictures) < MOST_MEMBERS
            picture = fetch(name) if room else None
            held[name] = None if picture is None else len(pages) + len(pictures)
            pictures.extend([picture] if picture is not None else [])
        return held[name]

    shown = []
    for page, is_asked in zip(pages, asked, strict=True):
        places = ((address, named(page, address)) for address in (beside.addresses(page.data) if is_asked else ()))
        found = [(address, place_of(name)) for address, name in places if name is not None]
        shown.append(replace(page, beside=tuple((address, place) for address, place in found if place is not None)))
    return [*shown, *pictures], {name for name, place in held.items() if place is not None}
