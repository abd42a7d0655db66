"""What the cells of the review say, how they are spoken, and which of them are marked; no widgets, no queries."""

from typing import Final, NamedTuple

from archive.base.text import visible
from archive.model.article import NO_DATE, Verdict
from archive.model.review import LIKELY, Reviewed
from archive.model.taught import TAUGHT
from desktop import wording
from desktop.models.review import ASIDE, DATE, FILE, LANGUAGE, VERDICT, WORDS, field_of
from desktop.views.reader import facts

FIELDS: Final = {
    "title": "title",
    "byline": "byline",
    "publisher": "publisher",
    "published": "date",
    "language": "language",
}
_VERDICTS: Final = {Verdict.OK: "Whole", Verdict.PARTIAL: "In part", Verdict.REFUSED: "Refused"}


class Sign(NamedTuple):
    """What marks a cell: an icon with the word for it, and the colour role of both."""

    icon: str
    word: str
    role: str


UNSURE, TAUGHT_SIGN = Sign("question", "unsure", "warning"), Sign("graduation-cap", "taught", "accent")
ENTERED_SIGN = Sign("pencil-simple", "yours", "muted")
_VERDICT_SIGNS: Final = {
    Verdict.OK: Sign("check-circle", "Whole", "accent"),
    Verdict.PARTIAL: Sign("warning", "In part", "warning"),
    Verdict.REFUSED: Sign("x-circle", "Refused", "warning"),
}


DOUBTS: Final = Sign("question", "Doubts", "warning")


def verdict(held: Reviewed) -> Verdict:
    """How well the file was read."""
    return held.article.verdict if held.article is not None else Verdict.REFUSED


def sign(held: Reviewed, column: int) -> Sign | None:
    """What marks a cell, if anything does."""
    if column == VERDICT:
        doubted = held.article is not None and held.article.verdict is Verdict.OK and bool(held.warnings)
        return DOUBTS if doubted else _VERDICT_SIGNS[verdict(held)]
    if column == DATE and held.article is not None and not held.article.published:
        return UNSURE if any(each.endswith(NO_DATE) for each in held.warnings) else None
    proof = held.evidence.get(field_of(column)) if field_of(column) else None
    if proof is None:
        return None
    if proof.rule == "entered":
        return ENTERED_SIGN
    if proof.rule.startswith(TAUGHT):
        return TAUGHT_SIGN
    return UNSURE if proof.confidence < LIKELY else None


def cell(held: Reviewed, column: int) -> str:
    """What a cell says; "" for what is not known."""
    article = held.article
    if column == FILE:
        return visible(held.name)
    if column == VERDICT:
        return _VERDICTS[verdict(held)]
    if article is None:
        return visible(held.error or "") if field_of(column) == "title" else ""
    if column == WORDS:
        return f"{article.words:,}"
    if column == ASIDE:
        return f"{held.set_aside:,}" if held.set_aside else ""
    if column == LANGUAGE:
        return wording.language_name(article.language) if article.language else ""
    if field_of(column) == "published":
        return wording.date(article) if article.published else ""
    return visible(typed(held, field_of(column)))


def typed(held: Reviewed, field: str) -> str:
    """A field as a person types it: names parted by semicolons, dates as EDTF."""
    if held.article is None or not field:
        return ""
    found = getattr(held.article, field)
    return "; ".join(found) if field == "byline" else (found or "")


def value(field: str, said: str) -> object:
    """What was typed as `curate.edit` takes it."""
    return [name for name in said.split(";") if name.strip()] if field == "byline" else said


def spoken(held: Reviewed, column: int) -> str:
    """A cell in full, with how it is known: for a tooltip and a screen reader."""
    said = cell(held, column)
    if column == FILE:
        place = f"{held.path} › {held.member}" if held.member else held.path
        return "\n".join(filter(None, (said, visible(place), "Accepted" if held.accepted else "")))
    if column == VERDICT:
        warnings = held.warnings if held.article is not None else (held.error or "",)
        return "\n".join([said, *map(visible, warnings)])
    if column == ASIDE:
        return f"{held.set_aside or 'no'} stretches set aside"
    field = field_of(column)
    if not field or held.article is None:
        return said
    if field == "published" and held.article.published:
        said = f"{said} ({held.article.published})"
    doubts = held.warnings if field == "published" and not said else ()
    told = (said or f"No {FIELDS[field]} is known", facts.known(held.evidence.get(field)), *map(visible, doubts))
    return "\n".join(filter(None, told))
