"""Finds an article's title: the line of the page that shows it, checked against what the page's machinery calls it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.model.article import BlockKind, Evidence

from . import zones
from .body import note_of
from .facts import Fact
from .lines import Line
from .tree import Node
from .zones import words_of

_SEPARATOR: Final = re.compile(r"\s+[|\-–—:·•«»<>/\\]+\s+|\s*(?:\|{1,2}|::|»|«|❘|｜)\s*|:\s+(?=[^:]+$)")
_TITLE_WORDS: Final = re.compile(
    r" (?:headline|title|headline1|tit|subject|heading|page title|article title|entry title|post title) "
)
# What word processors call the style of a document's title in the pages that they write: Word, odfpy.
_STYLES: Final = frozenset({"MsoTitle", "P-Title"})
_BARRED: Final = frozenset(
    {zones.HIDDEN.why, zones.COMMENTS.why, zones.RELATED.why, zones.FOOTER.why, zones.NOTICE.why, zones.ADVERTISING.why}
)
_MAX_TITLE: Final = 300
_HEAD_LINES: Final = 80
_LARGE: Final = 4


@dataclass(frozen=True, slots=True)
class Title:
    """The title as text with its evidence, and the line that shows it (None when only the machinery names it)."""

    evidence: Evidence
    line: Line | None


def key(text: str) -> str:
    """The text as titles are compared: letters and digits only, lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def find_title(lines: Sequence[Line], facts: Sequence[Fact]) -> Title | None:
    """The article's title, or None when the page tells none."""
    claims = [fact for fact in facts if fact.field == "title"]
    sites = {key(fact.value) for fact in facts if fact.field == "publisher"} - {""}
    shown = {key(line.text) for line in lines if len(line.text) <= _MAX_TITLE and _eligible(line)}
    wanted = {fact: parts_of(fact.value, sites, shown) for fact in claims}
    best: tuple[float, int, Line] | None = None
    for line in lines:
        score = _score(line, wanted, sites)
        if score > 0 and (best is None or score > best[0]):
            best = (score, line.number, line)
    if best is not None:
        line = best[2]
        return Title(Evidence(line.text, *line.source, "heading", min(0.97, 0.6 + best[0] / 10)), line)
    if (largest := _largest(lines)) is not None:
        return Title(Evidence(largest.text, *largest.source, "largest-letters", 0.65), largest)
    if not claims:
        return None
    fact = max(claims, key=lambda each: each.confidence)
    value = wanted[fact]
    if key(value) in sites and len(claims) > 1:
        others = [each for each in claims if key(wanted[each]) not in sites]
        fact = max(others, key=lambda each: each.confidence, default=fact)
        value = wanted[fact]
    if key(value) in sites or not key(value):
        return None
    at = fact.value.find(value)
    exact = fact.end - fact.start == len(fact.value) and at >= 0
    place = (fact.start + at, fact.start + at + len(value)) if exact else (fact.start, fact.end)
    return Title(Evidence(value, *place, fact.rule, fact.confidence), None)


def site_names(lines: Sequence[Line], facts: Sequence[Fact], title: Title | None) -> Iterator[Fact]:
    """The site's name, where a title of the page's machinery is the article's with a name beside it that the page shows too."""
    if title is None:
        return
    own = key(title.evidence.value)
    shown = {key(text) for line in lines for text in (line.text, *_linked_parts(line))} - {own, ""}
    for fact in facts:
        if fact.field != "title" or own not in key(fact.value):
            continue
        for cut in _SEPARATOR.finditer(fact.value):
            before, after = fact.value[: cut.start()], fact.value[cut.end() :]
            for name, rest, at in ((after, before, cut.end()), (before, after, 0)):
                if key(rest) == own and key(name) in shown and len(name) <= 60:
                    exact = fact.end - fact.start == len(fact.value)
                    place = (fact.start + at, fact.start + at + len(name)) if exact else (fact.start, fact.end)
                    yield Fact("publisher", name, *place, "title-beside-name", 0.62)


def _linked_parts(line: Line) -> Iterator[str]:
    """The words of single links in a line: a menu on one line holds the site's name among others."""
    if len(line.text) <= _MAX_TITLE:
        for piece in line.pieces:
            if piece.context.links:
                yield piece.text


