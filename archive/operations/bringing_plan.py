"""What would become of what comes in: which texts and tags are here already, which are new. Reads only.

A text is an article's when the uid says so, when its bytes are an original's, or when it is equal to an edition, letter by letter
but for characters that XML cannot hold. A tag is one that is here when the uid says so, or the path.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.progress import Progress
from archive.base.text import folded, sha512, tag_key, visible
from archive.model.article import Article, Edition, Metadata, Text
from archive.model.ids import ArticleId, EditionId
from archive.model.interchange import Incoming, IncomingPassage, IncomingSource, IncomingTag
from archive.store.codebook import Entry

from .bringing_words import holders
from .drafting import NAME_CHARS, PATH_CHARS

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CAMPAIGN = re.compile(r"([?&])utm_\w+=[^&]*&?")
_NAMED = 3
_LISTED = 20  # texts that are no articles here, by name


@dataclass(slots=True)
class Told:
    """Sentences on the way, and counts of what differs, by what it is."""

    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def differ(self, called: str, names: Iterable[str]) -> None:
        """Says that some things are here otherwise, and were left so."""
        named = list(names)
        if named:
            shown = "; ".join(named[:_NAMED]) + (f"; and {len(named) - _NAMED:,} more" if len(named) > _NAMED else "")
            verb, were = ("is", "was") if len(named) == 1 else ("are", "were")
            many = called if len(named) == 1 else f"{called}s"
            self.differing.append(f"{len(named):,} {many} {verb} here otherwise and {were} left as here ({shown}).")


@dataclass(frozen=True, slots=True)
class Home:
    """Where passages of a source will stand. `article` None: one is made of it. `edition` is the one that has the very text of the
    source; None where the article's text is another by now, or is to be made.
    """

    source: IncomingSource
    article: ArticleId | None = None
    edition: EditionId | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tag will stand: the `entry` that is here, or a new one at `path` (that of `key`, when two codes are one tag)."""

    tag: IncomingTag
    path: str
    entry: Entry | None
    new: bool


