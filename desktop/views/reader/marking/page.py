"""The marks of one pane: loads and draws them, knows the passage that keys act on, and does what keys and pointer ask."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QTextCursor

from archive.annotation.units import Unit
from archive.base import places
from archive.model.passage import COLOURS
from archive.operations import annotate
from desktop.context import Context
from desktop.views.reader.painting import MARKED

from . import marks as reading
from . import selecting
from .acts import Acts, Target
from .authors import Hidden
from .bar import MarkBar
from .canvas import Canvas, pending, union
from .drawing import Drawing
from .hover import HoverCard
from .margin import Margin
from .marks import USUAL_COLOUR, Mark, Marks
from .noting import Noting

if TYPE_CHECKING:
    from desktop.views.reader.pane import Pane


class PageMarks(QObject):
    """`changed` when other marks are shown, `chose(uid or "")` when another passage is the one that keys act on.

    `unveiled` when a layer is shown because something was marked in it.
    """

    changed = Signal()
    unveiled = Signal()
    chose = Signal(str)

    def __init__(self, context: Context, pane: "Pane") -> None:
        super().__init__(pane)
        self.context, self.pane, self.surface = context, pane, pane.surface
        self.acts = Acts(context, self)
        self.canvas, self.margin = Canvas(), Margin(context.theme)
        self.bar = MarkBar(context.theme, context.actions, self.surface.viewport())
        self.hover = HoverCard(context.theme, self.surface.viewport())
        self.noting, self.hidden = Noting(self), Hidden(context)
        self._target: Target | None = None
        self._snapped: tuple[tuple[int, int, int, str] | None, tuple[int, int]] = (None, (0, 0))
        self.surface.marked = Drawing(context.theme, self.surface, self.canvas, self.margin)
        self._bar_due = QTimer(self, interval=120, singleShot=True)
        self._bar_due.timeout.connect(self.show_bar)
        self.pressed = False
        pane.shown.connect(self._shown)
        self.surface.cursorPositionChanged.connect(self._caret_moved)
        self.surface.selectionChanged.connect(self._selection_changed)
        self.bar.coloured.connect(self.highlight)
        self.acts.failed.connect(self._take_back)
        self.acts.settled.connect(self.refresh)

    # Loading

    @property
    def marks(self) -> Marks:
        return self.canvas.marks

    @property
    def writable(self) -> bool:
        return self.pane.opened is not None and not self.context.archive.read_only

    def refresh(self) -> None:
        """Reads the passages of the open article again."""
        found, archive = self.pane.opened, self.context.archive
        if found is None:
            self._take(Marks())
            return
        article, hidden = found.article.id, self.hidden.authors
        self.context.jobs.latest(
            ("marks", id(self)),
            lambda _: reading.load(archive, article, hidden),
            done=self._take,
            failed=_gone,
            owner=self,
        )

    def _shown(self, article_id: int) -> None:
        if article_id != (self.marks.article or 0):
            self._target = None
            self.canvas.chosen = None
            self.close_all()
            self._take(Marks())
        found = self.pane.opened
        if found is None or found.edition.id != self.marks.edition:
            self.refresh()

    def _take(self, marks: Marks) -> None:
        found = self.pane.opened
        if marks.article is not None and (found is None or found.article.id != marks.article):
            return
        if found is not None and marks.edition is not None and marks.edition != found.edition.id:
            # Another text came meanwhile: its marks would stand on wrong words of the one on the page.
            self.pane.refresh()
            return
        on_the_way = [*self.canvas.pending, *filter(None, map(self.marks.mark, self.canvas.gone))]
        self.canvas.take(marks)
        self.hover.hide()
        if not self.acts.busy:
            self.canvas.pending, self.canvas.gone = (), frozenset()
            if self._target is not None and self._target.uid is not None and marks.mark(self._target.uid) is None:
                self.choose(None)
            elif self._target is not None and self._target.uid is not None:
                self._choose_target(self._target)
        if on_the_way:
            self.canvas.forget(*union(on_the_way))
        self._wash()
        self.changed.emit()

    def redraw(self, *spans: tuple[int, int]) -> None:
        """Draws the marks again after any of them changed; at once and no more than that, when only those at `spans` did."""
        self.canvas.forget(*spans)
        if spans:
            self.surface.viewport().update()
        else:
            self._wash()

    def _wash(self) -> None:
        self.surface.washes.set(MARKED, [*self.marks.spans, *union(self.canvas.pending)])
        self.surface.show_marks()

    def _take_back(self) -> None:
        """What was drawn before it was certain goes again."""
        self.canvas.pending, self.canvas.gone = (), frozenset()
        if self._target is not None and self._target.uid is None:
            self.choose(None)
        self.redraw()
        self.refresh()

    # What keys act on

    @property
    def selection(self) -> tuple[int, int]:
        """The selected words, snapped as the preference says; empty without a selection."""
        found = self.pane.opened
        start, end = self.surface.selected()
        if found is None or start >= end:
            return start, start
        unit = self.context.settings["marking.snap"]
        if self._snapped[0] != (found.edition.id, start, end, unit):
            # A key asks several times over, and a long paragraph is slow to take apart.
            span = selecting.snapped(found.edition.text, start, end, unit)
            self._snapped = ((found.edition.id, start, end, unit), span)
        return self._snapped[1]

    def target(self, *, sentence: bool = False) -> Target | None:
        """The selected words, else the passage under the caret, else (`sentence`) the sentence there; None: nothing."""
        found = self.pane.opened
        if found is None:
            return None
        span = self.selection
        if span[0] < span[1]:
            return self._target if self._holds(span) else self.target_of(span)
        if self._target is not None:
            return self._target
        if sentence:
            span = selecting.around(found.edition.text, self.surface.selected()[0], Unit.SENTENCE)
            if span[0] < span[1]:
                return self.target_of(span)
        return None

    def target_of(self, span: tuple[int, int]) -> Target | None:
        """These words, or the person's own passage on exactly them where there is one: no twin is made of it."""
        found = self.pane.opened
        if found is None:
            return None
        own = self.marks.same(span, places.author())
        uid = own.uid if own is not None and own.uid not in self.canvas.gone else None
        return Target(found.article.id, found.edition.id, span, uid)

    def _holds(self, span: tuple[int, int]) -> bool:
        """Whether the keys act on a passage of the person's own on exactly these words, or on one in the making."""
        held = self._target
        if held is None or held.span != span:
            return False
        passage = self.marks.passage(held.uid)
        if passage is not None:
            return passage.author == places.author()
        return held.uid is None or any(mark.uid == f"new-{id(held)}" for mark in self.canvas.pending)

    @property
    def chosen(self) -> str | None:
        return self.canvas.chosen

    def choose(self, uid: str | None, *, reveal: bool = False) -> None:
        """Makes a passage the one that keys act on; with `reveal` its words come into view."""
        mark, found = self.marks.mark(uid), self.pane.opened
        if mark is None or found is None:
            self._choose_target(None)
            return
        if reveal:
            self.pane.go_to(mark.start)
        self._choose_target(Target(found.article.id, found.edition.id, (mark.start, mark.end), mark.uid))

    def _choose_target(self, target: Target | None) -> None:
        before, self._target = self.canvas.chosen, target
        self.canvas.chosen = target.uid if target is not None else None
        if before != self.canvas.chosen:
            self.surface.viewport().update()
            self.chose.emit(self.canvas.chosen or "")
            self.context.actions.refresh()  # now: the next key may be for this passage

    def _caret_moved(self) -> None:
        position = self.surface.selected()[0]
        held = self._target
        if held is not None and held.span[0] <= position <= held.span[1]:
            return
        found = [mark for mark in self.marks.at(position) if mark.uid not in self.canvas.gone]
        self.choose(found[0].uid if found else None)

    def cycle(self) -> None:
        """The next of the passages that overlap at the caret."""
        found = self.marks.at(self.surface.selected()[0])
        if found:
            uids = [mark.uid for mark in found]
            at = uids.index(self.chosen) + 1 if self.chosen in uids else 0
            self.choose(uids[at % len(uids)])

    # Acts

    def highlight(self, colour: str | None = None) -> None:
        """Marks in a colour (the last one used); a passage that is one already takes the colour, or the next one.

        Words selected that are such a passage choose it, and leave its colour when none is asked for.
        """
        target = self.target(sentence=True)
        if target is None or not self.writable:
            return
        mark, passage = self.marks.mark(target.uid), self.marks.passage(target.uid)
        again = passage is not None and self.surface.textCursor().hasSelection()
        if again:
            self.turn_to(target)
        if passage is not None and passage.tags and (colour is not None or not again):
            self.context.alerts.toast("A tagged passage has the colour of its first tag.")
        if passage is not None and (passage.tags or (again and colour in (None, passage.colour))):
            return
        if colour is None and mark is not None:
            colour = COLOURS[(COLOURS.index(mark.colour) + 1) % len(COLOURS)]
        colour = colour or self.usual_colour
        self.context.settings.keep_state("marking.colour", colour)
        self.begin_act(target, colour)
        self.acts.mark(target, colour=colour, done=partial(self.act_done, target))

    def tag(self, path: str, colour: str, target: Target | None = None) -> None:
        """Puts a tag on the target, marking its words first where they are no passage yet."""
        target = target or self.target(sentence=True)
        if target is None or not self.writable:
            return
        self.begin_act(target, colour)
        self.acts.mark(target, tag=path, done=partial(self.act_done, target))

    def untag(self, path: str, target: Target) -> None:
        """Takes a tag off the passage."""
        archive = self.context.archive
        self.acts.add(lambda: annotate.untag(archive, [target.uid or ""], path))

    def remove(self, uid: str | None = None) -> None:
        """Takes a passage away, with the offer to undo it."""
        gone = uid or self.chosen
        if gone is None or not self.writable:
            return
        archive = self.context.archive
        self.canvas.gone |= {gone}
        self.choose(None)
        self.redraw()

        def removed(_: object) -> None:
            self.context.alerts.toast("Passage removed", action_label="Undo", action=self.context.history.undo)

        self.acts.add(lambda: annotate.unmark(archive, [gone]), removed)

    def move_edges(self, mark: Mark, start: int, end: int) -> None:
        """Gives a passage other edges."""
        found, archive = self.pane.opened, self.context.archive
        if found is None or (start, end) == (mark.start, mark.end):
            self.preview(None)
            return
        edition = found.edition.id
        self.preview(pending(start, end, mark.colour, like=mark))
        self._target = Target(found.article.id, edition, (start, end), mark.uid)
        self.acts.add(lambda: annotate.move_edges(archive, mark.uid, start, end, edition=edition))

    def preview(self, mark: Mark | None) -> None:
        """Draws a mark as it would be."""
        self.canvas.pending = () if mark is None else (mark,)
        self.redraw()

    def note(self) -> None:
        """Opens the card in which the note of the target is written."""
        target = self.target()
        if target is None or not self.writable:
            return
        self.turn_to(target)
        self.noting.open(target)

    def flush(self) -> None:
        """Saves what is being typed, now: the archive closes next."""
        self.noting.flush()

    @property
    def usual_colour(self) -> str:
        """The colour used last."""
        kept = self.context.settings.state("marking.colour", USUAL_COLOUR)
        return kept if kept in COLOURS else USUAL_COLOUR

    def begin_act(self, target: Target, colour: str) -> None:
        """Draws at once what the act will make of the target."""
        if target.uid is None and all(mark.uid != f"new-{id(target)}" for mark in self.canvas.pending):
            made = pending(*target.span, colour, f"new-{id(target)}", lane=self.marks.free_lane(*target.span))
            self.canvas.pending = (*self.canvas.pending, made)
        elif (mark := self.marks.mark(target.uid)) is not None and not (mark.passage and mark.passage.tags):
            self.canvas.pending = (pending(mark.start, mark.end, colour, like=mark),)
        self._let_go(target)
        self.redraw(target.span)

    def _let_go(self, target: Target) -> None:
        """The selection gives way to what was made of it."""
        self.bar.hide()
        cursor = self.surface.textCursor()
        self._target = target
        if cursor.hasSelection() and self.surface.section is not None:
            cursor.setPosition(self.surface.section.to_qt(target.span[0]))
            self.surface.setTextCursor(cursor)
            self._target = target

    def turn_to(self, target: Target) -> None:
        """Chooses the passage that the selected words are, if they are one."""
        if self.marks.passage(target.uid) is None:
            return
        self._unveil()
        self._let_go(target)
        self._choose_target(target)

    def act_done(self, target: Target, _: object) -> None:
        """The act is in the archive: the passage is known by its uid now, and stands in a layer that is shown."""
        self._unveil()
        if self._target is target:
            self._choose_target(target)

    def _unveil(self) -> None:
        """Shows the layer of the person who marks here, if it was hidden."""
        if self.hidden.show_own(self.marks):
            self.context.alerts.toast("Your own passages were hidden. They are shown again.")
            self.unveiled.emit()

    # Where things stand

    def rect_of(self, start: int, end: int) -> QRect:
        """The place of words in the viewport: from their first line to their last."""
        section = self.surface.section
        if section is None:
            return QRect()
        first, last = section.span_to_qt(start, end)
        cursor = QTextCursor(self.surface.document())
        cursor.setPosition(first)
        rect = self.surface.cursorRect(cursor)
        cursor.setPosition(last)
        closing = self.surface.cursorRect(cursor)
        if closing.top() > rect.top():
            left, right = self.surface.column()
            rect.setLeft(round(left))
            closing.setRight(round(right))
        return rect.united(closing)

    def _selection_changed(self) -> None:
        self.hover.hide()
        self.context.actions.refresh("passage.extend", "passage.shrink", "passage.narrow")
        if self.surface.textCursor().hasSelection():
            self._bar_due.start()
        else:
            self._bar_due.stop()
            self.bar.hide()

    def show_bar(self) -> None:
        """Shows the bar at the selection, unless it is still being made."""
        start, end = self.surface.selected()
        if start < end and self.writable and not self.pressed and self.surface.hasFocus():
            self.bar.show_tools(self.rect_of(start, end), self.usual_colour)

    def close_all(self) -> None:
        """Closes what floats over the page."""
        self.noting.card.leave()
        for floating in (self.bar, self.hover):
            floating.hide()


def _gone(error: Exception) -> None:
    """An article that was purged meanwhile has no marks; the reader itself says that it is gone."""
