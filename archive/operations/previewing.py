"""What an export would hold, seen beforehand: the writer itself run on the first few excerpts, or records for a page to be laid out.

Nothing is left on the disk.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.citations import Run, Runs, make
from archive.exports.documents import parts
from archive.exports.leaving import fitted
from archive.exports.redaction.rules import Redactor
from archive.exports.registry import FORMATS, Format
from archive.model.excerpt import Choice, Excerpt, Group, Grouping, Packet, Whole

from . import choosing, codebook, packing, scratch
from .choosing import Chosen, Row
from .publish import titled

EXCERPTS, ARTICLES = 6, 2  # that a preview shows
_UNSEEN = "There is no preview: on this system it would be written to the disk without encryption."
_CHARS = 20_000  # of a text that is shown
_NAMES = 40  # of files inside of a package
_EXACT_CHARS, _NOTE_CHARS = 3_000, 1_500


class Shape(StrEnum):
    """How a format is shown beforehand."""

    TEXT = "text"  # as the writer wrote it
    PAGE = "page"  # lines to be laid out
    TABLE = "table"  # rows under headings
    PARTS = "parts"  # what goes in, in words


_PAGES = ("html", "docx", "odt", "pdf", "bibliography")
_TABLES = ("csv", "xlsx")
_TEXTS = ("markdown", "json", "ndjson", "jsonld", "bibtex", "ris", "csljson")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `kind`: title, heading, definition, quote, cited, place, tags, note, footnote or works.

    A quote's runs that are not the context around it are bold; `colour` is the role of its highlight.
    """

    kind: str
    runs: Runs
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """`passages` and `articles` leave in all; `more` where what is shown is only the beginning. `warnings` are the writer's."""

    shape: Shape
    passages: int
    articles: int
    held_back: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str = ""
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    parts: tuple[str, ...] = ()
    more: bool = False
    about_tags: bool = False  # what is written is the codebook

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.articles and not self.about_tags


class Previewer:
    """Keeps what was chosen last, so that another format or option is shown at once; `forget` when the archive has changed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._kept: tuple[object, Chosen] | None = None
        self._changes = 0

    def forget(self) -> None:
        self._kept = None
        self._changes += 1

    def preview(self, format: str, choice: Choice, *, progress: Progress | None = None) -> Preview:
        """Raises Invalid or NotFound (a query, a tag, a style or a rule that is none), Cancelled."""
        progress, kind, archive = progress or Progress(), FORMATS[format], self._archive
        with archive.snapshot():
            chosen = self._chosen(choice)
            progress.check()
            articles = len(chosen.articles) if kind.about_articles else len({row.article for row in chosen.rows})
            held = () if kind.about_tags else chosen.held_back  # no article is in a codebook
            told = Preview(_shape(format), len(chosen.rows), articles, held, about_tags=kind.about_tags)
            if told.empty:
                return told
            few = first(archive, choice, chosen, kind)
            redactor = Redactor(archive.store.exporting.redactions() if choice.redact else ())
            packed = packing.pack(archive, choice, few, title=titled(archive, choice.scope), redactor=redactor)
            # What a file says of its passages is of all of them, though only the first are seen.
            packet = _begun(fitted(replace(packed, passages=len(chosen.rows)), kind))
            shown = len(few.articles) < len(chosen.articles) if kind.about_articles else len(chosen.rows) > EXCERPTS
            counts = _counts(archive, chosen, choice)
            if archive.key is not None and told.shape is not Shape.PAGE and not scratch.in_memory():
                return replace(told, shape=Shape.PARTS, parts=tuple(counts), warnings=(_UNSEEN,), more=shown)
            return _shown(replace(told, more=shown), kind, packet, progress, counts)

    def _chosen(self, choice: Choice) -> Chosen:
        key = (choice.scope, choice.order, choice.grouping is Grouping.DATE, choice.override)
        if self._kept is None or self._kept[0] != key:
            before = self._changes
            chosen = choosing.choose(self._archive, choice)
            if before == self._changes:
                self._kept = (key, chosen)
            return chosen
        return self._kept[1]


def first(archive: Archive, choice: Choice, chosen: Chosen, kind: Format) -> Chosen:
    """What the file begins with: enough passages, or articles, for a preview."""
    if kind.about_articles:
        articles = chosen.articles[:ARTICLES]
        rows = tuple(islice((row for row in chosen.rows if row.article in articles), 10 * EXCERPTS))
        return replace(chosen, articles=articles, rows=rows)
    rows = tuple(_by_group(archive, choice, chosen.rows)[:EXCERPTS])
    return replace(chosen, rows=rows, articles=tuple(sorted({row.article for row in rows})))


def _by_group(archive: Archive, choice: Choice, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with those in front that stand under the first heading."""
    if choice.grouping is Grouping.TAG:
        places = {tag.path: place for place, tag in enumerate(codebook.tree(archive))}
        return sorted(
            rows, key=lambda row: min((places.get(tag, len(places)) for tag in row.tags), default=len(places))
        )
    if choice.grouping in (Grouping.ARTICLE, Grouping.AUTHOR):
        met: dict[object, int] = {}
        keys = [row.article if choice.grouping is Grouping.ARTICLE else row.author for row in rows]
        ranks = [met.setdefault(key, len(met)) for key in keys]
        return [row for _, row in sorted(zip(ranks, rows, strict=True), key=lambda pair: pair[0])]
    return rows


