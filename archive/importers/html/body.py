"""Decides for every line of a page whether it is the article's, and as what; a line left out always gets a reason.

The page's own structure (what holds most of the prose, what mark-up and class names say, how much is links) decides
together with trafilatura's voice; neither alone can lose a line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.model.article import BlockKind

from ..metadata import biography, is_date_line, is_person, labelled
from . import zones
from .lines import Line
from .phrases import site_phrase
from .tree import Node, Page
from .vote import Vote
from .zones import Zone, is_body_like, words_of

_CJK: Final = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END: Final = re.compile(r"[.!?…。:;][\"'”’»」』)\]]*$")
_PROSE_CHARS: Final = 50
_META_WORDS: Final = re.compile(
    r" (?:byline|by line|author|authors|writer|reporter|reporters|journalist|contributor|contributors|date|dates|datetime|time|times|timestamp|published|pubdate|publish|updated|modified"
    r"|dateline|credit|credits|source|sources|correction|corrections|editors note|post meta|entry meta|article meta|meta|article info|news info|info|posted on|posted|version|provenance|kicker|eyebrow|section name|press|bio|author bio|biography|about author) "
)
_TAIL_NOTE: Final = re.compile(
    r"\W{0,3}(?:correction|clarification|editor['’]?s['’]? note|update[ds]?\b|this (?:article|story|piece|post|report|essay) (?:was|has|is|first|originally)|(?:an? )?(?:earlier|original|previous)?\s?version of this|originally (?:published|posted|appeared)"
    r"|about the author|reporting by|editing by|additional reporting|written by|by [A-Z]|with (?:reporting|files) (?:by|from)|source:|photo(?:s|graph)? by|the views expressed|republished|reprinted|translated by|contact the|published|posted"
    r"|바로잡|정정|알려드|기자|취재|사진|출처|글\s*[·=:]|편집자|\[사진|\(사진)",
    re.IGNORECASE,
)
# Lines that speak of the article itself, wherever they stand.
_ABOUT_ITSELF: Final = re.compile(
    r"\W{0,3}(?:corrections?\s*[:–—-]|clarification\s*[:–—-]|editor['’]?s['’]? note|updated?\s*[:–—-]|(?:an? )?(?:earlier|original|previous)?\s?version of this (?:article|story|piece|post|report|essay)"
    r"|this (?:article|story|piece|post|report|essay|text) (?:was|has been|is|first|originally|appeared)\b.{0,40}(?:published|posted|appeared|updated|corrected|amended|reprinted|republished|translated|licen)"
    r"|(?:first|originally) (?:published|posted|appeared)|re(?:published|printed) (?:from|with|by)|바로잡습니다|정정합니다|\[?알려드립니다)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\W{0,2}[\w.+-]+@[\w-]+\.[\w.-]+\W{0,2}")
_CREDIT_LINE: Final = re.compile(
    r"\W?(?:photo(?:graph)?s?(?: credit)?|image(?: credit)?|picture|credit|illustration|graphic|사진|그래픽|삽화)s?\s*(?:by|[:：/=ⓒ©]|제공)",
    re.IGNORECASE,
)
# Zones that no other sign overrules: what others wrote, what is not shown, what asks for input.
_NEVER_LIFTED: Final = frozenset({zones.COMMENTS.why, zones.ADVERTISING.why, zones.NOTICE.why})
_NEVER_RESCUED: Final = _NEVER_LIFTED | {
    zones.HIDDEN.why,
    zones.FORM.why,
    zones.FOOTER.why,
    zones.RIGHTS.why,
    zones.NEWSLETTER.why,
    zones.RELATED.why,
}


@dataclass(slots=True)
class Choice:
    """What became of a line: a block of `kind` and `level`, or set aside for a reason (`why`) as part of `zone`."""

    line: Line
    kind: BlockKind
    level: int
    why: str | None = None
    zone: Node | None = None
    part: str = "site"
    """Where the line stands: head, body, tail or site."""


def is_prose(line: Line, least: int = _PROSE_CHARS) -> bool:
    """Whether a line reads as running text: long enough (half for CJK) and not mostly links."""
    text = line.text
    length = len(text) + len(_CJK.findall(text[:400]))
    return length >= least and line.linked < 0.4


class Body:
    """The choice for each line of one page. `title` is the line that is the article's title, if any."""

    def __init__(self, page: Page, lines: Sequence[Line], title: Line | None, vote: Vote) -> None:
        self.page = page
        self.lines = lines
        self.title = title
        self.vote = vote
        self.lifted: set[Node] = set()
        self._lift()
        self.core = self._core()
        self.outer = self._outer(self.core)
        self.inside = self._spans(self.core)
        self.around = self._spans(self.outer)
        self.first, self.last = self._extent()
        self._lists: dict[Node, tuple[int, int, float]] = {}
        self._count_lists()

    def choices(self) -> list[Choice]:
        """One choice a line, in the order of the page."""
        return [self._choose(line) for line in self.lines]

    # What holds the article

    def _weigh(self, lines: Sequence[Line]) -> int:
        for node in (self.page.root, *self.page.nodes):
            node.mass = 0
        for line in lines:
            if is_prose(line):
                line.node.mass += int(len(line.text) * (1 - line.linked))
        for node in reversed(self.page.nodes):
            if node.parent is not None:
                node.parent.mass += node.mass
        return self.page.root.mass

    def _lift(self) -> None:
        """Zones that hold most of the page's prose are not what their names say (a form around the whole page)."""
        others = [line for line in self.lines if not any(zone.why in _NEVER_LIFTED for _, zone in line.zones)]
        total = self._weigh(others)
        for line in others:
            for node, zone in line.zones:
                share = 0.75 if zone.why == zones.HIDDEN.why else 0.5
                if node not in self.lifted and total and node.mass >= share * total:
                    self.lifted.add(node)

    def zone(self, line: Line) -> tuple[Node, Zone] | None:
        """The outermost zone around a line that holds, firm ones first."""
        standing = [pair for pair in line.zones if pair[0] not in self.lifted]
        return next((pair for pair in standing if pair[1].firm), standing[0] if standing else None)

    def _core(self) -> Node:
        """The tightest element that holds most of the prose."""
        self._weigh([line for line in self.lines if self.zone(line) is None])
        node = self.page.root
        while True:
            heaviest = max(
                (child for child in node.children if isinstance(child, Node)),
                key=lambda child: child.mass,
                default=None,
            )
            if (
                heaviest is None
                or heaviest.mass == 0
                or heaviest.tag in ("p", "li", "blockquote", "pre", "ul", "ol", "td", "tr", "span")
            ):
                return node
            enough = 0.9 if is_body_like(node) else 0.6
            if heaviest.mass < enough * node.mass:
                return node
            node = heaviest

    @staticmethod
    def _outer(core: Node) -> Node:
        """The article around the core: its header and its closing notes belong to it."""
        found, node = core, core.parent
        for _ in range(12):
            if node is None or node.tag in ("body", "html", "#page"):
                break
            if node.tag in ("article", "main") or node.get("role") == "main" or is_body_like(node):
                found = node
                if node.tag == "article":
                    break
            node = node.parent
        return found

    @staticmethod
    def _spans(node: Node) -> tuple[int, int]:
        return node.start, node.end

    def _extent(self) -> tuple[int, int]:
        """The numbers of the first and last line of prose in the core."""
        start, end = self.inside
        standing = [line for line in self.lines if start <= line.source[0] < end and self.zone(line) is None]
        prose = [line.number for line in standing if is_prose(line)]
        numbers = prose or [line.number for line in standing if line in self.vote]
        if not numbers:
            return len(self.lines), len(self.lines)
        last = numbers[-1]
        # A list or table right behind the last prose is the article's too, with a short line that introduces it.
        for line in self.lines[last + 1 :]:
            listed = line.kind is BlockKind.ITEM or line.context.row is not None
            known = (listed or line in self.vote) and line.linked < 0.3 and self.zone(line) is None
            if not known or line.source[0] >= end:
                break
            last = line.number if listed else last
        return numbers[0], last

    def _count_lists(self) -> None:
        for line in self.lines:
            holder = line.node.parent
            if line.kind is BlockKind.ITEM and holder is not None:
                count, characters, linked = self._lists.get(holder, (0, 0, 0.0))
                self._lists[holder] = (count + 1, characters + len(line.text), linked + len(line.text) * line.linked)

    # One line

    def _choose(self, line: Line) -> Choice:
        if line is self.title:
            return Choice(line, BlockKind.HEADING, 1, part="head")
        part = self._part(line)
        choice = Choice(line, line.kind, line.level, part=part)
        standing = self.zone(line)
        if standing is not None and not self._rescued(line, standing[1], part):
            choice.zone, choice.why = standing[0], standing[1].why
            choice.part = "site"
            return choice
        told = site_phrase(line, within=part == "body")
        if told is not None:
            choice.why = told
        elif part == "body":
            choice.why = self._against_body(line)
            if choice.why is None and self._is_note(line, short=True):
                choice.kind, choice.level = BlockKind.META, 0
        elif part in ("head", "tail"):
            self._around(line, choice)
        elif self._is_near(line) and self._is_note(line, short=False):
            choice.kind, choice.level = BlockKind.META, 0
            choice.part = "head" if line.number < self.first else "tail"
        elif not (line in self.vote and is_prose(line, 80) and line.linked < 0.2):
            choice.why = self._outside(line)
        if (
            choice.why is None
            and choice.kind is not BlockKind.CAPTION
            and len(line.text) < 200
            and _CREDIT_LINE.match(line.text)
        ):
            choice.kind, choice.level = BlockKind.CAPTION, 0
        return choice

    def _part(self, line: Line) -> str:
        position = line.source[0]
        start, end = self.inside
        if start <= position < end:
            if line.number < self.first:
                return "head"
            return "body" if line.number <= self.last else "tail"
        title = self.title.number if self.title is not None else None
        if title is not None and title < line.number < self.first:
            return "head"
        start, end = self.around
        if start <= position < end:
            return "head" if line.number < self.first else "tail"
        return "site"

    def _rescued(self, line: Line, zone: Zone, part: str) -> bool:
        if part == "site":
            return False
        if not zone.firm:
            in_core = self.inside[0] <= line.source[0] < self.inside[1]
            return (in_core and is_prose(line, 70) and line.linked < 0.3) or self._is_dated(line)
        if zone.why in _NEVER_RESCUED:
            return False
        return part == "body" and line in self.vote and is_prose(line, 110) and line.linked < 0.2

    def _against_body(self, line: Line) -> str | None:
        """Why a line in the midst of the article is not of it, or None."""
        linked, text = line.linked, line.text
        if line.kind is BlockKind.ITEM and line.node.parent is not None:
            count, characters, in_links = self._lists.get(line.node.parent, (0, 1, 0.0))
            if count and in_links / max(1, characters) > 0.75 and characters / count < 160 and line not in self.vote:
                return zones.RELATED.why
        if (
            linked > 0.85
            and len(text) < 160
            and line.kind is not BlockKind.CAPTION
            and line not in self.vote
            and not self._is_dated(line)
        ):
            return zones.RELATED.why
        return None

    def _around(self, line: Line, choice: Choice) -> None:
        """Between title and body, or after the body but inside the article: notes stay, prose stays, buttons go."""
        if self._is_note(line, short=False):
            if choice.kind is not BlockKind.CAPTION:
                choice.kind, choice.level = BlockKind.META, 0
        elif choice.kind is BlockKind.CAPTION:
            pass
        elif choice.part == "head":
            if line.linked > 0.6:
                choice.why = zones.NAVIGATION.why
            elif self.title is not None and line.number < self.title.number - 1 and not is_prose(line):
                choice.why = "before the article"
            elif choice.kind is not BlockKind.HEADING and not is_prose(line, 30):
                choice.kind, choice.level = BlockKind.META, 0
        elif line.linked > 0.5 or not (is_prose(line, 60) or line in self.vote or self._is_listed(line)):
            choice.why = zones.RELATED.why if line.linked > 0.5 else "after the article"

    def _is_listed(self, line: Line) -> bool:
        """Whether a line is an entry, not a link, of a list at the end of the article: its notes, sources, parts."""
        return line.kind is BlockKind.ITEM and line.linked < 0.3 and self.inside[0] <= line.source[0] < self.inside[1]

    def _is_near(self, line: Line) -> bool:
        """Whether a line outside the article stands close above its title or right behind its end."""
        if line.linked > 0.6 or self.first >= len(self.lines):
            return False
        top = min(self.first, self.title.number if self.title is not None else self.first)
        return top - 4 <= line.number < self.first or self.last < line.number <= self.last + 2

    def _outside(self, line: Line) -> str:
        if line.linked > 0.5:
            return zones.NAVIGATION.why if line.number < self.first else zones.RELATED.why
        return "before the article" if line.number < self.first else "after the article"

    def _is_note(self, line: Line, *, short: bool) -> bool:
        """Whether the line is a byline, date, credit, correction or the like, by its mark-up or its first words."""
        if len(line.text) > 600 or (line.kind is BlockKind.HEADING and not self._is_named(line)):
            return False
        if len(line.text) <= 400 and _ABOUT_ITSELF.match(line.text):
            return True
        if len(line.text) <= 120 and (
            is_date_line(line.text) or labelled(line.text) is not None or _ADDRESS.fullmatch(line.text)
        ):
            return True
        if self._is_dated(line):
            return not (short and (len(line.text) > 160 or is_prose(line, 120)))
        return not short and _TAIL_NOTE.match(line.text) is not None

    def _is_named(self, line: Line) -> bool:
        """Whether a heading is no heading but an author or a date, as its class and its words say."""
        return (is_date_line(line.text) or is_person(line.text)) and is_marked_note(line)

    def _is_dated(self, line: Line) -> bool:
        return is_marked_note(line)


