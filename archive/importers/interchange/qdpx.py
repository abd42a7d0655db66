"""Reads a REFI-QDA project (.qdpx, or a bare .qde) of any program: texts, codes, selections at their words, notes and memos.

`Sources/` is found in any case, and so is the one `.qde`. The texts of PDFs, transcripts and descriptions of pictures are texts too;
what else a project holds is told in `lost`.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
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
from .telling import Tally
from .unknown import Unknown
from .variables import Variables, with_language

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_INTERNAL = "internal://"
# Programs that are known to count a line end of two characters as one.
_JOINING = ("atlas.ti", "maxqda")


def read(source: Source) -> Incoming:
    """Everything in the project that the archive can hold. Raises Unreadable."""
    box = Box(source.data) if source.data[:2] == b"PK" else None
    notes: list[str] = []
    name = _project(box) if box is not None else ""
    root = trees.parse(source.data if box is None else box.read(name), notes)
    if root.tag != "Project":
        raise Unreadable("This is no REFI-QDA project.", "Export one from the program that you use.")
    return _Reader(root, Files(box, name), source.name, notes).incoming()


def _project(box: Box) -> str:
    """The project file: `project.qde`, else the only one, else the first."""
    found = [name for name in box.names if name.casefold().endswith(".qde")]
    if not found:
        raise Unreadable("This ZIP file holds no REFI-QDA project.", "Export one from the program that you use.")
    found.sort(key=lambda name: (PurePosixPath(name).name.casefold() != "project.qde", name.count("/"), name))
    return found[0]


class Files:
    """The files that lie in a project (none, where it is a bare `.qde`)."""

    def __init__(self, box: Box | None, project: str) -> None:
        self._box = box
        self._folder = project.rpartition("/")[0]

    def find(self, path: str | None) -> str | None:
        """The member that `internal://…` means; some programs write its folder too, and some put all into one of their own."""
        if self._box is None or not (path or "").casefold().startswith(_INTERNAL):
            return None
        inside = (path or "")[len(_INTERNAL) :].lstrip("/")
        within = f"{self._folder}/" if self._folder else ""
        ways = (f"{within}sources/{inside}", f"{within}{inside}", f"sources/{inside}")
        return next((name for way in ways if (name := self._box.find(way)) is not None), None)

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Unreadable."""
        assert self._box is not None
        return self._box.read(name)

    def words(self, path: str) -> str | None:
        """What the member says that a path means, None where there is none."""
        name = self.find(path)
        return None if name is None else decode(self.read(name)).text

    def lost(self) -> Iterator[str]:
        """What was left out of the file."""
        if self._box is None:
            return
        yield from self._box.told
        tally = Tally()
        for name in self._box.unread:
            file = name.rpartition("/")[2]
            why = ": only texts are read, and no formatting, pictures or recordings"
            tally.add("file in the project was left out", "files in the project were left out", file, why=why)
        yield from tally.sentences()


