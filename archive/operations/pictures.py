"""Pages of originals as pictures, drawn in a confined reader process, never in the program itself."""

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Self

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.model.picture import Picture

from .reading import readers

if TYPE_CHECKING:
    from archive.confinement.pool import Pool

PAGED = frozenset({"application/pdf"})


class Pages:
    """Draws a page at a time; may be asked from any thread. The reader is started with the first page and kept until `close`.

    The bytes of the last original are kept too, so that leafing through it reads them once.
    """

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._held: Mapping[str, bytes] = {}
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def page(self, archive: Archive, address: str, number: int, width: int) -> Picture:
        """Page `number` (from 1) of the original with this SHA-512, `width` pixels wide.

        Raises Unreadable with a sentence where there is no picture of it, and NotFound where there is no such original.
        """
        held = self._held
        if address not in held:
            held = self._held = {address: archive.store.originals.data(address)}
        return self._reader().picture(held[address], number, width)

    def _reader(self) -> "Pool":
        with self._lock:
            if self._closed:
                raise Unreadable("The pages were closed before this one was drawn.")
            self._pool = self._pool or readers(1)
            return self._pool

    def close(self) -> None:
        """Ends the reader; a page that is being drawn is given up."""
        with self._lock:
            self._closed = True
            if self._pool is not None:
                self._pool.close()