def close(choices: Sequence[Choice]) -> None:
    """Moves biographies at the very end of the body to the tail, as notes about the author."""
    body = [choice for choice in choices if choice.why is None and choice.part == "body"]
    for index in range(len(body) - 1, max(0, len(body) - 4), -1):
        choice, named = body[index], biography(body[index].line.text)
        before = [other.line.text for other in body[:index]]
        if named is None or len(choice.line.text) > 600 or any(name in text for name in named.names for text in before):
            return
        choice.kind, choice.level, choice.part = BlockKind.META, 0, "tail"


def is_marked_note(line: Line) -> bool:
    """Whether mark-up near the line says byline, date, time, credit or correction."""
    for piece in line.pieces:
        node: Node | None = piece.context.node
        for _ in range(4):
            if node is None or node.tag in ("article", "main", "body", "section", "html"):
                break
            if node.tag in ("time", "address") or (("itemprop" in node.spans or "rel" in node.spans) and note_of(node)):
                return True
            if ("class" in node.spans or "id" in node.spans) and any(
                _META_WORDS.search(words_of(name)) for name in node.names().split()
            ):
                return True
            node = node.parent
    return False


_ITEMPROPS: Final = {
    "author": "byline", "creator": "byline", "datepublished": "published", "datecreated": "published", "datemodified": "modified",
    "publisher": "publisher", "headline": "title", "copyrightholder": "publisher", "name": "name",
}  # fmt: skip


def note_of(node: Node) -> str | None:
    """The field that microdata or a link relation says this element holds, or None."""
    for item in node.get("itemprop").lower().split():
        if item in _ITEMPROPS and item != "name":
            return _ITEMPROPS[item]
    return "byline" if "author" in node.get("rel").lower().split() else None
