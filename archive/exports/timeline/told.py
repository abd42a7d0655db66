"""What every format of the timeline is given, and the words that they share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.exports.shared.cells import plain
from archive.model import edtf
from archive.model.event import Basis, Mention, Status

_CLOCK = re.compile(r"T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d(?::?\d\d)?)?)", re.ASCII)
_NAMED = 3  # times that a warning names; the others it counts


@dataclass(frozen=True, slots=True)
class Told:
    """A time with the article that tells it; `title`, `publisher` and `published` (EDTF) are None where there is none."""

    mention: Mention
    title: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's bytes, the times that it holds, and a sentence for whatever could not be put into it."""

    data: bytes
    held: tuple[Told, ...]
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
    """The date for a person, with the time of day where it is told; of what has none, its words."""
    if not mention.edtf:
        return mention.exact or mention.value
    shown, time = edtf.display(mention.edtf), clock(mention)
    return f"{shown}, {time[:5]}" if time and "T" not in mention.edtf else shown


def clock(mention: Mention) -> str:
    """The time of day on a single day as `HH:MM[:SS][zone]`; empty where none is told.

    What was read keeps it in the value alone: EDTF has no time without seconds.
    """
    if not mention.edtf or "/" in mention.edtf:
        return ""
    day, marked, _ = mention.edtf.partition("T")
    told = mention.edtf if marked else mention.value if mention.value.startswith(f"{day}T") else ""
    match = _CLOCK.fullmatch(told[len(day) :].rstrip("?~%"))
    return match[1] if match else ""


def is_part(mention: Mention) -> bool:
    """Whether it is a part of a month or a year whose bounds nobody told: "late July" is kept as 21–31 July."""
    return bool(mention.edtf and "/" in mention.edtf) and mention.modifier in ("START", "MID", "END")


def source(told: Told) -> str:
    """Title, publisher and date of the article, as far as they are known."""
    if told.mention.article is None:
        return "Entered by hand, not from an article"
    title = f"“{' '.join(told.title.split())}”" if told.title else "Untitled"
    dated = edtf.display(told.published) if told.published else "undated"
    said = ", ".join(part for part in (title, told.publisher, dated) if part)
    return f"{said}, in an earlier edition" if told.mention.stale else said


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


def standing(mention: Mention) -> str:
    """What a person has said of it, in a sentence."""
    return {
        Status.FOUND: "Nobody has confirmed it yet.",
        Status.CONFIRMED: "A person confirmed it.",
        Status.REJECTED: "A person rejected it.",
    }[mention.status]


def left_out(mentions: Sequence[Mention], why: str) -> tuple[str, ...]:
    """A sentence about times that a format cannot carry; none for none."""
    if not mentions:
        return ()
    more = f" and {len(mentions) - _NAMED:,} more" if len(mentions) > _NAMED else ""
    named = "; ".join(" ".join(plain(when(mention)).split()) for mention in mentions[:_NAMED]) + more
    counted = "1 time was" if len(mentions) == 1 else f"{len(mentions):,} times were"
    return (f"{counted} left out, because {why}: {named}.",)
