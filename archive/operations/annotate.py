"""Marking passages: making, changing, tagging and listing them. Each act is one transaction, and its Change undoes it exactly.

Positions are code points of the article's current edition, or of the `edition` that is named: what was selected in a text
that an import has replaced meanwhile is taken along like any other passage.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.base.progress import Progress
from archive.model.article import Edition
from archive.model.change import Change
from archive.model.ids import ArticleId, EditionId, PassageId, TagId, new_uid
from archive.model.passage import Passage, PassageFilter, PassageSort, State
from archive.store.codebook import Entry
from archive.store.ledger import Draft

from . import anchoring, drafting
from .drafting import passage_label
from .recording import drafted

EVERY = PassageFilter()
GROUPINGS = ("tag", "article", "author", "state", "day", "colour")
_SINGLE, _DOUBLE, _DASHES = "'‘’‚ʼ", '"“”„«»', "-‐‑‒–—−"


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)` of an article's current edition, or of the one named."""

    article: ArticleId
    start: int
    end: int
    edition: EditionId | None = None


def find_quote(archive: Archive, article: ArticleId, quote: str, occurrence: int = 1) -> tuple[int, int]:
    """Where the words stand in the current edition, the nth time; white space, dashes and quotation marks may differ.

    Raises Invalid for no words, NotFound when they do not stand there (so often).
    """
    pattern = "".join(map(_character, " ".join(unicodedata.normalize("NFC", quote).split())))
    if not pattern:
        raise Invalid("There are no words to look for.", "Give some of the article's words.")
    if occurrence < 1:
        raise Invalid(f"There is no occurrence {occurrence}.", "The first one is 1.")
    text = archive.store.editions.current(article).text
    exact = [match.span() for match in re.finditer(re.escape(quote), text)]
    found = exact if len(exact) >= occurrence else [match.span() for match in re.finditer(pattern, text)]
    if len(found) < occurrence:
        told = f"stand there {len(found)} times only" if found else "do not stand in this article"
        raise NotFound(f"These words {told}.", "Copy them from the article's text.")
    return found[occurrence - 1]


def _character(character: str) -> str:
    if character == " ":
        return r"\s+"
    for group in (_SINGLE, _DOUBLE, _DASHES):
        if character in group:
            return f"[{re.escape(group)}]"
    return re.escape(character)


# Making and taking away


def mark(
    archive: Archive,
    article: ArticleId,
    start: int,
    end: int,
    *,
    note: str = "",
    tags: Sequence[str] = (),
    colour: str | None = None,
    author: str | None = None,
    edition: EditionId | None = None,
) -> tuple[Passage, Change]:
    """Marks a stretch of an article, whatever else is marked there. Raises Invalid (nothing to mark there), NotFound."""
    drafting.colour_role(colour)
    with archive.atomic():
        draft = archive.store.draft()
        entries = [drafting.ensure_tag(archive, draft, path) for path in tags]
        (made,) = _make(archive, draft, [Span(article, start, end, edition)], note, entries, colour, author)
        change = drafted(archive, "Mark passage", draft)
        return archive.store.passages.by_ids([made])[0], change


def mark_many(
    archive: Archive,
    spans: Sequence[Span],
    *,
    note: str = "",
    tags: Sequence[str] = (),
    colour: str | None = None,
    author: str | None = None,
    progress: Progress | None = None,
) -> tuple[list[Passage], Change]:
    """Marks many stretches as one act. The author's passage with the very same edges, where there is one, is tagged instead.

    Raises Cancelled, and then nothing is marked.
    """
    drafting.colour_role(colour)
    with archive.atomic():
        draft = archive.store.draft()
        entries = [drafting.ensure_tag(archive, draft, path) for path in tags]
        steps = (progress or Progress()).over(list(dict.fromkeys(spans)), "Marking passages")
        ids = _make(archive, draft, steps, note, entries, colour, author, reuse=True)
        change = drafted(archive, passage_label("Mark {}", len(ids)), draft)
        return archive.store.passages.by_ids(ids), change


