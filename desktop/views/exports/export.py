"""The page from which excerpts leave: formats at the left, what goes along in the middle, what will be written at the right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import Invalid, WaystationError
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.excerpt import Choice
from archive.operations import publish
from archive.operations.previewing import Preview, Previewer
from archive.operations.publish import Exported, Offered
from desktop.context import Context
from desktop.jobs import Job
from desktop.offers import EVERYTHING, Offer
from desktop.views.library.choosers import confirm
from desktop.widgets.basics import Page, hairline, label, push_button, splitter
from desktop.widgets.keys import in_tab_order, is_own, laid_out

from . import memory
from .formats import FormatList
from .options import Options
from .presetbar import PresetBar
from .preview import PreviewPane

_SETTLE_MS = 90  # a row of ticks, or arrow keys through the formats, ask once
_USUAL_PX = (224, 292, 560)


class ExportPage(Page):
    """`redactions_asked(choice, changes)`: the list, or what it would change in this choice."""

    redactions_asked = Signal(object, bool)

    def __init__(self, context: Context, offers: Sequence[Offer] = (), parent: QWidget | None = None) -> None:
        super().__init__("export", "Export", context.theme, parent)
        self._context, self._settings = context, context.settings
        self._previewer = Previewer(context.archive)
        self._job: Job | None = None
        self._named = False  # a person gave the file a name
        self._may_write = False
        # Each part is made where it stays: moved, all of it would be styled again.
        self._body = QWidget(self)
        self.splitter = splitter(self._body)
        self.formats = FormatList(publish.formats(), context.theme, self.splitter)
        self._middle = QWidget(self.splitter)
        self.options = Options(context.theme, self._middle)
        self.presets = PresetBar(context, self._middle)
        self.preview = PreviewPane(context.theme, self.splitter)
        self.path = QLineEdit(self._body)
        self.browse = self._button("export_browse", "Choose…", "", "Choose where to write")
        self.write = self._button("export_write", "Export", "primary", "Export")
        self.cancel = self._button("export_cancel", "Cancel", "", "Cancel the export")
        self.bar, self.doing = QProgressBar(self._body), label("", "small", self._body)
        self.trouble = label("", "warning", self._body, wraps=True)
        self._settling = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self._preview)
        self._build()
        self._connect()
        self.setFocusProxy(self.formats)
        self.options.show_offers([*offers, EVERYTHING] if EVERYTHING not in offers else offers)
        self.formats.choose(memory.format_name(self._settings))

    # Building

    def _button(self, name: str, said: str, look: str, accessible: str) -> QPushButton:
        return push_button(said, name, self._body, look=look, spoken=accessible)

    def _build(self) -> None:
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(14, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.presets)
        column.addWidget(self.options, 1)
        self.splitter.setObjectName("export_splitter")
        for widget, least in ((self.formats, 170), (self._middle, 250), (self.preview, 300)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(2, 1)
        sizes = self._settings.state(memory.SIZES, [])
        fits = isinstance(sizes, list) and len(sizes) == len(_USUAL_PX) and all(type(each) is int for each in sizes)
        self.splitter.setSizes(sizes if fits else list(_USUAL_PX))
        self.path.setObjectName("export_path")
        self.path.setAccessibleName("Write to")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName("Progress of the export")
        self.trouble.setObjectName("export_trouble")
        self.trouble.hide()
        self.write.setToolTip("Export (Ctrl+Return)")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label("Write to", "small", self._body))
        foot.addWidget(self.path, 1)
        foot.addWidget(self.browse)
        for widget in (self.bar, self.doing, self.cancel, self.write):
            foot.addWidget(widget)
        whole = QVBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 8, 14)
        whole.setSpacing(10)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(hairline(parent=self._body))
        whole.addWidget(self.trouble)
        whole.addLayout(foot)
        self.fill_with(self._body)
        choices = [*laid_out(self.presets.layout()), *self.options.stops]
        in_tab_order([self.formats, *choices, *self.preview.stops, *laid_out(foot)])
        self._show_busy(False)

    def _connect(self) -> None:
        self.formats.chosen.connect(self._format_chosen)
        self.options.changed.connect(self._changed)
        self.options.asked.connect(self._asked)
        self.presets.picked.connect(self._preset_picked)
        self.presets.save_asked.connect(lambda name: self.presets.save(name, self.choice, self._format))
        self.path.textEdited.connect(lambda _: self._path_edited())
        self.path.returnPressed.connect(self.export)
        self.browse.clicked.connect(self.choose_file)
        self.write.clicked.connect(self.export)
        self.cancel.clicked.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.splitter.splitterMoved.connect(lambda *_: self._settings.keep_state(memory.SIZES, self.splitter.sizes()))
        self._context.history.changed.connect(self._archive_changed)

    # What is chosen

    @property
    def offered(self) -> Offered:
        """The format that is chosen."""
        current = self.formats.current
        assert current is not None
        return current

    @property
    def _format(self) -> str:
        return self.offered.format.name

    @property
    def choice(self) -> Choice:
        """Everything that is chosen."""
        return self.options.choice

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offers other things to export, the first of them chosen."""
        self.options.show_offers([*offers, EVERYTHING] if EVERYTHING not in offers else offers)
        self._changed()

    def _format_chosen(self, offered: Offered) -> None:
        self.options.show_choice(memory.choice(self._settings, offered))
        self.options.show_format(offered)
        self._name_file()
        self._changed(keep=False)

    def _preset_picked(self, choice: Choice, format: str) -> None:
        if format in {each.format.name for each in publish.formats()} and format != self._format:
            self.formats.choose(format)
        self.options.show_choice(choice)
        self._changed()

    def _changed(self, *, keep: bool = True) -> None:
        if keep:
            memory.keep_choice(self._settings, self.offered, self.choice)
        self.trouble.hide()
        self._settling.start()

    def _archive_changed(self, change: Change) -> None:
        self._previewer.forget()
        if change.touches("preset") or change.touches("archive"):
            self.presets.refresh()
        self._settling.start()

    def _asked(self, what: str) -> None:
        if what == "style":
            self.choose_style()
        elif what == "override":
            self._ask_override()
        else:
            self.redactions_asked.emit(self.choice, what == "changes")

    def choose_style(self) -> None:
        """Asks for a CSL file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose a CSL file", "", "Citation styles (*.csl)")
        if chosen:
            self.use_style(chosen)

    def use_style(self, path: str) -> None:
        """Cites in the style of a CSL file; says so where it cannot be used."""

        def failed(error: Exception) -> None:
            self._say_trouble(error)

        def done(_: str) -> None:
            self.options.show_style(path)
            self._changed()

        self._context.jobs.run(lambda _: publish.style_name(path), done=done, failed=failed, owner=self)

    def _ask_override(self) -> None:
        def accepted() -> None:
            self.options.override.setChecked(True)
            self._changed(keep=False)

        told = f"{self.options.held.text()} Whoever receives the file will be able to read them."
        confirm(self, "Take along what is held back?", told, "Take along", accepted)

    # Seeing beforehand

    def _preview(self) -> None:
        format, choice, previewer = self._format, self.choice, self._previewer

        def work(progress: Progress) -> Preview:
            return previewer.preview(format, choice, progress=progress)

        self._context.jobs.latest(
            ("export-preview", id(self)), work, done=self._show_preview, failed=self._no_preview, owner=self
        )

    def _show_preview(self, seen: Preview) -> None:
        self.options.show_held(seen.held_back)
        self.preview.show_preview(seen, about_articles=self.offered.format.about_articles)
        self._may_write = not seen.empty
        self._show_busy(self._job is not None)

    def _no_preview(self, error: Exception) -> None:
        told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "There is no preview of this."
        self.preview.say(told, wrong=True)
        self._may_write = False
        self._show_busy(self._job is not None)

    # Writing

    def _path_edited(self) -> None:
        self._named = True
        self.trouble.hide()

    def _name_file(self) -> None:
        """Names the file after the archive, or gives the name that a person gave it the ending of the format."""
        ending, before = self.offered.format.ending, Path(self.path.text() or "")
        if self._named and before.name:
            self.path.setText(str(before.with_suffix(ending)))
            return
        stem = self._context.archive.path.stem
        self.path.setText(str(memory.folder(self._settings) / f"{stem}{ending}"))

    def choose_file(self) -> None:
        """Asks where to write."""
        ending = self.offered.format.ending
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export to", self.path.text(), f"{self.offered.format.label} (*{ending})", "",
            QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + ending)
            self._path_edited()
            memory.keep_folder(self._settings, Path(self.path.text()))

    def export(self) -> None:
        """Writes the file; asks first where one is there already."""
        if self._job is not None or not self._may_write:
            return
        out = Path(self.path.text().strip()).expanduser()
        if not self.path.text().strip() or out.is_dir():
            self._say_trouble(Invalid("No file is named.", "Write its name, or choose where it is to be."))
            return
        if not out.suffix:
            out = out.with_name(out.name + self.offered.format.ending)
            self.path.setText(str(out))
        if out.exists():
            confirm(
                self, f"Replace {out.name}?", "What is in the file now is lost.", "Replace", lambda: self._write(out)
            )
        else:
            self._write(out)

    def _write(self, out: Path) -> None:
        archive, format, choice = self._context.archive, self._format, self.choice
        memory.keep_choice(self._settings, self.offered, choice)
        memory.keep_folder(self._settings, out)
        self.trouble.hide()

        def work(progress: Progress) -> Exported:
            return publish.export(archive, format, choice, out, progress=progress)

        self._job = self._context.jobs.run(
            work, done=self._written, failed=self._not_written, progress=self._step,
            cancelled=lambda: self._not_written(None), owner=self, label="Exporting",
        )  # fmt: skip
        self._show_busy(True)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.doing.setText(words)

    def _written(self, done: Exported) -> None:
        self._job = None
        self._show_busy(False)
        self.preview.show_result(done)
        self.preview.result.copy.setFocus()

    def _not_written(self, error: Exception | None) -> None:
        self._job = None
        self._show_busy(False)
        # What had the keyboard is gone, or was out of reach meanwhile.
        (self.write if error is None else self.path).setFocus(Qt.FocusReason.OtherFocusReason)
        if error is not None:
            self._say_trouble(error)

    def _say_trouble(self, error: Exception) -> None:
        told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "The file was not written."
        self.trouble.setText(told.strip())
        self.trouble.show()

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.bar, self.doing, self.cancel):
            widget.setVisible(busy)
        self.write.setVisible(not busy)
        self.write.setEnabled(self._may_write)
        for field in (self.formats, self.options, self.presets, self.path, self.browse):
            field.setEnabled(not busy)

    # Qt

    def event(self, event: QEvent) -> bool:
        if is_own(event, ("Ctrl+Return", "Ctrl+Enter")):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.export()
        else:
            super().keyPressEvent(event)
