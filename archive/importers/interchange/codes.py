"""The tree of codes of a REFI-QDA project or codebook, as tags."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from archive.model import refi
from archive.model.ids import Uid
from archive.model.interchange import IncomingTag

from . import trees


@dataclass(slots=True)
class Codes:
    """Tags by the GUID of their code (upper or lower case alike), in the order of the file; `notes` are GUIDs of notes about them."""

    tags: dict[str, IncomingTag] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    nearest: int = 0  # colours that were brought to the nearest of ours
    grouping: int = 0  # codes that are there to group others

    def relate(self, one: str, other: str) -> None:
        """Says that two tags have to do with each other."""
        self.tags[one] = replace(self.tags[one], related=(*self.tags[one].related, other))

    def told(self) -> Iterator[str]:
        """What was changed on the way."""
        if self.nearest:
            what = "1 colour was" if self.nearest == 1 else f"{self.nearest:,} colours were"
            yield f"{what} brought to the nearest of the five that highlights have."
        if self.grouping:
            what = "1 code that groups" if self.grouping == 1 else f"{self.grouping:,} codes that group"
            yield f"{what} others and may not be put on passages came in as tags like the others."


def guid_of(each: etree._Element, attribute: str = "guid") -> str:
    """A GUID as it is compared: without braces, lower case; what is none gets one that follows from it, nothing stays ""."""
    value = (each.get(attribute) or "").strip()
    return refi.uid_of(value) or (refi.derived("", f"id:{value}").replace("-", "") if value else "")


def read(codes: etree._Element | None, *, ours: bool) -> Codes:
    """The codes below a `Codes` element; a code without a GUID, or with one that came before, has one made of its place.

    `ours`: descriptions hold the three parts of a definition.
    """
    found = Codes()
    waiting: list[tuple[etree._Element, tuple[str, ...], str | None]] = [
        (code, (), None) for code in reversed(trees.children(codes, "Code"))
    ]
    while waiting:
        code, above, colour_above = waiting.pop()
        names = (*above, code.get("name") or "")
        key = guid_of(code)
        if not key or key in found.tags:
            key = refi.derived("", f"code:{len(found.tags)}:{'/'.join(names)}").replace("-", "")
        colour, exact = refi.role_of(code.get("color"))
        found.nearest += colour is not None and not exact
        found.grouping += (code.get("isCodable") or "").strip() in ("false", "0")
        description = trees.text(code, "Description").strip()
        told = refi.parts(description) if ours else (description, "", "")
        # A code of the colour of the one above has it from there.
        own = colour if colour != colour_above else None
        found.tags[key] = IncomingTag(key, names, Uid(key), *told, colour=own)
        found.notes[key] = [guid_of(ref, "targetGUID") for ref in trees.children(code, "NoteRef")]
        below = colour or colour_above
        waiting += [(each, names, below) for each in reversed(trees.children(code, "Code"))]
    return found