def _largest(lines: Sequence[Line]) -> Line | None:
    """The first line above all prose that is set in plainly larger letters than the rest, as old pages mark their title."""
    sizes: list[tuple[int, Line]] = []
    for line in lines[:_HEAD_LINES]:
        if _eligible(line) and line.linked < 0.5 and 8 <= len(line.text) <= 160:
            sizes.append((_size(line), line))
        if len(line.text) >= 200:
            break
    largest = max((size for size, _ in sizes), default=0)
    found = [line for size, line in sizes if size == largest]
    return found[0] if largest >= _LARGE and len(found) == 1 else None


def _size(line: Line) -> int:
    """The size of a line's letters as `font` elements tell it: 1 to 7, 3 where nothing is told."""
    sizes: list[int] = []
    for piece in line.pieces:
        node: Node | None = piece.context.node
        size = 3
        for _ in range(6):
            if node is None or node.tag in ("td", "body", "table"):
                break
            if node.tag == "font" and (told := re.fullmatch(r"([+-]?)(\d)", node.get("size").strip())):
                size = {"+": 3 + int(told[2]), "-": 3 - int(told[2])}.get(told[1], int(told[2]))
                break
            node = node.parent
        if piece.text.strip():
            sizes.append(size)
    return min(sizes, default=0)


def _eligible(line: Line) -> bool:
    return not any(zone.why in _BARRED for _, zone in line.zones)


def _score(line: Line, wanted: dict[Fact, str], sites: set[str]) -> float:
    text = line.text
    if len(text) > _MAX_TITLE or not _eligible(line):
        return 0.0
    own = key(text)
    if not own or own in sites:
        return 0.0
    marked = line.kind is BlockKind.HEADING
    if not marked and not line.node.spans and own not in {key(value) for value in wanted.values()}:
        return 0.0
    classes = any(_TITLE_WORDS.search(words_of(name)) for name in line.node.names().split())
    headline = note_of(line.node) == "title"
    score = 2.0 if line.node.tag == "p" and line.node.get("class") in _STYLES else 0.0
    for fact, value in wanted.items():
        other = key(value)
        if own == other:
            score = max(score, 2.0 + fact.confidence)
        elif (
            len(own) >= 8
            and len(other) >= 8
            and (own.startswith(other) or other.startswith(own) or _overlap(text, value) >= 0.6)
        ):
            score = max(score, (1.0 + fact.confidence) if marked or headline or classes else 0.0)
    if marked:
        score += (
            {1: 1.5, 2: 0.6}.get(line.level, 0.2)
            if score or (line.level == 1 and not line.zones and line.linked < 0.9)
            else 0.0
        )
    elif not (classes or headline) and score and line.linked > 0.5:
        return 0.0
    score += 0.5 * headline + 0.2 * (classes and score > 0)
    firm = any(zone.firm for _, zone in line.zones)
    return score - 1.0 * firm - 0.4 * (line.linked > 0.9)


def _overlap(first: str, second: str) -> float:
    left, right = set(re.findall(r"\w+", first.casefold())), set(re.findall(r"\w+", second.casefold()))
    return len(left & right) / max(1, len(left | right))


def parts_of(value: str, sites: set[str], shown: set[str]) -> str:
    """A title without the names of site and section around it."""
    if key(value) in shown and key(value) not in sites:
        return value
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(value)]
    if not cuts:
        return value
    edges = [0, *[end for _, end in cuts]], [*[start for start, _ in cuts], len(value)]
    spans = [(start, end) for start in edges[0] for end in edges[1] if start < end]
    # The longest stretch that the page shows as a line of its own.
    visible = [value[a:b] for a, b in spans if b - a >= 0.4 * len(value) and key(value[a:b]) in shown - sites]
    if visible:
        return max(visible, key=len)
    first, last = value[: cuts[-1][0]], value[cuts[-1][1] :]
    if key(last) in sites or (sites and any(key(last) and (key(last) in site or site in key(last)) for site in sites)):
        return parts_of(first, sites, shown)
    head, rest = value[: cuts[0][0]], value[cuts[0][1] :]
    if key(head) in sites:
        return rest
    bar = value[cuts[-1][0] : cuts[-1][1]].strip() in ("|", "::", "»", "«", "<", "｜")
    return first if bar and len(last.split()) <= 5 and len(first) > len(last) else value
