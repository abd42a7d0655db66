"""Finds the files that a person means: files, folders, patterns. Reads them one at a time; moves and changes none.

Inside a folder texts, documents, books, saved pages, what holds such, and files of other programs are taken, those last, so that
what they mark is there before them. A bag is one file, however many it holds. Tables, databases and JSON may be anything: they are taken where their beginning tells that they
are one of these, and else told by name. Hidden files are passed over, a saved page's own folder ("Page_files" beside "Page.html")
belongs to the page, and everything else is counted. Workbooks cannot be told by their beginning: their reader tells what they hold. A folder is met once, however many links lead to it. A file that a person named
is always answered for.
"""

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.importers import containers, tables
from archive.importers.binaries import binary_reason
from archive.importers.detect import DOCUMENT_ENDINGS, DOCUMENTS, HTML_ENDINGS, MARKDOWN_ENDINGS, PLAIN_ENDINGS, detect
from archive.importers.interchange import registry as interchange
from archive.model.article import Source
from archive.model.tables import BOOK_ENDINGS, ENDINGS

from . import bags

LARGEST_BYTES = 64 * 1024**2
LARGEST_PROJECT_BYTES = 256 * 1024**2  # projects and databases, of which only the texts are read
# JSON and tables: nine times as much is needed to read them, of the 2 GB that a reader is given.
LARGEST_RECORDS_BYTES = 128 * 1024**2
LARGEST_CONTAINER_BYTES = 256 * 1024**2
_READABLE = HTML_ENDINGS | MARKDOWN_ENDINGS | PLAIN_ENDINGS | DOCUMENT_ENDINGS | containers.ENDINGS
# Names that tell nothing: a mailbox has no ending, a feed is some XML, a web archive some gzip. Their first bytes tell.
_LOOKED_INTO = frozenset({"", ".xml", ".gz"})
_MAY_BE_LARGE = frozenset({containers.Kind.ZIP, containers.Kind.MBOX, containers.Kind.WARC})
# What browsers call the folder beside a page that they saved, in the languages that they ship in most.
_COMPANIONS = (
    "_files",
    ".files",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_bestanden",
    "_file",
    "_arquivos",
    "_pliki",
    "_filer",
)
_NO_ARTICLES = {
    ".css": "a style sheet",
    ".js": "a script",
    ".mjs": "a script",
    ".map": "a script's map",
}
_HEAD = 64 * 1024  # bytes that tell what a file is which is too large to be read, or may be one of another program
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in, or a name that leads to none; then `error` is a sentence. `folder` is the one that a person named, in which it
    was met.
    """

    path: Path
    error: str | None = None
    folder: Path | None = None

    @property
    def companions(self) -> frozenset[str]:
        """What the folder may be called that a browser saved with the page."""
        return frozenset(companions([self.path.name]))


@dataclass(slots=True)
class Gathering:
    """What was found under the names that a person gave, in order; `passed_over` counts endings met inside folders, `unclear` are
    files there that may be one of another program, and do not begin as any. `brought` are those that do.
    """

    files: list[Found] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)
    brought: list[Path] = field(default_factory=list)
    _folder: Path | None = None
    _met: set[Path] = field(default_factory=set)
    _folders: set[tuple[int, int]] = field(default_factory=set)

    def warnings(self) -> tuple[str, ...]:
        """A sentence about what was passed over, and one about files that were not understood."""
        return (*self._passed_over(), *self._unclear())

    def _unclear(self) -> tuple[str, ...]:
        if not self.unclear:
            return ()
        named = ", ".join(visible(name)[:60] for name in self.unclear[:_NAMED])
        more = f" and {len(self.unclear) - _NAMED:,} more" if len(self.unclear) > _NAMED else ""
        count = "1 file was" if len(self.unclear) == 1 else f"{len(self.unclear):,} files were"
        which = "it does not begin" if len(self.unclear) == 1 else "they do not begin"
        them = "it" if len(self.unclear) == 1 else "one of them"
        return (
            f"{count} left out of folders, because {which} as a table, a database or JSON that is read here ({named}{more})."
            f" Import {them} by name to be told what it holds.",
        )

    def _passed_over(self) -> tuple[str, ...]:
        count = self.passed_over.total()
        if not count:
            return ()
        kinds = ", ".join(
            f"{number:,} {ending or 'without an ending'}" for ending, number in self.passed_over.most_common(6)
        )
        left_out = "1 file was" if count == 1 else f"{count:,} files were"
        return (f"{left_out} left out of folders, being neither texts, documents nor saved pages ({kinds}).",)

    def add(self, path: Path, error: str | None = None) -> None:
        if path not in self._met:
            self._met.add(path)
            self.files.append(Found(path, error, self._folder))

    def walk(self, folder: Path) -> None:
        """Adds what a folder holds, sorted by name, subfolders after files."""
        self._folder = folder
        held = 0
        errors: list[OSError] = []
        for name, folders, files in os.walk(folder, followlinks=True, onerror=errors.append):
            here = Path(name)
            if bags.is_bag(here):
                self.add(here, bags.fault(here))
                folders[:], held = [], held + 1
                continue
            folders[:] = self._enter(here, sorted(folders), files)
            held += sum([self._consider(here / file) for file in sorted(files)])
        for error in errors:
            self.add(Path(error.filename), f"This folder cannot be opened ({error.strerror}).")
        if not held and not errors:
            self.add(folder, "This folder holds no text, document or saved page.")
        self._folder = None

    def _enter(self, here: Path, folders: Sequence[str], files: Sequence[str]) -> Iterator[str]:
        """The subfolders to go into: not hidden, not a saved page's own, not met before."""
        own = companions(files)
        for folder in folders:
            if not folder.startswith(".") and folder not in own and self.enter(here / folder):
                yield folder

    def enter(self, folder: Path) -> bool:
        """Whether the folder is met for the first time, under whichever name."""
        try:
            status = folder.stat()
        except OSError as error:
            self.add(folder, f"This folder cannot be opened ({error.strerror}).")
            return False
        key = (status.st_dev, status.st_ino)
        if key in self._folders:
            return False
        self._folders.add(key)
        return True

    def _consider(self, path: Path) -> bool:
        """Adds a file met inside a folder, or counts it; whether it is one that can be read."""
        if path.name.startswith("."):
            return False
        ending = path.suffix.lower()
        if ending in _READABLE | BOOK_ENDINGS or (ending in _LOOKED_INTO and _is_container(path)):
            self.add(path)
            return True
        if ending not in interchange.ENDINGS | ENDINGS:
            self.passed_over[ending] += 1
            return False
        return self._consider_other(path)

    def _consider_other(self, path: Path) -> bool:
        """Keeps a file of another program for later; whether it is one."""
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError:
            self.add(path)  # opening it again will tell why
            return True
        if tables.is_likely(head, path.name):
            self.add(path)
            return True
        if interchange.is_likely(head, path.name):
            self.brought.append(path)
            return True
        self.unclear.append(path.name)
        return False


