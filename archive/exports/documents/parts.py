"""What every document tells of a packet and of an excerpt, in words; how it looks is each format's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from archive.exports.citations import Citer, make
from archive.model import edtf
from archive.model.article import BlockKind
from archive.model.excerpt import Choice, Excerpt, Locator, Notes, Packet
from archive.model.passage import State, Tag

_KINDS: Mapping[BlockKind, str] = {
    BlockKind.HEADING: "Heading",
    BlockKind.CAPTION: "Caption",
    BlockKind.META: "Line of credit",
}
UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True)
class Citing:
    """How a document cites: `footnoted` where the style cites in notes and notes were chosen, else beside the excerpt."""

    citer: Citer
    footnoted: bool


def citing(packet: Packet) -> Citing:
    """The citer of the chosen style, for the works that excerpts stand in. Raises Invalid where the style cannot be used."""
    choice = packet.choice
    works = {id: work for id, work in packet.works.items() if packet.cited is None or id in packet.cited}
    citer = make(choice.style, works, "en", locators=choice.locator)
    return Citing(citer, citer.in_notes and choice.notes is not Notes.INLINE)


def counted(count: int, what: str) -> str:
    """`1 passage`, `2,300 passages`."""
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def about(packet: Packet) -> str:
    """How much there is, and when it was taken out."""
    return f"{counted(packet.passages, 'passage')}, exported {edtf.display(packet.made[:10])}"


def where(locator: Locator) -> str:
    """`Paragraph 3`, `Page 12, paragraphs 3–5`; the kind of line where a passage stands in no paragraph."""
    if locator.first is None:
        place = _KINDS.get(locator.kind, "")
    elif locator.first == locator.last:
        place = f"Paragraph {locator.first}"
    else:
        place = f"Paragraphs {locator.first}–{locator.last}"
    if not locator.pages:
        return place
    pages = f"Page {locator.pages[0]}" if len(locator.pages) == 1 else f"Pages {'–'.join(locator.pages)}"
    return f"{pages}, {place[:1].lower()}{place[1:]}" if place else pages


_day = lru_cache(maxsize=1024)(edtf.display)


def marked(excerpt: Excerpt, choice: Choice) -> str:
    """Who marked it and when, as far as that was chosen."""
    author = excerpt.author if choice.author else ""
    day = _day(excerpt.created[:10]) if choice.date and excerpt.created else ""
    if not author:
        return f"Marked {day}" if day else ""
    return f"Marked by {author}, {day}" if day else f"Marked by {author}"


def note_by(author: str, stamp: str) -> str:
    """The line over a note: whose it is and of which day, as far as that is told."""
    return ", ".join(
        part for part in (f"Note by {author}" if author else "Note", _day(stamp[:10]) if stamp else "") if part
    )


def placed(choice: Choice) -> bool:
    """Whether a line below each excerpt says where it stands, or who marked it when."""
    return choice.locator or choice.author or choice.date


def place(excerpt: Excerpt, choice: Choice) -> str:
    """Where in the article, who and when, in a line; and where its words stand in an earlier text only."""
    locator = where(excerpt.locator) if choice.locator else ""
    earlier = "" if excerpt.state is State.ANCHORED else "In an earlier text of the article"
    return " · ".join(part for part in (locator, earlier, marked(excerpt, choice)) if part)


def defined(packet: Packet) -> list[Tag]:
    """The tags whose definitions go along."""
    return (
        [tag for tag in packet.tags if tag.definition or tag.use_when or tag.not_when]
        if packet.choice.definitions
        else []
    )


def shown_path(path: str) -> str:
    """A tag's path for people."""
    return path.replace("/", " › ")
