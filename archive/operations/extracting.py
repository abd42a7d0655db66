"""Reading the times and figures that articles tell: when they come in, when their text or publication date changes, when the rules do.

What a person touched survives every reading: `carrying` decides what becomes of each row. The slow part, the rules, runs
outside of any transaction but in `refresh`, which belongs to the act that makes the reading necessary.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from archive.archive import Archive
from archive.base import collector
from archive.base.errors import NotFound, WaystationError
from archive.base.progress import Progress
from archive.model.article import Article, Edition
from archive.model.ids import ArticleId
from archive.model.lexicon import Additions

from . import readers, rereading, rereading_figures

AT_ONCE = 20
BATCH = 50
# As many where no window waits for a commit: each takes its time of a large archive, whose indexes it writes all over.
_MOST, _PART = 200, 10
# What is read at once in an act, and between two commits: about two seconds' work.
CHARS_AT_ONCE = 1_000_000
_LOADED = 10  # articles that are loaded together: few, since a text may be long
_VERSION = "extraction-version"
# What a reading in the background touches, as a Change tells it.
TOUCHED = frozenset({("event", 0), ("figure", 0)})


def outdated(archive: Archive) -> bool:
    """Whether all articles have to be read anew, since other rules read them."""
    return archive.store.facts.get(_VERSION) != readers.version()


def pending(archive: Archive) -> int:
    """How many articles the rules still have to read."""
    return archive.store.articles.with_text() if outdated(archive) else archive.store.extraction.pending()


def share(waiting: int) -> int:
    """How many of those that wait are read between two commits where there is no window: fewer towards the end, where a mate that
    reads from there is met.
    """
    return min(max(waiting // _PART, BATCH), _MOST)


def _require_version(archive: Archive) -> None:
    if outdated(archive):
        with archive.atomic():
            archive.store.extraction.put_all()
            archive.store.facts.set(_VERSION, readers.version())


def batch(archive: Archive, *, limit: int = BATCH, last: bool = False) -> int:
    """Reads some of the articles that wait (the `last` ones) and writes what was read in one transaction; how many were taken (0: none
    wait).

    An article that was changed while it was being read stays in the queue, and so do all when the lexicon was.
    """
    _require_version(archive)
    with collector.rarely():
        own = archive.store.lexicon.additions()
        read = _read_due(archive, archive.store.extraction.due(limit, last=last), own)
        if read:
            with archive.atomic():
                if own == archive.store.lexicon.additions():
                    archive.store.extraction.done(_write_all(archive, read, own))
                archive.store.extraction.changed()
    return len(read)


def _read_due(archive: Archive, due: Sequence[ArticleId], own: Additions) -> list[tuple[ArticleId, "_Reading | None"]]:
    read: list[tuple[ArticleId, _Reading | None]] = []
    chars = 0
    for some in (due[start : start + _LOADED] for start in range(0, len(due), _LOADED)):
        loaded = {article.id: (article, edition) for article, edition in _loaded(archive, some)}
        for each in some:
            reading = _read(*loaded[each], own) if each in loaded else None
            read.append((each, reading))
            chars += len(reading.edition.text) if reading else 0
            if chars >= CHARS_AT_ONCE:
                return read
    return read


def _write_all(
    archive: Archive, read: Sequence[tuple[ArticleId, "_Reading | None"]], own: Additions
) -> list[ArticleId]:
    """Writes readings down; the articles that are done with."""
    ids = [article for article, _ in read]
    present = {article.id: article for article in archive.store.articles.by_ids(ids)}
    told = archive.store.extraction.told(ids)
    return [id for id, reading in read if _write(archive, present.get(id), reading, own, first=id not in told)]


def refresh(archive: Archive, articles: Iterable[ArticleId]) -> None:
    """Reads articles again now, inside the transaction under way, as far as that is soon done; the rest waits in the queue."""
    articles = list(dict.fromkeys(articles))
    archive.store.extraction.put(articles)
    _read_now(archive, articles)


def reword(archive: Archive, articles: Iterable[ArticleId]) -> None:
    """The same, where nothing but words of the lexicon has changed."""
    articles = list(dict.fromkeys(articles))
    archive.store.extraction.reword(articles)
    _read_now(archive, articles)


def _read_now(archive: Archive, articles: Sequence[ArticleId]) -> None:
    own = archive.store.lexicon.additions()
    chars = 0
    for article in articles:
        if chars < CHARS_AT_ONCE:
            with suppress(NotFound):
                chars += len(archive.store.editions.text(article))
            if chars < CHARS_AT_ONCE:
                reading = _read_one(archive, article, own)
                archive.store.extraction.done(_write_all(archive, [(article, reading)], own))
    archive.store.extraction.changed()


def freshen(archive: Archive, articles: Iterable[ArticleId]) -> None:
    """Reads again, inside the transaction under way, the articles of which an act let go something that it held."""
    behind = archive.store.extraction.behind(list(articles))
    if behind:
        refresh(archive, behind)


def few(archive: Archive) -> None:
    """Reads what was just saved when it is little; more waits for `settle` or the background.

    What cannot be read now waits too: the articles are saved, and that is what was promised.
    """
    if not archive.read_only and pending(archive) <= AT_ONCE:
        with suppress(WaystationError):
            settle(archive)


def settle(archive: Archive, *, progress: Progress | None = None) -> None:
    """Reads in this process until nothing waits."""
    progress = progress or Progress()
    total = waiting = pending(archive)
    while batch(archive, limit=share(waiting)):
        waiting = pending(archive)
        progress.report(max(0, total - waiting), total, "Reading dates and figures")


@dataclass(frozen=True, slots=True)
class _Reading:
    article: Article
    edition: Edition
    times: Sequence[rereading.Found]
    figures: Sequence[rereading_figures.Found]


def _loaded(archive: Archive, articles: Sequence[ArticleId]) -> list[tuple[Article, Edition]]:
    """Articles with their present texts; those that are gone or have none are left out."""
    with archive.snapshot():
        found = [each for each in archive.store.articles.by_ids(articles) if each.edition]
        editions = {each.id: each for each in archive.store.editions.by_ids([each.edition for each in found])}
    return [(each, editions[each.edition]) for each in found if each.edition in editions]


def _read_one(archive: Archive, article: ArticleId, own: Additions) -> _Reading | None:
    """What the rules read in an article as it is now; None when it is gone or has no text."""
    return next((_read(*each, own) for each in _loaded(archive, [article])), None)


def _read(article: Article, edition: Edition, own: Additions) -> _Reading:
    rules, text = readers.READERS["dates"], edition.text
    times = rules.read(text, edition.blocks, article.published, article.language)
    told = []
    for each in times:
        label = rules.label(text, each)
        told.append(rereading.Found(each, label, rules.alike(label, text[each.start : each.end])))
    counting = readers.READERS["figures"]
    claims = counting.read(text, edition.blocks, times, article.published, article.language, own)
    found = [rereading_figures.Found(each, counting.key(each, own)) for each in claims]
    return _Reading(article, edition, told, found)


def keys_with(archive: Archive, article: ArticleId, own: Additions) -> list[tuple[int, int, str]]:
    """(start, end, key) of every figure that the rules would read with other words; nothing is written."""
    reading = _read_one(archive, article, own)
    return [(each.claim.start, each.claim.end, each.key) for each in (reading.figures if reading else ())]


def _write(archive: Archive, present: Article | None, reading: _Reading | None, own: Additions, *, first: bool) -> bool:
    """Writes a reading of an article down, the `first` of it or not; False when the article is another by now."""
    if reading is None or present is None:
        return True
    was, edition = reading.article, reading.edition
    if (present.edition, present.published, present.language) != (edition.id, was.published, was.language):
        return False
    rereading.write(archive, present, edition, reading.times, first=first)
    rereading_figures.write(archive, present, edition, reading.figures, own, first=first)
    return True
