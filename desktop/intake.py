"""Ways in for articles: file dialogs, drag and drop, the clipboard. Hands paths or text on; reads no file itself."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

import resources
from archive.base.errors import Invalid
from archive.base.text import visible
from desktop.alerts import Alerts
from desktop.widgets.dragging import local_paths

FILE_FILTER = (
    "Articles, tables, projects and highlights (*.txt *.text *.md *.markdown *.html *.htm *.xhtml *.pdf *.docx *.docm *.dotx *.odt *.ott *.rtf *.epub"
    " *.mhtml *.mht *.eml *.mbox *.zip *.warc *.warc.gz *.wacz *.rss *.atom *.xml *.qdpx *.qdc *.qde *.sqlite3 *.sqlite"
    " *.json *.jsonld *.ndjson *.jsonl *.csv *.tsv *.xlsx *.ods *.rdf *.calibre_annotation_collection"
    " *.calibre_highlights);;All files (*)"
)


class Intake(QObject):
    """`import_requested(paths)` for files and folders, `clip_given(Clip)` for text and pages without a file."""

    import_requested = Signal(list)
    clip_given = Signal(object)

    def __init__(self, alerts: Alerts, window: QWidget) -> None:
        super().__init__(window)
        self._alerts = alerts
        self._window = window

    def choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._window, "Import files", str(Path.home()), FILE_FILTER)
        if names:
            self.import_requested.emit([Path(name) for name in names])

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, "Import folder", str(Path.home()))
        if name:
            self.import_requested.emit([Path(name)])

    def paste(self) -> None:
        """Takes in what is on the clipboard; a sentence says so when there is nothing of use."""
        data = QGuiApplication.clipboard().mimeData()
        if not self.take(data):
            held = (
                "There is only a picture on the clipboard" if data.hasImage() else "There is no text and no file there"
            )
            self._alerts.show(Invalid(f"{held}.", "Copy the text of an article, a page or files, then paste."))

    def take(self, data: QMimeData) -> bool:
        """Hands on the files, else the page, else the text in the data; False when it holds none of them."""
        from desktop.clipping import clip_of  # here, because it brings the archive with it

        paths = local_paths(data)
        if paths:
            self.import_requested.emit(paths)
        elif (clip := clip_of(data)) is not None:
            self.clip_given.emit(clip)
        else:
            return False
        return True


def takes(data: QMimeData) -> bool:
    """Whether the data holds anything that `take` could hand on. Addresses on a network are never fetched."""
    return bool(local_paths(data)) or data.hasHtml() or data.hasText()


def offered(data: QMimeData) -> str:
    """What would come of dropping the data on the window, in words."""
    paths = local_paths(data)
    if not paths:
        return "Drop to add this text"
    if len(paths) > 1:
        return f"Drop to add {len(paths):,} files and folders"
    return f"Drop to add “{visible(paths[0].name)[:60]}”"


def starter_folder() -> Path:
    """Where the articles lie that come with the program."""
    return resources.path("starter")
