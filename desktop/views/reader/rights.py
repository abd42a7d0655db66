"""What may be done with an article: rights in a sentence, how sensitive it is, until when it may not leave; edited in place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model import edtf
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.rights import Sensitivity
from archive.operations import curate
from desktop.context import Context
from desktop.widgets.basics import label
from desktop.widgets.dropdown import Dropdown

from .facts import Facts
from .fieldrow import FieldRow

SENSITIVITIES = (
    (Sensitivity.OPEN, "Open"),
    (Sensitivity.INTERNAL, "Internal"),
    (Sensitivity.CONFIDENTIAL, "Confidential"),
)


class RightsRows(QWidget):
    """Filled by `show_facts`; every edit is one act that can be undone."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("article_rights")
        self._context = context
        self._article: ArticleId | None = None
        self.rows = {name: FieldRow(name, context.theme, self) for name in ("rights", "embargo")}
        self.sensitivity = Dropdown(self)
        self.sensitivity.setObjectName("field_sensitivity")
        self.sensitivity.setAccessibleName("Sensitivity: what is not open stays behind when passages are exported")
        self.sensitivity.setToolTip(
            "What is not open stays behind when passages are exported, unless you take it along."
        )
        for value, said in SENSITIVITIES:
            self.sensitivity.addItem(said, str(value))
        name = label("Sensitivity", "small", self)
        name.setBuddy(self.sensitivity)
        under = QVBoxLayout()
        under.setSpacing(2)
        under.addWidget(name)
        under.addWidget(self.sensitivity, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.rows["rights"])
        column.addLayout(under)
        column.addWidget(self.rows["embargo"])
        for row in self.rows.values():
            row.saved.connect(self._save)
        self.sensitivity.activated.connect(lambda _: self._save("sensitivity", self.sensitivity.currentData()))

    def show_facts(self, found: Facts, *, read_only: bool) -> None:
        """Shows what may be done with an article."""
        self._article = found.article.id
        rights = found.rights
        self.rows["rights"].show_value(rights.rights, rights.rights)
        self.rows["embargo"].show_value(
            rights.embargo or "", f"until {edtf.display(rights.embargo)}" if rights.embargo else ""
        )
        self.sensitivity.setCurrentIndex(self.sensitivity.findData(str(rights.sensitivity)))
        self.sensitivity.setEnabled(not read_only)
        for row in self.rows.values():
            row.allow(not read_only)

    def _save(self, field: str, text: str) -> None:
        archive, article, row = self._context.archive, self._article, self.rows.get(field)
        if article is None:
            return

        def done(change: Change) -> None:
            if row is not None:
                row.accepted()
            self._context.history.do(change)

        def failed(error: Exception) -> None:
            if row is not None and isinstance(error, WaystationError):
                row.refused(f"{error.what.rstrip('.')}. {error.advice}".strip())

        said = {field: text or None}
        self._context.jobs.run(
            lambda _: curate.set_rights(archive, [article], **said), done=done, failed=failed, owner=self, keep=True
        )