class Texts:
    """Finds the articles that have the texts of sources."""

    def __init__(self, archive: Archive, told: Told) -> None:
        self._archive, self._told = archive, told
        self._trashed = 0

    def homes(self, incoming: Incoming, progress: Progress) -> dict[str, Home]:
        """{key: home}; a source without a text that is no article here has none, and is told."""
        found: dict[str, Home] = {}
        uids: set[str] = set()
        waiting: list[IncomingSource] = []
        for source in incoming.sources:
            if source.uid in uids:
                source = replace(source, uid=None)  # two texts cannot be one article
            uids |= {source.uid} if source.uid else set()
            article = self._article(source)
            if article is not None or source.text is not None:
                found[source.key] = self._home(source, article)
            else:
                waiting.append(source)
        self._by_words(incoming, waiting, found, progress)
        if self._trashed:
            what = "1 article is" if self._trashed == 1 else f"{self._trashed:,} articles are"
            self._told.notes.append(f"{what} in the trash; restore from there what you want to read.")
        return found

    def _by_words(
        self, incoming: Incoming, waiting: list[IncomingSource], found: dict[str, Home], progress: Progress
    ) -> None:
        """Homes of the sources that nothing but their passages can tell."""
        by_source: dict[str, list[IncomingPassage]] = {source.key: [] for source in waiting}
        for passage in incoming.passages if waiting else ():
            if passage.source in by_source:
                by_source[passage.source].append(passage)
        held = holders(self._archive, by_source, progress) if waiting else {}
        away: list[str] = []
        for source in waiting:
            article = held.get(source.key) or self._by_name(source)
            if article is not None:
                found[source.key] = self._home(source, article)
            else:
                title = source.metadata.title or source.metadata.url or source.key
                away.append(f"“{visible(title)[:80]}”")
        if len(away) == 1:
            told = (
                f"{away[0]} is no article here, and the file does not hold its text: import it, then this file again."
            )
            self._told.lost.append(told)
        elif away:
            shown = ", ".join(away[:_LISTED]) + (f" and {len(away) - _LISTED:,} more" if len(away) > _LISTED else "")
            told = f"{len(away):,} texts are no articles here, and the file does not hold them ({shown})"
            self._told.lost.append(f"{told}: import them, then this file again.")

    def _home(self, source: IncomingSource, article: ArticleId | None) -> Home:
        if article is None:
            return Home(source)
        self._trashed += self._archive.store.articles.get(article).trashed_at is not None
        return Home(source, article, self._edition(article, source.text))

    def _article(self, source: IncomingSource) -> ArticleId | None:
        articles = self._archive.store.articles
        if source.uid is not None and (known := articles.with_uid(source.uid)) is not None:
            return known
        if source.text is not None and source.text.text:
            same = self._archive.store.originals.known(sha512(source.data)) if source.data else []
            return self._living([*same, *self._equal(source.text)])
        if source.text is None and source.metadata.url:
            near = chain.from_iterable(map(articles.with_url, addresses(source.metadata.url)))
            return self._living(dict.fromkeys(near))
        return None

    def _by_name(self, source: IncomingSource) -> ArticleId | None:
        """The article of that title: the publisher's, or the only one where the file names none."""
        title, publisher = source.metadata.title, source.metadata.publisher
        if not title:
            return None
        if publisher:
            return self._living(self._archive.store.articles.titled(title, publisher))
        named = self._archive.store.articles.entitled(title)
        return named[0] if len(named) == 1 else None

    def _living(self, found: Iterable[ArticleId]) -> ArticleId | None:
        """The first one outside of the trash, else the first."""
        known = list(found)
        get = self._archive.store.articles.get
        return next((each for each in known if get(each).trashed_at is None), next(iter(known), None))

    @cached_property
    def _by_length(self) -> dict[int, list[EditionId]]:
        return self._archive.store.editions.by_length()

    def _equal(self, text: Text) -> Iterator[ArticleId]:
        for edition in self._by_length.get(len(text.text), ()):
            found = self._archive.store.editions.get(edition)
            if same_text(found.text, text.text):
                yield found.article

    def _edition(self, article: ArticleId, text: Text | None) -> EditionId | None:
        current = self._archive.store.editions.current(article)
        if text is None or same_text(current.text, text.text):
            return current.id
        for summary in self._archive.store.editions.summaries(article):
            earlier: Edition = self._archive.store.editions.get(summary.id)
            if same_text(earlier.text, text.text):
                return earlier.id
        return None


def details(said: Metadata, here: Article) -> list[str]:
    """What an item says of its text otherwise than the article does; only what it vouches for (`evidence`) counts."""
    told = []
    for name in ("byline", "publisher", "published"):
        value = said.evidence[name].value if name in said.evidence else ""
        own = getattr(here, name)
        known = "; ".join(own) if isinstance(own, tuple) else own or ""
        if value and folded(value) != folded(known):
            told.append(f"{name} ({visible(value)[:80]})")
    return told


def addresses(url: str) -> list[str]:
    """An address as it may have been kept: with and without `#…`, the slash at its end, `https`, and what campaigns add."""
    bare = _CAMPAIGN.sub(r"\1", url.partition("#")[0]).rstrip("?&")
    found = [url, bare]
    for each in (bare.rstrip("/"), bare.rstrip("/") + "/"):
        scheme, mark, rest = each.partition("://")
        other = {"http": "https", "https": "http"}.get(scheme.lower())
        found += [each, f"{other}{mark}{rest}"] if other else [each]
    return list(dict.fromkeys(found))


def same_text(one: str, other: str) -> bool:
    """Whether two texts are equal but for characters that XML cannot hold, whose places stay."""
    return len(one) == len(other) and (one == other or plain(one) == plain(other))


