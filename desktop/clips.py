"""Passages on their way into other programs: rich text for word processors, Markdown for editors, plain text for the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.context import Context
from desktop.wording import counted

if TYPE_CHECKING:
    from archive.operations.publish import Clip

MIME_MARKDOWN = "text/markdown"


def mime(clip: Clip) -> QMimeData:
    """The clip as other programs take it: HTML, Markdown and plain text."""
    made = QMimeData()
    made.setText(clip.plain)
    made.setHtml(clip.html)
    made.setData(MIME_MARKDOWN, clip.markdown.encode())
    return made


def cite_passages(context: Context, uids: Sequence[str], owner: QObject, done: Callable[[Clip], object]) -> None:
    """Reads passages with their citations in the style that was chosen last, off the interface thread."""
    archive, settings, key = context.archive, context.settings, ("clip", id(owner))

    def load(_: object) -> None:
        from archive.operations import presets, publish  # noqa: F401 (the first paint does not wait for what writes files)

    def cite(_: object) -> None:
        from archive.operations import publish
        from desktop.views.exports import memory  # here: of the window, it is not for a job to import

        context.jobs.latest(key, lambda _: publish.clip(archive, uids, memory.style(settings)), done=done, owner=owner)

    context.jobs.latest(key, load, done=cite, owner=owner)


def copy_passages(context: Context, uids: Sequence[str], owner: QObject) -> None:
    """Puts passages on the clipboard with their citations, and says so; warns of those that may not leave unasked."""

    def done(clip: Clip) -> None:
        QGuiApplication.clipboard().setMimeData(mime(clip))
        context.alerts.toast(f"Copied {counted(clip.passages, 'quotation')}. {clip.restricted}".strip())

    if uids:
        cite_passages(context, uids, owner, done)


def drag_passages(context: Context, uids: Sequence[str], source: QWidget) -> None:
    """Begins to drag passages out, once they are read and the button is still held."""

    def done(clip: Clip) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            drag = QDrag(source)
            drag.setMimeData(mime(clip))
            drag.exec(Qt.DropAction.CopyAction)

    if uids:
        cite_passages(context, uids, source, done)
