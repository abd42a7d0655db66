"""Numbers that articles claim: figures as they were read, what a person says of them, series of the same quantity, findings.

A *figure* is one numeric claim with the words that make it; a *series* holds the figures that measure the same thing; a
*finding* says that figures of a series agree, cannot both hold, or are worth a look. Values are plain numbers in `unit`;
periods are EDTF (ISO 8601-2:2019).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from archive.base.records import quick

from .ids import ArticleId, EditionId, FigureId, Uid

# In the words of a finding an article without a publisher stands as its number between two of these; its title is put there when
# the finding is read, so that it is the present one.
ARTICLE_MARK: Final = "\ufffc"


class Bound(StrEnum):
    """How a figure's words bound its value. `nearly` is just under, `about` approximate, `order_of_magnitude` like "hundreds"."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    NEARLY = "nearly"
    ABOUT = "about"
    RANGE = "range"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"


class Kind(StrEnum):
    """What sort of quantity it is. `measure` is any other measured one: weight, area, temperature, speed, energy."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"
    DURATION = "duration"
    DISTANCE = "distance"
    AGE = "age"
    MEASURE = "measure"


class Level(StrEnum):
    """What of its period a number tells: that of the whole period, a total up to its end, or that of a part that had passed."""

    LEVEL = "level"
    TOTAL = "total"
    PARTIAL = "partial"


@quick
@dataclass(frozen=True, slots=True)
class NumericClaim:
    """What the rules read at `[start, end)` of an edition's text (code points): the number with its bound and unit.

    `number` is the span of the number's own words. `value` is None for ranges and orders of magnitude; `least` and `most` bound
    it as the words say (None: open; equal to `value` for exact and approximate ones). `unit` is canonical ("person", "USD",
    "percent", "km", "year", "USD/month"; "" when nothing is named).
    `counted` is the span of the words that say what is counted, None when the sentence does not; `counted_key` the same
    normalised, for grouping ("" when unknown). `direction` is "up" or "down" for changes, else None.
    `period` is EDTF, None when not told; `earliest` and `latest` its bounds, both inclusive. `place` and `source` are spans or
    None, `place_key` and `source_key` the same normalised. `hedges` are words that weaken the claim ("estimated", "reportedly").
    `derived` claims follow from others by arithmetic, said in `derivation`: their words are those that imply them.
    `sentence` is the span of the sentence. `rule` names the rule that read it.
    """

    start: int
    end: int
    number: tuple[int, int]
    sentence: tuple[int, int]
    kind: Kind
    value: float | None
    least: float | None
    most: float | None
    bound: Bound
    unit: str
    rule: str
    counted: tuple[int, int] | None = None
    counted_key: str = ""
    direction: str | None = None
    level: Level = Level.LEVEL
    period: str | None = None
    earliest: date | None = None
    latest: date | None = None
    place: tuple[int, int] | None = None
    place_key: str = ""
    source: tuple[int, int] | None = None
    source_key: str = ""
    hedges: tuple[str, ...] = ()
    derived: bool = False
    derivation: str = ""


class FigureStatus(StrEnum):
    """What a person has said of a figure: nothing yet, that it is read rightly, that it is doubtful, that it is none."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure kept in the archive, as it is in force: what a person corrected goes before what was read.

    `counted`, `place` and `source` are words; `origin` is the source normalised, by which repeats of one origin are told.
    `key` is what groups it with others; `series` the uid of its series (of a person's making, else `key`). `corrected` names
    what a person said of it. `stale` tells that the text has changed and the words are those of an earlier edition.
    `published` is the article's date (EDTF), `publisher` who published it. `told_in` are the origins of the article where it is not
    the only one of its origin (`store/origins`).
    """

    id: FigureId
    uid: Uid
    article: ArticleId
    edition: EditionId
    start: int
    end: int
    exact: str
    sentence: str
    sentence_start: int
    kind: Kind
    value: float | None
    least: float | None
    most: float | None
    bound: Bound
    unit: str
    counted: str
    counted_key: str
    direction: str | None
    level: Level
    period: str | None
    earliest: date | None
    latest: date | None
    place: str
    place_key: str
    source: str
    origin: str
    hedges: tuple[str, ...]
    derived: bool
    derivation: str
    rule: str
    key: str
    series: str
    status: FigureStatus
    note: str = ""
    author: str = ""
    corrected: tuple[str, ...] = ()
    stale: bool = False
    publisher: str | None = None
    published: str | None = None
    told_in: tuple[int, ...] = ()

    @property
    def root(self) -> int:
        """The article that stands for its origin."""
        return self.told_in[0] if self.told_in else self.article

    @property
    def tellers(self) -> frozenset[int]:
        """By what it is told which articles tell the same: those of one origin share one of these numbers."""
        return frozenset(self.told_in or (self.article,))


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that measure the same thing. `uid` is that of a series a person made, else the key that its figures share.

    `name` says what is measured, `meaning` what a person wrote about it. `figures` counts them, without rejected ones; `articles`
    those that tell them, copies of one origin once.
    """

    uid: str
    name: str
    meaning: str
    kind: Kind
    unit: str
    place: str
    figures: int
    articles: int
    earliest: date | None
    latest: date | None
    made: bool = False


class FindingKind(StrEnum):
    """Figures that say the same, that cannot both hold, or that are worth a look."""

    AGREEMENT = "agreement"
    CONFLICT = "conflict"
    TENSION = "tension"


@dataclass(frozen=True, slots=True)
class Finding:
    """What figures of one series, or of several, say of each other. `why` says it in a sentence.

    `uid` follows from the kind and the figures, and stays the same as long as these do. `period` is EDTF, None when they
    tell none. `silenced` is the note of a person who judged that it needs no look, None when nobody did.
    """

    uid: str
    kind: FindingKind
    series: tuple[str, ...]
    figures: tuple[Uid, ...]
    period: str | None
    why: str
    silenced: str | None = None


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which figures are meant; every condition given must hold. Those of articles in the trash are never among them.

    `text` is looked for, case ignored, in the sentence, what is counted and the note. `tags` are paths, of the article or of
    passages that the words stand in, with the tags below. `since` and `until` keep what may lie between these days, inclusive.
    """

    text: str = ""
    articles: tuple[ArticleId, ...] = ()
    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[FigureStatus, ...] = ()
    since: date | None = None
    until: date | None = None
