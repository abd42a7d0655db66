"""A packet laid out as every paged document tells it: headings, passages with their citations, then tags, notes and works.

What stands where is decided here once; how it looks is each format's own. Passages come one by one, so that memory does not grow
with them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

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


class Laid(NamedTuple):  # one a passage, made in a fifth of the time of a frozen dataclass
    """A passage as it is shown; every text is plain (see `shared.cells.plain`), line breaks in it end paragraphs.

    `note` is the number of its footnote or endnote; None where `cited` stands beside it. `shade` is one of `look.HIGHLIGHTS`.
    `author` and `stamp` (UTC) are those of the note, "" where they were not chosen. `tags` are paths for people.
    """

    number: int
    before: str
    words: str
    after: str
    cited: Runs
    note: int | None
    place: str
    tags: tuple[str, ...]
    comment: str
    author: str
    stamp: str
    shade: str
    language: str | None
    proof: Proof

    @property
    def tagged(self) -> str:
        """The tags in a line."""
        return "; ".join(self.tags)

    @property
    def note_by(self) -> str:
        """The line over the note."""
        return parts.note_by(self.author, self.stamp)


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
            tags=_shown_tags(excerpt.tags) if choice.tags else (),
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


class Teller(Protocol):
    """Says each piece of a document in a format's own way; `told` asks for them in their order. `checks`: the file can be verified."""

    checks: bool

    def opening(self, title: str, about: str) -> str:
        """What stands before the first passage."""

    def heading(self, heading: Heading) -> str:
        """The heading of a group."""

    def passage(self, laid: Laid) -> str:
        """A passage with all that it carries."""

    def tag(self, path: str, texts: Sequence[str], *, first: bool) -> str:
        """A tag with its definition; the first opens the codebook."""

    def notes(self) -> Iterator[str]:
        """Notes that stand behind the passages; nothing where the format places them itself."""

    def work(self, cited: Runs, *, first: bool) -> str:
        """A work of the bibliography, which the first opens."""

    def closing(self, texts: Sequence[str]) -> Iterator[str]:
        """What is to be said at the end."""


def told(layout: Layout, teller: Teller) -> Iterator[str]:
    """A whole document, piece by piece: what every format tells, in the order in which they all tell it."""
    yield teller.opening(layout.title, layout.about)
    for piece in layout.pieces():
        yield teller.heading(piece) if isinstance(piece, Heading) else teller.passage(piece)
    for place, (path, texts) in enumerate(layout.codebook()):
        yield teller.tag(path, texts, first=not place)
    yield from teller.notes()
    for place, work in enumerate(layout.works()):
        yield teller.work(work, first=not place)
    yield from teller.closing(list(layout.closing(checks=teller.checks)))


@lru_cache(maxsize=4096)
def _shown_tags(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(parts.shown_path(path)) for path in paths)


@lru_cache(maxsize=256)
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


def quoted(laid: Laid, said: Callable[[str, bool], str], opening: str, closing: str) -> Iterator[tuple[str, str]]:
    """The passage with its context in paragraphs: (content, text). `said` writes a strand; `opening` and `closing` stand around the quote."""
    lines = strands(laid)
    places = [(row, column) for row, line in enumerate(lines) for column, strand in enumerate(line) if strand[1]]
    for row, line in enumerate(lines):
        content = []
        for column, (text, is_quote) in enumerate(line):
            first, last = (row, column) == places[0], (row, column) == places[-1]
            content.append(f"{opening if first else ''}{said(text, is_quote)}{closing if last else ''}")
        yield "".join(content), "".join(text for text, _ in line)
