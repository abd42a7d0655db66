"""A REFI-QDA project (1.5): articles as sources, the codebook, passages as coded selections, notes and memos.

Sources are the canonical texts as UTF-8 with LF, and positions code points of them. GUIDs are our uids, or follow from them: the
same passage has the same GUID in every export. Written article by article; what waits to be put together lies beside the file.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from lxml import etree

from archive.base.progress import Progress
from archive.exports.shared.zips import Zip
from archive.model import refi
from archive.model.article import Block
from archive.model.excerpt import Excerpt, Packet, Whole, Work
from archive.model.passage import Memo
from archive.model.rights import Sensitivity

from .refi_xml import ORIGIN, Filter, codes, element, serialised, stamp, text

_NAME_CHARS = 60
_KINDS = {"heading": "h", "paragraph": "p", "quote": "q", "item": "i", "caption": "c", "meta": "m"}


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """Writes the project; what REFI-QDA cannot carry is told in sentences."""
    with ExitStack() as stack:
        # Beside the file and not in the system's folder: what an encrypted archive holds must not be left lying elsewhere.
        sources, notes = (stack.enter_context(tempfile.TemporaryFile(dir=path.parent)) for _ in range(2))
        archive = stack.enter_context(Zip(path, packet.made))
        project = _Project(packet, archive, sources, notes)
        for whole in progress.over(packet.wholes(), "Writing articles"):
            project.add(whole)
        project.finish()
        return project.warnings()


class _Project:
    """The parts of a project while they are gathered: users, sources, notes, links."""

    def __init__(self, packet: Packet, archive: Zip, sources: IO[bytes], notes: IO[bytes]) -> None:
        self._packet, self._zip, self._sources, self._notes = packet, archive, sources, notes
        self._clean = Filter()
        self._users: dict[str, str] = {}
        self._codes = {tag.path: tag for tag in packet.tags}
        self._about: dict[tuple[str, str], list[Memo]] = {}
        for memo in packet.memos:
            self._about.setdefault(memo.about or ("", ""), []).append(memo)
        self._written: set[str] = set()  # uids of what the project holds, so that memos and links lead somewhere
        self._not_here = self._uncoloured = self._inline = 0
        self._memos_away = 0

    def add(self, whole: Whole) -> None:
        """Puts an article in: its text as a member of its own, the rest as an element."""
        guid = refi.guid(whole.work.uid)
        self._zip.add(f"sources/{guid}.txt", self._clean(whole.text).encode("utf-8"))
        source = element(
            None,
            "TextSource",
            guid=guid,
            name=self._clean(whole.work.title) or "Untitled",
            plainTextPath=f"internal://{guid}.txt",
            creationDateTime=stamp(whole.edition.created),
        )
        text(source, "Description", self._clean(whole.work.note))
        for excerpt in whole.excerpts:
            if excerpt.edition == whole.sha512:
                self._select(source, excerpt)
            else:
                self._not_here += 1
        for path in dict.fromkeys(whole.tags):
            self._code(source, whole.work.uid, path, "", "")
        self._refer(source, ("article", whole.work.uid))
        for name, value in _variables(whole.work, whole.blocks):
            said = element(source, "VariableValue")
            element(said, "VariableRef", targetGUID=refi.derived("", f"variable:{name}"))
            element(said, "TextValue").text = self._clean(value)
        self._inline += any(block.runs for block in whole.blocks)
        self._written.add(whole.work.uid)
        self._sources.write(serialised(source))

    def _select(self, source: etree._Element, excerpt: Excerpt) -> None:
        selection = element(
            source,
            "PlainTextSelection",
            guid=refi.guid(excerpt.uid),
            name=self._clean(" ".join(excerpt.exact.split())[:_NAME_CHARS]),
            startPosition=str(excerpt.anchor.start),
            endPosition=str(excerpt.anchor.end),
            creatingUser=self._user(excerpt.author),
            creationDateTime=stamp(excerpt.created),
            modifiedDateTime=stamp(excerpt.modified),
        )
        # Redacted tags may have one path: the passage carries what became of them once.
        for path, author, created in _once(excerpt.uses):
            self._code(selection, excerpt.uid, path, author, created)
        self._uncoloured += bool(excerpt.colour and not excerpt.tags)
        if excerpt.note:
            guid = refi.derived(excerpt.uid, "note")
            element(selection, "NoteRef", targetGUID=guid)
            self._note(guid, "Note", excerpt.note, excerpt.author, excerpt.created, excerpt.modified)
        self._refer(selection, ("passage", excerpt.uid))
        self._written.add(excerpt.uid)

    def _code(self, parent: etree._Element, uid: str, path: str, author: str, created: str) -> None:
        tag = self._codes[path]
        guid = refi.derived(uid, f"coding:{tag.uid}")
        coding = element(parent, "Coding", guid=guid, creatingUser=self._user(author), creationDateTime=stamp(created))
        element(coding, "CodeRef", targetGUID=refi.guid(tag.uid))

    def _user(self, name: str) -> str | None:
        return self._users.setdefault(name, refi.derived("", f"user:{name}")) if name else None

    # Notes and memos

    def _refer(self, parent: etree._Element, thing: tuple[str, str]) -> None:
        for memo in self._about.get(thing, ()):
            element(parent, "NoteRef", targetGUID=refi.guid(memo.uid))

    def _note(self, guid: str, name: str, content: str, author: str, created: str, modified: str) -> None:
        note = element(
            None,
            "TextSource",
            guid=guid,
            name=self._clean(name),
            creatingUser=self._user(author),
            creationDateTime=stamp(created),
            modifiedDateTime=stamp(modified),
        )
        note.tag = "Note"
        # An empty element is still the text of the note: one without any would be no valid source.
        element(note, "PlainTextContent").text = self._clean(content)
        self._notes.write(serialised(note))

    # The whole

    def finish(self) -> None:
        """Puts the project together from its parts, in the order that the schema asks for."""
        packet = self._packet
        for memo in packet.memos:
            self._note(refi.guid(memo.uid), memo.title, memo.text, memo.author, memo.created, memo.modified)
            self._written.add(memo.uid)
        self._written |= {tag.uid for tag in packet.tags}
        root = element(
            None,
            "Project",
            name=self._clean(packet.title) or "Waystation",
            origin=ORIGIN,
            creationDateTime=stamp(packet.made),
            xmlns=refi.PROJECT,
        )
        head, tail = serialised(root).removesuffix(b"/>") + b">", b"</Project>"
        with self._zip.member("project.qde") as out:
            out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + head)
            for part in self._front():
                out.write(serialised(part))
            _within(out, b"Sources", self._sources)
            _within(out, b"Notes", self._notes)
            links = self._links()
            if len(links):
                out.write(serialised(links))
            if packet.shelves:
                out.write(serialised(self._sets()))
            for memo in self._loose():
                out.write(serialised(element(None, "NoteRef", targetGUID=refi.guid(memo.uid))))
            out.write(tail)

    def _front(self) -> Iterator[etree._Element]:
        if self._users:
            users = element(None, "Users")
            for name, guid in sorted(self._users.items()):
                element(users, "User", guid=guid, name=self._clean(name))
            yield users
        if self._packet.tags:
            notes = {
                uid: [refi.guid(m.uid) for m in said] for (kind, uid), said in self._about.items() if kind == "tag"
            }
            book = element(None, "CodeBook")
            book.append(codes(self._packet.tags, self._clean, notes))
            yield book
        variables = element(None, "Variables")
        for name in refi.VARIABLES.values():
            guid = refi.derived("", f"variable:{name}")
            element(variables, "Variable", guid=guid, name=name, typeOfVariable="Text")
        yield variables

    def _loose(self) -> Iterator[Memo]:
        """The memos that nothing in the project refers to: those about nothing, and about what is not in it."""
        for memo in self._packet.memos:
            if memo.about is None:
                yield memo
            elif memo.about[1] not in self._written:
                self._memos_away += 1
                yield memo

    def _sets(self) -> etree._Element:
        sets = element(None, "Sets")
        for shelf in self._packet.shelves:
            made = element(sets, "Set", guid=refi.guid(shelf.uid), name=self._clean(shelf.name))
            for article in shelf.articles:
                element(made, "MemberSource", targetGUID=refi.guid(article))
        return sets

    def _links(self) -> etree._Element:
        """Related tags, and what memos lead to."""
        links = element(None, "Links")
        uids = {tag.id: tag.uid for tag in self._packet.tags}
        for tag in self._packet.tags:
            for other in tag.related:
                if tag.id < other and other in uids:
                    _link(links, tag.uid, uids[other], "Associative")
        for memo in self._packet.memos:
            for _, target in memo.links:
                if target in self._written:
                    _link(links, memo.uid, target, "OneWay")
                else:
                    self._memos_away += 1
        return links

    def warnings(self) -> tuple[str, ...]:
        """What REFI-QDA cannot carry, each kind in a sentence."""
        told = (
            (self._not_here, "passage", "left out, because the text has changed there since"),
            (self._uncoloured, "passage without a tag", "written without a colour, which only codes have"),
            (self._inline, "article", "written without links and emphasis, because sources are plain text"),
            (self._memos_away, "memo", "written without what it is about or leads to, which is not in the project"),
        )
        return (*(_counted(*each) for each in told if each[0]), *self._clean.warnings())


def _once(uses: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    for use in uses:
        found.setdefault(use[0], use)
    return list(found.values())


def _counted(count: int, noun: str, what: str) -> str:
    if count == 1:
        return f"1 {noun} was {what}."
    head, _, rest = noun.partition(" ")
    return f"{count:,} {' '.join(filter(None, (head + 's', rest)))} were {what}."


def _variables(work: Work, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    said = work.rights
    values = {
        "title": work.title,  # a source without a name would be listed by its GUID; this tells whether it has one
        "byline": "; ".join(work.byline),
        "publisher": work.publisher,
        "republisher": work.republisher,
        "published": work.published,
        "language": work.language,
        "url": work.url,
        "accessed": work.accessed,
        "rights": said.rights,
        "sensitivity": "" if said.sensitivity is Sensitivity.OPEN else str(said.sensitivity),
        "embargo": said.embargo,
        "kinds": _kinds(blocks),
    }
    for field, value in values.items():
        if value:
            yield refi.VARIABLES[field], value


def _kinds(blocks: Sequence[Block]) -> str:
    """What the lines of the text are, in order: `h1 p*12 q1` is a heading, twelve paragraphs, a quotation."""
    runs: list[list[str]] = []
    for block in blocks:
        kind = f"{_KINDS[block.kind]}{block.level or ''}"
        if runs and runs[-1][0] == kind:
            runs[-1].append(kind)
        else:
            runs.append([kind])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}*{len(run)}" for run in runs)


def _link(links: etree._Element, origin: str, target: str, direction: str) -> None:
    guid = refi.derived(origin, f"link:{target}")
    attributes = {"originGUID": refi.guid(origin), "targetGUID": refi.guid(target)}
    element(links, "Link", guid=guid, direction=direction, **attributes)


def _within(out: IO[bytes], name: bytes, part: IO[bytes]) -> None:
    """The part inside of an element; nothing for an empty one."""
    if part.tell():
        part.seek(0)
        out.write(b"<" + name + b">")
        shutil.copyfileobj(part, out)
        out.write(b"</" + name + b">")
