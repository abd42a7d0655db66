"""A dialog in which something is entered: it stays open until that is saved, so that a refusal loses nothing that was typed."""

from collections.abc import Callable
from typing import Self

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from archive.base.errors import WaystationError
from archive.model.change import Change
from desktop.context import Context
from desktop.widgets.basics import label


class EntryDialog(QDialog):
    """`entered(entry)` when it is to be saved: answer with `finish`, or with `refuse` and the reason."""

    entered = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName(f"{name.split('_')[0]}_refusal")
        self.refusal.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save, self
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    @property
    def entry(self) -> object:
        """What is to be saved."""
        raise NotImplementedError

    def accept(self) -> None:
        self.refusal.hide()
        self.buttons.setEnabled(False)
        self.entered.emit(self.entry)

    def finish(self) -> None:
        """It was saved."""
        super().accept()

    def refuse(self, error: Exception) -> None:
        """It could not be saved: says why, and leaves all as it was typed."""
        told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "This could not be saved."
        self.refusal.setText(told.strip())
        self.refusal.show()
        self.buttons.setEnabled(True)

    def opened(self) -> Self:
        """Opens it; it is gone once it is closed."""
        self.finished.connect(self.deleteLater)
        self.open()
        return self

    def carry_out(self, context: Context, work: Callable[[], Change], *, toast: bool = False) -> None:
        """Saves by `work` and closes once that is done; what cannot be done is said here, if the dialog is still open."""

        def still(act: Callable[..., object]) -> Callable[..., None]:
            def call(*arguments: object) -> None:
                if shiboken6.isValid(self):
                    act(*arguments)

            return call

        context.run_change(work, toast=toast, then=still(self.finish), failed=still(self.refuse))
