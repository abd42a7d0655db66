"""What comes in from other programs and from our own exports: texts, tags, passages and memos, as records that any reader makes.

Readers are pure (bytes → Incoming) and guess nothing: what a file holds and these records cannot say is told in `Incoming.lost`.
`operations/bringing` brings an Incoming into the archive as one act. Positions are code points, half-open, of `IncomingSource.text`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .article import Metadata, Text
from .ids import Uid
from .rights import Rights

# What memos are about or lead to, as (kind, key); the key is that of a record below.
Thing = tuple[str, str]


@dataclass(frozen=True, slots=True)
class IncomingSource:
    """A text that passages stand in. `key` names it in this file and is referred to by passages, memos and sets.

    With a `text` an article is made of it where the archive has none: `data` are the bytes that it was read from, kept as the
    original, in `encoding` (blocks count their `source` in what these decode to). Without one it can only be an article that
    the archive has: by `uid`, by the text that its passages count in, by `metadata.url`, by title and publisher, or by its words.
    """

    key: str
    uid: Uid | None = None
    metadata: Metadata = field(default_factory=Metadata)
    text: Text | None = None
    data: bytes = b""
    name: str = ""  # file name of the original, without a folder
    member: str | None = None  # where it lay inside the file
    media_type: str = "text/plain"
    encoding: str | None = "utf-8"
    rights: Rights = field(default_factory=Rights)
    note: str = ""
    tags: tuple[str, ...] = ()  # keys of the tags that the article carries as a whole
    starred: bool = False  # of an article that is made of it, as `read`
    read: bool = False


@dataclass(frozen=True, slots=True)
class IncomingTag:
    """A tag; `names` are those of its path, outermost first, as the file writes them. `colour` is a role or None (inherited).

    `related` are keys of other tags.
    """

    key: str
    names: tuple[str, ...]
    uid: Uid | None = None
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    colour: str | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingUse:
    """A tag on a passage: its key, who put it there and when ("" where the file does not say)."""

    tag: str
    author: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPassage:
    """A marked stretch of a source. With `start` and `end` it stands there in the source's text; without them its words `exact`
    are looked for, between `prefix` and `suffix` where they are given. `colour` is a role. Times are UTC stamps, "" for unknown.

    Where the source brings no text, `start` and `end` count in the text with the SHA-512 `edition`; where that is "" they count
    in a text that may be another one (in UTF-16 units when `utf16`), and only choose among several places of the same words.
    """

    source: str
    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    uid: Uid | None = None
    note: str = ""
    tags: tuple[IncomingUse, ...] = ()
    colour: str | None = None
    author: str = ""
    created: str = ""
    modified: str = ""
    edition: str = ""
    utf16: bool = False


@dataclass(frozen=True, slots=True)
class IncomingMemo:
    """A page of the journal. `about` and `links` name sources, tags, passages and memos: `("article", key of the source)`,
    `("tag", key)`, `("passage", uid)`, `("memo", uid)`.
    """

    title: str
    text: str = ""
    uid: Uid | None = None
    about: Thing | None = None
    links: tuple[Thing, ...] = ()
    author: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class IncomingSet:
    """Texts that belong together: a collection. `sources` are keys; `above` the names of the sets that it lies in, outermost first."""

    name: str
    sources: tuple[str, ...]
    uid: Uid | None = None
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """Everything that a file brings. Tags come parents before children; `lost` holds a sentence for each kind of thing that could
    not be carried over, `notes` one for each thing that was changed on the way (positions shifted, colours brought near).
    """

    title: str = ""
    origin: str = ""  # the program that wrote the file
    sources: tuple[IncomingSource, ...] = ()
    tags: tuple[IncomingTag, ...] = ()
    passages: tuple[IncomingPassage, ...] = ()
    memos: tuple[IncomingMemo, ...] = ()
    sets: tuple[IncomingSet, ...] = ()
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Came:
    """How many of a kind came anew, were here already as they are, and are here but differ (and were left as they are here)."""

    new: int = 0
    same: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an Incoming. `lost` and `notes` are those of the reader and of bringing it in; `differing` tells what is
    here otherwise than in the file, and was left as it is here.
    """

    articles: Came = Came()
    tags: Came = Came()
    passages: Came = Came()
    memos: Came = Came()
    collections: Came = Came()
    collected: int = 0  # articles that were put into collections which are here
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()  # of the articles, in the order of the sources

    @property
    def changes(self) -> bool:
        """Whether anything is new."""
        return self.collected > 0 or any(
            each.new for each in (self.articles, self.tags, self.passages, self.memos, self.collections)
        )


def together(each: Sequence[Brought]) -> Brought:
    """The counts of several, as of one; what they tell stays with each."""
    return Brought(
        articles=_sum(one.articles for one in each),
        tags=_sum(one.tags for one in each),
        passages=_sum(one.passages for one in each),
        memos=_sum(one.memos for one in each),
        collections=_sum(one.collections for one in each),
        collected=sum(one.collected for one in each),
    )


def _sum(each: Iterable[Came]) -> Came:
    counts = [(one.new, one.same, one.changed) for one in each]
    return Came(*map(sum, zip(*counts, strict=True))) if counts else Came()
