"""Turns a Word file into an Article: read as a stream, paragraph by paragraph; runs no macro, follows no link, keeps every word
that a reader sees, and tells what it leaves out.
"""

from collections.abc import Iterator
from typing import Any, Final

from archive.base.errors import Unreadable
from archive.model.article import BlockKind, Imported, Source, Verdict

from ..illustrations import Found
from ..inline import Inline
from ..interchange import trees
from ..manuscript import Fact, Manuscript, Piece, finish, row
from ..streams import Broken, events, get, local
from .package import Package
from .styles import Numbering, Shape, Styles, numbered, whole
from .words import DELETED, DIAGRAM, Context, Words

IMPORTER: Final = "docx"
VERSION: Final = 1
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FACTS: Final = {
    "title": "title",
    "creator": "byline",
    "language": "language",
    "subject": "",
    "description": "",
    "keywords": "",
}
_COMMENT: Final = "comment was set aside|comments were set aside"


def read(source: Source) -> Imported:
    """The article in a Word file; refused, with a sentence, when it is damaged, hostile or without words."""
    try:
        manuscript = _Reader(Package(source.data)).manuscript()
    except Unreadable as error:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error=str(error))
    return finish(manuscript, IMPORTER, VERSION, MEDIA_TYPE)


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.tree(package.part("styles")))
        self._numbering = Numbering.of(package.tree(package.part("numbering")))
        self._made = Manuscript()
        self._notes: dict[tuple[str, str], int] = {}
        self._into = self._made.pieces
        self._relations = package.relations

    def manuscript(self) -> Manuscript:
        """Everything in the file."""
        self._made.facts.extend(self._facts())
        self._stream(self._package.main)
        self._into = self._made.after
        self._foot_and_end_notes()
        self._comments()
        self._running_heads()
        self._made.warnings.extend(self._package.box.told)
        self._made.partial |= bool(self._package.box.told)
        self._tell_parts()
        return self._made

    def _facts(self) -> Iterator[Fact]:
        for each in trees.children(self._package.core()):
            value = "".join(each.itertext()).strip()
            if value and each.tag in _FACTS:
                yield Fact(_FACTS[each.tag], each.tag, value[:2_000])

    def _tell_parts(self) -> None:
        if self._package.has("vbaproject.bin"):
            self._made.warnings.append("The document has macros; none was run.")
        if self._package.parts("aFChunk") or self._package.parts("subDocument"):
            self._made.miss("Parts of this document lie in other files inside it or beside it and were left out.")
        if self._package.parts("diagramData") or self._package.parts("chart"):
            self._made.miss(DIAGRAM)

    def _stream(self, part: str) -> None:
        depth, broken = 0, Broken()
        data = self._package.box.read(part)
        for begins, name, element in events(data, _SPACES, ("p", "tr"), broken, frozenset({"p", "tr"})):
            depth += 1 if begins else -1
            if not begins and depth == 0:
                self._row(element) if name == "tr" else self._paragraph(element)
                if self._made.full():
                    return
        if broken.broken:
            self._made.miss("This document is damaged: it breaks off, and its end is missing.")

    def _context(self) -> Context:
        return Context(self._styles, self._relations, self._note, self._count, self._made.miss, self._show)

    def _show(self, relation: str, words: str) -> bool:
        """Keeps a picture that lies in the file, where it stands in the text."""
        target = self._relations.get(relation)
        if target is None or target.outside or self._into is self._made.after:
            return False
        member = self._package.box.find(target.target.lstrip("/"))
        if member is None or not self._made.has_room(self._package.box.size(member)):
            return False
        try:
            data = self._package.box.read(member)
        except Unreadable:
            return False
        return self._made.show(Found(data, f"member {member}", words))

    def _count(self, what: str) -> None:
        self._made.left_out[what] += 1

    def _note(self, kind: str, id: str) -> int:
        return self._notes.setdefault((kind, id), len(self._notes) + 1)

    def _paragraph(
        self, element: Any, *, kind: BlockKind | None = None, aside: str | None = None, label: str = ""
    ) -> None:
        properties = element[0] if len(element) and local(element[0]) == "pPr" else None
        shape, number = self._shape(properties)
        inline, context = Inline(), self._context()
        before = label or self._label(shape, number)
        if before:
            inline.add(f"{before} ")
        empty = inline.length
        Words(context, inline, marked=shape.kind is not BlockKind.HEADING).inside(element)
        self._made.replaced += inline.replaced
        text, runs = inline.done()
        if inline.length > empty and text:
            as_kind, level = shape.kind, shape.level
            if number is not None and as_kind is BlockKind.PARAGRAPH:
                as_kind, level = BlockKind.ITEM, number[1] + 1
            why = aside or ("table of contents" if shape.contents else None)
            self._into.append(Piece(kind or as_kind, text, 0 if kind else level, runs, shape.hint, why))
        self._beside(context)

    def _beside(self, context: Context) -> None:
        """What hangs at a paragraph: text boxes, descriptions of pictures, hidden words."""
        for words in context.described:
            self._made.aside(words, "description of a picture", self._into)
        for words in context.hidden:
            self._made.aside(words, "hidden text", self._into)
        for box in context.boxes:
            for each in _outermost(box):
                self._row(each) if local(each) == "tr" else self._paragraph(each)

    def _shape(self, properties: Any) -> tuple[Shape, tuple[str, int] | None]:
        if properties is None:
            return Shape(), None
        shape, own = Shape(), None
        for each in properties:
            match local(each):
                case "pStyle":
                    shape = self._styles.shape(get(each, "val") or "")
                case "numPr":
                    own = _own_number(each, shape)
                case "outlineLvl" if shape.kind is BlockKind.PARAGRAPH and whole(get(each, "val"), 9) < 9:
                    shape = Shape(BlockKind.HEADING, min(6, whole(get(each, "val")) + 1), None, shape.numbered)
                case _:
                    pass
        number = own or shape.numbered
        return shape, None if number is None or number[0] == "0" else number

    def _label(self, shape: Shape, number: tuple[str, int] | None) -> str:
        return "" if number is None or shape.contents else self._numbering.label(*number)

    def _row(self, element: Any) -> None:
        """A row of a table: one block where it holds data, else what its cells hold."""
        marks = next((each for each in element if local(each) == "trPr"), None)
        if marks is not None and any(local(each) == "del" for each in marks):
            self._count(DELETED)
            return
        into, cells = self._into, []
        for cell in _cells(element):
            self._into = []
            for each in _outermost(cell):
                self._row(each) if local(each) == "tr" else self._paragraph(each)
            cells.append(self._into)
        self._into = into
        self._into.extend(row(cells))

    def _foot_and_end_notes(self) -> None:
        found: dict[int, Any] = {}
        rest: list[Any] = []
        for part_kind, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
            part = self._package.part(part_kind)
            for each in trees.children(self._package.tree(part), kind) if part else ():
                number = self._notes.get((kind, get(each, "id") or ""))
                if get(each, "type") in (None, "normal"):
                    rest.append((part, each)) if number is None else found.setdefault(number, (part, each))
        for number, (part, each) in [*sorted(found.items()), *((0, one) for one in rest)]:
            self._relations = self._package.relations_of(part)
            label = f"[{number}]" if number else ""
            for paragraph in _outermost(each):
                self._paragraph(paragraph, kind=BlockKind.CAPTION, label=label)
                label = ""

    def _comments(self) -> None:
        part = self._package.part("comments")
        for each in trees.children(self._package.tree(part), "comment") if part else ():
            self._relations = self._package.relations_of(part or "")
            self._count(_COMMENT)
            label = f"{get(each, 'author')}:" if get(each, "author") else ""
            for paragraph in _outermost(each):
                self._paragraph(paragraph, aside="comment", label=label)
                label = ""

    def _running_heads(self) -> None:
        seen: set[str] = set()
        for part in (*self._package.parts("header"), *self._package.parts("footer")):
            self._relations = self._package.relations_of(part)
            before = len(self._into)
            for each in _outermost(self._package.tree(part)):
                self._paragraph(each, aside="header or footer")
            self._into[before:] = [piece for piece in self._into[before:] if piece.text not in seen]
            seen.update(piece.text for piece in self._into[before:])


def _own_number(each: Any, shape: Shape) -> tuple[str, int] | None:
    default = shape.numbered[1] if shape.numbered else 0
    return numbered(each.getparent(), default) or _level_alone(each, shape)


def _level_alone(each: Any, shape: Shape) -> tuple[str, int] | None:
    """A paragraph that only says at which level of its style's list it stands."""
    level = next((child for child in each if local(child) == "ilvl"), None)
    return (shape.numbered[0], min(whole(get(level, "val")), 8)) if shape.numbered and level is not None else None


def _outermost(element: Any) -> Iterator[Any]:
    """Paragraphs and rows of tables inside an element that lie in no other."""
    for each in element if element is not None else ():
        if local(each) in ("p", "tr"):
            yield each
        elif local(each) not in ("Fallback", "trPr", "tcPr"):
            yield from _outermost(each)


def _cells(row: Any) -> Iterator[Any]:
    for each in row:
        if local(each) == "tc":
            yield each
        elif local(each) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(each)
