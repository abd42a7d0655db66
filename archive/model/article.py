"""What an importer hands over and what a reader sees: originals, editions, blocks, metadata with evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from archive.base.records import quick

from .ids import ArticleId, CollectionId, EditionId, Uid

if TYPE_CHECKING:
    from .interchange import Incoming
    from .tables import Draft
    from .taught import TaughtRule

NO_DATE = "no publication date was set."  # how the warning ends of a date that can be read in two ways
# The metadata fields that carry evidence, in the order in which they are shown.
FIELDS = ("title", "byline", "publisher", "republisher", "published", "language", "url", "accessed")

BETWEEN_CELLS = " | "  # in a row of a table, which is a paragraph whatever the format that it was read from


class BlockKind(StrEnum):
    """What a block of an edition is. `META` is a date, byline, credit, version, update or section line."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    CAPTION = "caption"
    META = "meta"


class RunKind(StrEnum):
    """Inline marks of the original that a reader keeps: emphasis, strong emphasis, a link (shown, never followed); and where a page of
    the original lies: such a run's `target` is what that page is called there ("12", "iv"). It changes nothing in how words look.
    `UNCERTAIN` are words that were recognised in a picture, and maybe wrongly; `target` is how sure that is, in hundredths.
    """

    EMPHASIS = "emphasis"
    STRONG = "strong"
    LINK = "link"
    PAGE = "page"
    UNCERTAIN = "uncertain"


@quick
@dataclass(frozen=True, slots=True)
class Run:
    """An inline mark over `[start, end)` of the edition's canonical text; `target` is a link's address, a page's number or a certainty."""

    kind: RunKind
    start: int
    end: int
    target: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Block:
    """One block over `[start, end)` of the canonical text; `source` is its half-open place in the decoded original.

    `level` is 1–6 for headings, the nesting depth from 1 for list items and quotes, else 0.
    Blocks are in order, do not overlap, and are separated by exactly one newline in the canonical text.
    """

    kind: BlockKind
    start: int
    end: int
    source: tuple[int, int]
    level: int = 0
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stretch of the decoded original that is not part of the edition's text, and why; a person can put it back.

    `text` is readable (for HTML without its tags); `[start, end)` are positions in the decoded original.
    """

    start: int
    end: int
    text: str
    why: str


@quick
@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a metadata value came from.

    `value` is a string (a byline: the names joined with "; "). `start`/`end` are positions in the decoded original, or
    None when the value was not read from the text (entered by a person, detected from all of it, the file's name).
    `confidence` is 0–1. `rule` names the rule; `entered` is a person.
    """

    value: str
    start: int | None
    end: int | None
    rule: str
    confidence: float


@quick
@dataclass(frozen=True, slots=True)
class Metadata:
    """Nulls are honest: a field that the file does not tell is None (byline: empty).

    `published` and `accessed` are EDTF (ISO 8601-2:2019 level 0–1), `language` is BCP 47 (`en`, `ko`).
    `republisher` is the site that reprinted what `publisher` first published.
    """

    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    republisher: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    accessed: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture that the original holds; its bytes stay there, and `place` is how its importer finds them again. One that lay beside
    the page (`place` is then `beside` and its address there) is an original of its own.

    `source` is where it stands in the decoded original, `caption` where the block begins there that is its caption. `media_type` is told
    by the bytes; the size is in pixels, 0 for a drawing without one.
    """

    place: str
    media_type: str
    width: int
    height: int
    size: int
    sha512: str
    source: int
    caption: int | None = None
    alt: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Text:
    """The canonical text of an edition with its blocks. Text is blocks joined by one newline; code points throughout."""

    text: str
    blocks: tuple[Block, ...]
    set_aside: tuple[SetAside, ...] = ()
    pictures: tuple[Illustration, ...] = ()


class Verdict(StrEnum):
    """How well a file could be read: all of it, some of it (`warnings` say what is missing), or not at all."""

    OK = "ok"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture that lies beside a page, in its folder or container: `address` is how the page names it, `name` where it lay.

    What it is was told by its bytes. `data` stays with the program, which keeps it as an original of its own: a reader is told the rest.
    """

    address: str
    name: str
    media_type: str
    width: int
    height: int
    size: int
    sha512: str
    data: bytes = field(default=b"", repr=False)


