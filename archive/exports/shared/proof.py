"""What a quote in a packet carries so that it can be checked: which passage, of which article, in which text, where.

HTML has it in `data-…` attributes of the element that holds the quote; formats that have no such place keep `dumped` beside the
text. Reading follows nothing, runs nothing, and takes what it cannot read for no proof.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from html import escape
from html.parser import HTMLParser
from typing import Any

from archive.exports.shared.cells import plain
from archive.model.excerpt import Excerpt

VERSION = 1
_HASH = re.compile(r"[0-9a-f]{128}")
_UID = re.compile(r"[\w.:-]{1,100}")
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True)
class Proof:
    """`original` and `edition` are SHA-512 (hex) of the bytes as imported ("" where they may not be told) and of the text as UTF-8;
    `start` and `end` count code points in that text. `redacted`: words of the quote were replaced on purpose."""

    passage: str
    article: str
    original: str
    edition: str
    start: int
    end: int
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as it stands in a file now, with its proof; None where that cannot be read."""

    proof: Proof | None
    words: str


def of(excerpt: Excerpt, *, redacted: bool = False) -> Proof:
    """The proof of an excerpt."""
    anchor, work = excerpt.anchor, excerpt.work
    return Proof(excerpt.uid, work.uid, work.original, excerpt.edition, anchor.start, anchor.end, redacted)


def shown(words: str) -> str:
    """Words as a packet can show them: what is compared, on both sides."""
    return plain(words)


def attributes(proof: Proof) -> str:
    """The attributes of the HTML element that holds exactly the quote; line breaks in it are `br`."""
    told = {**asdict(proof), "redacted": "true" if proof.redacted else "", "proof": VERSION}
    return " ".join(f'data-{name}="{escape(str(value), quote=True)}"' for name, value in told.items() if value != "")


def dumped(proofs: Iterable[Proof]) -> bytes:
    """Proofs as JSON, in the order of the quotes: `{"waystation-proof": 1, "quotes": [...]}`."""
    return json.dumps({"waystation-proof": VERSION, "quotes": [asdict(each) for each in proofs]}, indent=1).encode()


def loaded(data: bytes) -> list[Proof | None]:
    """The proofs of `dumped`, in order; None for one that cannot be read. Empty where there are none."""
    try:
        told = json.loads(data)
        quotes = told["quotes"] if told["waystation-proof"] == VERSION else []
        return [read(each) if isinstance(each, dict) else None for each in quotes]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def read(told: dict[str, Any]) -> Proof | None:
    """A proof whose parts have their shapes; None for anything else."""
    said = {field.name: str(told.get(field.name, "")) for field in fields(Proof)}
    hashes = said["edition"], said["original"] or said["edition"]
    if not all(map(_HASH.fullmatch, hashes)) or not all(map(_UID.fullmatch, (said["passage"], said["article"]))):
        return None
    if not all(map(_NUMBER.fullmatch, (said["start"], said["end"]))):
        return None
    redacted = said["redacted"].lower() == "true"
    start, end = int(said["start"]), int(said["end"])
    return Proof(said["passage"], said["article"], said["original"], said["edition"], start, end, redacted)


def in_html(text: str) -> Iterator[Quoted]:
    """The quotes of a web page that carry a proof, in order, with the words that stand there now."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Quoted] = []
        self._open: Proof | None = None
        self._tag, self._depth = "", 0
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            if tag == "br":
                self._words.append("\n")
            elif tag == self._tag:
                self._depth += 1
            return
        told = {name.removeprefix("data-"): value or "" for name, value in attrs if name.startswith("data-")}
        if told.get("proof") == str(VERSION) and tag not in _VOID:
            self._open, self._tag, self._depth, self._words = read(told), tag, 1, []

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag != self._tag:
            return
        self._depth -= 1
        if not self._depth:
            self.found.append(Quoted(self._open, "".join(self._words)))

    def handle_data(self, data: str) -> None:
        if self._depth:
            # Programs that save a page anew break its lines; the quote's own breaks are `br`.
            self._words.append(data.replace("\r", "").replace("\n", " "))
