"""Writing the note of a passage on the page: the card beside the words, saved as it is typed, one step to undo."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive.operations import annotate

from .acts import Target
from .hover import NoteCard

if TYPE_CHECKING:
    from .page import PageMarks


class Noting(QObject):
    """The note card of one page. Words that are no passage yet become one with the first letters of their note."""

    def __init__(self, page: "PageMarks") -> None:
        super().__init__(page)
        self._page = page
        self.card = NoteCard(page.context.theme, page.surface.viewport())
        self._target: Target | None = None
        self._joining = False
        self.card.typed.connect(self._save)
        self.card.left.connect(self._left)

    def open(self, target: Target) -> None:
        """Opens the card for the target, with the note that it has."""
        page = self._page
        self._target, self._joining = target, False
        passage = page.marks.passage(target.uid)
        page.bar.hide()
        self.card.open_at(page.rect_of(*target.span), passage.note if passage is not None else "")

    def flush(self) -> None:
        """Saves what was typed, now: the archive closes next."""
        target, text, archive = self._target, self.card.unsaved, self._page.context.archive
        if target is None or text is None or archive.read_only:
            return
        self._target = None
        if target.uid is not None:
            annotate.set_note(archive, target.uid, text, joining=self._joining)
        elif text.strip():
            annotate.mark(archive, target.article, *target.span, note=text, edition=target.edition)
            self._page.hidden.show_own(self._page.marks)

    def _save(self, text: str) -> None:
        target, page = self._target, self._page
        if target is None or (target.uid is None and not text.strip()):
            return
        colour = None
        if target.uid is None:
            colour = page.usual_colour
            page.begin_act(target, colour)
        page.acts.mark(target, note=text, colour=colour, joining=self._joining, done=partial(page.act_done, target))
        self._joining = True

    def _left(self) -> None:
        self._target = None
        self._page.surface.setFocus()
