"""Puts one read file into the archive, inside the caller's transaction, and says what became of it.

Of an article's files nothing is lost: a duplicate's path is noted, and its bytes are kept too when they differ.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from archive.archive import Archive
from archive.base import clock
from archive.base.records import quick
from archive.base.text import sha512
from archive.model import measure
from archive.model.article import FIELDS, Imported, Metadata, SetAside, Source, Verdict
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, EditionId, Uid, new_uid
from archive.model.interchange import Brought

from . import anchoring, beside, identity, recording
from .members import is_container, pages

_IN_TRASH = "This article is in the trash; restore it from there."
_PURGED = "This article was purged while the import ran: import the file again."
_OTHER_BYTES = "The archive had this text already; this file's bytes differ and were kept with it."


class Status(StrEnum):
    """What became of a file."""

    ADDED = "added"
    DUPLICATE = "duplicate"
    UPDATED = "updated"
    REFUSED = "refused"
    OPENED = "opened"  # a container: what it holds has answers of its own


@quick
@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's answer. `id` to `words` are None when it was refused; `error` is a sentence exactly then.

    `brought` says what a file of another program brought: its texts are articles of their own, so that `id` is None there too.
    `members` is how many files a container handed over, None for everything else. `pictures` is how many a page that was known already
    brought beside it; the last of `warnings` says so.
    """

    path: str
    member: str | None
    status: Status
    verdict: Verdict
    id: ArticleId | None = None
    uid: Uid | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    words: int | None = None
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    brought: Brought | None = None
    members: int | None = None
    pictures: int = 0


@quick
@dataclass(frozen=True, slots=True)
class Read:
    """A file with what its reader made of it."""

    source: Source
    imported: Imported


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose very bytes an article has; `source` is kept without them."""

    source: Source
    article: ArticleId
    address: str


def refused(path: str, error: str, member: str | None = None, warnings: tuple[str, ...] = ()) -> FileReport:
    """The answer for a file that could not be taken in; the file itself stays where it is, as it is."""
    return FileReport(path, member, Status.REFUSED, Verdict.REFUSED, warnings=warnings, error=error)


def brought(source: Source, imported: Imported, came: Brought) -> FileReport:
    """The answer for a file of another program; `warnings` hold what was lost, then what is here otherwise, then what was changed."""
    assert imported.incoming is not None
    return FileReport(
        source.path,
        source.member,
        Status.ADDED if came.changes else Status.DUPLICATE,
        Verdict.PARTIAL if came.lost else Verdict.OK,
        title=imported.incoming.title or None,
        warnings=(*came.lost, *came.differing, *came.notes),
        brought=came,
    )


def opened(source: Source, imported: Imported) -> FileReport:
    """The answer for a container, which is not kept itself; `warnings` tell what of it was left out."""
    return FileReport(
        source.path,
        source.member,
        Status.OPENED,
        imported.verdict,
        title=imported.metadata.title,
        warnings=imported.warnings,
        members=sum(1 for _ in pages(imported)),
    )


def told(came: Brought) -> str:
    """What came in words: "2 articles, 14 passages and 3 tags; 5 were here already"."""
    kinds = [("article", came.articles), ("passage", came.passages), ("tag", came.tags), ("memo", came.memos)]
    kinds.append(("collection", came.collections))
    new = [f"{each.new:,} {noun}{'' if each.new == 1 else 's'}" for noun, each in kinds if each.new]
    if came.collected:
        new.append(f"{came.collected:,} article{'' if came.collected == 1 else 's'} put into collections")
    here = sum(each.same + each.changed for _, each in kinds)
    parts = [" and ".join(filter(None, (", ".join(new[:-1]), *new[-1:]))) if new else "nothing new"]
    if here:
        parts.append(f"{here:,} {'was' if here == 1 else 'were'} here already")
    return "; ".join(parts)


def save(archive: Archive, item: Read | Known) -> FileReport:
    """Adds the article, adds an edition to it, or notes the duplicate; reads and writes in the transaction under way."""
    if isinstance(item, Known):
        if identity.by_bytes(archive, item.address) is None:
            return refused(item.source.path, _PURGED, item.source.member)
        return _duplicate(archive, item.source, item.article, item.address)
    source, imported = item.source, item.imported
    if is_container(imported):
        return opened(source, imported)
    if imported.text is None:
        return refused(source.path, imported.error or "", source.member, imported.warnings)
    address = sha512(source.data)
    match = identity.by_bytes(archive, address)
    if match is not None:
        return _duplicate(archive, source, match.article, address)
    match = _by_content(archive, source, imported)
    archive.store.originals.put(source.data, source.name, imported.media_type)
    if match is not None and not match.changed:
        return _duplicate(archive, source, match.article, address, (_OTHER_BYTES,))
    if match is None:
        return _add(archive, source, imported, address)
    article = match.article
    describe(archive, article, imported)
    add_edition(archive, article, imported, address, reason="update", path=place_of(source))
    beside.keep(archive, source, imported, article)
    warnings = imported.warnings + anchoring.follow(archive, article).warnings
    _note_place(archive, source, article, address)
    return _answer(archive, source, article, Status.UPDATED, warnings, imported.text.set_aside)


def _add(archive: Archive, source: Source, imported: Imported, address: str) -> FileReport:
    """Adds a new article with its first edition."""
    assert imported.text is not None
    uid = new_uid()
    article = archive.store.articles.add(
        imported.metadata,
        uid=uid,
        verdict=imported.verdict,
        warnings=imported.warnings,
        added=clock.stamp(),
        text=imported.text,
    )
    add_edition(archive, article, imported, address, reason="import", path=place_of(source), first=True)
    beside.keep(archive, source, imported, article)
    _note_place(archive, source, article, address)
    return _found(source, imported, imported.metadata, Status.ADDED, article, uid)


def preview(archive: Archive, item: Read | Known) -> FileReport:
    """What `save` would answer; writes nothing. A new article has no id yet."""
    if isinstance(item, Known):
        return _answer(archive, item.source, item.article, Status.DUPLICATE, _trash_warning(archive, item.article))
    source, imported = item.source, item.imported
    if is_container(imported):
        return opened(source, imported)
    if imported.text is None:
        return refused(source.path, imported.error or "", source.member, imported.warnings)
    match = identity.by_bytes(archive, sha512(source.data)) or _by_content(archive, source, imported)
    if match is not None and not match.changed:
        return _answer(archive, source, match.article, Status.DUPLICATE, _trash_warning(archive, match.article))
    article = archive.store.articles.get(match.article) if match is not None else None
    if article is None:
        return _found(source, imported, imported.metadata, Status.ADDED)
    found = identity.merged(article, archive.store.articles.evidence(article.id), imported.metadata)
    return _found(source, imported, found, Status.UPDATED, article.id, article.uid)


def _found(
    source: Source,
    imported: Imported,
    found: Metadata,
    status: Status,
    article: ArticleId | None = None,
    uid: Uid | None = None,
) -> FileReport:
    """The answer for a text as it was read, `found` being what the archive says of it."""
    assert imported.text is not None
    return FileReport(
        path=source.path,
        member=source.member,
        status=status,
        verdict=imported.verdict,
        id=article,
        uid=uid,
        title=found.title or None,
        byline=found.byline,
        publisher=found.publisher,
        published=found.published,
        language=found.language,
        words=measure.words(imported.text.text),
        set_aside=imported.text.set_aside,
        warnings=imported.warnings,
    )


def _by_content(archive: Archive, source: Source, imported: Imported) -> identity.Match | None:
    """Scans of which no word was read are alike in nothing but their names."""
    return None if imported.unread else identity.by_content(archive, imported, source.path, source.member)


def known(archive: Archive, source: Source) -> Known | None:
    """The file as one whose bytes the archive has, or None."""
    address = sha512(source.data)
    match = identity.by_bytes(archive, address)
    return Known(replace(source, data=b""), match.article, address) if match is not None else None


def describe(archive: Archive, article: ArticleId, imported: Imported) -> None:
    """Gives an article the metadata of a newly read text, except for what a person entered."""
    articles = archive.store.articles
    before = articles.evidence(article)
    metadata = identity.merged(articles.get(article), before, imported.metadata)
    columns = {name: getattr(metadata, name) for name in FIELDS}
    articles.update(article, **columns, verdict=str(imported.verdict), warnings=imported.warnings)
    for name in FIELDS:
        articles.set_evidence(article, name, metadata.evidence.get(name))


def add_edition(
    archive: Archive,
    article: ArticleId,
    imported: Imported,
    address: str,
    *,
    reason: str,
    path: str,
    first: bool = False,
) -> EditionId:
    """Adds a read text as the article's next edition; the `first` one of an article that was just added with this text."""
    assert imported.text is not None
    return archive.store.editions.add(
        article,
        imported.text,
        original=address,
        encoding=imported.encoding,
        importer=imported.importer,
        importer_version=imported.importer_version,
        reason=reason,
        path=path,
        created=clock.stamp(),
        first=first,
    )


