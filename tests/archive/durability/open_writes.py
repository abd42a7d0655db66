"""Every kind of write that an open archive knows, as acts that choose for themselves what they do and to what."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.importers.registry import read
from archive.model.article import Imported, Source
from archive.model.ids import ArticleId
from archive.model.lexicon import Entry, EntryKind
from archive.model.search import Scope
from archive.model.taught import Spot, TaughtRule
from archive.operations import (
    acts,
    annotate,
    codebook,
    collect,
    comparing,
    curate,
    editions,
    events,
    extracting,
    figures,
    grouping,
    history,
    indexing,
    ingest,
    judging,
    lexicon,
    memos,
    origins,
    taught,
    timeline,
    window_state,
)
from archive.operations.backups import making
from archive.operations.exchange import bundling, foreign, resolving

_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")
_TAGS = ("water", "water/locks", "water/locks/gates", "night", "coal", "route")


class Readers:
    """The importers in this process: what is tested here is the archive, and a reader that outlives a kill has its own test."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            yield source, read(source)

    def close(self) -> None:
        pass


class Desk:
    """Who writes: by chance, with a folder for files to take in, and what others wrote."""

    def __init__(self, chance: random.Random, folder: Path) -> None:
        self.chance, self.folder, self._files = chance, folder, 0
        folder.mkdir(parents=True, exist_ok=True)

    def file(self) -> Path:
        """A text of its own, with a word in its title that no other has, dates, numbers and a letter beyond ASCII."""
        self._files += 1
        word, year, boats = self.word(), self.chance.randint(1950, 2020), self.chance.randint(10, 900)
        filler = " ".join(self.word(4000) for _ in range(self.chance.choice((20, 60, 300))))
        path = self.folder / f"{self._files:04}-{word}.txt"
        path.write_text(
            f"Title {word} here\n\nIn {year}, {boats} barges passed the lock at the café of {word}.\n\n"
            f"On 4 May {year} its gate was opened, and {boats + 40} barges waited. {filler}.\n"
        )
        return path

    def word(self, many: int = 10**12) -> str:
        """A word that no stemmer touches; of as many there are, the same one is hardly met twice."""
        number, word = self.chance.randrange(many), "q"
        while number:
            number, rest = divmod(number, len(_SYLLABLES))
            word += _SYLLABLES[rest]
        return word + "x"

    def one(self, of: Sequence[object], what: str) -> object:
        if not of:
            raise WaystationError(f"no {what}")
        return self.chance.choice(of)

    def article(self, archive: Archive) -> ArticleId:
        return ArticleId(int(str(self.one(sorted(archive.store.articles.ids(Scope())), "article"))))

    def passage(self, archive: Archive) -> str:
        return str(self.one(sorted(each.uid for each in annotate.passages(archive, limit=None)), "passage"))

    def tag(self, archive: Archive) -> str:
        return str(self.one(sorted(codebook.paths(archive)), "tag"))

    def mention(self, archive: Archive) -> str:
        return str(self.one(sorted(each.uid for each in timeline.mentions(archive)), "date"))

    def figure(self, archive: Archive) -> str:
        return str(self.one(sorted(each.uid for each in figures.figures(archive)), "figure"))


Act = Callable[[Archive, Desk], object]


def _bring_in(archive: Archive, desk: Desk) -> None:
    paths = [desk.file() for _ in range(desk.chance.choice((1, 1, 3, 8)))]
    report = ingest.run(archive, paths, pool=Readers())
    assert {each.status for each in report.files} == {"added"}, report


def _edit(archive: Archive, desk: Desk) -> None:
    article = desk.article(archive)
    match desk.chance.randrange(5):
        case 0:
            curate.edit(
                archive, article, byline=[f"Ada {desk.word(99)}"], published=f"{desk.chance.randint(1990, 2020)}-03"
            )
        case 1:
            curate.star(archive, [article], desk.chance.random() < 0.5)
        case 2:
            curate.note(archive, article, f"note {desk.word()}")
        case 3:
            curate.set_rights(archive, [article], sensitivity="open", rights=f"asked {desk.word(99)}")
        case _:
            curate.read(archive, [article], desk.chance.random() < 0.5)


def _mark(archive: Archive, desk: Desk) -> None:
    article = desk.article(archive)
    length = len(archive.store.editions.current(article).text)
    start = desk.chance.randrange(length - 12)
    annotate.mark(archive, article, start, start + 10, note=f"note {desk.word()}", tags=desk.chance.sample(_TAGS, 2))