def companions(files: Iterable[str]) -> set[str]:
    """What the folders are called that belong to the saved pages among some files."""
    pages = {Path(file).stem for file in files if _is_page(Path(file))}
    return {page + ending for page in pages for ending in _COMPANIONS}


def is_wanted(path: Path) -> bool:
    """Whether a file would be taken that is met inside a folder."""
    return Gathering()._consider(path)


def gather(paths: Sequence[Path | str]) -> Gathering:
    """Every file under the given names, in the order of the names; `~` and patterns (`*`, `?`, `[…]`, `**`) are resolved."""
    gathering = Gathering()
    given = [match for path in paths for match in _matches(Path(os.path.abspath(os.path.expanduser(path))))]  # noqa: PTH100, PTH111
    # `import *` names a saved page and its folder one by one.
    beside = {page.with_name(page.stem + ending) for page in given if _is_page(page) for ending in _COMPANIONS}
    for path in given:
        if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where it may not look
            gathering.add(path, _no_article(path))
        elif path not in beside and gathering.enter(path):
            gathering.walk(path)
    for path in gathering.brought:
        gathering.add(path)
    return gathering


def _matches(path: Path) -> list[Path]:
    """The path itself when it exists or is no pattern or matches nothing, else what matches it, sorted."""
    if not glob.has_magic(str(path)) or os.path.lexists(path):
        return [path]
    # A folder that exists may have brackets in its name; only what is below it is the pattern.
    root = next(parent for parent in path.parents if os.path.lexists(parent))
    return sorted(match for match in root.glob(str(path.relative_to(root))) if not match.name.startswith(".")) or [path]


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in HTML_ENDINGS


