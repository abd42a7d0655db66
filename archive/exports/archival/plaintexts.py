"""Whole articles as plain text in UTF-8, a file each in a ZIP file or a folder: the very text, then the passages with their places."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.shared import pages
from archive.exports.shared.cells import plain
from archive.model.excerpt import Excerpt, Packet, Whole

from .files import filed

_RULE = "\n\n" + "-" * 72 + "\n\n"


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """A file an article, named by its title."""
    return filed(packet, path, progress, ".txt", _article)


def _article(whole: Whole) -> Iterator[str]:
    yield plain(whole.text)
    standing, elsewhere = pages.marked(whole)
    if not whole.excerpts:
        return
    yield _RULE + "Passages\n"
    for each in (*standing, *elsewhere):
        place = f"{each.anchor.start}–{each.anchor.end}" if each in standing else "not in the present text"
        yield f"\n[{place}] “{plain(each.exact)}”\n{_said(each)}"


def _said(each: Excerpt) -> str:
    told = [f"Tags: {'; '.join(each.tags)}" if each.tags else "", each.note, each.author]
    return "".join(f"    {plain(part)}\n" for part in told if part)
