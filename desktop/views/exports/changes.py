"""Every change that the redaction list would make, with what stands around it, and what it may have missed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from archive.operations.redacting import Edited, Missed, Preview
from desktop.theme import Theme
from desktop.wording import counted

from .rows import RowsList, Segment, Shown

_SHOWN = 2_000  # of each kind: nobody reads more, and Qt would measure each
_BEFORE_CHARS = 28


def shown(line: Edited | Missed) -> Shown:
    """How a change or a guess looks."""
    opens = [("open", "Open")] if line.article is not None else []
    if isinstance(line, Missed):
        return Shown(
            [Segment(_flat(line.words), "strong")],
            f"{line.where} · {line.why}",
            f"“{line.words}” in “{line.where}”: {line.why}",
            [*opens, ("rule", "Add a rule")],
        )
    before = _flat(line.before)[-_BEFORE_CHARS:]
    words = [
        Segment(f"…{before}" if before else "", role="muted"),
        Segment(_flat(line.words), role="warning", gone=True),
        Segment(f" {line.replacement}", "strong", "accent"),
        Segment(_flat(line.after), role="muted"),
    ]
    told = f"“{line.words}” becomes “{line.replacement}” in the {line.where}"
    return Shown(words, line.where[:1].upper() + line.where[1:], told, opens)


def _flat(words: str) -> str:
    """One line that keeps the spaces at its ends."""
    return words.replace("\n", " ").replace("\t", " ")


class ChangesList(RowsList):
    """`opened(line)` leads to the sentence, `ruled(line)` asks for a rule; Return and A do the same."""

    opened = Signal(object)
    ruled = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(shown, {Qt.Key.Key_A: "rule"}, theme, parent)
        self.setObjectName("redaction_changes")
        self.setAccessibleName("What the list changes, and what it may have missed")
        self.acted.connect(lambda name, line: (self.opened if name == "open" else self.ruled).emit(line))

    def show_preview(self, seen: Preview) -> None:
        """Guesses first: they are what a person has to look at."""
        lines: list[Edited | Missed | str] = []
        if seen.suspects:
            lines += [f"May have been missed: {len(seen.suspects):,}", *seen.suspects[:_SHOWN]]
        if seen.changes:
            more = f", the first {_SHOWN:,} of them here" if len(seen.changes) > _SHOWN else ""
            lines += [counted(len(seen.changes), "change") + more, *seen.changes[:_SHOWN]]
        self.show_lines(lines)
