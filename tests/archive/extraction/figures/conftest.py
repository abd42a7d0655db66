"""Reading the figures of a text, with its dates, as one paragraph a line."""

from collections.abc import Callable

import pytest

from archive.extraction import dates, figures
from archive.model.article import Block, BlockKind
from archive.model.figure import NumericClaim
from archive.model.lexicon import NONE, Additions

Claims = Callable[..., list[NumericClaim]]
Told = Callable[..., list[tuple[object, ...]]]


def read_figures(
    text: str, published: str | None = None, kind: BlockKind = BlockKind.PARAGRAPH, own: Additions = NONE
) -> list[NumericClaim]:
    blocks, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind, place, place + len(line), (place, place + len(line))))
        place += len(line) + 1
    times = dates.read(text, blocks, published=published, language=None)
    return figures.read(text, blocks, times=times, published=published, language=None, own=own)


@pytest.fixture(scope="session")
def claims() -> Claims:
    return read_figures


@pytest.fixture(scope="session")
def told() -> Told:
    """The named fields of each figure of a text; `words` are those of the number."""

    def telling(text: str, *fields: str, published: str | None = None) -> list[tuple[object, ...]]:
        found = []
        for claim in read_figures(text, published):
            values = {"words": text[slice(*claim.number)], "whole": text[claim.start : claim.end]}
            values |= {
                name: None if span is None else text[slice(*span)]
                for name, span in (("counted", claim.counted), ("place", claim.place), ("source", claim.source))
            }
            found.append(tuple(values[name] if name in values else getattr(claim, name) for name in fields))
        return found

    return telling
