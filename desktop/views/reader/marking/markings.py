"""What the reader's panes have in common in marking: the commands, the tag box, the codebook, the banner of what waits."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from archive.base.errors import Invalid
from archive.model.change import Change
from archive.operations.drafting import tag_path
from desktop.context import Context
from desktop.models.tags import TagBook
from desktop.widgets.tag_box import TagBox

from .acts import Target
from .hands import Hands
from .page import PageMarks
from .suggesting import Suggesting

if TYPE_CHECKING:
    from desktop.views.reader.pane import Pane
    from desktop.views.reader.reader import Reader

DIGITS = "123456789"
_NAME_CHARS = 80
_BANNER = "review"


class Markings(QObject):
    """`changed` when the active page shows other marks, `chose(uid)` when another passage is chosen on it."""

    changed = Signal()
    chose = Signal(str)
    review_asked = Signal()

    def __init__(self, context: Context, reader: "Reader") -> None:
        super().__init__(reader)
        self._context, self._reader = context, reader
        self._pages: dict[Pane, tuple[PageMarks, Hands, Suggesting]] = {}
        self.book = TagBook(context, self)
        self._box: TagBox | None = None
        self._tagging: Target | None = None
        self._unveiled = False  # hidden layers were asked for because of what waits in them
        context.history.changed.connect(self._changed)

    def attach(self, pane: "Pane") -> None:
        """Gives a new pane its marks."""
        page = PageMarks(self._context, pane)
        suggesting = Suggesting(self._context, page)
        hands = Hands(page, self.ask_tag, suggesting.take)
        suggesting.taken.connect(lambda path, span: self._put_on(path, page.target_of(span)))
        page.bar.asked.connect(self._context.actions.trigger)
        page.bar.offered.connect(lambda _: suggesting.take(True))
        page.changed.connect(lambda: self._page_changed(page))
        page.unveiled.connect(self.refresh)
        page.chose.connect(lambda uid: self.chose.emit(uid) if page is self.page else None)
        pane.destroyed.connect(lambda: self._pages.pop(pane, None))
        self._pages[pane] = (page, hands, suggesting)

    def register(self) -> None:
        """Says what the commands do; called once the reader has its first pane."""

        def there() -> bool:
            return self.page.writable

        def chosen() -> bool:
            return there() and self.page.chosen is not None

        plain = {
            "passage.highlight": (lambda: self._on_page(self.page.highlight), there),
            "passage.tag": (self.ask_tag, there),
            "passage.note": (self.note, there),
            "passage.repeat": (lambda: self._on_page(self.repeat), lambda: there() and bool(self.book.recent)),
            "passage.new_tag": (self.tag_by_words, there),
            "passage.cycle": (lambda: self.page.cycle(), lambda: self.page.chosen is not None),
            "passage.edges": (lambda: self._hands.edit_edges(), chosen),
            "passage.remove": (lambda: self.page.remove(), chosen),
            "passage.extend": (lambda: self._hands.extend(), lambda: self.page.pane.opened is not None),
            "passage.shrink": (lambda: self._hands.shrink(), lambda: self.page.surface.textCursor().hasSelection()),
            "passage.narrow": (lambda: self._hands.narrow(), lambda: self.page.surface.textCursor().hasSelection()),
            "passage.next": (lambda: self._hands.step(1), lambda: bool(self.page.marks.marks)),
            "passage.previous": (lambda: self._hands.step(-1), lambda: bool(self.page.marks.marks)),
            "passage.widen": (lambda: self._hands.widen(), lambda: self.page.pane.opened is not None),
        }
        on = self._context.actions.on
        for command, (act, enabled) in plain.items():
            on(command, act, owner=self, enabled=enabled)
        for digit in DIGITS:
            act = partial(self._on_page, partial(self.favourite, digit))
            on(
                f"passage.favourite_{digit}",
                act,
                owner=self,
                enabled=there,
                label=partial(self._favourite_label, digit),
            )
        settings = self._context.settings
        on(
            "passage.suggest",
            lambda: settings.set("marking.suggest", not settings["marking.suggest"]),
            owner=self,
            checked=lambda: settings["marking.suggest"],
        )

    @property
    def page(self) -> PageMarks:
        """The marks of the pane that commands go to."""
        return self._pages[self._reader.active][0]

    @property
    def _hands(self) -> Hands:
        return self._pages[self._reader.active][1]

    def refresh(self) -> None:
        """Reads the marks of every pane again."""
        for page, _, _ in self._pages.values():
            page.refresh()

    def flush(self) -> None:
        """Saves what is being typed: the archive closes next."""
        for page, _, _ in self._pages.values():
            page.flush()

    # Acts

    def _on_page(self, act: Callable[[], None]) -> None:
        """Does what is meant for the caret only where a person sees the caret; selected words are meant from anywhere."""
        page = self.page
        start, end = page.selection
        if start < end or page.surface.hasFocus() or page.chosen is not None:
            act()
        else:
            page.surface.setFocus()
            self._context.alerts.toast("Select words in the article, or put the caret into a sentence, first.")

    def note(self) -> None:
        """The note of the selected words or of the passage under the caret."""
        if self.page.target() is None:
            self._context.alerts.toast("Select the words that the note is about.")
        else:
            self.page.note()

    def favourite(self, digit: str) -> None:
        """Puts on the favourite tag under a digit."""
        found = next((tag for tag in self.book.tags if tag.shortcut == digit), None)
        if found is None:
            self._context.alerts.toast(f"No tag has the key {digit} yet: choose one in the codebook.")
            return
        self._put_on(found.path)

    def repeat(self) -> None:
        """Puts on the tag that was put on last."""
        if self.book.recent:
            self._put_on(self.book.recent[0])

    def tag_by_words(self) -> None:
        """Makes the selected words a new tag, and tags them with it."""
        page, found = self.page, self.page.pane.opened
        start, end = page.selection
        if found is None or start >= end:
            self._context.alerts.toast("Select the words that are to be the tag's name.")
            return
        try:
            path = tag_path(_as_name(found.edition.text[start:end]))
        except Invalid as error:
            self._context.alerts.show(error)
            return
        near = self.book.near(path) if self.book.named(path) is None else []
        self._put_on(path)
        alike = f", a new tag. “{near[0]}” is much like it." if near else ""
        self._context.alerts.toast(f"Tagged as “{path}”{alike}", action_label="Undo", action=self._context.history.undo)

    def ask_tag(self) -> None:
        """Opens the tag box for the selected words, the passage under the caret or the sentence there."""
        page = self.page
        target = page.target(sentence=True)
        if target is None or not page.writable:
            return
        page.turn_to(target)
        page.bar.hide()
        rect, view = page.rect_of(*target.span), page.surface.viewport()
        self.ask_tag_of(target, view.mapToGlobal(QPoint(max(0, rect.left()), rect.bottom() + 8)))
        self._open_box().keep_off(QRect(view.mapToGlobal(rect.topLeft()), rect.size()))

    def ask_tag_of(self, target: Target, point: QPoint) -> None:
        """Opens the tag box for a target, at a global position."""
        self._tagging = target
        passage = self.page.marks.passage(target.uid)
        applied = [use.path for use in passage.tags] if passage is not None else []
        self.book.ask(self._open_box(), point, applied=applied)

    def _open_box(self) -> TagBox:
        if self._box is None:
            self._box = TagBox(self._context.theme, self._reader.window(), "passage-tags")
            self._box.chosen.connect(lambda path: self._put_on(path, self._tagging))
            self._box.created.connect(lambda path: self._put_on(path, self._tagging))
            self._box.removed.connect(self._take_off)
            self.destroyed.connect(self._box.deleteLater)
        return self._box

    def _put_on(self, path: str, target: Target | None = None) -> None:
        known = self.book.named(path)
        self.page.tag(path, known.colour if known is not None else self._colour_above(path), target)
        self.book.used(path)
        self._context.actions.refresh("passage.repeat")

    def _take_off(self, path: str) -> None:
        if self._tagging is not None:
            self.page.untag(path, self._tagging)

    def _colour_above(self, path: str) -> str:
        above = self.book.named(path.rpartition("/")[0]) if "/" in path else None
        return above.colour if above is not None else "sun"

    def _favourite_label(self, digit: str) -> str:
        found = next((tag for tag in self.book.tags if tag.shortcut == digit), None)
        return f"Tag as “{found.path}”" if found is not None else f"Favourite tag {digit}"

    # Changes

    def _changed(self, change: Change) -> None:
        for pane, (page, _, _) in self._pages.items():
            if pane.opened is None or page.acts.busy:
                continue
            # A tag's colour may have changed; an article's own change reloads the page by itself.
            mine = change.touches("passage") or change.touches("tag") or change.touches("edition")
            if mine:
                page.refresh()

    def _page_changed(self, page: PageMarks) -> None:
        if page is not self.page:
            return
        if not self.book.loaded and page.marks.article is not None:
            self.book.refresh()
        self._tell_waiting(page)
        self._context.actions.refresh_soon()
        self.changed.emit()
        if self._unveiled and not page.marks.hidden:
            self._unveiled = False
            self.review_asked.emit()

    def _tell_waiting(self, page: PageMarks) -> None:
        shown = sum(each.waits for each in page.marks.seen)
        hidden = sum(each.waits for each in page.marks.passages) - shown
        told = _waiting_told(shown, hidden)
        alerts = self._context.alerts
        if shown:
            alerts.tell(_BANNER, told, action_label="Show", action=self.review_asked.emit)
        elif hidden:
            alerts.tell(_BANNER, told, action_label="Show them", action=self._unveil)
        else:
            alerts.clear(_BANNER)

    def _unveil(self) -> None:
        """Shows the layers of every author of the article, and then what waits in them."""
        self._unveiled = True
        self.page.hidden.show(self.page.marks.hidden)
        self.refresh()


def _waiting_told(shown: int, hidden: int) -> str:
    """What the banner says of passages that wait: those shown, and those of hidden authors apart."""
    first = shown or hidden
    words = "1 passage" if first == 1 else f"{first:,} passages"
    by = "" if shown else " by hidden authors"
    told = f"{words}{by} {'needs' if first == 1 else 'need'} review: the text has changed there."
    return f"{told} {hidden:,} more by hidden authors." if shown and hidden else told


def _as_name(words: str) -> str:
    """Selected words as the name of a tag: one line, no slash, not too long, no full stop."""
    name = re.sub(r"[/\s]+", " ", words).strip(" .,;:“”\"'‘’")
    return name if len(name) <= _NAME_CHARS else name[:_NAME_CHARS].rsplit(" ", 1)[0]
