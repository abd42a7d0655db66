"""Reading the scanned pages of the open article: asks for the languages, works in the background, can be cancelled and undone."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import tesseract
from archive.operations.tesseract import Recogniser
from desktop.context import Context
from desktop.theme import Theme
from desktop.widgets.basics import TickBox, label

_TOLD = (
    "Each page that is a picture of text is read by {name}, a program of this machine, which can reach no network and no file. The words "
    "become a new edition, marked as recognised; those that may be wrong are underlined. It takes some seconds a page, goes on in the "
    "background, and can be undone."
)
_MOST_PX = 220  # of the list, before it scrolls


class LanguagesDialog(QDialog):
    """Asks which languages stand on the pages; calls `accepted_with(languages)`."""

    def __init__(
        self,
        recogniser: Recogniser,
        proposed: Sequence[str],
        accepted_with: Callable[[tuple[str, ...]], object],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("recognise")
        self.setWindowTitle("Read the scanned pages")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        others = [each for each in recogniser.languages if each not in proposed]
        self.boxes: dict[str, TickBox] = {}
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for language in (*proposed, *sorted(others, key=tesseract.spoken)):
            box = TickBox(tesseract.spoken(language), theme, listed)
            box.setObjectName(f"recognise_{language}")
            box.setChecked(language in proposed)
            box.toggled.connect(lambda _: self._check())
            self.boxes[language] = box
            column.addWidget(box)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(listed)
        listed.setAutoFillBackground(False)
        area.setFixedHeight(min(_MOST_PX, listed.sizeHint().height() + 4))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.yes = buttons.addButton("Read the pages", QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setObjectName("recognise_yes")
        self.yes.setProperty("look", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: accepted_with(self.chosen))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(label(_TOLD.format(name=recogniser.name), "muted", self, wraps=True))
        heading = label("Languages on the pages", "section", self)
        heading.setFixedHeight(heading.sizeHint().height())
        rows.addWidget(heading)
        rows.addWidget(area)
        rows.addStretch(1)
        rows.addWidget(buttons)
        self.yes.style().polish(self.yes)
        self.setMinimumWidth(440)
        self._check()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The languages that are ticked."""
        return tuple(language for language, box in self.boxes.items() if box.isChecked())

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.chosen))


class Recognising(QObject):
    """Answers the command; `find` gives the program that reads, or raises Missing (tests give their own)."""

    def __init__(self, context: Context, where: Callable[[], ArticleId | None], over: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.find: Callable[[], Recogniser] = tesseract.find
        self._context, self._where, self._over = context, where, over
        self.dialog: LanguagesDialog | None = None
        writable = not context.archive.read_only
        context.actions.on("article.recognise", self.ask, owner=self, enabled=lambda: writable and where() is not None)

    def ask(self) -> None:
        """Asks for the languages, or says what to install."""
        article, archive = self._where(), self._context.archive
        if article is None:
            return

        def work(_: Progress) -> tuple[Recogniser, tuple[str, ...]]:
            from archive.operations import recognising

            recogniser = self.find()
            return recogniser, recognising.usual_languages(archive, article, recogniser)

        self._context.jobs.run(work, done=lambda found: self._ask(article, *found), owner=self)

    def _ask(self, article: ArticleId, recogniser: Recogniser, proposed: tuple[str, ...]) -> None:
        read = partial(self.read, article, recogniser)
        self.dialog = LanguagesDialog(recogniser, proposed, read, self._context.theme, self._over)
        self.dialog.destroyed.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def read(self, article: ArticleId, recogniser: Recogniser, languages: tuple[str, ...]) -> None:
        """Reads the pages in the background."""
        archive, alerts, history = self._context.archive, self._context.alerts, self._context.history

        def work(progress: Progress) -> Change:
            from archive.operations import recognising

            return recognising.recognise(archive, article, languages, recogniser=recogniser, progress=progress)

        def done(change: Change) -> None:
            history.do(change)
            alerts.toast(change.label, action_label="Undo", action=history.undo)

        self._context.jobs.run(work, done=done, owner=self, label="Reading scanned pages")
