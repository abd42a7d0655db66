"""Turns the choices for a page's lines into the canonical text with its blocks, and into what was set aside."""

from collections.abc import Iterator, Sequence

from archive.base.text import storable
from archive.model.article import Block, BlockKind, SetAside, Text

from .body import Choice
from .titles import Title
from .tree import Node, Page

TITLE_AGAIN = "the title again"
PICTURE = "description of a picture"
_PICTURES = frozenset({"img", "amp-img", "area"})


def assemble(choices: Sequence[Choice], title: Title | None, page: Page) -> Text:
    """The text of the edition, its title first. What is left out of one zone in a row is set aside together.

    A picture is never opened; the words that describe it are set aside at its place.
    """
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
    aside = sorted([*_set_aside(choices), *_pictures(page)], key=lambda each: each.start)
    return Text("\n".join(parts), tuple(blocks), tuple(aside))


def _pictures(page: Page) -> Iterator[SetAside]:
    """What pictures say of themselves, each description once."""
    seen: set[str] = set()
    for node in page.nodes:
        if node.tag in _PICTURES and "alt" in node.spans:
            words = storable(" ".join(node.get("alt").split()))
            if words not in seen and any(map(str.isalnum, words)):
                seen.add(words)
                yield SetAside(*node.spans["alt"], words, PICTURE)


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
