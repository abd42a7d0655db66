"""What a word processor's or e-book's reader gathers, in reading order, and the article made of it; drops nothing that was gathered.

The document as text begins with its properties (set aside), then has its blocks with a blank line between them, then what stands
apart from the text: notes, running heads, comments. Every place counts in that text.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.base.text import storable
from archive.model.article import (
    BETWEEN_CELLS,
    Block,
    BlockKind,
    Evidence,
    Imported,
    Metadata,
    Run,
    SetAside,
    Text,
    Verdict,
)

from .illustrations import Found, illustration
from .illustrations.found import MOST, MOST_BYTES
from .illustrations.standing import Shown, standing
from .inline import Inline
from .language import language
from .lines import Line, Placed, assign
from .metadata import Candidate, Zone, edtf, gather, is_date_line

PROPERTIES = "properties of the file"
# No article has more blocks; beyond, neighbours share one, so that a reader of the text has something it can hold.
MOST_BLOCKS = 50_000
# A reader is given 15 seconds: what is left then is better told than lost with all the rest.
MOST_PIECES = 200_000
PICTURE_BYTES = 64 * 1024**2  # of a document that are looked at
_LONG_BLOCK_CHARS = 4_000
_JUDGED_PIECES = 3_000
_TITLE_PAGE = 12  # blocks
_SURE = 0.95
_SAYS_NOTHING = ("untitled", "microsoft word", "document", "title", "제목 없음", "unknown", "powerpoint presentation")
_NOBODY = frozenset(
    {"unknown", "anonymous", "user", "admin", "administrator", "owner", "author", "calibre", "python-docx"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One block in the making. `hint` names the field that a style says it is; `aside` is why it is no part of the text."""

    kind: BlockKind
    text: str
    level: int = 0
    runs: tuple[Run, ...] = ()
    hint: str | None = None
    aside: str | None = None


_ROW_CHARS = 1_500  # a longer row lays a page out rather than holding data