def _begun(packet: Packet) -> Packet:
    """The packet with no more than a preview shows, and long words cut."""

    def groups() -> Iterator[Group]:
        left = EXCERPTS
        for group in packet.groups():
            if left <= 0:
                return
            kept = [_cut(each) for each in islice(group.excerpts, left)]
            left -= len(kept)
            yield replace(group, excerpts=iter(kept))

    def wholes() -> Iterator[Whole]:
        return islice(packet.wholes(), ARTICLES)

    return replace(
        packet, groups=groups, excerpts=lambda: map(_cut, islice(packet.excerpts(), EXCERPTS)), wholes=wholes
    )


def _cut(excerpt: Excerpt) -> Excerpt:
    exact, note = excerpt.exact, excerpt.note
    if len(exact) <= _EXACT_CHARS and len(note) <= _NOTE_CHARS:
        return excerpt
    anchor = replace(excerpt.anchor, exact=_shortened(exact, _EXACT_CHARS))
    return replace(excerpt, anchor=anchor, note=_shortened(note, _NOTE_CHARS))


def _shortened(words: str, chars: int) -> str:
    return words if len(words) <= chars else f"{words[:chars]}…"


def _shape(format: str) -> Shape:
    for names, shape in ((_PAGES, Shape.PAGE), (_TABLES, Shape.TABLE), (_TEXTS, Shape.TEXT)):
        if format in names:
            return shape
    return Shape.PARTS


def _shown(told: Preview, kind: Format, packet: Packet, progress: Progress, counts: Sequence[str]) -> Preview:
    if told.shape is Shape.PAGE:
        lines = _works(packet) if kind.about_articles else _page(packet)
        return replace(told, lines=tuple(lines))
    with scratch.folder() as folder:
        path = folder / f"preview{kind.ending}"
        writer = FORMATS["csv"].writer if told.shape is Shape.TABLE else kind.writer
        warnings = tuple(writer(packet, path, progress))
        if told.shape is Shape.TABLE:
            rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
            return replace(told, table=tuple(tuple(row) for row in rows), warnings=warnings)
        if told.shape is Shape.TEXT:
            text = path.read_text("utf-8-sig", errors="replace")
            return replace(told, text=_shortened(text, _CHARS), warnings=warnings)
        return replace(told, parts=(*counts, *_names(path)), warnings=warnings)


def _names(path: Path) -> Iterator[str]:
    with suppress(zipfile.BadZipFile):
        names = zipfile.ZipFile(path).namelist() if zipfile.is_zipfile(path) else []
        yield from names[:_NAMES]


def _counts(archive: Archive, chosen: Chosen, choice: Choice) -> list[str]:
    """What goes in, in words."""
    tags = {path for row in chosen.rows for path in row.tags}
    whole = choice.scope == Choice().scope
    shown = len(codebook.tree(archive)) if whole else len(tags)
    told = [(len(chosen.articles), "article"), (len(chosen.rows), "passage"), (shown, "tag")]
    return [f"1 {name}" if count == 1 else f"{count:,} {name}s" for count, name in told if count]


# A page


def _works(packet: Packet) -> Iterator[Line]:
    yield Line("title", (Run("Works"),))
    for entry in make(packet.choice.style, packet.works).bibliography():
        yield Line("works", entry)


def _page(packet: Packet) -> Iterator[Line]:
    choice, citing = packet.choice, parts.citing(packet)
    notes: list[Runs] = []
    yield Line("title", (Run(packet.title),))
    for group in packet.groups():
        if group.heading:
            yield Line("heading", (Run(group.heading),))
        if group.definition and choice.definitions:
            yield Line("definition", (Run(group.definition),))
        for excerpt in group.excerpts:
            cited = citing.citer.cite(excerpt)
            if citing.footnoted:
                notes.append(cited)
            yield from _excerpt(excerpt, choice, cited, len(notes))
    for number, note in enumerate(notes, 1):
        yield Line("footnote", (Run(f"{number}", superscript=True), Run(" "), *note))
    for entry in citing.citer.bibliography():
        yield Line("works", entry)


def _excerpt(excerpt: Excerpt, choice: Choice, cited: Runs, note: int) -> Iterator[Line]:
    mark = (Run(f"{note}", superscript=True),) if note else ()
    yield Line("quote", (Run(excerpt.before), Run(excerpt.exact, bold=True), *mark, Run(excerpt.after)), excerpt.colour)
    if not note:
        yield Line("cited", cited)
    if place := parts.place(excerpt, choice):
        yield Line("place", (Run(place),))
    if choice.tags and excerpt.tags:
        yield Line("tags", (Run(" · ".join(map(parts.shown_path, excerpt.tags))),))
    if choice.note and excerpt.note.strip():
        yield Line("note", (Run(excerpt.note.strip()),))
