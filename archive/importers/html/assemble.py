"""Turns the choices for a page's lines into the canonical text with its blocks, and into what was set aside."""

from collections.abc import Sequence

from archive.base.text import storable
from archive.model.article import Block, BlockKind, SetAside, Text

from .body import Choice
from .titles import Title
from .tree import Node

TITLE_AGAIN = "the title again"


def assemble(choices: Sequence[Choice], title: Title | None) -> Text:
    """The text of the edition, its title first. What is left out of one zone in a row is set aside together."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    kept = [choice for choice in choices if choice.why is None]
    if title is not None and title.line is None:
        start, end = title.evidence.start or 0, title.evidence.end or 0
        text = storable(title.evidence.value)
        blocks.append(Block(BlockKind.HEADING, 0, len(text), (start, end), 1))
        parts.append(text)
        position = len(text) + 1
    elif title is not None:
        kept.sort(key=lambda choice: choice.line is not title.line)
    for choice in kept:
        line = choice.line
        text = line.text
        blocks.append(
            Block(choice.kind, position, position + len(text), line.source, choice.level, line.runs(position))
        )
        parts.append(text)
        position += len(text) + 1
    return Text("\n".join(parts), tuple(blocks), tuple(_set_aside(choices)))


def _set_aside(choices: Sequence[Choice]) -> list[SetAside]:
    found: list[SetAside] = []
    texts: list[str] = []
    span, reason, zone = (0, 0), "", None

    def close() -> None:
        if texts:
            found.append(SetAside(*span, "\n".join(texts), reason))
        texts.clear()

    for choice in choices:
        if choice.why is None:
            close()
            continue
        start, end = choice.line.source
        if not (texts and choice.why == reason and choice.zone is zone is not None):
            close()
            span, reason, zone = (start, end), choice.why, choice.zone
        texts.append(choice.line.text)
        span = (min(span[0], start), max(span[1], end))
    close()
    return found


def repeats(choices: Sequence[Choice], title: Title | None) -> None:
    """Sets aside lines before the body that say the title a second time."""
    if title is None:
        return
    wanted = title.evidence.value.casefold()
    for choice in choices:
        if (
            choice.why is None
            and choice.line is not title.line
            and choice.part in ("head", "site")
            and choice.line.text.casefold() == wanted
        ):
            choice.why = TITLE_AGAIN


def fill_if_empty(choices: Sequence[Choice]) -> bool:
    """When nothing was taken for an article, keeps every line that no firm zone holds (all, where that is none); True when that was needed."""
    bodies = (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM)
    if any(choice.why is None and choice.kind in bodies for choice in choices):
        return False
    for choice in choices:
        if choice.why is not None and not _firm(choice.zone, choice):
            choice.why = None
    if all(choice.why is not None for choice in choices):
        for choice in choices:
            choice.why = None
    return True


def _firm(zone: Node | None, choice: Choice) -> bool:
    return zone is not None and any(node is zone and mark.firm for node, mark in choice.line.zones)
