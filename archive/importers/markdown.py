"""Turns Markdown into an Article: front matter as metadata, blocks with links and emphasis, the site's lines set aside; drops nothing."""

from collections.abc import Sequence
from dataclasses import replace

from archive.model.article import Block, BlockKind, Imported, Run, SetAside, Source, Text, Verdict

from .encodings import decode
from .language import language
from .lines import Line, Placed, assign
from .lines import lines as split
from .markdown_blocks import Piece, pieces
from .markdown_front import FrontMatter, front_matter
from .metadata import Candidate, Zone, gather

IMPORTER = "markdown"
VERSION = 1
_LONGEST_CHARS = 4_000_000  # beyond this a text is no article; the plain-text importer keeps it whole


def read(source: Source) -> Imported:
    """The article in a Markdown file. Never refuses: what is no Markdown is running text."""
    decoded = decode(source.data, override=source.encoding)
    if len(decoded.text) > _LONGEST_CHARS:
        from . import plain

        return replace(plain.read(source), media_type="text/markdown")
    front = front_matter(decoded.text)
    found = pieces(decoded.text, front.end)
    placed = _placed(found)
    text = _text(decoded.text, found, placed, front)
    body = "\n".join(place.line.text for place in placed if place.kind is not None and place.zone is Zone.BODY)
    metadata, doubts = gather(
        [*front.candidates, *_candidates(decoded.text, found, placed, front)], body, language(body)
    )
    warnings = [decoded.note] if decoded.note else []
    warnings.extend(doubts)
    if not text.blocks:
        warnings.append("No text of an article was found; look at what was set aside.")
    verdict = Verdict.OK if text.blocks else Verdict.PARTIAL
    return Imported(
        verdict, IMPORTER, VERSION, "text/markdown", decoded.encoding, decoded.text, metadata, text, tuple(warnings)
    )


def _placed(found: Sequence[Piece]) -> list[Placed]:
    """Each piece with its place among the lines; the kind that the mark-up gives stands, unless the words say caption or meta."""
    headings = {index for index, piece in enumerate(found) if piece.kind is BlockKind.HEADING}
    judged = assign([Line(piece.start, piece.end, piece.text, apart=True) for piece in found], headings)
    first = next((index for index in sorted(headings) if found[index].level == 1), None)
    placed = []
    for index, (piece, place) in enumerate(zip(found, judged, strict=True)):
        hint = place.hint if first is None or place.hint != "title" else None
        if index == first:
            placed.append(Placed(place.line, BlockKind.HEADING, Zone.HEAD, "title", 1, "title"))
        elif place.kind is None or place.kind in (BlockKind.META, BlockKind.CAPTION):
            placed.append(replace(place, hint=hint))
        elif piece.kind is BlockKind.PARAGRAPH and place.hint == "title" and hint:
            placed.append(place)
        else:
            placed.append(replace(place, kind=piece.kind, level=piece.level, hint=hint))
    return placed


def _candidates(decoded: str, found: Sequence[Piece], placed: Sequence[Placed], front: FrontMatter) -> list[Candidate]:
    titled = any(line.hint == "title" for line in front.candidates)
    body = [index for index, place in enumerate(placed) if place.zone is Zone.BODY and place.kind is not None]
    edges = {*body[:1], *body[-1:]}
    candidates = []
    for index, (piece, place) in enumerate(zip(found, placed, strict=True)):
        if place.kind is BlockKind.CAPTION or (titled and place.hint == "title"):
            continue
        if place.zone is not Zone.BODY or index in edges or place.kind in (BlockKind.META, BlockKind.HEADING):
            at = decoded.find(piece.text, piece.start, piece.end)
            start, end = (at, at + len(piece.text)) if at >= 0 else (piece.start, piece.end)
            candidates.append(Candidate(piece.text, start, end, place.zone, place.hint))
    return candidates


def _text(decoded: str, found: Sequence[Piece], placed: Sequence[Placed], front: FrontMatter) -> Text:
    parts: list[str] = []
    blocks: list[Block] = []
    aside = _between(decoded, 0, front.end, "front matter")
    position = 0
    covered = front.end
    for piece, place in zip(found, placed, strict=True):
        aside.extend(_between(decoded, covered, piece.start, "mark-up"))
        covered = max(covered, piece.end)
        if place.kind is None:
            aside.append(SetAside(piece.start, piece.end, piece.text, place.why))
            continue
        runs = tuple(Run(run.kind, run.start + position, run.end + position, run.target) for run in piece.runs)
        blocks.append(
            Block(place.kind, position, position + len(piece.text), (piece.start, piece.end), place.level, runs)
        )
        parts.append(piece.text)
        position += len(piece.text) + 1
    aside.extend(_between(decoded, covered, len(decoded), "mark-up"))
    return Text("\n".join(parts), tuple(blocks), tuple(aside))


def _between(decoded: str, start: int, end: int, why: str) -> list[SetAside]:
    """What lies between two blocks (rules, link definitions, pictures without a description), if anything."""
    return [SetAside(start + line.start, start + line.end, line.text, why) for line in split(decoded[start:end])]
