"""How well a page is read beside trafilatura alone, in one run: F1 over the words of the body, and what is known of the article.

Both are judged alike: the title's own line, dates and bylines do not count as body, for either.
"""

from collections import Counter
from dataclasses import dataclass

from trafilatura import bare_extraction

from archive.importers.html import read
from archive.model.article import BlockKind, Source
from tests.archive.importers.html.gallery import Layout, Truth, story


@dataclass(frozen=True)
class Result:
    """F1 (0–100) of the body for ours and theirs, and how many of title, byline and date each got right (a null counts)."""

    name: str
    ours: float
    theirs: float
    our_facts: int
    their_facts: int
    missed: tuple[str, ...] = ()


def words(text: str) -> Counter[str]:
    return Counter(
        word for raw in text.replace("|", " ").split() if (word := raw.strip("“”\"'.,:;!?()[]…·—–-").casefold())
    )


def f1(found: str, truth: Truth) -> float:
    held, wanted = words(found), words("\n".join(truth.body))
    shared = (held & wanted).total()
    return 200 * shared / max(1, held.total() + wanted.total())


def compare(layout: Layout, number: int) -> Result:
    """One page in one layout, read by both."""
    made = story(number, korean="korean" in layout.__name__)
    html, truth = layout(made)
    ours = read(Source(html.encode(), "page.html"))
    assert ours.text is not None, ours.error
    blocks = [
        ours.text.text[block.start : block.end]
        for block in ours.text.blocks
        if block.kind is not BlockKind.META and ours.text.text[block.start : block.end] != truth.title
    ]
    known = (ours.metadata.title, ours.metadata.byline, ours.metadata.published)
    wanted = (truth.title, truth.byline, truth.published)
    theirs = bare_extraction(html, include_tables=True, include_comments=False, with_metadata=True)
    lines = (
        [line.lstrip("- ") for line in (theirs.text or "").split("\n") if line.strip() != truth.title] if theirs else []
    )
    told = (
        (theirs.title, tuple(filter(None, (theirs.author or "").split("; "))), theirs.date)
        if theirs
        else (None, (), None)
    )
    missed = [
        f"{name}: {got!r} for {want!r}"
        for name, got, want in zip(("title", "byline", "date"), known, wanted, strict=True)
        if got != want
    ]
    return Result(
        layout.__name__, f1("\n".join(blocks), truth), f1("\n".join(lines), truth),
        sum(got == want for got, want in zip(known, wanted, strict=True)),
        sum(got == want for got, want in zip(told, wanted, strict=True)), tuple(missed),
    )  # fmt: skip


def table(results: list[Result]) -> str:
    """The results as Markdown."""
    lines = ["| layout | ours | trafilatura | facts of 3 | its facts |", "|---|---|---|---|---|"]
    lines += [
        f"| {each.name} | {each.ours:.1f} | {each.theirs:.1f} | {each.our_facts} | {each.their_facts} |"
        for each in results
    ]
    count = max(1, len(results))
    ours, theirs = sum(each.ours for each in results) / count, sum(each.theirs for each in results) / count
    facts, others = sum(each.our_facts for each in results), sum(each.their_facts for each in results)
    return "\n".join([*lines, f"| all {len(results)} | {ours:.1f} | {theirs:.1f} | {facts} | {others} |"])
