"""Builds a light tree of a saved page in which every element and every text knows its place in the decoded original.

Never recursive, so depth costs nothing; beyond `MAX_DEPTH` or `MAX_ELEMENTS` tags are stripped and their text kept,
and the page says so (`flattened`). Unclosed and misnested tags are closed as browsers do, as far as text is concerned.
"""

import html
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from .tokens import Spans, Token, tokens

MAX_DEPTH = 2048
MAX_ELEMENTS = 100_000

VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
BLOCKS: Final = frozenset(
    "html body address article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noscript ol optgroup option p pre search section "
    "select summary table tbody td template textarea tfoot th thead title tr ul caption video audio object xmp iframe "
    "amp-ad amp-sidebar amp-social-share amp-carousel amp-accordion svg".split()
)
_CLOSE_P: Final = BLOCKS - {"button", "option", "optgroup", "select", "template", "td", "th", "tr", "svg", "object"}
_FORMATTING: Final = frozenset(
    "a b big code em font i nobr s small strike strong tt u span cite q mark sub sup".split()
)
# Opening the key closes an open one of the first set, unless one of the second set lies between.
_IMPLIED: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tbody": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_P_SCOPE: Final = frozenset({"table", "td", "th", "caption", "button", "object", "template", "li", "div", "blockquote"})
_CELLS: Final = frozenset({"td", "th", "caption"})
_TABLE: Final = frozenset("table tbody thead tfoot tr td th caption html body".split())
_NOTHING: Final[frozenset[str]] = frozenset()
# How far up an implied end tag is looked for: keeps building linear on input made to be slow.
_REACH = 64


class Break:
    """A boundary between blocks where a tag was stripped."""


BREAK = Break()


@dataclass(slots=True)
class Words:
    """A stretch of text; `entities` tells whether `&…;` in it stands for a character."""

    start: int
    end: int
    entities: bool = True


@dataclass(slots=True, eq=False)
class Node:
    """An element; `[start, end)` covers its tags. `ended` marks an inline element closed before its inner blocks were."""

    tag: str
    source: str = field(repr=False)
    start: int
    end: int
    spans: Spans = field(repr=False)
    parent: "Node | None" = field(repr=False, default=None)
    children: list["Node | Words | Break"] = field(repr=False, default_factory=list)
    ended: int | None = None
    mass: int = 0
    """Characters of prose inside; filled by `body`."""

    def get(self, name: str) -> str:
        """The attribute's value without entities, or an empty string."""
        span = self.spans.get(name)
        if span is None:
            return ""
        value = self.source[span[0] : span[1]]
        return html.unescape(value) if "&" in value else value

    def names(self) -> str:
        """Class and id together."""
        return f"{self.get('class')} {self.get('id')}" if "class" in self.spans or "id" in self.spans else ""


@dataclass(slots=True)
class Page:
    """A saved page: its root, its elements in document order, and what was wrong with it."""

    source: str
    root: Node
    nodes: list[Node] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    broken: tuple[int, int] | None = None
    flattened: bool = False
    wordy: bool = False
    depth: int = 0


class _Builder:
    def __init__(self, source: str) -> None:
        root = Node("#page", source, 0, len(source), {})
        self.page = Page(source, root)
        self.stack = [root]
        self.open: Counter[str] = Counter()
        self.stripped: Counter[str] = Counter()

    def build(self) -> Page:
        for token in tokens(self.page.source):
            if token.kind == "text":
                self.stack[-1].children.append(Words(token.start, token.end, token.entities))
            elif token.kind == "open":
                self.page.wordy = self.page.wordy or token.wordy
                self._start(token)
            elif token.kind == "close":
                self._end(token)
            elif token.kind == "cdata":
                self.stack[-1].children.append(Words(token.start + 9, token.end - 3, False))
            elif token.kind == "comment":
                self.page.comments.append((token.start, token.end))
            else:
                self.page.broken = (token.start, token.end)
        self._pop_to(1, len(self.page.source))
        return self.page

    def _start(self, token: Token) -> None:
        name = token.name
        if name in _CLOSE_P and self.open["p"]:
            self._close_implied(frozenset({"p"}), _P_SCOPE, token.start)
        implied = _IMPLIED.get(name)
        if implied is not None and any(self.open[each] for each in implied[0]):
            self._close_implied(*implied, token.start)
        if len(self.stack) > MAX_DEPTH or len(self.page.nodes) >= MAX_ELEMENTS:
            self._strip(token)
            return
        node = Node(name, self.page.source, token.start, token.end, token.attributes, self.stack[-1])
        self.stack[-1].children.append(node)
        self.page.nodes.append(node)
        if name not in VOID and not (token.closed and name in ("use", "path", "g", "rect", "circle")):
            self.stack.append(node)
            self.open[name] += 1
            self.page.depth = max(self.page.depth, len(self.stack))

    def _strip(self, token: Token) -> None:
        self.page.flattened = True
        if token.name in BLOCKS or token.name == "br":
            self.stack[-1].children.append(BREAK)
        if token.name not in VOID:
            self.stripped[token.name] += 1

    def _end(self, token: Token) -> None:
        name = token.name
        if self.stripped[name]:
            self.stripped[name] -= 1
            if name in BLOCKS:
                self.stack[-1].children.append(BREAK)
            return
        if not self.open[name]:
            return
        if name in _FORMATTING:
            self._end_formatting(name, token.end)
            return
        barriers = _NOTHING if name in _TABLE else _CELLS
        for index in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[index].tag
            if tag == name:
                self._pop_to(index, token.end)
                return
            if tag in barriers:
                return

    def _end_formatting(self, name: str, end: int) -> None:
        crossed = False
        for index in range(len(self.stack) - 1, 0, -1):
            node = self.stack[index]
            if node.tag == name and node.ended is None:
                if not crossed:
                    self._pop_to(index, end)
                else:
                    node.ended = end
                    self.open[name] -= 1
                return
            crossed = crossed or node.tag in BLOCKS

    def _close_implied(self, closing: frozenset[str], barriers: frozenset[str], end: int) -> None:
        for index in range(len(self.stack) - 1, max(0, len(self.stack) - _REACH), -1):
            tag = self.stack[index].tag
            if tag in closing:
                self._pop_to(index, end)
                return
            if tag in barriers:
                return

    def _pop_to(self, index: int, end: int) -> None:
        for node in self.stack[index:]:
            node.end = end
            if node.ended is None:
                self.open[node.tag] -= 1
        del self.stack[index:]


def build(source: str) -> Page:
    """The tree of a decoded page. Raises TooManyAttributes."""
    return _Builder(source).build()
