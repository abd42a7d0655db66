"""Elements of a page by a short path that other pages of the same site fit too: `div.byline a`, `meta[name=author]`.

A path is steps from the outside in, each a tag with classes, an id or one attribute; steps need not be children of each other. It
is compared name by name, never run as a pattern; what is numbered (`post-48213`) is left out of a path, since it is one article's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from archive.base.errors import Invalid

from .lines import characters
from .tokens import TooManyAttributes
from .tree import Node, Words, build

_FAR: Final = 64  # how far up an ancestor is looked for
_LONGEST_TEXT: Final = 2_000
_LONGEST_SPOT: Final = 400
_ATTRIBUTES: Final = ("itemprop", "rel", "property", "name", "data-testid")
_SILENT: Final = frozenset({"script", "style"})
_TRIED: Final = 12  # paths to an element: each is compared with the whole page
_ABOVE: Final = 3  # how many elements round the selected words are tried
_STEP: Final = re.compile(
    r"([a-z][a-z0-9:-]{0,40})((?:\.[\w:-]{1,80})*)(#[\w:-]{1,80})?(?:\[([a-z-]{1,40})=([^\[\]\s]{1,80})\])?"
)


@dataclass(frozen=True, slots=True)
class _Step:
    tag: str
    classes: frozenset[str]
    id: str
    attribute: tuple[str, str] | None

    def fits(self, node: Node) -> bool:
        return (
            node.tag == self.tag
            and (not self.id or node.get("id") == self.id)
            and (not self.classes or self.classes <= set(node.get("class").split()))
            and (self.attribute is None or self.attribute[1] in node.get(self.attribute[0]).split())
        )


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element of a page; its words are those inside of it, or the value of a `meta`."""

    node: Node

    def words(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The words with white space single, and where each character stands in the decoded original."""
        text: list[str] = []
        places: list[tuple[int, int]] = []
        for letter, start, end in _letters(self.node):
            if letter.isspace():
                if not text or text[-1] == " ":
                    continue
                letter = " "
            text.append(letter)
            places.append((start, end))
            if len(text) >= _LONGEST_TEXT:
                break
        return "".join(text), tuple(places)


def _letters(node: Node) -> Iterator[tuple[str, int, int]]:
    if node.tag == "meta":
        if "content" in node.spans:
            start, end = node.spans["content"]
            yield from characters(node.source, Words(start, end))
        return
    stack: list[object] = [node]
    while stack:
        held = stack.pop()
        if isinstance(held, Words):
            yield from characters(node.source, held)
        elif isinstance(held, Node):
            if held.tag not in _SILENT:
                if held is not node:
                    yield " ", held.start, held.start + 1
                stack.extend(reversed(held.children))
        else:
            yield " ", node.start, node.start + 1


def elements(decoded: str) -> list[Element]:
    """Every element of a page, as they begin; none of a page that was made to be unreadable."""
    try:
        return [Element(node) for node in build(decoded).nodes]
    except TooManyAttributes:
        return []


def fitting(found: Sequence[Element], path: str) -> Element | None:
    """The first element that a path fits. Raises Invalid where the path is none."""
    steps = parsed(path)
    return next((each for each in found if _fits(each.node, steps)), None)


@lru_cache(maxsize=256)
def parsed(path: str) -> tuple[_Step, ...]:
    """The steps of a path. Raises Invalid."""
    steps = []
    for told in path.split():
        match = _STEP.fullmatch(told)
        if match is None:
            raise Invalid(f"{told[:60]!r} is no place on a page.", "Write a tag with its class, like div.byline.")
        tag, classes, id, name, value = match.groups()
        attribute = (name, value) if name else None
        steps.append(_Step(tag, frozenset(filter(None, classes.split("."))), (id or "")[1:], attribute))
    if not 1 <= len(steps) <= 8:
        raise Invalid("A place on a page has one to eight steps.", "Write it like: article div.byline a")
    return tuple(steps)


def _fits(node: Node, steps: tuple[_Step, ...]) -> bool:
    if not steps[-1].fits(node):
        return False
    above, left = node.parent, len(steps) - 2
    for _ in range(_FAR):
        if left < 0 or above is None:
            break
        if steps[left].fits(above):
            left -= 1
        above = above.parent
    return left < 0


def paths_to(found: Sequence[Element], start: int, end: int) -> Iterator[tuple[Element, str]]:
    """The elements round `[start, end)`, the innermost first, each with the shortest path that fits it before any other."""
    for element in _around(found, start, end):
        path = _shortest(found, element)
        if path is not None:
            yield element, path


def _around(found: Sequence[Element], start: int, end: int) -> list[Element]:
    holding = [each for each in found if each.node.start <= start and end <= each.node.end]
    inner = sorted(holding, key=lambda each: each.node.end - each.node.start)[:_ABOVE]
    return [
        each
        for each in inner
        if each.node.tag not in ("html", "body", "head", *_SILENT) and 0 < len(each.words()[0]) <= _LONGEST_SPOT
    ]


def _shortest(found: Sequence[Element], element: Element) -> str | None:
    own, above = _told(element.node), element.node.parent
    paths = [own] if own != element.node.tag or own in ("h1", "time", "address", "title") else []
    for _ in range(_FAR):
        if above is None or above.tag in ("body", "html", "#page"):
            break
        told = _told(above)
        if told != above.tag or above.tag in ("article", "header", "main", "footer", "h1"):
            paths += [f"{told} {own}", f"{told} {paths[-1]}" if paths else f"{told} {own}"]
        above = above.parent
    for path in paths[:_TRIED]:
        if len(path.split()) <= 8 and fitting(found, path) is element:
            return path
    return None


def _told(node: Node) -> str:
    """A step that fits the element."""
    for name in _ATTRIBUTES:
        value = node.get(name).split()
        if value and (name != "name" or node.tag == "meta") and _STEP.fullmatch(f"{node.tag}[{name}={value[0]}]"):
            return f"{node.tag}[{name}={value[0]}]"
    id = node.get("id")
    if id and not _numbered(id) and _STEP.fullmatch(f"{node.tag}#{id}"):
        return f"{node.tag}#{id}"
    classes = [each for each in node.get("class").split() if not _numbered(each) and _STEP.fullmatch(f"a.{each}")]
    return ".".join([node.tag, *classes[:3]])


def _numbered(name: str) -> bool:
    return sum(map(str.isdigit, name)) >= 3
