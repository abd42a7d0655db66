"""What figures say of each other, as it is kept: which articles and blocks are due, what is held of each figure, and findings.

All of it follows from `figures` and may be made again; a turn that has changed meanwhile lets nothing stale be written.
"""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from archive.model.figure import Finding, FindingKind
from archive.model.ids import ArticleId, FigureId, Uid

from .connection import Connections

_FINDING = "uid, kind, series, figures, period, why"
STRONGEST = (
    f"SELECT {_FINDING} FROM compared_findings INDEXED BY compared_findings_order WHERE kind = ?"
    " ORDER BY strength DESC, uid LIMIT ?"
)
# A key in its quotation marks stands in no other key: those of a key are written with a stroke before them.
OF_SERIES = (
    f"SELECT {_FINDING} FROM (SELECT DISTINCT block FROM compared_counts WHERE series = ?1 AND kind = ?2) c"
    " CROSS JOIN compared_findings f ON f.block = c.block WHERE f.kind = ?2 AND instr(f.series, json_quote(?1)) > 0"
    " ORDER BY strength DESC, uid LIMIT ?3"
)
COUNTS = "SELECT series, kind, sum(count) FROM compared_counts GROUP BY series, kind"
SILENCED = "SELECT f.uid, f.kind, f.series FROM judgements j CROSS JOIN compared_findings f ON f.uid = j.finding"
DUE = "SELECT article, turn FROM compare_due ORDER BY article LIMIT ?"
MEMBERS = (
    "SELECT m.block, m.figure, c.held FROM json_each(?) j CROSS JOIN compared_members m ON m.block = j.value"
    " JOIN compared_figures c ON c.figure = m.figure"
)
PLACED = (
    "SELECT DISTINCT article FROM compared_figures"
    " WHERE CASE WHEN json_valid(held) THEN held ->> ?1 END IN (SELECT value FROM json_each(?2))"
)
# What changes whenever findings, or what a person said of them, may have been written, by whichever process.
_STATE = "SELECT (SELECT value FROM facts WHERE key = 'compared-turn'), (SELECT max(id) FROM journal)"
_TURN = "INSERT INTO facts VALUES ('compared-turn', CAST(random() AS TEXT)) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_NOW_DUE = "INSERT INTO compare_blocks VALUES (?, random()) ON CONFLICT (block) DO UPDATE SET turn = excluded.turn"


class Held(NamedTuple):
    """What is kept of a figure that was laid out."""

    mark: int
    blocks: tuple[int, ...]


