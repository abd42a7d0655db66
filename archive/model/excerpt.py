"""What leaves the archive: which passages and articles, what each carries, and the records that every format is given.

Positions are code points of the text that a record carries with it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .article import Block, BlockKind, Edition
from .ids import ArticleId, Uid
from .passage import Anchor, Memo, PassageFilter, State, Tag
from .rights import Rights

_ANY = PassageFilter()
_OPEN = Rights()


class Context(StrEnum):
    """How much of the text around an excerpt goes along."""

    NONE = "none"
    SENTENCE = "sentence"  # the rest of the sentences that the passage touches, and one sentence on either side
    PARAGRAPH = "paragraph"  # the rest of the paragraphs that the passage touches


class Grouping(StrEnum):
    """What excerpts stand together under one heading."""

    ARTICLE = "article"
    TAG = "tag"
    DATE = "date"  # the year in which the article was published
    AUTHOR = "author"  # who marked the passage
    NONE = "none"


class Ordering(StrEnum):
    """Order inside a group."""

    PLACE = "place"  # article by article, in reading order
    PUBLISHED = "published"  # oldest article first, undated last
    CREATED = "created"  # as they were marked, oldest first


class Notes(StrEnum):
    """Where citations stand in documents."""

    FOOTNOTES = "footnotes"
    ENDNOTES = "endnotes"
    INLINE = "inline"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which passages and articles leave; every condition given must hold.

    `passages` picks passages (and with its `articles` the articles). `query` is a search: only articles that it finds.
    `articles_too`: whole-article formats take all articles of the scope, not only those that hold a picked passage.
    """

    passages: PassageFilter = _ANY
    query: str = ""
    articles_too: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that is chosen in the export dialog; kept as a named preset. `style` is a CSL style's id or a file's path."""

    scope: Scope = Scope()
    context: Context = Context.NONE
    note: bool = True
    tags: bool = True
    definitions: bool = False
    locator: bool = True
    author: bool = False
    date: bool = False
    grouping: Grouping = Grouping.ARTICLE
    order: Ordering = Ordering.PLACE
    style: str = "chicago-notes"
    notes: Notes = Notes.FOOTNOTES
    rows: str = "excerpt"  # tables: a row an excerpt, or "tag": a row an excerpt and tag
    redact: bool = False
    override: bool = False  # take along what rights, sensitivity or an embargo would hold back


@dataclass(frozen=True, slots=True)
class Redaction:
    """A rule of the archive's list: `find` (words, case ignored; or a regular expression) becomes `replacement`."""

    uid: Uid | None
    kind: str  # name, place or pattern
    find: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Work:
    """An article as it is cited. `published` and `accessed` are EDTF; `byline` are names as they were printed.

    `number` is that of the edition that an excerpt counts in, `original` the SHA-512 of the bytes that it was imported from; both are told of
    the works of excerpts only.
    """

    id: ArticleId
    uid: Uid
    title: str
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    republisher: str | None = None
    published: str | None = None
    accessed: str | None = None
    language: str | None = None
    url: str | None = None
    number: int = 1
    original: str = ""
    words: int = 0
    rights: Rights = _OPEN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Locator:
    """The paragraphs of an article, counted from 1, that a passage touches; None where it stands in none (a heading, a caption).

    `pages`: what the original calls the pages it stands on, the first and, where there are several, the last; none without pages.
    """

    first: int | None
    last: int | None
    kind: BlockKind = BlockKind.PARAGRAPH
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One passage as it leaves. `before` and `after` are the chosen context as it stands in the text (line breaks between
    blocks), `anchor` counts in the edition whose text has the SHA-512 `edition`; `tags` are paths, the first giving the colour.
    """

    uid: Uid
    work: Work
    anchor: Anchor
    edition: str
    state: State
    note: str = ""
    tags: tuple[str, ...] = ()
    colour: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    before: str = ""
    after: str = ""
    locator: Locator = Locator(None, None)
    uses: tuple[tuple[str, str, str], ...] = ()  # (tag path, who put it on, when) in the order of `tags`

    @property
    def exact(self) -> str:
        """The words, as they stand in the text."""
        return self.anchor.exact


@dataclass(frozen=True, slots=True)
class Group:
    """Excerpts under one heading. `key` is a tag's path, a year, a name or an article's uid; `definition` of a tag.

    `excerpts` may be read once.
    """

    key: str
    heading: str
    excerpts: Iterator[Excerpt]
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an article: its bytes, behind which of the blocks it stands (−1: before all), what is said of it. `lain`: it lay
    beside the page, and is an original of its own.
    """

    after: int
    data: bytes
    media_type: str
    alt: str
    sha512: str
    lain: bool = False


@dataclass(frozen=True, slots=True)
class Showing:
    """The pictures of an article in order, and how many others had to be left out."""

    pictures: tuple[Shown, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """An article with its current text and every passage of it that leaves, in reading order. `blocks` are of that text.

    `sha512` is that of the text (UTF-8); `data` reads the original bytes piece by piece; None where they may not leave (redacted). Passages that count in an earlier
    edition are in `excerpts` too: `Excerpt.edition` tells; their words may not stand at `anchor` in `text`.
    """

    work: Work
    text: str
    blocks: tuple[Block, ...]
    excerpts: tuple[Excerpt, ...]
    edition: Edition
    sha512: str
    data: Callable[[], Iterator[bytes]] | None = None
    earlier: Callable[[], Iterator[Edition]] | None = None  # the editions before this one, oldest first
    tags: tuple[str, ...] = ()  # paths of those that the article carries as a whole
    showing: Callable[[], Showing] = Showing  # its pictures; none where they may not leave (redacted)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection with the articles in it that leave, by their uids; `name` is told with those that it lies in."""

    uid: Uid
    name: str
    articles: tuple[Uid, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """All that a format may write; nothing in it reaches back to the archive but the functions, which read article by article.

    `groups` gives the chosen headings in order (under tags a passage may come more than once), `excerpts` each passage once,
    `wholes` the articles. `tags` is the codebook as far as it leaves, parents before children. `made` is a UTC time stamp.
    """

    title: str
    made: str
    choice: Choice
    works: Mapping[ArticleId, Work]
    passages: int
    groups: Callable[[], Iterator[Group]]
    excerpts: Callable[[], Iterator[Excerpt]]
    wholes: Callable[[], Iterator[Whole]]
    tags: tuple[Tag, ...] = ()
    memos: tuple[Memo, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    archive_uid: str = ""
    held_back: tuple[str, ...] = ()  # a sentence for each reason why something was left out
    extra: Mapping[str, str] = field(default_factory=dict)
    cited: frozenset[ArticleId] | None = None  # the articles that excerpts stand in; None: not told
