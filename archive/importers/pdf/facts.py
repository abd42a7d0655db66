"""What a PDF says of itself: the document information, XMP, and the first page; a date only where it is one of publication.

XMP: ISO 16684-1; its `prism` names: PRISM 3.0. The dates of creation and change are the program's, and are never taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from rapidfuzz.fuzz import partial_ratio

from archive.importers.lines.features import ends_sentence
from archive.importers.lines.roles import Role
from archive.importers.lines.roles import read as role_of
from archive.importers.lines.split import Line as Judged
from archive.importers.metadata import Candidate, Zone
from archive.model.article import Block, BlockKind, Text

from .library import Document

PROPERTIES: Final = "document properties"
_LARGEST_XMP: Final = 1_000_000  # bytes
_XMP: Final = re.compile(rb"<x:xmpmeta\b.{0,1000000}?</x:xmpmeta>", re.DOTALL)
_TAGS: Final = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}publisher": "publisher",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "publicationDate": "published",
    "coverDate": "published",
    "publicationName": "publisher",
    "doi": "doi",
}
_PRISM: Final = re.compile(r"\{http://prismstandard\.org/namespaces/basic/\d\.\d/\}(\w+)")
_USELESS: Final = re.compile(
    r"(?:microsoft\s+(?:word|powerpoint|excel|office)\b.*|(?:untitled|unbenannt|sans titre|document|dokument|presentation|"
    r"powerpoint presentation|slide|title|titel|제목 없음|무제|new document|layout|print|pdf|output|scan|about:blank)\s*[-_ ]*\d*|"
    r".*\.(?:docx?|odt|rtf|pdf|indd|qxd|qxp|tex|dvi|ps|pptx?|xlsx?|html?|pages|txt|md|hwp|ai|cdr)|file:.*|https?:\S*|[\W\d_]*|\S{1,2})",
    re.IGNORECASE,
)
_NO_AUTHORS: Final = re.compile(
    r"(?:admin(?:istrator)?|user|owner|author|unknown|default|guest|root|\w+\\\w+|pc|microsoft.*|.*@.*|\W*|\d+|hp|dell|lenovo)\s*\d*",
    re.IGNORECASE,
)
_OPENING_CHARS: Final = 220  # a paragraph this long is no line about the article
_SENTENCE_CHARS: Final = 50  # where no paragraph is long
_WIDE: Final = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_HEAD_BLOCKS: Final = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A property: what field it is (title, author, …), its value."""

    field: str
    value: str

    @property
    def line(self) -> str:
        return f"{self.field.capitalize()}: {self.value}"


def told(document: Document) -> list[Told]:
    """What the document information and XMP say, each value once; what programs fill in by themselves is left out."""
    found = [
        Told(field, " ".join(document.told(name).split())[:1000])
        for field, name in (("title", "Title"), ("author", "Author"), ("subject", "Subject"), ("keywords", "Keywords"))
    ]
    found.extend(_xmp(document.data))
    found.append(Told("language", document.language[:40]))
    kept: list[Told] = []
    for each in found:
        if (
            each.value
            and each not in kept
            and not (each.field == "language" and any(other.field == "language" for other in kept))
        ):
            kept.append(each)
    return kept


def title(document: Document) -> str | None:
    """The title that the document gives itself, where no program filled it in."""
    named = (each.value for each in told(document) if each.field == "title")
    return next((value for value in named if not _USELESS.fullmatch(value)), None)


def _xmp(data: bytes) -> Iterable[Told]:
    """The document's own packet is the last that is written plainly; pictures inside bring theirs."""
    packets = _XMP.findall(data)
    if not packets or len(packets[-1]) > _LARGEST_XMP or b"<!" in packets[-1][:200]:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(packets[-1], parser)
    except etree.XMLSyntaxError:
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        prism = _PRISM.fullmatch(element.tag)
        field = _TAGS.get(prism[1] if prism else element.tag)
        if field is None:
            continue
        values = [item.text for item in element.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")] or [
            element.text
        ]
        for value in values:
            if value and value.strip() and value.strip() != "x-unknown":
                yield Told(field, " ".join(value.split())[:1000])


