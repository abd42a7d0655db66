"""What the styles and the numbering of a Word file say of a paragraph: its kind, its level, the number before it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.model.article import BlockKind

from ..interchange import trees
from ..numbering import numeral
from ..streams import get, local

_HEADING = re.compile(r"heading ?([1-9])")
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_MOST_LEVELS = 9
_LONGEST_CHAIN = 30
# Names of styles as the programs write them, whatever the language of the window.
NAMED = {
    "title": (BlockKind.HEADING, "title"),
    "quote": (BlockKind.QUOTE, None),
    "intense quote": (BlockKind.QUOTE, None),
    "block text": (BlockKind.QUOTE, None),
    "quotations": (BlockKind.QUOTE, None),
    "block quote": (BlockKind.QUOTE, None),
    "caption": (BlockKind.CAPTION, None),
    "image caption": (BlockKind.CAPTION, None),
    "table caption": (BlockKind.CAPTION, None),
    "author": (BlockKind.META, "byline"),
    "date": (BlockKind.META, "published"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style as far as it is its own: what it rests on is looked up."""

    name: str
    based_on: str | None
    outline: int | None
    numbered: tuple[str, int] | None
    strong: bool | None
    emphasis: bool | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph style comes to. `contents`: it sets a line of a table of contents."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    hint: str | None = None
    numbered: tuple[str, int] | None = None
    contents: bool = False


def switched(properties: Any, name: str) -> bool | None:
    """Whether a toggle such as bold is on, off, or not said (ISO/IEC 29500-1, 17.17.4)."""
    found = trees.child(properties, name)
    return None if found is None else get(found, "val") not in ("0", "false", "off")


def whole(text: str | None, default: int = 0) -> int:
    """A small number, `default` where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def numbered(properties: Any, default: int = 0) -> tuple[str, int] | None:
    """(list, level from 0) that paragraph properties name. The list "0" takes a paragraph out of the list of its style."""
    held = next((each for each in properties if local(each) == "numPr"), None) if properties is not None else None
    named = {local(each): get(each, "val") for each in held} if held is not None else {}
    if named.get("numId") is None:
        return None
    return named["numId"] or "0", min(whole(named.get("ilvl"), default), _MOST_LEVELS - 1)


class Styles:
    """The styles of a document. `root` is the part's tree, None where it has none."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Style] = {}
        self._shapes: dict[str, Shape] = {}
        for each in trees.children(root, "style"):
            self._styles.setdefault(get(each, "styleId") or "", _style(each))

    def shape(self, style: str) -> Shape:
        """What the style makes of a paragraph."""
        if style not in self._shapes:
            self._shapes[style] = self._resolve(style)
        return self._shapes[style]

    def marks(self, style: str) -> tuple[bool, bool]:
        """(strong, emphasis) that a character style says."""
        chain = self._chain(style)
        strong = next((each.strong for each in chain if each.strong is not None), False)
        return strong, next((each.emphasis for each in chain if each.emphasis is not None), False)

    def _chain(self, style: str | None) -> list[Style]:
        found: list[Style] = []
        while style in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[style])
            style = found[-1].based_on
        return found

    def _resolve(self, style: str) -> Shape:
        chain = self._chain(style)
        lists = next((each.numbered for each in chain if each.numbered is not None), None)
        for each in chain:
            if each.name.startswith(("toc ", "contents ", "table of figures")):
                return Shape(contents=True)
            if match := _HEADING.fullmatch(each.name):
                return Shape(BlockKind.HEADING, min(6, int(match[1])), None, lists)
            if each.name in NAMED:
                kind, hint = NAMED[each.name]
                return Shape(kind, int(kind in (BlockKind.HEADING, BlockKind.QUOTE)), hint, lists)
            if each.outline is not None and each.outline < _MOST_LEVELS:
                return Shape(BlockKind.HEADING, min(6, each.outline + 1), None, lists)
        return Shape(numbered=lists)


def _style(each: Any) -> Style:
    paragraph, run = trees.child(each, "pPr"), trees.child(each, "rPr")
    based, name, outline = trees.child(each, "basedOn"), trees.child(each, "name"), trees.child(paragraph, "outlineLvl")
    return Style(
        "" if name is None else (get(name, "val") or "").lower(),
        None if based is None else get(based, "val"),
        None if outline is None else whole(get(outline, "val"), _MOST_LEVELS),
        numbered(paragraph),
        switched(run, "b"),
        switched(run, "i"),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the items of a document's lists as they come."""

    _lists: dict[str, str] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _own: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any) -> "Numbering":
        """From the part's tree; None where there is none."""
        made = cls()
        for each in trees.children(root, "abstractNum"):
            levels = {whole(get(level, "ilvl")): _level(level) for level in trees.children(each, "lvl")}
            made._levels[get(each, "abstractNumId") or ""] = levels
        for each in trees.children(root, "num"):
            abstract = trees.child(each, "abstractNumId")
            number = get(each, "numId") or ""
            made._lists[number] = "" if abstract is None else get(abstract, "val") or ""
            for override in trees.children(each, "lvlOverride"):
                start, level = trees.child(override, "startOverride"), trees.child(override, "lvl")
                if level is not None:
                    made._own.setdefault(number, {})[whole(get(override, "ilvl"))] = _level(level)
                if start is not None:
                    made._restarts.setdefault(number, {})[whole(get(override, "ilvl"))] = whole(get(start, "val"), 1)
        return made

    def label(self, number: str, level: int) -> str:
        """What stands before the next item of a list at a level: "3.", "b)"; "" for bullets and unnumbered lists."""
        abstract = self._lists.get(number, "")
        levels = {**self._levels.get(abstract, {}), **self._own.get(number, {})}
        counts = self._counts.setdefault(abstract, [None] * _MOST_LEVELS)
        restarts = self._restarts.get(number, {})
        if level in restarts:
            counts[level] = restarts.pop(level) - 1
        for depth in range(level + 1):
            current = counts[depth]
            start = levels.get(depth, _Level()).start
            if depth == level:
                counts[depth] = start if current is None else current + 1
            elif current is None:
                counts[depth] = start
        counts[level + 1 :] = [None] * (_MOST_LEVELS - level - 1)
        return _written(levels, counts, level)


def _written(levels: Mapping[int, _Level], counts: list[int | None], level: int) -> str:
    own = levels.get(level)
    if own is None or own.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        return numeral(counts[depth] or 0, _FORMS.get(levels.get(depth, own).form, "1"))

    return re.sub(r"%([1-9])", number, own.text).strip()


def _level(each: Any) -> _Level:
    form, text, start = (trees.child(each, name) for name in ("numFmt", "lvlText", "start"))
    return _Level(
        "decimal" if form is None else get(form, "val") or "decimal",
        "" if text is None else (get(text, "val") or "")[:80],
        1 if start is None else whole(get(start, "val"), 1),
    )
