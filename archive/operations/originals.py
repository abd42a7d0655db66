"""Originals as they were imported: shown, written out, handed on as a private copy, and held against what their SHA-512 says.

Reads only, and starts no program. What is shown of a document comes from a confined reader; text is told from bytes here.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound, Unreadable
from archive.base.progress import Progress
from archive.base.text import storable
from archive.exports.shared.names import safe
from archive.model.article import Edition, Original, RunKind, Source
from archive.model.ids import ArticleId
from archive.model.protocols import ReaderPool

from .reading import read_one

_PIECE_BYTES = 1 << 20
# Documents whose bytes tell a person nothing.
_DOCUMENTS = frozenset(
    {
        "application/epub+zip",
        "application/rtf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


class Shape(StrEnum):
    """How an original is shown: a PDF's pages as pictures, the source of a text, the words of a document whose bytes are no text."""

    PAGES = "pages"
    SOURCE = "source"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Held:
    """An original of an article. `imported` is when its first edition here was made, `editions` are the numbers of all; `places` is
    where it lay, each with the place inside its container.
    """

    article: ArticleId
    title: str
    original: Original
    shape: Shape
    encoding: str | None
    imported: str
    editions: tuple[int, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A file beside an original. `differs_at` is the first byte (from 0) that is another, None when none is; where one of them is the
    beginning of the other, it is the length of the shorter.
    """

    name: str
    size: int
    original_size: int
    sha512: str
    differs_at: int | None

    @property
    def same(self) -> bool:
        return self.differs_at is None


def held(archive: Archive, article: ArticleId) -> list[Held]:
    """The originals of an article: that of the edition which is read, older ones, and files that had the same text. Raises NotFound."""
    whole = archive.store.articles.get(article)
    editions = archive.store.editions.summaries(article)
    editions.sort(key=lambda each: each.id != whole.edition)
    found: dict[str, Original] = {each.original.sha512: each.original for each in editions}
    found.update({each.sha512: each for each in archive.store.originals.of(article) if each.sha512 not in found})
    return [_held(archive, article, whole.title, original, editions) for original in found.values()]


def _held(archive: Archive, article: ArticleId, title: str, original: Original, editions: Sequence[Edition]) -> Held:
    made = [each for each in editions if each.original.sha512 == original.sha512]
    lain = archive.store.originals.places_of(article, original.sha512)
    places = [f"{path}/{member}" if member else path for path, member, _, _ in lain] + [each.path for each in made]
    stamps = [each.created for each in made] + [stamp for *_, stamp in lain]
    return Held(
        article,
        title,
        original,
        _shape(original.media_type),
        made[0].encoding if made else None,
        min(stamps, default=""),
        tuple(sorted(each.number for each in made)),
        tuple(dict.fromkeys(filter(None, places))),
    )


def _shape(media_type: str) -> Shape:
    if media_type == "application/pdf":
        return Shape.PAGES
    return Shape.WORDS if media_type in _DOCUMENTS else Shape.SOURCE


def chosen(archive: Archive, article: ArticleId, address: str | None = None) -> Held:
    """The original with this SHA-512, else that of the edition which is read. Raises NotFound."""
    wanted = address or archive.store.editions.current(article).original.sha512
    for each in held(archive, article):
        if each.original.sha512 == wanted:
            return each
    raise NotFound("This article was not made from that file.", "Open the article again.")


def text(archive: Archive, original: Held, pool: ReaderPool | None = None) -> str:
    """The original as text, whole: its source, or the words of a document, also those that were set aside. Raises Unreadable."""
    data = archive.store.originals.data(original.original.sha512)
    if original.shape is Shape.SOURCE:
        from archive.importers.encodings import decode

        return decode(data, override=original.encoding).text
    imported = read_one(Source(data, original.original.name), pool)
    if imported.decoded is None:
        raise Unreadable(imported.error or "This file cannot be read.", "Save it and open it with its own program.")
    return imported.decoded


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block of an edition stands in its original: `[start, end)` of it as text; `page` is what its page is called there, `pages`
    what each page is called on which text stands, in order.
    """

    start: int
    end: int
    page: str | None = None
    pages: tuple[str, ...] = ()

    def number(self, count: int) -> int:
        """Which of `count` pages it is, from 1. A file that does not name its pages counts them; else they follow each other."""
        if self.page is None:
            return 1
        numbers = [int(each) if each.isdecimal() else 0 for each in self.pages]
        counted = all(low < high for low, high in pairwise([0, *numbers])) and numbers[-1] <= count
        return int(self.page) if counted else min(count, self.pages.index(self.page) + 1)


def place(archive: Archive, article: ArticleId, position: int) -> Place:
    """Where in the original the block at a code point of the current edition stands."""
    edition = archive.store.editions.current(article)
    blocks = [block for block in edition.blocks if block.start <= position] or list(edition.blocks[:1])
    if not blocks:
        return Place(0, 0)
    runs = [run for block in edition.blocks for run in block.runs if run.kind is RunKind.PAGE]
    here = next((run.target for run in reversed(runs) if run.start <= position), runs[0].target if runs else None)
    return Place(*blocks[-1].source, here, tuple(dict.fromkeys(run.target or "" for run in runs)))


# Held against its SHA-512, and against a file


def unchanged(archive: Archive, address: str, progress: Progress | None = None) -> bool:
    """Whether the bytes in the archive are still those that were imported; reads all of them. Raises NotFound."""
    progress = progress or Progress()
    size, done, digest = archive.store.originals.get(address).size, 0, hashlib.sha512()
    for piece in archive.store.originals.pieces(address):
        progress.report(done, size, "Checking the original")
        digest.update(piece)
        done += len(piece)
    return digest.hexdigest() == address


def compare(archive: Archive, address: str, path: Path, progress: Progress | None = None) -> Compared:
    """A file on a disk against an original, byte by byte. Raises Unreadable."""
    progress = progress or Progress()
    size = archive.store.originals.get(address).size
    digest, total, differs = hashlib.sha512(), 0, None
    ours = _Steps(archive.store.originals.pieces(address))
    try:
        if not path.is_file():
            raise Unreadable(f"{path.name} is no file.", "Choose a single file.")
        with path.open("rb") as file:
            while theirs := file.read(_PIECE_BYTES):
                progress.report(total, max(total, size), "Comparing the file")
                digest.update(theirs)
                if differs is None:
                    differs = _first_difference(theirs, ours.take(len(theirs)), total)
                total += len(theirs)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error.strerror}).", "Choose another file.") from error
    if differs is None and total != size:
        differs = min(total, size)
    return Compared(path.name, total, size, digest.hexdigest(), differs)


