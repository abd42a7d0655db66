"""Takes in what a person copied: reads it like a file, shows it before it is kept, and keeps it with what they said of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.text import storable
from archive.importers.html.links import web_address
from archive.importers.interchange.registry import is_marked
from archive.model import entered_dates
from archive.model.article import Evidence, Imported, Metadata, Source
from archive.model.change import Change
from archive.model.protocols import ReaderPool

from . import identity, indexing, members, review, saving, taught
from .reading import read_one
from .saving import FileReport, Read, Status

FIELDS = ("title", "byline", "publisher", "published", "url")
_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"]+)\s*", re.IGNORECASE)
_SURE = 0.9
_CF_FIELD = re.compile(rb"(?:\A|[\r\n])(Version|StartHTML|EndHTML|StartFragment|EndFragment|SourceURL):([^\r\n]*)")
_CF_HEAD = 2_000  # bytes in which Windows describes what it hands over


@dataclass(frozen=True, slots=True)
class Clip:
    """What was copied: the bytes as the clipboard had them, and the address that the program told from which it was copied."""

    data: bytes
    is_page: bool
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Clipped:
    """A clip as it was read. `same` is the answer of an import that changed nothing: the article that is here already, or would be
    given another edition."""

    source: Source
    imported: Imported
    same: FileReport | None = None
    is_address: bool = False

    @property
    def is_here(self) -> bool:
        """Whether there is nothing to add: an address alone is no new text of the article that it leads to."""
        return self.is_address and self.same is not None

    @property
    def is_article(self) -> bool:
        """Whether there is a text to be shown; a file of another program, say, is brought in as it is."""
        return self.imported.text is not None


def of_windows(data: bytes, address: str | None = None) -> Clip:
    """A page as Windows hands it over (CF_HTML): without the lines in front that say where it begins and where it is from."""
    head = data[:_CF_HEAD]
    told = {name: value.strip() for name, value in _CF_FIELD.findall(head.partition(b"<")[0])}
    if b"Version" not in told:
        return Clip(data, True, address)
    start, end = (_number(told.get(name)) for name in (b"StartHTML", b"EndHTML"))
    if start is None or end is None or not 0 < start < end <= len(data):
        start, end = (_number(told.get(name)) for name in (b"StartFragment", b"EndFragment"))
    if start is None or end is None or not 0 < start < end <= len(data):
        start, end = max(0, data.find(b"<")), len(data)
    said = told.get(b"SourceURL", b"").decode("utf-8", "replace")
    return Clip(data[start:end].rstrip(b"\0"), True, address or said or None)


def _number(value: bytes | None) -> int | None:
    return int(value) if value is not None and value.isdigit() and len(value) < 12 else None


def read(archive: Archive, clip: Clip, *, pool: ReaderPool | None = None) -> Clipped:
    """What a clip is, before anything is kept; writes nothing."""
    name = "Pasted page.html" if clip.is_page else "Pasted text.txt"
    source = Source(clip.data, name, rules=taught.in_force(archive), address=clip.address or "")
    imported = members.described(read_one(source, pool), _told(clip))
    only = None if clip.is_page or is_marked(clip.data) else _ADDRESS.fullmatch(clip.data.decode("utf-8", "replace"))
    if imported.text is None:
        return Clipped(source, imported)
    answer = saving.preview(archive, Read(source, imported))
    if answer.status is Status.ADDED or answer.id is None:
        return Clipped(source, imported, None, only is not None)
    same = replace(answer, title=archive.store.articles.get(answer.id).title)
    return Clipped(source, imported, same, only is not None)


def _told(clip: Clip) -> Metadata:
    """What the program said from which it was copied."""
    address = web_address(storable(clip.address)) if clip.address else None
    if address is None:
        return Metadata()
    return Metadata(url=address, evidence={"url": Evidence(address, None, None, "container-clipboard", _SURE)})


def value(metadata: Metadata, field: str) -> str:
    """A field as it stands in a line; names are apart by semicolons."""
    return "; ".join(metadata.byline) if field == "byline" else (getattr(metadata, field) or "")


def add(archive: Archive, clipped: Clipped, said: Mapping[str, str]) -> tuple[FileReport, Change | None]:
    """Keeps the article; the Change takes it away again. What was said otherwise than it was read counts as entered by a person.

    Raises Invalid, with a sentence, for a date or an address that is none, and for the mere address of an article that is here.
    """
    if clipped.is_here:
        raise Invalid("The article at this address is here already.", "Open it instead.")
    imported = replace(clipped.imported, metadata=entered(clipped.imported.metadata, said))
    with archive.atomic():
        report = saving.save(archive, Read(clipped.source, imported))
        change = saving.journal_import(archive, [report])
        review.note(archive, [report], accepted=True)  # it was looked at before it was added
    indexing.index_few(archive)
    return report, change


def entered(metadata: Metadata, said: Mapping[str, str]) -> Metadata:
    """The metadata with what a person said of it. Raises Invalid."""
    proofs, values = dict(metadata.evidence), {}
    for field in FIELDS:
        words = " ".join(said.get(field, value(metadata, field)).split())
        if words == value(metadata, field):
            continue
        if field == "published" and words:
            words = entered_dates.read(words).text
        if field == "url" and words and web_address(words) is None:
            raise Invalid(
                f"“{words[:80]}” is no address of a page.", "It begins with https:// or http://, or is left empty."
            )
        names = tuple(dict.fromkeys(filter(None, (name.strip() for name in words.split(";")))))
        values[field] = names if field == "byline" else words or None
        proofs[field] = Evidence(words, None, None, identity.ENTERED, 1.0)
    return replace(metadata, evidence=proofs, **values)  # type: ignore[arg-type]  # fields of Metadata by name
