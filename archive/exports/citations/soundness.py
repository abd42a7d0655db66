"""Whether a style can be laid out at all, told before it is used: its parts are compiled when they are first asked for."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.base.errors import Invalid

_CS = "{http://purl.org/net/xbiblio/csl}"
_RENDERED = frozenset("text number label group names date choose".split())
_DEEPEST = 150  # elements inside of each other, through the macros that they call; Chicago's are 60
_ANOTHER = "Choose another style."


def macros_of(root: Any) -> dict[str, Any]:
    """The style's macros by name; the first of two counts."""
    return {each.get("name"): each for each in reversed(list(root.iterchildren(f"{_CS}macro")))}


def require_sound(root: Any) -> None:
    """Raises Invalid where what the style's layouts and their sorting call for is not there, is no element of CSL, or has no end."""
    look = _Look(root)
    for name in ("citation", "bibliography"):
        element = root.find(f"{_CS}{name}")
        if element is None:
            continue
        layout = element.find(f"{_CS}layout")
        if layout is None:
            raise Invalid("The citation style has no layout.")
        look.deep(layout, 0)
        for key in element.iterfind(f"{_CS}sort/{_CS}key"):
            if key.get("macro") is not None:
                look.macro(key.get("macro"), 0)


class _Look:
    """One look through a style, each macro once."""

    def __init__(self, root: Any) -> None:
        self._macros = macros_of(root)
        self._depths: dict[str, int] = {}
        self._open: set[str] = set()

    def macro(self, name: str, above: int) -> int:
        """How many elements stand inside of each other in a macro; `above`: in how many it is called."""
        if name in self._open:
            raise Invalid(f"The citation style's macro {name!r} calls itself.", _ANOTHER)
        if name not in self._macros:
            raise Invalid(f"The citation style calls a macro {name!r} that it does not have.", _ANOTHER)
        if above + self._depths.get(name, 0) > _DEEPEST:
            raise Invalid("The citation style nests its elements too deeply.", _ANOTHER)
        if name not in self._depths:
            self._open.add(name)
            self._depths[name] = self.deep(self._macros[name], above)
            self._open.remove(name)
        return self._depths[name]

    def deep(self, element: Any, above: int) -> int:
        """The same of any element."""
        if above > _DEEPEST:
            raise Invalid("The citation style nests its elements too deeply.", _ANOTHER)
        deepest = 0
        for child in _parts(element):
            called = child.get("macro") if child.tag == f"{_CS}text" else None
            inner = self.deep(child, above + 1) if called is None else self.macro(called, above + 1)
            deepest = max(deepest, 1 + inner)
        return deepest


def _parts(element: Any) -> Iterator[Any]:
    """What an element is made of. Raises Invalid for a part that is no element of CSL."""
    name = element.tag.removeprefix(_CS)
    if name == "names":
        yield from element.iterchildren(f"{_CS}substitute")
    elif name == "choose":
        yield from element.iterchildren(tag=etree.Element)
    elif name not in ("text", "number", "label", "date"):
        for child in element.iterchildren(tag=etree.Element):
            if (told := child.tag.removeprefix(_CS)) not in _RENDERED:
                raise Invalid(f"The citation style has an element {told!r} that CSL does not know.", _ANOTHER)
            yield child
