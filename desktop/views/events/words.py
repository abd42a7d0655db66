"""How times are put in words: when, how that is known, what was done with it. No widgets, no queries."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from archive.model import edtf
from archive.model.edtf import Precision
from archive.model.event import Basis, Mention, Status, TimexType
from archive.model.ids import ArticleId
from desktop.wording import one_line

if TYPE_CHECKING:
    from desktop.models.events import EventRow

Heading = tuple[str, str | None, str | None]
Headings = Mapping[ArticleId, Heading]

STATUSES = {Status.FOUND: "Found", Status.CONFIRMED: "Confirmed", Status.REJECTED: "Rejected"}
BASES = {
    Basis.EXPLICIT: "Stated in the sentence",
    Basis.RELATIVE: "Counted from the publication date",
    Basis.NARRATIVE: "Counted from another date told",
    Basis.ENTERED: "Entered or corrected by a person",
}
PRECISIONS = {
    Precision.TIME: "Time of day",
    Precision.DAY: "Day",
    Precision.MONTH: "Month",
    Precision.SEASON: "Season",
    Precision.YEAR: "Year",
    Precision.DECADE: "Decade",
    Precision.CENTURY: "Century",
    Precision.MILLENNIUM: "Millennium",
    Precision.INTERVAL: "From one date to another",
    Precision.NONE: "No year known",
}
TYPES = {
    TimexType.DATE: "Dates",
    TimexType.TIME: "Times of day",
    TimexType.DURATION: "Lengths of time",
    TimexType.SET: "Recurring times",
}
_VAGUE = {"PAST_REF": "in the past", "PRESENT_REF": "at present", "FUTURE_REF": "in the future"}


def when(mention: Mention) -> str:
    """The date in force for a person; without one, what kind of time it is."""
    if mention.edtf is not None:
        return edtf.display(mention.edtf)
    if mention.value in _VAGUE:
        return _VAGUE[mention.value]
    return {TimexType.DURATION: "a length of time", TimexType.SET: "recurring"}.get(mention.type, "undated")


def known(mention: Mention) -> str:
    """How the date is known, in a few words."""
    if mention.stale:
        return "from an earlier text of the article"
    if mention.type in (TimexType.DURATION, TimexType.SET):
        return "not a point in time"
    if mention.basis is Basis.ENTERED:
        return f"entered by {mention.author}" if mention.author else "entered by a person"
    if mention.edtf is not None and mention.read_edtf is not None and mention.edtf != mention.read_edtf:
        return f"corrected; read as {edtf.display(mention.read_edtf)}"
    if mention.edtf is None:
        return "too vague for a date"
    if mention.basis is Basis.EXPLICIT:
        return "stated"
    if mention.basis is Basis.RELATIVE:
        if mention.anchor_value is None:
            return "needs the publication date"
        return "counted from the publication date"
    anchor = mention.anchor_value
    return f"counted from {edtf.display(anchor)}, told before" if anchor else "counted from a date told before"


def resolved(mention: Mention) -> str:
    """How the date was come by, in a sentence for the card."""
    words = f"“{one_line(mention.exact)}” " if mention.exact else ""
    if mention.basis is Basis.RELATIVE and mention.edtf is not None and mention.anchor_value is None:
        return f"{words}cannot be placed: the article has no publication date. Supply it in the article's details."
    return f"{words}{known(mention)}".strip()


def source(mention: Mention, headings: Headings) -> str:
    """Publisher and year of the article, or that it was entered from nothing."""
    if mention.article is None:
        return "Not from an article"
    title, publisher, published = headings.get(mention.article, ("", None, None))
    year = edtf.display(published) if published else "undated"
    return f"{publisher or one_line(title) or 'Untitled'}, {year}"


def lane_name(heading: Heading | None) -> str:
    """An article as the name of a lane."""
    return one_line(heading[0]) if heading and heading[0] else "Untitled"


def status(mention: Mention) -> str:
    """What a person has said of it; merged ones say of how many."""
    words = STATUSES[mention.status].lower()
    return f"{words} · {mention.merged} told" if mention.merged > 1 else words


def spoken(row: "EventRow", headings: Headings) -> str:
    """A row for a screen reader."""
    mention = row.mention
    told = (when(mention), mention.label, source(mention, headings), known(mention), row.against, status(mention))
    return ", ".join(filter(None, told))


def cell(row: "EventRow", column: int) -> str:
    """What stands in a column of the list."""
    mention = row.mention
    return (when(mention), mention.label, row.source, row.against or known(mention), status(mention))[column]
