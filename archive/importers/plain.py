"""Turns saved plain text into an Article: body in blocks, metadata with evidence, the site's lines set aside; drops nothing."""

from collections.abc import Iterable, Sequence

from archive.model.article import Block, BlockKind, Imported, Metadata, SetAside, Source, Text, Verdict

from .encodings import decode
from .language import language
from .lines import Placed, assign, item_text, lines
from .metadata import Candidate, Zone, biography, gather

IMPORTER = "plain"
VERSION = 1
# Ten times War and Peace: beyond this a text is no article, and is kept whole, unclassified.
LONGEST_ARTICLE_CHARS = 8_000_000
_MOST_LINES = 50_000
_LONG_BLOCK_CHARS = 4_000


def read(source: Source) -> Imported:
    """The article in a plain-text file. Never refuses: whatever decodes is text. Linear in the size of the file."""
    decoded = decode(source.data, override=source.encoding)
    warnings = [decoded.note] if decoded.note else []
    found = lines(decoded.text) if len(decoded.text) <= LONGEST_ARTICLE_CHARS else []
    if len(decoded.text) > LONGEST_ARTICLE_CHARS or len(found) > _MOST_LINES:
        warnings.append(
            "The text is longer than any article: all of it was kept, nothing was set aside and no details were read from it."
        )
        text, metadata = whole(decoded.text), Metadata()
    else:
        placed = _close(assign(found))
        text = to_text(placed)
        metadata, doubts = gather(_candidates(placed, decoded.text), _body(placed), language(_body(placed)))
        warnings.extend(doubts)
    if not text.blocks:
        warnings.append("No text of an article was found; look at what was set aside.")
    verdict = Verdict.OK if text.blocks else Verdict.PARTIAL
    return Imported(
        verdict, IMPORTER, VERSION, "text/plain", decoded.encoding, decoded.text, metadata, text, tuple(warnings)
    )


def to_text(placed: Iterable[Placed]) -> Text:
    """The canonical text of placed lines, with its blocks and what was set aside (neighbours for one reason joined)."""
    parts: list[str] = []
    blocks: list[Block] = []
    aside: list[SetAside] = []
    position = 0
    for place in placed:
        line = place.line
        shown = _shown(place)
        if place.kind is None or not shown:
            aside.append(SetAside(line.start, line.end, line.text, place.why or "separator"))
            continue
        blocks.append(Block(place.kind, position, position + len(shown), (line.start, line.end), place.level))
        parts.append(shown)
        position += len(shown) + 1
    return Text("\n".join(parts), tuple(blocks), tuple(aside))


def _shown(place: Placed) -> str:
    if place.kind is BlockKind.ITEM:
        return item_text(place.line.text).strip()
    if place.kind is BlockKind.QUOTE:
        return place.line.text.lstrip("> ").strip()
    return place.line.text


def _body(placed: Sequence[Placed]) -> str:
    return "\n".join(place.line.text for place in placed if place.kind is not None and place.zone is Zone.BODY)


def _close(placed: list[Placed]) -> list[Placed]:
    """Moves biographies and a reporter's line at the very end of the body to the tail."""
    ends = [index for index, place in enumerate(placed) if place.zone is Zone.BODY and place.kind is not None]
    closing = list(placed)
    for index in reversed(ends[1:][-3:]):
        place = placed[index]
        introduced = biography(place.line.text) if place.kind is BlockKind.PARAGRAPH else None
        before = _body(placed[:index])
        if introduced and len(place.line.text) <= 600 and not any(name in before for name in introduced.names):
            closing[index] = Placed(place.line, BlockKind.META, Zone.TAIL, "about the author")
        elif place.kind in (BlockKind.META, BlockKind.CAPTION):
            closing[index] = Placed(place.line, place.kind, Zone.TAIL, place.why)
        else:
            break
    return closing


def _candidates(placed: Sequence[Placed], decoded: str) -> list[Candidate]:
    """The lines that metadata is read from: all around the body, and the first and last line of it."""
    body = [index for index, place in enumerate(placed) if place.zone is Zone.BODY and place.kind is not None]
    first = next(
        (index for index in body if placed[index].kind is BlockKind.PARAGRAPH), None
    )  # its dateline may name an agency
    edges = {*body[:1], *body[-1:]} | ({first} if first is not None else set())
    return [
        Candidate(decoded[place.line.start : place.line.end], place.line.start, place.line.end, place.zone, place.hint)
        for index, place in enumerate(placed)
        if (place.zone is not Zone.BODY or index in edges or place.kind in (BlockKind.META, BlockKind.HEADING))
        and place.kind is not BlockKind.CAPTION
    ]


def whole(decoded: str) -> Text:
    """A text too long to be an article: paragraphs of about four thousand characters, in linear time and little memory."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = start = 0
    while start < len(decoded):
        end = _break(decoded, start)
        shown = " ".join(decoded[start:end].split())
        if shown:
            first = start + len(decoded[start:end]) - len(decoded[start:end].lstrip())
            last = start + len(decoded[start:end].rstrip())
            blocks.append(Block(BlockKind.PARAGRAPH, position, position + len(shown), (first, last)))
            parts.append(shown)
            position += len(shown) + 1
        start = end
    return Text("\n".join(parts), tuple(blocks))


def _break(decoded: str, start: int) -> int:
    """Where the next block ends: after a line break if there is one near, else after a space, else anywhere."""
    if len(decoded) - start <= _LONG_BLOCK_CHARS:
        return len(decoded)
    limit = start + _LONG_BLOCK_CHARS
    for separator in ("\n", "\r", " "):
        found = decoded.rfind(separator, start + 1, limit)
        if found > start:
            return found + 1
    return limit
