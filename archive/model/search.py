"""What is asked of the index and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archive.base.records import quick

from .article import Article
from .ids import ArticleId, SearchId, Uid


class Sort(StrEnum):
    """Orders of a list of articles. `RELEVANCE` is meaningful with a query only."""

    RELEVANCE = "relevance"
    PUBLISHED = "published"  # newest first; undated last
    PUBLISHED_OLDEST = "published-oldest"  # oldest first; undated last
    ADDED = "added"  # newest first
    TITLE = "title"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles a list or a search is over; every condition given must hold.

    `publisher`, `year` (four digits, or "undated") and `language` are facet values; "" stands for "none given".
    `told` keeps articles that tell a time which may lie between these days (ISO dates, both inclusive).
    `one_of_each` keeps, of copies, excerpts and updates of one origin, the article that stands for them.
    `lacking` keeps those without a "byline", or still to be read for dates and figures ("reading"). `articles`: only these.
    """

    trashed: bool = False
    unread: bool = False
    read: bool = False
    starred: bool = False
    one_of_each: bool = False
    publishers: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    collection: int | None = None
    told: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    articles: tuple[ArticleId, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of the edition's text: `text` is `edition.text[start:end]`; highlights are relative to the snippet."""

    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What the index is given for one article. `published` is the EDTF string, `days` its earliest and latest day
    (proleptic Gregorian ordinals as in datetime.date.toordinal), None when undated. Of a long `body` it is told where it begins behind the
    headline."""

    article: ArticleId
    title: str
    body: str
    byline: str = ""
    publisher: str = ""
    language: str = ""
    days: tuple[int, int] | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    begin: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the index itself answers: every matching article with its score, best first when scores were asked for.

    `words` are the query's terms as they should be highlighted (see `archive.index.highlight`).
    """

    articles: tuple[ArticleId, ...]
    scores: tuple[float, ...]
    did_you_mean: str | None = None


FACETS = ("publisher", "year", "tag", "language")


@quick
@dataclass(frozen=True, slots=True)
class Hit:
    """One found article with the best passages of its text."""

    article: Article
    score: float
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `total` counts all matches in scope; `pending` articles are saved but not searchable yet.

    `facets` maps publisher, year, tag, language, as far as they were asked for, to {value: count} over all matches, most frequent first.
    `left_out` is a sentence where the query is too long for all of it to be looked for.
    """

    total: int
    elapsed_ms: float
    pending: int
    did_you_mean: str | None
    facets: Mapping[str, Mapping[str, int]]
    hits: tuple[Hit, ...]
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name."""

    id: SearchId
    uid: Uid
    name: str
    query: str
    sort: Sort = Sort.RELEVANCE
    scope: Scope = field(default_factory=Scope)
