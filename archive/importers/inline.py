"""Gathers the words of one block as they come: white space collapsed, emphasis and links kept in place, nothing unstorable kept."""

import re
from dataclasses import dataclass, field

from archive.base.text import storable
from archive.model.article import Run, RunKind

# Controls that no text uses; white space among them is collapsed like any other.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with U+FFFD for NUL, lone surrogates and controls that no text uses; its length stays."""
    return text if text.isascii() and text.isprintable() else storable(_CONTROL.sub("\ufffd", text))


@dataclass(slots=True)
class Inline:
    """The text of a block in the making. `replaced` counts characters that no text can hold and that show as U+FFFD."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[Run] = field(default_factory=list)
    open: list[tuple[RunKind, int, str | None]] = field(default_factory=list)
    spaced: bool = True
    replaced: int = 0

    def add(self, text: str) -> None:
        """Adds words; white space between them becomes one space."""
        words = text.split()
        if not words:
            self._space(bool(text))
            return
        self._space(text[0].isspace())
        joined = " ".join(words)
        kept = clean(joined)
        if kept is not joined:
            self.replaced += kept.count("\ufffd") - joined.count("\ufffd")
        self.parts.append(kept)
        self.length += len(kept)
        self.spaced = False
        self._space(text[-1].isspace())

    def _space(self, wanted: bool) -> None:
        if wanted and not self.spaced:
            self.parts.append(" ")
            self.length += 1
            self.spaced = True

    def begin(self, kind: RunKind, target: str | None = None) -> None:
        """Opens an inline mark at this place."""
        self.open.append((kind, self.length, target))

    def finish(self, kind: RunKind) -> None:
        """Closes the mark of this kind that was opened last."""
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] is kind:
                _, start, target = self.open.pop(index)
                self.mark(kind, start, target)
                return

    def mark(self, kind: RunKind, start: int, target: str | None = None) -> None:
        """Lays a mark from `start` to this place; one that goes on from the last of its kind is the same mark."""
        if self.length <= start:
            return
        for index in range(len(self.runs) - 1, max(-1, len(self.runs) - 4), -1):
            last = self.runs[index]
            if last.kind is kind and last.target == target and last.end == start:
                self.runs[index] = Run(kind, last.start, self.length, target)
                return
        self.runs.append(Run(kind, start, self.length, target))

    def done(self) -> tuple[str, tuple[Run, ...]]:
        """The text without white space at its ends, and its marks without any at theirs."""
        text = "".join(self.parts).rstrip()
        kept = []
        for run in self.runs:
            words = text[run.start : run.end]
            start = run.start + len(words) - len(words.lstrip())
            end = run.start + len(words.rstrip())
            if end > start:
                kept.append(Run(run.kind, start, end, run.target))
        return text, tuple(sorted(kept, key=lambda run: (run.start, -run.end)))
