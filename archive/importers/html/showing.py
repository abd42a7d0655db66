"""A page's words as a person can look at them beside the article: what its head says, a line each, then its text in lines.

Scripts and styles are left out; all else is there, whatever became of it. Each piece knows its place in the decoded original.
"""

from collections.abc import Iterator
from typing import Final

from .lines import characters
from .tokens import TooManyAttributes
from .tree import BLOCKS, Node, Words, build

_SILENT: Final = frozenset({"script", "style", "svg", "template"})
_TOLD: Final = ("author", "title", "date", "publisher", "site_name", "description", "published_time", "creator")
_LONGEST: Final = 300

Piece = tuple[str, int, int]


def pieces(decoded: str) -> Iterator[Piece]:
    """(text, start, end) in order; pieces that stand for nothing in the original (line breaks, names) have an empty place."""
    try:
        page = build(decoded)
    except TooManyAttributes:
        return
    for node in page.nodes:
        if node.tag == "meta" and "content" in node.spans:
            name = (node.get("property") or node.get("name") or node.get("itemprop")).lower()
            start, end = node.spans["content"]
            if name.endswith(_TOLD) and 0 < end - start <= _LONGEST:
                yield f"{name}: ", start, start
                yield from _spoken(node, Words(start, end))
                yield "\n", end, end
    yield from _body(page.root)


def _body(root: Node) -> Iterator[Piece]:
    """The words of the tree, a line for each block; never more than one empty line."""
    fresh = True
    stack: list[tuple[object, Node, bool]] = [(root, root, False)]
    while stack:
        held, node, closing = stack.pop()
        if isinstance(held, Words):
            for text, start, end in _spoken(node, held):
                if fresh and not text.strip():
                    continue
                fresh = False
                yield text, start, end
        elif isinstance(held, Node) and not closing:
            if held.tag in _SILENT:
                continue
            breaks = held.tag in BLOCKS or held.tag == "br"
            if breaks and not fresh:
                fresh = True
                yield "\n", held.start, held.start
            if breaks:
                stack.append((held, held, True))
            stack += [(child, held, False) for child in reversed(held.children)]
        elif not fresh:
            fresh = True
            yield "\n", 0, 0


def _spoken(node: Node, words: Words) -> Iterator[Piece]:
    """A stretch of text as pieces in which each character stands for one, or one for an entity; white space is single."""
    run: list[str] = []
    begin = end = words.start
    space = False
    for letter, start, finish in characters(node.source, words):
        blank = letter.isspace()
        if blank and space:
            if run:
                yield "".join(run), begin, end
                run = []
            continue
        shown = " " if blank else letter
        if run and (start != end or finish - start != 1):
            yield "".join(run), begin, end
            run = []
        if not run:
            begin = start
        run.append(shown)
        end, space = finish, blank
        if finish - start != 1:
            yield "".join(run), begin, end
            run = []
    if run:
        yield "".join(run), begin, end
