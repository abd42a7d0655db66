"""Articles that tell the same text: copies, excerpts and updates, as they are proposed or judged, and the groups of one origin."""

from dataclasses import dataclass
from enum import StrEnum

from .article import Article, Edition
from .ids import ArticleId, EditionId


class Likeness(StrEnum):
    """How an article is like another: the same text again, a piece of it, or the same page or story at a later time."""

    COPY = "copy"
    EXCERPT = "excerpt"
    UPDATE = "update"


class Standing(StrEnum):
    """What is held of two articles: `certain` where their words are the same, `proposed` where that is a guess, and what a person
    decided of a guess.
    """

    CERTAIN = "certain"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Relation:
    """`article` is a copy, an excerpt or a later telling of `other`.

    `shared` is the share (0–1) of the article's words that stand in the other in runs of five, `covered` that of the other's that
    stand in the article. `reason` says in a sentence what it rests on. `author` and `judged` (a UTC time stamp) are set where a person decided.
    """

    article: ArticleId
    other: ArticleId
    kind: Likeness
    shared: float
    covered: float
    reason: str
    standing: Standing
    author: str = ""
    judged: str = ""

    @property
    def pair(self) -> tuple[ArticleId, ArticleId]:
        """The two articles, the smaller number first: what a decision is kept under."""
        return min(self.article, self.other), max(self.article, self.other)


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are, or may be, of one origin: the earliest first, articles that stand in others of them as excerpts last.

    `relations` are as many as connect them: what was decided before what is proposed, nothing that was rejected.
    """

    articles: tuple[Article, ...]
    relations: tuple[Relation, ...]

    @property
    def open(self) -> bool:
        """Whether something in it waits for a person."""
        return any(each.standing is Standing.PROPOSED for each in self.relations)


class Act(StrEnum):
    """What happened to a stretch from one text to another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Touched:
    """A passage, event or figure whose words a change touches, in the text (`edition`) where it counts. `kind` is one of these words."""

    kind: str
    uid: str
    article: ArticleId
    edition: EditionId
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change between two texts: `[start, end)` in the old one and in the new one (an empty span where nothing stands)."""

    act: Act
    old: tuple[int, int]
    new: tuple[int, int]
    touched: tuple[Touched, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of two texts that stand beside each other, each by its span; None where the other text has nothing like it.

    `changes` are the numbers of the changes in it.
    """

    old: tuple[int, int] | None
    new: tuple[int, int] | None
    changes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """Two texts held side by side: editions of one article, or texts of two. Changes are in the order of the new text."""

    old: Edition
    new: Edition
    old_article: Article
    new_article: Article
    rows: tuple[Row, ...]
    changes: tuple[TextChange, ...]