class _Reader:
    """One project while it is read."""

    def __init__(self, root: etree._Element, files: Files, name: str, notes: list[str]) -> None:
        self._root, self._files = root, files
        self._title = root.get("name") or name
        self._origin = root.get("origin") or ""
        self._ours = self._origin.startswith(refi.ORIGIN)
        self._joins = self._origin.casefold().startswith(_JOINING)
        self._users = {
            guid_of(user): user.get("name") or user.get("id") or ""
            for user in trees.children(trees.child(root, "Users"), "User")
        }
        self._codes: Codes = codes.read(trees.child(root, "CodeBook", "Codes"), ours=self._ours)
        self._notes = Notes(root, self._users, files.words, ours=self._ours)
        self._variables = Variables(root, ours=self._ours)
        self._lost, self._changed = Tally(), Tally()
        self._early = notes
        self._misplaced = Misplaced()
        self._met: set[str] = set()

    def incoming(self) -> Incoming:
        sources: list[IncomingSource] = []
        passages: list[IncomingPassage] = []
        for name, whole, text in leftovers.texts(self._root):
            found = self._source(name, whole, text)
            if found is not None:
                sources.append(found[0])
                passages += found[1]
        keys = {each.key for each in sources}
        leftovers.relate(self._root, self._codes)
        for key, notes in self._codes.notes.items():
            self._notes.refer(("tag", key), notes)
        self._notes.refer(None, [guid_of(ref, "targetGUID") for ref in trees.children(self._root, "NoteRef")])
        memos = self._notes.memos(title=self._title, description=trees.text(self._root, "Description"))
        things = leftovers.Things(self._root, keys, self._codes, passages, memos)
        unknown = Unknown(self._root)
        told = (
            *(self._files.lost(), self._lost.sentences(), self._misplaced.sentences(), self._variables.lost()),
            *(self._notes.lost(), leftovers.lost(self._root, keys), things.lost()),
        )
        return Incoming(
            title=self._title,
            origin=self._origin,
            sources=tuple(sources),
            tags=tuple(self._codes.tags.values()),
            passages=tuple(passages),
            memos=tuple(things.linked()),
            sets=tuple(leftovers.sets(self._root, keys, ours=self._ours)),
            lost=(*chain.from_iterable(told), *unknown.elements()),
            notes=(
                *(*self._early, *self._changed.sentences(), *self._codes.told(), *things.changed()),
                *(() if self._ours else unknown.attributes()),
            ),
        )

    # Sources

    def _source(
        self, name: str, each: etree._Element, text: etree._Element | None
    ) -> tuple[IncomingSource, list[IncomingPassage]] | None:
        content = None if text is None else self._content(text)
        if content is None:
            why = ": the file holds no plain text of it"
            self._lost.add("text was left out", "texts were left out", name, why=why)
            return None
        assert text is not None
        data, member, decoded, encoding = content
        said = self._variables.of(each, name)
        laid = Laid(decoded, said.kinds)
        if not laid.text.text:
            why = ": there are no words in the text"
            self._changed.add("article came in empty", "articles came in empty", name, why=why)
        key = guid_of(each) or refi.derived("", f"source:{name}:{member}").replace("-", "")
        if key in self._met:
            key = refi.derived(key, f"source:{len(self._met)}").replace("-", "")
        self._met.add(key)
        uses = self._uses(each)
        source = IncomingSource(
            key=key,
            uid=Uid(key),
            metadata=said.metadata if self._ours else with_language(said.metadata, laid.text.text),
            text=laid.text,
            data=data,
            name=PurePosixPath(member or "").name or f"{key}.txt",
            member=member,
            encoding=encoding,
            rights=said.rights,
            note=trees.text(each, "Description").strip(),
            tags=tuple(dict.fromkeys(use.tag for use in uses)),
        )
        if not self._ours:
            for use in uses:
                if use.author or use.created:
                    what = "on a whole text came without who put it there and when"
                    self._changed.add(f"tag {what}", f"tags {what.replace('it there', 'them there')}")
        for holder in {each, text}:
            self._pages(name, holder)
        return source, self._passages(each, text, source, laid, decoded)

    def _content(self, text: etree._Element) -> tuple[bytes, str | None, str, str] | None:
        """The bytes of a text, the member that they are (None: they stand in the project itself), what they say, and how."""
        inside = trees.child(text, "PlainTextContent")
        if inside is not None and (inside.text or not text.get("plainTextPath")):
            words = inside.text or ""
            return words.encode("utf-8"), None, words, "utf-8"
        member = self._files.find(text.get("plainTextPath"))
        if member is None:
            return None
        data = self._files.read(member)
        decoded = decode(data)
        if decoded.note:
            self._changed.add(
                "file is told apart",
                "files are told apart",
                PurePosixPath(member).name,
                why=f": {decoded.note.rstrip('.')}",
            )
        return data, member, decoded.text, decoded.encoding

    def _pages(self, name: str, holder: etree._Element) -> None:
        """Selections of a PDF are places on a page, which no text has."""
        for _ in trees.children(holder, "PDFSelection"):
            one, many = "selection on a page was left out", "selections on pages were left out"
            self._lost.add(one, many, name, why=": the text of the PDF was read, not its pages")

    # Selections

    def _passages(
        self, whole: etree._Element, text: etree._Element, source: IncomingSource, laid: Laid, decoded: str
    ) -> list[IncomingPassage]:
        name = source.metadata.title or source.name
        refs = [
            guid_of(ref, "targetGUID")
            for holder in (whole, *trees.children(whole, "Coding"))
            for ref in trees.children(holder, "NoteRef")
        ]
        # A note may say itself which words of the text it is about.
        noted = [(mark, [note]) for note in refs for mark in self._notes.places(note)]
        self._notes.refer(("article", source.key), [note for note in refs if not self._notes.places(note)])
        selections = [(each, list[str]()) for each in trees.children(text, "PlainTextSelection", "TranscriptSelection")]
        selections += noted
        points = {guid_of(each): each for each in trees.children(text, "SyncPoint")}
        marked = [_marked(each, points) for each, _ in selections]
        way = way_of(laid, decoded, marked, marks_bytes=source.data.startswith(_MARKS), joins=self._joins)
        if way.told and selections:
            if way.moved:
                what = "text had its positions shifted", "texts had their positions shifted"
            else:
                what = "text kept its positions", "texts kept their positions"
            self._changed.add(*what, name, why=f": {way.told}")
        found = []
        for (each, notes), mark in zip(selections, marked, strict=True):
            span = self._misplaced.span(laid, way, mark, name)
            if span is not None:
                found.append(self._passage(each, source.key, laid, span, notes))
        return found

    def _passage(
        self, each: etree._Element, key: str, laid: Laid, span: tuple[int, int], notes: list[str]
    ) -> IncomingPassage:
        uid = guid_of(each)
        if not uid or uid in self._met:
            if uid:
                what = "a GUID that another one has, and got one of"
                self._changed.add(f"selection had {what} its own", f"selections had {what} their own")
            uid = refi.derived(uid or key, f"selection:{span[0]}:{span[1]}:{len(self._met)}").replace("-", "")
        self._met.add(uid)
        created = stamp(each.get("creationDateTime"))
        # A note on a coding is about the same words.
        refs = notes + [
            guid_of(ref, "targetGUID")
            for holder in (each, *trees.children(each, "Coding"))
            for ref in trees.children(holder, "NoteRef")
        ]
        author, stamped = self._users.get(guid_of(each, "creatingUser"), ""), created
        if notes:
            author, stamped = self._notes.made(notes[0])
        return IncomingPassage(
            source=key,
            start=span[0],
            end=span[1],
            exact=laid.text.text[span[0] : span[1]],
            uid=Uid(uid),
            note=self._notes.of_passage(uid, refs, trees.text(each, "Description").strip()),
            tags=tuple(self._uses(each)),
            author=author,
            created=stamped,
            modified=stamp(each.get("modifiedDateTime")) or stamped,
        )

    def _uses(self, each: etree._Element) -> list[IncomingUse]:
        uses: dict[str, IncomingUse] = {}
        # Some programs put the reference to a code right below the selection.
        for coding in trees.children(each, "Coding", "CodeRef"):
            refs = [coding] if coding.tag == "CodeRef" else trees.children(coding, "CodeRef")[:1]
            tag = guid_of(refs[0], "targetGUID") if refs else ""
            author = self._users.get(guid_of(coding, "creatingUser"), "")
            if tag not in self._codes.tags:
                why = ", naming a code that is not in the codebook"
                self._lost.add("coding was left out", "codings were left out", why=why)
            elif tag in uses:
                why = ": its code stands on the same words already"
                self._lost.add("coding was left out", "codings were left out", author, why=why)
            else:
                uses[tag] = IncomingUse(tag, author, stamp(coding.get("creationDateTime")))
        return list(uses.values())


def _marked(each: etree._Element, points: Mapping[str, etree._Element]) -> Marked:
    """Where a selection says that it stands; one of a transcript by points that stand in the text."""
    start, end = each.get("startPosition"), each.get("endPosition")
    if each.tag == "TranscriptSelection":
        first, last = (points.get(guid_of(each, name)) for name in ("fromSyncPoint", "toSyncPoint"))
        start, end = (None if point is None else point.get("position") for point in (first, last))
    return Marked(_number(start), _number(end), (each.get("name") or "").strip())


def _number(value: str | None) -> int:
    """A position; what is no number, or one of more digits than any text has characters, stands before every text."""
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else -1
