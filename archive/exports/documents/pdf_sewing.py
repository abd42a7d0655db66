"""Sews PDF files that typst made of the parts of one document into one file: pages, outline, tags for screen readers and notes stay.

Only what typst writes is understood: plain objects behind one table of them (ISO 32000-1, 7.5). Objects are copied as they are, with new
numbers; of what there is once in a file (its pages, outline and tree of tags) one is made of all. Memory holds one part at a time.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import IO

import regex

_PAGES, _OUTLINES, _TREE, _DOCUMENT, _CATALOG, _ABOUT, _METADATA = range(1, 8)
# Strings are passed over, so that no words in them are taken for a reference; parentheses in them come in pairs (7.3.4.2).
_TOKENS = regex.compile(
    rb"/ID\(Note (?P<note>\d+)\)|(?P<string>\((?:[^()\\]|\\.|(?P>string))*+\))"
    rb"|(?P<object>\d++) 0 R\b|/StructParent(?P<several>s?) (?P<place>\d++)",
    regex.DOTALL,
)
_STREAM = b">>\nstream\n"
_ONCE: Mapping[bytes, int] = {
    b"<</Type/Pages": _PAGES,
    b"<</Type/Outlines": _OUTLINES,
    b"<</Type/StructTreeRoot": _TREE,
    b"<</Type/StructElem/S/Document": _DOCUMENT,
    b"<</Type/Catalog": _CATALOG,
}
_REFERENCE = re.compile(rb"(\d+) 0 R")
_PAIR = re.compile(rb"(\d+) (\d+) 0 R")
_NOTE = re.compile(rb"\(Note (\d+)\)(\d+) 0 R")
_LABEL = b"<</Type/PageLabel"
_SIDES = {name: re.compile(rb"/%b (\d+) 0 R" % name) for name in (b"Prev", b"Next")}


class Sewing:
    """Parts are added in their order; `finish` makes the file whole. `pages` are those that were added."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._places: dict[int, int] = {}
        self._next = _METADATA + 1
        self._parts = 0
        self._leaves: list[int] = []  # the pages
        self._children: list[int] = []  # of the document's element in the tree of tags
        self._parents: list[tuple[int, int]] = []
        self._keys = 0
        self._notes: list[tuple[bytes, int]] = []
        self._outline: list[tuple[int, int]] = []  # the first and the last heading of each part
        self._headings_shown = 0
        self._held: dict[int, bytes] = {}  # headings whose neighbours are in another part
        self._roles = self._properties = self._described = b""
        self._id = b""
        self._write(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n")

    @property
    def pages(self) -> int:
        """How many pages there are up to now."""
        return len(self._leaves)

    def add(self, data: bytes, *, described: bool = True) -> None:
        """Adds a part. Its properties are those of the whole file where it is `described`, or no part was before."""
        self._parts += 1
        objects = dict(_objects(data))
        trailer = data[data.rindex(b"trailer") :]
        catalog = objects[_first(rb"/Root (\d+)", trailer)]
        properties, metadata = _first(rb"/Info (\d+)", trailer), _first(rb"/Metadata (\d+)", catalog)
        left = properties, metadata, _first(rb"/PageLabels (\d+)", catalog)
        numbers, once = self._numbered(objects, left)
        tree, keys = objects[once[_TREE]], self._keys
        if described or not self._properties:
            self._properties, self._described = objects[properties], objects[metadata]
            self._id = re.findall(rb"/ID(\[.*\])>>", trailer, re.DOTALL)[0]
        first, last = self._headings(objects.get(once.get(_OUTLINES, 0), b""), numbers)
        for number, content in objects.items():
            if number in numbers and number not in once.values():
                made = self._shifted(content, numbers, keys)
                if numbers[number] in (first, last):
                    self._held[numbers[number]] = made
                else:
                    self._object(numbers[number], made)
        self._leaves += (numbers[int(each)] for each in _REFERENCE.findall(_array(objects[once[_PAGES]], b"/Kids")))
        self._children += (numbers[int(each)] for each in _REFERENCE.findall(_array(objects[once[_DOCUMENT]], b"/K")))
        self._parents += ((keys + int(key), numbers[int(of)]) for key, of in _PAIR.findall(_array(tree, b"/Nums")))
        self._keys += _first(rb"/ParentTreeNextKey (\d+)", tree)
        self._roles = self._roles or re.findall(rb"/RoleMap<<.*?>>", tree)[0]
        if b"/IDTree" in tree:
            found = _NOTE.findall(_array(tree, b"/Names"))
            self._notes += ((self._note(note), numbers[int(of)]) for note, of in found)

    def finish(self) -> None:
        """Writes what there is once in a file, and the table of all objects."""
        self._sew_outline()
        leaves, children = _references(self._leaves), _references(self._children)
        self._object(_PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._leaves), leaves))
        self._object(_DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (_TREE, children))
        parents = b" ".join(b"%d %d 0 R" % each for each in self._parents)
        notes = b"".join(b"(%b)%d 0 R" % each for each in sorted(self._notes))
        named = b"/IDTree<</Names[%b]>>" % notes if notes else b""
        tree = b"<</Type/StructTreeRoot%b/K[%d 0 R]/ParentTree<</Nums[%b]>>%b/ParentTreeNextKey %d>>"
        self._object(_TREE, tree % (self._roles, _DOCUMENT, parents, named, self._keys))
        self._object(_ABOUT, self._properties)
        self._object(_METADATA, _counted(self._described, len(self._leaves)))
        outline = b"/Outlines %d 0 R" % _OUTLINES if self._outline else b""
        self._object(
            _CATALOG,
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/PageLabels<</Nums[0<</Type/PageLabel/S/D/St 1>>]>>/Lang(en)"
            b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true/Suspects false>>"
            b"/ViewerPreferences<</DisplayDocTitle true/Direction/L2R>>%b>>" % (_PAGES, _METADATA, _TREE, outline),
        )
        self._table()

    def _numbered(self, objects: Mapping[int, bytes], left: tuple[int, ...]) -> tuple[dict[int, int], dict[int, int]]:
        """The new number of each object that stays, and {what there is once in a file: its number in this part}."""
        numbers: dict[int, int] = {}
        once: dict[int, int] = {}
        for number, content in objects.items():
            whole = next((made for begins, made in _ONCE.items() if content.startswith(begins)), None)
            if whole is not None:
                once[whole] = number
                numbers[number] = whole
            elif number not in left and not content.startswith(_LABEL):
                numbers[number] = self._next
                self._next += 1
        return numbers, once

    def _shifted(self, content: bytes, numbers: Mapping[int, int], keys: int) -> bytes:
        def moved(match: "regex.Match[bytes]") -> bytes:
            if match["object"]:
                return b"%d 0 R" % numbers[int(match["object"])]
            if match["place"]:
                return b"/StructParent%b %d" % (match["several"], keys + int(match["place"]))
            return b"/ID(%b)" % self._note(match["note"]) if match["note"] else match[0]

        head, stream, rest = content.partition(_STREAM) if content.endswith(b"endstream") else (content, b"", b"")
        made: bytes = _TOKENS.sub(moved, head)
        return made + stream + rest

    def _note(self, number: bytes) -> bytes:
        """What a note is called in the tree of tags: parts count their own."""
        return b"Note %d.%b" % (self._parts, number)

    def _headings(self, outline: bytes, numbers: Mapping[int, int]) -> tuple[int, int]:
        """The first and the last of a part's headings; 0 where it has none."""
        if b"/First" not in outline:
            return 0, 0
        first, last = (numbers[_first(rb"/%b (\d+)" % name, outline)] for name in (b"First", b"Last"))
        self._outline.append((first, last))
        self._headings_shown += _first(rb"/Count (\d+)", outline)
        return first, last

    def _sew_outline(self) -> None:
        for (_, before), (after, _) in pairwise(self._outline):
            self._held[before] = _beside(self._held[before], b"Next", after)
            self._held[after] = _beside(self._held[after], b"Prev", before)
        for number, content in self._held.items():
            self._object(number, content)
        if self._outline:
            told = self._outline[0][0], self._outline[-1][1], self._headings_shown
            self._object(_OUTLINES, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % told)

    def _object(self, number: int, content: bytes) -> None:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n\n" % (number, content))

    def _table(self) -> None:
        size, begins = self._next, self._at
        free = [number for number in range(1, size) if number not in self._places]
        after = dict(zip([0, *free], [*free, 0], strict=True))
        self._write(b"xref\n0 %d\n" % size)
        for number in range(size):
            at, state = (after[number], b"65535 f") if number in after else (self._places[number], b"00000 n")
            self._write(b"%010d %b\r\n" % (at, state))
        told = size, _CATALOG, _ABOUT, self._id
        self._write(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID%b>>\n" % told)
        self._write(b"startxref\n%d\n%%%%EOF" % begins)

    _at = 0

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, content) of each object by the table at the end of the file."""
    table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    size = int(data[table : table + 40].split()[2])
    begins = data.index(b"\n", table + 5) + 1
    lines = (data[begins + 20 * number : begins + 20 * number + 18] for number in range(size))
    places = {number: int(line[:10]) for number, line in enumerate(lines) if line.endswith(b"n")}
    ends = sorted([*places.values(), table])
    following = dict(pairwise(ends))
    for number, place in places.items():
        yield number, data[place : following[place]].partition(b" obj\n")[2].rstrip().removesuffix(b"endobj").rstrip()


def _first(pattern: bytes, content: bytes) -> int:
    return int(re.findall(pattern, content)[0])


def _array(content: bytes, name: bytes) -> bytes:
    """What stands in the array of that name; none of ours has another inside."""
    _, found, rest = content.partition(name + b"[")
    return rest.partition(b"]")[0] if found else b""


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _beside(content: bytes, side: bytes, number: int) -> bytes:
    """A heading of an outline with another as its neighbour."""
    told = b"/%b %d 0 R" % (side, number)
    return _SIDES[side].sub(told, content) if _SIDES[side].search(content) else content[:2] + told + content[2:]


def pages_of(data: bytes) -> int:
    """How many pages a file of typst has, as its description (XMP) says."""
    return _first(rb"<xmpTPg:NPages>(\d+)", data)


def _counted(metadata: bytes, pages: int) -> bytes:
    """The description of a part (XMP) as that of a file with so many pages."""
    _, _, rest = metadata.partition(_STREAM)
    told = re.sub(rb"(<xmpTPg:NPages>)\d+", rb"\g<1>%d" % pages, rest.removesuffix(b"endstream").rstrip(b"\n"))
    return b"<</Length %d/Type/Metadata/Subtype/XML" % len(told) + _STREAM + told + b"\nendstream"
