"""The words beside marks and in rows: asked for a few at a time, in the background, and drawn when they come."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from archive.model.event import Mention
from archive.model.ids import MentionId
from archive.operations import timeline
from desktop.context import Context
from desktop.models.events import EventRow, EventsModel
from desktop.views.events.words import source

from .arranging import Loaded, contradicted

_LABEL_CHARS = 60


class Wordings(QObject):
    """`labelled` when words came that were asked for."""

    labelled = Signal()

    def __init__(
        self, context: Context, model: EventsModel, loaded: Callable[[], Loaded | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._model, self._loaded = context, model, loaded
        self._labels: dict[int, str] = {}
        self._wished: set[int] = set()
        self._generation = 0
        self._fetching = QTimer(self, interval=0, singleShot=True)
        self._fetching.timeout.connect(self._fetch)
        model.wanted.connect(self._fetch_rows)

    def forget(self) -> None:
        """All labels are asked for again."""
        self._generation += 1
        self._labels.clear()

    def text_of(self, ids: Sequence[int]) -> dict[int, str]:
        """The labels that are known; the others are asked for."""
        missing = [ident for ident in ids if ident not in self._labels]
        if missing:
            self._wished.update(missing)
            self._fetching.start()
        return {ident: self._labels[ident] for ident in ids if ident in self._labels}

    def _fetch(self) -> None:
        archive, ids = self._context.archive, [MentionId(each) for each in self._wished]
        generation = self._generation
        self._wished.clear()

        def done(found: list[Mention]) -> None:
            if generation != self._generation:
                return  # read before something was written; they are asked for again
            self._labels.update(dict.fromkeys(ids, ""))
            for mention in found:
                words = mention.label
                self._labels[mention.id] = words if len(words) <= _LABEL_CHARS else words[: _LABEL_CHARS - 1] + "…"
            self.labelled.emit()

        self._context.jobs.run(lambda _: timeline.by_ids(archive, ids), done=done, owner=self)

    def _fetch_rows(self, ids: list[int]) -> None:
        archive, generation, loaded = self._context.archive, self._model.generation, self._loaded()
        if loaded is None:
            return

        def work(_: object) -> list[EventRow]:
            found = timeline.by_ids(archive, [MentionId(each) for each in ids])
            return [
                EventRow(
                    mention,
                    source(mention, loaded.headings),
                    " ".join(each.why for each in contradicted(loaded, mention.id)),
                )
                for mention in found
            ]

        self._context.jobs.run(work, done=lambda rows: self._model.fill(generation, ids, rows), owner=self)
