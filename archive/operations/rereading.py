"""What becomes of an article's mentions when its text is read anew; never loses what a person touched.

Untouched mentions are replaced by what is read now; one that is read again stays the same row. A touched one follows its
words into the present edition, surely or not at all: else it keeps the words of its own edition and is stale. Where it
stands, it takes the new reading, unless a person's judgement holds the date that was read before.
"""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.annotation import anchors
from archive.annotation.pages import Page
from archive.archive import Archive
from archive.base.sentences import grapheme_end, grapheme_start
from archive.base.text import folded
from archive.model.article import Article, Edition
from archive.model.event import Basis, TimeExpression
from archive.model.ids import EditionId, MentionId
from archive.model.passage import Anchor, State
from archive.store.extraction import READ, Standing

# A text may be one sentence of millions of characters: of such a one this much is kept around the words.
_SENTENCE_CHARS = 1200
_AROUND_CHARS = 500

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules read, with its label and the key that likens it to others."""

    expression: TimeExpression
    label: str
    alike: str


def write(archive: Archive, article: Article, edition: Edition, found: Sequence[Found]) -> None:
    """Writes a reading of the present edition down, inside the transaction under way."""
    page = Page(edition.text, edition.blocks)
    standing = archive.store.extraction.standing(article.id)
    touched = [row for row in standing if row.touched]
    places = _places(archive, touched, edition)
    claimed: set[int] = set()
    starts = [each.expression.start for each in found]
    for row in touched:
        place = places.get(row.id)
        if place is None:
            continue
        claims = _claims(row, place, found, starts)
        claimed |= claims
        best = max((found[each] for each in claims), key=lambda each: _likeness(each, place), default=None)
        _stand(archive, row, place, best, page, edition)
    fresh = [each for number, each in enumerate(found) if number not in claimed]
    _replace(archive, article, fresh, standing, page, edition)


# Touched mentions


def _places(archive: Archive, rows: Sequence[Standing], edition: Edition) -> Mapping[MentionId, Place]:
    """Where touched mentions stand in the edition; those that are not there surely are left out."""
    found: dict[MentionId, Place] = {}
    mappers: dict[int, anchors.Mapper] = {}
    for row in rows:
        columns = row.columns
        if columns["edition"] == edition.id:
            found[row.id] = (columns["start"], columns["end"])
            continue
        known = archive.store.extraction.place(row.id, edition.id)
        if known is None:
            known = _carried(archive, columns, edition, mappers)
        if known is not None:
            archive.store.extraction.remember_place(row.id, columns["edition"], columns["start"], columns["end"])
            found[row.id] = known
    return found


def _carried(
    archive: Archive, columns: Mapping[str, Any], edition: Edition, mappers: dict[int, anchors.Mapper]
) -> Place | None:
    own = columns["edition"]
    if own not in mappers:
        old = archive.store.editions.get(EditionId(own))
        mappers[own] = anchors.Mapper(old.text, edition.text, old.blocks, edition.blocks)
    anchor = Anchor(*(columns[name] for name in ("start", "end", "exact", "prefix", "suffix")))
    carried = mappers[own].find(anchor)
    if carried.state is State.ANCHORED and carried.start is not None and carried.end is not None:
        return carried.start, carried.end
    return None


def _claims(row: Standing, place: Place, found: Sequence[Found], starts: Sequence[int]) -> set[int]:
    """Which readings are of this very mention: those that share words with it. What a person entered claims none."""
    if row.columns["basis"] == Basis.ENTERED:
        return set()
    # Readings come in text order and do not overlap: only the one before may reach into the place.
    first = bisect_left(starts, place[0])
    if first and found[first - 1].expression.end > place[0]:
        first -= 1
    return set(range(first, bisect_left(starts, place[1])))


def _likeness(found: Found, place: Place) -> tuple[bool, int]:
    expression = found.expression
    shared = min(expression.end, place[1]) - max(expression.start, place[0])
    return (expression.start, expression.end) == place, shared


def _stand(archive: Archive, row: Standing, place: Place, best: Found | None, page: Page, edition: Edition) -> None:
    """Gives a touched mention its place, and its reading where nothing holds the one before."""
    if best is not None and not row.frozen:
        columns = _read_columns(best, page, edition)
    else:
        sentence = page.sentence_span(*place) if best is None else best.expression.sentence
        columns = _place_columns(place, sentence, page, edition)
        if best is not None:
            columns["read_edtf"] = best.expression.edtf
    whole = {**row.columns, **columns}
    entered = row.columns["basis"] == Basis.ENTERED
    behind = not entered and (best is None or whole != _read_columns(best, page, edition))
    _update(archive, row, columns, page, behind)


def _update(archive: Archive, row: Standing, columns: Mapping[str, Any], page: Page, behind: bool = False) -> None:
    whole = {**row.columns, **columns}
    if whole != row.columns or behind != row.behind:
        archive.store.extraction.update(row.id, columns, _told(whole, page), behind)


# Untouched ones


def _replace(
    archive: Archive,
    article: Article,
    found: Iterable[Found],
    standing: Sequence[Standing],
    page: Page,
    edition: Edition,
) -> None:
    free = {row.uid: row for row in standing if not row.touched}
    taken = {row.uid for row in standing if row.touched}
    met: Counter[str] = Counter()
    fresh: list[tuple[str, dict[str, Any]]] = []
    for each in found:
        columns = _read_columns(each, page, edition)
        uid = _uid(article.uid, columns, taken, met)
        row = free.pop(uid, None)
        if row is None:
            fresh.append((uid, columns))
        else:
            _update(archive, row, columns, page)
    left = sorted(
        (row for row in free.values() if row.columns["edition"] == edition.id), key=lambda row: row.columns["start"]
    )
    added = []
    for uid, columns in fresh:
        row = _instead_of(left, columns)
        if row is None:
            added.append((uid, columns, _told(columns, page)))
        else:
            # Other words of the same time: an act that was taken back may still be done again on this row.
            del free[row.uid]
            _update(archive, row, columns | {"uid": uid}, page)
    archive.store.extraction.delete([row.id for row in free.values()])
    archive.store.extraction.insert(article.id, added)


def _instead_of(left: list[Standing], columns: Mapping[str, Any]) -> Standing | None:
    """Takes the row out of `left` (by start, none overlapping) that shares words with what is read now."""
    place = bisect_left(left, columns["start"], key=lambda row: row.columns["end"] - 1)
    if place < len(left) and left[place].columns["start"] < columns["end"]:
        return left.pop(place)
    return None


def _uid(article: str, columns: Mapping[str, Any], taken: set[str], met: Counter[str]) -> str:
    """The same after every reading and in every copy: from the article, the words, those around them, and which one it is."""
    words = "\0".join((article, columns["exact"], columns["prefix"], columns["suffix"]))
    while True:
        uid = hashlib.sha256(f"{words}\0{met[words]}".encode()).hexdigest()[:32]
        met[words] += 1
        if uid not in taken:
            return uid


# Columns


def _read_columns(found: Found, page: Page, edition: Edition) -> dict[str, Any]:
    expression = found.expression
    columns = _place_columns((expression.start, expression.end), expression.sentence, page, edition) | {
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
    return {name: columns[name] for name in READ}


def _place_columns(place: Place, sentence: Place, page: Page, edition: Edition) -> dict[str, Any]:
    start, end = place
    first, last = _clipped(sentence, place, page.text)
    return {
        "edition": edition.id,
        "start": start,
        "end": end,
        "exact": page.text[start:end],
        "prefix": page.before(start),
        "suffix": page.after(end),
        "sentence_start": first,
        "sentence_end": last,
    }


def _clipped(sentence: Place, place: Place, text: str) -> Place:
    first, last = sentence
    if last - first <= _SENTENCE_CHARS:
        return first, last
    return (
        grapheme_start(text, max(first, place[0] - _AROUND_CHARS)),
        grapheme_end(text, min(last, place[1] + _AROUND_CHARS)),
    )


def _told(columns: Mapping[str, Any], page: Page) -> str:
    """What the text filter looks through: the sentence and the label, folded."""
    return folded(f"{page.text[columns['sentence_start'] : columns['sentence_end']]}\n{columns['label']}")


def entered_columns(text: Edition, start: int, end: int) -> dict[str, Any]:
    """The columns of the place of a mention that a person enters. Raises Invalid: nothing there, or a grapheme cut."""
    anchors.describe(text.text, text.blocks, start, end)
    page = Page(text.text, text.blocks)
    return _place_columns((start, end), page.sentence_span(start, end), page, text)


def faults(archive: Archive, edition: Edition) -> Iterator[str]:
    """What is wrong with the mentions that count in an edition, as sentences: each must stand on its own words."""
    for uid, start, end, exact, prefix, suffix, first, last in archive.store.extraction.in_edition(edition.id):
        if edition.text[start:end] != exact:
            yield f"The date {uid[:12]} does not stand where its words are."
        elif edition.text[max(0, start - len(prefix)) : start] != prefix or not edition.text.startswith(suffix, end):
            yield f"The words around the date {uid[:12]} are not those of the text."
        elif not 0 <= first <= start < end <= last <= len(edition.text):
            yield f"The date {uid[:12]} does not stand in its sentence."
