"""What goes with a purged article of all that people wrote about it: passages, memos, events, figures, and their words in the journal.

A passage that was taken away, or a memo that was deleted, lives on in the acts that could bring it back: those count too.
"""

import json

from archive.model.ids import ArticleId

from .comparisons import purge_comparisons
from .connection import Connections
from .duplicates import purge_sketches
from .exchange import purge_exchange
from .figure_arrays import FigureArrayReader

# Each row that a journal entry changed: [table, key, before, after].
_CHANGED = "FROM journal j, json_each(j.inverse, '$[1].rows') r WHERE j.inverse IS NOT NULL"


def purge_marks(connections: Connections, article: ArticleId) -> None:
    """Removes them, inside the transaction under way. The article's own entries in the journal are `Journal.forget`'s."""
    told = _targets(connections, article)
    purge_exchange(connections, _shared(connections, article, told))
    targets = json.dumps(told)
    about = "target IN (SELECT value FROM json_each(?1))"
    memos = _memos(connections, about, targets)
    connections.change(
        "UPDATE journal SET inverse = NULL WHERE inverse IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(touched) t"
        " WHERE t.value ->> 0 = 'memo' AND t.value ->> 1 IN (SELECT value FROM json_each(?)))",
        (memos,),
    )
    uids = "SELECT uid FROM memos WHERE id IN (SELECT value FROM json_each(?2))"
    connections.change(
        f"DELETE FROM memo_links WHERE {about} OR (kind = 'memo' AND target IN ({uids}))", (targets, memos)
    )
    connections.change("DELETE FROM memos WHERE id IN (SELECT value FROM json_each(?))", (memos,))
    connections.change("DELETE FROM passages WHERE article = ?", (article,))
    purge_sketches(connections, article)
    _purge_mentions(connections, article)
    _purge_figures(connections, article)


def _shared(connections: Connections, article: ArticleId, targets: list[str]) -> list[str]:
    """The uids under which words of the article may be kept for joining: its own, and those of what was said of it."""
    rows = connections.rows(
        "SELECT uid FROM mentions WHERE article = ?1 UNION SELECT uid FROM figures WHERE article = ?1"
        " UNION SELECT e.uid FROM events e JOIN mentions m ON m.event = e.id WHERE m.article = ?1"
        " UNION SELECT uid FROM memos WHERE target IN (SELECT value FROM json_each(?2))"
        f" UNION SELECT coalesce(r.value -> 2 ->> 'uid', r.value -> 3 ->> 'uid') {_CHANGED} AND r.value ->> 0 = 'memos' AND"
        " coalesce(r.value -> 2 ->> 'target', r.value -> 3 ->> 'target') IN (SELECT value FROM json_each(?2))"
        " UNION SELECT uid FROM exchange_held WHERE article IN (SELECT value FROM json_each(?2))",
        (article, json.dumps(targets)),
    )
    return [*targets, *(row[0] for row in rows if row[0])]


def _purge_mentions(connections: Connections, article: ArticleId) -> None:
    """An event goes with its last mention; one that other articles tell of too keeps what persons said of it."""
    events = connections.value(
        "SELECT json_group_array(DISTINCT event) FROM mentions WHERE article = ? AND event IS NOT NULL", (article,)
    )
    connections.change("DELETE FROM mentions WHERE article = ?", (article,))
    connections.change(
        "DELETE FROM events WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.event = events.id)",
        (events,),
    )


def _purge_figures(connections: Connections, article: ArticleId) -> None:
    """Judgements that its figures are part of go; of what a person's series gathers, what no other figure shares; and then the
    series that gather nothing any more."""
    connections.change(
        "DELETE FROM judgements WHERE EXISTS (SELECT 1 FROM json_each(judgements.figures) j"
        " JOIN figures f ON f.uid = j.value WHERE f.article = ?)",
        (article,),
    )
    keys = connections.value(
        "SELECT json_group_array(DISTINCT key) FROM (SELECT coalesce(own_key, key) AS key FROM figures WHERE article = ?1"
        " UNION SELECT a.was FROM figures f JOIN series_aliases a ON a.key = coalesce(f.own_key, f.key) WHERE f.article = ?1)",
        (article,),
    )
    purge_comparisons(connections, article)
    FigureArrayReader(connections).forget()
    connections.change("DELETE FROM figures WHERE article = ?", (article,))
    unshared = (
        "NOT EXISTS (SELECT 1 FROM figures f WHERE f.own IS NULL AND f.key = {0}.key)"
        " AND NOT EXISTS (SELECT 1 FROM figures f INDEXED BY figures_own WHERE f.own IS NOT NULL AND f.own_key = {0}.key)"
    )
    connections.change(
        f"DELETE FROM series_aliases WHERE key IN (SELECT value FROM json_each(?)) AND {unshared.format('series_aliases')}",
        (keys,),
    )
    connections.change(
        f"DELETE FROM series_keys WHERE key IN (SELECT value FROM json_each(?)) AND {unshared.format('series_keys')}"
        " AND key NOT IN (SELECT was FROM series_aliases)",
        (keys,),
    )
    connections.change(
        "DELETE FROM series WHERE id NOT IN (SELECT series FROM series_keys)"
        " AND id NOT IN (SELECT series FROM figures WHERE series IS NOT NULL)"
    )


def _targets(connections: Connections, article: ArticleId) -> list[str]:
    """The uids of the article and of every passage that it has or had."""
    rows = connections.rows(
        "SELECT uid FROM articles WHERE id = ?1 UNION SELECT uid FROM passages WHERE article = ?1"
        f" UNION SELECT coalesce(r.value -> 2 ->> 'uid', r.value -> 3 ->> 'uid') {_CHANGED} AND r.value ->> 0 = 'passages'"
        " AND ?1 IN (r.value -> 2 ->> 'article', r.value -> 3 ->> 'article')",
        (article,),
    )
    return [row[0] for row in rows if row[0]]


def _memos(connections: Connections, about: str, targets: str) -> str:
    """The ids, as a JSON array, of the memos that are or were about one of these."""
    rows = connections.rows(
        f"SELECT id FROM memos WHERE {about} UNION SELECT r.value -> 1 ->> 0 {_CHANGED} AND r.value ->> 0 = 'memos' AND"
        " coalesce(r.value -> 2 ->> 'target', r.value -> 3 ->> 'target') IN (SELECT value FROM json_each(?1))",
        (targets,),
    )
    return json.dumps([row[0] for row in rows])
