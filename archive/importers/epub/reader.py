"""Turns an EPUB into an Article: its chapters in reading order, with their headings; opens nothing outside the file, runs no script,
and tells of every chapter that could not be read.
"""

from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import Final

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.model.article import BlockKind, Imported, Run, Source, Verdict

from ..encodings import decode
from ..html.declared import declared
from ..html.lines import Line, lines_of
from ..html.tokens import TooManyAttributes
from ..html.tree import Break, Node, Page, Words, build
from ..html.zones import HIDDEN
from ..illustrations import Found
from ..inline import Inline, clean
from ..manuscript import Manuscript, Piece, finish
from ..numbering import numeral
from .package import Book, Item

IMPORTER: Final = "epub"
VERSION: Final = 1
MEDIA_TYPE: Final = "application/epub+zip"
_CONTENTS: Final = "table of contents"
_PICTURE: Final = (
    "picture was left out; what describes it was set aside|pictures were left out; what describes them was set aside"
)
_LOCKED: Final = "This book is locked by the shop that sold it (DRM)."
_NOTES: Final = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_MOST_CHARS: Final = 40_000_000


def read(source: Source) -> Imported:
    """The text of an EPUB; refused, with a sentence, when it is damaged, locked, hostile or without words."""
    try:
        manuscript = _Reader(Book(source.data)).manuscript()
    except Unreadable as error:
        return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, error=str(error))
    return finish(manuscript, IMPORTER, VERSION, MEDIA_TYPE)


class _Reader:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._made = Manuscript(published=True)
        self._chars = 0

    def manuscript(self) -> Manuscript:
        """Everything in the book."""
        made, book = self._made, self._book
        made.facts.extend(book.facts())
        chapters = book.chapters()
        if chapters and all(item.name in book.locked for item in chapters if item.is_text) and book.locked:
            raise Unreadable(_LOCKED, "Only its own program can open it.")
        contents = book.contents()
        labels = self._labels(contents)
        for item in chapters:
            self._chapter(item, labels, is_contents=item == contents)
        if book.missing:
            made.miss(f"{_chapters(book.missing)} missing from the file.")
        if book.outside:
            made.miss(
                f"An address in the book ({visible(next(iter(book.outside.values())))[:80]}) leads out of the file and was not followed."
            )
        made.warnings.extend(book.box.told)
        made.partial |= bool(book.box.told)
        return made

    def _labels(self, contents: Item | None) -> dict[str, str]:
        """What the table of contents calls each chapter: the first name counts."""
        found: dict[str, str] = {}
        if contents is not None and contents.name in self._book.box.names:
            page = self._page(contents)
            for node in page.nodes if page is not None else []:
                address = node.get("href") if node.tag == "a" else ""
                name = self._book.resolve(address, contents.name) if address else None
                if name and (words := " ".join(_words(node, node.source).split())):
                    found.setdefault(name, words)
        for name, words in self._book.labels():
            found.setdefault(name, words)
        return found

    def _page(self, item: Item) -> Page | None:
        """The tree of a chapter; None, told, when it cannot be read."""
        try:
            data = self._book.box.read(item.name)
        except Unreadable as error:
            self._made.miss(str(error))
            return None
        decoded = decode(data, declared=declared(data))
        self._chars += len(decoded.text)
        if self._chars > _MOST_CHARS:
            raise Unreadable("This book is longer than any that is read.", "Split it and import the parts.")
        try:
            page = build(decoded.text)
        except TooManyAttributes:
            self._made.miss(f"{visible(item.name)[:80]} was left out: no book is written so.")
            return None
        if decoded.note:
            self._made.warnings.append(f"{visible(item.name)[:80]}: {decoded.note}")
        if page.flattened:
            self._made.miss(
                f"{visible(item.name)[:80]} nests too many tags: its inner tags were stripped and their text was kept."
            )
        if page.broken is not None:
            self._made.miss(f"{visible(item.name)[:80]} breaks off in the middle of a tag; its end may be missing.")
        return page

    def _chapter(self, item: Item, labels: dict[str, str], *, is_contents: bool) -> None:
        if item.name in self._book.locked:
            self._made.miss(f"{_chapters([item.name])} locked by the shop that sold the book (DRM).")
            return
        if not item.is_text:
            if item.media_type.startswith("image/"):
                self._made.left_out[_PICTURE] += 1
            else:
                self._made.miss(
                    f"{visible(item.name)[:80]} was left out: it is no text ({visible(item.media_type)[:60]})."
                )
            return
        page = self._page(item)
        if page is None:
            return
        lines = lines_of(page, None)
        label = labels.get(item.name)
        if label and lines and not is_contents and not any(line.kind is BlockKind.HEADING for line in lines):
            self._head(label, lines)
        numbers = _numbers(lines)
        pieces = [self._piece(line, is_contents, numbers.get(line.number, "")) for line in lines]
        begins = len(self._made.pieces)
        self._made.pieces.extend(pieces)
        self._pictures(page, item, [line.source[0] for line in lines], begins)

    def _head(self, label: str, lines: list[Line]) -> None:
        """The heading of a chapter that has none of its own; a first line that says the same becomes it."""
        if lines[0].text.casefold() == label.casefold():
            lines[0].context.kind, lines[0].context.level = BlockKind.HEADING, 1
            return
        inline = Inline()
        inline.add(label)
        self._made.pieces.append(Piece(BlockKind.HEADING, inline.done()[0], 1))

    def _piece(self, line: Line, is_contents: bool, number: str) -> Piece:
        _note_signs(line)
        text = clean(line.text)
        self._made.replaced += text.count("\ufffd") - line.text.count("\ufffd")
        hidden = any(zone is HIDDEN for _, zone in line.zones)
        aside = _CONTENTS if is_contents or _in_contents(line.node) else "not shown" if hidden else None
        kind, level = line.kind, line.level
        if kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and _in_notes(line.node):
            kind, level = BlockKind.CAPTION, 0
        runs = line.runs(len(number))
        return Piece(kind, number + text, level, runs if kind is not BlockKind.HEADING else _links(runs), aside=aside)

    def _pictures(self, page: Page, item: Item, starts: list[int], begins: int) -> None:
        """The pictures of a chapter whose first piece is `begins`, its lines beginning at `starts`."""
        for node in page.nodes:
            if node.tag in ("img", "image"):
                address = node.get("src") or node.get("xlink:href") or node.get("href")
                if not self._show(address, item, node.get("alt"), begins + bisect_right(starts, node.start)):
                    self._made.left_out[_PICTURE] += 1
                self._made.aside(node.get("alt"), "description of a picture", self._made.pieces)

    def _show(self, address: str, item: Item, words: str, before: int) -> bool:
        """Keeps a picture that lies in the book, before a piece."""
        box = self._book.box
        name = self._book.resolve(address, item.name) if address else None
        member = box.find(name) if name else None
        if member is None or member in self._book.locked or not self._made.has_room(box.size(member)):
            return False
        try:
            data = box.read(member)
        except Unreadable:
            return False
        return self._made.show(Found(data, f"member {member}", words), before)


