"""What a careful reader found in the five articles, from the files to the findings; skipped where they are not."""

import json
from pathlib import Path

import pytest

from archive.extraction import dates, figures, series
from archive.extraction.findings import findings
from archive.importers import plain
from archive.model.article import Source
from archive.model.figure import Figure, FigureStatus, Finding, FindingKind
from archive.model.ids import ArticleId, EditionId, FigureId, Uid

SHARED = Path(__file__).parents[5] / "shared"
GOLD = SHARED / "gold" / "gold_contradictions.json"
# Told by events and not by figures: the timeline's.
_OF_EVENTS = ("same event", "took power", "UN resolution")

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="the shared collection is not here")


def _figures(number: int, file: Path) -> list[Figure]:
    made = plain.read(Source(name=file.name, data=file.read_bytes()))
    assert made.text is not None
    text, blocks, published = made.text.text, made.text.blocks, made.metadata.published
    times = dates.read(text, blocks, published=published, language=None)
    claims = figures.read(text, blocks, times=times, published=published, language=None)

    def words(span: tuple[int, int] | None) -> str:
        return text[slice(*span)] if span else ""

    return [
        Figure(
            FigureId(at), Uid(f"{file.name[:3]}-{at}"), ArticleId(number), EditionId(number), claim.start, claim.end,
            text[claim.start : claim.end], words(claim.sentence), claim.sentence[0], claim.kind, claim.value, claim.least,
            claim.most, claim.bound, claim.unit, words(claim.counted), claim.counted_key, claim.direction, claim.level,
            claim.period, claim.earliest, claim.latest, words(claim.place), claim.place_key, words(claim.source),
            claim.source_key, claim.hedges, claim.derived, claim.derivation, claim.rule, series.key(claim), series.key(claim),
            FigureStatus.FOUND, publisher=file.name, published=published,
        )
        for at, claim in enumerate(claims)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def read() -> dict[str, Figure]:
    files = sorted((SHARED / "corpus").glob("*.txt"))
    return {figure.uid: figure for number, file in enumerate(files) for figure in _figures(number, file)}


@pytest.fixture(scope="module")
def found(read: dict[str, Figure]) -> list[Finding]:
    return findings(list(read.values()))


def _plain(words: str) -> str:
    return " ".join(words.replace("\xa0", " ").split())


def _claims_named(item: dict[str, list[dict[str, str]]], finding: Finding, read: dict[str, Figure]) -> int:
    """How many of a careful reader's claims a finding names, by article and sentence."""
    told = [(read[uid].publisher, _plain(read[uid].sentence)) for uid in finding.figures]
    return sum(
        any(
            file == claim["file"] and (_plain(claim["quote"]) in sentence or sentence in _plain(claim["quote"]))
            for file, sentence in told
        )
        for claim in item["claims"]
    )


def _items(*kinds: str) -> list[dict[str, list[dict[str, str]]]]:
    items = json.loads(GOLD.read_text(encoding="utf-8"))["items"] if GOLD.exists() else []
    return [item for item in items if item["kind"] in kinds and not any(word in item["topic"] for word in _OF_EVENTS)]


@pytest.mark.parametrize("item", _items("conflict", "agreement"), ids=lambda item: item["topic"])
def test_each_conflict_and_agreement_is_found(item: dict, found: list[Finding], read: dict[str, Figure]) -> None:  # type: ignore[type-arg]
    kind = FindingKind(item["kind"])
    assert any(each.kind is kind and _claims_named(item, each, read) >= min(2, len(item["claims"])) for each in found)


def test_half_of_the_tensions_are_found_and_nothing_that_cannot_be_compared(
    found: list[Finding], read: dict[str, Figure]
) -> None:
    tensions = _items("tension")
    surfaced = [item for item in tensions if any(_claims_named(item, each, read) >= 2 for each in found)]
    assert len(surfaced) * 2 >= len(tensions)
    for item in _items("not_comparable", "entity_trap"):
        assert not any(_claims_named(item, each, read) >= 2 for each in found)