def plain(text: str) -> str:
    """The text as it is compared: without characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text).replace("\r", " ")


class Tags:
    """Finds the tags that are here, and names those that are not."""

    def __init__(self, archive: Archive, told: Told) -> None:
        self._told = told
        entries = archive.store.codebook.entries()
        self._by_uid = {entry.uid: entry for entry in entries}
        self._by_key = {entry.key: entry for entry in reversed(entries)}
        self._colours = archive.store.codebook.colours_by_path()
        self._paths: dict[tuple[str, ...], str] = {}
        self._made: set[str] = set()
        self._joined: list[str] = []
        self._renamed: list[str] = []
        self.differing: list[str] = []

    def places(self, incoming: Incoming) -> dict[str, Place]:
        """{key: place} of every tag, in the order of the file."""
        found = {tag.key: self._place(tag) for tag in incoming.tags}
        for names, what in (
            (self._renamed, "got a name that a tag can have"),
            (self._joined, "became one with another tag of the same path"),
        ):
            if names:
                shown = ", ".join(f"“{visible(name)[:60]}”" for name in names[:_NAMED])
                self._told.notes.append(f"{'1 tag' if len(names) == 1 else f'{len(names):,} tags'} {what} ({shown}).")
        self._told.differ("tag", self.differing)
        return found

    def _place(self, tag: IncomingTag) -> Place:
        path = self._path(tag)
        entry = self._by_uid.get(tag.uid) if tag.uid else None
        entry = entry or self._by_key.get(tag_key(path))
        key = tag_key(path)
        if entry is not None:
            self._paths[tag.names] = entry.path
            self._compare(tag, entry, path)
            return Place(tag, entry.path, entry, new=False)
        self._paths[tag.names] = path
        if key in self._made:
            self._joined.append(path)
            return Place(tag, path, None, new=False)
        self._made.add(key)
        return Place(tag, path, None, new=True)

    def _path(self, tag: IncomingTag) -> str:
        above = self._paths.get(tag.names[:-1], "") if len(tag.names) > 1 else ""
        if len(tag.names) > 1 and not above:
            above = "/".join(map(clean_name, tag.names[:-1]))
        name = clean_name(tag.names[-1] if tag.names else "")
        if tag.names and name != tag.names[-1]:
            self._renamed.append(tag.names[-1])
        path = f"{above}/{name}" if above else name
        if len(path) > PATH_CHARS:
            # Too deep for a path: it keeps its own name, and as many of those above it as there is room for.
            self._renamed.append(tag.names[-1])
            path = path[-PATH_CHARS:].partition("/")[2] or name
        return path

    def _compare(self, tag: IncomingTag, entry: Entry, path: str) -> None:
        told = []
        for said, here, called in (
            (tag.definition, entry.definition, "definition"),
            (tag.use_when, entry.use_when, "when to use it"),
            (tag.not_when, entry.not_when, "when not"),
        ):
            if said.strip() and plain(said.strip()) != plain(here):
                told.append(called)
        if tag.colour is not None and tag.colour != self._colours[entry.path]:
            told.append("colour")
        if tag_key(path) != entry.key:
            told.append("name")
        if told:
            self.differing.append(f"{entry.path}: {', '.join(told)}")


def clean_name(name: str) -> str:
    """A name that a tag can have: one line, without a slash or what cannot be seen, not too long."""
    composed = unicodedata.normalize("NFC", name).replace("/", "∕")
    seen = "".join(each if visible(each) == each and each != "\ufffd" else " " for each in composed)
    return " ".join(seen.split())[:NAME_CHARS].strip() or "unnamed"


def entry_of(archive: Archive, path: str) -> Entry:
    """The tag at a path that was just made; raises NotFound."""
    entry = archive.store.codebook.entry(path)
    if entry is None:
        raise NotFound(f"There is no tag {path!r}.", "Look at the codebook for its path.")
    return entry
