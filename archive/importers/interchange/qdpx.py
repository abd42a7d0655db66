"""Reads a REFI-QDA project (.qdpx, or a bare .qde) of any program: texts, codes, selections at their words, notes and memos.

`Sources/` is found in any case, and so is the one `.qde`. What a project holds besides texts is told in `lost`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from archive.base.errors import Unreadable
from archive.importers.encodings import decode
from archive.importers.zips import Box
from archive.model import refi
from archive.model.article import Source
from archive.model.ids import Uid
from archive.model.interchange import Incoming, IncomingPassage, IncomingSource, IncomingUse

from . import codes, leftovers, trees
from .codes import Codes, guid_of
from .dates import stamp
from .laying import Laid, Marked, Misplaced, way_of
from .notes import Notes
from .variables import Variables, with_language

_MANY_WAYS = 20  # texts that are named one by one when their positions were shifted
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(source: Source) -> Incoming:
    """Everything in the project that the archive can hold. Raises Unreadable."""
    box = Box(source.data) if source.data[:2] == b"PK" else None
    root = trees.parse(source.data if box is None else _project(box))
    if root.tag != "Project":
        raise Unreadable("This is no REFI-QDA project.", "Export one from the program that you use.")
    return _Reader(root, box, source.name).incoming()


def _project(box: Box) -> bytes:
    """The project file: `project.qde`, else the only one, else the first."""
    found = [name for name in box.names if name.casefold().endswith(".qde")]
    if not found:
        raise Unreadable("This ZIP file holds no REFI-QDA project.", "Export one from the program that you use.")
    found.sort(key=lambda name: (PurePosixPath(name).name.casefold() != "project.qde", name.count("/"), name))
    return box.read(found[0])


@dataclass(slots=True)
class _Told:
    """What happens on the way, to be told once each."""

    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shifted: list[str] = field(default_factory=list)
    unknown_codes: int = 0
    twins: int = 0
    misplaced: Misplaced = field(default_factory=Misplaced)

    def sentences(self) -> Iterator[str]:
        yield from self.lost
        yield from self.misplaced.sentences()
        if self.unknown_codes:
            what = "1 coding was" if self.unknown_codes == 1 else f"{self.unknown_codes:,} codings were"
            yield f"{what} left out, naming a code that is not in the codebook."


class _Reader:
    """One project while it is read."""

    def __init__(self, root: etree._Element, box: Box | None, name: str) -> None:
        self._root, self._box = root, box
        self._title = root.get("name") or name
        self._origin = root.get("origin") or ""
        self._ours = self._origin.startswith(refi.ORIGIN)
        self._users = {
            guid_of(user): user.get("name") or user.get("id") or ""
            for user in trees.children(trees.child(root, "Users"), "User")
        }
        self._codes: Codes = codes.read(trees.child(root, "CodeBook", "Codes"), ours=self._ours)
        self._notes = Notes(root, self._users, self._member_text, ours=self._ours)
        self._variables = Variables(root, ours=self._ours)
        self._told = _Told()
        self._met: set[str] = set()

    def incoming(self) -> Incoming:
        sources: list[IncomingSource] = []
        passages: list[IncomingPassage] = []
        for each in trees.children(trees.child(self._root, "Sources"), "TextSource", "PDFSource"):
            found = self._source(each)
            if found is not None:
                sources.append(found[0])
                passages += found[1]
        leftovers.relate(self._root, self._codes)
        for key, notes in self._codes.notes.items():
            self._notes.refer(("tag", key), notes)
        self._notes.refer(None, [guid_of(ref, "targetGUID") for ref in trees.children(self._root, "NoteRef")])
        memos = self._notes.memos(title=self._title, description=trees.text(self._root, "Description"))
        things = leftovers.Things(self._root, {each.key for each in sources}, self._codes, passages, memos)
        lost = [
            *self._told.sentences(),
            *self._variables.lost(),
            *self._notes.lost(),
            *leftovers.lost(self._root),
        ]
        return Incoming(
            title=self._title,
            origin=self._origin,
            sources=tuple(sources),
            tags=tuple(self._codes.tags.values()),
            passages=tuple(passages),
            memos=tuple(things.linked()),
            sets=tuple(leftovers.sets(self._root, {each.key for each in sources})),
            lost=(*(self._box.told if self._box else ()), *lost, *things.lost()),
            notes=(*self._notes_of_shifts(), *self._told.notes, *self._codes.told()),
        )

    def _notes_of_shifts(self) -> Iterator[str]:
        yield from self._told.shifted[:_MANY_WAYS]
        if len(self._told.shifted) > _MANY_WAYS:
            yield f"In {len(self._told.shifted) - _MANY_WAYS:,} more texts positions were shifted in the same way."
        if self._told.twins:
            yield f"{self._told.twins:,} selections had a GUID that another one has, and got one of their own."

    # Sources

    def _source(self, each: etree._Element) -> tuple[IncomingSource, list[IncomingPassage]] | None:
        name = each.get("name") or ""
        text = trees.child(each, "Representation") if each.tag == "PDFSource" else each
        content = None if text is None else self._content(text)
        if content is None:
            self._told.lost.append(f"“{name[:80]}” was left out: the file holds no plain text of it.")
            return None
        assert text is not None
        data, member, decoded, encoding = content
        said = self._variables.of(each, name)
        laid = Laid(decoded, said.kinds)
        if not laid.text.text:
            self._told.notes.append(f"“{name[:80]}” came in empty: there are no words in its text.")
        key = guid_of(each) or refi.derived("", f"source:{name}:{member}").replace("-", "")
        if key in self._met:
            key = refi.derived(key, f"source:{len(self._met)}").replace("-", "")
        self._met.add(key)
        file = PurePosixPath(member or "").name or f"{key}.txt"
        uses = self._uses(each)
        source = IncomingSource(
            key=key,
            uid=Uid(key),
            metadata=said.metadata if self._ours else with_language(said.metadata, laid.text.text),
            text=laid.text,
            data=data,
            name=file,
            member=member,
            encoding=encoding,
            rights=said.rights,
            note=trees.text(each, "Description").strip(),
            tags=tuple(dict.fromkeys(use.tag for use in uses)),
        )
        self._notes.refer(("article", key), [guid_of(ref, "targetGUID") for ref in trees.children(each, "NoteRef")])
        self._pages(each)
        return source, self._passages(text, key, name, laid, decoded, data)

    def _content(self, text: etree._Element) -> tuple[bytes, str | None, str, str] | None:
        """The bytes of a text, the member that they are (None: they stand in the project itself), what they say, and how."""
        inside = trees.child(text, "PlainTextContent")
        if inside is not None and (inside.text or not text.get("plainTextPath")):
            words = inside.text or ""
            return words.encode("utf-8"), None, words, "utf-8"
        member = self._member(text.get("plainTextPath"))
        if member is None or self._box is None:
            return None
        data = self._box.read(member)
        decoded = decode(data)
        if decoded.note:
            self._told.notes.append(f"{PurePosixPath(member).name}: {decoded.note}")
        return data, member, decoded.text, decoded.encoding

    def _member(self, path: str | None) -> str | None:
        if self._box is None or not (path or "").startswith("internal://"):
            return None
        return self._box.find("sources", (path or "").removeprefix("internal://").lstrip("/"))

    def _member_text(self, path: str) -> str | None:
        member = self._member(path)
        return None if member is None or self._box is None else decode(self._box.read(member)).text

    def _pages(self, each: etree._Element) -> None:
        """Selections of a PDF are places on a page, which no text has."""
        count = len(trees.children(each, "PDFSelection"))
        if count:
            self._told.lost.append(
                f"{count:,} selections on pages of “{(each.get('name') or '')[:80]}” were left out: its text was read, not its pages."
            )

    # Selections

    def _passages(
        self, text: etree._Element, key: str, name: str, laid: Laid, decoded: str, data: bytes
    ) -> list[IncomingPassage]:
        selections = trees.children(text, "PlainTextSelection")
        marked = [_marked(each) for each in selections]
        way = way_of(laid, decoded, marked, marks_bytes=data.startswith(_MARKS))
        if way.told and selections:
            self._told.shifted.append(f"Positions in “{name[:80]}” were shifted: {way.told}.")
        found = []
        for each, mark in zip(selections, marked, strict=True):
            span = self._told.misplaced.span(laid, way, mark, name)
            if span is not None:
                found.append(self._passage(each, key, laid, span))
        return found

    def _passage(self, each: etree._Element, key: str, laid: Laid, span: tuple[int, int]) -> IncomingPassage:
        uid = guid_of(each)
        if not uid or uid in self._met:
            self._told.twins += bool(uid)
            uid = refi.derived(uid or key, f"selection:{span[0]}:{span[1]}:{len(self._met)}").replace("-", "")
        self._met.add(uid)
        created = stamp(each.get("creationDateTime"))
        refs = [guid_of(ref, "targetGUID") for ref in trees.children(each, "NoteRef")]
        # A note on a coding is about the same words.
        refs += [
            guid_of(ref, "targetGUID")
            for coding in trees.children(each, "Coding")
            for ref in trees.children(coding, "NoteRef")
        ]
        note = self._notes.of_passage(uid, refs, trees.text(each, "Description").strip())
        return IncomingPassage(
            source=key,
            start=span[0],
            end=span[1],
            exact=laid.text.text[span[0] : span[1]],
            uid=Uid(uid),
            note=note,
            tags=tuple(self._uses(each)),
            author=self._users.get(guid_of(each, "creatingUser"), ""),
            created=created,
            modified=stamp(each.get("modifiedDateTime")) or created,
        )

    def _uses(self, each: etree._Element) -> list[IncomingUse]:
        uses: dict[str, IncomingUse] = {}
        for coding in trees.children(each, "Coding"):
            ref = trees.child(coding, "CodeRef")
            tag = "" if ref is None else guid_of(ref, "targetGUID")
            if tag not in self._codes.tags:
                self._told.unknown_codes += 1
                continue
            author = self._users.get(guid_of(coding, "creatingUser"), "")
            uses.setdefault(tag, IncomingUse(tag, author, stamp(coding.get("creationDateTime"))))
        return list(uses.values())


def _marked(each: etree._Element) -> Marked:
    return Marked(
        _number(each.get("startPosition")), _number(each.get("endPosition")), (each.get("name") or "").strip()
    )


def _number(value: str | None) -> int:
    """A position; what is no number, or one of more digits than any text has characters, stands before every text."""
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else -1
