"""A person's own words while a text is read: the rules ask for their words in many places, and a reading sets them once.

What is set counts inside that one call of `read`, in its own thread, and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from archive.model.lexicon import NONE, Additions

OWN: Final[ContextVar[Additions]] = ContextVar("own words", default=NONE)


@contextmanager
def using(own: Additions) -> Iterator[None]:
    """Reads with these words, inside the block."""
    token = OWN.set(own if own != NONE else NONE)
    try:
        yield
    finally:
        OWN.reset(token)


def own() -> Additions:
    """The words that the reading under way was given; NONE itself where there are none, so that asking costs next to nothing."""
    return OWN.get()