def _numbers(lines: list[Line]) -> dict[int, str]:
    """What stands before the first line of each item of a numbered list, by the number of the line."""
    found: dict[int, str] = {}
    counts: dict[Node, int] = {}
    seen: set[Node] = set()
    for line in lines:
        item = next((node for node in _above(line.node) if node.tag == "li"), None)
        held = item.parent if item is not None else None
        if item is None or held is None or held.tag != "ol" or item in seen or _in_notes(item):
            continue
        seen.add(item)
        start = held.get("start")
        counts[held] = (
            counts.get(held, int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 9 else 0) + 1
        )
        found[line.number] = f"{numeral(counts[held], held.get('type') or '1')}. "
    return found


def _above(node: Node) -> Iterator[Node]:
    """An element and those around it, 64 at most."""
    above: Node | None = node
    for _ in range(64):
        if above is None:
            return
        yield above
        above = above.parent


def _note_signs(line: Line) -> None:
    """Puts the sign of a note into brackets, so that it is no part of the word before it; takes out the way back from a note."""
    for piece in line.pieces:
        kinds = set(_kinds(piece.context.node)) if piece.context.links and piece.words is not None else set()
        if "noteref" in kinds and piece.text.strip():
            piece.text = f"[{piece.text.strip().strip('[]')}]"
        elif "backlink" in kinds:
            piece.text = ""


def _links(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.target)


def _kinds(node: Node) -> Iterator[str]:
    """What the elements around a line say that they are (epub:type, role)."""
    for above in _above(node):
        for name in ("epub:type", "role"):
            yield from above.get(name).replace("doc-", "").split()


def _in_notes(node: Node) -> bool:
    return not _NOTES.isdisjoint(_kinds(node))


def _in_contents(node: Node) -> bool:
    return not {"toc", "landmarks", "page-list"}.isdisjoint(_kinds(node))


def _words(node: Node, source: str) -> str:
    """The words inside an element."""
    found: list[str] = []
    waiting: list[Node | Words | Break] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Node):
            waiting.extend(reversed(each.children))
        elif isinstance(each, Words):
            found.append(source[each.start : each.end])
    return unescape("".join(found))


def _chapters(names: list[str]) -> str:
    shown = visible(names[0])[:80]
    return f"1 chapter ({shown}) is" if len(names) == 1 else f"{len(names):,} chapters ({shown} and others) are"
