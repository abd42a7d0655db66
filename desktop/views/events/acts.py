"""What is done to events, one or many at once: each is one act in the background that can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.event import Mention
from archive.model.ids import MentionId
from archive.operations import events, timeline
from archive.operations.annotate import Span
from desktop.context import Context
from desktop.models.tags import TagBook
from desktop.widgets.tag_box import TagBox
from desktop.wording import counted

from .editor import Entered, EventEditor

_Uids = Callable[[Archive, Sequence[str]], Change]


class EventActs(QObject):
    """Acts on the mentions that `chosen` names; widgets come from `over`, the view that they stand on."""

    def __init__(self, context: Context, chosen: Callable[[], Sequence[MentionId]], over: QWidget) -> None:
        super().__init__(over)
        self._context, self._chosen, self._over = context, chosen, over
        self.book = TagBook(context, self)
        self._box: TagBox | None = None
        self._tagged: Sequence[MentionId] = ()

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    def run(self, act: _Uids, uids: Sequence[str] | None = None, *, toast: bool = False) -> None:
        """Does an act on the chosen events, or on those named."""
        archive, ids = self._context.archive, self._chosen()

        def work() -> Change:
            with archive.atomic():
                named = uids if uids is not None else [each.uid for each in timeline.by_ids(archive, ids)]
                return act(archive, named)

        if (ids or uids) and self.writable:
            self._context.run_change(work, toast=toast)

    def confirm(self, uids: Sequence[str] | None = None) -> None:
        self.run(events.confirm, uids)

    def reject(self, uids: Sequence[str] | None = None) -> None:
        self.run(events.reject, uids, toast=True)

    def reopen(self, uids: Sequence[str] | None = None) -> None:
        self.run(events.reopen, uids)

    def merge(self) -> None:
        self.run(events.merge, toast=True)

    def align(self) -> None:
        self.run(events.align, toast=True)

    def split(self, uid: str) -> None:
        self.run(lambda archive, uids: events.split(archive, uids[0]), [uid], toast=True)

    def unalign(self, uid: str) -> None:
        self.run(lambda archive, uids: events.unalign(archive, uids[0]), [uid], toast=True)

    def remove(self, uid: str) -> None:
        self.run(lambda archive, uids: events.remove(archive, uids[0]), [uid], toast=True)

    # Entering and changing

    def edit(self, mention: Mention) -> EventEditor | None:
        """Opens the dialog on an event."""
        if not self.writable:
            return None
        archive, uid = self._context.archive, mention.uid
        editor = EventEditor(self._over, mention=mention)

        def change(value: Entered) -> None:
            editor.carry_out(
                self._context,
                lambda: events.edit(archive, uid, edtf=value.date, label=value.label, tags=value.tags, note=value.note),
            )

        editor.entered.connect(change)
        return editor.opened()

    def add(self, span: Span | None = None, words: str = "", date: str = "") -> EventEditor | None:
        """Opens the dialog for a new event, from selected words or from nothing."""
        if not self.writable:
            return None
        archive = self._context.archive
        editor = EventEditor(self._over, words=words, date=date)

        def enter(value: Entered) -> None:
            def work() -> Change:
                _, change = events.add(
                    archive, edtf=value.date, label=value.label, span=span, note=value.note, tags=value.tags
                )
                return change

            editor.carry_out(self._context, work, toast=True)

        editor.entered.connect(enter)
        return editor.opened()

    # Tags

    @property
    def box(self) -> TagBox:
        """Made when it is first asked for: every pane of the reader has acts of its own."""
        if self._box is None:
            self._box = TagBox(self._context.theme, self._over, "event-tag-box")
            self._box.chosen.connect(self._put_on)
            self._box.created.connect(self._put_on)
            self._box.removed.connect(self._take_off)
        return self._box

    def ask_tags(self, point: QPoint) -> None:
        """Opens the tag box on the chosen events; those that all of them carry are ticked."""
        ids, archive = self._chosen(), self._context.archive
        if not ids or not self.writable:
            return
        if not self.book.loaded:
            self.book.refresh()

        def shared(_: object) -> set[str]:
            carried = [set(mention.tags) for mention in timeline.by_ids(archive, ids)]
            return set.intersection(*carried) if carried else set()

        def ask(applied: set[str]) -> None:
            self._tagged = ids
            prompt = "Tag this event" if len(ids) == 1 else f"Tag {counted(len(ids), 'event')}"
            self.book.ask(self.box, point, applied=sorted(applied), prompt=prompt)

        self._context.jobs.run(shared, done=ask, owner=self)

    def _on_tagged(self, act: Callable[[Archive, Sequence[str], str], Change], path: str) -> None:
        archive, ids = self._context.archive, self._tagged

        def work() -> Change:
            with archive.atomic():
                return act(archive, [each.uid for each in timeline.by_ids(archive, ids)], path)

        self._context.run_change(work)

    def _put_on(self, path: str) -> None:
        self.book.used(path)
        self._on_tagged(events.tag, path)

    def _take_off(self, path: str) -> None:
        self._on_tagged(events.untag, path)

    # A menu for them

    def menu(self, mention: Mention, point: QPoint, first: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
        """What can be done with the chosen events; `first` entries stand on top."""
        menu = QMenu(self._over)
        menu.setObjectName("event-menu")

        def add(words: str, act: Callable[[], object]) -> None:
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())

        for words, act in first:
            add(words, act)
        if not self.writable:
            return menu
        several = len(self._chosen()) > 1
        menu.addSeparator()
        add("Confirm\tC", self.confirm)
        add("Reject\tX", self.reject)
        add("Take the judgement back", self.reopen)
        if not several:
            add("Correct…\tE", lambda: self.edit(mention))
        add("Tag…\tT", lambda: self.ask_tags(point))
        menu.addSeparator()
        if several:
            add("Merge: they tell one event\tM", self.merge)
            add("Hold against each other\tL", self.align)
        if mention.merged > 1:
            add("Take out of the merged event", lambda: self.split(mention.uid))
        add("No longer hold against others", lambda: self.unalign(mention.uid))
        if mention.rule == "entered":
            menu.addSeparator()
            add("Remove event", lambda: self.remove(mention.uid))
        return menu
