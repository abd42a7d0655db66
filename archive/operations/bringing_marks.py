"""What would become of the passages and memos that come in: where each stands, which are here already, and which differ. Reads only.

A passage stands at its position where the article has the very text of the file; in another text it is carried over only where
that is certain, as between two editions; one that comes with its words alone must stand there once.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.annotation import anchors
from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.article import Block
from archive.model.ids import EditionId
from archive.model.interchange import Incoming, IncomingMemo, IncomingPassage, Thing
from archive.model.passage import Anchor, Memo, Passage, State

from .bringing_plan import Home, Place, Told, plain
from .bringing_words import Words

_PAGE = 500
_SHOWN = 40
_LISTED = 20  # passages without a place that are told by their words


@dataclass(frozen=True, slots=True)
class Mark:
    """A new passage: where it stands, and in which edition (None: that of the article which is made of its source)."""

    passage: IncomingPassage
    anchor: Anchor
    edition: EditionId | None


class Marks:
    """Finds the places of passages, source by source."""

    def __init__(
        self, archive: Archive, homes: Mapping[str, Home], places: Mapping[str, Place], told: Told, progress: Progress
    ) -> None:
        self._archive, self._homes, self._places, self._told = archive, homes, places, told
        self._progress = progress
        self._unplaced: dict[str, list[str]] = {}
        self._differing: list[str] = []
        self.same = self.changed = 0
        self.uids: set[str] = set()  # of the passages that are here, or will be

    def new(self, incoming: Incoming) -> list[Mark]:
        """The passages that are not here yet, in the order of the file."""
        by_source: dict[str, list[IncomingPassage]] = {}
        for passage in incoming.passages:
            by_source.setdefault(passage.source, []).append(passage)
        known = self._known(incoming)
        found: list[Mark] = []
        for key, passages in self._progress.over(by_source.items(), "Placing passages", len(by_source)):
            home = self._homes.get(key)
            if home is None:
                self._unplaced.setdefault("their article is not here", []).extend(map(_shown, passages))
                continue
            found += self._of_source(home, passages, known)
        self.uids |= {mark.passage.uid for mark in found if mark.passage.uid}
        for why, names in self._unplaced.items():
            what = "1 passage was" if len(names) == 1 else f"{len(names):,} passages were"
            more = f"; and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
            self._told.lost.append(f"{what} left out ({'; '.join(names[:_LISTED])}{more}): {why}.")
        self._told.differ("passage", self._differing)
        return found

    def _known(self, incoming: Incoming) -> dict[str, Passage]:
        uids = [passage.uid for passage in incoming.passages if passage.uid]
        known: dict[str, Passage] = {}
        for first in range(0, len(uids), _PAGE):
            known |= self._archive.store.passages.by_uids(uids[first : first + _PAGE])
        return known

    def _of_source(self, home: Home, passages: list[IncomingPassage], known: Mapping[str, Passage]) -> Iterator[Mark]:
        here = [] if home.article is None else self._archive.store.passages.of(home.article)
        twins: dict[tuple[int, int], list[Passage]] = {}
        for each in here:
            twins.setdefault((each.anchor.start, each.anchor.end), []).append(each)
        page = _Page(self._archive, home)
        for passage in passages:
            present = known.get(passage.uid or "")
            if present is not None:
                self._held(passage, present)
                continue
            try:
                anchor, edition = page.anchor(passage)
            except Invalid as error:
                self._unplaced.setdefault(_why(error), []).append(_shown(passage))
                continue
            if any(self._is_twin(passage, each, edition) for each in twins.get((anchor.start, anchor.end), ())):
                self.same += 1
                continue
            yield Mark(passage, anchor, edition)

    def _held(self, passage: IncomingPassage, present: Passage) -> None:
        """Counts a passage that is here by its uid, as the same or as another by now."""
        self.uids.add(present.uid)
        told = [
            called
            for differs, called in (
                (bool(passage.exact) and _bare(passage.exact) != _bare(present.anchor.exact), "words"),
                (_bare(passage.note) != _bare(present.note), "note"),
                (self._paths(passage) != {use.path for use in present.tags}, "tags"),
                (passage.colour is not None and passage.colour != present.colour, "colour"),
            )
            if differs
        ]
        if told:
            self.changed += 1
            self._differing.append(f"{_shown(passage)}: {', '.join(told)}")
        else:
            self.same += 1

    def _is_twin(self, passage: IncomingPassage, present: Passage, edition: EditionId | None) -> bool:
        """Whether a passage with the same edges says the same; of a file that keeps no notes or names, as far as it tells."""
        return (
            present.edition == edition
            and self._paths(passage) == {use.path for use in present.tags}
            and _bare(passage.note) in ("", _bare(present.note))
            and passage.author in ("", present.author)
        )

    def _paths(self, passage: IncomingPassage) -> set[str]:
        return {self._places[use.tag].path for use in passage.tags if use.tag in self._places}


class _Page:
    """The text that passages of one source are to stand in."""

    def __init__(self, archive: Archive, home: Home) -> None:
        self._archive, self._source, self._article = archive, home.source, home.article
        self._mapper: anchors.Mapper | None = None
        self.edition = home.edition
        text = home.source.text
        if home.article is None:
            assert text is not None  # a source without a text has an article, or no home
            self._text: str = text.text
            self._blocks: tuple[Block, ...] = text.blocks
            return
        current = archive.store.editions.current(home.article)
        edition = current if home.edition is None else archive.store.editions.get(home.edition)
        self.edition = edition.id
        self._text, self._blocks = edition.text, edition.blocks
        if home.edition is None and text is not None:
            self._mapper = anchors.Mapper(text.text, current.text, text.blocks, current.blocks)

    def anchor(self, passage: IncomingPassage) -> tuple[Anchor, EditionId | None]:
        """Where the passage stands, and in which edition. Raises Invalid with the reason when that is not certain."""
        if self._source.text is None:
            return self._without_text(passage)
        if passage.start is None or passage.end is None:
            return self._describe(*self._words.place(passage)), self.edition
        if self._mapper is None:
            return self._describe(passage.start, passage.end), self.edition
        there = anchors.describe(self._source.text.text, self._source.text.blocks, passage.start, passage.end)
        found = self._mapper.find(there)
        if found.state is not State.ANCHORED or found.start is None or found.end is None:
            raise Invalid("the article's text is another one here, and where they stand in it is not certain")
        return self._describe(found.start, found.end), self.edition

    def _without_text(self, passage: IncomingPassage) -> tuple[Anchor, EditionId | None]:
        """By its position where the article has the very text that it counts in, and the words are there; else by its words."""
        counted = self._editions.get(passage.edition) if passage.edition else None
        if counted is not None and passage.start is not None and passage.end is not None:
            edition = self._archive.store.editions.get(counted)
            words = edition.text[passage.start : passage.end]
            if not passage.exact or _dense(words) == _dense(passage.exact):
                return anchors.describe(edition.text, edition.blocks, passage.start, passage.end), counted
        return self._describe(*self._words.place(passage)), self.edition

    @cached_property
    def _editions(self) -> dict[str, EditionId]:
        """{SHA-512 of the text: edition} of the article."""
        if self._article is None:
            return {}
        store = self._archive.store.editions
        ids = [summary.id for summary in store.summaries(self._article)]
        return {hashlib.sha512(store.get(id).text.encode()).hexdigest(): id for id in ids}

    @cached_property
    def _words(self) -> Words:
        return Words(self._text)

    def _describe(self, start: int, end: int) -> Anchor:
        return anchors.describe(self._text, self._blocks, start, end)


def _why(error: Invalid) -> str:
    what = error.what
    return what[:1].lower() + what[1:].rstrip(".") if what.startswith(("There", "Position", "The place")) else what


def _dense(text: str) -> str:
    """The text without white space, which tables write otherwise."""
    return "".join(plain(text).split())


def _bare(text: str) -> str:
    return " ".join(text.split())


def _shown(passage: IncomingPassage) -> str:
    words = visible(_bare(passage.exact))
    return f"“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


class Pages:
    """The memos that come in."""

    def __init__(self, archive: Archive, told: Told, uid_of: Callable[[Thing], str | None]) -> None:
        self._archive, self._told, self._uid_of = archive, told, uid_of
        self.same = self.changed = 0

    def new(self, incoming: Incoming) -> list[IncomingMemo]:
        """The memos that are not here yet, and that say anything."""
        found, empty, differing = [], 0, []
        for memo in incoming.memos:
            present = self._present(memo)
            if present is None:
                if memo.title.strip() or memo.text.strip():
                    found.append(memo)
                else:
                    empty += 1
            elif self._same(memo, present):
                self.same += 1
            else:
                self.changed += 1
                differing.append(present.title)
        if empty:
            self._told.notes.append(f"{empty:,} empty memos were passed over.")
        self._told.differ("memo", differing)
        adrift = [memo.title for memo in found if memo.about is not None and self._uid_of(memo.about) is None]
        if adrift:
            what = (
                "1 memo came in about nothing" if len(adrift) == 1 else f"{len(adrift):,} memos came in about nothing"
            )
            self._told.lost.append(f"{what}, because what it was about did not come (“{visible(adrift[0])[:80]}”).")
        return found

    def _present(self, memo: IncomingMemo) -> Memo | None:
        if memo.uid is None:
            return None
        try:
            return self._archive.store.memos.find(memo.uid)
        except NotFound:
            return None

    def _same(self, memo: IncomingMemo, present: Memo) -> bool:
        about = None if memo.about is None else self._uid_of(memo.about)
        here = None if present.about is None else present.about[1]
        return (
            _bare(memo.title) in ("", _bare(present.title))
            and _bare(memo.text) == _bare(present.text)
            and (memo.about is None or about == here)
        )
