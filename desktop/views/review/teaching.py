"""Asks for the last word on a rule before it is taught: what it is called, which site it is for, where it will look."""

from dataclasses import replace

from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from archive.model.taught import TaughtRule
from archive.operations import taught
from desktop.views.entering import EntryDialog
from desktop.widgets.basics import label


class TeachDialog(EntryDialog):
    """`entered(TaughtRule)`; `finds` are the words that were selected."""

    def __init__(self, rule: TaughtRule, finds: str, parent: QWidget) -> None:
        super().__init__("teach_rule", parent)
        self._rule = rule
        self.setWindowTitle("Teach a rule")
        self.name = self._field("teach_name", "Name", rule.name)
        self.site = self._field("teach_site", "Site or publisher", rule.site)
        self.site.setPlaceholderText("Wherever these words stand in this place" if not rule.site else "example.org")
        self.site.setEnabled(bool(rule.site))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("Name", self.name)
        form.addRow("Site or publisher", self.site)
        form.addRow("It finds here", label(f"“{finds}”", "strong", self, wraps=True))
        form.addRow("It looks", label(taught.told(rule.spot), "", self, wraps=True))
        told = (
            "The next article from this site gets what stands in this place. Where nothing fitting stands there, it is read as"
            " before; what you corrected yourself always stays."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(label(told, "small", self, wraps=True))
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("Teach")
        self.setMinimumWidth(520)
        self.name.selectAll()

    def _field(self, name: str, spoken: str, text: str) -> QLineEdit:
        field = QLineEdit(text, self)
        field.setObjectName(name)
        field.setAccessibleName(spoken)
        return field

    @property
    def entry(self) -> object:
        return replace(self._rule, name=self.name.text(), site=self.site.text() if self._rule.site else "")
