"""The words of an OpenDocument paragraph: fields by what they show, notes by their numbers, pictures by their descriptions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from archive.model.article import RunKind

from ..html.links import safe_target
from ..inline import Inline
from ..streams import get, local
from .styles import Styles, whole

PICTURE: Final = (
    "picture was left out; what describes it was set aside|pictures were left out; what describes them was set aside"
)
OBJECT: Final = "embedded object was left out|embedded objects were left out"
HIDDEN: Final = "stretch of hidden text was set aside|stretches of hidden text were set aside"
COMMENT: Final = "comment was set aside|comments were set aside"
_MOST_SPACES: Final = 1_000
_SILENT: Final = frozenset(
    "bookmark bookmark-start bookmark-end change change-start change-end soft-page-break tracked-changes".split()
)
_DRAWN: Final = frozenset("frame custom-shape rect line ellipse g polygon path connector caption".split())


@dataclass(slots=True)
class Found:
    """What a paragraph's words brought along: notes, comments, what lies in frames, descriptions, hidden words."""

    notes: list[Any] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


class Words:
    """Fills an `Inline` with a paragraph's words. `note` gives the number of a note that is met; `show(member, what describes it)`
    keeps a picture, or says that it does not."""

    def __init__(
        self,
        styles: Styles,
        inline: Inline,
        found: Found,
        note: Callable[[Any], int],
        count: Callable[[str], None],
        marked: bool,
        show: Callable[[str, str], bool],
    ) -> None:
        self._styles, self._inline, self._found = styles, inline, found
        self._note, self._count, self._marked, self._show = note, count, marked, show

    def inside(self, element: Any) -> None:
        """All the words inside an element, in order."""
        if element.text:
            self._inline.add(element.text)
        for child in element:
            name = local(child)
            way = _WAYS.get(name)
            if way is not None:
                way(self, child)
            elif name and name not in _SILENT:
                self.inside(child)
            if child.tail:
                self._inline.add(child.tail)

    def _span(self, element: Any) -> None:
        strong, emphasis, hidden = self._styles.marks(get(element, "style-name") or "")
        if hidden:
            words = " ".join("".join(element.itertext()).split())
            if words:
                self._found.hidden.append(words)
                self._count(HIDDEN)
            return
        start = self._inline.length
        self.inside(element)
        if strong and self._marked:
            self._inline.mark(RunKind.STRONG, start)
        if emphasis and self._marked:
            self._inline.mark(RunKind.EMPHASIS, start)

    def _link(self, element: Any) -> None:
        target, start = safe_target(get(element, "href") or ""), self._inline.length
        self.inside(element)
        if target:
            self._inline.mark(RunKind.LINK, start, target)

    def _spaces(self, element: Any) -> None:
        self._inline.add(" " * min(whole(get(element, "c"), 1), _MOST_SPACES))

    def _noted(self, element: Any) -> None:
        self._found.notes.append(element)
        self._inline.add(f"[{self._note(element)}]")

    def _ruby(self, element: Any) -> None:
        for each in element:
            if local(each) == "ruby-base":
                self.inside(each)
            elif local(each) == "ruby-text" and "".join(each.itertext()).strip():
                self._inline.add("(")
                self.inside(each)
                self._inline.add(")")

    def _drawn(self, element: Any) -> None:
        held = {local(each) for each in element.iter()}
        kept = self._pictured(element) if "image" in held else 0
        self._found.described.extend(
            "".join(each.itertext()) for each in element.iter() if local(each) in ("title", "desc")
        )
        if held & {"p", "h"}:
            self._found.boxes.append(element)
        elif held & {"object", "object-ole", "plugin", "applet", "floating-frame"}:
            self._count(OBJECT)
        elif "image" in held and not kept:
            self._count(PICTURE)

    def _pictured(self, element: Any) -> int:
        """How many pictures of a frame were kept: of several forms of the same one, the first that is shown."""
        words = "".join("".join(each.itertext()) for each in element.iter() if local(each) in ("title", "desc"))
        frames: dict[int, list[str]] = {}
        for each in element.iter():
            if local(each) == "image":
                frames.setdefault(id(each.getparent()), []).append(get(each, "href") or "")
        return sum(any(self._show(name, words) for name in names) for names in frames.values())

    def _space(self, _: Any) -> None:
        self._inline.add(" ")

    def _comment(self, element: Any) -> None:
        self._found.comments.append(element)

    def _nothing(self, _: Any) -> None:
        """Titles and descriptions of pictures stand elsewhere."""


# What is done with an element; of one that stands neither here nor among the silent ones, what is inside.
_WAYS: Final[Mapping[str, Callable[[Words, Any], None]]] = {
    "span": Words._span, "a": Words._link, "s": Words._spaces, "tab": Words._space, "line-break": Words._space,
    "note": Words._noted, "annotation": Words._comment, "annotation-end": Words._nothing, "ruby": Words._ruby,
    "title": Words._nothing, "desc": Words._nothing, **dict.fromkeys(_DRAWN, Words._drawn),
}  # fmt: skip
