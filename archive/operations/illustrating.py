"""Pictures that a page brings when it is imported once more: its article shows them from then on, and stays as it is otherwise.

An edition never changes: the article gets another one with the same text and blocks, so that every passage, date and figure stands where it
stood. What was added is taken back by showing the edition before; the bytes stay kept until the article is purged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.base.text import sha512
from archive.importers.illustrations.found import MOST
from archive.model.article import Edition, Illustration, Imported, Source, Text
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, EditionId

from . import anchoring, beside, recording

REASON = "pictures"


@dataclass(frozen=True, slots=True)
class Added:
    """How many pictures an article got; it showed the edition `before`, and shows `after` now."""

    article: ArticleId
    before: EditionId
    after: EditionId
    count: int


def asked(archive: Archive, article: ArticleId, address: str, source: Source) -> Source | None:
    """The page as it is to be read again, where pictures lie beside it that the text made of these bytes (`address`) does not show;
    None where there are none.
    """
    current = _shown(archive, article, address) if source.beside else None
    if current is None:
        return None
    places, seen = _known(current)
    if all(f"{beside.PLACE}{each.address}" in places or each.sha512 in seen for each in source.beside):
        return None
    chosen = any(each.reason == "encoding" for each in archive.store.editions.summaries(article))
    return replace(source, encoding=current.encoding if chosen else None)


def lacking(archive: Archive, article: ArticleId, source: Source, imported: Imported) -> tuple[Illustration, ...]:
    """The pictures beside a page, as it was read now, that its article does not show; none where its text is of another reading."""
    read = source.beside and imported.text is not None
    current = _shown(archive, article, sha512(source.data)) if read else None
    if current is None or imported.text is None or imported.encoding != current.encoding:
        return ()
    places, seen = _known(current)
    new = [
        each
        for each in imported.text.pictures
        if each.place.startswith(beside.PLACE) and each.place not in places and each.sha512 not in seen
    ]
    return tuple(new[: max(0, MOST - len(current.pictures))])


def add(archive: Archive, article: ArticleId, source: Source, imported: Imported) -> Added | None:
    """Keeps those pictures and lets the article show them, inside the transaction under way; None where it lacks none."""
    new = lacking(archive, article, source, imported)
    if not new or imported.text is None:
        return None
    before = archive.store.editions.current(article)
    beside.keep(archive, source, replace(imported, text=replace(imported.text, pictures=new)), article)
    after = _again(archive, article, before, new) or illustrated(archive, article, before, new)
    anchoring.follow(archive, article)
    return Added(article, before.id, after, len(new))


def illustrated(archive: Archive, article: ArticleId, last: Edition, new: Sequence[Illustration]) -> EditionId:
    """Gives the article the text of an edition of its with more pictures, as its current edition."""
    return archive.store.editions.add(
        article,
        Text(last.text, last.blocks, last.set_aside, _together(last, new)),
        original=last.original.sha512,
        encoding=last.encoding,
        importer=last.importer,
        importer_version=last.importer_version,
        reason=REASON,
        path=last.path,
        created=clock.stamp(),
    )


def recorded(archive: Archive, added: Sequence[Added]) -> Change | None:
    """The Change of what an import added, written down, inside the transaction under way; None where that is nothing."""
    if not added:
        return None
    ids = sorted({each.article for each in added})
    # An article may have been met twice in one batch: from its first edition to its last.
    first = {each.article: each.before for each in reversed(added)}
    last = {each.article: each.after for each in added}
    count = sum(each.count for each in added)
    label = f"Add {count:,} picture{'' if count == 1 else 's'}"
    where = "" if len(ids) == 1 else f" to {len(ids):,} articles"
    return _record(archive, f"{label}{where}", [[int(id), int(last[id]), int(first[id])] for id in ids])


def show_editions(archive: Archive, label: str, editions: Sequence[Sequence[int]]) -> Change:
    """Lets articles show other editions of the same text: [article, the one that it shows, the one to be shown].

    Raises Invalid, and changes nothing, where an article shows another one by now; NotFound.
    """
    with archive.atomic():
        for article, now, then in editions:
            if archive.store.articles.get(ArticleId(article)).edition != now:
                raise Invalid("The text of an article has changed since.", "Choose the edition among its versions.")
            archive.store.editions.use(ArticleId(article), EditionId(then))
            anchoring.follow(archive, ArticleId(article))
        undone = label.removeprefix(recording.UNDO) if label.startswith(recording.UNDO) else recording.UNDO + label
        return _record(archive, undone, [[article, then, now] for article, now, then in editions])


def sentence(count: int, *, future: bool = False) -> str:
    """What is said of a file whose page was known, and that brought so many pictures (or would bring them)."""
    pictures = "1 picture" if count == 1 else f"{count:,} pictures"
    was = "would be" if future else "was" if count == 1 else "were"
    return f"Known already; {pictures} that lay beside it {was} added."


def _record(archive: Archive, label: str, shown: Sequence[Sequence[int]]) -> Change:
    """`shown`: [article, the edition that it shows now, the one that it showed before]."""
    touched = recording.on_articles([ArticleId(article) for article, *_ in shown])
    touched |= {("edition", edition) for _, edition, _ in shown} | {("event", 0), ("figure", 0)}
    inverse = Act("show_editions", {"label": label, "editions": [list(each) for each in shown]})
    return recording.record(archive, Change(label, touched, inverse))


def _shown(archive: Archive, article: ArticleId, address: str) -> Edition | None:
    """The edition that the article shows, where it was made of these bytes; None for one in the trash."""
    known = archive.store.articles.get(article)
    if known.edition is None or known.trashed_at is not None:
        return None
    current = archive.store.editions.current(article)
    return current if current.original.sha512 == address else None


def _known(edition: Edition) -> tuple[set[str], set[str]]:
    return {each.place for each in edition.pictures}, {each.sha512 for each in edition.pictures}


def _together(last: Edition, new: Sequence[Illustration]) -> tuple[Illustration, ...]:
    return tuple(sorted([*last.pictures, *new], key=lambda each: (each.source, each.place, each.sha512)))


def _again(archive: Archive, article: ArticleId, last: Edition, new: Sequence[Illustration]) -> EditionId | None:
    """Shows the edition that had these pictures before they were taken back; None where there is none."""
    for each in archive.store.editions.summaries(article):
        if each.reason == REASON and each.id != last.id:
            held = archive.store.editions.get(each.id)
            same = (held.text, held.blocks, held.set_aside) == (last.text, last.blocks, last.set_aside)
            if same and held.pictures == _together(last, new):
                archive.store.editions.use(article, held.id)
                return held.id
    return None