def journal_import(archive: Archive, reports: list[FileReport]) -> Change | None:
    """Writes an import down, where it brought anything; it can be taken back (to the trash) when it only added articles."""
    added = sorted({report.id for report in reports if report.status is Status.ADDED and report.id is not None})
    updated = sorted({report.id for report in reports if report.status is Status.UPDATED and report.id is not None})
    ids = [*added, *updated]
    if not ids:
        return None
    inverse = None if updated else Act("trash", {"ids": added})
    label = recording.counted("Import {}", ids)
    return recording.record(archive, Change(label, recording.on_articles(ids), inverse))


def place_of(source: Source) -> str:
    """Where a file lay: its path, and below it what it is called inside a container."""
    return f"{source.path}/{source.member}" if source.member else source.path


def _duplicate(
    archive: Archive, source: Source, article: ArticleId, address: str, warnings: tuple[str, ...] = ()
) -> FileReport:
    _note_place(archive, source, article, address)
    return _answer(archive, source, article, Status.DUPLICATE, warnings + _trash_warning(archive, article))


def _note_place(archive: Archive, source: Source, article: ArticleId, address: str) -> None:
    archive.store.originals.found_at(article, address, source.path, source.name, member=source.member, at=clock.stamp())


def _trash_warning(archive: Archive, article: ArticleId) -> tuple[str, ...]:
    return (_IN_TRASH,) if archive.store.articles.get(article).trashed_at is not None else ()


def _answer(
    archive: Archive,
    source: Source,
    article_id: ArticleId,
    status: Status,
    warnings: tuple[str, ...],
    set_aside: tuple[SetAside, ...] = (),
) -> FileReport:
    article = archive.store.articles.get(article_id)
    return FileReport(
        path=source.path,
        member=source.member,
        status=status,
        verdict=article.verdict,
        id=article.id,
        uid=article.uid,
        title=article.title or None,
        byline=article.byline,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
        words=article.words,
        set_aside=set_aside,
        warnings=warnings,
    )
