"""Keeps passages with their words when an article's text changes; never takes a place that is not surely the same one.

Called in the very transaction that makes another edition current. A passage that does not come along unharmed keeps its words,
note, tags and the edition it counts in, and waits for a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.archive import Archive
from archive.model.article import Edition
from archive.model.ids import ArticleId, EditionId
from archive.model.passage import Anchor, Passage, Proposal, State
from archive.store.ledger import Draft

if TYPE_CHECKING:
    from archive.annotation import anchors


@dataclass(frozen=True, slots=True)
class Followed:
    """How many passages came along, wait for review, and have lost their place, among those that had to be looked at."""

    anchored: int = 0
    review: int = 0
    orphan: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for a person when something waits."""
        waiting = self.review + self.orphan
        if not waiting:
            return ()
        one = waiting == 1
        return (
            f"{'1 passage' if one else f'{waiting} passages'} of this article"
            f" {'waits' if one else 'wait'} for review: the text has changed there.",
        )


def follow(archive: Archive, article: ArticleId, draft: Draft | None = None) -> Followed:
    """Takes the passages that do not stand in the current edition to it, inside the transaction under way."""
    current_id = archive.store.articles.get(article).edition
    behind = [
        passage
        for passage in archive.store.passages.of(article)
        if passage.edition != current_id or passage.state is not State.ANCHORED
    ]
    if not behind:
        return Followed()
    draft = draft or archive.store.draft()
    current = archive.store.editions.current(article)
    mappers: dict[EditionId, anchors.Mapper] = {}
    counts = dict.fromkeys(State, 0)
    for passage in behind:
        state, anchor, proposal = _placed(archive, passage, current, mappers)
        if state is State.ANCHORED and anchor is not None:
            archive.store.passages.remember_place(passage.id, passage.edition, passage.anchor.start, passage.anchor.end)
            draft.update("passages", [passage.id], _come_along(archive, passage, current.id, anchor))
        else:
            waiting = {"state": str(state), "proposal": None if proposal is None else _dumped(proposal)}
            draft.update("passages", [passage.id], waiting)
        counts[state] += 1
    return Followed(counts[State.ANCHORED], counts[State.REVIEW], counts[State.ORPHAN])


def _placed(
    archive: Archive, passage: Passage, current: Edition, mappers: dict[EditionId, anchors.Mapper]
) -> tuple[State, Anchor | None, Proposal | None]:
    from archive.annotation import anchors

    if passage.edition == current.id:
        # It waited for review in a later edition, and this is the one again that it never left.
        return State.ANCHORED, passage.anchor, None
    known = archive.store.passages.place(passage.id, current.id)
    if known is not None:
        # It stood there before, and editions never change.
        return State.ANCHORED, anchors.describe(current.text, current.blocks, *known), None
    if passage.edition not in mappers:
        old = archive.store.editions.get(passage.edition)
        mappers[passage.edition] = anchors.Mapper(old.text, current.text, old.blocks, current.blocks)
    found = mappers[passage.edition].find(passage.anchor)
    if found.state is State.ANCHORED and found.start is not None and found.end is not None:
        return State.ANCHORED, anchors.describe(current.text, current.blocks, found.start, found.end), None
    return found.state, None, found.proposal


def _come_along(archive: Archive, passage: Passage, edition: EditionId, anchor: Anchor) -> dict[str, Any]:
    """The columns of a passage that comes along to another edition. Where it was put stays said: that is what is exchanged with others."""
    columns = placed(edition, anchor)
    said = archive.store.passages.said_place(passage.id)
    names = ("edition", "start", "end", "exact", "prefix", "suffix")
    return columns | {"said": None if json.loads(said) == [columns[name] for name in names] else said}


def placed(edition: EditionId, anchor: Anchor) -> dict[str, Any]:
    """The columns of a passage that is put at an anchor of an edition."""
    where = {"start": anchor.start, "end": anchor.end, "exact": anchor.exact}
    around = {"prefix": anchor.prefix, "suffix": anchor.suffix}
    return (
        where
        | around
        | {"edition": edition, "state": str(State.ANCHORED), "proposal": None, "kept": None, "said": None}
    )


def _dumped(proposal: Proposal) -> str:
    return json.dumps([proposal.start, proposal.end, proposal.exact, proposal.score, proposal.why], ensure_ascii=False)


def faults(archive: Archive, edition: Edition) -> Iterator[str]:
    """What is wrong with the passages that count in an edition, as sentences: each must stand on its own words."""
    places = archive.store.passages.places_in(edition.id)
    current = bool(places) and archive.store.editions.is_current(edition.id)
    for uid, start, end, exact, prefix, suffix, state in places:
        if edition.text[start:end] != exact:
            yield f"Passage {uid[:12]} does not stand where its words are."
        elif not (edition.text.endswith(prefix, 0, start) and edition.text.startswith(suffix, end)):
            yield f"The words around passage {uid[:12]} are not those of the text."
        if state is State.ANCHORED and not current:
            yield f"Passage {uid[:12]} counts as anchored in a text that is not the present one."
