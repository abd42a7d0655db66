"""Keeps what figures say of each other up to date: figures that changed are laid out again, and only their blocks are judged.

The rules run outside of any transaction, over a bounded number of figures at a time but for a block that is larger by itself;
what has changed meanwhile stays in the queue.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.figure import Figure, Finding
from archive.model.ids import ArticleId, FigureId
from archive.model.lexicon import Additions
from archive.store.comparisons import Held

if TYPE_CHECKING:
    from archive.extraction.findings.blocks import Judged, Laid, Members

ARTICLES_AT_ONCE = 200
FIGURES_AT_ONCE = 5_000
_BLOCKS_AT_ONCE = 500
_LOAD_AT_ONCE = 2_000
_MANY = 200  # above so many articles or blocks, somebody may look how far it is
_VERSION = "compare-version"
_locks: "WeakKeyDictionary[Archive, Lock]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds figures against each other: all at once, or laid out and judged a block at a time; with a person's own words."""

    version: Callable[[], str]
    findings: Callable[[Sequence[Figure], Additions, Callable[[], object]], Sequence[Finding]]
    laid: "Callable[[Sequence[Figure], Additions], Sequence[Laid]]"
    judges: Callable[[int], bool]
    judged: "Callable[[int, Members, Additions], Judged]"


def _version() -> str:
    from archive.extraction.findings import blocks

    return blocks.version()


def _findings(told: Sequence[Figure], own: Additions, check: Callable[[], object]) -> Sequence[Finding]:
    from archive.extraction import findings

    return findings.findings(told, own=own, check=check)


def _laid(figures: Sequence[Figure], own: Additions) -> "Sequence[Laid]":
    from archive.extraction.findings import blocks

    return blocks.laid(figures, own=own)


def _judges(block: int) -> bool:
    from archive.extraction.findings import blocks

    return blocks.judges(block)


def _judged(block: int, members: "Members", own: Additions) -> "Judged":
    from archive.extraction.findings import blocks

    return blocks.judged(block, members, own=own)


# The rules, imported when they are first asked.
RULES = {"figures": Rules(_version, _findings, _laid, _judges, _judged)}


def rules() -> Rules:
    """The rules that are asked."""
    return RULES["figures"]


def outdated(archive: Archive) -> bool:
    """Whether all figures have to be compared anew, since other rules compared them."""
    return archive.store.facts.get(_VERSION) != rules().version()


def waiting(archive: Archive) -> tuple[int, int]:
    """How many articles and blocks wait; all articles with text where other rules compared them."""
    with archive.snapshot():
        if outdated(archive):
            return archive.store.articles.with_text(), 0
        return archive.store.comparisons.pending(), archive.store.comparisons.pending_blocks()


def settle(archive: Archive, progress: Progress | None = None) -> None:
    """Compares until nothing waits: articles first, then the groups of figures (blocks) that they touch.

    Raises Cancelled; what is done until then stays.
    """
    progress, kept = progress or Progress(), archive.store.comparisons
    with _alone(archive):
        _require_version(archive)
        _go_through(lambda: _lay(archive), kept.pending, kept.articles, "articles", progress)
        _go_through(
            lambda: _judge(archive, progress),
            kept.pending_blocks,
            lambda: _judging(archive),
            "groups of figures",
            progress,
        )


def _go_through(
    take: Callable[[], int], pending: Callable[[], int], all_of_them: Callable[[], int], what: str, progress: Progress
) -> None:
    """Takes some until none is left; tells how far all is, those that were done before among it where many wait."""
    waiting, done = pending(), 0
    total = max(waiting, all_of_them()) if waiting > _MANY else waiting
    while taken := take():
        done += taken
        progress.report(min(total - waiting + done, total), total, what)


def _judging(archive: Archive) -> int:
    """How many blocks tell anything themselves."""
    return sum(map(rules().judges, archive.store.comparisons.blocks()))


@contextmanager
def _alone(archive: Archive) -> Iterator[None]:
    """One at a time in a process; only one process writes."""
    with _locks.setdefault(archive, Lock()):
        yield


def _require_version(archive: Archive) -> None:
    if outdated(archive):
        with archive.atomic():
            archive.store.comparisons.put_all()
            archive.store.facts.set(_VERSION, rules().version())


