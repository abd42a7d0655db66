"""The pictures of an edition: where they stand among its blocks, and their bytes, taken out of the original in a confined process.

Nothing is loaded from a disk or a network: what neither the original holds nor lay beside it has no picture.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.base.errors import NotFound, Unreadable
from archive.model.article import Edition, Illustration, Source

if TYPE_CHECKING:  # what takes pictures out of files comes when one is to be shown
    from archive.confinement.pool import Pool

_ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
# Pictures of a PDF are known by what it holds of them, and handed out as they are drawn from that.
_DRAWN = "image "


def placed(edition: Edition) -> dict[int, list[int]]:
    """{index of a block: the pictures that stand right behind it}, in order; −1 for what stands before all."""
    found: dict[int, list[int]] = {}
    if not edition.pictures:
        return found
    order = sorted(range(len(edition.blocks)), key=lambda index: edition.blocks[index].source[0])
    starts = [edition.blocks[index].source[0] for index in order]
    for number, picture in enumerate(edition.pictures):
        at = bisect_right(starts, picture.source) - 1
        found.setdefault(order[at] if at >= 0 else -1, []).append(number)
    return found


def caption(edition: Edition, picture: Illustration) -> str:
    """What is said of a picture: its caption, else what its page says for those who do not see it."""
    block = next((each for each in edition.blocks if each.source[0] == picture.caption), None)
    return edition.text[block.start : block.end] if block is not None else picture.alt


def file_name(picture: Illustration, number: int) -> str:
    """A name for the picture, which counts from 0, as a file."""
    return f"picture-{number + 1}{_ENDINGS.get(picture.media_type, '')}"


def takers() -> Pool:
    """A process that takes pictures out of files; the caller closes it."""
    from archive.confinement.pool import Pool, command

    return Pool(command("archive.importers.illustrations.worker", "pictures"), readers=1)


def decoders() -> Pool:
    """A process that takes pictures out of files and decodes them (`picture_worker`); the caller closes it."""
    from archive.confinement.pool import Pool, command

    return Pool(command("desktop.pictureworker", "decode"), readers=1)


def data(
    archive: Archive, edition: Edition, pictures: Sequence[Illustration], pool: Pool | None = None
) -> list[bytes | None]:
    """The bytes of pictures as the original holds them; None for one that is not there, or is another than it was."""
    from . import beside

    lain = [each.place.startswith(beside.PLACE) for each in pictures]
    if any(lain):
        inside = iter(data(archive, edition, [each for each, out in zip(pictures, lain, strict=True) if not out], pool))
        return [_lain(archive, each) if out else next(inside) for each, out in zip(pictures, lain, strict=True)]
    if not pictures:
        return []
    if pool is None:
        with takers() as started:
            return data(archive, edition, pictures, started)
    source = request(archive, edition, [each.place for each in pictures])
    _, answer = next(iter(pool.read(iter([source]))))
    if len(answer.members) != len(pictures):
        raise Unreadable(
            answer.error or "The pictures could not be taken out of the file.", "Export the original instead."
        )
    found = [member.data or None for member in answer.members]
    return [
        each
        if each and (picture.place.startswith(_DRAWN) or hashlib.sha512(each).hexdigest() == picture.sha512)
        else None
        for each, picture in zip(found, pictures, strict=True)
    ]


def _lain(archive: Archive, picture: Illustration) -> bytes | None:
    """The bytes of a picture that lay beside the page: an original of its own."""
    try:
        return archive.store.originals.data(picture.sha512)
    except NotFound:
        return None


def requests(
    archive: Archive, edition: Edition, pictures: Sequence[Illustration], *first: object
) -> list[tuple[Source, list[Illustration]]]:
    """What to ask the processes for pictures, and which ones each answer has, in order; `first` stands before the places."""
    from . import beside

    inside = [each for each in pictures if not each.place.startswith(beside.PLACE)]
    asked = [(request(archive, edition, [*first, *(each.place for each in inside)]), inside)] if inside else []
    for each in pictures:
        if each.place.startswith(beside.PLACE):
            whole = Source(_lain(archive, each) or b"", edition.original.name, member=json.dumps([*first, "whole"]))
            asked.append((whole, [each]))
    return asked


def request(archive: Archive, edition: Edition, asked: Sequence[object]) -> Source:
    """The edition's original with what is asked of it, as the processes that take pictures out of files understand it."""
    original = edition.original
    return Source(
        archive.store.originals.data(original.sha512),
        original.name,
        member=json.dumps(asked),
        encoding=edition.encoding,
    )


def write(archive: Archive, edition: Edition, picture: Illustration, target: Path) -> Path:
    """Writes a picture's bytes as the original holds them. Raises Unreadable."""
    found = data(archive, edition, [picture])[0]
    if found is None:
        raise Unreadable("This picture could not be taken out of the file.", "Export the original instead.")
    try:
        target.write_bytes(found)
    except OSError as error:
        raise Unreadable(f"{target.name} could not be written ({error.strerror}).", "Choose another folder.") from error
    return target
