"""The page that asks what the columns of a table are, with its first rows; nothing has come in before it is answered."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import Invalid
from archive.base.text import visible
from archive.model import tables
from archive.model.tables import Columns, Draft, Order, Role
from archive.operations.tables import Asked, is_unclear, look
from desktop.context import Context
from desktop.views.reader.provenance import ENCODINGS
from desktop.widgets.basics import Choices, Page, TickBox, label
from desktop.widgets.chip import Flow
from desktop.widgets.dropdown import Dropdown
from desktop.wording import counted

from .preview import Preview

_SEPARATORS = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar"))
_SHEETS = frozenset({"workbook", "opensheet"})  # kinds of tables that have sheets
_ORDERS = ((Order.UNKNOWN, "Not known: leave as written"), (Order.DAY, "Day first"), (Order.MONTH, "Month first"))


class ColumnsPage(Page):
    """`decided(columns)`: how the table is to be read, None when it is left out."""

    decided = Signal(object)

    def __init__(self, context: Context, asked: Asked, alike: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("columns", f"Columns of “{visible(asked.path.name)[:60]}”", context.theme, parent)
        self._context, self._asked, self._alike = context, asked, alike
        self._draft = asked.draft
        self.lead = label("", "muted", self, wraps=True)
        self.lead.setObjectName("columns_lead")
        self.kind = Choices("columns_kind", [("articles", "Articles"), ("highlights", "Links and highlights")], self)
        self.header = TickBox("The first row names the columns", context.theme, self)
        self.header.setObjectName("columns_header")
        self.separator = self._dropdown("separator", "Separator", _SEPARATORS)
        self.encoding = self._dropdown("encoding", "Encoding", ENCODINGS)
        self.sheet = self._dropdown("sheet", "Sheet", [(name, name) for name in self._draft.sheets])
        self.order = self._dropdown(
            "order", "Dates such as 03/04/2020", [(each.value, words) for each, words in _ORDERS]
        )
        self.preview = Preview(context.theme, self)
        self.doubts = label("", "warning", self, wraps=True)
        self.doubts.setObjectName("columns_doubts")
        self.outcome = label("", "muted", self, wraps=True)
        self.outcome.setObjectName("columns_outcome")
        self.leave = QPushButton("Leave this table out", self)
        self.leave.setProperty("look", "quiet")
        self.leave.setObjectName("columns_leave")
        self.accept = QPushButton("Import", self)
        self.accept.setProperty("look", "primary")
        self.accept.setObjectName("columns_import")
        self._fields: dict[str, QWidget] = {}
        self.fill_with(self._laid_out())
        self._show(asked.draft, asked.columns)
        self._connect()

    # Building

    def _dropdown(
        self, name: str, words: str, choices: "list[tuple[str, str]] | tuple[tuple[str, str], ...]"
    ) -> Dropdown:
        box = Dropdown(self)
        for value, shown in choices:
            box.addItem(shown, value)
        box.setObjectName(f"columns_{name}")
        box.setAccessibleName(words)
        return box

    def _laid_out(self) -> QWidget:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addWidget(self.lead)
        options = Flow(gap=20, row_gap=8)
        for name, words, editor in (
            ("kind", "Each row is", self.kind),
            ("separator", "Separator", self.separator),
            ("encoding", "Encoding", self.encoding),
            ("sheet", "Sheet", self.sheet),
            ("order", "Dates such as 03/04/2020", self.order),
            ("header", "", self.header),
        ):
            self._fields[name] = self._field(words, editor, body)
            options.addWidget(self._fields[name])
        column.addLayout(options)
        column.addWidget(self.preview, 1)
        column.addWidget(self.doubts)
        end = QHBoxLayout()
        end.setSpacing(12)
        end.addWidget(self.outcome, 1)
        end.addWidget(self.leave)
        end.addWidget(self.accept)
        column.addLayout(end)
        return body

    def _field(self, words: str, editor: QWidget, parent: QWidget) -> QWidget:
        held = QWidget(parent)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        if words:
            named = QLabel(words, held)
            named.setBuddy(editor)
            row.addWidget(named)
        row.addWidget(editor)
        return held

    def _connect(self) -> None:
        self.preview.role_chosen.connect(self._check)
        self.kind.chosen.connect(self._kind_chosen)
        self.order.currentIndexChanged.connect(self._check)
        for box in (self.separator, self.encoding, self.sheet):
            box.activated.connect(self._look_again)
        self.header.clicked.connect(self._look_again)
        self.leave.clicked.connect(lambda: self.decided.emit(None))
        self.accept.clicked.connect(self._accept)

    # Filling

    def _show(self, draft: Draft, columns: Columns) -> None:
        """Shows a table as it was looked at, with a choice."""
        self._draft, self._articles = draft, columns.articles
        kept = " The choice is the one that you made for these headings before." if self._asked.kept else ""
        others = (
            f" {counted(self._alike, 'other table')} with the same headings will be read alike." if self._alike else ""
        )
        self.lead.setText(f"Say what each column is; nothing has come in yet. {_shown(draft)}{kept}{others}")
        self.kind.choose("articles" if columns.articles else "highlights")
        is_text = draft.kind == "csv"
        self._fields["separator"].setVisible(is_text)
        self._fields["encoding"].setVisible(draft.kind not in _SHEETS)
        self._fields["sheet"].setVisible(len(draft.sheets) > 1)
        self._fields["header"].setVisible(draft.kind != "json")
        self._fields["kind"].setVisible(is_text)
        self._choose(self.separator, columns.delimiter or draft.columns.delimiter)
        self._choose(self.encoding, columns.encoding or draft.columns.encoding)
        self._choose(self.sheet, columns.sheet or draft.columns.sheet)
        self._choose(self.order, (columns.order or Order.UNKNOWN).value)
        self.header.setChecked(bool(columns.header))
        self.preview.show_table(draft.headings, draft.sample, columns.roles)
        self._check()

    def _choose(self, box: Dropdown, value: str) -> None:
        if box.findData(value) < 0 and value:
            box.addItem(value, value)
        box.setCurrentIndex(max(0, box.findData(value)))

    def _look_again(self) -> None:
        """Another separator, encoding, sheet or first row: the table is read anew, roles stay where the headings do."""
        wanted = replace(self.columns, roles={}, order=None, header=self.header.isChecked())
        roles, before = self.preview.roles, self._draft.headings
        path = self._asked.path
        self.accept.setEnabled(False)

        def done(draft: Draft | None) -> None:
            if draft is None:
                self.doubts.setText(
                    "Read so, this is no table with a text in it: choose another separator or encoding."
                )
                self.doubts.show()
                return
            columns = replace(draft.columns, roles=roles) if draft.headings == before else draft.columns
            self._show(draft, columns)

        self._context.jobs.latest(
            ("columns", id(self)), lambda _: look(path, wanted), done=done, owner=self, label="Reading the table"
        )

    @property
    def columns(self) -> Columns:
        """The choice as it stands."""
        is_text, is_book = self._draft.kind == "csv", self._draft.kind in _SHEETS
        return Columns(
            self.preview.roles,
            Order(self.order.currentData()) if self._has_unclear() else None,
            self.header.isChecked(),
            delimiter=self.separator.currentData() if is_text else "",
            encoding="" if is_book else self.encoding.currentData(),
            sheet=self.sheet.currentData() or "" if is_book else "",
            articles=self._articles,
        )

    def _has_unclear(self) -> bool:
        """Whether it matters which comes first in a date, the day or the month: by the guess, or by what the rows show."""
        draft, roles = self._draft, self.preview.roles
        dates = [place for place, each in enumerate(draft.headings) if roles[each] in (Role.PUBLISHED, Role.ACCESSED)]
        if dates and (draft.unclear_dates or draft.columns.order):
            return True
        return any(is_unclear(row[place]) for row in draft.sample for place in dates)

    def _kind_chosen(self, kind: str) -> None:
        self._articles = kind == "articles"
        self._check()

    def _check(self) -> None:
        """Says what would come of the choice; one by which nothing could be read cannot be accepted."""
        draft, wrong = self._draft, ""
        self.preview.setEnabled(self._articles)
        self._fields["order"].setVisible(self._has_unclear())
        try:
            tables.check(self.columns)
        except Invalid as error:
            wrong = f"{error.what} {error.advice}"
        doubts = [each for each in draft.doubts if each != wrong] if self._articles else []
        if draft.unclear_dates and self._articles and self.order.currentData() == Order.UNKNOWN:
            doubts.append(
                f"{counted(draft.unclear_dates, 'date')} can be read as day/month or month/day; as long as that is not known, none is set."
            )
        self.doubts.setText("\n".join(visible(each) for each in ([wrong] if wrong else doubts)))
        self.doubts.setVisible(bool(wrong or doubts))
        told = f"{counted(draft.rows, 'article')} at most: rows without a text are told and left out."
        self.outcome.setText(
            told if self._articles else "Rows come in as links and highlights on articles that are here."
        )
        self.accept.setText(f"Import {counted(draft.rows, 'row')}")
        self.accept.setEnabled(not wrong)

    def _accept(self) -> None:
        self.decided.emit(self.columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.accept.isEnabled():
            self._accept()
        else:
            super().keyPressEvent(event)


def _shown(draft: Draft) -> str:
    """How many of the rows are seen here."""
    if draft.rows <= len(draft.sample):
        return "All of its rows are shown." if draft.rows > 1 else "Its one row is shown."
    return f"The first {len(draft.sample)} of {counted(draft.rows, 'row')} are shown."
