"""Turns an OpenDocument text into an Article: read as a stream, paragraph by paragraph; runs no macro, follows no link, keeps every
word that a reader sees, and tells what it leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from archive.base.errors import Unreadable
from archive.model.article import BlockKind, Imported, Source, Verdict

from .. import illustrations
from ..inline import Inline
from ..interchange import trees
from ..manuscript import Fact, Manuscript, Piece, finish, row
from ..streams import Broken, events, get, local
from ..zips import Box
from .styles import Shape, Styles, whole
from .words import COMMENT, Found, Words

IMPORTER: Final = "odt"
VERSION: Final = 1
MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_TEXT, _TABLE, _OFFICE = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("text", "table", "office"))
_NAMES: Final = (
    "p", "h", "list", "list-item", "list-header", "table-row", "automatic-styles", "tracked-changes", "index-body", "section",
)  # fmt: skip
_HOLDING: Final = frozenset({"p", "h", "table-row", "automatic-styles", "tracked-changes"})
_INDEXES: Final = (
    "table-of-content illustration-index table-index object-index user-index alphabetical-index bibliography".split()
)
_DELETED: Final = "tracked deletion was left out|tracked deletions were left out"
_INSERTED: Final = "tracked insertion was kept|tracked insertions were kept"
_FACTS: Final = {
    "title": "title",
    "initial-creator": "byline",
    "language": "language",
    "subject": "",
    "description": "",
    "keyword": "",
}
_LOCKED: Final = b"encryption-data"


def read(source: Source) -> Imported:
    """The article in an OpenDocument text; refused, with a sentence, when it is damaged, locked, hostile or without words."""
    try:
        manuscript = _Reader(Box(source.data)).manuscript()
    except Unreadable as error:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error=str(error))
    return finish(manuscript, IMPORTER, VERSION, MEDIA_TYPE)


@dataclass(slots=True)
class _List:
    """A list that is open: its style, and how many items it has had."""

    style: str
    count: int | None = None
    fresh: bool = False  # an item began, and its first paragraph is still to come
    plain: bool = False  # a header: an item without a number
    label: str = ""


class _Reader:
    def __init__(self, box: Box) -> None:
        self._box = box
        if "content.xml" not in box.names:
            raise Unreadable("There is no document in this OpenDocument file.", "Save it again and import that.")
        if "META-INF/manifest.xml" in box.names and _LOCKED in box.read("META-INF/manifest.xml"):
            raise Unreadable("This document is locked with a password.", "Save it without one and import that.")
        self._styles = Styles()
        self._made = Manuscript()
        self._into = self._made.pieces
        self._lists: list[_List] = []
        self._ended: dict[str, int] = {}  # how far lists of a style had counted, for those that go on
        self._notes: list[tuple[int, Any]] = []
        self._comments: list[Any] = []
        self._common = self._part("styles.xml")

    def _part(self, name: str) -> Any:
        return trees.parse(self._box.read(name)) if name in self._box.names else None

    def manuscript(self) -> Manuscript:
        """Everything in the file."""
        self._styles.take(trees.child(self._common, "styles"))
        self._made.facts.extend(self._facts())
        self._stream()
        self._into = self._made.after
        self._told_apart()
        self._running_heads()
        self._made.warnings.extend(self._box.told)
        self._made.partial |= bool(self._box.told)
        if any(name.startswith(("Basic/", "Scripts/")) for name in self._box.names):
            self._made.warnings.append("The document has macros; none was run.")
        return self._made

    def _facts(self) -> Iterator[Fact]:
        meta = trees.child(self._part("meta.xml"), "meta")
        names = {local(each) for each in trees.children(meta)}
        for each in trees.children(meta):
            value = "".join(each.itertext()).strip()
            name = local(each)
            field = _FACTS.get(name)
            if name == "creator" and "initial-creator" not in names:
                field = "byline"
            if value and field is not None:
                yield Fact(field, name.replace("initial-", ""), value[:2_000])

    def _stream(self) -> None:
        broken, depth, index = Broken(), 0, 0
        data = self._box.read("content.xml")
        for begins, name, element in events(
            data, (_TEXT, _TABLE, _OFFICE), (*_NAMES, *_INDEXES), broken, _HOLDING
        ):  # fmt: skip
            if name in _INDEXES:
                index += 1 if begins else -1
            elif name in _HOLDING:
                depth += 1 if begins else -1
                if not begins and depth == 0:
                    self._block(name, element, "table of contents" if index else None)
                    if self._made.full():
                        return
            elif depth == 0 and name in ("list", "list-item", "list-header"):
                self._listed(begins, name, element)
        if broken.broken:
            self._made.miss("This document is damaged: it breaks off, and its end is missing.")

    def _block(self, name: str, element: Any, aside: str | None) -> None:
        if name == "automatic-styles":
            self._styles.take(element)
        elif name == "tracked-changes":
            for each in element.iter():
                if local(each) in ("deletion", "insertion"):
                    self._count(_DELETED if local(each) == "deletion" else _INSERTED)
        elif name == "table-row":
            self._row(element)
        else:
            self._paragraph(element, aside=aside)

    def _count(self, what: str) -> None:
        self._made.left_out[what] += 1

    def _show(self, address: str, words: str) -> bool:
        """Keeps a picture that lies in the file, where it stands in the text."""
        member = self._box.find(address.removeprefix("./"))
        if member is None or self._into is self._made.after or not self._made.has_room(self._box.size(member)):
            return False
        try:
            data = self._box.read(member)
        except Unreadable:
            return False
        return self._made.show(illustrations.Found(data, f"member {member}", words))

    def _note(self, element: Any) -> int:
        self._notes.append((len(self._notes) + 1, element))
        return len(self._notes)

    def _listed(self, begins: bool, name: str, element: Any) -> None:
        if name == "list":
            if begins:
                style = get(element, "style-name") or (self._lists[-1].style if self._lists else "")
                goes_on = get(element, "continue-numbering") == "true" or get(element, "continue-list") is not None
                self._lists.append(_List(style, self._ended.get(style) if goes_on else None))
            elif self._lists:
                ended = self._lists.pop()
                if ended.count is not None:
                    self._ended[ended.style] = ended.count
        elif begins and self._lists:
            self._begin_item(self._lists[-1], element, name == "list-header")

    def _begin_item(self, held: _List, element: Any, plain: bool) -> None:
        held.fresh, held.plain, held.label = True, plain, ""
        if plain:
            return
        level = self._styles.level(held.style, len(self._lists))
        start = get(element, "start-value")
        held.count = whole(start) if start else level.start if held.count is None else held.count + 1
        held.label = level.label(held.count)

    def _paragraph(
        self, element: Any, *, kind: BlockKind | None = None, aside: str | None = None, label: str = ""
    ) -> None:
        shape = self._shape(element)
        inline, found = Inline(), Found()
        held = self._lists[-1] if self._lists else None
        fresh = held is not None and held.fresh
        before = label or (held.label if held is not None and fresh else "")
        if before:
            inline.add(f"{before} ")
        empty = inline.length
        marked = shape.kind is not BlockKind.HEADING
        Words(self._styles, inline, found, self._note, self._count, marked, self._show).inside(element)
        self._made.replaced += inline.replaced
        text, runs = inline.done()
        if inline.length > empty and text:
            as_kind, level = shape.kind, shape.level
            if held is not None and fresh and as_kind is BlockKind.PARAGRAPH:
                as_kind, level = BlockKind.ITEM, len(self._lists)
            if held is not None:
                held.fresh = False
            why = aside or ("table of contents" if shape.contents else None)
            self._into.append(Piece(kind or as_kind, text, 0 if kind else level, runs, shape.hint, why))
        self._beside(found)

    def _shape(self, element: Any) -> Shape:
        shape = self._styles.shape(get(element, "style-name") or "")
        if local(element) == "h" and shape.kind is not BlockKind.HEADING:
            return Shape(BlockKind.HEADING, max(1, min(6, whole(get(element, "outline-level"), 1))))
        return shape

    def _beside(self, found: Found) -> None:
        self._comments.extend(found.comments)
        for words in found.described:
            self._made.aside(words, "description of a picture", self._into)
        for words in found.hidden:
            self._made.aside(words, "hidden text", self._into)
        lists, self._lists = self._lists, []
        for box in found.boxes:
            for each in _outermost(box):
                self._row(each) if local(each) == "table-row" else self._paragraph(each)
        self._lists = lists

    def _row(self, element: Any) -> None:
        """A row of a table: one block where it holds data, else what its cells hold."""
        lists, self._lists = self._lists, []
        into, cells = self._into, []
        for cell in element:
            if local(cell) == "table-cell":
                self._into = []
                for each in _outermost(cell):
                    self._row(each) if local(each) == "table-row" else self._paragraph(each)
                cells.append(self._into)
        self._into, self._lists = into, lists
        self._into.extend(row(cells))

    def _told_apart(self) -> None:
        """Notes in their order, then comments. A note may have comments and notes of its own."""
        for number, note in self._notes:
            label = f"[{number}]"
            body = next((each for each in note if local(each) == "note-body"), None)
            for each in _outermost(body):
                self._paragraph(each, kind=BlockKind.CAPTION, label=label)
                label = ""
        for comment in self._comments:
            self._count(COMMENT)
            creator = next((each.text for each in comment if local(each) == "creator" and each.text), None)
            label = f"{creator}:" if creator else ""
            for each in _outermost(comment):
                self._paragraph(each, aside="comment", label=label)
                label = ""

    def _running_heads(self) -> None:
        seen: set[str] = set()
        for page in trees.children(trees.child(self._common, "master-styles"), "master-page"):
            for each in _outermost(page):
                before = len(self._into)
                self._paragraph(each, aside="header or footer")
                self._into[before:] = [piece for piece in self._into[before:] if piece.text not in seen]
                seen.update(piece.text for piece in self._into[before:])


def _outermost(element: Any) -> Iterator[Any]:
    """Paragraphs, headings and rows of tables inside an element that lie in no other."""
    for each in element if element is not None else ():
        if local(each) in ("p", "h", "table-row"):
            yield each
        elif local(each) not in ("tracked-changes", "annotation", "title", "desc"):
            yield from _outermost(each)
