"""What becomes of rows that rules read, times and figures alike, when a text is read anew; never loses what a person touched.

Untouched rows are replaced by what is read now; what is read again stays the same row. A touched one follows its words into
the present edition, surely or not at all: else it keeps the words of its own edition and is stale. Where it stands, it takes
the new reading, unless a person's judgement holds the one before.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.archive import Archive
from archive.base.text import folded
from archive.model.article import Article, Edition
from archive.model.ids import EditionId
from archive.model.passage import Anchor, State
from archive.store.readings import Readings, Standing

if TYPE_CHECKING:  # what follows words through texts takes a while to load, and is needed when a text is read anew
    from archive.annotation import anchors
    from archive.annotation.pages import Page

ENTERED = "entered"  # the rule of what no rule read
# A text may be one sentence of millions of characters: of such a one this much is kept around the words.
_SENTENCE_CHARS = 1200
_AROUND_CHARS = 500

Place = tuple[int, int]
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is particular to rows of a kind.

    `salt` is mixed into their uids; `told` is the column that is looked through beside the sentence; `number` are the columns
    of the span that no other reading of the text shares; those in `noted` are told of a row even while it holds the rest.
    """

    name: str
    salt: tuple[str, ...]
    told: str
    number: tuple[str, str] = ("start", "end")
    noted: tuple[str, ...] = ()


class Carrying:
    """One reading of one article's present edition, written down inside the transaction under way.

    `found` holds what was read, as the columns of `readings`, in text order. Readings share no part of their `number` spans,
    but for those that are `derived`: they stand on the words of others.
    """

    def __init__(
        self, archive: Archive, readings: Readings, shape: Shape, article: Article, edition: Edition, page: Page
    ) -> None:
        self._archive, self._readings, self._shape = archive, readings, shape
        self._article, self._edition, self._page = article, edition, page

    def write(self, found: Sequence[Columns], *, first: bool = False) -> None:
        """`first`: the article has no row yet, so that none is looked for."""
        standing = [] if first else self._readings.standing(self._article.id)
        touched = [row for row in standing if row.touched]
        places = self._places(touched)
        claims = _Claims(found, self._shape.number)
        for row in touched:
            place = places.get(row.id)
            if place is not None:
                self._stand(row, place, None if row.columns["rule"] == ENTERED else claims.best(row, place))
        fresh = [columns for number, columns in enumerate(found) if number not in claims.taken]
        self._replace(fresh, standing)

    # Touched rows

    def _places(self, rows: Sequence[Standing]) -> Mapping[int, Place]:
        """Where touched rows stand in the edition; those that are not there surely are left out."""
        found: dict[int, Place] = {}
        mappers: dict[int, anchors.Mapper] = {}
        for row in rows:
            columns = row.columns
            if columns["edition"] == self._edition.id:
                found[row.id] = (columns["start"], columns["end"])
                continue
            known = self._readings.place(row.id, self._edition.id)
            if known is None:
                known = self._carried(columns, mappers)
            if known is not None:
                self._readings.remember_place(row.id, columns["edition"], columns["start"], columns["end"])
                found[row.id] = known
        return found

    def _carried(self, columns: Mapping[str, Any], mappers: dict[int, anchors.Mapper]) -> Place | None:
        from archive.annotation import anchors

        own, edition = columns["edition"], self._edition
        if own not in mappers:
            old = self._archive.store.editions.get(EditionId(own))
            mappers[own] = anchors.Mapper(old.text, edition.text, old.blocks, edition.blocks)
        anchor = Anchor(*(columns[name] for name in ("start", "end", "exact", "prefix", "suffix")))
        carried = mappers[own].find(anchor)
        if carried.state is State.ANCHORED and carried.start is not None and carried.end is not None:
            return carried.start, carried.end
        return None

    def _stand(self, row: Standing, place: Place, best: Columns | None) -> None:
        """Gives a touched row its place, and its reading where nothing holds the one before."""
        if best is not None and not row.frozen:
            columns = best
        else:
            sentence = self._page.sentence_span(*place)
            read = (sentence.start, sentence.end) if best is None else (best["sentence_start"], best["sentence_end"])
            read = (min(read[0], place[0]), max(read[1], place[1]))
            columns = placed(place, read, self._page, self._edition)
            for name in set(self._shape.number) - {"start", "end"}:
                columns[name] = row.columns[name] - row.columns["start"] + place[0]
            if best is not None:
                columns |= {name: best[name] for name in self._shape.noted}
        whole = {**row.columns, **columns}
        behind = row.columns["rule"] != ENTERED and (best is None or whole != best)
        self._update(row, columns, behind)

    def _update(self, row: Standing, columns: Columns, behind: bool = False) -> None:
        whole = {**row.columns, **columns}
        if whole != row.columns or behind != row.behind:
            self._readings.update(row.id, columns, self._told(whole), behind)

    def _told(self, columns: Mapping[str, Any]) -> str:
        """What the text filter looks through: the sentence and what it is told by, folded."""
        sentence = self._page.text[columns["sentence_start"] : columns["sentence_end"]]
        return folded(f"{sentence}\n{columns[self._shape.told]}")

    # Untouched ones

    def _replace(self, found: Sequence[Columns], standing: Sequence[Standing]) -> None:
        free = {row.uid: row for row in standing if not row.touched}
        taken = {row.uid for row in standing if row.touched}
        met: Counter[str] = Counter()
        fresh: list[tuple[str, Columns]] = []
        for columns in found:
            uid = self._uid(columns, taken, met)
            row = free.pop(uid, None)
            if row is None:
                fresh.append((uid, columns))
            else:
                self._update(row, columns)
        left = sorted(
            (row for row in free.values() if row.columns["edition"] == self._edition.id),
            key=lambda row: row.columns["start"],
        )
        added = []
        for uid, columns in fresh:
            row = _instead_of(left, columns)
            if row is None:
                added.append((uid, columns, self._told(columns)))
            else:
                # Other words of the same: an act that was taken back may still be done again on this row.
                del free[row.uid]
                self._update(row, columns | {"uid": uid})
        self._readings.delete([row.id for row in free.values()])
        self._readings.insert(self._article.id, added)

    def _uid(self, columns: Columns, taken: set[str], met: Counter[str]) -> str:
        """The same after every reading and in every copy: from the article, the words, those around, and which one it is."""
        salt = (*self._shape.salt, *(("derived",) if columns.get("derived") else ()))
        words = "\0".join((*salt, self._article.uid, columns["exact"], columns["prefix"], columns["suffix"]))
        while True:
            uid = hashlib.sha256(f"{words}\0{met[words]}".encode()).hexdigest()[:32]
            met[words] += 1
            if uid not in taken:
                return uid