# Articles


def _lay(archive: Archive) -> int:
    """Lays out the figures of some of the articles that wait; how many were taken."""
    comparisons = archive.store.comparisons
    with archive.snapshot():
        due, own = comparisons.due(ARTICLES_AT_ONCE), archive.store.lexicon.additions()
        told: dict[ArticleId, list[Figure]] = {article: [] for article in due}
        for figure in archive.store.figures.of_articles(comparisons.living(due)):
            told[figure.article].append(figure)
    laid = {article: rules().laid(figures, own) for article, figures in told.items()}
    if due:
        with archive.atomic():
            changed: set[int] = set()
            for article, turn in due.items():
                if comparisons.take(article, turn):
                    changed |= _keep_laid(archive, article, laid[article])
            changed.update(comparisons.readers(changed))
            comparisons.queue_blocks(block for block in changed if rules().judges(block))
    return len(due)


def _keep_laid(archive: Archive, article: ArticleId, laid: "Sequence[Laid]") -> set[int]:
    """Writes down what differs; the blocks that what differs was or is part of."""
    comparisons = archive.store.comparisons
    before = comparisons.held(article)
    changed: set[int] = set()
    differing = list[tuple[FigureId, str, Held, Held | None]]()
    for each in laid:
        was, present = before.pop(each.figure, None), Held(each.mark, each.blocks)
        if was != present:
            differing.append((each.figure, each.held, present, was))
            changed.update(present.blocks, was.blocks if was is not None else ())
    if differing:
        comparisons.lay(article, differing)
    for figure, was in before.items():
        comparisons.forget(figure, was)
        changed.update(was.blocks)
    return changed


# Blocks


class _Members:
    """The figures of blocks, loaded once for as many blocks as hold few enough together."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._of_blocks: dict[int, list[tuple[FigureId, str]]] = {}
        self._figures: dict[FigureId, Figure] = {}

    def expect(self, blocks: Sequence[int]) -> dict[int, int]:
        """Finds out what is part of these blocks; how many figures of each."""
        self._of_blocks = self._archive.store.comparisons.members(blocks)
        return {block: len(members) for block, members in self._of_blocks.items()}

    def load(self, blocks: Sequence[int], progress: Progress) -> None:
        """Loads the figures of these blocks, where there is anything to compare, in the place of others."""
        found = [members for block in blocks if len(members := self._of_blocks[block]) > 1]
        wanted = sorted({figure for members in found for figure, _ in members})
        self._figures = {}
        for start in range(0, len(wanted), _LOAD_AT_ONCE):
            progress.check()
            told = self._archive.store.figures.by_ids(wanted[start : start + _LOAD_AT_ONCE])
            self._figures.update((figure.id, figure) for figure in told)

    def of(self, block: int) -> list[tuple[Figure, str]]:
        members = self._of_blocks.get(block)
        if members is None:
            members = self._archive.store.comparisons.members([block])[block]
        missing = [figure for figure, _ in members if figure not in self._figures]
        known = {each.id: each for each in self._archive.store.figures.by_ids(missing)} if missing else {}
        known = self._figures | known if known else self._figures
        return [(known[figure], held) for figure, held in members if figure in known]


def _judge(archive: Archive, progress: Progress) -> int:
    """Judges some of the blocks that wait; how many were taken."""
    comparisons, found = archive.store.comparisons, dict[int, "Judged"]()
    with archive.snapshot():
        due, own = comparisons.due_blocks(_BLOCKS_AT_ONCE), archive.store.lexicon.additions()
        members = _Members(archive)
        chosen = _few(members.expect(list(due)))
        members.load(chosen, progress)
        for block in chosen:
            progress.check()
            found[block] = rules().judged(block, members.of, own)
    if found:
        with archive.atomic():
            for block, judged in found.items():
                if comparisons.take_block(block, due[block]):
                    comparisons.keep(block, judged.findings, judged.counts, judged.reads)
    return len(found)


def _few(sizes: dict[int, int]) -> list[int]:
    """The first blocks, as many as hold few enough figures together; one at least."""
    chosen, figures = list[int](), 0
    for block, size in sizes.items():
        if chosen and figures + size > FIGURES_AT_ONCE:
            break
        chosen.append(block)
        figures += size
    return chosen
