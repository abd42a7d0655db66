"""Puts together what a file of links, highlights and notes brings: one source an address, one tag a name, ids that stay the same.

Everything that a record holds and the archive cannot is counted here by what it is, and told in a sentence.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.model import refi
from archive.model.article import Evidence, Metadata, Text
from archive.model.ids import Uid
from archive.model.interchange import (
    Incoming,
    IncomingMemo,
    IncomingPassage,
    IncomingSet,
    IncomingSource,
    IncomingTag,
    Thing,
)

from .telling import Fields, Tally

_MOST_CHARS = 500_000  # of one value; no title, name or quotation has as many
_UID = re.compile(r"[0-9a-f]{32}")
_TAG_CHARS = 500
_NAME_CHARS = 200
_CONTEXT_CHARS = 200
_MOST_PASSAGES = 500_000
_MOST_TAGS = 500


def uid_of(value: str) -> Uid | None:
    """A uid of ours, or the one that a GUID or its URN stands for; None for what is none."""
    bare = value.strip().lower().removeprefix("urn:uuid:")
    return Uid(bare) if _UID.fullmatch(bare) else refi.uid_of(bare)


def derived(program: str, id: str) -> Uid:
    """The uid of a thing that a program calls `id`: the same each time the file comes."""
    return Uid(refi.derived("", f"{program}:{storable(id)}").replace("-", ""))


def _name(author: str) -> str:
    return " ".join(author.split())[:_NAME_CHARS]


class Gathered:
    """What was found so far. `program` is the one that wrote the file."""

    def __init__(self, program: str, title: str) -> None:
        self._program, self._title = program, title
        self._sources: dict[str, IncomingSource] = {}
        self._tags: dict[str, IncomingTag] = {}
        self._passages: list[IncomingPassage] = []
        self._memos: list[IncomingMemo] = []
        self._lost, self.fields = Tally(), Fields()
        self._notes: list[str] = []
        self._sets: dict[tuple[str, ...], dict[str, None]] = {}
        self._uids: dict[str, int] = {}
        self._same = 0

    def source(self, source: IncomingSource) -> str:
        """Keeps a source unless one of its key is there; its key."""
        self._sources.setdefault(source.key, source)
        return source.key

    def holds(self, key: str, text: Text) -> bool:
        """Whether nothing of this key has come yet, or it came with just this text."""
        return key not in self._sources or self._sources[key].text == text

    def link(self, said: Mapping[str, str | None], *, uid: Uid | None = None, rule: str = "") -> str:
        """A source without a text: what is said of it by the names of `Metadata`. One address is one source; its key."""
        known = {name: value.strip()[:_MOST_CHARS] for name, value in said.items() if value and value.strip()}
        named = filter(None, (known.get("title"), known.get("publisher")))
        key = uid or known.get("url") or "\n".join(named) or "a text without a name"
        if key not in self._sources:
            evidence = {name: Evidence(value, None, None, rule, 1.0) for name, value in known.items()} if rule else {}
            byline = tuple(filter(None, (name.strip() for name in known.pop("byline", "").split(";"))))
            self._sources[key] = IncomingSource(key, uid, Metadata(byline=byline, evidence=evidence, **known))
        return key

    def tag(self, *names: str) -> str | None:
        """The key of a tag by its path, those above it made too; None for a name without words."""
        named = tuple(name.strip()[:_TAG_CHARS] for name in names)
        if not all(named):
            return None
        for depth in range(1, len(named) + 1):
            key = "\n".join(named[:depth])
            self._tags.setdefault(key, IncomingTag(key, named[:depth]))
        return "\n".join(named)

    def describe(self, tag: IncomingTag) -> str | None:
        """Keeps what is said of a tag (its key is made of its path); its key."""
        key = self.tag(*tag.names)
        if key is not None:
            self._tags[key] = replace(tag, key=key, names=self._tags[key].names)
        return key

    def tag_with(self, uid: Uid | None) -> str | None:
        """The key of the tag with a uid, None for none."""
        return next((key for key, tag in self._tags.items() if uid is not None and tag.uid == uid), None)

    def passage(self, passage: IncomingPassage) -> Uid | None:
        """Keeps a passage, with an id of its own where its id was another's before; its id. Raises Unreadable for far too many."""
        if len(self._passages) >= _MOST_PASSAGES:
            raise Unreadable(f"This file holds more than {_MOST_PASSAGES:,} passages.", "Export fewer at once.")
        for _ in passage.tags[_MOST_TAGS:]:
            self.lose(
                "tag was left out, being one too many on a passage", "tags were left out, being too many on a passage"
            )
        kept = replace(
            passage,
            uid=self._own(passage.uid),
            prefix=passage.prefix[-_CONTEXT_CHARS:],
            suffix=passage.suffix[:_CONTEXT_CHARS],
            tags=tuple({use.tag: replace(use, author=_name(use.author)) for use in passage.tags}.values())[:_MOST_TAGS],
            author=_name(passage.author),
        )
        self._passages.append(kept)
        return kept.uid

    def memo(
        self, title: str, text: str, *, uid: Uid, about: Thing | None = None, author: str = "", created: str = ""
    ) -> None:
        """Keeps a memo, unless it says nothing."""
        if title.strip() or text.strip():
            own = self._own(uid)
            self._memos.append(IncomingMemo(title, text, own, about, (), _name(author), created, created))

    def keep(self, memo: IncomingMemo) -> None:
        """Keeps a memo as it is."""
        self._memos.append(replace(memo, uid=self._own(memo.uid), author=_name(memo.author)))

    def _own(self, uid: Uid | None) -> Uid | None:
        if uid is None:
            return None
        times = self._uids[uid] = self._uids.get(uid, 0) + 1
        if times == 1:
            return uid
        self._same += 1
        return self._own(Uid(refi.derived(uid, f"again:{times}").replace("-", "")))

    def collect(self, names: Iterable[str], source: str) -> None:
        """Puts a source into a collection, by its path."""
        path = tuple(filter(None, (name.strip()[:_NAME_CHARS] for name in names)))
        if path:
            self._sets.setdefault(path, {}).setdefault(source)

    def lose(self, one: str, many: str, example: str = "") -> None:
        """Counts something that does not come along: what it is in the singular and in the plural, with why."""
        self._lost.add(one, many, example)

    def note(self, sentence: str) -> None:
        """Tells something that was changed on the way, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def lost(self) -> Iterable[str]:
        """A sentence for each kind of thing that was counted."""
        yield from self._lost.sentences()
        yield from self.fields.sentences()

    def incoming(self) -> Incoming:
        """All of it, tags parents before children."""
        if self._same:
            which = "1 id came" if self._same == 1 else f"{self._same:,} ids came"
            self.note(f"{which} more than once; each thing got one of its own.")
        return Incoming(
            title=self._title,
            origin=self._program,
            sources=tuple(self._sources.values()),
            tags=tuple(sorted(self._tags.values(), key=lambda tag: len(tag.names))),
            passages=tuple(self._passages),
            memos=tuple(self._memos),
            sets=tuple(IncomingSet(path[-1], tuple(keys), None, path[:-1]) for path, keys in self._sets.items()),
            lost=tuple(self.lost()),
            notes=tuple(self._notes),
        )
