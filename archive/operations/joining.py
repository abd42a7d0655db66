"""Makes one article of two where the later one is a later edition of the earlier one; one Change, which takes all of it back.

The earlier article gets the text of the later one as its next edition, with what is known of it, and its passages follow by the rules of
`anchoring`: nothing moves that is not surely the same place. The passages of the later article are copied: its text and the new edition are
the same. Itself it goes to the trash as it is, with all that people said of it.
"""

from dataclasses import replace
from typing import Final, TypedDict, Unpack

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.model.article import FIELDS, Evidence, Metadata, Text
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, EditionId, new_uid
from archive.model.passage import Passage
from archive.store.ledger import Difference, Draft

from . import anchoring, extracting, identity, recording

_EARLIER: Final = (*FIELDS, "verdict", "warnings", "position")
_LABEL: Final = "Join as a later edition"
# What stays with the later article in the trash, since it is said of that one.
_STAYING: Final = (("memos", "memo"), ("events", "judged event"), ("figures", "judged figure"))


class Joined(TypedDict):
    """What takes a joining back, or does it again: both articles, the edition that is shown then, what was known, the rows."""

    earlier: ArticleId
    later: ArticleId
    edition: EditionId
    state: recording.State
    rows: list[Difference]


def join(archive: Archive, earlier: ArticleId, later: ArticleId) -> Change:
    """Makes the text of `later` the next edition of `earlier`. Raises Invalid (one article, or one in the trash), NotFound."""
    if earlier == later:
        raise Invalid("An article is no later edition of itself.", "Name two articles.")
    with archive.atomic():
        articles = archive.store.articles
        _require_outside_the_trash(archive, earlier, later)
        before = recording.capture(archive, earlier, _EARLIER, FIELDS)
        was = articles.get(earlier).edition
        edition = _add_edition(archive, earlier, later)
        draft = archive.store.draft()
        anchoring.follow(archive, earlier, draft)
        _copy_passages(archive, draft, earlier, later, edition)
        _describe(archive, earlier, later)
        articles.update(later, trashed_at=clock.stamp())
        draft.queue()
        arguments = Joined(earlier=earlier, later=later, edition=was, state=before, rows=draft.rows)
        told = (("title", before["columns"]["title"], articles.get(later).title),)
        return _record(archive, _LABEL, earlier, later, Act("take_apart", dict(arguments), told))


def staying(archive: Archive, later: ArticleId) -> tuple[str, ...]:
    """What would stay with the later article in the trash and not come along: "2 memos", "1 judged event"."""
    counts = archive.store.origins.said_of(later)
    return tuple(
        f"{counts[table]} {noun}{'' if counts[table] == 1 else 's'}" for table, noun in _STAYING if counts[table]
    )


def take_apart(archive: Archive, **joined: Unpack[Joined]) -> Change:
    """Takes `join` back: both articles are as they were; the edition that it made stays among the earlier one's editions.

    Raises Invalid, and changes nothing, when a passage was changed since.
    """
    return _other_way(archive, "Undo: " + _LABEL, "join_again", joined, trashed_at=None)


def join_again(archive: Archive, **joined: Unpack[Joined]) -> Change:
    """Does it again after that."""
    return _other_way(archive, _LABEL, "take_apart", joined, trashed_at=clock.stamp())


def _other_way(archive: Archive, label: str, back: str, joined: Joined, *, trashed_at: str | None) -> Change:
    earlier, later, state = joined["earlier"], joined["later"], joined["state"]
    with archive.atomic():
        before = recording.capture(archive, earlier, _EARLIER, FIELDS)
        was = archive.store.articles.get(earlier).edition
        archive.store.editions.use(earlier, joined["edition"])
        draft = archive.store.draft()
        draft.take_back(joined["rows"])
        anchoring.follow(archive, earlier, draft)  # passages that were marked since
        archive.store.articles.update(earlier, **state["columns"])
        for name, proof in state["evidence"].items():
            archive.store.articles.set_evidence(earlier, name, None if proof is None else Evidence(*proof))
        archive.store.articles.update(later, trashed_at=trashed_at)
        draft.queue()
        arguments = Joined(earlier=earlier, later=later, edition=was, state=before, rows=draft.rows)
        return _record(archive, label, earlier, later, Act(back, dict(arguments)))