def _change_passage(archive: Archive, desk: Desk) -> None:
    uid = desk.passage(archive)
    match desk.chance.randrange(6):
        case 0:
            annotate.set_note(archive, uid, f"other {desk.word()}")
        case 1:
            annotate.tag(archive, [uid], desk.chance.choice(_TAGS))
        case 2:
            annotate.untag(archive, [uid], annotate.find(archive, uid).tags[0].path)
        case 3:
            annotate.set_colour(archive, [uid], desk.chance.choice(("sky", "leaf", None)))
        case 4:
            annotate.move_edges(archive, uid, desk.chance.randrange(10), desk.chance.randrange(12, 24))
        case _:
            annotate.unmark(archive, [uid])


def _change_tag(archive: Archive, desk: Desk) -> None:
    path = desk.tag(archive)
    match desk.chance.randrange(5):
        case 0:
            codebook.define(archive, path, f"means {desk.word()}")
        case 1:
            codebook.rename(archive, path, f"t{desk.word()}")
        case 2:
            codebook.move(archive, path, None if "/" in path else desk.tag(archive))
        case 3:
            codebook.add(archive, f"new {desk.word()}", definition="What it is.")
        case _:
            codebook.remove(archive, path, "untag")


def _delete(archive: Archive, desk: Desk) -> None:
    article = desk.article(archive)
    curate.trash(archive, [article])
    match desk.chance.randrange(3):
        case 0:
            curate.restore(archive, [article])
        case 1:
            curate.purge(archive, [article])


def _memo(archive: Archive, desk: Desk) -> None:
    there = memos.memos(archive)
    if not there or desk.chance.random() < 0.4:
        memos.create(
            archive,
            f"Memo {desk.word()}",
            "text",
            about=("article", str(archive.store.articles.get(desk.article(archive)).uid)),
        )
    elif desk.chance.random() < 0.7:
        memos.edit(archive, there[0].uid, text=f"text {desk.word()}")
    else:
        memos.delete(archive, there[0].uid)


def _collect(archive: Archive, desk: Desk) -> None:
    if desk.chance.random() < 0.5:
        collect.create_with(archive, f"Shelf {desk.word()}", [desk.article(archive)])
    else:
        collect.save_search(archive, f"Search {desk.word()}", "barges AND gate")


def _settings(archive: Archive, desk: Desk) -> None:
    window_state.keep(archive, {"view": "library", "search": desk.word()})
    curate.remember_position(archive, desk.article(archive), desk.chance.randrange(30))


def _event(archive: Archive, desk: Desk) -> None:
    match desk.chance.randrange(4):
        case 0:
            events.confirm(archive, [desk.mention(archive)])
        case 1:
            events.correct(archive, desk.mention(archive), f"{desk.chance.randint(1950, 2020)}-06", label="Opened")
        case 2:
            events.add(
                archive, edtf=f"{desk.chance.randint(1950, 2020)}-07", label=f"Seen {desk.word()}", tags=["night"]
            )
        case _:
            events.reject(archive, [desk.mention(archive)])


def _figure(archive: Archive, desk: Desk) -> None:
    uid = desk.figure(archive)
    match desk.chance.randrange(5):
        case 0:
            judging.confirm(archive, [uid])
        case 1:
            judging.reject(archive, [uid])
        case 2:
            judging.correct(archive, uid, value=float(desk.chance.randint(1, 900)), note="as printed")
        case 3:
            grouping.name_series(archive, figures.find(archive, uid).series, f"Barges {desk.word()}")
        case _:
            comparing.settle(archive)
            found = comparing.findings(archive)
            grouping.silence(archive, str(desk.one([each.uid for each in found], "finding")), "counted otherwise")


def _rule(archive: Archive, desk: Desk) -> None:
    match desk.chance.randrange(4):
        case 0:
            lexicon.add(archive, Entry(EntryKind.WORDS, f"boats {desk.word()}", (f"hulls {desk.word()}",)))
        case 1:
            lexicon.remove(archive, [str(lexicon.entries(archive)[0].uid)])
        case 2:
            site = f"{desk.word()}.example"
            taught.teach(
                archive, TaughtRule(f"Byline of {site}", site, "byline", Spot(label="Words:", before="Words:"))
            )
        case _:
            taught.remove(archive, [str(taught.rules(archive)[0].uid)])


def _edition(archive: Archive, desk: Desk) -> None:
    article = desk.article(archive)
    encoding = "cp1252" if archive.store.editions.current(article).encoding.lower().startswith("utf") else "utf-8"
    editions.reread(archive, article, encoding, pool=Readers())


