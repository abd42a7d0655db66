"""Where the pictures of a document stand that is gathered piece by piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from archive.model.article import Illustration


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the document, and before which of the pieces it stands."""

    before: int
    picture: Illustration


def standing(
    shown: Sequence[Shown], full: Sequence[bool], spans: Sequence[tuple[int, int]], captions: Sequence[bool]
) -> Iterator[Illustration]:
    """The pictures, each once, right before the piece that it stands before.

    `full` says of each piece whether it has words: only those have a place in `spans` (in the document as text), and there `captions`
    says whether it is one. A caption belongs to the picture before it, else to the one behind it.
    """
    laid = [0, *accumulate(full)]
    seen: set[str] = set()
    for each in shown:
        if each.picture.sha512 in seen:
            continue
        seen.add(each.picture.sha512)
        index = laid[min(each.before, len(full))]
        at = spans[index][0] - 1 if index < len(spans) else spans[-1][1]
        near = (spans[place][0] for place in (index, index - 1) if 0 <= place < len(spans) and captions[place])
        yield replace(each.picture, source=max(0, at), caption=next(near, None))
