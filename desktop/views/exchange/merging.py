"""The page that joins a file with the archive: what is in it and from whom is told first, then it is merged, then what waits is told."""

from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.exchange import Contents, Merged
from archive.operations.exchange import foreign
from desktop.context import Context
from desktop.widgets.basics import Page, hairline, label
from desktop.widgets.dragging import local_paths

from . import words

_ABOUT = (
    "A bundle that somebody wrote for you, or another archive. It is looked through first, and nothing in it is trusted; then its"
    " work is joined with yours. Nothing of either side is lost, and Undo takes all of it back."
)
_FILES = "Bundles and archives (*.waystation-bundle *.waystation);;All files (*)"


class MergePage(Page):
    """`conflicts_asked` goes to what is left to be decided."""

    conflicts_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("merge", "Merge", context.theme, parent)
        self._context = context
        self._path: Path | None = None
        self.path, self.browse = QLineEdit(self), QPushButton("Choose…", self)
        self.passphrase = QLineEdit(self)
        self.looking, self.merging = QPushButton("Look inside", self), QPushButton("Merge", self)
        self.deciding = QPushButton("Decide…", self)
        self.bar = QProgressBar(self)
        self.whence, self.signed = label("", "", self, wraps=True), label("", "muted", self, wraps=True)
        self.result, self.trouble = label("", "", self, wraps=True), label("", "warning", self, wraps=True)
        self._name()
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.path)

    def _name(self) -> None:
        for widget, name, said in (
            (self.path, "merge_path", "Bundle or archive to merge"),
            (self.browse, "merge_browse", "Choose the file to merge"),
            (self.passphrase, "merge_passphrase", "Passphrase of the file"),
            (self.looking, "merge_look", "Look inside"),
            (self.merging, "merge_merge", "Merge"),
            (self.deciding, "merge_decide", "Decide what both sides changed"),
            (self.bar, "merge_bar", "Looking and merging"),
            (self.whence, "merge_whence", "What is in it"),
            (self.signed, "merge_signed", "Who signed it"),
            (self.result, "merge_result", "What was merged"),
            (self.trouble, "merge_trouble", "What is wrong"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(said)
        self.path.setPlaceholderText("A .waystation-bundle or .waystation file, or drop it here")
        self.passphrase.setPlaceholderText("Passphrase of the file")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)

    def _build(self) -> None:
        self.merging.setProperty("look", "primary")
        self.looking.setEnabled(False)
        self.bar.setTextVisible(False)
        row, acts = QHBoxLayout(), QHBoxLayout()
        for each in (row, acts):
            each.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        row.addWidget(self.looking)
        acts.addWidget(self.merging)
        acts.addWidget(self.deciding)
        acts.addStretch(1)
        self.content.addWidget(label(_ABOUT, "muted", self, wraps=True))
        self.content.addLayout(row)
        self._line = hairline(parent=self)
        for widget in (self.passphrase, self.bar, self.trouble, self._line, self.whence, self.signed, self.result):
            self.content.addWidget(widget)
            widget.hide()
        self.content.addLayout(acts)
        self.content.addStretch(1)
        self.merging.hide()
        self.deciding.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)

    def _connect(self) -> None:
        self.path.textChanged.connect(lambda text: self.looking.setEnabled(bool(text.strip())))
        self.path.returnPressed.connect(self._look_named)
        self.passphrase.returnPressed.connect(self._look_named)
        self.looking.clicked.connect(self._look_named)
        self.browse.clicked.connect(self.choose_file)
        self.merging.clicked.connect(self.merge)
        self.deciding.clicked.connect(self.conflicts_asked)

    # Looking

    def choose_file(self) -> None:
        """Asks for a file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Merge", self.path.text(), _FILES)
        if chosen:
            self.look(Path(chosen))

    def _look_named(self) -> None:
        if named := self.path.text().strip():
            self.look(Path(named).expanduser())

    def look(self, path: Path) -> None:
        """Says what is in a file and from whom; brings nothing in."""
        if self._path != path:
            self.passphrase.clear()
        self._path = path
        self.path.setText(str(path))
        for widget in (self.trouble, self._line, self.whence, self.signed, self.result, self.merging, self.deciding):
            widget.hide()
        archive, passphrase = self._context.archive, self.passphrase.text() or None

        def work(progress: Progress) -> Contents | None:
            if passphrase is None and path.exists() and foreign.needs_passphrase(path):
                return None
            return foreign.look(archive, path, passphrase=passphrase, progress=progress)

        self._begin()
        self._context.jobs.latest(
            ("merge", id(self)), work, done=self._looked, failed=self._failed, progress=self._step, owner=self
        )

    def _looked(self, contents: Contents | None) -> None:
        self.bar.hide()
        if contents is None:
            self._ask_passphrase("This file is encrypted: give its passphrase.")
            return
        self._line.show()
        self.whence.setText(words.whence(contents))
        told, pause = words.signed(contents)
        self.signed.setText(told)
        self.signed.setProperty("look", "warning" if pause else "muted")
        self.signed.style().unpolish(self.signed)
        self.signed.style().polish(self.signed)
        for widget in (self.whence, self.signed, self.merging):
            widget.show()
        self.merging.setEnabled(not self._context.archive.read_only)
        self.merging.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_passphrase(self, told: str) -> None:
        self.passphrase.show()
        self.trouble.setText(told)
        self.trouble.show()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    # Merging

    def merge(self) -> None:
        """Joins what was looked at."""
        path, archive, passphrase = self._path, self._context.archive, self.passphrase.text() or None
        if path is None:
            return
        self.merging.setEnabled(False)
        self._begin()

        def work(progress: Progress) -> tuple[Merged, Change]:
            return foreign.bring(archive, path, passphrase=passphrase, progress=progress)

        context = self._context

        def done(result: tuple[Merged, Change]) -> None:
            # It counts, and can be undone, when the page is gone by then.
            if result[1].touched:
                context.history.do(result[1])
            if shiboken6.isValid(self):
                self._merged(result[0])

        def failed(error: Exception) -> None:
            if shiboken6.isValid(self):
                self._failed(error)
            else:
                context.alerts.show(error)

        def step(steps: int, total: int, told: str) -> None:
            if shiboken6.isValid(self):
                self._step(steps, total, told)

        context.jobs.run(work, done=done, failed=failed, progress=step, label="Merging", keep=True)

    def _merged(self, told: Merged) -> None:
        self.bar.hide()
        self.merging.hide()
        waiting = told.conflicts + told.held
        self.result.setText(words.merged(told) + (" Some of it waits for you to decide." if waiting else ""))
        self.result.show()
        self.deciding.setVisible(bool(waiting) or bool(told.added.get("tag")))
        (self.deciding if self.deciding.isVisibleTo(self) else self.path).setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        self.trouble.hide()
        self.bar.setRange(0, 0)
        self.bar.show()

    def _step(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _failed(self, error: Exception) -> None:
        self.bar.hide()
        if isinstance(error, WaystationError):
            told = f"{error.what} {error.advice}".strip()
            if self.passphrase.isVisibleTo(self):
                self.passphrase.selectAll()
                self._ask_passphrase(told)
                return
        else:
            told = "It could not be merged; nothing was changed."
        self.trouble.setText(told)
        self.trouble.show()

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if found := local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.look(found[0])
