"""The page that writes a bundle: what goes along, whether it is encrypted, where it is written; and the fingerprint that signs it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from archive.base import places
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.excerpt import Scope
from archive.operations.exchange import bundling
from archive.operations.exchange.bundling import Bundled, Outlook
from desktop.context import Context
from desktop.offers import Offer
from desktop.widgets.basics import Choices, Page, TickBox, label
from desktop.wording import counted, size

from . import words

_ABOUT = (
    "One signed file with articles and everything that people said of them, originals and earlier wordings too, for somebody to merge"
    " into their archive. What rights, sensitivity or an embargo hold back stays behind."
)
_ELSE = (("tag", "Tagged…"), ("found", "Found by a search…"), ("all", "Everything"))
_NOTHING = "Nothing would go along: choose others."
_ASK_AFTER_MS, _FIELD_PX = 250, 400
_FILES = f"Bundles (*{bundling.SUFFIX})"


class BundlePage(Page):
    """`offers` are the articles where a person is: those that are chosen in the list, the one that is read, the list as it is filtered."""

    def __init__(self, context: Context, offers: Sequence[Offer] = (), parent: QWidget | None = None) -> None:
        from desktop.views.protection.choosing import Choosing  # a plain archive is shown without what encryption needs

        super().__init__("bundle", "Bundle work", context.theme, parent)
        self._context = context
        self._offers = {f"offer{number}": offer for number, offer in enumerate(offers)}
        self._what = next(iter(self._offers), "all")
        here = [(name, offer.words) for name, offer in self._offers.items()]
        self.what = Choices("bundle-what", [*here, *_ELSE], self, wraps=True)
        self.words = QLineEdit(self)
        self.coming = label("", "muted", self, wraps=True)
        self._asking = QTimer(self, interval=_ASK_AFTER_MS, singleShot=True)
        self._some = False  # whether anything would go along
        self.encrypts = TickBox("Encrypt it to a passphrase", context.theme, self)
        known = (context.archive.path.stem, places.author())
        self.choosing = Choosing(known, context.jobs, context.theme, self)
        self.choosing.setMaximumWidth(_FIELD_PX)
        self.path, self.browse = QLineEdit(self), QPushButton("Choose…", self)
        self.writing = QPushButton("Write the bundle", self)
        self.bar = QProgressBar(self)
        self.result, self.trouble = label("", "", self, wraps=True), label("", "warning", self, wraps=True)
        self._name()
        self._build()
        self._connect()
        self.what.choose(self._what)
        self._adjust()
        self._ask()
        self.setFocusProxy(self.path)

    def _name(self) -> None:
        for widget, name, said in (
            (self.words, "bundle_words", "The tags, or the words of the search"),
            (self.coming, "bundle_coming", "How much goes along"),
            (self.encrypts, "bundle_encrypts", "Encrypt it to a passphrase"),
            (self.path, "bundle_path", "Where the bundle is written"),
            (self.browse, "bundle_browse", "Choose where the bundle is written"),
            (self.writing, "bundle_write", "Write the bundle"),
            (self.bar, "bundle_bar", "Writing the bundle"),
            (self.result, "bundle_result", "What was written"),
            (self.trouble, "bundle_trouble", "What is wrong"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(said)
        self.path.setPlaceholderText("A file, on a stick for instance")

    def _build(self) -> None:
        self.writing.setProperty("look", "primary")
        self.bar.setTextVisible(False)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(self.browse)
        self.content.addWidget(label(_ABOUT, "muted", self, wraps=True))
        self.content.addWidget(label("What goes along", "strong", self))
        self.content.addWidget(self.what)
        self.content.addWidget(self.words)
        self.content.addWidget(self.coming)
        self.content.addWidget(label("Protection", "strong", self))
        self.content.addWidget(self.encrypts)
        self.content.addWidget(self.choosing)
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
        self.words.textChanged.connect(lambda _: self._asking.start())
        self._asking.timeout.connect(self._ask)
        for field in (self.words, self.path):
            field.textChanged.connect(lambda _: self._adjust())
        self.choosing.changed.connect(self._adjust)
        self.choosing.entered.connect(self.write)
        self.browse.clicked.connect(self.choose_file)
        self.path.returnPressed.connect(self.write)
        self.writing.clicked.connect(self.write)

    def choose(self, what: str) -> None:
        """Chooses what goes along."""
        self._what = what
        self.what.choose(what)
        self._adjust()
        self._ask()
        if what in ("tag", "found"):
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _adjust(self) -> None:
        named = self._what in ("tag", "found")
        self.words.setVisible(named)
        self.words.setPlaceholderText(
            "A tag, or several between commas; those below count too"
            if self._what == "tag"
            else "Words, as in the search box"
        )
        secret = self.encrypts.isChecked()
        self.choosing.setVisible(secret)
        self.writing.setEnabled(
            bool(self.path.text().strip())
            and (not secret or bool(self.choosing.chosen))
            and (bool(self.words.text().strip()) if named else self._some)
            and self.bar.isHidden()
        )

    def choose_file(self) -> None:
        """Asks where it is written."""
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Bundle work", self.path.text() or f"Work{bundling.SUFFIX}", _FILES
        )
        if chosen:
            self.path.setText(chosen if Path(chosen).suffix else chosen + bundling.SUFFIX)

    def scope(self) -> Callable[[], Scope | None]:
        """A function, to be called off the interface thread, that gives what goes along; None: everything."""
        archive, what, said = self._context.archive, self._what, self.words.text().strip()
        if what == "tag":
            tags = [each.strip() for each in said.split(",") if each.strip()]
            return lambda: bundling.tagged(archive, tags)
        offer = self._offers.get(what)
        return lambda: offer.scope if offer is not None else Scope(query=said) if what == "found" else None

    # How much goes along

    def _ask(self) -> None:
        if self._what in ("tag", "found") and not self.words.text().strip():
            self.coming.setText("")
            return
        archive, scope = self._context.archive, self.scope()
        self._context.jobs.latest(
            ("bundle", id(self)),
            lambda _: bundling.outlook(archive, scope=scope()),
            done=self._say_coming,
            failed=self._say_nothing,
            owner=self,
        )

    def _say_coming(self, told: Outlook) -> None:
        self._some = told.articles > 0
        what = f"{counted(told.articles, 'article')}, {counted(told.passages, 'passage')}, originals of {size(told.bytes)}."
        self._say(" ".join((what if told.articles else _NOTHING, *told.left_out)), warning=not told.articles)

    def _say_nothing(self, error: Exception) -> None:
        self._some = False
        self._say(f"{error.what} {error.advice}" if isinstance(error, WaystationError) else _NOTHING, warning=True)

    def _say(self, sentence: str, *, warning: bool) -> None:
        self.coming.setText(sentence)
        self.coming.setProperty("look", "warning" if warning else "muted")
        self.coming.style().polish(self.coming)
        self._adjust()

    # Writing

    def write(self) -> None:
        """Writes the bundle."""
        if not self.writing.isEnabled():
            return
        archive, scope, out = self._context.archive, self.scope(), Path(self.path.text().strip()).expanduser()
        passphrase = self.choosing.chosen if self.encrypts.isChecked() else None

        def work(progress: Progress) -> Bundled:
            return bundling.bundle(archive, out, scope=scope(), passphrase=passphrase, progress=progress)

        for widget in (self.trouble, self.result):
            widget.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self.writing.setEnabled(False)
        self._context.jobs.run(
            work, done=self._done, failed=self._failed, cancelled=self._stopped, label="Bundling", owner=self
        )

    def _stopped(self) -> None:
        self.bar.hide()
        self._adjust()

    def _done(self, done: Bundled) -> None:
        self.bar.hide()
        self._adjust()
        told = [f"Written to {Path(done.path).name}: {words.listed(done.counts)}.", *done.warnings]
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
