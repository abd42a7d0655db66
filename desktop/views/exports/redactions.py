"""The page of the redaction list: its rules, what they would change in what is to leave, and what they may have missed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import Unreadable, WaystationError
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.excerpt import Choice, Redaction
from archive.operations import redacting
from archive.operations.redacting import Edited, Missed, Preview
from desktop.context import Context
from desktop.widgets.basics import Choices, Page, label, push_button
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.keys import is_single

from .changes import ChangesList
from .rules import KINDS, RulesModel, RulesTable

_TOLD = (
    "What is found here is replaced in what leaves when “Redact by the list” is ticked: in the words, the context, notes, titles and"
    " metadata alike. Case is ignored. Your articles are never touched."
)
_NONE = "No rule yet. Write above what is to be found and what is to stand there instead, or import a table."
_HINTS = {
    "name": ("Mara Lindqvist", "[woman, 20s]"),
    "place": ("Saltmere", "[a port]"),
    "pattern": (r"\+?\d[\d ]{6,}", "[phone]"),
}


class RedactionsPage(Page):
    """`open_requested(article, start, end)` goes to a sentence. `choice` is what is about to leave."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, choice: Choice | None = None, parent: QWidget | None = None) -> None:
        super().__init__("redactions", "Redaction list", context.theme, parent)
        self._context, self._choice = context, choice or Choice(definitions=True)
        self._writable = not context.archive.read_only
        # Each part is made where it stays: moved, all of it would be styled again.
        self._body = body = QWidget(self)
        self._stack = QStackedWidget(body)
        self._listed, self._changing = listed, changing = QWidget(self._stack), QWidget(self._stack)
        self.tab = Choices("redaction_tab", (("rules", "Rules"), ("changes", "What changes")), body)
        self.kind, self.finds, self.becomes = Dropdown(listed), QLineEdit(listed), QLineEdit(listed)
        self.add = self._button("redaction_add", "Add", "Add the rule")
        self.model = RulesModel(self, writable=self._writable)
        self.table = RulesTable(self.model, context.theme, listed)
        self.none = label(_NONE, "muted", listed, wraps=True)
        self.remove = self._button("redaction_remove", "Remove", "Remove the chosen rules")
        self.bring = self._button("redaction_import", "Import table…", "Import rules from a CSV table")
        self.changes = ChangesList(context.theme, changing)
        self.told, self.bar = label("", "muted", changing, wraps=True), QProgressBar(changing)
        self.trouble = label("", "warning", body, wraps=True)
        self._build()
        self._connect()
        self.tab.choose("rules")
        self.setFocusProxy(self.finds)
        self._hint()
        self.refresh()

    # Building

    def _button(self, name: str, said: str, accessible: str) -> QPushButton:
        return push_button(said, name, self._listed, spoken=accessible)

    def _build(self) -> None:
        for widget, name, said in (
            (self.kind, "redaction_kind", "Kind of the new rule"),
            (self.finds, "redaction_find", "What the new rule finds"),
            (self.becomes, "redaction_becomes", "What stands there instead"),
            (self.trouble, "redaction_trouble", "What is wrong"),
            (self.bar, "redaction_bar", "Looking through the articles"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(said)
        for value, said in KINDS:
            self.kind.addItem(said, value)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.trouble.hide()
        form = QHBoxLayout()
        form.setSpacing(8)
        form.addWidget(self.kind)
        form.addWidget(self.finds, 3)
        form.addWidget(label("becomes", "muted", self._listed))
        form.addWidget(self.becomes, 2)
        form.addWidget(self.add)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.remove)
        foot.addWidget(self.bring)
        foot.addStretch(1)
        lead = label(_TOLD, "muted", self._listed, wraps=True)
        self._stack.addWidget(self._column(self._listed, lead, form, self.none, self.table, foot))
        self._stack.addWidget(self._column(self._changing, self.told, self.bar, self.changes))
        self._body.setMaximumWidth(1080)
        whole = QVBoxLayout(self._body)
        whole.setContentsMargins(0, 0, 8, 16)
        whole.setSpacing(12)
        whole.addWidget(self.tab)
        whole.addWidget(self.trouble)
        whole.addWidget(self._stack, 1)
        self.fill_with(self._body)

    def _column(self, made: QWidget, *parts: QWidget | QHBoxLayout) -> QWidget:
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in parts:
            if isinstance(part, QHBoxLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, 1 if part in (self.table, self.changes) else 0)
        if self.table in parts:
            column.addStretch(0)
        return made

    def _connect(self) -> None:
        self.tab.chosen.connect(self.show_tab)
        self.kind.currentIndexChanged.connect(lambda _: self._hint())
        for field in (self.finds, self.becomes):
            field.returnPressed.connect(self.add_typed)
            field.textChanged.connect(lambda _: self._follow())
        self.add.clicked.connect(self.add_typed)
        self.model.edited.connect(self._edit)
        self.table.removed.connect(self.remove_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.remove.clicked.connect(self.remove_chosen)
        self.bring.clicked.connect(self.choose_table)
        self.changes.opened.connect(self._open)
        self.changes.ruled.connect(self.add_rule_for)
        self._context.history.changed.connect(self._changed)

    # What is shown

    def refresh(self) -> None:
        """Reads the rules again, and what they change where that is in front."""
        archive = self._context.archive
        self._context.jobs.latest(
            ("redactions", id(self)), lambda _: redacting.rules(archive), done=self._show_rules, owner=self
        )

    def _show_rules(self, rules: list[Redaction]) -> None:
        row = self.table.currentIndex().row()
        self.model.show_rules(rules)
        self.none.setVisible(not rules)
        self.table.setVisible(bool(rules))
        self.remove.setVisible(bool(rules))
        if rules and row >= 0:
            self.table.selectRow(min(row, len(rules) - 1))
        self._follow()
        if self._stack.currentIndex() == 1:
            self._look()

    def show_tab(self, name: str) -> None:
        """Shows `rules` or `changes`."""
        self.tab.choose(name)
        self._stack.setCurrentIndex(int(name == "changes"))
        self.trouble.hide()
        if name == "changes":
            self._look()
            self.changes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finds.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        archive, choice = self._context.archive, self._choice

        def work(progress: Progress) -> Preview:
            return redacting.preview(archive, choice, progress=progress)

        self.bar.show()
        self._context.jobs.latest(
            ("redaction-changes", id(self)),
            work,
            done=self._show_changes,
            failed=self._failed,
            progress=self._step,
            owner=self,
        )

    def _step(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _show_changes(self, seen: Preview) -> None:
        self.bar.hide()
        self.changes.show_preview(seen)
        if not self.model.rules:
            self.told.setText("The list is empty: nothing changes. Add a rule under “Rules”.")
        elif not seen.changes:
            self.told.setText("Nothing that is about to leave holds any of these words.")
        else:
            self.told.setText(
                "Each change with what stands around it. Return opens the sentence in the reader; A adds a rule for what may have been missed."
            )

    def _hint(self) -> None:
        finds, becomes = _HINTS[self.kind.currentData()]
        self.finds.setPlaceholderText(f"Like {finds}")
        self.becomes.setPlaceholderText(f"Like {becomes}")

    def _follow(self) -> None:
        for widget in (self.kind, self.finds, self.becomes, self.bring):
            widget.setEnabled(self._writable)
        self.add.setEnabled(self._writable and bool(self.finds.text().strip()))
        self.remove.setEnabled(self._writable and bool(self.table.chosen))

    def _changed(self, change: Change) -> None:
        if change.touches("redaction") or change.touches("archive"):
            self.refresh()
        elif self._stack.currentIndex() == 1:
            self._look()

    # Acts

    def _run(self, work: Callable[[], Change], *, toast: bool = True, then: Callable[[], object] | None = None) -> None:
        self.trouble.hide()
        self._context.run_change(work, toast=toast, then=then, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.bar.hide()
        told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "This could not be done."
        self.trouble.setText(told.strip())
        self.trouble.show()

    def add_typed(self) -> None:
        """Adds the rule that was typed."""
        wanted = Redaction(None, self.kind.currentData(), self.finds.text(), self.becomes.text())
        archive = self._context.archive

        def clear() -> None:
            self.finds.clear()
            self.becomes.clear()
            self.finds.setFocus()

        if wanted.find.strip():
            self._run(lambda: redacting.add(archive, wanted)[1], toast=False, then=clear)

    def add_rule_for(self, line: Missed) -> None:
        """Adds a rule for words that may have been missed; what they become can be changed in the list."""
        archive = self._context.archive
        becomes = "[date]" if any(each.isdigit() for each in line.words) else "[name]"
        wanted = Redaction(None, "name", line.words, becomes)
        if self._writable:
            self._run(lambda: redacting.add(archive, wanted)[1])

    def _edit(self, rule: Redaction) -> None:
        archive = self._context.archive
        self._run(lambda: redacting.edit(archive, rule), toast=False)

    def remove_chosen(self) -> None:
        """Removes the chosen rules as one act."""
        archive, uids = self._context.archive, [str(each.uid) for each in self.table.chosen]
        if uids and self._writable:
            self._run(lambda: redacting.remove(archive, uids))

    def choose_table(self) -> None:
        """Asks for a CSV table of rules."""
        chosen, _ = QFileDialog.getOpenFileName(self, "Import rules", "", "Tables (*.csv *.txt)")
        if chosen:
            self.import_table(Path(chosen))

    def import_table(self, path: Path) -> None:
        """Adds the rules of a CSV table; says which lines are none."""
        archive = self._context.archive
        refused: list[str] = []

        def work() -> Change:
            try:
                text = path.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise Unreadable(f"{path.name} cannot be read as text.", "Save it as CSV in UTF-8.") from error
            _, lines, change = redacting.add_table(archive, text)
            refused.extend(lines)
            return change

        def then() -> None:
            if refused:
                more = f" And {len(refused) - 3:,} more." if len(refused) > 3 else ""
                self.trouble.setText(" ".join(refused[:3]) + more)
                self.trouble.show()

        self._run(work, then=then)

    def _open(self, line: Edited | Missed) -> None:
        self.setFocusProxy(self.changes)
        if line.article is not None and line.start is not None and line.end is not None:
            self.open_requested.emit(line.article, line.start, line.end)

    # Qt

    def event(self, event: QEvent) -> bool:
        # Single keys are the page's own, not commands of the window.
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
