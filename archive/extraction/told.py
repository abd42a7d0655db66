"""The sentences of a text by its blocks, parted once for all rules that read it one after the other."""

from collections.abc import Sequence
from typing import NamedTuple

from archive.base.sentences import Span, sentences
from archive.model.article import Block


class Told(NamedTuple):
    """A sentence, over the whole text, and the block that it stands in."""

    sentence: Span
    block: Block


class _Last(NamedTuple):
    text: str = ""
    blocks: tuple[Block, ...] = ()
    told: tuple[Told, ...] = ()


class _Memory:
    """What was parted last. It is replaced as a whole, so that threads may share it."""

    last = _Last()


def told_in(text: str, blocks: Sequence[Block]) -> tuple[Told, ...]:
    """Every sentence of the blocks, in order; of the text that was asked for last they are remembered."""
    last, same = _Memory.last, tuple(blocks)
    if last.text is not text or last.blocks != same:
        last = _Memory.last = _Last(text, same, tuple(_parted(text, same)))
    return last.told


def _parted(text: str, blocks: Sequence[Block]) -> list[Told]:
    found = []
    for block in blocks:
        begin = block.start
        for start, end in sentences(text[begin : block.end]):
            found.append(Told(Span(begin + start, begin + end), block))
    return found
