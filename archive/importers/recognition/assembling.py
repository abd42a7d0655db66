"""The article in a PDF whose scanned pages were recognised: its own text where it has any, in the order of the pages.

Every word that was recognised is kept; of those that may be wrong it is said how sure they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.importers.manuscript import Manuscript, Piece, finish
from archive.importers.pdf.joining import Spelling, spelling
from archive.importers.scans import SCANNED, places
from archive.model.article import Block, BlockKind, Imported, Run, RunKind, Verdict

from .lines import Line, Paragraph, furniture, page_lines, paragraphs, usual_size
from .tables import Word

IMPORTER: Final = "tesseract"
SURE: Final = 60  # of a hundred: a word below may be wrong
MUCH: Final = 0.12  # of what is dark: a picture, or lines that were passed over
_ENDS: Final = (".", "!", "?", "”", '"', "’", ":", "…", "。")
_REPLACED: Final = "read again from the picture of the page"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read on the page `number` (from 1). `unread` is the share of what is dark there that lies outside of all words."""

    number: int
    words: tuple[Word, ...]
    unread: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """How well it went: pages and words that were recognised, words that may be wrong, how sure they all are (0 to 100)."""

    pages: int
    words: int
    uncertain: int
    sure: int

    def told(self, by: str) -> str:
        """The sentence that goes with the text for good."""
        pages = "1 page was" if self.pages == 1 else f"{self.pages:,} pages were"
        if not self.words:
            return f"{pages} looked at by {by}, which found no words."
        uncertain = "none of them is marked as uncertain"
        if self.uncertain:
            uncertain = f"{self.uncertain:,} {'is' if self.uncertain == 1 else 'are'} uncertain and marked so"
        return (
            f"The text of {pages.removesuffix(' was').removesuffix(' were')} was recognised by {by}, not typed: "
            f"{self.words:,} words, {self.sure} % sure on average; {uncertain}. Compare what matters with the original."
        )


def summary(pages: Sequence[Recognised]) -> Summary:
    """The figures of a recognition."""
    found = [word.sure for page in pages for word in page.words]
    sure = round(sum(found) / len(found)) if found else 0
    return Summary(len(pages), len(found), sum(each < SURE for each in found), sure)


def assemble(before: Imported, pages: Sequence[Recognised], by: str, version: int) -> Imported:
    """The article, made of what the PDF's reader made of it and of the recognised pages; `by` names the program and languages."""
    lined = [page_lines(page.words) for page in pages]
    spelt = spelling((line.text, False) for lines in lined for line in lines)
    usual, running = usual_size(lined), furniture(lined)
    manuscript = Manuscript(warnings=[*_kept(before.warnings), summary(pages).told(by), *_missed(pages)])
    made: dict[int, list[Piece]] = {}
    for at, (page, lines) in enumerate(zip(pages, lined, strict=True)):
        label = before.pages[page.number - 1]
        body = [line for place, line in enumerate(lines) if (at, place) not in running]
        made[page.number] = [_piece(each, spelt, label) for each in paragraphs(body, usual)]
        for place, line in enumerate(lines):
            if (at, place) in running:
                manuscript.aside(line.text, running[at, place], manuscript.after)
    own = {} if before.unread else _own(before)
    for number in range(len(before.pages) + 1):
        again = number in made and bool(made[number])
        written = own.get(number, [])
        manuscript.after += [replace(piece, aside=_REPLACED) for piece in written if again]
        _put(manuscript.pieces, [] if again else written)
        _put(manuscript.pieces, made.get(number, []), joins=True)
    for aside in before.text.set_aside if before.text and not before.unread else ():
        manuscript.aside(aside.text, aside.why, manuscript.after)
    return _finished(manuscript, before, version, pages)


