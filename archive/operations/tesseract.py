"""Finds Tesseract on this machine, and has it read pictures: bare pixels in, its table of words out, in a sealed process of its own.

https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html. It gets a picture that the confined reader drew (PNM: a line of numbers
and pixels), never a file that a stranger made.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from archive.base.errors import Invalid, WaystationError
from archive.base.progress import Progress
from archive.confinement import programs
from archive.confinement.programs import Program
from archive.model.picture import Picture

# A page of ISO A4 at the resolution that Tesseract's models were made for: its longer side in pixels.
DPI = 300
LONGER_PX = 3508
PAGE_SECONDS = 120.0
# Ways to take a page apart (`--psm`): by itself, as one column of any letters, as one block. The first is best with columns, and
# now and then passes over lines that the others find.
LAYOUTS = (3, 4, 6)
_ASK_SECONDS = 20
_LISTED = re.compile(r'List of available languages in "([^"]+)"')
_VERSION = re.compile(r"tesseract v?(\d+)\.(\d+)(?:\.(\d+))?")
# ISO 639-3 and what Tesseract calls scripts, from the codes that articles have.
_CALLED = {
    "en": "eng", "ko": "kor", "ja": "jpn", "zh": "chi_sim", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "ru": "rus",
    "uk": "ukr", "pl": "pol", "pt": "por", "nl": "nld", "sv": "swe", "cs": "ces", "ar": "ara", "he": "heb", "vi": "vie",
    "th": "tha", "tr": "tur", "fa": "fas", "hi": "hin",
}  # fmt: skip
_NAMES = {
    "eng": "English", "kor": "Korean", "jpn": "Japanese", "chi_sim": "Chinese, simplified", "chi_tra": "Chinese, traditional",
    "deu": "German", "fra": "French", "spa": "Spanish", "ita": "Italian", "rus": "Russian", "ukr": "Ukrainian", "pol": "Polish",
    "por": "Portuguese", "nld": "Dutch", "swe": "Swedish", "ces": "Czech", "ara": "Arabic", "heb": "Hebrew", "vie": "Vietnamese",
    "tha": "Thai", "tur": "Turkish", "fas": "Persian", "hin": "Hindi",
}  # fmt: skip
_OWN_LETTERS = frozenset({"kor", "jpn", "chi_sim", "chi_tra", "rus", "ukr", "ara", "heb", "tha", "fas", "hin"})
_NO_LANGUAGE = frozenset({"osd", "equ", "snum"})


class Missing(WaystationError):
    """No program for text recognition is installed."""


class Recogniser(Protocol):
    """Reads words in pictures. `name` is what is told of it, `version` a number that grows with it, `languages` what it can read."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def languages(self) -> tuple[str, ...]: ...

    def read(self, picture: Picture, languages: Sequence[str], progress: Progress, layout: int = 3) -> str:
        """The table of words (`importers.recognition.tables`), with the page taken apart in one of the `LAYOUTS`.

        Raises Unreadable with a sentence, and Cancelled.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The one that is installed, as `find` found it."""

    program: Program
    name: str
    version: int
    languages: tuple[str, ...]

    def read(self, picture: Picture, languages: Sequence[str], progress: Progress, layout: int = 3) -> str:
        """As `Recogniser.read`."""
        given = b"P6\n%d %d\n255\n" % (picture.width, picture.height) + picture.pixels
        asked = ("stdin", "stdout", "-l", "+".join(languages), "--dpi", str(DPI), "--psm", str(layout), "tsv")
        said = programs.run(self.program, asked, given, seconds=PAGE_SECONDS, progress=progress)
        return said.decode("utf-8", "replace")


def find() -> Tesseract:
    """The Tesseract of this machine. Raises Missing, with what to install."""
    path = shutil.which("tesseract")
    if path is None:
        raise Missing("Tesseract, which reads scanned pages, is not installed.", install())
    try:
        return _asked(os.path.realpath(path))
    except (OSError, subprocess.SubprocessError) as error:
        raise Missing(f"Tesseract is at {path}, and does not start ({error}).", install()) from error


def install() -> str:
    """What to do to have it, in a sentence."""
    return (
        "Install it with your system's packages: tesseract-ocr with tesseract-ocr-eng and tesseract-ocr-kor (Debian, Ubuntu), "
        "tesseract and tesseract-lang (Homebrew), or UB Mannheim's installer (Windows); then start Waystation again."
    )


@cache
def _asked(path: str) -> Tesseract:
    """What it says of itself; asked once for each place where one lies."""
    listed = _ask(path, "--list-langs")
    version = _VERSION.search(_ask(path, "--version"))
    folder = _LISTED.search(listed)
    languages = tuple(line.strip() for line in listed.splitlines()[1:] if re.fullmatch(r"[\w/-]+", line.strip()))
    numbers = [int(each or 0) for each in version.groups()] if version else [0, 0, 0]
    name = f"Tesseract {'.'.join(map(str, numbers))}" if version else "Tesseract"
    folders = [*([folder[1]] if folder else []), *_beside(path)]
    told = {"OMP_THREAD_LIMIT": "1", **{key: os.environ[key] for key in ("TESSDATA_PREFIX",) if key in os.environ}}
    known = tuple(each for each in languages if each not in _NO_LANGUAGE)
    return Tesseract(
        Program(path, tuple(folders), told), name, numbers[0] * 10_000 + numbers[1] * 100 + numbers[2], known
    )


def _ask(path: str, question: str) -> str:
    done = subprocess.run(
        [path, question], capture_output=True, timeout=_ASK_SECONDS, stdin=subprocess.DEVNULL, check=False
    )
    return (
        (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace")
        if b"List of" not in done.stdout
        else done.stdout.decode("utf-8", "replace")
    )


def _beside(path: str) -> list[str]:
    """The libraries of one that lies in a place of its own (conda, Homebrew on Linux)."""
    prefix = Path(path).parent.parent
    return [] if str(prefix) in ("/", "/usr", "/usr/local") else [str(prefix / "lib"), str(prefix / "share")]


def called(code: str | None) -> str | None:
    """What Tesseract calls the language of an article (`en` → `eng`), or None."""
    return _CALLED.get((code or "").partition("-")[0].lower())


def spoken(language: str) -> str:
    """A language of Tesseract's in words: `kor` → `Korean`."""
    return _NAMES.get(language, language)


def chosen(recogniser: Recogniser, wanted: Sequence[str]) -> tuple[str, ...]:
    """The languages that are wanted, each once. Raises Invalid for one that is not installed, or none at all.

    Those with letters of their own come first: the other way round Tesseract reads Hangul as badly written Latin.
    """
    kept = tuple(sorted(dict.fromkeys(each for each in wanted if each), key=lambda each: each not in _OWN_LETTERS))
    missing = [each for each in kept if each not in recogniser.languages]
    if missing or not kept:
        there = ", ".join(recogniser.languages) or "none"
        what = f"Tesseract has no data for “{missing[0]}”." if missing else "No language was chosen."
        raise Invalid(what, f"Choose from: {there}; or install its data.")
    return kept
