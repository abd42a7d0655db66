"""The page that looks a packet up: each quote of a file that left, and whether it stands in this archive word for word."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.operations import verifying
from archive.operations.verifying import Standing, Verdict, Verified
from desktop.context import Context
from desktop.widgets.basics import Page, label
from desktop.widgets.dragging import local_paths
from desktop.widgets.keys import is_single
from desktop.wording import counted

from .rows import RowsList, Segment, Shown

_TOLD = (
    "Choose a web page, a Word file or an OpenDocument text that was exported. Each quote in it is looked up in this archive; nothing"
    " is changed, here or there."
)
_FILES = "Packets (*.html *.htm *.docx *.odt)"
_HEADINGS = {
    Standing.CHANGED: "Changed",
    Standing.MISSING: "Not in this archive",
    Standing.MOVED: "Word for word, but elsewhere",
    Standing.REDACTED: "Redacted: compare by hand",
    Standing.STANDS: "Word for word",
}
_COUNTED = {
    Standing.STANDS: "word for word",
    Standing.MOVED: "elsewhere",
    Standing.CHANGED: "changed",
    Standing.MISSING: "not in this archive",
    Standing.REDACTED: "redacted",
}
_MOST_CHARS = 240  # of a quote; more would never be seen in a line
_SHOWN = 2_000  # of each kind


def shown(verdict: Verdict) -> Shown:
    """How a quote looks: what changed first, then its words."""
    words: list[Segment] = []
    for each in verdict.differences[:3]:
        words += [Segment(_flat(each.was), role="warning", gone=True)] if each.was else []
        words += (
            [Segment(f" {_flat(each.now)}" if each.was else _flat(each.now), "strong", "accent")] if each.now else []
        )
        words.append(Segment("   "))
    words.append(
        Segment(_flat(verdict.words).strip() or "No words are left", role="muted" if verdict.differences else "text")
    )
    where = " · ".join(filter(None, (f"Quote {verdict.number:,}", _flat(verdict.title), verdict.why)))
    became = "; ".join(_said(each) for each in verdict.differences)
    told = ". ".join(filter(None, (_HEADINGS[verdict.standing], f"“{_flat(verdict.words)}”", became, where)))
    # An article that the archive does not have has no title here.
    return Shown(words, where, told, [("open", "Open")] if verdict.title or verdict.edition is not None else [])


def _said(each: verifying.Difference) -> str:
    was, now = _flat(each.was), _flat(each.now)
    if not was:
        return f"“{now}” was put in"
    return f"“{was}” became “{now}”" if now else f"“{was}” was left out"


def _flat(words: str) -> str:
    line = words[:_MOST_CHARS].replace("\n", " ").replace("\t", " ")
    return line + "…" if len(words) > _MOST_CHARS else line


def summed(done: Verified) -> str:
    """`3 quotes: 2 word for word, 1 changed.`"""
    told = ", ".join(f"{count:,} {_COUNTED[standing]}" for standing, count in done.counts.items() if count)
    return f"{counted(len(done.quotes), 'quote')}: {told}."


class VerifyPage(Page):
    """`open_requested(article, start, end)` goes to a sentence."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("verify", "Verify a packet", context.theme, parent)
        self._context = context
        self.told = label(_TOLD, "muted", self, wraps=True)
        self.path = QLineEdit(self)
        self.browse, self.again = QPushButton("Choose…", self), QPushButton("Verify", self)
        self.bar = QProgressBar(self)
        self.trouble = label("", "warning", self, wraps=True)
        self.sum = label("", "", self, wraps=True)
        self.quotes = RowsList(shown, {}, context.theme, self)
        self._build()
        self.path.returnPressed.connect(self._verify_named)
        self.path.textChanged.connect(lambda text: self.again.setEnabled(bool(text.strip())))
        self.browse.clicked.connect(self.choose_file)
        self.again.clicked.connect(self._verify_named)
        self.quotes.acted.connect(lambda _, verdict: self._open(verdict))
        self.setAcceptDrops(True)
        self.setFocusProxy(self.path)

    def _build(self) -> None:
        for widget, name, said in (
            (self.path, "verify_path", "File to verify"),
            (self.browse, "verify_browse", "Choose the file to verify"),
            (self.again, "verify_again", "Verify"),
            (self.bar, "verify_bar", "Looking quotes up"),
            (self.trouble, "verify_trouble", "What is wrong"),
            (self.sum, "verify_sum", "How the quotes stand"),
            (self.quotes, "verify_quotes", "The quotes of the packet, and how each stands"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(said)
        self.path.setPlaceholderText("A file that was exported, or drop it here")
        self.again.setProperty("look", "primary")
        self.again.setEnabled(False)
        self.bar.setTextVisible(False)
        for widget in (self.bar, self.trouble, self.sum):
            widget.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        row.addWidget(self.again)
        body = QWidget(self)
        body.setMaximumWidth(1080)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addWidget(self.told)
        column.addLayout(row)
        for widget in (self.bar, self.trouble, self.sum):
            column.addWidget(widget)
        column.addWidget(self.quotes, 1)
        self.quotes.hide()
        column.addStretch(0)
        self.fill_with(body)

    # What is verified

    def choose_file(self) -> None:
        """Asks for a packet."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Verify a packet", self.path.text(), _FILES)
        if chosen:
            self.verify(Path(chosen))

    def _verify_named(self) -> None:
        if named := self.path.text().strip():
            self.verify(Path(named).expanduser())

    def verify(self, path: Path) -> None:
        """Looks every quote of a packet up."""
        archive = self._context.archive
        self.path.setText(str(path))
        for widget in (self.trouble, self.sum, self.quotes):
            widget.hide()
        self.bar.show()

        def work(progress: Progress) -> Verified:
            return verifying.verify(archive, path, progress=progress)

        self._context.jobs.latest(
            ("verify", id(self)), work, done=self._show, failed=self._failed, progress=self._step, owner=self
        )

    def _step(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _show(self, done: Verified) -> None:
        self.bar.hide()
        self.sum.setText(summed(done))
        self.sum.show()
        lines: list[Verdict | str] = []
        for standing, heading in _HEADINGS.items():
            found = [each for each in done.quotes if each.standing is standing]
            if found:
                more = f", the first {_SHOWN:,} of them here" if len(found) > _SHOWN else ""
                lines += [f"{heading}: {len(found):,}{more}", *found[:_SHOWN]]
        self.quotes.show()
        self.quotes.show_lines(lines)
        self.quotes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self.bar.hide()
        told = (
            f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "The file could not be verified."
        )
        self.trouble.setText(told.strip())
        self.trouble.show()

    def _open(self, verdict: Verdict) -> None:
        archive = self._context.archive
        self.setFocusProxy(self.quotes)

        def done(place: tuple[ArticleId, int, int] | None) -> None:
            if place is not None:
                self.open_requested.emit(*place)

        self._context.jobs.run(lambda _: verifying.place(archive, verdict), done=done, owner=self)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if found := local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.verify(found[0])

    def event(self, event: QEvent) -> bool:
        # Single keys are the page's own, not commands of the window.
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
