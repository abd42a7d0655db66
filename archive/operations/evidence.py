"""Where in an article the words stand that a metadata field came from. Reads only; positions are code points."""

import html
import re
from dataclasses import dataclass

from archive.archive import Archive
from archive.importers.detect import RENDERED
from archive.importers.encodings import decode
from archive.model.article import Block, Edition
from archive.model.ids import ArticleId

_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """The words behind a field. `[start, end)` is their place in the edition's text, or None when they are not in it;
    `set_aside` is then the index of the set-aside stretch that holds them, or None (a page's head, say)."""

    words: str
    start: int | None = None
    end: int | None = None
    set_aside: int | None = None


def place(archive: Archive, article: ArticleId, field: str) -> Place | None:
    """The words that a field's value was read from; None when it was not read from the text. Raises NotFound."""
    evidence = archive.store.articles.evidence(article).get(field)
    if evidence is None or evidence.start is None or evidence.end is None:
        return None
    edition = archive.store.editions.current(article)
    return locate(edition, decoded(archive, edition), evidence.start, evidence.end)


def decoded(archive: Archive, edition: Edition) -> str:
    """The original as text. Of a document, whose bytes are no text, it is laid out again from what the edition keeps of it."""
    if edition.importer not in RENDERED:
        return decode(archive.store.originals.data(edition.original.sha512), override=edition.encoding).text
    parts = [(*block.source, edition.text[block.start : block.end]) for block in edition.blocks]
    parts += [(aside.start, aside.end, aside.text) for aside in edition.set_aside]
    found: list[str] = []
    at = 0
    for start, end, text in sorted(parts):
        if start >= at:
            found += [" " * (start - at - 2), "\n\n"[: start - at], text[: end - start].ljust(end - start)]
            at = end
    return "".join(found)


def locate(edition: Edition, decoded: str, start: int, end: int) -> Place:
    """Takes `[start, end)` of the decoded original to its place in the edition."""
    words = readable(decoded[start:end])
    touched = [block for block in edition.blocks if block.source[0] < end and block.source[1] > start]
    if touched:
        first, last = touched[0], touched[-1]
        if first is last:
            found = _within(edition, first, decoded, start, end, words)
        else:
            left = _position(edition, first, decoded, start)
            right = _position(edition, last, decoded, end, closing=True)
            found = (first.start if left is None else left, last.end if right is None else right)
        return Place(words, *found)
    for index, stretch in enumerate(edition.set_aside):
        if stretch.start < end and stretch.end > start:
            return Place(words, set_aside=index)
    at = edition.text.find(words) if words else -1
    return Place(words, at, at + len(words)) if at >= 0 else Place(words)


def _within(edition: Edition, block: Block, decoded: str, start: int, end: int, words: str) -> tuple[int, int]:
    left, right = _position(edition, block, decoded, start), _position(edition, block, decoded, end, closing=True)
    if left is not None and right is not None and left < right:
        return left, right
    # The block lost or won characters (entities, marks of emphasis): the words themselves, else the whole block.
    at = edition.text.find(words, block.start, block.end) if words else -1
    return (at, at + len(words)) if at >= 0 else (block.start, block.end)


def _position(edition: Edition, block: Block, decoded: str, place: int, *, closing: bool = False) -> int | None:
    """The code point of a place inside a block's source, by counting its letters; None when the counts disagree.

    White space is collapsed between original and edition, tags go and entities become characters, but no letter does.
    `closing` gives the place after the last letter rather than before the next.
    """
    source_start, source_end = block.source
    text = edition.text[block.start : block.end]
    if _letters(readable(decoded[source_start:source_end])) != _letters(text):
        return None
    wanted = _letters(readable(decoded[source_start : max(source_start, min(place, source_end))]))
    count = 0
    for offset, letter in enumerate(text):
        if not letter.isspace():
            if count == wanted and not closing:
                return block.start + offset
            count += 1
            if count == wanted and closing:
                return block.start + offset + 1
    return block.end if wanted >= count else block.start


def _letters(text: str) -> int:
    return sum(len(part) for part in text.split())


def readable(text: str) -> str:
    """Source text as a reader sees it: no tags, entities resolved, white space single."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return _SPACE.sub(" ", text).strip()