def _first_difference(theirs: bytes, ours: bytes, before: int) -> int | None:
    if theirs == ours:
        return None
    same = next((at for at, (one, two) in enumerate(zip(theirs, ours, strict=False)) if one != two), None)
    return before + (min(len(theirs), len(ours)) if same is None else same)


class _Steps:
    """Takes bytes off pieces in steps of another length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def take(self, count: int) -> bytes:
        while len(self._held) < count and (piece := next(self._pieces, b"")):
            self._held += piece
        taken, self._held = self._held[:count], self._held[count:]
        return taken


# Written out


def file_name(original: Original) -> str:
    """The original's name as every disk takes it, with nothing in it that hides what it is."""
    return safe(storable(original.name))


def write(archive: Archive, address: str, out: Path) -> Path:
    """Writes the bytes as they were imported, whole or not at all. Raises Invalid for the archive's own file, Unreadable."""
    if out.exists() and archive.path.exists() and out.samefile(archive.path):
        raise Invalid("That is the archive itself.", "Name another file for the original.")
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        _fill(archive, address, partial)
        partial.replace(out)
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise Unreadable(f"{out} cannot be written ({problem.strerror}).", "Choose another place.") from problem
    return out


def private_copy(archive: Archive, address: str, folder: Path) -> Path:
    """A copy that nobody may write to, in a folder that is this person's alone. Raises Unreadable."""
    target = folder / file_name(archive.store.originals.get(address))
    try:
        if target.exists():
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)
        _fill(archive, address, target)
        target.chmod(stat.S_IRUSR)
    except OSError as problem:
        raise Unreadable(
            f"No copy of the file could be made ({problem.strerror}).", "Export the original instead."
        ) from problem
    return target


def _fill(archive: Archive, address: str, target: Path) -> None:
    with target.open("wb") as file:
        for piece in archive.store.originals.pieces(address):
            file.write(piece)


def told(compared: Compared) -> str:
    """What a comparison found, in a sentence."""
    if compared.same:
        return f"{compared.name} is the same, byte for byte."
    sizes = "as long" if compared.size == compared.original_size else _longer(compared)
    at = compared.differs_at or 0
    if at == min(compared.size, compared.original_size):
        return f"{compared.name} differs: it is {sizes}; all before that is the same."
    return f"{compared.name} differs from byte {at + 1:,} on; it is {sizes}."


def _longer(compared: Compared) -> str:
    by = compared.size - compared.original_size
    count = f"{abs(by):,} {'byte' if abs(by) == 1 else 'bytes'}"
    return f"{count} {'longer' if by > 0 else 'shorter'}"