class Comparisons:
    """The tables `compare_…` and `compared_…`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._counted: tuple[object, dict[tuple[str, str], int]] | None = None

    # What is due

    def pending(self) -> int:
        """How many articles have figures that are still to be laid out."""
        return int(self._connections.value("SELECT count(*) FROM compare_due"))

    def pending_blocks(self) -> int:
        """How many blocks are still to be judged."""
        return int(self._connections.value("SELECT count(*) FROM compare_blocks"))

    def articles(self) -> int:
        """How many articles have figures that are laid out, or are to be."""
        sql = "SELECT count(*) FROM (SELECT article FROM compared_figures UNION SELECT article FROM compare_due)"
        return int(self._connections.value(sql))

    def blocks(self) -> list[int]:
        """Every block that a figure is part of."""
        return [row[0] for row in self._connections.rows("SELECT DISTINCT block FROM compared_members")]

    def due(self, limit: int) -> dict[ArticleId, int]:
        """Up to so many articles that wait, each with its turn."""
        return {ArticleId(row[0]): row[1] for row in self._connections.rows(DUE, (limit,))}

    def due_blocks(self, limit: int) -> dict[int, int]:
        """Up to so many blocks that wait, each with its turn."""
        rows = self._connections.rows("SELECT block, turn FROM compare_blocks ORDER BY block LIMIT ?", (limit,))
        return {row[0]: row[1] for row in rows}

    def put_all(self) -> None:
        """Forgets all that is kept and queues every article with figures."""
        for table in ("compare_blocks", "compared_figures", "compared_members", "compared_reads", "compared_findings"):
            self._connections.change(f"DELETE FROM {table}")
        self._connections.change("DELETE FROM compared_counts")
        self._connections.change(_TURN)
        self._connections.change(
            "INSERT OR REPLACE INTO compare_due SELECT article, random() FROM figures GROUP BY article"
        )

    def queue(self, articles: Iterable[ArticleId]) -> None:
        """Lets the figures of these articles be laid out anew."""
        self._connections.change(
            "INSERT INTO compare_due SELECT id, random() FROM articles WHERE id IN (SELECT value FROM json_each(?))"
            " ON CONFLICT (article) DO UPDATE SET turn = excluded.turn",
            (json.dumps(list(articles)),),
        )

    def living(self, articles: Iterable[ArticleId]) -> list[ArticleId]:
        """Those of these articles that are there and not in the trash."""
        sql = "SELECT id FROM articles WHERE trashed_at IS NULL AND id IN (SELECT value FROM json_each(?))"
        return [ArticleId(row[0]) for row in self._connections.rows(sql, (json.dumps(list(articles)),))]

    def placed(self, places: Iterable[str], at: int) -> list[ArticleId]:
        """The articles of figures that were laid out at one of these places; `at`: where that stands in what is held."""
        wanted = sorted(places)
        rows = self._connections.rows(PLACED, (f"$[{at}]", json.dumps(wanted))) if wanted else []
        return [ArticleId(row[0]) for row in rows]

    # Figures laid out

    def held(self, article: ArticleId) -> dict[FigureId, Held]:
        """What is kept of the figures of an article."""
        rows = self._connections.rows("SELECT figure, mark, blocks FROM compared_figures WHERE article = ?", (article,))
        return {FigureId(row[0]): Held(row[1], tuple(json.loads(row[2]))) for row in rows}

    def take(self, article: ArticleId, turn: int) -> bool:
        """Takes an article off the queue; False when it has been queued again since that turn."""
        return bool(self._connections.change("DELETE FROM compare_due WHERE article = ? AND turn = ?", (article, turn)))

    def lay(self, article: ArticleId, laid: Sequence[tuple[FigureId, str, Held, Held | None]]) -> None:
        """Keeps what is held of figures of an article now: (figure, what is held, its mark and blocks, those before)."""
        self._connections.change_many(
            "INSERT OR REPLACE INTO compared_figures VALUES (?, ?, ?, ?, ?)",
            [(figure, article, held, now.mark, json.dumps(now.blocks)) for figure, held, now, _ in laid],
        )
        come: list[tuple[int, FigureId]] = []
        for figure, _, now, before in laid:
            was = set(before.blocks) if before is not None else set()
            if was:
                self._leave(figure, was - set(now.blocks))
            come += [(block, figure) for block in set(now.blocks) - was]
        self._connections.change_many("INSERT OR IGNORE INTO compared_members VALUES (?, ?)", come)

    def forget(self, figure: FigureId, before: Held) -> None:
        """Forgets a figure that counts no more."""
        self._connections.change("DELETE FROM compared_figures WHERE figure = ?", (figure,))
        self._leave(figure, before.blocks)

    def _leave(self, figure: FigureId, blocks: Iterable[int]) -> None:
        rows = [(block, figure) for block in blocks]
        self._connections.change_many("DELETE FROM compared_members WHERE block = ? AND figure = ?", rows)

    # Blocks

    def readers(self, blocks: Iterable[int]) -> list[int]:
        """The blocks that looked at one of these."""
        sql = "SELECT DISTINCT block FROM compared_reads WHERE reads IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._connections.rows(sql, (json.dumps(list(blocks)),))]

    def queue_blocks(self, blocks: Iterable[int]) -> None:
        """Lets blocks be judged anew."""
        self._connections.change_many(_NOW_DUE, [(block,) for block in blocks])

    def take_block(self, block: int, turn: int) -> bool:
        """Takes a block off the queue; False when it has been queued again since that turn."""
        return bool(self._connections.change("DELETE FROM compare_blocks WHERE block = ? AND turn = ?", (block, turn)))

    def members(self, blocks: Sequence[int]) -> dict[int, list[tuple[FigureId, str]]]:
        """The figures of each block, with what is held of them."""
        found: dict[int, list[tuple[FigureId, str]]] = {block: [] for block in blocks}
        for block, figure, held in self._connections.rows(MEMBERS, (json.dumps(list(blocks)),)):
            found[block].append((FigureId(figure), held))
        return found

    def keep(
        self,
        block: int,
        findings: Iterable[tuple[Finding, float]],
        counts: Iterable[tuple[str, str, int]],
        reads: Iterable[int],
    ) -> None:
        """Keeps what a block tells now in the place of what it told."""
        self.drop(block)
        self._connections.change_many(
            "INSERT INTO compared_findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(block, each.uid, each.kind.value, strength),
                    *(json.dumps(each.series, ensure_ascii=False), json.dumps(each.figures), each.period, each.why),
                )
                for each, strength in findings
            ],
        )
        rows = [(series, block, kind, count) for series, kind, count in counts]
        self._connections.change_many("INSERT INTO compared_counts VALUES (?, ?, ?, ?)", rows)
        self._connections.change_many("INSERT INTO compared_reads VALUES (?, ?)", [(block, each) for each in reads])

    def drop(self, block: int) -> None:
        """Forgets what a block told."""
        for table in ("compared_findings", "compared_counts", "compared_reads"):
            self._connections.change(f"DELETE FROM {table} WHERE block = ?", (block,))
        self._connections.change(_TURN)

    # Findings

    def strongest(self, kind: FindingKind, limit: int) -> list[Finding]:
        """The strongest findings of a kind."""
        return self._findings(STRONGEST, (kind.value, limit))

    def of_series(
        self, series: str, kind: FindingKind, limit: int, among: Set[str] | None = None
    ) -> tuple[list[Finding], int]:
        """The strongest ones that a figure of the series is part of, and how many these are; only those that are about one of the
        figures `among` (uids), where they are given, are told.
        """
        rows = self._connections.rows(OF_SERIES, (series, kind.value, limit))
        return _told(rows, among), len({row["uid"] for row in rows})

    def find(self, uid: str) -> Finding | None:
        """The finding with this uid."""
        found = self._findings(f"SELECT {_FINDING} FROM compared_findings WHERE uid = ? LIMIT 1", (uid,))
        return found[0] if found else None

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many findings there are of each series and kind, without those that a person put aside.

        The same object as before where nothing was written since.
        """
        if self._connections.writing:
            return self._count()
        with self._connections.snapshot():
            state, held = tuple(self._connections.row(_STATE)), self._counted
            if held is None or held[0] != state:
                held = self._counted = (state, self._count())
        return held[1]

    def _count(self) -> dict[tuple[str, str], int]:
        found = {(row[0], row[1]): int(row[2]) for row in self._connections.rows(COUNTS)}
        silenced = {row[0]: (row[1], json.loads(row[2])) for row in self._connections.rows(SILENCED)}
        for kind, about in silenced.values():
            for series in about:
                found[series, kind] -= 1
        return found

    def count(self, series: str) -> int:
        """How many findings the figures of a series are part of, those that are not told among them."""
        return int(self._connections.value("SELECT sum(count) FROM compared_counts WHERE series = ?", (series,)) or 0)

    def _findings(self, sql: str, values: Sequence[str | int]) -> list[Finding]:
        return _told(self._connections.rows(sql, values))


def _told(rows: Sequence[Any], among: Set[str] | None = None) -> list[Finding]:
    """Each once, as records; only those about one of these figures, where they are given."""
    found: dict[str, Finding] = {}
    # Read in one go: hundreds of short lists take longer one by one.
    about = json.loads(f"[{','.join(row['figures'] for row in rows)}]")
    for (uid, kind, series, _, period, why), figures in zip(rows, about, strict=True):
        if among is None or not among.isdisjoint(figures):
            told = tuple(json.loads(series)), tuple(map(Uid, figures))
            found[uid] = Finding(uid, FindingKind(kind), *told, period, why)
    return list(found.values())


def purge_comparisons(connections: Connections, article: ArticleId) -> None:
    """Drops, inside the transaction under way, all that was kept of an article's figures: findings quote them."""
    kept = Comparisons(connections)
    held = kept.held(article)
    blocks = {block for each in held.values() for block in each.blocks}
    blocks.update(kept.readers(blocks))
    for figure, before in held.items():
        kept.forget(figure, before)
    for block in blocks:
        kept.drop(block)
    kept.queue_blocks(blocks)
