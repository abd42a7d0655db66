"""Notes of a REFI-QDA project: those on selections become notes of passages, all others memos.

In a project of ours a note's GUID tells which of the two it was.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from archive.model import refi
from archive.model.ids import Uid
from archive.model.interchange import IncomingMemo, Thing

from . import trees
from .codes import guid_of
from .dates import stamp
from .leftovers import texts
from .telling import Tally


class Notes:
    """The notes by GUID, and what refers to each."""

    def __init__(
        self,
        root: etree._Element,
        users: Mapping[str, str],
        member_text: Callable[[str], str | None],
        *,
        ours: bool,
    ) -> None:
        self._ours = ours
        self._notes: dict[str, IncomingMemo] = {}
        self._about: dict[str, list[Thing | None]] = {}
        self._taken: set[str] = set()
        self._lost = Tally()
        self._places: dict[str, list[etree._Element]] = {}
        referred = Counter(guid_of(each, "targetGUID") for each in _references(root))
        for note in trees.children(trees.child(root, "Notes"), "Note"):
            key = guid_of(note)
            text: str | None = trees.text(note, "PlainTextContent")
            if not text and note.get("plainTextPath"):
                text = member_text(note.get("plainTextPath") or "")
            if text is None or (not text and note.get("richTextPath")):
                why = ", having no plain text"
                self._lost.add("note was left out", "notes were left out", note.get("name") or "", why=why)
                continue
            description = trees.text(note, "Description").strip()
            self._place(note, key, text, once=referred[key] == 1)
            if key:
                created = stamp(note.get("creationDateTime"))
                self._notes[key] = IncomingMemo(
                    title=note.get("name") or "",
                    text="\n\n".join(filter(None, (description, text))).replace("\r\n", "\n").replace("\r", "\n"),
                    uid=Uid(key),
                    author=users.get(guid_of(note, "creatingUser"), ""),
                    created=created,
                    modified=stamp(note.get("modifiedDateTime")) or created,
                )

    def _place(self, note: etree._Element, key: str, text: str, *, once: bool) -> None:
        """Keeps where a note stands: selections beyond its own words are of the one text that refers to it; others have no home."""
        for each in trees.children(note, "PlainTextSelection"):
            end = (each.get("endPosition") or "").strip()
            if once and not self._ours and end.isascii() and end.isdigit() and int(end[:18]) > len(text):
                self._places.setdefault(key, []).append(each)
            else:
                why = ": memos hold no passages"
                self._lost.add("selection in a note was left out", "selections in notes were left out", why=why)
        for _ in trees.children(note, "Coding"):
            self._lost.add(
                "coding of a note was left out", "codings of notes were left out", why=": memos have no tags"
            )

    def places(self, key: str) -> list[etree._Element]:
        """The selections of the text that refers to a note, by which the note says what words it is about."""
        return self._places.get(key, [])

    def made(self, key: str) -> tuple[str, str]:
        """Who wrote a note, and when."""
        note = self._notes[key]
        return note.author, note.created

    def refer(self, about: Thing | None, notes: Sequence[str]) -> None:
        """Says that these notes are about a thing; None: about the project as a whole."""
        for key in notes:
            self._about.setdefault(key, []).append(about)

    def of_passage(self, uid: str, refs: Sequence[str], description: str) -> str:
        """The note of a passage, from the notes that its selection refers to. What is a memo about it is kept as that."""
        said = [description] if description else []
        own = refi.derived(uid, "note").replace("-", "") if refs else ""
        for key in dict.fromkeys(refs):
            if key in self._notes and (not self._ours or key == own):
                self._taken.add(key)
                note = self._notes[key]
                said.append(note.text if note.text.strip() else note.title)
            else:
                self.refer(("passage", uid), [key])
        return "\n\n".join(filter(None, said))

    def memos(self, *, title: str, description: str) -> list[IncomingMemo]:
        """Every note that is not on a passage, each about the first thing that refers to it and leading to the others."""
        found = []
        for key, note in self._notes.items():
            about = [thing for thing in dict.fromkeys(self._about.get(key, ())) if thing is not None]
            if key in self._taken and not about:
                continue
            found.append(replace(note, about=about[0] if about else None, links=tuple(about[1:])))
        if description.strip():
            uid = Uid(refi.derived("", f"project:{title}:{description}").replace("-", ""))
            found.append(IncomingMemo(title=f"About the project {title}", text=description.strip(), uid=uid))
        return found

    def lost(self) -> Iterator[str]:
        """What could not be read, and what memos cannot hold."""
        yield from self._lost.sentences()


def _references(root: etree._Element) -> Iterator[etree._Element]:
    """The references to notes of texts as wholes."""
    for _, whole, _ in texts(root):
        yield from trees.children(whole, "NoteRef")
