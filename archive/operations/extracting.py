"""Reading the times and figures that articles tell: when they come in, when their text or publication date changes, when the rules do.

What a person touched survives every reading: `carrying` decides what becomes of each row. The slow part, the rules, runs
outside of any transaction but in `refresh`, which belongs to the act that makes the reading necessary.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict

from archive.archive import Archive
from archive.base.errors import NotFound, WaystationError
from archive.base.progress import Progress
from archive.base.text import folded
from archive.model.article import Article, Block, Edition
from archive.model.event import TimeExpression
from archive.model.figure import NumericClaim
from archive.model.ids import ArticleId

from . import rereading, rereading_figures

AT_ONCE = 20
BATCH = 50
# What is read at once in an act, and between two commits: about two seconds' work.
CHARS_AT_ONCE = 1_000_000
_VERSION = "extraction-version"


@dataclass(frozen=True, slots=True)
class Reader:
    """Rules that read times: their version, what they read, and how a mention is labelled and likened to others."""

    version: Callable[[], int]
    read: Callable[[str, Sequence[Block], str | None, str | None], Sequence[TimeExpression]]
    label: Callable[[str, TimeExpression], str]
    alike: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Rules that read figures: their version, what they read beside the times, and how a figure is grouped with others.

    `normalised` gives words of what is counted, of a place or of a source as figures are grouped by them.
    """

    version: Callable[[], int]
    read: Callable[[str, Sequence[Block], Sequence[TimeExpression], str | None, str | None], Sequence[NumericClaim]]
    key: Callable[[NumericClaim], str]
    name: Callable[[str], str]
    normalised: Callable[[str, str], str]


class Readers(TypedDict):
    """The rules, by what they read."""

    dates: Reader
    figures: FigureReader


def _dates_version() -> int:
    from archive.extraction import dates

    return dates.VERSION


def _read_dates(
    text: str, blocks: Sequence[Block], published: str | None, language: str | None
) -> Sequence[TimeExpression]:
    from archive.extraction import dates

    return dates.read(text, blocks, published=published, language=language)


def _date_label(text: str, expression: TimeExpression) -> str:
    from archive.extraction import dates

    return dates.label(text, expression)


def _alike(label: str, exact: str) -> str:
    from archive.extraction import alike

    return alike.key(label, exact)


def _figures_version() -> int:
    from archive.extraction import figures

    return figures.VERSION


def _read_figures(
    text: str,
    blocks: Sequence[Block],
    times: Sequence[TimeExpression],
    published: str | None,
    language: str | None,
) -> Sequence[NumericClaim]:
    from archive.extraction import figures

    return figures.read(text, blocks, times=times, published=published, language=language)


def _figure_key(claim: NumericClaim) -> str:
    from archive.extraction import series

    return series.key(claim)


def _series_name(key: str) -> str:
    from archive.extraction import series

    return series.name(key)


def _normalised(words: str, what: str) -> str:
    """Words of a person as the rules normalise their own: a place that is known by its key, a source without its article."""
    from archive.extraction.figures import keys, places

    if what == "source":
        return keys.source_key(words)
    if what == "place":
        found = [*places.find(words, 0, len(words), {}), *places.find_korean(words, 0, len(words))]
        return found[0].key if found else folded(words)
    return folded(words)


# Imported when they are first asked, because they take their time to load.
READERS: Readers = {
    "dates": Reader(_dates_version, _read_dates, _date_label, _alike),
    "figures": FigureReader(_figures_version, _read_figures, _figure_key, _series_name, _normalised),
}


def version() -> str:
    """What the rules' versions are, as the archive keeps it."""
    return f"dates {READERS['dates'].version()} figures {READERS['figures'].version()}"


def alike(label: str, exact: str = "") -> str:
    """The key that labels share which tell the same in the same words ("" for too few words)."""
    return READERS["dates"].alike(label, exact)


def outdated(archive: Archive) -> bool:
    """Whether all articles have to be read anew, since other rules read them."""
    return archive.store.facts.get(_VERSION) != version()


def pending(archive: Archive) -> int:
    """How many articles the rules still have to read."""
    return archive.store.articles.with_text() if outdated(archive) else archive.store.extraction.pending()


def _require_version(archive: Archive) -> None:
    if outdated(archive):
        with archive.atomic():
            archive.store.extraction.put_all()
            archive.store.facts.set(_VERSION, version())


def batch(archive: Archive, *, limit: int = BATCH) -> int:
    """Reads some of the articles that wait and writes what was read in one transaction; how many were taken (0: none wait).

    An article that was changed while it was being read stays in the queue.
    """
    _require_version(archive)
    due = archive.store.extraction.due(limit)
    read: list[tuple[ArticleId, _Reading | None]] = []
    chars = 0
    for article in due:
        reading = _read(archive, article)
        read.append((article, reading))
        chars += len(reading.edition.text) if reading else 0
        if chars >= CHARS_AT_ONCE:
            break
    if read:
        with archive.atomic():
            done = [article for article, reading in read if _write(archive, article, reading)]
            archive.store.extraction.done(done)
            archive.store.extraction.changed()
    return len(read)


def refresh(archive: Archive, articles: Iterable[ArticleId]) -> None:
    """Reads articles again now, inside the transaction under way, as far as that is soon done; the rest waits in the queue."""
    articles = list(dict.fromkeys(articles))
    archive.store.extraction.put(articles)
    chars = 0
    for article in articles:
        if chars < CHARS_AT_ONCE:
            with suppress(NotFound):
                chars += len(archive.store.editions.text(article))
            if chars < CHARS_AT_ONCE and _write(archive, article, _read(archive, article)):
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
    total, done = pending(archive), 0
    while taken := batch(archive):
        done += taken
        progress.report(min(done, total), total, "Reading dates and figures")


@dataclass(frozen=True, slots=True)
class _Reading:
    article: Article
    edition: Edition
    times: Sequence[rereading.Found]
    figures: Sequence[rereading_figures.Found]


def _read(archive: Archive, article_id: ArticleId) -> _Reading | None:
    """What the rules read in an article as it is now; None when it is gone or has no text."""
    try:
        with archive.snapshot():
            article = archive.store.articles.get(article_id)
            edition = archive.store.editions.current(article_id)
    except NotFound:
        return None
    rules, text = READERS["dates"], edition.text
    times = rules.read(text, edition.blocks, article.published, article.language)
    told = []
    for each in times:
        label = rules.label(text, each)
        told.append(rereading.Found(each, label, rules.alike(label, text[each.start : each.end])))
    counting = READERS["figures"]
    claims = counting.read(text, edition.blocks, times, article.published, article.language)
    return _Reading(article, edition, told, [rereading_figures.Found(each, counting.key(each)) for each in claims])


def _write(archive: Archive, article_id: ArticleId, reading: _Reading | None) -> bool:
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
    rereading_figures.write(archive, present, reading.edition, reading.figures)
    return True
