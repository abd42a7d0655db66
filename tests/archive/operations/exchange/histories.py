"""Random histories of several authors on copies of one archive, or on archives of their own with articles in common."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.article import Evidence, Metadata, Verdict
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.operations import acts, annotate, codebook, collect, curate, memos
from tests.archive.conftest import blocks_of

Step = tuple[int, int, int]
BODIES = (
    "The lock opened at six.\nNobody was there.\nThe lock closed at nine.",
    "A ferry crossed the river.\nIt carried coal.\nIt came back empty.",
)
TAGS = ("water", "water/locks", "night", "coal")
WORDS = ("one\ntwo\nthree", "one\nTWO\nthree", "zero\none\ntwo\nthree", "", "two\nthree")


def add_article(archive: Archive, number: int) -> ArticleId:
    title = f"Article {number}"
    text = blocks_of(f"{title}\n{BODIES[number % len(BODIES)]}")
    with archive.atomic():
        original = archive.store.originals.put(text.text.encode(), f"{number}.txt", "text/plain")
        evidence = {"title": Evidence(title, 0, len(title), "first line", 0.9)}
        article = archive.store.articles.add(
            Metadata(title=title, evidence=evidence), verdict=Verdict.OK, added="2026-01-01T00:00:00.000Z"
        )
        archive.store.editions.add(
            article, text, original=original.sha512, encoding="utf-8", importer="plain", importer_version=1,
            reason="import", path=f"/{number}.txt", created="2026-01-01T00:00:00.000Z",
        )  # fmt: skip
    return article


def begin(path: Path) -> None:
    """An archive with two articles, three passages, tags, a memo and a collection."""
    with Archive.create(path) as archive:
        articles = [add_article(archive, number) for number in (0, 1)]
        annotate.mark(archive, articles[0], 4, 9, note="one\ntwo\nthree", tags=["water/locks"])
        annotate.mark(archive, articles[0], 14, 18, tags=["night"])
        annotate.mark(archive, articles[1], 4, 9, note="x")
        memos.create(archive, "Plan", "one\ntwo\nthree")
        collect.create_with(archive, "Shelf", articles)
        archive.checkpoint()


def copy(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    return target


def _articles(archive: Archive) -> list[ArticleId]:
    return list(archive.store.articles.ids(Scope()))


def _mark(archive: Archive, one: int, two: int) -> Change:
    articles = _articles(archive)
    return annotate.mark(
        archive, articles[one % len(articles)], 3 + two, 9 + 2 * two, note=WORDS[one % 5], tags=TAGS[two % 4 :][:1]
    )[1]


def _passage(archive: Archive, number: int) -> str:
    found = sorted(annotate.passages(archive, limit=None), key=lambda each: each.uid)
    if not found:
        raise WaystationError("no passage")
    return found[number % len(found)].uid


def _memo(archive: Archive, number: int) -> str:
    found = sorted(memos.memos(archive), key=lambda each: each.uid)
    if not found:
        raise WaystationError("no memo")
    return found[number % len(found)].uid


STEPS: Sequence[Callable[[Archive, int, int], Change]] = (
    _mark,
    lambda a, one, two: annotate.unmark(a, [_passage(a, one)]),
    lambda a, one, two: annotate.set_note(a, _passage(a, one), WORDS[two % 5]),
    lambda a, one, two: annotate.set_colour(a, [_passage(a, one)], ("sky", "leaf", None)[two % 3]),
    lambda a, one, two: annotate.tag(a, [_passage(a, one)], TAGS[two % 4]),
    lambda a, one, two: annotate.untag(a, [_passage(a, one)], TAGS[two % 4]),
    lambda a, one, two: annotate.move_edges(a, _passage(a, one), 4 + two, 9 + two),
    lambda a, one, two: curate.edit(a, _articles(a)[one % 2], title=f"Title {two}"),
    lambda a, one, two: curate.note(a, _articles(a)[one % 2], WORDS[two % 5]),
    lambda a, one, two: codebook.define(a, TAGS[one % 4], f"Meaning {two}"),
    lambda a, one, two: codebook.remove(a, TAGS[one % 4]),
    lambda a, one, two: memos.create(a, f"Memo {one}", WORDS[two % 5])[1],
    lambda a, one, two: memos.edit(a, _memo(a, one), text=WORDS[two % 5]),
    lambda a, one, two: memos.delete(a, _memo(a, one)),
    lambda a, one, two: collect.tag(a, [_articles(a)[one % 2]], TAGS[two % 4]),
    lambda a, one, two: collect.create_with(a, f"Shelf {one}", [_articles(a)[two % 2]]),
)


def live(archive: Archive, history: Sequence[Step]) -> None:
    """Lets an author do all of it; what cannot be done is passed over, and every seventh act is taken back again."""
    for step, one, two in history:
        try:
            change = STEPS[step % len(STEPS)](archive, one, two)
            if (step + one + two) % 7 == 0 and change.inverse is not None:
                acts.perform(archive, change.inverse)
        except WaystationError:
            continue
