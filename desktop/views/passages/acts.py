"""What is done to passages, one or many at once: each is one act in the background that can be undone."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.ids import PassageId
from archive.model.passage import COLOURS, Passage
from archive.operations import annotate, examples
from desktop.clips import copy_passages, drag_passages
from desktop.context import Context
from desktop.models.tags import TagBook
from desktop.widgets.tag_box import TagBox
from desktop.wording import counted

from .words import COLOURS as COLOUR_NAMES
from .words import tag_words

_Entry = tuple[str, Callable[[], object]]
_MENU_READS = 2000  # passages whose tags are read before the menu opens: some 20 ms


class PassageActs(QObject):
    """Acts on the passages that `chosen` names; widgets come from `over`, the view that they stand on."""

    export_asked = Signal()

    def __init__(self, context: Context, chosen: Callable[[], list[PassageId]], over: QWidget) -> None:
        super().__init__(over)
        self._context, self._chosen, self._over = context, chosen, over
        self.book = TagBook(context, self)
        self.box = TagBox(context.theme, over, "passages-tag-box")
        self._tagged: list[PassageId] = []
        self.box.chosen.connect(self._put_on)
        self.box.created.connect(self._put_on)
        self.box.removed.connect(self._take_off)

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    def _run(
        self, ids: Sequence[PassageId], act: Callable[[Archive, list[str]], Change], *, toast: bool = False
    ) -> None:
        archive = self._context.archive

        def work() -> Change:
            with archive.atomic():
                return act(archive, [passage.uid for passage in annotate.by_ids(archive, ids)])

        if ids and self.writable:
            self._context.run_change(work, toast=toast)

    def remove(self) -> None:
        """Takes the chosen passages away."""
        self._run(self._chosen(), annotate.unmark, toast=True)

    def recolour(self, colour: str | None) -> None:
        """Gives the chosen passages a colour of their own; a tag's colour still comes before it."""
        self._run(self._chosen(), lambda archive, uids: annotate.set_colour(archive, uids, colour))

    def repeat_tag(self) -> None:
        """Puts on the tag that was used last."""
        if self.book.recent:
            self._tagged = self._chosen()
            self._put_on(self.book.recent[0])

    def set_note(self, uid: str, text: str, *, joining: bool = False) -> None:
        archive = self._context.archive
        self._context.run_change(lambda: annotate.set_note(archive, uid, text, joining=joining))

    def accept(self, uid: str) -> None:
        """Takes the place that is proposed."""
        archive = self._context.archive
        self._context.run_change(lambda: annotate.accept_proposal(archive, uid), toast=True)

    def untag(self, ids: Sequence[PassageId], path: str) -> None:
        self._run(ids, lambda archive, uids: annotate.untag(archive, uids, path))

    # Tags

    def ask_tags(self, point: QPoint) -> None:
        """Opens the tag box on the chosen passages; those that all of them carry are ticked."""
        ids, archive = self._chosen(), self._context.archive
        if not ids or not self.writable:
            return
        if not self.book.loaded:
            self.book.refresh()

        def shared(_: object) -> set[str]:
            carried = [{use.path for use in passage.tags} for passage in annotate.by_ids(archive, ids)]
            return set.intersection(*carried) if carried else set()

        def ask(applied: set[str]) -> None:
            self._tagged = ids
            prompt = "Tag this passage" if len(ids) == 1 else f"Tag {counted(len(ids), 'passage')}"
            self.book.ask(self.box, point, applied=sorted(applied), prompt=prompt)

        self._context.jobs.run(shared, done=ask, owner=self)

    def _put_on(self, path: str) -> None:
        self.book.used(path)
        self._run(self._tagged, lambda archive, uids: annotate.tag(archive, uids, path))

    def _take_off(self, path: str) -> None:
        self.untag(self._tagged, path)

    # Words

    def copy(self) -> None:
        """Puts the chosen passages on the clipboard as quotations with their citations."""
        ids, archive = self._chosen(), self._context.archive

        def read(_: object) -> list[str]:
            return [passage.uid for passage in annotate.by_ids(archive, ids)]

        if ids:
            self._context.jobs.run(read, done=lambda uids: copy_passages(self._context, uids, self), owner=self)

    def drag(self) -> None:
        """Begins to drag the chosen passages out."""
        ids, archive = self._chosen(), self._context.archive

        def read(_: object) -> list[str]:
            return [passage.uid for passage in annotate.by_ids(archive, ids)]

        if ids:
            self._context.jobs.run(read, done=lambda uids: drag_passages(self._context, uids, self._over), owner=self)

    # A menu for them

    def show_menu(self, point: QPoint, extra: Sequence[_Entry] = (), only: Passage | None = None) -> None:
        """Opens the menu once it is known which tags the chosen passages carry."""
        ids, archive = self._chosen()[:_MENU_READS], self._context.archive

        def read(_: object) -> list[str]:
            return sorted({use.path for passage in annotate.by_ids(archive, ids) for use in passage.tags})

        self._context.jobs.run(
            read, done=lambda carried: self.menu(point, extra, only, carried).popup(point), owner=self
        )

    def menu(
        self, point: QPoint, extra: Sequence[_Entry] = (), only: Passage | None = None, carried: Sequence[str] = ()
    ) -> QMenu:
        """What can be done with the chosen passages; `extra` entries come first. `only`: the one that is chosen.

        `carried`: the tags that at least one of them has.
        """
        menu = QMenu(self._over)
        menu.setObjectName("passage-menu")
        for words, act in extra:
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        menu.addAction("Copy as quotation\tCtrl+C").triggered.connect(self.copy)
        menu.addAction("Export…").triggered.connect(lambda: self.export_asked.emit())
        if self.writable:
            menu.addSeparator()
            menu.addAction("Tag…\tT").triggered.connect(lambda: self.ask_tags(point))
            if carried:
                menu.addMenu(self._untag_menu(menu, carried))
            menu.addMenu(self.colour_menu(menu))
            if only is not None and only.tags:
                menu.addMenu(self._example_menu(menu, only))
            menu.addSeparator()
            menu.addAction("Remove\tDel").triggered.connect(self.remove)
        return menu

    def _untag_menu(self, parent: QWidget, carried: Sequence[str]) -> QMenu:
        """Takes a tag off all the chosen passages that have it."""
        menu, ids = QMenu("Take off", parent), self._chosen()
        menu.setObjectName("untag-menu")
        for path in carried:
            action = menu.addAction(tag_words(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, path=path: self.untag(ids, path))
        return menu

    def _example_menu(self, parent: QWidget, passage: Passage) -> QMenu:
        """The tags of a passage; those whose meaning it shows in the codebook are ticked."""
        menu = QMenu("Example in the codebook for", parent)
        menu.setObjectName("example-menu")
        for use in passage.tags:
            action = menu.addAction(use.path.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(use.example)
            action.triggered.connect(lambda on, path=use.path: self._exemplify(passage.uid, path, on))
        return menu

    def _exemplify(self, uid: str, path: str, chosen: bool) -> None:
        archive = self._context.archive
        self._context.run_change(lambda: examples.choose(archive, path, uid, chosen))

    def colour_menu(self, parent: QWidget) -> QMenu:
        """The colours that a passage can have of its own."""
        menu = QMenu("Colour, where no tag gives one", parent)
        menu.setObjectName("colour-menu")
        for colour in COLOURS:
            action = menu.addAction(self._context.theme.icon("circle-fill", f"{colour}_mark"), COLOUR_NAMES[colour])
            action.triggered.connect(partial(self._recolour, colour))
        menu.addSeparator()
        menu.addAction("None of its own").triggered.connect(partial(self._recolour, None))
        return menu

    def _recolour(self, colour: str | None, _checked: bool = False) -> None:
        self.recolour(colour)
