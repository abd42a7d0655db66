"""Marked passages, the tags of the codebook, and memos: what a reader adds to the articles. Positions are code points."""

from dataclasses import dataclass
from enum import StrEnum

from .ids import ArticleId, EditionId, MemoId, PassageId, TagId, Uid

# The roles of highlight colours, in the order in which they are offered; themes say how each looks.
COLOURS = ("sun", "moss", "sky", "rose", "iris")


class State(StrEnum):
    """Whether a passage stands where its words are: surely, perhaps (a person has to look), or nowhere (it keeps its words)."""

    ANCHORED = "anchored"
    REVIEW = "review"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A half-open span of an edition's canonical text, with its words and up to 32 code points on either side.

    `prefix` and `suffix` end at the edge of the block.
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a passage may stand in the present edition, for a person to accept; never taken unasked.

    `score` is 0–1; `why` says in a sentence what differs.
    """

    start: int
    end: int
    exact: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag on a passage: who put it there, when, and which version of its definition was in force.

    `example`: a person chose the passage to show what the tag means.
    """

    tag: TagId
    path: str
    author: str
    created: str
    definition: int
    example: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked stretch of an article. `tags` are in the order in which they were put on; colour follows the first.

    `edition` is the one that `anchor` counts in: the article's current one when the passage is anchored, and the last one
    in which it was when it waits for review or is an orphan. `colour` is the passage's own (None: that of its first tag).
    `kept`: a person lets it be as it is in the present edition.
    """

    id: PassageId
    uid: Uid
    article: ArticleId
    edition: EditionId
    anchor: Anchor
    note: str
    tags: tuple[TagUse, ...]
    colour: str | None
    state: State
    proposal: Proposal | None
    author: str
    created: str
    modified: str
    kept: bool = False

    @property
    def waits(self) -> bool:
        """Whether a person has to look at it: its words changed or are gone, and nobody has said yet that it is to stay so."""
        return self.state is not State.ANCHORED and not self.kept


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the codebook. `path` is its place in the tree ("route/river"), `name` the last part of it.

    `colour` is the one in force (its own, or that of the nearest tag above that has one); `own_colour` is None when it
    is inherited. `shortcut` is a digit 1–9. `version` counts the definitions. `passages` carry this very tag,
    `passages_below` this one or one below it, `articles` hold those of `passages_below`. `used` counts the articles that
    are tagged as a whole.
    """

    id: TagId
    uid: Uid
    path: str
    name: str
    definition: str
    use_when: str
    not_when: str
    colour: str
    shortcut: str | None
    version: int
    passages: int
    passages_below: int
    articles: int
    related: tuple[TagId, ...] = ()
    own_colour: str | None = None
    used: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of what a tag means; versions count from 1 and are never edited."""

    version: int
    definition: str
    use_when: str
    not_when: str
    author: str
    created: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A page of the research journal. `about` is (kind, uid) with a kind of article, tag, collection or passage; None: free.

    `links` are (kind, uid) too, with memo as a kind more.
    """

    id: MemoId
    uid: Uid
    title: str
    text: str
    about: tuple[str, str] | None
    links: tuple[tuple[str, str], ...]
    author: str
    created: str
    modified: str


class Match(StrEnum):
    """How the tags of a filter are meant: every one of them, at least one, or not one."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class PassageSort(StrEnum):
    """Orders of a list of passages. Places in an article go by its start."""

    PLACE = "place"  # article by article (newest article first), in reading order
    CREATED = "created"  # newest first
    MODIFIED = "modified"  # newest first
    AUTHOR = "author"
    STATE = "state"  # what waits for a person first


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which passages are meant; every condition given must hold. Passages of articles in the trash are never among them.

    `tags` are paths; `below` takes the tags under them too. `text` is looked for, case ignored, in the words and the note.
    `since` and `until` bound the day of making (`2026-11-22`, inclusive). `untagged` keeps those without any tag.
    """

    tags: tuple[str, ...] = ()
    match: Match = Match.ANY
    below: bool = True
    articles: tuple[ArticleId, ...] = ()
    authors: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    text: str = ""
    states: tuple[State, ...] = ()
    colours: tuple[str, ...] = ()
    untagged: bool = False
    noted: bool = False
    uids: tuple[Uid, ...] = ()
