"""Asks for the last word on a rule before it is taught: what it is called, which site it is for, where it will look."""

from dataclasses import replace

from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from archive.model.taught import TaughtRule
from archive.operations import taught
from desktop import wording
from desktop.theme import Theme
from desktop.views.entering import EntryDialog
from desktop.widgets.basics import TickBox, label


class TeachDialog(EntryDialog):
    """`entered((TaughtRule, others))`; `finds` are the words that were selected, `others` how many more articles of the site wait."""

    def __init__(self, rule: TaughtRule, finds: str, others: int, theme: Theme, parent: QWidget) -> None:
        super().__init__("teach_rule", parent)
        self._rule = rule
        self.others = TickBox(
            f"Also read {wording.counted(others, 'other file')} of the site that wait here", theme, self
        )
        self.others.setObjectName("teach_others")
        self.others.setChecked(others > 0)
        self.others.setVisible(others > 0)
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
        column.addWidget(self.others)
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
        rule = replace(self._rule, name=self.name.text(), site=self.site.text() if self._rule.site else "")
        return rule, self.others.isChecked()
