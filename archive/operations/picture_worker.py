"""The process that shows pictures of originals: takes one out of its file and decodes it, confined, so that the program gets bare pixels.

What decodes is handed in: the archive itself has no decoder, the window's toolkit has one.
"""

import json
from collections.abc import Callable

from archive.base.errors import Unreadable
from archive.confinement.worker import serve as serve_frames
from archive.importers.illustrations import header
from archive.importers.illustrations.fetching import fetch
from archive.importers.illustrations.headers import SVG
from archive.model.article import Imported, Member, Source, Verdict

# A picture of more pixels is not decoded: a few bytes can declare any number of them.
MOST_PIXELS = 60_000_000
Pixels = tuple[int, int, bytes]
Decode = Callable[[bytes, int], Pixels]


def serve(decode: Decode, prepare: Callable[[], object]) -> None:
    """Answers until the pipe closes. `decode(data, width)` gives (width, height, rows of red, green, blue, alpha), no wider than `width`,
    or raises Unreadable; `prepare` loads what that needs, before the walls go up."""
    serve_frames(lambda source: _read(source, decode), prepare=prepare)


def _read(source: Source, decode: Decode) -> Imported:
    """`source.member` is a JSON list: the width, then places. Each answers with a member: its name the size, or why there is none."""
    width, *places = json.loads(source.member or "[0]")
    members = []
    for place in places:
        try:
            wide, tall, pixels = _decoded(fetch(source, place), width, decode)
            members.append(Member(f"{wide} {tall}", pixels))
        except Unreadable as error:
            members.append(Member(error.what, b""))
    return Imported(Verdict.OK, "pictures", 1, "application/octet-stream", members=tuple(members))


def _decoded(data: bytes, width: int, decode: Decode) -> Pixels:
    seen = header(data)
    if seen is None:
        raise Unreadable("This is no picture that can be shown.")
    if seen.media_type == SVG:
        raise Unreadable("A drawing (SVG), which could run scripts, is not shown.")
    if seen.width * seen.height > MOST_PIXELS:
        raise Unreadable(f"{seen.width:,} × {seen.height:,} pixels are more than are shown.")
    return decode(data, width)
