"""Finding copies, excerpts and updates among all articles: when they come in, when their text or what is known of them changes.

The slow part, reading and judging texts, runs outside of any transaction but for the sketches, a batch at a time; an article that was
changed meanwhile stays in the queue. What is found is a proposal, unless the words are the same; `origins` has what people do with it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.article import Block, BlockKind
from archive.model.ids import ArticleId
from archive.store.duplicates import COMMON, Found

if TYPE_CHECKING:  # numpy is loaded when there is something to look at
    from archive.extraction.likeness.judging import Judged
    from archive.extraction.likeness.pieces import Piece

AT_ONCE: Final = 20  # so few are looked at by whoever saved them
BATCH: Final = 500
MOST_CANDIDATES: Final = 8  # of an article, the likeliest
_LEAST_SHARED: Final = 2
_CHARS_AT_ONCE: Final = 4_000_000
_VERSION: Final = "likeness-version"
VERSION: Final = "1"  # of the rules; another one lets every article be looked at anew
# What is found touches, as a Change tells it.
TOUCHED: Final = frozenset({("origin", 0), ("figure", 0)})


def outdated(archive: Archive) -> bool:
    """Whether all articles have to be looked at anew, since other rules looked at them."""
    return archive.store.facts.get(_VERSION) not in (None, VERSION)


def pending(archive: Archive) -> int:
    """How many articles are still to be looked at."""
    return archive.store.articles.with_text() if outdated(archive) else archive.store.duplicates.pending()


def few(archive: Archive) -> None:
    """Looks at what was just saved when it is little; more waits for `settle` or the background."""
    if not archive.read_only and 0 < pending(archive) <= AT_ONCE:
        with suppress(WaystationError):
            settle(archive)


def settle(archive: Archive, *, progress: Progress | None = None) -> None:
    """Looks in this process until nothing waits. Raises Cancelled; what is done until then stays."""
    progress = progress or Progress()
    total, done = pending(archive), 0
    while taken := batch(archive):
        done += taken
        progress.report(min(done, total), total, "Looking for duplicates")


def batch(archive: Archive, *, limit: int = BATCH) -> int:
    """Looks at some of the articles that wait; how many were taken (0: none wait)."""
    _require_version(archive)
    with archive.snapshot():
        due = archive.store.duplicates.due(limit)
        living, due = _load(archive, due) if due else ({}, due)
    if not due:
        return 0
    sketched = {number: piece.sketch for number, piece in living.items()}
    sharing = _keep(archive, due, living, sketched)
    with archive.snapshot():
        found = _Search(archive, living, sketched).found(sharing)
    with archive.atomic():
        kept = archive.store.duplicates
        taken = kept.take(due)
        left = kept.partners(taken - living.keys())
        kept.queue({partner for each in left.values() for partner in each})
        kept.write(taken, [each for article in taken for each in found.get(article, ())])
        archive.store.origins.refresh(taken)
    return len(due)


def _require_version(archive: Archive) -> None:
    if archive.store.facts.get(_VERSION) != VERSION:
        with archive.atomic():
            if outdated(archive):
                archive.store.duplicates.put_all()
            archive.store.facts.set(_VERSION, VERSION)


def _load(archive: Archive, due: Mapping[ArticleId, int]) -> "tuple[dict[int, Piece], dict[ArticleId, int]]":
    """The texts of those outside the trash, and which of the articles that wait are looked at now: not more text than fits."""
    chosen, chars = dict[ArticleId, int](), 0
    rows = dict[int, Any]()
    for part in _parts(list(due)):
        for row in archive.store.duplicates.texts(part):
            rows[row["id"]] = row
            chars += len(row["text"])
        chosen.update((article, due[article]) for article in part)
        if chars >= _CHARS_AT_ONCE:
            break
    return _pieces([row for row in rows.values() if row["trashed_at"] is None]), chosen


def _parts(articles: Sequence[ArticleId]) -> Iterable[Sequence[ArticleId]]:
    return (articles[start : start + AT_ONCE] for start in range(0, len(articles), AT_ONCE))


def _pieces(rows: Sequence[Any]) -> "dict[int, Piece]":
    from archive.extraction.likeness import pieces

    told = []
    for row in rows:
        # A block's kind and place are all that counts here: making whole blocks of it would take longer than the rest.
        blocks = [Block(BlockKind(each[0]), each[1], each[2], (0, 0)) for each in json.loads(row["blocks"])]
        body, updated = pieces.body(row["text"], blocks)
        facts = pieces.Facts(
            row["id"],
            row["title"] or "",
            row["publisher"],
            row["url"],
            row["published"],
            row["earliest"],
            row["sha512"],
            updated,
        )
        told.append((facts, body))
    return {piece.facts.number: piece for piece in pieces.pieces(told)}


def _keep(
    archive: Archive, due: Mapping[ArticleId, int], living: "Mapping[int, Piece]", sketched: Mapping[int, Any]
) -> list[tuple[int, list[int]]]:
    """Writes the sketches down; which articles share their numbers."""
    from archive.extraction.likeness import shingles

    with archive.atomic():
        kept = archive.store.duplicates
        kept.forget(article for article in due if article not in living)
        kept.keep(
            {
                number: (piece.digest, shingles.packed(sketched[number]), sketched[number].tolist())
                for number, piece in living.items()
            }
        )
        sharing = kept.sharing({number for each in sketched.values() for number in each.tolist()})
        kept.make_common(number for number, articles in sharing if len(articles) > COMMON)
    return [each for each in sharing if len(each[1]) <= COMMON]


def _row(told: "Judged") -> Found:
    low, high = sorted((told.article, told.other))
    return Found(low, high, told.article, str(told.kind), told.shared, told.covered, told.reason, told.certain)


class _Search:
    """What is found of some articles among all that have a sketch."""

    def __init__(self, archive: Archive, living: "Mapping[int, Piece]", sketched: Mapping[int, Any]) -> None:
        self._kept = archive.store.duplicates
        self._living, self._sketched = living, sketched
        self._others: dict[int, Piece] = {}
        self._digests = {number: piece.digest for number, piece in living.items()}

    def found(self, sharing: Sequence[tuple[int, list[int]]]) -> dict[int, list[Found]]:
        candidates = self._candidates(sharing)
        missing = {other for each in candidates.values() for other in each} - self._living.keys()
        found: dict[int, list[Found]] = defaultdict(list)
        for part in _parts([ArticleId(each) for each in sorted(missing)]):
            rows = [row for row in self._kept.texts(part) if row["trashed_at"] is None]
            self._others.update(_pieces(rows))
        judged: dict[tuple[int, int], Judged | None] = {}
        for article, others in candidates.items():
            for other in others:
                told = self._judge(judged, article, other)
                if told is not None:
                    found[article].append(_row(told))
        return found

    def _judge(self, judged: "dict[tuple[int, int], Judged | None]", article: int, other: int) -> "Judged | None":
        from archive.extraction.likeness.judging import judge

        pair = min(article, other), max(article, other)
        if pair not in judged:
            one, two = (self._living.get(each) or self._others.get(each) for each in pair)
            judged[pair] = judge(one, two) if one is not None and two is not None else None
        return judged[pair]

    def _candidates(self, sharing: Sequence[tuple[int, list[int]]]) -> dict[int, list[int]]:
        """Of each article, the others that are worth to be held against it."""
        shared: dict[int, Counter[int]] = defaultdict(Counter)
        for _, articles in sharing:
            for article in articles:
                if article in self._living:
                    shared[article].update(articles)
        sketches = self._sketches(shared)
        found: dict[int, set[int]] = defaultdict(set, self._kept.partners(self._living))
        same = self._kept.same(piece.digest for piece in self._living.values())
        for article, piece in self._living.items():
            if piece.digest in same:
                found[article].add(same[piece.digest])
        for article, counts in shared.items():
            found[article].update(self._likely(article, counts, sketches))
        return {article: sorted(others - {article}) for article, others in found.items()}

    def _sketches(self, shared: Mapping[int, "Counter[int]"]) -> dict[int, Any]:
        from archive.extraction.likeness.shingles import unpacked

        wanted = {
            other
            for article, counts in shared.items()
            for other, count in counts.items()
            if count >= _LEAST_SHARED and other != article
        }
        kept = self._kept.sketches(wanted - self._sketched.keys())
        self._digests.update((other, digest) for other, (digest, _) in kept.items())
        return {**self._sketched, **{other: unpacked(data) for other, (_, data) in kept.items()}}

    def _likely(self, article: int, counts: "Counter[int]", sketches: Mapping[int, Any]) -> list[int]:
        from archive.extraction.likeness.judging import CANDIDATE
        from archive.extraction.likeness.shingles import estimates

        found = []
        for other, count in counts.items():
            # Those with the same words are linked to the first of them alone: of many they would leave no room for any other.
            same = self._digests.get(other) == self._digests[article]
            if same or count < _LEAST_SHARED or other not in sketches:
                continue
            _, mine, theirs = estimates(sketches[article], sketches[other])
            if max(mine, theirs) >= CANDIDATE:
                found.append((max(mine, theirs), other))
        return [other for _, other in sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_CANDIDATES]]
