"""The page of what a merge left to be decided: contradictions side by side, tags that may be one, records without a place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.exchange import Conflict, Held, Offer
from archive.operations.exchange import offering, resolving
from desktop.context import Context
from desktop.views.library.empty import EmptyState
from desktop.widgets.basics import Page, label
from desktop.widgets.cardcolumn import CardColumn, card_page
from desktop.wording import counted

from .cards import ConflictCard, HeldCard, OfferCard

MOST_CARDS = 60  # at once; what is decided makes room
_WIDEST = 960
_ABOUT = "What more than one person changed, side by side. Until you decide, one of the values shows everywhere; nothing is lost."
_NONE = "Nothing is to be decided. When you merge somebody's work, what both of you changed is shown here."
_TOUCHING = ("passage", "article", "tag", "memo", "event", "figure", "collection", "exchange")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What waits."""

    conflicts: Sequence[Conflict]
    offers: Sequence[Offer]
    held: Sequence[Held]

    @property
    def count(self) -> int:
        return len(self.conflicts) + len(self.offers) + len(self.held)


def load(archive: Archive) -> Loaded:
    """Reads what waits."""
    return Loaded(resolving.conflicts(archive), offering.offers(archive), resolving.held(archive))


Card = ConflictCard | OfferCard | HeldCard


class ConflictsPage(Page):
    """`open_requested(article, start, end)` reads an article."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("conflicts", "To decide after merging", context.theme, parent)
        self._context = context
        self.cards: list[Card] = []
        self.told = label("", "muted", self, wraps=True)
        self.told.setObjectName("conflicts-told")
        self._column = CardColumn("conflicts-cards", self)
        self.empty = EmptyState(self)
        self._build()
        context.history.changed.connect(self._changed)
        self.refresh()

    def _build(self) -> None:
        about = label(_ABOUT, "muted", self, wraps=True)
        self.fill_with(card_page(self, _WIDEST, about, self.told, self._column, self.empty))
        self.empty.hide()

    # Filling

    def refresh(self) -> None:
        """Reads again what waits."""
        archive = self._context.archive
        self._context.jobs.latest(("conflicts", id(self)), lambda _: load(archive), done=self._fill, owner=self)

    def _changed(self, change: Change) -> None:
        if any(change.touches(kind) for kind in _TOUCHING):
            self.refresh()

    def _fill(self, loaded: Loaded) -> None:
        focused = self.focusWidget()
        place = next(
            (n for n, card in enumerate(self.cards) if focused is not None and card.isAncestorOf(focused)), None
        )
        for card in self.cards:
            self._column.drop(card)
        self.cards = self._made(loaded)
        for number, card in enumerate(self.cards):
            self._column.put(number, card)
        self._say(loaded)
        if not self.cards:
            self.setFocusProxy(None)
            if place is not None:
                self.setFocus()  # not whatever Qt finds next, which is far away: undo brings the cards back here
        if self.cards and (place is not None or self.hasFocus()):
            # The keyboard goes on with what stands where the decided one stood.
            self._first_button(self.cards[min(place or 0, len(self.cards) - 1)])
        if self.cards:
            self.setFocusProxy(next(iter(self.cards[0].buttons.values())))

    def _first_button(self, card: Card) -> None:
        next(iter(card.buttons.values())).setFocus()
        self._column.ensureWidgetVisible(card)

    def _made(self, loaded: Loaded) -> list[Card]:
        writable = not self._context.archive.read_only
        made: list[Card] = []
        for conflict in loaded.conflicts[:MOST_CARDS]:
            card = ConflictCard(conflict, self.theme, self, writable=writable)
            card.decided.connect(self.decide)
            card.grown.connect(self._column.reveal)
            card.open_asked.connect(lambda article: self.open_requested.emit(article, 0, 0))
            made.append(card)
        for offer in loaded.offers[: MOST_CARDS - len(made)]:
            offered = OfferCard(offer, self, writable=writable)
            offered.answered.connect(self.answer)
            made.append(offered)
        for held in loaded.held[: MOST_CARDS - len(made)]:
            kept = HeldCard(held, self, writable=writable)
            kept.dropped.connect(self.drop)
            made.append(kept)
        return made

    def _say(self, loaded: Loaded) -> None:
        nothing = not loaded.count
        if nothing:
            self.empty.show_state(_NONE, [])
        more = (
            f" These are the first {len(self.cards)}: decide about them to see more."
            if loaded.count > len(self.cards)
            else ""
        )
        self.told.setText(f"{counted(loaded.count, 'thing waits', 'things wait')} for you.{more}")
        self.told.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self._column.setVisible(not nothing)

    # Acts

    def _run(self, act: Callable[[], Change]) -> None:
        self._context.run_change(act, toast=True)

    def decide(self, conflict: Conflict, choice: int | str, text: str | None) -> None:
        """Decides a contradiction."""
        archive = self._context.archive
        self._run(lambda: resolving.resolve(archive, conflict.kind, conflict.uid, conflict.field, choice, text))

    def answer(self, offer: Offer, join: bool) -> None:
        """Makes one tag of two, or says that they are two."""
        archive = self._context.archive
        act = offering.join_tags if join else offering.keep_apart
        self._run(lambda: act(archive, offer.came, offer.here))

    def drop(self, held: Held) -> None:
        """Lets go of what found no place."""
        archive = self._context.archive
        self._run(lambda: resolving.drop_held(archive, held.kind, held.uid))
