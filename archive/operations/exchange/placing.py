"""Which date or figure here is the one that comes: what rules read has a uid in each archive, and is known by its place. Reads only.

Two are the same where one rule read both from the same words: in one edition, or, where they count in two, in the article's present one, to
which both are carried. So it does not matter in which edition either stood when work is joined. What a person entered is never taken for another's.
"""

from archive.annotation import anchors
from archive.archive import Archive
from archive.model.article import Edition
from archive.model.exchange import Record
from archive.model.ids import ArticleId, EditionId
from archive.model.passage import Anchor, State
from archive.operations.carrying import ENTERED
from archive.store import placed
from archive.store.placed import Placed

from .own import Own


class Placing:
    """Keeps the editions of one article at a time; `own` are the records of this archive."""

    def __init__(self, archive: Archive, own: Own) -> None:
        self._archive, self._own = archive, own
        self._article: ArticleId | None = None
        self._editions: dict[int, Edition] = {}
        self._mappers: dict[int, anchors.Mapper] = {}

    def same(self, record: Record, article: str) -> str | None:
        """The uid of the one date or figure of an article here (uid) that the record is; None where there is none, or more than one."""
        told = record.extras
        id = self._archive.store.articles.with_uid(article)
        edition = self._own.texts.ids.get(article, {}).get(told["edition"] or "")
        if id is None or edition is None or told["rule"] == ENTERED:
            return None
        connections = self._archive.store.connections
        words = (told[name] for name in ("start", "end", "exact", "prefix", "suffix", "value"))
        comes = Placed(record.uid, edition, *words)
        same = placed.standing(connections, record.kind, id, told["rule"], comes)
        if not same and (elsewhere := placed.elsewhere(connections, record.kind, id, told["rule"], edition)):
            self._turn_to(id)
            place = self._carried(comes)
            same = [row for row in elsewhere if place is not None and self._carried(row) == place]
        if len(same) > 1:
            same = [row for row in same if row.value == comes.value]
        return same[0].uid if len(same) == 1 else None

    def _turn_to(self, article: ArticleId) -> None:
        if article != self._article:
            self._article = article
            self._present = self._archive.store.editions.current(article)
            self._editions, self._mappers = {}, {}

    def _carried(self, row: Placed) -> tuple[int, int] | None:
        """Where it stands in the present edition of its article; None where that is not sure."""
        if row.edition == self._present.id:
            return row.start, row.end
        old = self._editions.get(row.edition)
        if old is None:
            old = self._editions[row.edition] = self._archive.store.editions.get(EditionId(row.edition))
            self._mappers[row.edition] = anchors.Mapper(old.text, self._present.text, old.blocks, self._present.blocks)
        if old.text[row.start : row.end] != row.exact:
            return None  # a bundle may say anything
        found = self._mappers[row.edition].find(Anchor(row.start, row.end, row.exact, row.prefix, row.suffix))
        if found.state is not State.ANCHORED or found.start is None or found.end is None:
            return None
        return found.start, found.end
