"""What the styles of an OpenDocument text say of its paragraphs, words and lists; a style rests on others, which are looked up."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from archive.model.article import BlockKind

from ..numbering import numeral
from ..streams import get, local

_HEADING: Final = re.compile(r"heading ?(\d{1,2})")
_ESCAPED: Final = re.compile(r"_([0-9a-fA-F]{2,4})_")
_LONGEST_CHAIN: Final = 30
_MOST_LEVELS: Final = 10
_BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
NAMED: Final = {
    "title": (BlockKind.HEADING, "title"),
    "quotations": (BlockKind.QUOTE, None),
    "quote": (BlockKind.QUOTE, None),
    "block text": (BlockKind.QUOTE, None),
    "caption": (BlockKind.CAPTION, None),
    "illustration": (BlockKind.CAPTION, None),
    "figurecaption": (BlockKind.CAPTION, None),
    "tablecaption": (BlockKind.CAPTION, None),
    "author": (BlockKind.META, "byline"),
    "date": (BlockKind.META, "published"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a style comes to. `contents`: it sets a line of a table of contents; `listed`: the list style that it names."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    hint: str | None = None
    contents: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    strong: bool | None
    emphasis: bool | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Level:
    """How a level of a list is numbered; `form` is "" for bullets."""

    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1

    def label(self, number: int) -> str:
        """What stands before the item with this number."""
        return f"{self.before}{numeral(number, self.form)}{self.after}".strip() if self.form else ""


@dataclass(slots=True)
class Styles:
    """Common and automatic styles together; an automatic one goes before a common one of its name."""

    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    _lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    _shapes: dict[str, Shape] = field(default_factory=dict)

    def take(self, holder: Any) -> None:
        """Adds the styles right below an element; more than one element may hold some."""
        for each in holder if holder is not None else ():
            name = get(each, "name") or ""
            if local(each) == "style":
                self._styles[get(each, "family") or "", name] = _style(each, name)
            elif local(each) == "list-style":
                self._lists[name] = dict(_level(level) for level in each if local(level).startswith("list-level-"))
        self._shapes.clear()

    def shape(self, style: str) -> Shape:
        """What a paragraph style makes of its paragraphs."""
        if style not in self._shapes:
            self._shapes[style] = self._resolve(style)
        return self._shapes[style]

    def marks(self, style: str) -> tuple[bool, bool, bool]:
        """(strong, emphasis, hidden) of a text style."""
        chain = self._chain("text", style)
        strong = next((each.strong for each in chain if each.strong is not None), False)
        emphasis = next((each.emphasis for each in chain if each.emphasis is not None), False)
        return strong, emphasis, any(each.hidden for each in chain)

    def level(self, style: str, depth: int) -> Level:
        """How the list style numbers its items at a depth (from 1)."""
        return self._lists.get(style, {}).get(depth, Level())

    def _chain(self, family: str, name: str | None) -> list[_Style]:
        found: list[_Style] = []
        while name is not None and (family, name) in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[family, name])
            name = found[-1].parent
        return found

    def _resolve(self, style: str) -> Shape:
        names = [each.name for each in self._chain("paragraph", style)] or [_named(style)]
        last = self._chain("paragraph", style)[-1:]
        names += [_named(each.parent) for each in last if each.parent]
        for name in names:
            if name.startswith("contents "):
                return Shape(contents=True)
            if match := _HEADING.fullmatch(name):
                return Shape(BlockKind.HEADING, max(1, min(6, int(match[1]))))
            if name in NAMED:
                kind, hint = NAMED[name]
                return Shape(kind, int(kind in (BlockKind.HEADING, BlockKind.QUOTE)), hint)
        return Shape()


def _named(name: str) -> str:
    """A style's name as a person reads it, in small letters: "Text_20_body" is "text body"."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name).lower()


def _style(each: Any, name: str) -> _Style:
    strong = emphasis = None
    hidden = False
    for properties in each:
        if local(properties) == "text-properties":
            weight, slant = get(properties, "font-weight"), get(properties, "font-style")
            strong = None if weight is None else weight in _BOLD
            emphasis = None if slant is None else slant in ("italic", "oblique")
            hidden = get(properties, "display") == "none"
    return _Style(
        (get(each, "display-name") or _named(name)).lower(), get(each, "parent-style-name"), strong, emphasis, hidden
    )


def _level(each: Any) -> tuple[int, Level]:
    depth = whole(get(each, "level"), 1)
    if local(each) != "list-level-style-number":
        return depth, Level()
    form = get(each, "num-format") or ""
    before, after = (get(each, "num-prefix") or "")[:40], (get(each, "num-suffix") or "")[:40]
    return depth, Level(form, before, after, whole(get(each, "start-value"), 1), whole(get(each, "display-levels"), 1))


def whole(text: str | None, default: int = 0) -> int:
    """A small number, `default` where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
