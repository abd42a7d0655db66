"""Takes a merge back, and does it again: rows, what articles said, graphs and aliases; articles that came go to the trash."""

from collections.abc import Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.model.change import Act, Change
from archive.model.ids import ArticleId
from archive.operations import anchoring, extracting, recording
from archive.store.ledger import Difference

from . import arranging


def unmerge(
    archive: Archive,
    label: str,
    rows: Sequence[Difference],
    articles: Sequence[int],
    states: Sequence[recording.State],
    log: Sequence[int],
    *,
    back: bool = True,
    logged: Sequence[Sequence[Any]] = (),
) -> Change:
    """Takes back what `merge` did, in one transaction (`back` False: does it again; `logged` is what it logged the time before). Raises
    Invalid with a sentence, and changes nothing, when something was changed since.
    """
    with archive.atomic():
        ids = [ArticleId(article) for article in articles]
        tables, draft = archive.store.exchange, archive.store.draft()
        with tables.paused():
            forgotten = tables.forget_log(*log)
            if not back:
                _shelve(archive, ids, None)
            draft.take_back(rows)
            arranging.fill(archive, draft)
            before, touched = recording.restate(archive, states)
            if back:
                _shelve(archive, ids, clock.stamp())
        first = tables.last_log()
        tables.log_again(logged)
        for article in sorted({*draft.articles(), *(ArticleId(state["id"]) for state in states)}):
            anchoring.follow(archive, article, draft)
        extracting.freshen(archive, draft.articles())
        draft.queue()
        undone = label.removeprefix(recording.UNDO) if label.startswith(recording.UNDO) else recording.UNDO + label
        arguments: dict[str, Any] = {"label": undone, "rows": draft.rows, "articles": list(articles), "states": before}
        arguments |= {"log": [first, tables.last_log()], "back": not back, "logged": forgotten}
        touched |= draft.touched() | recording.on_articles(ids) | {("event", 0), ("figure", 0), ("collection", 0)}
        return recording.record(archive, Change(undone, touched, Act("unmerge", arguments)))


def _shelve(archive: Archive, ids: Sequence[ArticleId], trashed_at: str | None) -> None:
    for article in ids:
        archive.store.articles.update(article, trashed_at=trashed_at)
        archive.store.exchange.mark_undone(archive.store.articles.get(article).uid, trashed_at is not None)


def bring_back(archive: Archive, uid: str) -> ArticleId | None:
    """Takes an article out of the trash where an undone merge left it; None where it lies there for another reason, or not at all."""
    if archive.store.exchange.is_undone(uid):
        article = archive.store.articles.with_uid(uid)
        if article is not None and archive.store.articles.get(article).trashed_at is not None:
            _shelve(archive, [article], None)
            return article
    return None
