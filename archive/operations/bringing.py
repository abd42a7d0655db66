"""Brings what another program wrote, or an export of ours, into the archive: one act, which one Change takes back.

Nothing here is overwritten. A text that an article has is matched to it; a passage, tag or memo that is here stays as it is
here, and where the file says otherwise, that is told. What is to become of everything is planned first (`bringing_plan`,
`bringing_marks`), then written in one transaction.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.progress import Progress
from archive.base.text import tag_key, visible
from archive.model.article import Verdict
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, EditionId, PassageId, TagId, new_uid
from archive.model.interchange import (
    Brought,
    Came,
    Incoming,
    IncomingMemo,
    IncomingSource,
    IncomingTag,
    Thing,
)
from archive.model.passage import COLOURS
from archive.model.rights import Rights
from archive.store.codebook import Entry
from archive.store.ledger import Difference, Draft

from . import anchoring, codebook, drafting, extracting, recording
from .bringing_marks import Mark, Marks, Pages
from .bringing_plan import Home, Place, Tags, Texts, Told, details, entry_of
from .bringing_sets import Made, Planned, Sets, Shelving, send

_READER = "interchange"
_EMPTY = ("There are no words in the text of this article.",)
_UNDO = "Undo: "
TITLE_CHARS = 500


def bring(
    archive: Archive, incoming: Incoming, *, path: str = "", progress: Progress | None = None
) -> tuple[Brought, Change]:
    """Brings everything in, in one transaction; `path` is where the file lay. Raises Cancelled, and then nothing came."""
    progress = progress or Progress()
    with archive.atomic():
        plan = _Plan(archive, incoming, progress)
        writer = _Writer(archive, plan, path, progress)
        change = writer.write()
        return plan.answer([writer.articles[source.key] for source in plan.kept]), change


def preview(archive: Archive, incoming: Incoming, *, progress: Progress | None = None) -> Brought:
    """What `bring` would answer; writes nothing. New articles have no id yet."""
    with archive.snapshot():
        plan = _Plan(archive, incoming, progress or Progress())
        return plan.answer([home.article for home in plan.homes.values() if home.article is not None])


class _Plan:
    """What becomes of each thing that comes in."""

    def __init__(self, archive: Archive, incoming: Incoming, progress: Progress) -> None:
        self.incoming, self._archive = incoming, archive
        self.told = Told()
        self.homes: dict[str, Home] = Texts(archive, self.told).homes(incoming, progress)
        self.kept = [source for source in incoming.sources if source.key in self.homes]
        tags = Tags(archive, self.told)
        self.places: dict[str, Place] = tags.places(incoming)
        self._changed_tags = len(tags.differing)
        self.marks_found = Marks(archive, self.homes, self.places, self.told, progress)
        self.marks: list[Mark] = self.marks_found.new(incoming)
        self._sets = Sets(archive, self.homes, self.told)
        self.sets: list[Planned] = self._sets.new(incoming)
        self.memo_uids = {memo.uid for memo in incoming.memos if memo.uid}
        self._pages = Pages(archive, self.told, self.uid_of)
        self.memos: list[IncomingMemo] = self._pages.new(incoming)
        self.told.differ("article", self._otherwise())

    def _otherwise(self) -> Iterator[str]:
        """The articles that are here otherwise: with other tags as a whole, or with other details than an item tells."""
        for home in self.homes.values():
            if home.article is None:
                continue
            here = set(self._archive.store.tags.of(home.article)) if home.source.text is not None else set()
            wanted = {self.places[key].path for key in home.source.tags if key in self.places}
            told = ["tags"] if home.source.text is not None and wanted - here else []
            article = self._archive.store.articles.get(home.article)
            if home.source.text is None:
                told += details(home.source.metadata, article)
            if told:
                yield f"“{visible(article.title)[:60]}”: {', '.join(told)}"

    def uid_of(self, thing: Thing) -> str | None:
        """The uid here of what a memo is about or leads to; None for what did not come."""
        kind, key = thing
        if kind == "article":
            home = self.homes.get(key)
            if home is None:
                return None
            return home.source.uid if home.article is None else self._archive.store.articles.get(home.article).uid
        if kind == "tag":
            place = self.places.get(key)
            if place is None:
                return None
            entry = place.entry or self._archive.store.codebook.entry(place.path)
            return place.tag.uid if entry is None else entry.uid
        coming = self.marks_found.uids if kind == "passage" else self.memo_uids
        return key if key in coming or self._archive.store.memos.exists(kind, key) else None

    def answer(self, ids: Sequence[ArticleId]) -> Brought:
        # An article that a file only names is none that it brings.
        texts = [home for home in self.homes.values() if home.source.text is not None]
        new = sum(home.article is None for home in texts)
        fresh = sum(place.new for place in self.places.values())
        return Brought(
            articles=Came(new, len(texts) - new),
            tags=Came(fresh, len(self.places) - fresh - self._changed_tags, self._changed_tags),
            passages=Came(len(self.marks), self.marks_found.same, self.marks_found.changed),
            memos=Came(len(self.memos), self._pages.same, self._pages.changed),
            collections=Came(self._sets.made, self._sets.same, self._sets.changed),
            collected=self._sets.put,
            lost=(*self.incoming.lost, *self.told.lost),
            notes=(*self.incoming.notes, *self.told.notes),
            differing=tuple(self.told.differing),
            ids=tuple(map(int, ids)),
        )


class _Writer:
    """Writes what is new, inside the transaction under way."""

    def __init__(self, archive: Archive, plan: _Plan, path: str, progress: Progress) -> None:
        self._archive, self._plan, self._path, self._progress = archive, plan, path, progress
        self._draft: Draft = archive.store.draft()
        self._at = clock.stamp()
        self._nobody = plan.incoming.origin[:200] or "unknown"
        self._entries: dict[str, Entry] = {}  # of the tags, by key
        self._editions: dict[ArticleId, EditionId] = {}  # of the articles that are made
        self.articles: dict[str, ArticleId] = {}
        self._made: list[ArticleId] = []
        self._collections: list[Made] = []

    def write(self) -> Change:
        for home in self._progress.over(self._plan.homes.values(), "Bringing in articles", len(self._plan.homes)):
            self.articles[home.source.key] = self._make(home.source) if home.article is None else home.article
        for place in self._plan.places.values():
            self._tag(place)
        self._relate()
        for mark in self._progress.over(self._plan.marks, "Bringing in passages"):
            self._mark(mark)
        for home in self._plan.homes.values():
            if home.article is None:
                self._tag_article(self.articles[home.source.key], home.source.tags)
        for memo in self._plan.memos:
            self._memo(memo)
        if self._plan.sets:
            shelving = Shelving(self._archive, self.articles, self._at)
            self._collections = [shelving.put(each) for each in self._plan.sets]
        for article in self._draft.articles():
            anchoring.follow(self._archive, article, self._draft)
        return self._change()

    def _change(self) -> Change:
        label = f"Bring in {self._plan.incoming.title[:80]}".strip()
        if not self._made and not self._collections:
            return recording.drafted(self._archive, label, self._draft)
        self._draft.queue()
        touched = self._draft.touched() | recording.on_articles(self._made)
        touched |= {("collection", int(made[0])) for made in self._collections}
        arguments: dict[str, Any] = {"label": label, "rows": self._draft.rows, "articles": list(map(int, self._made))}
        arguments["collections"] = self._collections
        return recording.record(self._archive, Change(label, touched, Act("send_back", arguments)))

    # Articles

    def _make(self, source: IncomingSource) -> ArticleId:
        store, text = self._archive.store, source.text
        assert text is not None
        original = store.originals.put(source.data, source.name, source.media_type)
        verdict, warnings = (Verdict.OK, ()) if text.text.strip() else (Verdict.PARTIAL, _EMPTY)
        article = store.articles.add(
            source.metadata, uid=source.uid, verdict=verdict, warnings=warnings, added=self._at
        )
        self._editions[article] = store.editions.add(
            article,
            text,
            original=original.sha512,
            encoding=source.encoding,
            importer=_READER,
            importer_version=1,
            reason="import",
            path=self._path,
            created=self._at,
        )
        store.originals.found_at(article, original.sha512, self._path, source.name, member=source.member, at=self._at)
        said = source.rights
        columns: dict[str, Any] = {"note": source.note} if source.note else {}
        if said != Rights():
            columns |= {"rights": said.rights, "sensitivity": str(said.sensitivity), "embargo": said.embargo}
        if source.starred:
            columns["starred"] = 1
        if source.read:
            columns["read_at"] = self._at
        if columns:
            store.articles.update(article, **columns)
        self._made.append(article)
        return article

    def _tag_article(self, article: ArticleId, tags: Sequence[str]) -> None:
        for tag in {self._entries[key].id for key in tags if key in self._entries}:
            self._draft.insert("article_tags", {"tag": tag, "article": article})

    # Tags

    def _tag(self, place: Place) -> None:
        if place.entry is not None:
            self._entries[place.tag.key] = place.entry
            return
        if place.new:
            self._add_tag(place.tag, place.path)
        self._entries[place.tag.key] = entry_of(self._archive, place.path)

    def _add_tag(self, tag: IncomingTag, path: str) -> None:
        above = path.rpartition("/")[0]
        if above:
            drafting.ensure_tag(self._archive, self._draft, above)
        uid = tag.uid or new_uid()
        row = {"uid": uid, "path": path, "key": tag_key(path), "kept": 1}
        if tag.colour in COLOURS:
            row["colour"] = tag.colour
        self._draft.insert("tags", row)
        entry = entry_of(self._archive, path)
        codebook.describe(self._archive, self._draft, entry, tag.definition, tag.use_when, tag.not_when)

    def _relate(self) -> None:
        for place in self._plan.places.values():
            for other in place.tag.related:
                # Of two tags that are here, it was decided here what they have to do with each other.
                one, two = self._entries[place.tag.key], self._entries.get(other)
                if two is None or two.id == one.id:
                    continue
                if place.entry is None or self._plan.places[other].entry is None:
                    codebook.pair(self._archive, self._draft, one.id, two.id)

    # Passages

    def _mark(self, mark: Mark) -> None:
        passage, article = mark.passage, self.articles[mark.passage.source]
        edition = mark.edition or self._editions[article]
        created = passage.created or self._at
        author = " ".join(passage.author.split()) or self._nobody
        row = anchoring.placed(edition, mark.anchor) | {
            "uid": passage.uid or new_uid(),
            "article": article,
            "colour": passage.colour if passage.colour in COLOURS else None,
            "author": author,
            "created": created,
            "modified": passage.modified or created,
            "note": passage.note,
        }
        made = PassageId(self._draft.insert("passages", row))
        tags: dict[TagId, tuple[Entry, str, str]] = {}
        for use in passage.tags:
            entry = self._entries.get(use.tag)
            if entry is not None:
                tags.setdefault(entry.id, (entry, " ".join(use.author.split()) or author, use.created or created))
        for position, (entry, by, at) in enumerate(tags.values(), 1):
            if not entry.kept:
                drafting.ensure_tag(self._archive, self._draft, entry.path)
            use_row = {"passage": made, "tag": entry.id, "article": article, "definition": entry.version}
            self._draft.insert("passage_tags", use_row | {"author": by, "created": at, "position": position})

    # Memos

    def _memo(self, memo: IncomingMemo) -> None:
        title, text = _title(memo)
        about = None if memo.about is None else self._plan.uid_of(memo.about)
        created = memo.created or self._at
        kind = memo.about[0] if memo.about is not None and about is not None else None
        row = {"uid": memo.uid or new_uid(), "title": title, "text": text, "kind": kind, "target": about}
        made = {"author": memo.author or self._nobody, "created": created, "modified": memo.modified or created}
        id = self._draft.insert("memos", row | made)
        for link in dict.fromkeys(memo.links):
            target = self._plan.uid_of(link)
            if target is not None:
                self._draft.insert("memo_links", {"memo": id, "kind": link[0], "target": target})


def _title(memo: IncomingMemo) -> tuple[str, str]:
    """The title in one line, and the text; what a title has no room for stands at the beginning of the text."""
    line = " ".join(memo.title.split()) or " ".join(memo.text.strip().split("\n")[0].split())[:80]
    if len(line) <= TITLE_CHARS:
        return line, memo.text
    return line[:TITLE_CHARS].rstrip(), f"{line}\n\n{memo.text}".rstrip()


def send_back(
    archive: Archive,
    label: str,
    rows: Sequence[Difference],
    articles: Sequence[int],
    collections: Sequence[Made] = (),
    *,
    back: bool = True,
) -> Change:
    """Takes back what `bring` did, in one transaction: its rows, and to the trash with the articles that it made (`back` False:
    brings all of it again). Raises Invalid with a sentence, and changes nothing, when something was changed since.
    """
    with archive.atomic():
        ids = [ArticleId(article) for article in articles]
        if not back:
            _shelve(archive, ids, None)
        send(archive, collections, back=back)
        draft = archive.store.draft()
        draft.take_back(rows)
        for article in draft.articles():
            anchoring.follow(archive, article, draft)
        extracting.freshen(archive, draft.articles())
        if back:
            _shelve(archive, ids, clock.stamp())
        draft.queue()
        undone = label.removeprefix(_UNDO) if label.startswith(_UNDO) else _UNDO + label
        arguments = {"label": undone, "rows": draft.rows, "articles": list(articles), "back": not back}
        arguments["collections"] = list(collections)
        touched = draft.touched() | recording.on_articles(ids) | {("event", 0), ("figure", 0)}
        touched |= {("collection", int(made[0])) for made in collections}
        return recording.record(archive, Change(undone, touched, Act("send_back", arguments)))


def _shelve(archive: Archive, ids: Sequence[ArticleId], trashed_at: str | None) -> None:
    for article in ids:
        archive.store.articles.update(article, trashed_at=trashed_at)