def row(cells: Sequence[Sequence[Piece]]) -> list[Piece]:
    """A row of a table: one block where it holds data, "cell | cell", else what its cells hold. What is set aside in it stands after it."""
    full = [cell for cell in cells if any(piece.aside is None for piece in cell)]
    pieces = [piece for cell in cells for piece in cell]
    kept = [piece for piece in pieces if piece.aside is None]
    if len(cells) < 2 or not kept or sum(len(piece.text) for piece in kept) > _ROW_CHARS:
        return pieces
    text, runs = "", []
    for number, cell in enumerate(full):
        for at, piece in enumerate(each for each in cell if each.aside is None):
            text += " " if at else BETWEEN_CELLS if number else ""
            runs += [Run(run.kind, run.start + len(text), run.end + len(text), run.target) for run in piece.runs]
            text += piece.text
    return [Piece(BlockKind.PARAGRAPH, text, 0, tuple(runs)), *(piece for piece in pieces if piece.aside is not None)]


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of the file: the field that it tells of, what the format calls it, what it says."""

    field: str
    label: str
    value: str


@dataclass(slots=True)
class Manuscript:
    """Pieces in reading order, what stands after them, properties, and what was left out.

    `partial` when text that a person could read is missing. `published`: the properties are a publisher's, as a book's are, and not
    those of whoever's program wrote the file; they go before what the first lines say, which are then not judged.
    """

    pieces: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    partial: bool = False
    published: bool = False
    replaced: int = 0
    shown: list[Shown] = field(default_factory=list)
    looked_at: int = 0  # bytes of pictures

    def has_room(self, size: int) -> bool:
        """Whether a picture of so many bytes may still be looked at: they must not take the place of the text."""
        return len(self.shown) < MOST and size <= min(MOST_BYTES, PICTURE_BYTES - self.looked_at)

    def show(self, found: Found, before: int | None = None) -> bool:
        """Puts a picture before a piece, or at this place; False for what is no picture, or not worth keeping."""
        self.looked_at += len(found.data)
        made = illustration(found, 0)
        if made is not None:
            self.shown.append(Shown(len(self.pieces) if before is None else before, made))
        return made is not None

    def full(self) -> bool:
        """Whether no more can be read in the time that a reader is given; then it is told."""
        if len(self.pieces) < MOST_PIECES:
            return False
        self.miss(f"The document has more than {MOST_PIECES:,} paragraphs; those after them were left out.")
        return True

    def aside(self, words: str, why: str, into: list[Piece]) -> None:
        """Sets words aside that are no part of the text, where there are any."""
        inline = Inline()
        inline.add(words)
        text, _ = inline.done()
        if any(map(str.isalnum, text)):
            into.append(Piece(BlockKind.PARAGRAPH, text, aside=why))

    def miss(self, warning: str) -> None:
        """Tells that text is missing."""
        self.partial = True
        if warning not in self.warnings:
            self.warnings.append(warning)


@dataclass(frozen=True, slots=True)
class _Set:
    """Pieces with their place in the document as text."""

    decoded: str
    spans: Sequence[tuple[int, int]]
    pieces: Sequence[Piece]
    facts: Sequence[tuple[Fact, int]]


def finish(manuscript: Manuscript, importer: str, version: int, media_type: str) -> Imported:
    """The article; refused, with a sentence, when there is no text."""
    laid = _lay(manuscript)
    warnings = [*manuscript.warnings, *_told(manuscript)]
    kept = [index for index, piece in enumerate(laid.pieces) if piece.aside is None]
    if not kept:
        error = " ".join(("There is no text in this document.", *warnings[:3]))
        return Imported(Verdict.REFUSED, importer, version, media_type, error=error)
    judged = _judge(laid, kept, manuscript.published)
    title = _title(laid, judged, manuscript.published)
    text = _text(laid, judged, title.start if title and not manuscript.published else -1)
    if manuscript.shown:
        full = [bool(piece.text) for piece in manuscript.pieces]
        captions = [piece.kind is BlockKind.CAPTION for piece in laid.pieces]
        text = replace(text, pictures=tuple(standing(manuscript.shown, full, laid.spans, captions)))
    metadata, doubts = _metadata(laid, judged, manuscript.published, title, text)
    warnings.extend(doubts)
    if len(kept) > MOST_BLOCKS:
        warnings.append(
            f"The document has {len(kept):,} paragraphs, more than any article: all of its text was kept, several in a block."
        )
    verdict = Verdict.PARTIAL if manuscript.partial else Verdict.OK
    return Imported(
        verdict, importer, version, media_type, "utf-8", laid.decoded, metadata, text, tuple(warnings)
    )  # fmt: skip


def _told(manuscript: Manuscript) -> Iterable[str]:
    for what, count in manuscript.left_out.items():
        one, _, many = what.partition("|")
        yield f"1 {one}." if count == 1 else f"{count:,} {many}."
    if manuscript.replaced:
        shown = "1 character" if manuscript.replaced == 1 else f"{manuscript.replaced:,} characters"
        yield f"{shown} could not be read or stored, and show as \ufffd."


def _lay(manuscript: Manuscript) -> _Set:
    parts: list[str] = []
    at = 0
    facts = []
    for fact in manuscript.facts:
        value = " ".join(storable(fact.value).split())
        parts.append(f"{fact.label}: {value}\n")
        facts.append((replace(fact, value=value), at + len(fact.label) + 2))
        at += len(parts[-1])
    if facts:
        parts.append("\n")
        at += 1
    pieces = [piece for piece in (*manuscript.pieces, *manuscript.after) if piece.text]
    if all(piece.aside is not None for piece in pieces):
        pieces = [replace(piece, aside=None) for piece in pieces]
    spans = []
    for piece in pieces:
        spans.append((at, at + len(piece.text)))
        parts.append(f"{piece.text}\n\n")
        at += len(piece.text) + 2
    return _Set("".join(parts).rstrip("\n"), spans, pieces, facts)


def _judge(laid: _Set, kept: Sequence[int], published: bool) -> dict[int, Placed]:
    """What the first lines are, as their words and styles tell, and the rest as it is."""
    if published or len(kept) > MOST_BLOCKS:
        return {}
    some = kept[:_JUDGED_PIECES]
    headings = {at for at, index in enumerate(some) if laid.pieces[index].kind is BlockKind.HEADING}
    lines = [Line(*laid.spans[index], laid.pieces[index].text, apart=True) for index in some]
    return dict(zip(some, assign(lines, headings), strict=True))


def _text(laid: _Set, judged: dict[int, Placed], title: int) -> Text:
    """The text of the edition; `title` is where the title begins in the document."""
    aside = [
        SetAside(start - len(fact.label) - 2, start + len(fact.value), f"{fact.label}: {fact.value}", PROPERTIES)
        for fact, start in laid.facts
    ]
    shown: list[tuple[Piece, tuple[int, int]]] = []
    told_again = set() if judged else _told_again(laid)
    for index, (piece, span) in enumerate(zip(laid.pieces, laid.spans, strict=True)):
        if piece.aside is not None:
            aside.append(SetAside(*span, piece.text, piece.aside))
            continue
        if span[0] in told_again:
            piece = replace(piece, kind=BlockKind.META)
        shown.append((_as_judged(piece, judged.get(index), span[0] == title), span))
    if len(shown) > MOST_BLOCKS:
        return _joined(shown, aside)
    parts, blocks, position = [], [], 0
    for piece, span in shown:
        runs = tuple(Run(run.kind, run.start + position, run.end + position, run.target) for run in piece.runs)
        blocks.append(Block(piece.kind, position, position + len(piece.text), span, piece.level, runs))
        parts.append(piece.text)
        position += len(piece.text) + 1
    return Text("\n".join(parts), tuple(blocks), tuple(aside))


def _told_again(laid: _Set) -> set[int]:
    """Where a book's first lines say again who wrote it and when, as a title page does."""
    authors = {fact.value.casefold() for fact, _ in laid.facts if fact.field == "byline"}
    dates = {date for fact, _ in laid.facts if fact.field == "published" and (date := edtf(fact.value))}
    return {
        span[0]
        for piece, span in zip(laid.pieces[:_TITLE_PAGE], laid.spans, strict=False)
        if piece.kind is BlockKind.PARAGRAPH
        and (piece.text.casefold() in authors or (is_date_line(piece.text) and edtf(piece.text) in dates))
    }