def _make(
    archive: Archive,
    draft: Draft,
    spans: Iterable[Span],
    note: str,
    tags: Sequence[Entry],
    colour: str | None,
    author: str | None,
    reuse: bool = False,
) -> list[PassageId]:
    from archive.annotation import anchors  # and what it finds places with; listing passages needs none of that

    author, at = author or places.author(), clock.stamp()
    made, behind = [], set()
    texts: dict[tuple[ArticleId, EditionId | None], Edition] = {}
    for span in spans:
        key = (span.article, span.edition)
        text = texts[key] = texts.get(key) or _text(archive, *key)
        anchor = anchors.describe(text.text, text.blocks, span.start, span.end)
        passage = archive.store.passages.same_span(text.id, span.start, span.end, author) if reuse else None
        if passage is None:
            row = anchoring.placed(text.id, anchor) | {
                "uid": new_uid(),
                "article": span.article,
                "colour": colour,
                "author": author,
                "created": at,
                "modified": at,
                "note": note,
            }
            passage = PassageId(draft.insert("passages", row))
        (record,) = archive.store.passages.by_ids([passage])
        for tag in tags:
            drafting.put_use(archive, draft, record, tag, author)
        made.append(passage)
        if text.id != archive.store.articles.get(span.article).edition:
            behind.add(span.article)
    for article in sorted(behind):
        anchoring.follow(archive, article, draft)
    return made


def _text(archive: Archive, article: ArticleId, edition: EditionId | None) -> Edition:
    archive.store.articles.get(article)
    if edition is None:
        return archive.store.editions.current(article)
    text = archive.store.editions.get(edition)
    if text.article != article:
        raise NotFound(f"Edition {edition} belongs to another article.", "Open the article again.")
    return text


def unmark(archive: Archive, uids: Sequence[str]) -> Change:
    """Takes passages away, with their notes; the history keeps all of them. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        found = _found(archive, uids)
        drafting.drop_passages(draft, found)
        return drafted(archive, passage_label("Unmark {}", len(found)), draft)


# Changing


def set_note(archive: Archive, uid: str, text: str, *, joining: bool = False) -> Change:
    """Replaces a passage's note. `joining` goes on with the last act, if that was the same author's typing in the same note."""
    with archive.atomic():
        draft = archive.store.draft()
        passage = archive.store.passages.find(uid)
        _update(draft, [passage], note=text)
        joint = f"note:{passage.uid}"
        return drafted(archive, "Edit note", draft, joint=joint, joining=joining)


def set_colour(archive: Archive, uids: Sequence[str], colour: str | None) -> Change:
    """Gives passages a colour of their own; None: none. Raises Invalid, NotFound."""
    drafting.colour_role(colour)
    with archive.atomic():
        draft = archive.store.draft()
        found = _found(archive, uids)
        _update(draft, found, colour=colour)
        return drafted(archive, passage_label("Colour {}", len(found)), draft)


def move_edges(archive: Archive, uid: str, start: int, end: int, *, edition: EditionId | None = None) -> Change:
    """Gives a passage other edges. Raises Invalid, NotFound."""
    return _place(archive, "Move edges", archive.store.passages.find(uid), start, end, edition)


def reattach(archive: Archive, uid: str, start: int, end: int, *, edition: EditionId | None = None) -> Change:
    """Gives a passage that lost its words a place by hand. Raises Invalid, NotFound."""
    return _place(archive, "Attach passage", archive.store.passages.find(uid), start, end, edition)


def accept_proposal(archive: Archive, uid: str) -> Change:
    """Takes the place that is proposed for a passage. Raises Invalid when none is, NotFound."""
    with archive.atomic():
        passage = archive.store.passages.find(uid)
        if passage.proposal is None:
            raise Invalid("No place is proposed for this passage.", "Attach it by hand.")
        return _place(archive, "Accept place", passage, passage.proposal.start, passage.proposal.end, None)


def keep_as_is(archive: Archive, uids: Sequence[str], kept: bool = True) -> Change:
    """Lets passages whose words changed or are gone be as they are: they wait no more, until the article's text changes again.

    `kept` False: they wait again. Raises Invalid (one stands where its words are), NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        found = _found(archive, uids)
        for passage in found:
            if passage.state is State.ANCHORED:
                raise Invalid("This passage stands where its words are.", "There is nothing to decide.")
            edition = archive.store.articles.get(passage.article).edition if kept else None
            _update(draft, [passage], kept=edition)
        label = "Keep {} as it is" if len(found) == 1 else "Keep {} as they are"
        return drafted(archive, passage_label(label if kept else "Review {} again", len(found)), draft)


