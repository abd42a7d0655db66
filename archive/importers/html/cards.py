"""Knows rows of cards: three or more alike, each a linked headline with a line or two below, as sites point at other articles."""

from collections.abc import Iterator

from .tree import Node, Words

_LEAST_CARDS = 3
_CARD_CHARS = 3_000  # of mark-up; what is longer tells, and does not point
_CARD_NODES = 40
_TOLD_CHARS = 320  # of text beside the headline
_CARDS = frozenset({"article", "div", "li", "section"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def is_row_of_cards(node: Node) -> bool:
    """Whether all that the element holds, but for a heading over it, are such cards."""
    held = [child for child in node.children if isinstance(child, Node) and child.tag not in _HEADINGS]
    if len(held) < _LEAST_CARDS or any(each.tag != held[0].tag for each in held) or held[0].tag not in _CARDS:
        return False
    return all(map(_is_card, held))


def _is_card(node: Node) -> bool:
    if node.end - node.start > _CARD_CHARS:
        return False
    linked = told = 0
    for met, (part, heading, link) in enumerate(_parts(node, False, False)):
        if met >= _CARD_NODES:
            return False
        length = len(node.source[part.start : part.end].strip())
        if heading and not link and length:
            return False
        linked += length if heading else 0
        told += 0 if heading else length
    return linked > 0 and told <= _TOLD_CHARS


def _parts(node: Node, heading: bool, link: bool) -> Iterator[tuple[Words, bool, bool]]:
    """The stretches of text inside, each with whether it stands in a heading and in a link; shallow, as cards are."""
    todo = [(node, heading, link)]
    while todo:
        here, heading, link = todo.pop()
        heading = heading or here.tag in _HEADINGS
        link = link or (here.tag == "a" and "href" in here.spans)
        for child in here.children:
            if isinstance(child, Node):
                todo.append((child, heading, link))
            elif isinstance(child, Words):
                yield child, heading, link
