"""Tells tables of data, whose rows become one line each, from tables that only lay a page out."""

from collections.abc import Iterator
from typing import Final

from .tree import Node, Words

_LAYOUT: Final = frozenset(
    "table div ul ol dl h1 h2 h3 h4 h5 h6 article section figure form blockquote pre nav aside".split()
)
_MAX_CELL_CHARS = 400
_MAX_CELLS = 200
_MAX_PARTS = 2000


def is_data_table(row: Node) -> bool:
    """Whether a row holds data: two cells or more, none with blocks of its own or with text of a paragraph's length."""
    cells = [child for child in row.children if isinstance(child, Node) and child.tag in ("td", "th")]
    if not 2 <= len(cells) <= _MAX_CELLS:
        return False
    return all(_is_short(cell) for cell in cells)


def _is_short(cell: Node) -> bool:
    characters = paragraphs = 0
    for count, part in enumerate(_parts(cell)):
        if count > _MAX_PARTS:
            return False
        if isinstance(part, Words):
            characters += len(cell.source[part.start : part.end].strip())
        elif part.tag in _LAYOUT:
            return False
        else:
            paragraphs += part.tag == "p"
        if characters > _MAX_CELL_CHARS or paragraphs > 2:
            return False
    return True


def _parts(cell: Node) -> Iterator[Node | Words]:
    waiting = [iter(cell.children)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif isinstance(part, Words):
            yield part
        elif isinstance(part, Node):
            yield part
            if part.tag not in ("script", "style"):
                waiting.append(iter(part.children))
