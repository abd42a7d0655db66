"""Figures as they are written down: what the rules read of an article becomes columns, and `carrying` does the rest."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.base.records import quick
from archive.model.article import Article, Edition
from archive.model.ids import ArticleId
from archive.model.lexicon import NONE, Additions
from archive.store.readings import FIGURE_READ

from . import carrying, figure_rows
from .carrying import ENTERED

if TYPE_CHECKING:
    from archive.annotation.pages import Page
    from archive.model.figure import NumericClaim

_SHAPE = carrying.Shape("figure", salt=("figure",), told="counted", number=("number_start", "number_end"))


@quick
@dataclass(frozen=True, slots=True)
class Found:
    """What the rules read, with the key that groups it with others."""

    claim: NumericClaim
    key: str


def write(
    archive: Archive,
    article: Article,
    edition: Edition,
    found: Sequence[Found],
    own: Additions = NONE,
    *,
    first: bool = False,
) -> None:
    """Writes a reading of the present edition down, inside the transaction under way; `own` are the words it was read with.

    `first`: there is none yet, so that nothing stands that would have to follow.
    """
    from archive.annotation.pages import Page

    page = Page(edition.text, edition.blocks)
    columns = [_read_columns(each, page, edition) for each in found]
    carrying_on = carrying.Carrying(archive, archive.store.extraction.figures, _SHAPE, article, edition, page)
    if first:
        carrying_on.write(columns, first=True)
        return
    follows = archive.store.series.gathering() and not archive.store.extraction.is_reworded(article.id)
    before = archive.store.figures.keys(article.id) if follows else {}
    carrying_on.write(columns)
    _regroup(archive, article.id, edition, found, own)
    _follow(archive, article.id, before)


def _regroup(archive: Archive, article: ArticleId, edition: Edition, found: Sequence[Found], own: Additions) -> None:
    """What a person holds is grouped by the rules that there are now, like all others.

    What was confirmed as it was read goes with what is read in its place, if that is still the same number of the same kind.
    """
    read = {(*each.claim.number, str(each.claim.kind)): each.key for each in found if not each.claim.derived}
    for row in archive.store.figures.held(article):
        key = figure_rows.key_of(row, own)
        if row["edition"] == edition.id and row["rule"] != ENTERED and not row["derived"]:
            key = read.get((row["number_start"], row["number_end"], row["kind"]), key)
        own_key = figure_rows.key_of(row | figure_rows.in_force(row), own) if row["own"] else None
        if (key, own_key) != (row["key"], row["own_key"]):
            archive.store.figures.set_keys(row["id"], key, own_key)


def _follow(archive: Archive, article: ArticleId, before: Mapping[int, str]) -> None:
    """A series that a person made still gathers its figures where other rules group them by another key."""
    for figure, key in archive.store.figures.keys(article).items() if before else ():
        was = before.get(figure, key)
        if was != key:
            archive.store.series.remember_alias(key, was, article)


def _read_columns(found: Found, page: Page, edition: Edition) -> carrying.Columns:
    claim = found.claim

    def words(span: tuple[int, int] | None) -> str:
        return "" if span is None else page.text[slice(*span)]

    columns = carrying.placed((claim.start, claim.end), claim.sentence, page, edition) | {
        "number_start": claim.number[0],
        "number_end": claim.number[1],
        "kind": str(claim.kind),
        "bound": str(claim.bound),
        "unit": claim.unit,
        "value": storable(claim.value),
        "least": storable(claim.least),
        "most": storable(claim.most),
        "counted": words(claim.counted),
        "counted_key": claim.counted_key,
        "direction": claim.direction,
        "level": str(claim.level),
        "period": claim.period,
        "earliest": _ordinal(claim.earliest),
        "latest": _ordinal(claim.latest),
        "place": words(claim.place),
        "place_key": claim.place_key,
        "source": words(claim.source),
        "origin": claim.source_key,
        "hedges": json.dumps(claim.hedges, ensure_ascii=False),
        "derived": int(claim.derived),
        "derivation": claim.derivation,
        "rule": claim.rule,
        "key": found.key,
    }
    return {name: columns[name] for name in FIGURE_READ}


def storable(value: float | None) -> float | None:
    """A number as it is kept: one that is too large for a number is not known."""
    try:
        return float(value) if value is not None and math.isfinite(value) else None
    except OverflowError:
        return None


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def faults(archive: Archive, edition: Edition) -> Iterator[str]:
    """What is wrong with the figures that count in an edition, as sentences."""
    return carrying.faults(archive.store.extraction.figures, _SHAPE.name, edition)
