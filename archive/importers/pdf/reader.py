"""Reads a PDF into an article: words to lines, lines to columns, columns to paragraphs, with the page that each stands on.

Nothing in the file is run, opened or fetched. Whatever is not in the text is set aside with its reason or told in a warning;
a file that is too long to be read at once says how many of its pages were.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from archive.base.errors import Unreadable, WaystationError
from archive.base.text import storable
from archive.importers.language import language
from archive.importers.metadata import gather
from archive.model.article import (
    Block,
    BlockKind,
    Evidence,
    Illustration,
    Imported,
    Metadata,
    Source,
    Text,
    Verdict,
)

from . import facts
from .bombs import LARGEST, holds_bomb
from .columns import columns
from .furniture import HEADER, PAGE_NUMBER, Sheet, furniture
from .images import placed
from .joining import spelling
from .library import Document, opened
from .lines import lines, measure
from .pages import Taken, take
from .paragraphs import Group, groups
from .rendering import Leftover, Spoken, laid_out, speak
from .strips import Strip, spelled, strips
from .telling import Losses, dangers, warnings

IMPORTER: Final = "pdf"
VERSION: Final = 2
MEDIA_TYPE: Final = "application/pdf"
_BOMB: Final = (
    f"A part of this PDF unpacks to more than {LARGEST // 1024**2} MB, as no page does: it was made to fill the memory of "
    "whoever opens it, and was not read."
)
_WAITING: Final = "The pages of this file are pictures of text, and were not read yet."
MOST_PAGES: Final = 5_000
_LEAST_SHARE: Final = 0.3  # of the letters that must be left when running lines are taken away
_MOST_LETTERS: Final = 6_000_000
_SECONDS: Final = 7.0  # of a processor, until the last page is taken apart; a reader has 15 for all of it


def read(source: Source) -> Imported:
    """The article in a PDF; refused, with a sentence, when it is locked, damaged, or holds no text."""
    ends = time.thread_time() + _SECONDS
    if holds_bomb(source.data):
        return _refused(_BOMB)
    try:
        with opened(source.data) as document:
            return _read(document, source.name, ends)
    except WaystationError as error:
        return _refused(str(error))


def _read(document: Document, name: str, ends: float) -> Imported:
    taken, losses = _take(document, ends)
    scanned = tuple(page.index + 1 for page in taken if page.scanned)
    pages = tuple(map(document.label, range(losses.reached))) if scanned else ()
    if not any(page.words or page.aside for page in taken):
        if scanned:
            told = (*warnings(taken, losses), *dangers(document, taken))
            return replace(_unread(facts.title(document), name, told), pages=pages, scanned=scanned)
        return _refused(_why_empty(losses, taken), dangers(document, taken))
    properties = facts.told(document)
    decoded, text, first = _text(taken, [(each.line, facts.PROPERTIES) for each in properties])
    if not text.blocks:
        return _refused("No line of text stands upright on the pages of this PDF.", dangers(document, taken))
    body = "\n".join(text.text[block.start : block.end] for block in text.blocks if block.kind is not BlockKind.META)
    metadata, doubts = gather(facts.candidates(properties, decoded, text, first), body, language(body[:200_000]))
    told = (*warnings(taken, losses), *dangers(document, taken), *doubts)
    verdict = Verdict.PARTIAL if losses.missing(taken) else Verdict.OK
    whole = Imported(verdict, IMPORTER, VERSION, MEDIA_TYPE, None, decoded, metadata, text, told)
    return replace(whole, pages=pages, scanned=scanned)


def _take(document: Document, ends: float) -> tuple[list[Taken], Losses]:
    """The pages, as many as can be read in the time there is, and what could not be."""
    taken: list[Taken] = []
    broken: list[int] = []
    letters = 0
    for index in range(document.pages):
        if len(taken) + len(broken) >= MOST_PAGES or letters > _MOST_LETTERS or (index and time.thread_time() > ends):
            return taken, Losses(document.pages, index, tuple(broken))
        try:
            page = take(document, index)
        except Unreadable:
            broken.append(index)
            continue
        letters += page.letters
        taken.append(page)
    return taken, Losses(document.pages, document.pages, tuple(broken))


def _text(taken: Sequence[Taken], told: Sequence[tuple[str, str]]) -> tuple[str, Text, int]:
    """(the decoded original, the text, how many of its blocks begin on the first page)."""
    sheets = [Sheet(tuple(strips(page.words, mirrored=page.mirrored)), page.box, page.label) for page in taken]
    running = _running(sheets)
    kept = [_without(sheet, [row for row, _ in running.get(place, ())]) for place, sheet in enumerate(sheets)]
    found = lines(enumerate(columns(kept, [page.rules for page in taken])))
    usual = measure(found)
    spelt = spelling((line.text, line.trailing) for line in found)
    labels = [page.label for page in taken]
    blocks = [(group, speak(group, spelt, labels, bold=usual.bold)) for group in groups(found, usual)]
    blocks = _about(blocks)
    decoded, text = laid_out(told, blocks, _leftovers(taken, running))
    if any(page.images for page in taken):
        shown = [group for group, spoken in blocks if spoken.text]
        text = replace(text, pictures=_pictures(taken, shown, text.blocks))
    first = sum(group.lines[0].page == found[0].page for group, _ in blocks) if found else 0
    return decoded, text, first


def _pictures(taken: Sequence[Taken], groups: Sequence[Group], blocks: Sequence[Block]) -> tuple[Illustration, ...]:
    """Pages that could not be opened count too: groups know theirs by its place among those that were taken."""
    found = placed([(place, page.images) for place, page in enumerate(taken)], groups, blocks)
    if all(place == page.index for place, page in enumerate(taken)):
        return found
    return tuple(replace(each, place=_renumbered(each.place, taken)) for each in found)


def _renumbered(place: str, taken: Sequence[Taken]) -> str:
    kind, page, number = place.split()
    return f"{kind} {taken[int(page)].index} {number}"


def _running(sheets: Sequence[Sheet]) -> dict[int, list[tuple[Strip, str]]]:
    """What is no part of the text, by page. Where it would be nearly all there is, only page numbers are."""
    found = furniture(sheets)
    letters = sum(len(strip.text) for sheet in sheets for strip in sheet.strips)
    running = sum(len(row.text) for rows in found.values() for row, _ in rows)
    if letters - running >= _LEAST_SHARE * letters:
        return found
    return {page: [each for each in rows if each[1] == PAGE_NUMBER] for page, rows in found.items()}


def _without(sheet: Sheet, running: Sequence[Strip]) -> list[Strip]:
    heights = [(row.base - 0.3 * row.size, row.base + 0.3 * row.size) for row in running]
    return [strip for strip in sheet.strips if not any(low <= strip.base <= high for low, high in heights)]


def _leftovers(taken: Sequence[Taken], running: dict[int, list[tuple[Strip, str]]]) -> list[Leftover]:
    found = []
    for place, page in enumerate(taken):
        found += [Leftover(place, row.text, why, early=why == HEADER) for row, why in running.get(place, ())]
        if page.aside:
            found.append(Leftover(place, spelled(page.aside), "sideways or beyond the page's edge"))
        found += [Leftover(place, text, why) for text, why in page.remarks]
    return found


def _about(blocks: Sequence[tuple[Group, Spoken]]) -> list[tuple[Group, Spoken]]:
    """Lines before the first paragraph that tell of the article itself, as such."""
    judged: list[tuple[Group, Spoken]] = []
    opened_text = False
    for group, spoken in blocks:
        opened_text = opened_text or facts.is_long(spoken.text) or group.lines[0].page > 0
        if (
            not opened_text
            and group.kind is BlockKind.PARAGRAPH
            and group.lines[0].cell is None
            and facts.is_about(spoken.text)
        ):
            group = replace(group, kind=BlockKind.META)
        judged.append((group, spoken))
    return judged


def _unread(title: str | None, name: str, told: Sequence[str]) -> Imported:
    """A file of pictures of text, kept under the name that it gives itself, else that of the file, until its pages are read."""
    shown = " ".join(storable(title or PurePath(name).stem or name).split())[:300] or "Scanned pages"
    proof = Evidence(shown, None, None, "document-property" if title else "file-name", 0.5 if title else 0.3)
    metadata = Metadata(title=shown, evidence={"title": proof})
    decoded = f"{shown}\n\n{_WAITING}"
    at = len(shown) + 1
    blocks = (
        Block(BlockKind.HEADING, 0, len(shown), (0, len(shown)), 1),
        Block(BlockKind.META, at, at + len(_WAITING), (at + 1, at + 1 + len(_WAITING))),
    )
    text = Text(f"{shown}\n{_WAITING}", blocks)
    return Imported(
        Verdict.PARTIAL, IMPORTER, VERSION, MEDIA_TYPE, None, decoded, metadata, text, tuple(told), unread=True
    )  # fmt: skip


def _why_empty(losses: Losses, taken: Sequence[Taken]) -> str:
    if losses.broken and not taken:
        return "None of the pages of this PDF could be opened. — Fetch or save it again."
    return (
        "There is no text in this PDF: its pages are empty, or their letters are drawn as pictures. — "
        "Have their text read by a program for text recognition (OCR) that saves a PDF with text, and import that."
    )


def _refused(error: str, told: Sequence[str] = ()) -> Imported:
    return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPE, warnings=tuple(told), error=error)
