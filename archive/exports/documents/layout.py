"""A packet laid out as every paged document tells it: headings, passages with their citations, then tags, notes and works.

What stands where is decided here once; how it looks is each format's own. Passages come one by one, so that memory does not grow
with them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.base.progress import Progress
from archive.exports.citations import Runs
from archive.exports.shared import proof
from archive.exports.shared.cells import plain
from archive.exports.shared.proof import Proof
from archive.model.excerpt import Excerpt, Group, Grouping, Notes, Packet

from . import look, parts

ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
WORKS_CITED, TAGS, NOTES = "Works cited", "Tags", "Notes"
_USUAL = "sun"  # what is shown where no colour was chosen
_UNSAID = "und"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a group; `language` is that of the article that it names, None where it is ours or unknown."""

    text: str
    definition: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """A passage as it is shown; every text is plain (see `shared.cells.plain`), line breaks in it end paragraphs.

    `note` is the number of its footnote or endnote; None where `cited` stands beside it. `shade` is one of `look.HIGHLIGHTS`.
    `author` and `stamp` (UTC) are those of the note, "" where they were not chosen.
    """

    number: int
    before: str
    words: str
    after: str
    cited: Runs
    note: int | None
    place: str
    tags: str
    comment: str
    author: str
    stamp: str
    shade: str
    language: str | None
    proof: Proof


class Layout:
    """One pass over a packet. Raises Invalid where the style cannot be used."""

    def __init__(self, packet: Packet, progress: Progress) -> None:
        self.packet, self._progress = packet, progress
        self._citing = parts.citing(packet)
        self.footnoted = self._citing.footnoted
        self.endnotes = packet.choice.notes is Notes.ENDNOTES
        self.title, self.about = plain(packet.title), parts.about(packet)
        self.languages: Mapping[str, str | None] = {
            str(work.uid): language(work.language) for work in packet.works.values()
        }

    def pieces(self) -> Iterator[Heading | Laid]:
        """Headings and passages in their order; to be read to the end before `works`."""
        number = 0
        for group in self.packet.groups():
            if group.heading:
                yield self._heading(group)
            for excerpt in group.excerpts:
                self._progress.report(number, self.packet.passages, "Writing passages")
                number += 1
                yield self._laid(excerpt, number)

    def _heading(self, group: Group) -> Heading:
        by_article = self.packet.choice.grouping is Grouping.ARTICLE
        told = self.languages.get(group.key) if by_article else None
        return Heading(plain(group.heading), plain(group.definition), told)

    def _laid(self, excerpt: Excerpt, number: int) -> Laid:
        choice = self.packet.choice
        return Laid(
            number=number,
            before=plain(excerpt.before) if excerpt.before.strip() else "",
            words=proof.shown(excerpt.exact),
            after=plain(excerpt.after) if excerpt.after.strip() else "",
            cited=self._citing.citer.cite(excerpt),
            note=number if self.footnoted else None,
            place=plain(parts.place(excerpt, choice)),
            tags=plain("; ".join(map(parts.shown_path, excerpt.tags))) if choice.tags else "",
            comment=plain(excerpt.note).strip() if choice.note else "",
            author=plain(excerpt.author) if choice.author else "",
            stamp=excerpt.created if choice.date else "",
            shade=excerpt.colour if excerpt.colour in look.HIGHLIGHTS else _USUAL,
            language=language(excerpt.work.language),
            proof=proof.of(excerpt, redacted=choice.redact),
        )

    def codebook(self) -> Iterator[tuple[str, list[str]]]:
        """The tags whose definitions go along, each with its paragraphs."""
        for tag in parts.defined(self.packet):
            told = (("", tag.definition), ("Use when: ", tag.use_when), ("Not when: ", tag.not_when))
            yield plain(parts.shown_path(tag.path)), [plain(label + text) for label, text in told if text.strip()]

    def works(self) -> Iterator[Runs]:
        """The bibliography."""
        yield from self._progress.over(self._citing.citer.bibliography(), "Writing works")

    def closing(self, *, checks: bool) -> Iterator[str]:
        """What is to be said at the end: what was left out, that words were replaced, and how to check the quotes."""
        yield from map(plain, self.packet.held_back)
        if self.packet.choice.redact:
            yield "Words were replaced before this was exported."
        if checks:
            yield "Each quote carries where it stands: “waystation verify” with this file says whether it still does."


def language(told: str | None) -> str | None:
    """A language tag (BCP 47) that other programs understand; None for what is none."""
    return told if told and told != _UNSAID and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", told) else None


def address(link: str | None) -> str | None:
    """An address that a reader may follow; only http and https."""
    return link if link is not None and ADDRESS.fullmatch(link) else None


def strands(laid: Laid) -> list[list[tuple[str, bool]]]:
    """The passage with its context in paragraphs of (text, whether it is quoted). Each line of the quote has a strand, an empty
    one too, so that the quote begins at the first and ends at the last of them."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, quoted in ((laid.before, False), (laid.words, True), (laid.after, False)):
        for place, line in enumerate(text.split("\n")):
            if place:
                lines.append([])
            if line or quoted:
                lines[-1].append((line, quoted))
    return lines