def candidates(properties: Sequence[Told], decoded: str, text: Text, first: int) -> list[Candidate]:
    """The lines that metadata is read from: properties, what stands before the first long paragraph, the last lines.

    `first` is the number of blocks that begin on the first page.
    """
    head = _head(text)
    opening = text.blocks[: min(first, _HEAD_BLOCKS)]
    found = list(_told_lines(properties, decoded, opening, text))
    titled = any(line.hint == "title" for line in found)
    best = None if titled else _largest(text, opening)
    for index, block in enumerate(text.blocks):
        words = text.text[block.start : block.end]
        if block == best:
            found.append(Candidate(words, *block.source, Zone.HEAD, "title"))
        elif index < head:
            found.append(Candidate(words, *block.source, Zone.HEAD))
        elif index in (head, len(text.blocks) - 1):
            found.append(Candidate(words, *block.source, Zone.BODY))
    return found


def _told_lines(properties: Sequence[Told], decoded: str, opening: Sequence[Block], text: Text) -> Iterable[Candidate]:
    shown = " ".join(text.text[block.start : block.end] for block in opening).casefold()
    for each in properties:
        at = decoded.find(each.line)
        if at < 0:
            continue
        start = at + len(each.line) - len(each.value)
        span = (start, start + len(each.value))
        match each.field:
            case "title" if not _USELESS.fullmatch(each.value) and _is_shown(each.value, shown):
                yield Candidate(each.value, *span, Zone.SITE, "title")
            case "author" if not _NO_AUTHORS.fullmatch(each.value):
                yield Candidate(each.value, *span, Zone.SITE, "byline")
            case "publisher" | "published" | "language":
                yield Candidate(each.value, *span, Zone.SITE, each.field)
            case "doi":
                yield Candidate(f"https://doi.org/{each.value}", *span, Zone.SITE, "url")


def _is_shown(title: str, shown: str) -> bool:
    """Whether the first page says the title too, or is too short to tell: templates keep the title of another document."""
    return len(shown) < 40 or partial_ratio(title.casefold(), shown) >= 75


def _largest(text: Text, opening: Sequence[Block]) -> Block | None:
    """The heading of the highest level on the first page."""
    headings = [block for block in opening if block.kind is BlockKind.HEADING]
    lettered = [block for block in headings if sum(map(str.isalpha, text.text[block.start : block.end])) > 3]
    return min(lettered, key=lambda block: (block.level, block.start), default=None)


def _head(text: Text) -> int:
    """How many blocks stand before the first paragraph of the article."""
    for index, block in enumerate(text.blocks[:_HEAD_BLOCKS]):
        if block.kind not in (BlockKind.HEADING, BlockKind.META) and is_long(text.text[block.start : block.end]):
            return index
    for index, block in enumerate(text.blocks[:_HEAD_BLOCKS]):
        if block.kind is BlockKind.PARAGRAPH and _is_sentence(text.text[block.start : block.end]):
            return index
    kinds = [block.kind for block in text.blocks[:_HEAD_BLOCKS]]
    return kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else min(1, len(kinds))


def _is_sentence(words: str) -> bool:
    return ends_sentence(words) and len(words) + len(_WIDE.findall(words)) >= _SENTENCE_CHARS


def is_long(words: str) -> bool:
    """Whether words are too many for a line about the article. A syllable or Han character counts for two letters."""
    return len(words) + len(_WIDE.findall(words)) >= _OPENING_CHARS


def is_about(words: str) -> bool:
    """Whether a short line before the article says who wrote it, when, or where it stood."""
    return not is_long(words) and role_of(Judged(0, len(words), words, apart=True)).role is Role.META