def _place(archive: Archive, label: str, passage: Passage, start: int, end: int, edition: EditionId | None) -> Change:
    from archive.annotation import anchors

    with archive.atomic():
        draft = archive.store.draft()
        text = _text(archive, passage.article, edition)
        anchor = anchors.describe(text.text, text.blocks, start, end)
        _update(draft, [passage], **anchoring.placed(text.id, anchor))
        archive.store.passages.forget_places(passage.id)
        anchoring.follow(archive, passage.article, draft)
        return drafted(archive, label, draft)


def _update(draft: Draft, passages: Iterable[Passage], **columns: object) -> None:
    for passage in passages:
        draft.update("passages", [passage.id], columns | {"modified": clock.stamp()})


# Tagging


def tag(archive: Archive, uids: Sequence[str], path: str, *, author: str | None = None) -> Change:
    """Puts a tag on passages; a new one is made with those above it. Raises Invalid, NotFound."""
    author = author or places.author()
    with archive.atomic():
        draft = archive.store.draft()
        found = _found(archive, uids)
        entry = drafting.ensure_tag(archive, draft, path)
        count = sum(drafting.put_use(archive, draft, passage, entry, author) for passage in found)
        return drafted(archive, passage_label("Tag {}", count), draft)


def untag(archive: Archive, uids: Sequence[str], path: str) -> Change:
    """Takes a tag off passages; the tag stays in the codebook. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        entry = drafting.known_tag(archive, path)
        carrying = [each for each in _found(archive, uids) if any(use.tag == entry.id for use in each.tags)]
        for passage in carrying:
            draft.delete("passage_tags", [passage.id, entry.id])
        return drafted(archive, passage_label("Untag {}", len(carrying)), draft)


def _found(archive: Archive, uids: Sequence[str]) -> list[Passage]:
    return list({passage.id: passage for passage in map(archive.store.passages.find, uids)}.values())


# Reading


def passages(
    archive: Archive,
    filter: PassageFilter = EVERY,
    *,
    limit: int | None = 50,
    offset: int = 0,
    sort: PassageSort = PassageSort.PLACE,
) -> list[Passage]:
    """A page of the passages that the filter lets through."""
    return archive.store.passages.page(filter, sort, limit=limit, offset=offset)


def passage_ids(
    archive: Archive, filter: PassageFilter = EVERY, *, sort: PassageSort = PassageSort.PLACE, group: str = ""
) -> list[PassageId]:
    """The ids of all of them in order: a table with virtual rows asks `by_ids` for those that it shows.

    With a `group` (article, author, state or day) the groups follow each other, each of them in that order.
    """
    return archive.store.passages.ids(filter, sort, group)


def by_ids(archive: Archive, ids: Sequence[PassageId]) -> list[Passage]:
    """These passages, in this order, without those that are gone."""
    return archive.store.passages.by_ids(ids)


def count(archive: Archive, filter: PassageFilter = EVERY) -> int:
    """How many passages the filter lets through."""
    return archive.store.passages.count(filter)


def groups(archive: Archive, filter: PassageFilter, by: str) -> Mapping[str, int]:
    """{value: passages}, most frequent first; `by` is one of `GROUPINGS`. An article's value is its id. Raises Invalid."""
    if by not in GROUPINGS:
        raise Invalid(f"Passages cannot be grouped by {by!r}.", f"Group them by {', '.join(GROUPINGS)}.")
    return archive.store.passages.groups(filter, by)


def by_tag(archive: Archive) -> Mapping[str, list[PassageId]]:
    """{path: passages that carry this very tag}, in no order, without what is in the trash; for lists grouped by tag."""
    return archive.store.passages.by_tag()


def of_article(archive: Archive, article: ArticleId) -> list[Passage]:
    """Every passage of an article in reading order; those that do not stand in the current text are among them."""
    return archive.store.passages.of(article)


def find(archive: Archive, uid: str) -> Passage:
    """The passage with this uid, or a unique beginning of it; raises NotFound."""
    return archive.store.passages.find(uid)


def authors(archive: Archive) -> list[str]:
    """Everybody who marked or tagged something."""
    return archive.store.passages.authors()


def colours(archive: Archive) -> dict[TagId, str]:
    """The colour in force of every tag, for `colour`."""
    return archive.store.codebook.colours()


def colour(passage: Passage, of_tags: Mapping[TagId, str]) -> str | None:
    """What a passage is shown in: the colour of its first tag, else its own; None: the usual one."""
    return of_tags.get(passage.tags[0].tag, passage.colour) if passage.tags else passage.colour