def _require_outside_the_trash(archive: Archive, *articles: ArticleId) -> None:
    for each in articles:
        if archive.store.articles.get(each).trashed_at is not None:
            raise Invalid("One of the two is in the trash.", "Restore it first.")


def _add_edition(archive: Archive, earlier: ArticleId, later: ArticleId) -> EditionId:
    """The later article's text as an edition of the earlier one; one that is there already is used again."""
    editions = archive.store.editions
    text = editions.current(later)
    for each in editions.summaries(earlier):
        known = editions.get(each.id)
        if (known.text, known.blocks) == (text.text, text.blocks) and known.original == text.original:
            editions.use(earlier, known.id)
            return known.id
    made = editions.add(
        earlier,
        Text(text.text, text.blocks, text.set_aside, text.pictures),
        original=text.original.sha512,
        encoding=text.encoding,
        importer=text.importer,
        importer_version=text.importer_version,
        reason="joined",
        path=text.path,
        created=clock.stamp(),
    )
    for path, member, name, at in archive.store.originals.places(later):
        archive.store.originals.found_at(earlier, text.original.sha512, path, name, member=member, at=at)
    for address, path, member, name, at in archive.store.originals.pictures(later):
        archive.store.originals.found_at(earlier, address, path, name, member=member, at=at)
    return made


def _copy_passages(archive: Archive, draft: Draft, earlier: ArticleId, later: ArticleId, edition: EditionId) -> None:
    """Those that stand in the later article's present text, with notes and tags, at the same places of the same words."""
    current = archive.store.articles.get(later).edition
    for passage in archive.store.passages.of(later):
        if passage.edition == current:
            _copy_passage(archive, draft, passage, earlier, edition)


def _copy_passage(archive: Archive, draft: Draft, passage: Passage, earlier: ArticleId, edition: EditionId) -> None:
    told = {name: getattr(passage, name) for name in ("colour", "author", "created", "modified", "note")}
    made = draft.insert(
        "passages", anchoring.placed(edition, passage.anchor) | told | {"uid": new_uid(), "article": earlier}
    )
    for position, use in enumerate(passage.tags):
        row = {name: getattr(use, name) for name in ("tag", "author", "created", "definition")}
        row |= {"passage": made, "article": earlier, "position": position, "example": int(use.example)}
        draft.insert("passage_tags", row)


def _describe(archive: Archive, earlier: ArticleId, later: ArticleId) -> None:
    """Gives the earlier article what is known of the later one, but for what a person entered there."""
    articles = archive.store.articles
    told, proofs = articles.get(later), articles.evidence(later)
    found = Metadata(**{name: getattr(told, name) for name in FIELDS}, evidence=proofs)
    merged = identity.merged(
        articles.get(earlier), articles.evidence(earlier), replace(found, title=told.title or None)
    )
    columns = {name: getattr(merged, name) for name in FIELDS}
    articles.update(earlier, **columns, verdict=str(told.verdict), warnings=told.warnings)
    for name in FIELDS:
        articles.set_evidence(earlier, name, merged.evidence.get(name))


def _record(archive: Archive, label: str, earlier: ArticleId, later: ArticleId, inverse: Act) -> Change:
    extracting.refresh(archive, [earlier])
    edition = archive.store.articles.get(earlier).edition
    touched = {("article", earlier), ("article", later), ("edition", edition), ("passage", 0)}
    return recording.record(
        archive, Change(label, frozenset(touched | {("event", 0), ("figure", 0), ("origin", 0)}), inverse)
    )
