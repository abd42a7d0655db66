"""The card beside the mark that is pointed at, or chosen by keys: fetched in the background, it goes where the mark goes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect

from archive.model.event import Mention
from archive.model.ids import MentionId
from archive.operations import timeline
from desktop.context import Context
from desktop.views.events.card import EventCard
from desktop.views.events.words import Headings
from desktop.widgets.timeline import TimelineCanvas

from .arranging import Loaded, contradicted


class Beside(QObject):
    """Shows `card` over the canvas that it was made for."""

    def __init__(
        self, context: Context, canvas: TimelineCanvas, loaded: Callable[[], Loaded | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._canvas, self._loaded = context, canvas, loaded
        self._pointed: object = None  # the id of the mark under the pointer
        self.card = EventCard(context.theme, canvas)
        canvas.hovered.connect(lambda ident, _: self._hovered(ident))
        canvas.chosen.connect(lambda ident, _: self._chosen(ident))
        canvas.viewed.connect(self._follow)
        context.theme.changed.connect(self.card.hide)

    def fetch(self, ident: int, then: Callable[[Mention], object]) -> None:
        """Does something with a mention, as it is now."""
        archive = self._context.archive

        def done(found: list[Mention]) -> None:
            if found:
                then(found[0])

        self._context.jobs.run(lambda _: timeline.by_ids(archive, [MentionId(ident)]), done=done, owner=self)

    def _hovered(self, ident: object) -> None:
        self._pointed = ident
        if isinstance(ident, int):
            self._fetch_all(ident)
        else:
            self.card.leave()

    def _chosen(self, ident: object) -> None:
        self._pointed = None
        if not isinstance(ident, int):
            self.card.hide()
        elif self._canvas.hasFocus():
            self._fetch_all(ident)

    def _fetch_all(self, ident: int) -> None:
        """Shows a mention with those that tell of the same happening, or contradict it."""
        archive, loaded = self._context.archive, self._loaded()
        if loaded is None:
            return
        found = contradicted(loaded, ident)
        against = [each for disagreement in found for each in disagreement.mentions]
        why = found[0].why if found else ""

        def work(_: object) -> list[Mention]:
            with archive.snapshot():
                together = timeline.together(archive, MentionId(ident))
                wanted = dict.fromkeys([MentionId(ident), *against, *together])
                return timeline.by_ids(archive, list(wanted))

        def done(mentions: list[Mention]) -> None:
            if mentions and mentions[0].id == ident:
                self._show(mentions[0], mentions[1:], why, loaded.headings)

        self._context.jobs.run(work, done=done, owner=self)

    def _show(self, mention: Mention, others: Sequence[Mention], why: str, headings: Headings) -> None:
        """Unless the pointer, and the choice, are on another mark by now."""
        rect, writable = self._rect(mention), not self._context.archive.read_only
        if mention.id in (self._pointed, self._canvas.stage.chosen_id) and not rect.isEmpty():
            self.card.show_mention(mention, headings, rect, writable=writable, others=others, why=why)

    def _rect(self, mention: Mention) -> QRect:
        return self._canvas.rect_of(self._canvas.stage.index.position(mention.id))

    def _follow(self) -> None:
        if self.card.isVisible() and self.card.mention is not None:
            rect = self._rect(self.card.mention)
            self.card.place(rect) if not rect.isEmpty() else self.card.hide()
