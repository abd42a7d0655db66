"""What the timeline says of itself: what it rests on, and why there is nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.views.library.empty import Offer
from desktop.wording import counted

from .arranging import Arranged, Loaded
from .wanted import Wanted


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be done where there is nothing."""

    everything: Callable[[], object]
    add: Callable[[], object]
    imports: Callable[[], object]


def summary(loaded: Loaded, arranged: Arranged) -> str:
    """How much is told by how many, so that gaps show."""
    coverage = loaded.coverage
    if not coverage.articles and not arranged.drawn and not len(arranged.undated):
        return ""
    parts = [
        f"{counted(arranged.drawn, 'time')} told in {arranged.articles:,} of {counted(coverage.articles, 'article')}"
    ]
    if coverage.copies:
        parts.append(f"{coverage.copies:,} of the articles {'is a copy' if coverage.copies == 1 else 'are copies'}")
    if len(arranged.undated):
        parts.append(f"{len(arranged.undated):,} undated")
    if loaded.disagreements:
        parts.append(counted(len(loaded.disagreements), "disagreement"))
    if coverage.pending:
        parts.append(f"{counted(coverage.pending, 'article')} still to be read")
    return " · ".join(parts)


def nothing_told(loaded: Loaded, wanted: Wanted, offers: Offers) -> tuple[str, list[Offer]]:
    """Why there is nothing, and the likeliest way on."""
    if wanted.narrowed:
        return "Nothing told has all of these.", [("timeline-all", "Show everything", offers.everything)]
    if loaded.coverage.pending:
        return "The articles are being read; what they tell shows here as it is found.", []
    if loaded.coverage.articles:
        told = "The articles tell no dates. Add an event of your own."
        return told, [("timeline-add", "Add event…", offers.add)]
    return (
        "No articles yet. What they tell is laid out in time here.",
        [("timeline-import", "Import files…", offers.imports)],
    )
