"""Notes of a REFI-QDA project: those on selections become notes of passages, all others memos.

In a project of ours a note's GUID tells which of the two it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from archive.model import refi
from archive.model.ids import Uid
from archive.model.interchange import IncomingMemo, Thing

from . import trees
from .codes import guid_of
from .dates import stamp


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
        self._unreadable: list[str] = []
        for note in trees.children(trees.child(root, "Notes"), "Note"):
            key = guid_of(note)
            text: str | None = trees.text(note, "PlainTextContent")
            if not text and note.get("plainTextPath"):
                text = member_text(note.get("plainTextPath") or "")
            if text is None or (not text and note.get("richTextPath")):
                self._unreadable.append(note.get("name") or "")
                continue
            if key:
                created = stamp(note.get("creationDateTime"))
                self._notes[key] = IncomingMemo(
                    title=note.get("name") or "",
                    text=text.replace("\r\n", "\n").replace("\r", "\n"),
                    uid=Uid(key),
                    author=users.get(guid_of(note, "creatingUser"), ""),
                    created=created,
                    modified=stamp(note.get("modifiedDateTime")) or created,
                )

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
        """What could not be read."""
        if self._unreadable:
            count = len(self._unreadable)
            what = "1 note was" if count == 1 else f"{count:,} notes were"
            yield f"{what} left out, having no plain text (“{self._unreadable[0][:80]}”)."
