"""Pictures that lie beside a page: found in its folder or handed over by its container, and kept as originals of their own.

A page by itself may reach the folder that its browser saved with it, a page inside a folder that a person named all of that folder:
no address leads anywhere else, and no link is followed out of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.text import storable
from archive.importers.detect import HTML_ENDINGS
from archive.importers.illustrations import beside
from archive.importers.illustrations.found import MOST_BYTES
from archive.model.article import Beside, Edition, Illustration, Imported, Member, Source
from archive.model.ids import ArticleId

PLACE = "beside "  # how the place of such a picture begins


def with_files(source: Source, path: Path, folder: Path | None, companions: frozenset[str]) -> Source:
    """The source with the pictures of its folder that it names: of all that lies below `folder`, else of the page's own folders only."""
    if path.suffix.lower() not in HTML_ENDINGS:
        return source
    root = (folder or path.parent).resolve()
    own = {path.parent.resolve() / name for name in companions}

    def fetch(address: str) -> tuple[str, bytes] | None:
        try:
            page = path.resolve().relative_to(root)
            inside = beside.within(page.as_posix(), address)
            target = (root / inside).resolve() if inside is not None else None
            if target is None or not target.is_relative_to(root):
                return None
            if folder is None and not any(target.is_relative_to(each) for each in own):
                return None
            if not target.is_file() or target.stat().st_size > MOST_BYTES:
                return None
            return storable(str((folder or path.parent) / target.relative_to(root))), target.read_bytes()
        except (OSError, ValueError):
            return None

    found = beside.collected(beside.addresses(source.data), fetch)
    return replace(source, beside=found) if found else source


def of_member(member: Member, imported: Imported, container: str | None) -> tuple[Beside, ...]:
    """The pictures of a page that its container handed over with it."""

    def fetch(address: str) -> tuple[str, bytes] | None:
        place = wanted[address]
        if place >= len(imported.members) or not imported.members[place].is_picture:
            return None
        picture = imported.members[place]
        name = storable(picture.name)
        return f"{container}/{name}" if container else name, picture.data

    wanted = dict(member.beside)
    return beside.collected(wanted, fetch)


def of_edition(edition: Edition) -> tuple[Beside, ...]:
    """What lay beside the page that an edition was read of, as far as it is shown: for reading that page again."""
    return tuple(
        Beside(each.place.removeprefix(PLACE), "", each.media_type, each.width, each.height, each.size, each.sha512)
        for each in edition.pictures
        if each.place.startswith(PLACE)
    )


def only_held(source: Source, imported: Imported) -> Imported:
    """What a reader made of a page, without pictures that did not lie beside it: no answer names another original."""
    if imported.text is None or not any(each.place.startswith(PLACE) for each in imported.text.pictures):
        return imported
    held = _by_place(source)
    kept = tuple(
        each
        for each in imported.text.pictures
        if not each.place.startswith(PLACE) or _is_same(each, held.get(each.place))
    )
    return replace(imported, text=replace(imported.text, pictures=kept))


def keep(archive: Archive, source: Source, imported: Imported, article: ArticleId) -> None:
    """Keeps the bytes of the pictures that the article shows, inside the caller's transaction."""
    if imported.text is None or not source.beside:
        return
    held = _by_place(source)
    for picture in imported.text.pictures:
        each = held.get(picture.place)
        if each is None or not each.data:
            continue
        name = each.name.rpartition("/")[2].rpartition("\\")[2]
        archive.store.originals.put(each.data, name, each.media_type)
        path, member = (source.path, each.name) if source.member else (each.name, None)
        archive.store.originals.found_at(article, each.sha512, path, name, member=member, at=clock.stamp())


def _by_place(source: Source) -> Mapping[str, Beside]:
    return {f"{PLACE}{each.address}": each for each in source.beside}


def _is_same(picture: Illustration, held: Beside | None) -> bool:
    return held is not None and (picture.sha512, picture.size) == (held.sha512, held.size)
