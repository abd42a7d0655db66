"""Times that articles tell: expressions as they were read, and the events that people see and correct.

A *time expression* is what the rules of `extraction.dates` read from a text, a *mention* is one kept in the archive (or a place
in time that a person entered), and an *event* is what a person made of one or more mentions: confirmed, corrected, rejected,
named, noted, tagged or merged. A mention that nobody has touched has no event of its own, and counts as found.
Values follow TIMEX3 (TimeML 1.2.1), dates for people EDTF (ISO 8601-2:2019).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.base.records import quick

from .edtf import Precision
from .ids import ArticleId, EditionId, EventId, MentionId, Uid
from .passage import Match


class TimexType(StrEnum):
    """TIMEX3's types: a calendar time of a day or more, a time of day, a length of time, a recurring time."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Basis(StrEnum):
    """How a date is known: stated with its year, counted from the publication date, counted from another date told in
    the text, or entered by a person."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    NARRATIVE = "narrative"
    ENTERED = "entered"


class Status(StrEnum):
    """What a person has said of it: nothing yet, yes, or no."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@quick
@dataclass(frozen=True, slots=True)
class TimeExpression:
    """What the rules read at `[start, end)` of an edition's text (code points).

    `value` is TIMEX3 (`2011`, `2023-W14`, `1989-Q3`, `P3Y`, `PAST_REF`, `2017-12-09T00:23`), `modifier` TIMEX3's (`START`,
    `MID`, `END`, `APPROX`, `MORE_THAN`, …). `edtf` is None for durations, sets and vague references; without a publication
    date it keeps the year open (`XXXX-01/XXXX-09`). `earliest` and `latest` bound the days that it may mean, both
    inclusive; None: open or unknown. `anchor_value` is the date that it was counted from, None when explicit.
    `rule` names the rule that read it. `sentence` and `clause` are spans of the text: the sentence that it stands in, and
    the part of it that carries it.
    """

    start: int
    end: int
    type: TimexType
    value: str
    modifier: str | None
    edtf: str | None
    earliest: date | None
    latest: date | None
    precision: Precision
    basis: Basis
    anchor_value: str | None
    rule: str
    sentence: tuple[int, int]
    clause: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that an article tells, or that a person entered, as it is in force: what a person corrected goes before what was read.

    `article`, `edition`, the positions and `sentence` are None (`exact` and `sentence` empty) for an event that was entered
    from nothing. `sentence_start` is where `sentence` begins in the edition's text. `event` is the uid that merged mentions
    share: the event's, or the mention's own while nobody has touched it. `read_edtf` is what the rules read, whatever was
    corrected. `stale` tells that the text has changed and the words are those of an earlier edition.
    """

    id: MentionId
    uid: Uid
    event: Uid
    article: ArticleId | None
    edition: EditionId | None
    start: int | None
    end: int | None
    exact: str
    sentence: str
    sentence_start: int | None
    type: TimexType
    value: str
    modifier: str | None
    edtf: str | None
    read_edtf: str | None
    earliest: date | None
    latest: date | None
    precision: Precision
    basis: Basis
    anchor_value: str | None
    rule: str
    label: str
    status: Status
    note: str = ""
    tags: tuple[str, ...] = ()
    merged: int = 1
    stale: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What a person made of mentions. `edtf` and `label` are None where those of the mentions stand."""

    id: EventId
    uid: Uid
    edtf: str | None
    label: str | None
    status: Status
    note: str
    tags: tuple[str, ...]
    mentions: tuple[MentionId, ...]
    aligned: tuple[EventId, ...]
    author: str
    created: str
    modified: str


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which mentions are meant; every condition given must hold. Those of articles in the trash are never among them.

    `text` is looked for, case ignored, in the sentence, the label and the note. `tags` are paths, of the event itself or of
    passages that its words stand in. `since` and `until` keep what may lie between these days, inclusive; what has no date
    is left out by either. `precisions`, `bases`, `statuses`, `types` list what is let through (empty: all).
    """

    text: str = ""
    tags: tuple[str, ...] = ()
    match: Match = Match.ANY
    below: bool = True
    articles: tuple[ArticleId, ...] = ()
    publishers: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    precisions: tuple[Precision, ...] = ()
    bases: tuple[Basis, ...] = ()
    types: tuple[TimexType, ...] = ()
    since: date | None = None
    until: date | None = None


class Telling(StrEnum):
    """Why two dates are held against each other: merged by a person, aligned by a person, or told in the same words."""

    MERGED = "merged"
    ALIGNED = "aligned"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Mentions of what is (or seems to be) one happening, whose dates cannot all hold. `why` says so in a sentence."""

    kind: Telling
    label: str
    mentions: tuple[MentionId, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the timeline rests on, so that gaps show: articles outside the trash, those with a publication date, those that
    tell any date, those still to be read; and the articles published in each year that has any. `copies` are those for which
    another article of the same origin stands."""

    articles: int
    published: int
    telling: int
    pending: int
    by_year: Mapping[int, int]
    copies: int = 0