def _finished(manuscript: Manuscript, before: Imported, version: int, pages: Sequence[Recognised]) -> Imported:
    if not any(piece.aside is None for piece in manuscript.pieces):
        return replace(before, warnings=tuple(manuscript.warnings))
    first = manuscript.pieces[0]
    if first.kind is BlockKind.HEADING and all(piece.level != 1 for piece in manuscript.pieces):
        manuscript.pieces[0] = replace(first, level=1)
    found = finish(manuscript, IMPORTER, version, before.media_type)
    unread = set(before.scanned) - {page.number for page in pages}
    verdict = Verdict.PARTIAL if unread or (before.verdict is Verdict.PARTIAL and _lost(before)) else found.verdict
    metadata = found.metadata
    if metadata.title is None:
        proof = before.metadata.evidence.get("title")
        proofs = {**metadata.evidence, **({"title": replace(proof, start=None, end=None)} if proof else {})}
        metadata = replace(metadata, title=before.metadata.title, evidence=proofs)
    return replace(found, verdict=verdict, metadata=metadata, encoding=None, pages=before.pages, scanned=before.scanned)


def _lost(before: Imported) -> bool:
    """Whether the reader missed more than the scanned pages."""
    return any(sign in warning for warning in before.warnings for sign in ("Only the first", "could not be opened"))


def _missed(pages: Sequence[Recognised]) -> list[str]:
    dark = [page.number for page in pages if page.unread > MUCH]
    if not dark:
        return []
    return [
        f"{places(dark)}: more is dark there than was read as words. Look whether it is a picture, or text that was missed."
    ]


def _kept(warnings: Iterable[str]) -> list[str]:
    return [warning for warning in warnings if SCANNED not in warning]


def _own(before: Imported) -> dict[int, list[Piece]]:
    """What the PDF itself holds as text, by the page on which it begins; what stands on none of them comes before all."""
    found: dict[int, list[Piece]] = {}
    number = 0
    for block in before.text.blocks if before.text else ():
        label = next((run.target for run in block.runs if run.kind is RunKind.PAGE), None)
        number = before.pages.index(label) + 1 if label in before.pages else number
        found.setdefault(number, []).append(_as_piece(before, block))
    return found


def _as_piece(before: Imported, block: Block) -> Piece:
    assert before.text is not None
    runs = tuple(Run(run.kind, run.start - block.start, run.end - block.start, run.target) for run in block.runs)
    return Piece(block.kind, before.text.text[block.start : block.end], block.level, runs)


def _put(pieces: list[Piece], more: Sequence[Piece], *, joins: bool = False) -> None:
    """Adds a page's pieces; a paragraph that the last page broke off is gone on with."""
    if joins and more and pieces and _broken_off(pieces[-1], more[0]):
        first, last = more[0], pieces.pop()
        at = len(last.text) + 1
        runs = tuple(Run(run.kind, run.start + at, run.end + at, run.target) for run in first.runs)
        pieces.append(replace(last, text=f"{last.text} {first.text}", runs=(*last.runs, *runs)))
        more = more[1:]
    pieces += more


def _broken_off(last: Piece, first: Piece) -> bool:
    both = last.kind is BlockKind.PARAGRAPH and first.kind is BlockKind.PARAGRAPH
    return both and first.text[0].islower() and not last.text.endswith((*_ENDS, "-"))


def _piece(paragraph: Paragraph, spelt: Spelling, label: str) -> Piece:
    text, runs = "", list[Run]()
    before: Line | None = None
    for line in paragraph.lines:
        if before is not None:
            off, between = spelt.joint(before.text, line.text, False)
            text = text[: len(text) - off] + between
            runs = [replace(run, end=min(run.end, len(text))) for run in runs if run.start < len(text)]
        for index, (word, joined) in enumerate(line.spelt()):
            text += " " if index and not joined else ""
            if word.sure < SURE:
                runs.append(Run(RunKind.UNCERTAIN, len(text), len(text) + len(word.text), str(round(word.sure))))
            text += word.text
        before = line
    kind = BlockKind.HEADING if paragraph.heading else BlockKind.PARAGRAPH
    return Piece(kind, text, paragraph.heading, (Run(RunKind.PAGE, 0, len(text), label), *runs))


__all__ = ["IMPORTER", "SURE", "Recognised", "Summary", "assemble", "summary"]