def _is_container(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return containers.detect(Source(file.read(_HEAD), path.name)) is not None
    except OSError:
        return False


def _no_article(path: Path) -> str | None:
    """Why a named file is plainly none, as far as its name tells; opening it will tell the rest."""
    if glob.has_magic(str(path)) and not os.path.lexists(path):
        return "No file matches this pattern."
    kind = _NO_ARTICLES.get(path.suffix.lower())
    return f"This is {kind}, not an article." if kind else None


def load(path: Path) -> bytes:
    """The file's bytes. Raises Unreadable with a sentence when it is missing, no file, unreadable or too large."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and bags.is_bag(path):
            return bags.zipped(path, LARGEST_CONTAINER_BYTES)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("This is a device or a pipe, not a file.", "Save what comes out of it and import that.")
        with path.open("rb") as file:
            if status.st_size <= LARGEST_BYTES:
                # What is asked for is room that is taken first; a file that grows meanwhile is read to its end all the same.
                data = file.read(status.st_size + 1)
                return data if len(data) <= status.st_size else data + file.read(LARGEST_BYTES + 1 - len(data))
            head = file.read(_HEAD)
            most = _most(head, path.name)
            if status.st_size > most:
                raise Unreadable(_too_large(head, path.name, status.st_size))
            return head + file.read(most + 1 - len(head))
    except FileNotFoundError as error:
        raise Unreadable("There is no such file.", "Check its name and its folder.") from error
    except OSError as error:
        raise Unreadable(
            f"This file cannot be read ({error.strerror or error}).", "Check that you may read it."
        ) from error


def _most(head: bytes, name: str) -> int:
    """How many bytes a large file may have: one that holds others more than an article."""
    if interchange.is_project(head, name):
        return LARGEST_PROJECT_BYTES
    if _has_records(name):
        return LARGEST_RECORDS_BYTES
    return LARGEST_CONTAINER_BYTES if containers.detect(Source(head, name)) in _MAY_BE_LARGE else LARGEST_BYTES


def _has_records(name: str) -> bool:
    return Path(name).suffix.lower() in interchange.RECORDS


def _too_large(head: bytes, name: str, size: int) -> str:
    lead = f"This file has {size / 1e6:,.0f} MB; "
    if interchange.is_project(head, name):
        limit = f"a project may have up to {LARGEST_PROJECT_BYTES / 1e6:,.0f} MB."
        return f"{lead}{limit} Export it without its recordings and pictures, or in parts."
    if (most := _most(head, name)) == LARGEST_CONTAINER_BYTES > LARGEST_BYTES:
        return f"{lead}a file that holds others may have up to {most / 1e6:,.0f} MB. Unpack it and import its files."
    reason = None if detect(Source(head, name)) in DOCUMENTS else binary_reason(head, name)
    if reason is not None:
        return reason
    if Path(name).suffix.lower() in interchange.ENDINGS:
        what = "a table or a JSON file" if _has_records(name) else "such a file"
        limit = f"{what} may have up to {most / 1e6:,.0f} MB. It was left as it is: "
        return f"{lead}{limit}export fewer at once, or as SQLite or a project."
    limit = f"an article may have up to {LARGEST_BYTES / 1e6:,.0f} MB. It was left as it is: "
    return f"{lead}{limit}split it and import the parts."
