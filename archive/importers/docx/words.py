"""The words of a Word paragraph: insertions kept, deletions counted, fields by what they show, pictures by their descriptions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from archive.model.article import RunKind

from ..html.links import safe_target
from ..inline import Inline
from ..streams import get, local
from .package import Relation
from .styles import Styles

PICTURE: Final = (
    "picture was left out; what describes it was set aside|pictures were left out; what describes them was set aside"
)
OBJECT: Final = "embedded object was left out|embedded objects were left out"
INSERTED: Final = "tracked insertion was kept|tracked insertions were kept"
DELETED: Final = "tracked deletion was left out|tracked deletions were left out"
HIDDEN: Final = "stretch of hidden text was set aside|stretches of hidden text were set aside"
DIAGRAM: Final = "A chart or diagram was left out with the words in it."
_HYPERLINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]{1,2048})"', re.IGNORECASE)
_MARKED: Final = {"b": RunKind.STRONG, "i": RunKind.EMPHASIS}
_OFF: Final = ("0", "false", "off")
_PASSED: Final = frozenset(
    "pPr rPr instrText delText delInstrText footnoteRef endnoteRef annotationRef softHyphen sdtPr sdtEndPr rt rubyPr "
    "proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak Fallback oMathParaPr ctrlPr".split()
)


@dataclass(slots=True)
class Context:
    """What a paragraph's words need to know, and what they found: notes referred to, text boxes, descriptions, counts."""

    styles: Styles
    relations: Mapping[str, Relation]
    note: Callable[[str, str], int]  # (footnote or endnote, its id) to the number shown
    count: Callable[[str], None]
    miss: Callable[[str], None]
    show: Callable[[str, str], bool]  # (the relation that names a picture, what describes it): whether it is kept
    boxes: list[Any] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


class Words:
    """Fills an `Inline` with a paragraph's words."""

    def __init__(self, context: Context, inline: Inline, *, marked: bool = True) -> None:
        self._context, self._inline, self._marked = context, inline, marked
        self._fields: list[tuple[list[str], int | None]] = []

    def inside(self, element: Any) -> None:
        """All the words inside an element, in order."""
        for child in element:
            name = local(child)
            way = _WAYS.get(name)
            if way is not None:
                way(self, child)
            elif name == "instrText" and self._fields:
                self._fields[-1][0].append(child.text or "")
            elif name and name not in _PASSED:
                self.inside(child)

    def _run(self, element: Any) -> None:
        kinds = self._marks(element) if len(element) and local(element[0]) == "rPr" else ()
        if kinds is None:
            hidden = Inline()
            Words(self._context, hidden, marked=False).inside(element)
            if text := hidden.done()[0]:
                self._context.hidden.append(text)
                self._context.count(HIDDEN)
            return
        start = self._inline.length
        self.inside(element)
        for kind in kinds:
            self._inline.mark(kind, start)

    def _marks(self, element: Any) -> tuple[RunKind, ...] | None:
        """The inline marks of a run; None when it is hidden."""
        found: dict[RunKind, bool] = {}
        for each in element[0]:
            name = local(each)
            if name == "rStyle":
                strong, emphasis = self._context.styles.marks(get(each, "val") or "")
                found = {RunKind.STRONG: strong, RunKind.EMPHASIS: emphasis, **found}
            elif name in _MARKED:
                found[_MARKED[name]] = get(each, "val") not in _OFF
            elif name == "vanish" and get(each, "val") not in _OFF:
                return None
        return tuple(kind for kind, on in found.items() if on) if self._marked else ()

    def _text(self, element: Any) -> None:
        self._inline.add(element.text or "")

    def _space(self, _: Any) -> None:
        self._inline.add(" ")

    def _symbol(self, element: Any) -> None:
        code = get(element, "char") or ""
        point = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,6}", code) else 0
        # Symbol fonts number their signs from F000 (17.3.3.30): which sign it is, only the font knows.
        known = 0x20 <= point < 0x110000 and not 0xE000 <= point < 0xF900
        self._inline.add(chr(point) if known else "\ufffd")
        self._inline.replaced += not known

    def _link(self, element: Any) -> None:
        relation = self._context.relations.get(get(element, "id") or "")
        target = safe_target(relation.target) if relation is not None and relation.outside else None
        start = self._inline.length
        self.inside(element)
        if target:
            self._inline.mark(RunKind.LINK, start, target)

    def _inserted(self, element: Any) -> None:
        self._context.count(INSERTED)
        self.inside(element)

    def _deleted(self, _: Any) -> None:
        self._context.count(DELETED)

    def _note(self, element: Any) -> None:
        kind = local(element).removesuffix("Reference")
        self._inline.add(f"[{self._context.note(kind, get(element, 'id') or '')}]")

    def _field(self, element: Any) -> None:
        kind = get(element, "fldCharType")
        if kind == "begin":
            self._fields.append(([], None))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], self._inline.length)
        elif kind == "end" and self._fields:
            code, start = self._fields.pop()
            match = _HYPERLINK.match("".join(code))
            target = safe_target(match[1]) if match else None
            if target and start is not None:
                self._inline.mark(RunKind.LINK, start, target)

    def _drawing(self, element: Any) -> None:
        boxed, shown, named, words = False, False, list[str](), ""
        for each in element.iter():
            name = local(each)
            if name == "txbxContent" and not any(local(above) == "txbxContent" for above in each.iterancestors()):
                self._context.boxes.append(each)
                boxed = True
            elif name in ("docPr", "shape") and (words := get(each, "descr") or get(each, "alt") or words):
                self._context.described.append(words)
            elif name in ("pic", "imagedata", "blip"):
                shown = True
                named += filter(None, [get(each, "embed") or (get(each, "id") if name == "imagedata" else None)])
            elif name in ("chart", "relIds"):
                self._context.miss(DIAGRAM)
        kept = [self._context.show(name, words or "") for name in dict.fromkeys(named)]
        if shown and not boxed and not any(kept):
            self._context.count(PICTURE)

    def _object(self, element: Any) -> None:
        self._context.count(OBJECT)
        self._drawing(element)

    def _alternative(self, element: Any) -> None:
        """One of several forms of the same thing: the first that is written (17.17.3 and part 3)."""
        for each in element:
            if local(each) in ("Choice", "Fallback"):
                self.inside(each)
                return

    def _ruby(self, element: Any) -> None:
        """Words with their reading above them: "漢字 (かんじ)"."""
        for each in element:
            if local(each) == "rubyBase":
                self.inside(each)
            elif local(each) == "rt":
                self._inline.add("(")
                self.inside(each)
                self._inline.add(")")

    def _hyphen(self, _: Any) -> None:
        self._inline.add("-")


# What is done with an element; of one that stands neither here nor among those that are passed, what is inside.
_WAYS: Final[Mapping[str, Callable[[Words, Any], None]]] = {
    "r": Words._run, "t": Words._text, "tab": Words._space, "br": Words._space, "cr": Words._space, "ptab": Words._space,
    "noBreakHyphen": Words._hyphen, "sym": Words._symbol, "hyperlink": Words._link, "ins": Words._inserted,
    "moveTo": Words.inside, "del": Words._deleted, "moveFrom": Words._deleted, "footnoteReference": Words._note,
    "endnoteReference": Words._note, "fldChar": Words._field, "drawing": Words._drawing, "pict": Words._drawing,
    "object": Words._object, "AlternateContent": Words._alternative, "rubyBase": Words.inside, "ruby": Words._ruby,
}  # fmt: skip