@quick
@dataclass(frozen=True, slots=True)
class Source:
    """A file as handed to an importer: its bytes, its name (no folder), where it lay, its member path inside a container.

    `encoding` overrides detection when a person chose one. `rules` are those that persons taught; `address` is where the file
    came from, as far as only its container knows it. `columns` is how a table is read, as `model.tables` writes it, where a
    person said so; "?" asks what it looks like. `beside` are the pictures of a page that lie beside it.
    """

    data: bytes
    name: str
    path: str = ""
    member: str | None = None
    encoding: str | None = None
    rules: "tuple[TaughtRule, ...]" = ()
    address: str = ""
    columns: str | None = None
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container, to be read like any other.

    `name` is its path or address in the container. `metadata` is what the container tells of it (a web archive: where from and
    when), with evidence that has no place in the text. `encoding` is set where only the container knows it. A member that
    `is_picture` is not read: it belongs to those whose `beside` names it, by its address there and its number among the members.
    """

    name: str
    data: bytes
    media_type: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    encoding: str | None = None
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def is_picture(self) -> bool:
        return self.media_type is not None and self.media_type.startswith("image/")


@quick
@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer made of one source. The verdict is refused exactly when `text` and `incoming` are None and there are no
    `members`; then `error` says why.

    `decoded` is the original as text in `encoding`: what every `source`, evidence and set-aside position counts in. A file of
    another program that holds more than one article's text has no `text` of its own: `incoming` is what it brings. `members` are
    the files inside a container (a mail has a text of its own, and its attachments as members).

    `scanned` are the pages (from 1) that are pictures of text, and `pages` then what all pages are called, in order. `unread`: all of its
    words stand in such pictures, and the text is no more than the name of the file. `table` is what a table looks like whose
    columns are to be chosen; it is refused until they are.
    """

    verdict: Verdict
    importer: str
    importer_version: int
    media_type: str
    encoding: str | None = None
    decoded: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    text: Text | None = None
    warnings: tuple[str, ...] = ()
    error: str | None = None
    incoming: "Incoming | None" = None
    members: tuple[Member, ...] = ()
    pages: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: bool = False
    table: "Draft | None" = None


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as imported, without the bytes: address (SHA-512, hex), file name, media type, size in bytes."""

    sha512: str
    name: str
    media_type: str
    size: int


@quick
@dataclass(frozen=True, slots=True)
class Edition:
    """One immutable canonical text of an article. `number` counts from 1 within the article.

    `reason` says why it exists: `import`, `update` (the source changed), `restored` (set-aside text put back),
    `encoding` (a person chose another encoding), `recognised` (scanned pages were read), `joined` (the text of another
    article, which is a later edition of this one). `path` is where the original lay when it was imported.
    """

    id: EditionId
    article: ArticleId
    number: int
    text: str
    blocks: tuple[Block, ...]
    set_aside: tuple[SetAside, ...]
    original: Original
    encoding: str | None
    importer: str
    importer_version: int
    reason: str
    path: str
    created: str
    pictures: tuple[Illustration, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Article:
    """An article as lists show it: metadata, state and counts, without its text.

    `words` counts words of the current edition (CJK text: one word for two characters). `added`, `read_at` and
    `trashed_at` are UTC time stamps. `excerpt` is the beginning of the first paragraph. `position` is the reading
    position: a code point of the current edition's text.
    """

    id: ArticleId
    uid: Uid
    edition: EditionId
    title: str
    byline: tuple[str, ...]
    publisher: str | None
    republisher: str | None
    published: str | None
    language: str | None
    url: str | None
    accessed: str | None
    words: int
    passages: int
    added: str
    starred: bool
    read: bool
    position: int
    trashed_at: str | None
    note: str
    excerpt: str
    verdict: Verdict
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of articles, possibly inside another."""

    id: CollectionId
    uid: Uid
    name: str
    parent: CollectionId | None
    articles: int


@dataclass(frozen=True, slots=True)
class Sidebar:
    """The counts beside the list. `publishers` and `tags` map names to articles outside the trash ("" for no publisher);
    an article under a tag or in a collection counts for those above it too. `tag_colours` maps a tag's path to the
    colour role in force."""

    all: int
    unread: int
    starred: int
    trashed: int
    publishers: Mapping[str, int]
    tags: Mapping[str, int]
    collections: tuple[Collection, ...]
    tag_colours: Mapping[str, str] = field(default_factory=dict)
