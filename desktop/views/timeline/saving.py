"""The menu that takes the timeline out: a picture of what is seen, or all that the filter lets through as data."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.event import EventFilter
from archive.model.ids import MentionId
from archive.operations import publish, timeline
from desktop.context import Context
from desktop.views.events.words import source, when
from desktop.widgets.timeline import TimelineCanvas
from desktop.widgets.timeline.picture import png, seen, svg
from desktop.wording import counted, one_line

_PICTURES = (("png", "Picture (PNG)…", "PNG picture (*.png)"), ("svg", "Drawing (SVG)…", "SVG drawing (*.svg)"))
_DATA = (
    ("csv", "Table (CSV)…", "Table (*.csv)", "csv"),
    ("json", "Data (JSON)…", "JSON (*.json)", "json"),
    ("ics", "Calendar (ICS)…", "Calendar (*.ics)", "ics"),
    ("timelinejs", "TimelineJS (JSON)…", "TimelineJS (*.json)", "timeline.json"),
)


class SaveMenu(QMenu):
    """Asks where, and writes; says what was written, or why not."""

    def __init__(
        self, context: Context, canvas: TimelineCanvas, wanted: Callable[[], EventFilter], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._canvas, self._wanted, self._over = context, canvas, wanted, parent
        self.setObjectName("timeline_export_menu")
        self.addSection("What is seen")
        for kind, words, pattern in _PICTURES:
            self.addAction(words).triggered.connect(partial(self._ask_picture, kind, pattern))
        self.addSection("What the filter lets through")
        for kind, words, pattern, ending in _DATA:
            self.addAction(words).triggered.connect(partial(self._ask_data, kind, pattern, ending))

    def dialog(self, pattern: str, ending: str) -> QFileDialog:
        """Asks for a file; a name without an ending gets one before the dialog asks whether to replace what is there."""
        made = QFileDialog(self._over, "Export the timeline", "", pattern)
        made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        made.setDefaultSuffix(ending)
        made.selectFile(f"Timeline.{ending}")
        return made

    def _path(self, pattern: str, ending: str) -> Path | None:
        dialog = self.dialog(pattern, ending)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def _ask_picture(self, kind: str, pattern: str, _checked: bool = False) -> None:
        path = self._path(pattern, kind)
        if path is not None:
            self.save_picture(path, kind)

    def _ask_data(self, kind: str, pattern: str, ending: str, _checked: bool = False) -> None:
        path = self._path(pattern, ending)
        if path is not None:
            self.save_data(path, kind)

    def save_picture(self, path: Path, kind: str) -> None:
        """Writes what is seen now, with the sentences and sources of its marks in the file's description.

        It is painted here; what is told is read, and the file packed and written, in the background.
        """
        archive, size = self._context.archive, self._canvas.size()
        stage = self._canvas.stage.copy(size.width(), size.height())
        ids = seen(stage)

        def paint(told: str) -> None:
            self._write_picture(path, png(stage, size) if kind == "png" else svg(stage, size, told=told), told)

        self._context.jobs.run(lambda _: told_of(archive, ids), done=paint, owner=self._over)

    def _write_picture(self, path: Path, painted: QImage | bytes, told: str) -> None:
        archive = self._context.archive

        def work(progress: Progress) -> None:
            publish.picture(archive, painted if isinstance(painted, bytes) else as_png(painted, told), path)

        def done(_: None) -> None:
            self._context.alerts.toast(f"Wrote {path.name}.")

        self._context.jobs.run(work, done=done, owner=self._over, label="Exporting the picture")

    def save_data(self, path: Path, kind: str) -> None:
        """Writes all that the filter lets through, in the background."""
        archive, wanted = self._context.archive, self._wanted()

        def work(progress: Progress) -> publish.Written:
            return publish.timeline(archive, wanted, path, kind, progress=progress)

        def done(written: publish.Written) -> None:
            said = (f"Wrote {counted(written.events, 'time')} to {path.name}.", *written.warnings)
            self._context.alerts.toast(" ".join(said))

        self._context.jobs.run(work, done=done, owner=self._over, label="Exporting the timeline")


def told_of(archive: Archive, ids: Sequence[int]) -> str:
    """A line for each of these times: when, the sentence, the source."""
    with archive.snapshot():
        found = timeline.by_ids(archive, [MentionId(each) for each in ids])
        headings = timeline.articles(archive, sorted({each.article for each in found if each.article is not None}))
    return "\n".join(
        f"{when(each)}: “{one_line(each.sentence or each.label)}” ({source(each, headings)})" for each in found
    )


def as_png(image: QImage, told: str = "") -> bytes:
    """The picture as a PNG file; `told` is the description in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"PNG")
    if told:
        writer.setText("Description", told)
    writer.write(image)
    buffer.close()
    return bytes(buffer.data().data())
