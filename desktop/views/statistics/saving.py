"""Takes charts and tables out: asks where to, writes in the background, says what was written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from archive.operations import publish
from desktop.context import Context

_PATTERNS = {"png": "PNG picture (*.png)", "svg": "SVG drawing (*.svg)", "csv": "Table (*.csv)"}


class Saving(QObject):
    """`ask` is what a chart is handed for its own menu: `chart.let_save(saving.ask)`."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    def ask(self, ending: str, name: str, make: Callable[[], bytes]) -> None:
        """Asks for a file; `make` paints, or gathers, its bytes once it is known where they go."""
        dialog = self.dialog(ending, name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        if chosen:
            self.save(Path(chosen[0]), make())

    def dialog(self, ending: str, name: str) -> QFileDialog:
        """A name without an ending gets one before the dialog asks whether to replace what is there."""
        made = QFileDialog(self._over, "Export", "", _PATTERNS[ending])
        made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        made.setDefaultSuffix(ending)
        made.selectFile(name)
        return made

    def save(self, path: Path, data: bytes) -> None:
        """Writes the file, never over the archive itself."""
        archive = self._context.archive
        self._context.jobs.run(
            lambda _: publish.picture(archive, data, path),
            done=lambda _: self._context.alerts.toast(f"Wrote {path.name}."),
            owner=self,
            label=f"Writing {path.name}",
        )
