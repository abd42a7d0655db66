"""What an archive holds, counted: articles, coding, reading, and what was read from the texts. Trashed articles count nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .ids import ArticleId


@dataclass(frozen=True, slots=True)
class StatisticsFilter:
    """Which articles are counted; every condition given must hold.

    `publishers` may hold "" (none known). `tags` are paths, of the article or of its passages, with the tags below; one of them
    is enough. `since` and `until` keep what may have been published between these days, inclusive, and leave out the undated.
    """

    articles: tuple[ArticleId, ...] = ()
    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that have something in common, and their words."""

    articles: int
    words: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tags (`one` sorts first) that so many passages carry both."""

    one: str
    other: str
    passages: int


@dataclass(frozen=True, slots=True)
class CodingCoverage:
    """How many articles have a passage that stands in its text, and how much of the texts of these is marked (code points)."""

    articles: int
    characters: int
    text: int
    share: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How many articles were read, were not, and are starred."""

    read: int
    unread: int
    starred: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read from the texts; `pending` counts articles of the whole archive that are still to be read."""

    dates: int
    figures: int
    series: int
    pending: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts. Publishers and languages come most frequent first ("": none known), years in order ("undated" last).

    `tags` counts passages with the tag or one below it. `by_author` counts passages by who marked them.
    `first` and `last` bound the publication dates.
    """

    articles: int
    words: int
    originals_bytes: int
    by_publisher: Mapping[str, Group]
    by_year: Mapping[str, Group]
    by_language: Mapping[str, Group]
    passages: int
    tags: Mapping[str, int]
    by_author: Mapping[str, int]
    cooccurrence: tuple[Pair, ...]
    coverage: CodingCoverage
    reading: Reading
    extraction: Extracted
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class CodingOverTime:
    """`months` ("2024-05", in order) in which passages were marked; for each tag's path how many with that very tag in each of
    them, and in each article that has any."""

    months: tuple[str, ...]
    by_month: Mapping[str, tuple[int, ...]]
    by_article: Mapping[str, Mapping[ArticleId, int]]


@dataclass(frozen=True, slots=True)
class Holding:
    """Articles of one publisher, year and language ("": not known, year "undated"); `read` are those that were read."""

    publisher: str
    year: str
    language: str
    articles: int
    words: int
    read: int
    words_read: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Articles of which something is not known; `unread` are still to be read for dates and figures."""

    dates: int
    publishers: int
    bylines: int
    languages: int
    unread: int


@dataclass(frozen=True, slots=True)
class Marked:
    """How much of an article is marked, in code points of its text; where passages overlap it counts once."""

    article: ArticleId
    passages: int
    characters: int
    text: int

    @property
    def share(self) -> float:
        """0–1."""
        return self.characters / self.text if self.text else 0.0


@dataclass(frozen=True, slots=True)
class Coders:
    """Two authors and in how many articles both of them put tags on passages."""

    first: str
    second: str
    articles: int
