"""The reader: one article, or two side by side, and the commands that a person gives to the one that is active."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QWidget,
)

from archive.model.change import Change
from archive.model.ids import ArticleId
from desktop.context import Context

from .citing import citation, cited
from .claiming import SETTING as CLAIMS
from .claiming import Claiming
from .marking import Markings
from .menus import MORE
from .pagemarks import PAGES
from .pane import Pane
from .paper import Paper
from .pictures import PICTURES, PicturesOf
from .telling import SETTING, Telling

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SIZE_STEP_PX = 1.0
MEASURE_STEP = 4


class Reader(QWidget):
    """`article_shown(id or 0)` whenever the active pane shows another article; `flushing`: save what is
    not saved yet, the archive closes next; `panes_changed(count)`: two panes want more room than one."""

    article_shown = Signal(int)
    read_state_changed = Signal(int)
    flushing = Signal()
    panes_changed = Signal(int)
    told_changed = Signal()  # the active pane has other times or figures
    timeline_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reader")
        self.setAccessibleName("Reader")
        self._context = context
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setObjectName("reader_panes")
        self._splitter.setChildrenCollapsible(False)
        self._panes: list[Pane] = []
        self._told: dict[Pane, tuple[Telling, Claiming]] = {}
        self.markings = Markings(context, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)
        self._active = self._add_pane()
        self.paper = Paper(context, lambda: self._active, self)
        self._register()
        self.markings.register()
        context.history.changed.connect(self._changed)

    # What other views call

    @property
    def active(self) -> Pane:
        """The pane that commands go to."""
        return self._active

    @property
    def telling(self) -> Telling:
        """The times of the active pane."""
        return self._told[self._active][0]

    @property
    def claiming(self) -> Claiming:
        """The figures of the active pane."""
        return self._told[self._active][1]

    @property
    def panes(self) -> tuple[Pane, ...]:
        return tuple(self._panes)

    @property
    def article_id(self) -> ArticleId | None:
        return self._active.article_id

    def show_article(
        self,
        article_id: ArticleId,
        *,
        query: str = "",
        position: int | None = None,
        beside: bool = False,
        resume: bool = False,
    ) -> None:
        """Opens an article in the active pane, or beside it; at a position, else at the query's first hit, else where it
        was left. With `resume` it was open before: where it was left comes before the first hit."""
        if beside and len(self._panes) == 1:
            self._activate(self._add_pane())
        elif beside:
            self._activate(next(pane for pane in self._panes if pane is not self._active))
        self._active.show_article(article_id, query=query, position=position, resume=resume)

    def show_nothing(self) -> None:
        """The empty page, in one pane."""
        self.close_beside()
        self._active.show_nothing()

    def highlight(self, start: int, end: int) -> None:
        """Selects `[start, end)` of the open edition and brings it into view; washes the sentence of a date or figure."""
        self._active.select(start, end)
        self.telling.point_out(start, end)
        self.claiming.point_out(start, end)

    def show_evidence(self, start: int, end: int) -> None:
        """Shows the words a metadata field came from."""
        self._active.show_evidence(start, end)

    def show_set_aside(self, index: int, words: str = "") -> None:
        """Shows a stretch that was set aside, and in it the words that are meant."""
        self._active.show_set_aside(index, words)

    def position(self) -> int:
        """The code point at the top of the page."""
        return self._active.position()

    def focus_text(self) -> None:
        """Gives the keyboard to the page, or to what stands there while no article is open."""
        (self._active.empty if self._active.opened is None else self._active.surface).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def flush(self) -> None:
        """Saves the reading positions, and what is being edited beside the page, now: the archive closes next."""
        for pane in self._panes:
            pane.flush()
        self.markings.flush()
        self.flushing.emit()

    # Panes

    def open_beside(self) -> None:
        """A second pane with the same article, where the next one chosen opens; with two panes, back to one."""
        if len(self._panes) == 2:
            self.close_beside()
            return
        article_id, position = self._active.article_id, self._active.position()
        if article_id is not None:
            self.show_article(article_id, position=position, beside=True, resume=True)
            self.focus_text()

    def close_beside(self, pane: Pane | None = None) -> None:
        """Closes a pane (the one that is not active, unless told); the last one always stays."""
        if len(self._panes) == 1:
            return
        gone = pane or next(each for each in self._panes if each is not self._active)
        gone.remember()
        self._panes.remove(gone)
        self._told.pop(gone, None)
        gone.hide()
        gone.setParent(None)
        gone.deleteLater()
        self._panes[0].bar.shut.hide()
        self.panes_changed.emit(1)
        self._activate(self._panes[0])
        self.focus_text()

    def _add_pane(self) -> Pane:
        pane = Pane(self._context, self._splitter)
        self._panes.append(pane)
        self._splitter.addWidget(pane)
        if len(self._panes) == 2:
            self.panes_changed.emit(2)
            for index in range(2):
                self._splitter.setStretchFactor(index, 1)
            half = self._splitter.width() // 2
            self._splitter.setSizes([half, half])
        for each in self._panes:
            each.bar.shut.setVisible(len(self._panes) == 2)
        self.markings.attach(pane)
        PicturesOf(self._context, pane)
        self._told[pane] = (Telling(self._context, pane), Claiming(self._context, pane))
        for told in self._told[pane]:
            told.changed.connect(lambda: self.told_changed.emit() if pane is self._active else None)
        self._told[pane][0].timeline_asked.connect(self.timeline_asked)
        pane.activated.connect(lambda: self._activate(pane))
        pane.shown.connect(lambda article_id: self._shown(pane, article_id))
        pane.close_requested.connect(lambda: self.close_beside(pane))
        pane.menu_requested.connect(self._show_more)
        pane.bar.asked.connect(self._context.actions.trigger)
        pane.surface.put_back_requested.connect(lambda index: self.put_back(pane, index))
        pane.surface.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pane.surface.customContextMenuRequested.connect(lambda point: self._show_context(pane, point))
        return pane

    def _activate(self, pane: Pane) -> None:
        if pane is not self._active:
            self._active = pane
            self.article_shown.emit(pane.article_id or 0)
            self.told_changed.emit()
            self._context.actions.refresh()

    def _shown(self, pane: Pane, article_id: int) -> None:
        if pane is self._active:
            self.article_shown.emit(article_id)
            self._context.actions.refresh_soon()

    # Acts

    def put_back(self, pane: Pane, index: int) -> None:
        """Puts a set-aside stretch back into the text, as a new edition."""
        found = pane.opened
        if found is None or not 0 <= index < len(found.edition.set_aside):
            return
        archive, stretch = self._context.archive, found.edition.set_aside[index]

        def act() -> Change:
            from archive.operations import editions

            return editions.put_back(archive, found.article.id, stretch)

        self._context.run_change(act, toast=True)

    def copy(self) -> None:
        """The selected words of the page. A text field with the keyboard copies its own before this is asked."""
        words = self._active.surface.selected_text()
        if words:
            QApplication.clipboard().setText(words)

    def copy_cited(self) -> None:
        """The selected words with their citation; the citation alone when nothing is selected."""
        found, (start, end) = self._active.opened, self._active.surface.selected()
        if found is None or start == end:
            self.copy_citation()
            return
        numbers = (found.outline.number_at(start), found.outline.number_at(end - 1))
        QApplication.clipboard().setText(cited(found.edition.text[start:end], found.article, numbers))
        self._context.alerts.toast("Copied with its citation")

    def copy_citation(self) -> None:
        found = self._active.opened
        if found is not None:
            QApplication.clipboard().setText(citation(found.article))

    def print_article(self) -> None:
        """Shows the pages and prints them."""
        self.paper.ask()

    def print_to(self, printer: QPrinter) -> None:
        """Writes the open article's pages to a printer (or a PDF file)."""
        self.paper.print_to(printer)

    def step_hit(self, by: int) -> None:
        self._active.finding.step(by)

    def change_size(self, by_px: float) -> None:
        self._change("reading.size", by_px)

    def change_measure(self, by: int) -> None:
        self._change("reading.measure", by)

    def usual_look(self) -> None:
        for key in ("reading.size", "reading.measure", "reading.leading"):
            self._context.settings.reset(key)

    def _change(self, key: str, by: float) -> None:
        settings = self._context.settings
        try:
            settings.set(key, settings[key] + by)
        except ValueError:  # at the end of its range
            return

    def _toggle(self, key: str) -> None:
        self._context.settings.set(key, not self._context.settings[key])

    def _toggle_face(self) -> None:
        serif = self._context.settings["reading.face"] == "serif"
        self._context.settings.set("reading.face", "sans" if serif else "serif")

    # Commands

    def _register(self) -> None:
        settings = self._context.settings

        def there() -> bool:
            return self._active.opened is not None

        def seen() -> bool:
            return there() and self.isVisible()

        def hits() -> bool:
            return len(self._active.finding.active) > 0

        def selected() -> bool:
            return bool(self._active.surface.selected_text())

        def parts() -> bool:
            found = self._active.opened
            return found is not None and len(found.outline.sections) > 1

        plain = {
            "article.print": (self.print_article, there),
            "edit.copy": (self.copy, selected),
            "edit.copy_cited": (self.copy_cited, there),
            "edit.copy_citation": (self.copy_citation, there),
            "find.open": (lambda: self._active.finding.open(), there),
            "find.next": (lambda: self.step_hit(1), hits),
            "find.previous": (lambda: self.step_hit(-1), hits),
            "reading.larger": (lambda: self.change_size(SIZE_STEP_PX), None),
            "reading.smaller": (lambda: self.change_size(-SIZE_STEP_PX), None),
            "reading.wider": (lambda: self.change_measure(MEASURE_STEP), None),
            "reading.narrower": (lambda: self.change_measure(-MEASURE_STEP), None),
            "reading.reset": (self.usual_look, None),
            "reading.next_part": (lambda: self._active.turn(1), parts),
            "reading.previous_part": (lambda: self._active.turn(-1), parts),
            "event.show": (lambda: self.telling.show_next(), lambda: bool(self.telling.mentions)),
        }
        on = self._context.actions.on
        for command, (act, enabled) in plain.items():
            on(command, act, owner=self, enabled=enabled)
        for key in ("reading.numbers", PAGES, PICTURES, "reading.set_aside", SETTING, CLAIMS):
            on(key, partial(self._toggle, key), owner=self, checked=partial(settings.__getitem__, key))
        on("reading.face", self._toggle_face, owner=self, checked=lambda: settings["reading.face"] == "sans")
        on("reading.beside", self.open_beside, owner=self, enabled=seen, checked=lambda: len(self._panes) == 2)

    def _changed(self, change: Change) -> None:
        for pane in self._panes:
            if pane.article_id is None:
                continue
            mine = ("article", int(pane.article_id)) in change.touched or ("article", 0) in change.touched
            if mine or change.touches("edition"):
                pane.refresh()
        if change.touches("article"):
            self.read_state_changed.emit(self._active.article_id or 0)

    # Menus

    def _show_more(self, corner: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("reader_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_commands(menu, MORE)
        menu.popup(corner)

    def _show_context(self, pane: Pane, point: QPoint) -> None:
        menu = self.context_menu(pane, point)
        menu.popup(pane.surface.viewport().mapToGlobal(point) if point.x() >= 0 else QCursor.pos())

    def context_menu(self, pane: Pane, point: QPoint) -> QMenu:
        """The menu over the page: what can be done with the words, the link and the set-aside text under the pointer."""
        self._activate(pane)
        menu = QMenu(self)
        menu.setObjectName("page_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_commands(menu, ("edit.copy", "edit.copy_cited", "edit.copy_citation", "", "event.add"))
        surface = pane.surface
        target = surface.link_at(point) or surface.link_around(surface.selected()[0])
        if target:
            copy_link = menu.addAction("Copy link address", lambda: QApplication.clipboard().setText(target))
            copy_link.setObjectName("copy_link")
        index = surface.set_aside_at(point)
        if index is not None:
            menu.addSeparator()
            menu.addAction("Put back", lambda: self.put_back(pane, index)).setObjectName("put_back")
        menu.addSeparator()
        menu.addAction("Select paragraph", surface.select_paragraph).setObjectName("select_paragraph")
        self._add_commands(menu, ("edit.select_all", "", "find.open", "reading.set_aside", "reading.beside"))
        return menu

    def _add_commands(self, menu: QMenu, commands: tuple[str, ...]) -> None:
        actions = self._context.actions
        for command in commands:
            if not command:
                menu.addSeparator()
            elif actions.handles(command):
                actions.refresh(command)
                menu.addAction(actions.action(command))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._context.actions.refresh()