def _index(archive: Archive, desk: Desk) -> None:
    """One article after the other gets a segment of its own, and segments are joined."""
    for _ in range(desk.chance.randint(1, 4)):
        with archive.atomic():
            archive.outbox.put(desk.article(archive))
        archive.index.index_batch(1)
    if desk.chance.random() < 0.1:
        archive.index.drop()
        archive.index.catch_up()


def _join(archive: Archive, desk: Desk) -> None:
    """So many segments of one document that some of them are joined."""
    for _ in range(4):
        _change_and_index(archive, desk)


def _change_and_index(archive: Archive, desk: Desk) -> None:
    curate.note(archive, desk.article(archive), f"note {desk.word()}")
    archive.index.index_batch(1)


def _others(archive: Archive, desk: Desk) -> Path:
    """What somebody did with a copy of the archive, as a bundle or as the archive itself."""
    folder = desk.folder / f"others-{desk.word()}"
    folder.mkdir()
    path = folder / "theirs.waystation"
    making.back_up(archive, path)
    with Archive.open(path, key=archive.key) as theirs:
        for act in (_mark, _change_passage, _change_tag, _edit, _event, _figure, _memo, _bring_in, _change_passage):
            attempt(act, theirs, desk)
        # The same note said otherwise here and there: what has to be decided.
        for uid in [each.uid for each in annotate.passages(theirs, limit=2)]:
            annotate.set_note(theirs, uid, f"theirs {desk.word()}")
        if archive.key is None and desk.chance.random() < 0.5:
            return path
        bundle = folder / "theirs.waystation-bundle"
        bundling.bundle(theirs, bundle, override=True)
    return bundle


def _contradict(archive: Archive, desk: Desk) -> None:
    for uid in [each.uid for each in annotate.passages(archive, limit=2)]:
        annotate.set_note(archive, uid, f"mine {desk.word()}")


def _merge(archive: Archive, desk: Desk) -> None:
    path = _others(archive, desk)
    _contradict(archive, desk)
    _, change = foreign.bring(archive, path)
    if desk.chance.random() < 0.5 and change.inverse is not None:
        back = acts.perform(archive, change.inverse)
        if desk.chance.random() < 0.5 and back.inverse is not None:
            acts.perform(archive, back.inverse)


def _resolve(archive: Archive, desk: Desk) -> None:
    found = resolving.conflicts(archive)
    if not found:
        _merge(archive, desk)
        found = resolving.conflicts(archive)
    each = desk.chance.choice(found)
    resolving.resolve(archive, each.kind, each.uid, each.field, 0)


def _merge_tags(archive: Archive, desk: Desk) -> None:
    codebook.merge(archive, desk.tag(archive), desk.tag(archive))


def _undo(archive: Archive, desk: Desk) -> None:
    row = desk.one([each.id for each in history.page(archive, limit=5)], "act")
    history.revert(archive, int(str(row)))


def _origin(archive: Archive, desk: Desk) -> None:
    origins.link(archive, desk.article(archive), desk.article(archive))


def _derive(archive: Archive, desk: Desk) -> None:
    """Dates, figures, likenesses and findings are worked out anew."""
    with archive.atomic():
        archive.store.extraction.put([desk.article(archive)])
    extracting.settle(archive)
    indexing.settle(archive)


def _swell(archive: Archive, desk: Desk) -> None:
    """Some megabytes that do not compress: so that what writes the whole file anew takes a while."""
    with archive.atomic():
        for number in range(8):
            archive.store.originals.put(desk.chance.randbytes(500_000), f"{number}.bin", "application/octet-stream")


OPEN: dict[str, Act] = {
    "import": _bring_in,
    "edit": _edit,
    "mark": _mark,
    "change a passage": _change_passage,
    "change a tag": _change_tag,
    "merge tags": _merge_tags,
    "delete": _delete,
    "memo": _memo,
    "collect": _collect,
    "settings": _settings,
    "event": _event,
    "figure": _figure,
    "rule": _rule,
    "edition": _edition,
    "origin": _origin,
    "undo": _undo,
    "index": _index,
    "derive": _derive,
    "merge a bundle": _merge,
    "resolve": _resolve,
}


BESIDES: dict[str, Act] = {"swell": _swell, "index and join": _join}


def attempt(act: Act, archive: Archive, desk: Desk) -> bool:
    """Whether it could be done: what a person could not do either is passed over, as long as nothing worse is the matter."""
    try:
        act(archive, desk)
        return True
    except (WaystationError, IndexError):
        return False