def _as_judged(piece: Piece, place: Placed | None, is_title: bool) -> Piece:
    if is_title and piece.kind is BlockKind.PARAGRAPH:
        return replace(piece, kind=BlockKind.HEADING, level=1, runs=tuple(run for run in piece.runs if run.target))
    if piece.hint in ("byline", "published"):
        return replace(piece, kind=BlockKind.META, level=0)
    if place is None or piece.kind is not BlockKind.PARAGRAPH or place.zone is not Zone.HEAD:
        return piece
    return replace(piece, kind=BlockKind.META) if place.kind is BlockKind.META else piece


def _joined(shown: Sequence[tuple[Piece, tuple[int, int]]], aside: list[SetAside]) -> Text:
    """Neighbours together in paragraphs of about four thousand characters."""
    texts, blocks, position = [], [], 0
    words: list[str] = []
    first = length = 0
    for index, (piece, span) in enumerate(shown):
        first = first if words else span[0]
        words.append(piece.text)
        length += len(piece.text) + 1
        if length >= _LONG_BLOCK_CHARS or index == len(shown) - 1:
            text = " ".join(words)
            blocks.append(Block(BlockKind.PARAGRAPH, position, position + len(text), (first, span[1])))
            texts.append(text)
            position += len(text) + 1
            words, length = [], 0
    return Text("\n".join(texts), tuple(blocks), tuple(aside))


def _metadata(
    laid: _Set, judged: dict[int, Placed], published: bool, title: Candidate | None, text: Text
) -> tuple[Metadata, tuple[str, ...]]:
    lines = [*([title] if title else []), *_facts(laid, {"publisher", "published", "url"})]
    lines += [] if published else _around(laid, judged, title)
    body = text.text if published else "\n".join(_body(laid, judged))
    metadata, doubts = gather(lines, body, _language(laid, body))
    metadata = _with_byline(metadata, laid, published)
    return _named(metadata, laid, published), doubts


def _facts(laid: _Set, fields: set[str]) -> list[Candidate]:
    return [
        Candidate(fact.value, start, start + len(fact.value), Zone.SITE, fact.field)
        for fact, start in laid.facts
        if fact.field in fields and (fact.field != "published" or edtf(fact.value))
    ]