class _Claims:
    """Which readings are of which touched row; `taken` are the numbers of those that are of one."""

    def __init__(self, found: Sequence[Columns], number: tuple[str, str]) -> None:
        self.taken: set[int] = set()
        self._found, self._number = found, number
        self._derived = [each for each, columns in enumerate(found) if columns.get("derived")]
        self._others = [each for each, columns in enumerate(found) if not columns.get("derived")]
        self._others.sort(key=lambda each: found[each][number[0]])
        self._starts = [found[each][number[0]] for each in self._others]

    def best(self, row: Standing, place: Place) -> Columns | None:
        """The reading that is most like the row, of those that are of it: these are taken."""
        first, last = (row.columns[name] - row.columns["start"] + place[0] for name in self._number)
        if row.columns.get("derived"):
            return self._derived_best(row, place)
        # They do not overlap: only the one before may reach into the place.
        low = bisect_left(self._starts, first)
        if low and self._found[self._others[low - 1]][self._number[1]] > first:
            low -= 1
        claimed = self._others[low : bisect_left(self._starts, last)]
        self.taken.update(claimed)
        return max((self._found[each] for each in claimed), key=lambda each: _likeness(each, place), default=None)

    def _derived_best(self, row: Standing, place: Place) -> Columns | None:
        """Of several that follow from the same words only one is this row."""
        mine = row.columns

        def alike(each: int) -> tuple[Any, ...]:
            columns = self._found[each]
            same = (columns["derivation"] == mine["derivation"], columns["kind"] == mine["kind"])
            return (*same, columns["period"] == mine["period"], columns["value"] == mine["value"], -each)

        near = [each for each in self._derived if each not in self.taken and _likeness(self._found[each], place)[1] > 0]
        if not near:
            return None
        best = max(near, key=alike)
        self.taken.add(best)
        return self._found[best]


def _likeness(columns: Mapping[str, Any], place: Place) -> tuple[bool, int]:
    shared = min(columns["end"], place[1]) - max(columns["start"], place[0])
    return (columns["start"], columns["end"]) == place, shared


def _instead_of(left: list[Standing], columns: Mapping[str, Any]) -> Standing | None:
    """Takes the row out of `left` (by start) that shares words with what is read now."""
    place = bisect_left(left, columns["start"], key=lambda row: row.columns["end"] - 1)
    if place < len(left) and left[place].columns["start"] < columns["end"]:
        return left.pop(place)
    return None


# Places


def placed(place: Place, sentence: Place, page: Page, edition: Edition) -> Columns:
    """The columns of a place and of the words there and around."""
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
    from archive.base.sentences import grapheme_end, grapheme_start

    return (
        grapheme_start(text, max(first, place[0] - _AROUND_CHARS)),
        grapheme_end(text, min(last, place[1] + _AROUND_CHARS)),
    )


def entered(text: Edition, start: int, end: int) -> Columns:
    """The columns of the place of what a person enters. Raises Invalid: nothing there, or a grapheme cut."""
    from archive.annotation import anchors
    from archive.annotation.pages import Page

    anchors.describe(text.text, text.blocks, start, end)
    page = Page(text.text, text.blocks)
    sentence = page.sentence_span(start, end)
    return placed((start, end), (sentence.start, sentence.end), page, text)


def faults(readings: Readings, name: str, edition: Edition) -> Iterator[str]:
    """What is wrong with the rows that count in an edition, as sentences: each must stand on its own words."""
    for row in readings.in_edition(edition.id):
        uid, start, end = row["uid"][:12], row["start"], row["end"]
        around = (
            edition.text[max(0, start - len(row["prefix"])) : start],
            edition.text[end : end + len(row["suffix"])],
        )
        if edition.text[start:end] != row["exact"]:
            yield f"The {name} {uid} does not stand where its words are."
        elif around != (row["prefix"], row["suffix"]):
            yield f"The words around the {name} {uid} are not those of the text."
        elif not 0 <= row["sentence_start"] <= start < end <= row["sentence_end"] <= len(edition.text):
            yield f"The {name} {uid} does not stand in its sentence."
