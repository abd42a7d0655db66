"""Times as they are written down: what the rules read of an article becomes the columns of mentions, and `carrying` does the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.base.records import quick
from archive.model.article import Article, Edition
from archive.store.readings import MENTION_READ

from . import carrying

if TYPE_CHECKING:
    from archive.annotation.pages import Page
    from archive.model.event import TimeExpression

_SHAPE = carrying.Shape("date", salt=(), told="label", noted=("read_edtf",))


@quick
@dataclass(frozen=True, slots=True)
class Found:
    """What the rules read, with its label and the key that likens it to others."""

    expression: TimeExpression
    label: str
    alike: str


def write(archive: Archive, article: Article, edition: Edition, found: Sequence[Found], *, first: bool = False) -> None:
    """Writes a reading of the present edition down, inside the transaction under way; `first`: there is none yet."""
    from archive.annotation.pages import Page

    page = Page(edition.text, edition.blocks)
    columns = [_read_columns(each, page, edition) for each in found]
    carrying.Carrying(archive, archive.store.extraction.mentions, _SHAPE, article, edition, page).write(
        columns, first=first
    )


def _read_columns(found: Found, page: Page, edition: Edition) -> carrying.Columns:
    expression = found.expression
    columns = carrying.placed((expression.start, expression.end), expression.sentence, page, edition) | {
        "type": str(expression.type),
        "precision": str(expression.precision),
        "basis": str(expression.basis),
        "earliest": None if expression.earliest is None else expression.earliest.toordinal(),
        "latest": None if expression.latest is None else expression.latest.toordinal(),
        "value": expression.value,
        "modifier": expression.modifier,
        "edtf": expression.edtf,
        "read_edtf": expression.edtf,
        "anchor_value": expression.anchor_value,
        "rule": expression.rule,
        "label": found.label,
        "alike": found.alike,
    }
    return {name: columns[name] for name in MENTION_READ}


def faults(archive: Archive, edition: Edition) -> Iterator[str]:
    """What is wrong with the mentions that count in an edition, as sentences."""
    return carrying.faults(archive.store.extraction.mentions, _SHAPE.name, edition)
