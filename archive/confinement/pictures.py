"""Pages as pictures through a reader's pipe: what is asked, what is answered. Trusts no answer.

A request for a picture has a line of its own form before the bytes, by which a reader tells it from a file to be read. The
pixels follow the answer as a frame of exactly as many bytes as the picture has.
"""

import json
from collections.abc import Callable
from typing import Any

from archive.base.errors import Unreadable
from archive.model.picture import MOST_PIXELS, Picture

from .checked import BadAnswer, number, optional, required

Draw = Callable[[bytes, int, int], Picture]

HEAD_BYTES = 100_000
_MOST_PAGES = 10_000_000
_BEGINS = b'{"picture":'


def request_of(data: bytes, page: int, width: int) -> bytes:
    """A page of a document as a frame."""
    return b"%s [%d, %d]}\n" % (_BEGINS, page, width) + data


def is_asked(request: bytes) -> bool:
    """Whether a frame asks for a picture."""
    return request.startswith(_BEGINS)


def frames_of(request: bytes, draw: Draw) -> list[bytes]:
    """What a reader answers to such a frame: the description, then the pixels; or the sentence that says why there are none."""
    head, data = request.split(b"\n", 1)
    page, width = json.loads(head)["picture"]
    try:
        made = draw(data, page, width)
    except Unreadable as error:
        return [sorry(error.what, error.advice)]
    described = {"width": made.width, "height": made.height, "pages": made.pages}
    return [json.dumps(described).encode("ascii"), made.pixels]


def sorry(what: str, advice: str = "") -> bytes:
    """The answer where there is no picture."""
    return json.dumps({"error": what, "advice": advice}).encode("ascii")


def picture_of(answer: bytes, body: Callable[[int], bytes]) -> Picture:
    """The picture in an answer; `body` gives the next frame, of a size. Raises Unreadable with the reader's sentence, or BadAnswer."""
    try:
        fields: Any = json.loads(answer)
        if "error" in fields:
            raise Unreadable(required(fields["error"], 2_000), optional(fields["advice"], 2_000) or "")
        width = number(fields["width"], 1, MOST_PIXELS)
        height = number(fields["height"], 1, MOST_PIXELS // width + 1)
        pages = number(fields["pages"], 1, _MOST_PAGES)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadAnswer(str(error)) from error
    return Picture(width, height, body(3 * width * height), pages)
