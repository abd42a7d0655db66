"""What every format of the timeline is given, and the words that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.model import edtf
from archive.model.event import Basis, Mention


@dataclass(frozen=True, slots=True)
class Told:
    """A time with the article that tells it; `title`, `publisher` and `published` (EDTF) are None where there is none."""

    mention: Mention
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's bytes, how many times it holds, and a sentence for whatever could not be put into it."""

    data: bytes
    times: int
    warnings: tuple[str, ...] = ()


def row(mention: Mention) -> dict[str, Any]:
    """One time with exactly the keys of the command line's JSON."""
    return {
        "uid": mention.uid,
        "event": mention.event,
        "article": mention.article,
        "start": mention.start,
        "end": mention.end,
        "exact": mention.exact,
        "sentence": mention.sentence,
        "type": mention.type.value,
        "value": mention.value,
        "mod": mention.modifier,
        "edtf": mention.edtf,
        "earliest": None if mention.earliest is None else mention.earliest.isoformat(),
        "latest": None if mention.latest is None else mention.latest.isoformat(),
        "precision": mention.precision.value,
        "basis": mention.basis.value,
        "anchor_value": mention.anchor_value,
        "rule": mention.rule,
        "label": mention.label,
        "status": mention.status.value,
    }


def when(mention: Mention) -> str:
    """The date for a person; of what has none, its words."""
    return edtf.display(mention.edtf) if mention.edtf else mention.exact or mention.value


def source(told: Told) -> str:
    """Title, publisher and date of the article, as far as they are known."""
    if told.mention.article is None:
        return "Entered by hand, not from an article"
    title = f"“{' '.join(told.title.split())}”" if told.title else "Untitled"
    dated = edtf.display(told.published) if told.published else "undated"
    return ", ".join(part for part in (title, told.publisher, dated) if part)


def known(mention: Mention) -> str:
    """How the date is known, in a sentence."""
    if mention.basis is Basis.ENTERED:
        return "The date was entered or corrected by a person."
    if mention.basis is Basis.EXPLICIT:
        return "The date is stated in the sentence."
    told = edtf.display(mention.anchor_value) if mention.anchor_value else None
    if mention.basis is Basis.RELATIVE:
        return f"The date was counted from the publication date{f', {told}' if told else ''}."
    return f"The date was counted from another date told before{f', {told}' if told else ''}."


def left_out(mentions: Sequence[Mention], why: str) -> tuple[str, ...]:
    """A sentence about times that a format cannot carry; none for none."""
    if not mentions:
        return ()
    named = "; ".join(when(mention) for mention in mentions[:3]) + ("; …" if len(mentions) > 3 else "")
    counted = "1 time was" if len(mentions) == 1 else f"{len(mentions):,} times were"
    return (f"{counted} left out, because {why}: {named}.",)
