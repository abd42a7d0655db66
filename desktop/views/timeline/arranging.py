"""From many mentions to what a canvas draws and a list shows: lanes, tones, order. Pure, over arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from archive.model.columns import PRECISIONS, STATUSES, TYPES, Columns, Ints, Published
from archive.model.edtf import Precision
from archive.model.event import Coverage, Disagreement, Status, TimexType
from archive.model.ids import ArticleId
from desktop.views.events.words import Headings, lane_name
from desktop.widgets.timeline import Calendar, Index, Lane, Marks, Publications, Tone

from .wanted import Wanted

_POINTS = tuple(TYPES.index(kind) for kind in (TimexType.DATE, TimexType.TIME))
_EXACT = tuple(PRECISIONS.index(kind) for kind in (Precision.DAY, Precision.TIME))
_TONES = {Status.FOUND: Tone.FOUND, Status.CONFIRMED: Tone.CONFIRMED, Status.REJECTED: Tone.REJECTED}
_TONE_OF = np.array([_TONES[status] for status in STATUSES], np.int8)
NO_TAG, NO_PUBLISHER = "No tag", "No publisher"


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """All that was read from the archive. `matching` are the ids that the filter lets through, `doubtful` those told as
    about or perhaps."""

    columns: Columns
    published: Published
    coverage: Coverage
    headings: Headings
    disagreements: Sequence[Disagreement]
    tags: Mapping[str, Ints]
    matching: Ints
    doubtful: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """What is drawn and listed. `listed` are ids in order, `undated` those of them that are dates without a day."""

    index: Index
    lanes: Sequence[Lane]
    publications: Publications
    calendar: Calendar  # of these
    listed: Ints
    undated: Ints
    drawn: int
    articles: int

    @property
    def marks(self) -> Marks:
        return self.index.marks


def arrange(loaded: Loaded, wanted: Wanted) -> Arranged:
    """Lets through what is wanted, and lays it into lanes."""
    columns = loaded.columns
    through = _through(loaded, wanted)
    point = np.isin(columns.type, _POINTS)
    dated = point & ((columns.earliest > 0) | (columns.latest > 0))
    undated = through & point & ~dated
    shown = through & dated
    listed = columns.id[undated if wanted.undated else through].astype(np.int64)
    if wanted.disagreeing:
        listed = _in_disagreements(loaded, listed)
    picked = np.flatnonzero(shown)
    picked, lane, lanes = _lanes(loaded, wanted, picked)
    publications = _published(loaded, wanted)
    marks = Marks(
        ids=columns.id[picked].astype(np.int64),
        earliest=columns.earliest[picked].astype(np.int32),
        latest=columns.latest[picked].astype(np.int32),
        open_start=columns.earliest[picked] == 0,
        open_end=columns.latest[picked] == 0,
        precise=np.isin(columns.precision[picked], _EXACT),
        approximate=np.isin(columns.id[picked], loaded.doubtful),
        disagreeing=np.isin(columns.id[picked], _disagreeing(loaded)),
        tone=_TONE_OF[columns.status[picked]],
        lane=lane.astype(np.int32),
    )
    told = columns.article[shown]
    return Arranged(
        Index(marks, len(lanes)),
        lanes,
        publications,
        Calendar(publications),
        listed,
        columns.id[undated].astype(np.int64),
        int(shown.sum()),
        len(np.unique(told[told > 0])),
    )


def contradicted(loaded: Loaded, ident: int) -> list[Disagreement]:
    """The disagreements that a mention is part of."""
    return [each for each in loaded.disagreements if ident in each.mentions]


def _in_disagreements(loaded: Loaded, through: Ints) -> Ints:
    """What is let through, disagreement by disagreement, so that what contradicts stands together; some more than once."""
    known = set(through.tolist())
    told = [ident for each in loaded.disagreements for ident in each.mentions if ident in known]
    return np.array(told, np.int64)


def _disagreeing(loaded: Loaded) -> Ints:
    return np.array(sorted({each for found in loaded.disagreements for each in found.mentions}), np.int64)


def _through(loaded: Loaded, wanted: Wanted) -> np.ndarray:
    through = np.isin(loaded.columns.id, loaded.matching)
    if wanted.disagreeing:
        through &= np.isin(loaded.columns.id, _disagreeing(loaded))
    return through


def _lanes(loaded: Loaded, wanted: Wanted, picked: np.ndarray) -> tuple[np.ndarray, np.ndarray, Sequence[Lane]]:
    """Positions drawn (under several tags, several times), the lane of each, and the lanes."""
    columns = loaded.columns
    if wanted.lanes == "article":
        return _by_article(loaded, wanted, picked)
    if wanted.lanes == "publisher":
        return _by_publisher(loaded, wanted, picked)
    if wanted.lanes == "tag":
        return _by_tag(loaded, picked)
    told = len(np.unique(columns.article[picked][columns.article[picked] > 0]))
    name = Lane("All times", f"{told:,} of {loaded.coverage.articles:,} articles")
    return picked, np.zeros(len(picked), np.int64), (name,)


def _by_article(loaded: Loaded, wanted: Wanted, picked: np.ndarray) -> tuple[np.ndarray, np.ndarray, Sequence[Lane]]:
    """Articles in the order of what they tell first; those that tell nothing stand at the end, as gaps to be seen."""
    told = loaded.columns.article[picked]
    telling, first, known, numbers = np.unique(told, return_index=True, return_inverse=True, return_counts=True)
    earliest_first = np.argsort(first)
    every = np.fromiter(loaded.headings, np.int64, len(loaded.headings))
    if wanted.filter.articles:
        every = every[np.isin(every, np.array(wanted.filter.articles, np.int64))]
    silent = np.setdiff1d(every, telling) if not wanted.narrowed else np.zeros(0, np.int64)
    lane_of = np.empty(len(telling), np.int64)
    lane_of[earliest_first] = np.arange(len(telling))
    lanes = ArticleLanes(
        np.concatenate((telling[earliest_first].astype(np.int64), silent)),
        np.concatenate((numbers[earliest_first], np.zeros(len(silent), np.int64))),
        loaded.headings,
    )
    return picked, lane_of[known], lanes


class ArticleLanes(Sequence[Lane]):
    """A lane an article, made when it is looked at: of a hundred thousand a dozen are in view. `told` counts what each tells."""

    def __init__(self, articles: Ints, told: Ints, headings: Headings) -> None:
        self._articles, self._told, self._headings = articles, told, headings

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, at: int) -> Lane: ...
    @overload
    def __getitem__(self, at: slice) -> list[Lane]: ...
    def __getitem__(self, at: int | slice) -> Lane | list[Lane]:
        if isinstance(at, slice):
            return [self._lane(place) for place in range(*at.indices(len(self)))]
        return self._lane(at)

    def _lane(self, place: int) -> Lane:
        article, told = int(self._articles[place]), int(self._told[place])
        name = lane_name(self._headings.get(ArticleId(article))) if article else "Not from an article"
        return Lane(name, f"{told:,} told" if told else "tells no date")


def _by_publisher(
    loaded: Loaded, wanted: Wanted, picked: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[Lane, ...]]:
    columns = loaded.columns
    outside = len(columns.publishers)
    publisher = np.where(columns.article[picked] > 0, columns.publisher[picked].astype(np.int64), outside)
    articles: dict[str, set[int]] = {}
    for article, (_, name, _) in loaded.headings.items():
        articles.setdefault(name or "", set()).add(int(article))
    shown = [name for name in articles if not wanted.filter.publishers or name in wanted.filter.publishers]
    # Publisher and article in one number: both are far below 2^31.
    pairs = np.unique((publisher << 31) + columns.article[picked])
    telling = dict(zip(*(each.tolist() for each in np.unique(pairs >> 31, return_counts=True)), strict=True))
    names = sorted(shown, key=lambda name: (name == "", name.casefold()))
    place = {name: number for number, name in enumerate(names)}
    lane_of = np.array([place.get(name, -1) for name in columns.publishers] + [len(names)], np.int64)
    ranked = {name: number for number, name in enumerate(columns.publishers)}
    lanes = [
        Lane(name or NO_PUBLISHER, f"{telling.get(ranked.get(name, -1), 0):,} of {len(articles[name]):,} articles")
        for name in names
    ]
    if outside in telling:
        lanes.append(Lane("Not from an article"))
    return picked, lane_of[publisher], tuple(lanes)


def _by_tag(loaded: Loaded, picked: np.ndarray) -> tuple[np.ndarray, np.ndarray, tuple[Lane, ...]]:
    """A lane a tag; a time under several tags stands in each of their lanes, one without any in the last."""
    ids = loaded.columns.id[picked].astype(np.int64)
    places: list[np.ndarray] = []
    lanes: list[np.ndarray] = []
    names: list[Lane] = []
    untagged = np.ones(len(picked), bool)
    for path, carrying in loaded.tags.items():
        inside = np.isin(ids, carrying)
        if inside.any():
            places.append(picked[inside])
            lanes.append(np.full(int(inside.sum()), len(names), np.int64))
            names.append(Lane(path.replace("/", " / "), f"{int(inside.sum()):,} told"))
            untagged &= ~inside
    if untagged.any():
        places.append(picked[untagged])
        lanes.append(np.full(int(untagged.sum()), len(names), np.int64))
        names.append(Lane(NO_TAG, f"{int(untagged.sum()):,} told"))
    if not names:
        return picked, np.zeros(0, np.int64), ()
    return np.concatenate(places), np.concatenate(lanes), tuple(names)


def _published(loaded: Loaded, wanted: Wanted) -> Publications:
    published = loaded.published
    chosen = np.ones(len(published), bool)
    if wanted.filter.articles:
        chosen &= np.isin(published.article, np.array(wanted.filter.articles, np.int64))
    if wanted.filter.publishers:
        known = [number for number, name in enumerate(published.publishers) if name in wanted.filter.publishers]
        chosen &= np.isin(published.publisher, known)
    return Publications(
        published.earliest[chosen].astype(np.int32),
        published.latest[chosen].astype(np.int32),
        f"{loaded.coverage.published:,} of {loaded.coverage.articles:,} articles",
    )
