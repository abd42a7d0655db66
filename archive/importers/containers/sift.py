"""Which of the files in a container are articles to be read; the rest is counted, so that it can be told."""

from collections import Counter
from pathlib import PurePosixPath

from archive.importers import zipped
from archive.importers.detect import HTML_ENDINGS, MARKDOWN_ENDINGS, PLAIN_ENDINGS, Format, detect
from archive.importers.interchange import registry
from archive.importers.tables.detect import is_likely
from archive.model.article import Source

from . import detect as container

_READABLE = HTML_ENDINGS | MARKDOWN_ENDINGS | PLAIN_ENDINGS
# Parts of pages, which no one reads by themselves; not even their bytes are looked at.
_PARTS = frozenset(
    ".css .js .mjs .map .png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .avif .woff .woff2 .ttf .otf .eot"
    " .mp3 .mp4 .m4a .webm .ogg .wav .mov .avi .exe .dll .so .py .cdx .cdxj .idx".split()
)

_HEAD = 65_536  # bytes that tell what a file may be


def is_part(name: str) -> bool:
    """Whether a name's ending tells that the file is a picture, a style sheet or the like."""
    return PurePosixPath(name).suffix.lower() in _PARTS


def is_hidden(name: str) -> bool:
    """Files that a system puts beside others: `.DS_Store`, `__MACOSX/…`."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def is_wanted(name: str, data: bytes) -> bool:
    """Whether the file is something that is read, by its content where its name does not say so."""
    path = PurePosixPath(name)
    if is_part(name) or not data:
        return False
    if path.suffix.lower() in _READABLE:
        return True
    source = Source(data, path.name)
    # Without its ending: a settings file in JSON is no export of another program.
    bare = Source(data, path.stem)
    return (
        container(source) is not None
        or is_likely(data[:_HEAD], path.name)
        or zipped.kind(data) is zipped.Kind.WORKBOOK
        or registry.detect(bare) is not None
        or detect(source) not in (Format.PLAIN, Format.MARKDOWN)
    )


def left_out(names: Counter[str], noun: str, plural: str) -> str | None:
    """One sentence on the files that were not taken, by their endings; None when there are none."""
    many = names.total()
    if not many:
        return None
    kinds = ", ".join(f"{number:,} {ending or 'without an ending'}" for ending, number in names.most_common(6))
    what = f"1 {noun} was" if many == 1 else f"{many:,} {plural} were"
    return f"{what} left out, being neither texts, documents nor saved pages ({kinds})."