def _title(laid: _Set, judged: dict[int, Placed], published: bool) -> Candidate | None:
    """The title: of a book as its package says; else the paragraph that a style calls so, the heading that opens the text,
    the property of the file, the line that reads like one."""
    properties = [each for each in _facts(laid, {"title"}) if not _says_nothing(each.text)]
    if published:
        return properties[0] if properties else None
    kept = [index for index, piece in enumerate(laid.pieces) if piece.aside is None]
    styled = next((index for index in kept if laid.pieces[index].hint == "title"), None)
    if styled is None and laid.pieces[kept[0]].kind is BlockKind.HEADING:
        styled = kept[0]
    if styled is not None:
        return Candidate(laid.pieces[styled].text, *laid.spans[styled], Zone.HEAD, "title")
    read = next((index for index, place in judged.items() if place.hint == "title"), None)
    if properties and (read is None or laid.pieces[read].text.casefold() != properties[0].text.casefold()):
        return properties[0]
    return None if read is None else Candidate(laid.pieces[read].text, *laid.spans[read], Zone.HEAD, "title")


def _says_nothing(title: str) -> bool:
    plain = title.casefold().strip(" .-0123456789")
    return not plain or plain in _SAYS_NOTHING or plain.startswith("microsoft word")


def _around(laid: _Set, judged: dict[int, Placed], title: Candidate | None) -> list[Candidate]:
    body = [index for index, place in judged.items() if place.zone is Zone.BODY]
    edges = {*body[:1], *body[-1:]}
    found = []
    for index, piece in enumerate(laid.pieces):
        place = judged.get(index)
        start, end = laid.spans[index]
        if place is None or piece.aside is not None or (title and start == title.start):
            continue
        if piece.hint in ("byline", "published"):
            found.append(Candidate(piece.text, start, end, Zone.HEAD, piece.hint))
        elif place.zone is not Zone.BODY or index in edges or place.kind is BlockKind.META:
            hint = None if place.hint == "title" or piece.hint == "title" else place.hint
            found.append(Candidate(piece.text, start, end, place.zone, hint))
    return found


def _body(laid: _Set, judged: dict[int, Placed]) -> list[str]:
    """The body's paragraphs as far as a language or a name is sought in them."""
    if not judged:
        return [piece.text for piece in laid.pieces[:_JUDGED_PIECES] if piece.aside is None]
    return [laid.pieces[index].text for index, place in judged.items() if place.zone is Zone.BODY]


def _language(laid: _Set, body: str) -> tuple[str | None, float]:
    """What the words say; the property where they say little."""
    found, sure = language(body)
    tagged = next((fact.value for fact, _ in laid.facts if fact.field == "language"), "")
    named = tagged.replace("_", "-").split("-")[0].lower()
    if 2 <= len(named) <= 3 and named.isalpha() and named != "und" and not (found and sure >= _SURE):
        return named, 0.9
    return found, sure


def _with_byline(metadata: Metadata, laid: _Set, published: bool) -> Metadata:
    """The creators that the properties name: a book's as they stand, a document's where the text names nobody and they are persons."""
    named = [(fact, start) for fact, start in laid.facts if fact.field == "byline"]
    if not named or (metadata.byline and not published):
        return metadata
    names = [name.strip() for fact, _ in named for name in fact.value.split(";")]
    names = [name for name in dict.fromkeys(names) if name and name.casefold() not in _NOBODY]
    if not published:
        lines = [Candidate(name, 0, 0, Zone.HEAD, "byline") for name in names]
        names = list(gather(lines)[0].byline)
    if not names:
        return metadata
    start, end = named[0][1], named[-1][1] + len(named[-1][0].value)
    proof = Evidence("; ".join(names), start, end, "", 0.0)
    return replace(metadata, byline=tuple(names), evidence={**metadata.evidence, "byline": proof})


def _named(metadata: Metadata, laid: _Set, published: bool) -> Metadata:
    """Evidence that stands in the properties says so by its rule."""
    end = laid.facts[-1][1] + len(laid.facts[-1][0].value) if laid.facts else 0
    rule, confidence = ("package-metadata", 0.95) if published else ("document-property", 0.6)
    evidence = {
        name: replace(proof, rule=rule, confidence=confidence)
        if proof.start is not None and proof.start < end
        else proof
        for name, proof in metadata.evidence.items()
    }
    return replace(metadata, evidence=evidence)
