"""The pictures of articles that leave in an export: their bytes, and behind which block each stands. Taken out in a confined process."""

from collections.abc import Sequence

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.confinement.pool import Pool
from archive.importers.illustrations import header
from archive.importers.illustrations.headers import SVG
from archive.model.article import Edition, Illustration
from archive.model.excerpt import Showing, Shown

from . import beside, illustrations

MOST_BYTES = 48 * 1024**2  # of the pictures of an article in an export
_AT_ONCE = 16


class Taker:
    """Takes pictures out of originals for one export; the process is started with the first. The caller closes it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pool: Pool | None = None

    def of(self, edition: Edition) -> Showing:
        """The pictures in the order of the text, as far as there is room; drawings (SVG), which can run scripts, are left out."""
        wanted = self._within(edition.pictures)
        data = self._data(edition, wanted)
        after = {number: block for block, numbers in illustrations.placed(edition).items() for number in numbers}
        numbers = {id(picture): number for number, picture in enumerate(edition.pictures)}
        shown = [
            Shown(
                after[numbers[id(each)]],
                held,
                each.media_type,
                each.alt,
                each.sha512,
                each.place.startswith(beside.PLACE),
            )
            for each, held in zip(wanted, data, strict=True)
            if held is not None and (seen := header(held)) is not None and seen.media_type == each.media_type
        ]
        shown.sort(key=lambda each: each.after)
        return Showing(tuple(shown), len(edition.pictures) - len(shown))

    def _within(self, pictures: Sequence[Illustration]) -> list[Illustration]:
        room, found = MOST_BYTES, []
        for each in pictures:
            if each.media_type != SVG and each.size <= room:
                room -= each.size
                found.append(each)
        return found

    def _data(self, edition: Edition, wanted: Sequence[Illustration]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            if self._pool is None and not all(each.place.startswith(beside.PLACE) for each in some):
                self._pool = illustrations.takers()
            try:
                found += illustrations.data(self._archive, edition, some, self._pool)
            except Unreadable:  # told as left out: a picture never costs the article
                found += [None] * len(some)
        return found

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()
