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
# What is read at once in an act, and between two commits: about two seconds' work.
CHARS_AT_ONCE = 1_000_000
_VERSION = "extraction-version"
# What a reading in the background touches, as a Change tells it.
TOUCHED = frozenset({("event", 0), ("figure", 0)})


def outdated(archive: Archive) -> bool:
    """Whether all articles have to be read anew, since other rules read them."""
    return archive.store.facts.get(_VERSION) != readers.version()


def pending(archive: Archive) -> int:
    """How many articles the rules still have to read."""
    return archive.store.articles.with_text() if outdated(archive) else archive.store.extraction.pending()


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
                present = archive.store.lexicon.additions()
                done = [
                    article for article, reading in read if own == present and _write(archive, article, reading, own)
                ]
                archive.store.extraction.done(done)
                archive.store.extraction.changed()
    return len(read)


def _read_due(archive: Archive, due: Iterable[ArticleId], own: Additions) -> list[tuple[ArticleId, "_Reading | None"]]:
    read: list[tuple[ArticleId, _Reading | None]] = []
    chars = 0
    for article in due:
        reading = _read(archive, article, own)
        read.append((article, reading))
        chars += len(reading.edition.text) if reading else 0
        if chars >= CHARS_AT_ONCE:
            break
    return read


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
            if chars < CHARS_AT_ONCE and _write(archive, article, _read(archive, article, own), own):
                archive.store.extraction.done([article])
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
    total = pending(archive)
    while batch(archive):
        progress.report(max(0, total - pending(archive)), total, "Reading dates and figures")


@dataclass(frozen=True, slots=True)
class _Reading:
    article: Article
    edition: Edition
    times: Sequence[rereading.Found]
    figures: Sequence[rereading_figures.Found]


def _read(archive: Archive, article_id: ArticleId, own: Additions) -> _Reading | None:
    """What the rules read in an article as it is now; None when it is gone or has no text."""
    try:
        with archive.snapshot():
            article = archive.store.articles.get(article_id)
            edition = archive.store.editions.current(article_id)
    except NotFound:
        return None
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
    reading = _read(archive, article, own)
    return [(each.claim.start, each.claim.end, each.key) for each in (reading.figures if reading else ())]


def _write(archive: Archive, article_id: ArticleId, reading: _Reading | None, own: Additions) -> bool:
    """Writes a reading down; False when the article is another by now."""
    if reading is None:
        return True
    try:
        present = archive.store.articles.get(article_id)
    except NotFound:
        return True
    was = reading.article
    if (present.edition, present.published, present.language) != (reading.edition.id, was.published, was.language):
        return False
    rereading.write(archive, present, reading.edition, reading.times)
    rereading_figures.write(archive, present, reading.edition, reading.figures, own)
    return True
