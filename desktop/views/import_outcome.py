"""What came of an import, made out of what became of each of its files: a sentence, where it leads, and what to know of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .import_rows import Told, troubles

if TYPE_CHECKING:
    from archive.operations.ingest import FileReport

_REVIEWED = ("added", "updated", "refused")
_WORDS = {
    "added": ("article added", "articles added"),
    "updated": ("article updated", "articles updated"),
    "duplicate": ("file was here already", "files were here already"),
    "refused": ("file refused", "files refused"),
}


def summary(files: Sequence[FileReport]) -> str:
    """One line on what became of the files: `4 articles added, 1 file refused`."""
    from archive.model.interchange import together
    from archive.operations import ingest

    counts = Counter(str(file.status) for file in files if file.brought is None)
    brought = [file.brought for file in files if file.brought is not None]
    parts = [f"{counts[status]:,} {words[counts[status] != 1]}" for status, words in _WORDS.items() if counts[status]]
    told = ". ".join(
        filter(None, [", ".join(parts), f"Brought in {ingest.told(together(brought))}" if brought else ""])
    )
    return told or "No file there could be an article."


@dataclass(frozen=True, slots=True)
class Outcome:
    """`added` is the article that was added last, which stands first in the list; `reviewed` says whether there is anything to review."""

    summary: str
    added: int | None
    reviewed: bool
    told: Sequence[Told]


def outcome(files: Sequence[FileReport], warnings: Sequence[str] = ()) -> Outcome:
    """What came of these files, and of the folders that `warnings` tell of."""
    added = next((article for file in reversed(files) if (article := _added(file)) is not None), None)
    reviewed = any(file.status in _REVIEWED for file in files)
    return Outcome(summary(files), added, reviewed, troubles(files, warnings))


def _added(file: FileReport) -> int | None:
    """The article that a file brought anew, the last of them."""
    if file.brought is not None:
        # Articles that are made have higher numbers than those that were here.
        return max(file.brought.ids) if file.brought.articles.new and file.brought.ids else None
    return file.id if file.status in ("added", "updated") else None
