"""A picture that an importer met, and whether it is worth keeping: icons, counters and rules are not."""

import hashlib
from dataclasses import dataclass
from typing import Final

from archive.base.text import storable
from archive.model.article import Illustration

from .headers import SVG, header

MOST: Final = 500  # of an article
MOST_BYTES: Final = 32 * 1024**2  # of one picture
_LEAST_SIDE: Final = 32  # pixels
_LEAST_AREA: Final = 64 * 64
_MOST_ALT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of a picture, `place` by which `fetching.fetch` finds them again in the file, and what describes it."""

    data: bytes
    place: str
    alt: str = ""


def illustration(found: Found, source: int, caption: int | None = None) -> Illustration | None:
    """The picture at a place of the decoded original; None for what is none, or too small or large to be kept."""
    if len(found.data) > MOST_BYTES:
        return None
    seen = header(found.data)
    if seen is None:
        return None
    small = min(seen.width, seen.height) < _LEAST_SIDE or seen.width * seen.height < _LEAST_AREA
    if small and seen.media_type != SVG:
        return None
    return Illustration(
        found.place,
        seen.media_type,
        seen.width,
        seen.height,
        len(found.data),
        hashlib.sha512(found.data).hexdigest(),
        source,
        caption,
        shortened(found.alt),
    )


def shortened(alt: str) -> str:
    """What describes a picture, as it is kept."""
    return storable(" ".join(alt.split()))[:_MOST_ALT]
