"""Reading a text as one paragraph a line, as importers would hand it over."""

from collections.abc import Callable

import pytest

from archive.extraction import dates
from archive.model.article import Block, BlockKind
from archive.model.event import TimeExpression

Read = Callable[..., list[TimeExpression]]


def blocks_of(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[Block]:
    """Every line that is not empty as a block."""
    blocks, place = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind, place, place + len(line), (place, place + len(line))))
        place += len(line) + 1
    return blocks


@pytest.fixture(scope="session")
def read() -> Read:
    def reading(text: str, published: str | None = None, kind: BlockKind = BlockKind.PARAGRAPH) -> list[TimeExpression]:
        return dates.read(text, blocks_of(text, kind), published=published, language=None)

    return reading
