"""A text made ready to be held against others: its words, their shingles, and what a copy would keep of it: numbers and names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from archive.model.article import Block, BlockKind

from . import shingles
from .shingles import Hashes, Sketch

_UPDATED: Final = re.compile(
    r"\b(?:updated|update|last modified|modified|corrected|correction)\b|수정|업데이트|정정|更新", re.IGNORECASE
)
_MARK: Final = re.compile(
    r"(?P<number>\d+(?:[.,:/]\d+)*)|(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)|(?P<stop>[.!?…]+[\"”’)\]]*(?=\s)|\n)"
)
# What an address carries beside the page that it names.
_ASIDE: Final = re.compile(r"^(?:utm_|fb|gclid|mc_|ref|cmp|ns_|at_|share|output|amp)", re.IGNORECASE)
_HOST: Final = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text. `day` is the first day of `published` (date.toordinal). `updated`: it says itself
    that it was changed. `address` is the SHA-512 of the original; `number` orders what nothing else does: what came first.
    """

    number: int
    title: str
    publisher: str | None
    url: str | None
    published: str | None
    day: int | None
    address: str
    updated: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its facts. `words` are as they are compared; `body` is the text without title and meta lines."""

    facts: Facts
    body: str
    words: Sequence[bytes]
    hashes: Hashes
    digest: int

    @property
    def sketch(self) -> Sketch:
        return shingles.sketch(self.hashes)


def pieces(told: Iterable[tuple[Facts, str]]) -> list[Piece]:
    """Texts (facts, body) made ready, in order."""
    known = [(facts, text, shingles.tokens(text)) for facts, text in told]
    hashed = shingles.hashes_of([words for _, _, words in known])
    return [
        Piece(facts, text, words, found, shingles.digest(words))
        for (facts, text, words), found in zip(known, hashed, strict=True)
    ]


def body(text: str, blocks: Sequence[Block]) -> tuple[str, bool]:
    """What an article tells, without its title and its lines of date, byline and the like; and whether these say that it was updated.

    Where nothing is left (a text of headings alone), all of it is.
    """
    kept, updated = list[str](), False
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        if block.kind is BlockKind.META:
            updated = updated or _UPDATED.search(words) is not None
        elif number or block.kind is not BlockKind.HEADING:
            kept.append(words)
    return "\n".join(kept) or text, updated


def page(url: str | None) -> str:
    """What two addresses of one page share; "" for none, and for a site's front page."""
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = re.sub(r"(?:/amp|/index\.html?|\.amp)?/*$", "", parts.path)
    asked = sorted(each for each in parse_qsl(parts.query) if not _ASIDE.match(each[0]))
    if not path and not asked:
        return ""
    return f"{_HOST.sub('', (parts.hostname or '').lower())}{path}?{asked}"


def numbers_kept(text: str, other: str) -> tuple[int, int]:
    """How many of the numbers of a text stand in the other one with the same word before or behind them, and how many there are.

    What a template leaves open is not kept; an editor changes one of the two words at most.
    """
    mine, theirs = _numbers(text), _numbers(other)
    before = {(first, number) for first, number, _ in theirs}
    behind = {(number, last) for _, number, last in theirs}
    kept = sum((first, number) in before or (number, last) in behind for first, number, last in mine)
    return kept, len(mine)


def _numbers(text: str) -> list[tuple[str, str, str]]:
    told = [("stop", ""), *((kind, word.casefold()) for kind, word in _marks(text) if kind != "stop"), ("stop", "")]
    return [
        (before, word, after)
        for (_, before), (kind, word), (_, after) in zip(told, told[1:], told[2:], strict=False)
        if kind == "number"
    ]


def names_kept(text: str, other: str) -> tuple[int, int]:
    """How many of the names of a text stand in the other one, as often, and how many there are."""
    mine, theirs = names(text), names(other)
    return (mine & theirs).total(), mine.total()


def names(text: str) -> "Counter[str]":
    """The words in capitals that begin no sentence: names, in scripts that have capitals."""
    found: Counter[str] = Counter()
    inside = False
    for kind, word in _marks(text):
        if kind == "word" and inside and word[0].isupper() and len(word) > 1:
            found[word.casefold()] += 1
        inside = kind != "stop"
    return found


def _marks(text: str) -> Iterator[tuple[str, str]]:
    for found in _MARK.finditer(text):
        yield found.lastgroup or "", found[0]
