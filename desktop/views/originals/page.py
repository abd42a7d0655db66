"""The page that shows an original: its source, the words of a document or the pages of a PDF, with what is known of it beside."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.ids import ArticleId
from archive.operations import originals
from archive.operations.originals import Compared, Held, Place, Shape
from desktop import wording
from desktop.context import Context
from desktop.widgets.basics import Page, hairline, label

from .facts import FactsPanel
from .pages import PagesOf
from .source import SourceView


class OriginalPage(Page):
    """`show_original` fills it. `export_asked(held)` and `elsewhere_asked(held)` are answered by `OriginalActs`."""

    export_asked = Signal(object)
    elsewhere_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("original", "The original", context.theme, parent)
        self._context = context
        self.held: Held | None = None
        self._others: Sequence[Held] = ()
        self.facts = FactsPanel(context.theme, self)
        self.source = SourceView(context.theme, self)
        self.pictures = PagesOf(context, self)
        self.trouble = label("", "warning", self, wraps=True)
        self.trouble.setObjectName("original_trouble")
        self.waiting = label("Reading the file…", "muted", self)
        for told in (self.trouble, self.waiting):
            told.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            told.setContentsMargins(24, 48, 24, 24)
        self.stack = QStackedWidget(self)
        for widget in (self.waiting, self.source, self.pictures.view, self.trouble):
            self.stack.addWidget(widget)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.source.field)

    def show_original(self, article: ArticleId, position: int | None = None, address: str | None = None) -> None:
        """Shows the file that an article was made from, at the block of a code point of its current edition; or another of its files,
        by its SHA-512."""
        archive = self._context.archive

        def work(_: Progress) -> tuple[Held, str, int, Place | None]:
            held = originals.chosen(archive, article, address)
            paged = held.shape is Shape.PAGES
            count = self.pictures.count(held.original.sha512) if paged else 0
            text = "" if paged else originals.text(archive, held)
            return held, text, count, None if position is None else originals.place(archive, article, position)

        self.stack.setCurrentWidget(self.waiting)
        self._context.jobs.latest(
            ("original", id(self)), work, done=lambda found: self._fill(*found), failed=self._failed, owner=self
        )
        # Known at once, while the file is still being read.
        self._context.jobs.run(
            lambda _: (originals.chosen(archive, article, address), originals.held(archive, article)),
            done=lambda found: self._name(*found),
            owner=self,
        )

    def _name(self, held: Held, others: Sequence[Held] = ()) -> None:
        self.held = held
        self._others = others or self._others
        self.heading.setText(f"The original of “{wording.one_line(visible(held.title))[:80]}”")
        self.setAccessibleName(f"The original of {held.title}")
        self.facts.show_held(held, self._others)

    def _fill(self, held: Held, text: str, count: int, place: Place | None) -> None:
        if self.held is None or self.held != held:
            self._name(held)
        if count:
            self.stack.setCurrentWidget(self.pictures.view)
            self.pictures.show(held.original.sha512, count, place.number(count) if place else 1)
            return
        self.source.show_text(text, prose=held.shape is Shape.WORDS)
        self.stack.setCurrentWidget(self.source)
        if place is not None and place.end > place.start:
            self.source.show_place(place.start, place.end)
        self.source.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        told = (
            f"{error.what} {error.advice}".strip()
            if isinstance(error, WaystationError)
            else "The file cannot be shown."
        )
        self.trouble.setText(visible(told))
        self.stack.setCurrentWidget(self.trouble)

    # Held against its SHA-512

    def check(self) -> None:
        """Reads every byte, and says whether they are those that were imported."""
        held, archive = self.held, self._context.archive
        if held is None:
            return
        address = held.original.sha512

        def done(whole: bool) -> None:
            since = wording.day(held.imported)
            words = f"Unchanged since {since}." if whole else "The bytes are not those that were imported."
            self.facts.say(words, warning=not whole)

        self._context.jobs.latest(
            ("original-check", id(self)),
            lambda progress: originals.unchanged(archive, address, progress),
            done=done,
            owner=self,
            label="Checking the original",
        )

    def compare(self, path: Path) -> None:
        """Says whether a file is this one, and where it differs."""
        held, archive = self.held, self._context.archive
        if held is None:
            return
        address = held.original.sha512

        def done(found: Compared) -> None:
            self.facts.say(originals.told(found), warning=not found.same)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                self.facts.say(f"{error.what} {error.advice}".strip(), warning=True)

        self._context.jobs.latest(
            ("original-compare", id(self)),
            lambda progress: originals.compare(archive, address, path, progress),
            done=done,
            failed=failed,
            owner=self,
            label="Comparing the file",
        )

    def _other(self, address: str) -> None:
        if self.held is not None and address != self.held.original.sha512:
            self.show_original(self.held.article, address=address)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Compare a file with the original")
        if chosen:
            self.compare(Path(chosen))

    def _connect(self) -> None:
        self.facts.chosen.connect(self._other)
        self.facts.check_asked.connect(self.check)
        self.facts.compare_asked.connect(self.compare)
        self.facts.choose_asked.connect(self._choose)
        self.facts.export_asked.connect(lambda: self.export_asked.emit(self.held) if self.held else None)
        self.facts.elsewhere_asked.connect(lambda: self.elsewhere_asked.emit(self.held) if self.held else None)

    def _lay_out(self) -> None:
        beside = QScrollArea(self)
        beside.setObjectName("original_beside")
        beside.setWidgetResizable(True)
        beside.setFrameShape(QFrame.Shape.NoFrame)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setWidget(self.facts)
        beside.setFixedWidth(self.facts.width() + 12)
        self.facts.setAutoFillBackground(False)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(hairline(upright=True, parent=body))
        row.addWidget(beside)
        self.fill_with(body)
