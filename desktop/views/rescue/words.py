"""How it is told what can be read of a damaged archive, and what was saved of it; no widgets, no queries."""

from collections.abc import Sequence

from archive.base.text import visible
from archive.model.keeping import Finding, Holdings
from archive.operations.salvaging import Readable, Saved
from desktop.wording import counted

_FINDINGS = 3
_NOUNS = (
    *(("articles", "article"), ("passages", "passage"), ("tags", "tag"), ("memos", "memo"), ("events", "event")),
    ("figures", "figure"),
)


def held(holdings: Holdings) -> str:
    """`12 articles, 3 passages`; "nothing that was written" for none."""
    told = [counted(count, noun) for name, noun in _NOUNS if (count := getattr(holdings, name))]
    return ", ".join(told) or "no article, and nothing that was written about one"


def readable(found: Readable) -> tuple[str, ...]:
    """What looking through a damaged archive found, in sentences."""
    told = f"What can be read of it: {held(found.holdings)}."
    if not found.gaps:
        return (told, "Every row of its tables can be read.")
    places = counted(found.gaps, "place")
    return (told, f"In {places} nothing could be read ({found.lost_of}).")


def saved(done: Saved) -> tuple[str, ...]:
    """What was saved, what became of the rest, and what a check of the new archive finds."""
    return (f"{visible(done.path.name)} holds {held(done.holdings)}.", *done.told, *_findings(done.findings))


def _findings(findings: Sequence[Finding]) -> list[str]:
    said = list(dict.fromkeys(finding.what for finding in findings))
    more = len(said) - _FINDINGS
    return [*said[:_FINDINGS], *([f"And {more:,} more of this kind: check it once it is open."] if more > 0 else [])]
