"""What references tell of an article beside how it is cited: its tags, its notes, and a key that stays."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.base.progress import Progress
from archive.exports.citations.items import item
from archive.exports.documents.parts import where
from archive.model import edtf
from archive.model.excerpt import Packet, Work
from archive.model.ids import ArticleId

_SMALL = frozenset("a an and at by for from in of on or the to with".split())
_SHORTEST = 4  # hexadecimal digits of the hash in a key


@dataclass(slots=True)
class Marks:
    """The tags on an article's passages, and what was noted of it and of them."""

    tags: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reference:
    """An article as a reference: `item` is its CSL-JSON, `key` the same in every export."""

    work: Work
    key: str
    item: Mapping[str, Any]
    tags: tuple[str, ...]
    notes: tuple[str, ...]


def references(packet: Packet, progress: Progress) -> list[Reference]:
    """Every article of the packet in its order, with the tags and notes that were chosen."""
    gathered = _gathered(packet, progress)
    keyed = keys(packet.works.values())
    made = []
    for work in packet.works.values():
        marks = gathered.get(work.id, Marks())
        own = [work.note] if work.note.strip() and packet.choice.note else []
        made.append(Reference(work, keyed[work.id], item(work), tuple(marks.tags), (*own, *marks.notes)))
    return made


def _gathered(packet: Packet, progress: Progress) -> dict[ArticleId, Marks]:
    choice = packet.choice
    found: dict[ArticleId, Marks] = {}
    if not choice.tags and not choice.note:
        return found
    for excerpt in progress.over(packet.excerpts(), "Reading passages", packet.passages):
        marks = found.setdefault(excerpt.work.id, Marks())
        if choice.tags:
            marks.tags.update(dict.fromkeys(excerpt.tags))
        if choice.note and excerpt.note.strip():
            place = where(excerpt.locator) if choice.locator else ""
            marks.notes.append(f"{place}: {excerpt.note}" if place else excerpt.note)
    return found


def keys(works: Iterable[Work]) -> dict[ArticleId, str]:
    """`weir2021ferry-3fa9` for each: who, when and what it says, then digits of a hash of its uid, more where two are alike.

    A key does not depend on which other articles there are, but where the hashes of two that are otherwise alike begin alike.
    """
    made: dict[ArticleId, str] = {}
    taken: dict[str, ArticleId] = {}
    for work in sorted(works, key=lambda each: each.uid):
        stem, digits = _stem(work), hashlib.sha256(work.uid.encode()).hexdigest()
        length = _SHORTEST
        while (key := f"{stem}-{digits[:length]}") in taken and length < len(digits):
            length += 1
        made[work.id] = key
        taken[key] = work.id
    return made


def _stem(work: Work) -> str:
    cited = item(work)
    first: Mapping[str, str] = next(iter(cited.get("author", ())), {})
    who = first.get("family") or first.get("literal") or work.publisher or ""
    date = edtf.parse(work.published) if work.published and "date-parts" in cited.get("issued", {}) else None
    when = f"{date.earliest.year}" if date is not None and date.earliest is not None else "nd"
    words = [word for word in _ascii(work.title).split() if word not in _SMALL]
    return f"{''.join(_ascii(who).split())[:20]}{when}{words[0][:20] if words else ''}"


def _ascii(text: str) -> str:
    """Small Latin letters and digits; other scripts fall away, for keys are ASCII in BibTeX."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall("[a-z0-9]+", folded.replace("'", "")))
