"""The page that writes a bundle: what goes along, whether it is encrypted, where it is written; and the fingerprint that signs it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.excerpt import Scope
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from archive.operations.exchange import bundling
from archive.operations.exchange.bundling import Bundled
from desktop.context import Context
from desktop.widgets.basics import Choices, Page, TickBox, label
from desktop.wording import counted

from . import words

_ABOUT = (
    "One signed file with articles and everything that people said of them, originals and earlier wordings too, for somebody to merge"
    " into their archive. What rights, sensitivity or an embargo hold back stays behind."
)
_FILES = f"Bundles (*{bundling.SUFFIX})"


class BundlePage(Page):
    """`article` is the one that is read: it can be bundled alone."""

    def __init__(self, context: Context, article: ArticleId | None, parent: QWidget | None = None) -> None:
        super().__init__("bundle", "Bundle work", context.theme, parent)
        self._context, self._article = context, article
        self._what = "all"
        choices = [("all", "All articles"), ("tag", "Tagged"), ("found", "Found by a search")]
        self.what = Choices("bundle-what", [("one", "This article"), *choices] if article else choices, self)
        self.words = QLineEdit(self)
        self.encrypts = TickBox("Encrypt it to a passphrase", context.theme, self)
        self.passphrase, self.again = QLineEdit(self), QLineEdit(self)
        self.path, self.browse = QLineEdit(self), QPushButton("Choose…", self)
        self.writing = QPushButton("Write the bundle", self)
        self.bar = QProgressBar(self)
        self.result, self.trouble = label("", "", self, wraps=True), label("", "warning", self, wraps=True)
        self._name()
        self._build()
        self._connect()
        self.what.choose("all")
        self._adjust()
        self.setFocusProxy(self.path)

    def _name(self) -> None:
        for widget, name, said in (
            (self.words, "bundle_words", "The tag, or the words of the search"),
            (self.encrypts, "bundle_encrypts", "Encrypt it to a passphrase"),
            (self.passphrase, "bundle_passphrase", "Passphrase"),
            (self.again, "bundle_again", "The same passphrase once more"),
            (self.path, "bundle_path", "Where the bundle is written"),
            (self.browse, "bundle_browse", "Choose where the bundle is written"),
            (self.writing, "bundle_write", "Write the bundle"),
            (self.bar, "bundle_bar", "Writing the bundle"),
            (self.result, "bundle_result", "What was written"),
            (self.trouble, "bundle_trouble", "What is wrong"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(said)
        for field, said in ((self.passphrase, "Passphrase"), (self.again, "The same once more")):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(said)
        self.path.setPlaceholderText("A file, on a stick for instance")

    def _build(self) -> None:
        self.writing.setProperty("look", "primary")
        self.bar.setTextVisible(False)
        where, secret = QHBoxLayout(), QHBoxLayout()
        for row in (where, secret):
            row.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        secret.addWidget(self.passphrase, 1)
        secret.addWidget(self.again, 1)
        self.content.addWidget(label(_ABOUT, "muted", self, wraps=True))
        self.content.addWidget(label("What goes along", "strong", self))
        self.content.addWidget(self.what)
        self.content.addWidget(self.words)
        self.content.addWidget(label("Protection", "strong", self))
        self.content.addWidget(self.encrypts)
        self.content.addLayout(secret)
        self.content.addWidget(label("Where", "strong", self))
        self.content.addLayout(where)
        self.content.addWidget(self.writing, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.bar, self.trouble, self.result):
            self.content.addWidget(widget)
            widget.hide()
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.content.addStretch(1)

    def _connect(self) -> None:
        self.what.chosen.connect(self.choose)
        self.encrypts.toggled.connect(lambda _: self._adjust())
        for field in (self.words, self.passphrase, self.again, self.path):
            field.textChanged.connect(lambda _: self._adjust())
        self.browse.clicked.connect(self.choose_file)
        self.path.returnPressed.connect(self.write)
        self.writing.clicked.connect(self.write)

    def choose(self, what: str) -> None:
        """Chooses what goes along."""
        self._what = what
        self.what.choose(what)
        self._adjust()
        if what in ("tag", "found"):
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _adjust(self) -> None:
        named = self._what in ("tag", "found")
        self.words.setVisible(named)
        self.words.setPlaceholderText(
            "A tag; those below it count too" if self._what == "tag" else "Words, as in the search box"
        )
        secret = self.encrypts.isChecked()
        self.passphrase.setVisible(secret)
        self.again.setVisible(secret)
        same = not secret or (self.passphrase.text() != "" and self.passphrase.text() == self.again.text())
        self.writing.setEnabled(
            bool(self.path.text().strip()) and same and (not named or bool(self.words.text().strip()))
        )

    def choose_file(self) -> None:
        """Asks where it is written."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Bundle work", self.path.text() or f"Work{bundling.SUFFIX}", _FILES
        )
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + bundling.SUFFIX)

    def scope(self) -> Scope | None:
        """What goes along; None: everything."""
        if self._what == "one" and self._article is not None:
            return Scope(PassageFilter(articles=(self._article,)))
        said = self.words.text().strip()
        if self._what == "tag":
            return Scope(PassageFilter(tags=(said,)))
        return Scope(query=said) if self._what == "found" else None

    def write(self) -> None:
        """Writes the bundle."""
        if not self.writing.isEnabled():
            return
        archive, scope, out = self._context.archive, self.scope(), Path(self.path.text().strip()).expanduser()
        passphrase = self.passphrase.text() if self.encrypts.isChecked() else None

        def work(progress: Progress) -> Bundled:
            return bundling.bundle(archive, out, scope=scope, passphrase=passphrase, progress=progress)

        for widget in (self.trouble, self.result):
            widget.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.writing.setEnabled(False)
        self._context.jobs.run(work, done=self._done, failed=self._failed, label="Bundling", owner=self)

    def _done(self, done: Bundled) -> None:
        self.bar.hide()
        self._adjust()
        articles = counted(done.articles, "article")
        rest = {kind: count for kind, count in done.counts.items() if kind != "article"}
        told = [f"Written: {articles}, {words.listed(rest)}.", *done.warnings]
        told.append(
            f"It is signed with your key. Its fingerprint, to be told to the receiver by another way: {done.fingerprint}."
        )
        self.result.setText("\n".join(told))
        self.result.show()

    def _failed(self, error: Exception) -> None:
        self.bar.hide()
        self._adjust()
        told = (
            f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "The bundle could not be written."
        )
        self.trouble.setText(told.strip())
        self.trouble.show()
