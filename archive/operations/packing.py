"""Makes of a choice the records that formats write: read article by article, so that memory does not grow with the archive."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import lru_cache, partial

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.exports.redaction import packets as records
from archive.exports.redaction.rules import Redactor
from archive.model import edtf
from archive.model.article import Article, Edition
from archive.model.excerpt import Choice, Excerpt, Group, Grouping, Packet, Scope, Shelf, Showing, Whole, Work
from archive.model.ids import ArticleId, EditionId, PassageId
from archive.model.passage import Memo, Passage, Tag
from archive.model.rights import Rights
from archive.model.search import Sort

from . import annotate, codebook, memos, shown
from .choosing import Chosen, Row
from .cutting import CutText

_PAGE = 200
_KEPT_TEXTS = 8
UNTAGGED, UNDATED = "", "undated"
UNSAID = Rights()
NO_RULES = Redactor(())


def pack(archive: Archive, choice: Choice, chosen: Chosen, *, title: str, redactor: Redactor = NO_RULES) -> Packet:
    """The packet of what was chosen. Its functions read the archive: use them inside the snapshot under way.

    With rules in the `redactor`, nothing that they find is in any record.
    """
    works = _works(archive, {*chosen.articles, *(row.article for row in chosen.rows)}, chosen.rights, redactor)
    reader = _Reader(archive, choice, works, redactor)
    return Packet(
        title=redactor.line(title),
        made=clock.stamp(),
        choice=choice,
        works=works,
        passages=len(chosen.rows),
        groups=lambda: _groups(archive, reader, choice, chosen.rows),
        excerpts=lambda: reader.excerpts(row.id for row in chosen.rows),
        wholes=lambda: _wholes(archive, reader, chosen),
        tags=tuple(records.tag(each, redactor) for each in _tags(archive, chosen, choice)),
        memos=tuple(records.memo(each, redactor) for each in _memos(archive)) if _everything(choice) else (),
        extra={"redacted": "yes"} if redactor.rules else {},
        shelves=tuple(replace(each, name=redactor.line(each.name)) for each in _shelves(archive, works, chosen)),
        archive_uid=archive.uid,
        held_back=chosen.held_back,
        cited=frozenset(row.article for row in chosen.rows),
    )


def _memos(archive: Archive) -> Iterator[Memo]:
    offset = 0
    while page := memos.memos(archive, limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _shelves(archive: Archive, works: Mapping[ArticleId, Work], chosen: Chosen) -> Iterator[Shelf]:
    """The collections that hold any of the articles, the name of each after those that it lies in."""
    wanted = set(chosen.articles)
    known = {each.id: each for each in archive.store.collections.list()}
    for each in known.values():
        held = [works[article].uid for article in archive.store.collections.articles(each.id) if article in wanted]
        names, parent = [each.name], each.parent
        while parent is not None:
            names.append(known[parent].name)
            parent = known[parent].parent
        if held:
            yield Shelf(each.uid, " › ".join(reversed(names)), tuple(held))


def _everything(choice: Choice) -> bool:
    return choice.scope == Scope()


def _works(
    archive: Archive, articles: set[ArticleId], rights: Mapping[ArticleId, Rights], redactor: Redactor
) -> dict[ArticleId, Work]:
    """By date, oldest first."""
    works: dict[ArticleId, Work] = {}
    same: dict[str | None, str | None] = {}  # what many have in common is kept once
    with archive.store.articles.each(Sort.PUBLISHED_OLDEST, sorted(articles)) as found:
        for article in found:
            work = work_of(article, rights.get(article.id, UNSAID))
            work = replace(work, publisher=same.setdefault(work.publisher, work.publisher))
            works[article.id] = records.work(work, redactor) if redactor.rules else work
    return works


def work_of(article: Article, rights: Rights = UNSAID) -> Work:
    """The article as it is cited."""
    return Work(
        id=article.id,
        uid=article.uid,
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        republisher=article.republisher,
        published=article.published,
        accessed=article.accessed,
        language=article.language,
        url=article.url,
        words=article.words,
        rights=rights,
        note=article.note,
    )


def _tags(archive: Archive, chosen: Chosen, choice: Choice) -> tuple[Tag, ...]:
    """The codebook as far as it leaves: all of it with the whole archive, else the used tags and those above them."""
    tree = codebook.tree(archive)
    if _everything(choice):
        return tuple(tree)
    used = {path for row in chosen.rows for path in row.tags}
    used |= {path for article in chosen.articles for path in archive.store.tags.of(article)}
    above = {"/".join(path.split("/")[:depth]) for path in used for depth in range(1, path.count("/") + 2)}
    return tuple(tag for tag in tree if tag.path in above)


class _Pages:
    """Passages that are asked for in a known order, read many at once however few are asked for at a time."""

    def __init__(self, archive: Archive, ids: Sequence[PassageId]) -> None:
        self._archive, self._ids, self._next = archive, ids, 0
        self._read: dict[PassageId, Passage] = {}
        self._page: list[Passage] = []

    def passage(self, id: PassageId) -> Passage | None:
        if id not in self._read:
            try:
                first = self._ids.index(id, self._next)
            except ValueError:  # a group was passed over, and is asked for now
                first = self._ids.index(id)
            page = self._ids[first : first + _PAGE]
            self._next = first + len(page)
            self._page = self._archive.store.passages.by_ids(page)
            self._read = {each.id: each for each in self._page}
        return self._read.get(id)

    def editions(self, passage: Passage) -> list[EditionId]:
        """The edition that a passage counts in, and those that will be asked for after it, as many as are kept at hand."""
        place = self._page.index(passage)
        found = dict.fromkeys(each.edition for each in self._page[place : place + _PAGE])
        return list(found)[:_KEPT_TEXTS]


class _Reader:
    """Reads passages with the texts that they count in, some of which are kept at hand."""

    def __init__(self, archive: Archive, choice: Choice, works: dict[ArticleId, Work], redactor: Redactor) -> None:
        self._archive, self._choice, self.works, self.redactor = archive, choice, works, redactor
        self._texts: OrderedDict[EditionId, CutText] = OrderedDict()
        self._work = lru_cache(maxsize=_KEPT_TEXTS)(self._work_in)
        self._colours = annotate.colours(archive)

    def text(self, edition: EditionId) -> CutText:
        if edition not in self._texts:
            self._keep(self._archive.store.editions.get(edition))
        self._texts.move_to_end(edition)
        return self._texts[edition]

    def _keep(self, edition: Edition) -> None:
        self._texts[edition.id] = CutText(edition, self.redactor)
        if len(self._texts) > _KEPT_TEXTS:
            self._texts.popitem(last=False)

    def _foresee(self, editions: Sequence[EditionId]) -> None:
        """Reads texts that will be asked for in this order, in one query."""
        for edition in editions:
            if edition in self._texts:  # what is at hand stays
                self._texts.move_to_end(edition)
        for found in self._archive.store.editions.by_ids([each for each in editions if each not in self._texts]):
            self._keep(found)

    def excerpts(self, ids: Iterable[PassageId]) -> Iterator[Excerpt]:
        told = list(ids)
        return self.each(told, _Pages(self._archive, told))

    def each(self, ids: Iterable[PassageId], pages: "_Pages") -> Iterator[Excerpt]:
        for each in ids:
            passage = pages.passage(each)
            if passage is not None:
                if passage.edition not in self._texts:
                    self._foresee(pages.editions(passage))
                yield self.excerpt(passage)

    def excerpt(self, passage: Passage) -> Excerpt:
        text = self.text(passage.edition)
        anchor = text.anchor(passage.anchor)
        before, after = text.around(anchor.start, anchor.end, self._choice.context)
        excerpt = Excerpt(
            uid=passage.uid,
            work=self._work(passage.article, passage.edition),
            anchor=anchor,
            edition=text.sha512,
            state=passage.state,
            note=passage.note,
            tags=tuple([use.path for use in passage.tags]),
            colour=annotate.colour(passage, self._colours) or "",
            author=passage.author,
            created=passage.created,
            modified=passage.modified,
            before=before,
            after=after,
            locator=text.locator(anchor.start, anchor.end),
            uses=tuple([(use.path, use.author, use.created) for use in passage.tags]),
        )
        return records.said(excerpt, self.redactor) if self.redactor.rules else excerpt

    def _work_in(self, article: ArticleId, edition: EditionId) -> Work:
        """The article with the edition that a passage counts in; which bytes it came from is not told of what is redacted."""
        said = self.text(edition).edition
        original = "" if self.redactor.rules else said.original.sha512
        return replace(self.works[article], number=said.number, original=original)


def _groups(archive: Archive, reader: _Reader, choice: Choice, rows: Sequence[Row]) -> Iterator[Group]:
    if choice.grouping is Grouping.NONE:
        yield Group("", "", reader.excerpts(row.id for row in rows))
        return
    works = reader.works
    keys = _KEYS[choice.grouping]
    members: dict[str, list[PassageId]] = {}
    for row in rows:
        for key in keys(row, works):
            members.setdefault(key, []).append(row.id)
    order = list(members)
    definitions: dict[str, str] = {}
    if choice.grouping is Grouping.TAG:
        tree = codebook.tree(archive)
        places = {tag.path: place for place, tag in enumerate(tree)}
        definitions = {tag.path: tag.definition for tag in tree}
        order.sort(key=lambda key: places.get(key, len(places)))
    elif choice.grouping is Grouping.DATE:
        order.sort(key=lambda key: (key == UNDATED, key))
    titles: dict[str, str] = (
        {work.uid: work.title for work in works.values()} if choice.grouping is Grouping.ARTICLE else {}
    )
    pages = _Pages(archive, [each for key in order for each in members[key]])
    for key in order:
        heading = reader.redactor.line(_heading(choice.grouping, key, titles))
        definition = reader.redactor.line(definitions.get(key, ""))
        yield Group(reader.redactor.line(key), heading, reader.each(members[key], pages), definition)


def _year(row: Row, works: dict[ArticleId, Work]) -> list[str]:
    published = works[row.article].published
    try:
        earliest = edtf.parse(published).earliest if published else None
    except Invalid:  # an importer kept what EDTF cannot say
        earliest = None
    return [UNDATED if earliest is None else f"{earliest.year:04d}"]


_KEYS: dict[Grouping, Callable[[Row, dict[ArticleId, Work]], Sequence[str]]] = {
    Grouping.ARTICLE: lambda row, works: [works[row.article].uid],
    Grouping.TAG: lambda row, works: row.tags or (UNTAGGED,),
    Grouping.AUTHOR: lambda row, works: [row.author],
    Grouping.DATE: _year,
}


def _heading(grouping: Grouping, key: str, titles: Mapping[str, str]) -> str:
    if grouping is Grouping.ARTICLE:
        return titles.get(key) or "Untitled"
    if grouping is Grouping.TAG:
        return key.replace("/", " › ") or "Without a tag"
    if grouping is Grouping.DATE:
        return "Undated" if key == UNDATED else key
    return key or "Nobody named"


def _earlier(archive: Archive, current: Edition) -> Iterator[Edition]:
    for edition in reversed(archive.store.editions.summaries(current.article)):
        if edition.id != current.id:
            yield archive.store.editions.get(edition.id)


def _wholes(archive: Archive, reader: _Reader, chosen: Chosen) -> Iterator[Whole]:
    members: dict[ArticleId, list[PassageId]] = {}
    for row in chosen.rows:
        members.setdefault(row.article, []).append(row.id)
    with closing(shown.Taker(archive)) as taker:
        for article in chosen.articles:
            text = reader.text(archive.store.articles.get(article).edition)
            address = text.edition.original.sha512
            excerpts = sorted(
                reader.excerpts(members.get(article, ())), key=lambda each: (each.anchor.start, -each.anchor.end)
            )
            yield Whole(
                work=reader.works[article],
                text=text.text,
                blocks=tuple(text.blocks),
                excerpts=tuple(excerpts),
                edition=text.edition,
                sha512=text.sha512,
                data=None if text.redacted else partial(archive.store.originals.pieces, address),
                earlier=None if text.redacted else partial(_earlier, archive, text.edition),
                tags=tuple(records.path(told, reader.redactor) for told in archive.store.tags.of(article)),
                showing=Showing if text.redacted or not text.edition.pictures else partial(taker.of, text.edition),
            )
