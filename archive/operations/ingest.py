"""Takes articles in: files, folders and patterns, or what was pasted; reads an article again under another encoding.

A newcomer starts here. Files are read in confined child processes (`archive.confinement`), saved in small transactions, and
answered for only after their COMMIT: what is reported is on the disk. Files of other programs, and our own exports, that bring
texts with passages and tags, are `bringing`'s: each is one act. What lies inside a container (a ZIP file, a mailbox, a web archive) is
read and saved like files of their own, right behind it. One bad file costs itself only. Files are never moved,
changed or deleted; a file that is refused leaves its name and the reason in the review, and nothing else.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from archive.archive import Archive
from archive.base import collector
from archive.base.errors import ArchiveInUse, DiskFull, ReadOnly, Unreadable, WaystationError
from archive.base.progress import Progress
from archive.base.text import sha512, storable
from archive.model.article import Evidence, Imported, Metadata, Source
from archive.model.change import Change
from archive.model.interchange import Incoming
from archive.model.protocols import ReaderPool

from . import beside, bringing, identity, illustrating, indexing, mates, members, review, saving, tables, taught
from .editions import put_back, reread
from .gathering import Found, gather, load
from .members import Allowance
from .reading import read_one, readers, require_encoding
from .saving import FileReport, Known, Read, Status, told

__all__ = ["FileReport", "Report", "Status", "paste", "put_back", "readers", "reread", "run", "told"]

_BATCH_FILES = 50
_MANY_FILES = 200  # where no window waits for a commit: a page of an index is written once for all of them
_BATCH_BYTES = 4 * 1024**2
_LEFT_OUT = "This table was left out: its columns were not chosen."
_BATCH_SECONDS = 0.5  # an answer does not wait longer than this for others to be saved with it


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every file, in the order met. `warnings` tell what folders held besides; `changes` are the acts that brought
    in files of other programs.
    """

    files: tuple[FileReport, ...]
    elapsed_ms: float
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def run(
    archive: Archive,
    paths: Sequence[Path | str],
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
    encoding: str | None = None,
    columns: tables.Chosen | None = None,
    pool: ReaderPool | None = None,
    reported: Callable[[FileReport], None] | None = None,
    accepted: bool = False,
    mate: mates.Beside | None = None,
    few: bool = True,
) -> Report:
    """Imports files, folders (with all below them) and glob patterns.

    `encoding` overrides detection for all of them, `columns` says what those of tables are. `reported` is called with each answer once it is on the disk.
    `dry_run` writes nothing and says what would happen. What comes in is to be reviewed, unless it is `accepted`. `mate` begins to read
    dates and figures of what is saved while other files are still coming in: where no window, and so no indexer, does that. Not `few`: a few
    articles are left for who called this process to index. Raises ReadOnly, Invalid (unknown encoding) and Cancelled, after which what was reported stays. When the disk is full the rest is refused
    with that sentence.
    """
    started = time.perf_counter()
    progress = progress or Progress()
    require_encoding(encoding)
    require_writable(archive, dry_run=dry_run)
    gathering = gather(paths)
    intake = _Intake(archive, progress, len(gathering.files), dry_run, reported, columns, accepted=accepted, mate=mate)
    with ExitStack() as stack:
        stack.enter_context(collector.rarely())
        pool = pool or stack.enter_context(readers())
        intake.take(pool, gathering.files, encoding)
    if few and not dry_run:
        indexing.index_few(archive)
    elapsed_ms = (time.perf_counter() - started) * 1000
    return Report(tuple(intake.reports), elapsed_ms, gathering.warnings(), tuple(intake.changes))


def require_writable(archive: Archive, *, dry_run: bool = False) -> None:
    """Raises ReadOnly where an import, unless it is a `dry_run`, could save nothing."""
    if archive.read_only and not dry_run:
        raise ReadOnly(f"{archive.path.name} is open for reading only.", archive.read_only_reason or "")


def paste(
    archive: Archive,
    text_or_html: str,
    *,
    html: bool = False,
    title: str | None = None,
    url: str | None = None,
    pool: ReaderPool | None = None,
) -> Report:
    """Imports text, HTML or another program's JSON from the clipboard; `title` and `url` count as entered by a person."""
    started = time.perf_counter()
    name = "Pasted page.html" if html else "Pasted text.txt"
    rules = taught.in_force(archive)
    source = Source(storable(text_or_html).encode("utf-8"), name, encoding="utf-8", rules=rules, address=url or "")
    imported = _entered(read_one(source, pool), title, url)
    if imported.incoming is not None:
        came, change = bringing.bring(archive, imported.incoming)
        indexing.index_few(archive)
        elapsed_ms = (time.perf_counter() - started) * 1000
        return Report((saving.brought(source, imported, came),), elapsed_ms, (), (change,) if change.touched else ())
    with archive.atomic():
        report = saving.save(archive, Read(source, imported))
        saving.journal_import(archive, [report])
        review.note(archive, [report])
    indexing.index_few(archive)
    return Report((report,), (time.perf_counter() - started) * 1000)


_Item = FileReport | Known | Read


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file that needs a reader; `told` is what the container tells of it that it lies in."""

    source: Source
    told: Metadata


class _Intake:
    """One run of an import: files in, answers out, in order, each after its commit."""

    def __init__(
        self,
        archive: Archive,
        progress: Progress,
        total: int,
        dry_run: bool,
        reported: Callable[[FileReport], None] | None,
        columns: tables.Chosen | None,
        *,
        accepted: bool,
        mate: mates.Beside | None,
    ) -> None:
        self.reports: list[FileReport] = []
        self.changes: list[Change] = []
        self._archive = archive
        self._progress = progress
        self._total = total
        self._dry_run = dry_run
        self._reported = reported
        self._accepted = accepted
        self._mate = mate
        self._columns = columns
        self._batch: list[_Item] = []
        self._most = _BATCH_FILES if mate is None else _MANY_FILES
        self._batch_bytes = 0
        self._batch_began = 0.0
        self._rules = taught.in_force(archive)
        self._previewed: set[str] = set()  # addresses of new files, so that a dry run tells duplicates among them
        self._stopped_by: WaystationError | None = None

    def take(self, pool: ReaderPool, files: Sequence[Found], encoding: str | None) -> None:
        self._progress.report(0, self._total, "")
        self._read(pool, (self._file(found, encoding) for found in files), 0, None)
        self._commit()

    def _read(
        self, pool: ReaderPool, items: Iterator[FileReport | Known | _Asked], depth: int, allowance: Allowance | None
    ) -> None:
        """Answers for the items in order; what needs no reader waits for what stands before it."""
        waiting: deque[_Item | _Asked] = deque()

        def asked() -> Iterator[Source]:
            for item in items:
                self._progress.check()
                waiting.append(item)
                if isinstance(item, _Asked):
                    yield item.source
                else:
                    self._pass(waiting)

        for source, imported in pool.read(asked()):
            self._pass(waiting)
            item = waiting.popleft()
            assert isinstance(item, _Asked)
            inside = allowance or Allowance()
            imported = beside.only_held(source, self._settled(pool, source, imported))
            imported = members.within(members.described(imported, item.told), inside, depth)
            self._put(Read(source, imported), len(source.data))
            if imported.members:
                self._total += sum(1 for _ in members.pages(imported))
                inner = (self._member(each, told) for each, told in members.sources(source, imported))
                self._read(pool, inner, depth + 1, inside)
        self._pass(waiting)

    def _settled(self, pool: ReaderPool, source: Source, imported: Imported) -> Imported:
        """A table with columns as they were chosen before; what is chosen now is kept for the next one."""
        if imported.table is not None and imported.members and source.columns and not self._dry_run:
            tables.keep(self._archive, imported.table, imported.table.columns)
        return tables.settled(self._archive, source, imported, pool)

    def _file(self, found: Found, encoding: str | None) -> FileReport | Known | _Asked:
        path = storable(str(found.path))
        try:
            if self._stopped_by is not None:
                raise self._stopped_by
            if found.error is not None:
                raise Unreadable(found.error)
            if tables.is_left_out(self._columns, found.path):
                raise Unreadable(_LEFT_OUT)
            columns = tables.choice_of(self._columns, found.path)
            name = storable(found.path.name)
            source = Source(load(found.path), name, path, encoding=encoding, rules=self._rules, columns=columns)
        except WaystationError as error:
            return saving.refused(path, str(error))
        return self._asked(beside.with_files(source, found.path, found.folder, found.companions), Metadata())

    def _member(self, source: Source, told: Metadata) -> FileReport | Known | _Asked:
        if self._stopped_by is not None:
            return saving.refused(source.path, str(self._stopped_by), source.member)
        return self._asked(replace(source, rules=self._rules, address=told.url or ""), told)

    def _asked(self, source: Source, told: Metadata) -> Known | _Asked:
        """What needs no reader: bytes that the archive has, unless pictures lie beside them that it has not."""
        known = saving.known(self._archive, source)
        if known is None:
            return _Asked(source, told)
        again = illustrating.asked(self._archive, known.article, known.address, source)
        return known if again is None else _Asked(again, told)

    def _pass(self, waiting: "deque[_Item | _Asked]") -> None:
        while waiting and not isinstance(waiting[0], _Asked):
            item = waiting.popleft()
            assert not isinstance(item, _Asked)
            self._put(item, 0)

    def _put(self, item: _Item, size: int) -> None:
        if isinstance(item, Read) and item.imported.incoming is not None:
            self._commit()
            self._bring(item, item.imported.incoming)
            return
        if not self._batch:
            self._batch_began = time.monotonic()
        self._batch.append(item)
        self._batch_bytes += size
        late = time.monotonic() - self._batch_began > _BATCH_SECONDS
        if late or len(self._batch) >= self._most or self._batch_bytes >= _BATCH_BYTES:
            self._commit()

    def _commit(self) -> None:
        """Saves the batch and answers for it. A disk that takes no more refuses all of it and everything after."""
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        try:
            answers = self._preview(batch) if self._dry_run else self._save(batch)
        except (DiskFull, ReadOnly, ArchiveInUse) as error:
            self._stopped_by = error
            answers = [_failed(item, error) for item in batch]
        self._answer(answers)

    def _answer(self, answers: Sequence[FileReport]) -> None:
        for answer in answers:
            self.reports.append(answer)
            if self._reported is not None:
                self._reported(answer)
        if answers:
            self._progress.report(len(self.reports), self._total, answers[-1].path)

    def _bring(self, item: Read, incoming: Incoming) -> None:
        """Brings in what a file of another program holds: an act of its own."""
        try:
            if self._dry_run:
                came = bringing.preview(self._archive, incoming, progress=self._progress)
            else:
                came, change = bringing.bring(self._archive, incoming, path=item.source.path, progress=self._progress)
                self.changes += [change] if change.touched else []
            answer = saving.brought(item.source, item.imported, came)
        except (DiskFull, ReadOnly, ArchiveInUse) as error:
            self._stopped_by = error
            answer = _failed(item, error)
        self._answer([answer])

    def _save(self, batch: list[_Item]) -> list[FileReport]:
        if not batch:
            return []
        with self._archive.atomic():
            added: list[illustrating.Added] = []
            answers = [item if isinstance(item, FileReport) else self._save_one(item, added) for item in batch]
            saving.journal_import(self._archive, answers)
            change = illustrating.recorded(self._archive, added)
            review.note(self._archive, answers, accepted=self._accepted)
        self.changes += [change] if change is not None else []
        if self._mate is not None:
            self._mate.glance()
        return answers

    def _save_one(self, item: Known | Read, added: list[illustrating.Added]) -> FileReport:
        """Saves a file; what a page that was known brings beside it goes to `added`."""
        answer = saving.save(self._archive, item)
        if not isinstance(item, Read) or answer.status is not Status.DUPLICATE or answer.id is None:
            return answer
        brought = illustrating.add(self._archive, answer.id, item.source, item.imported)
        if brought is None:
            return answer
        added.append(brought)
        return _with_pictures(answer, brought.count, illustrating.sentence(brought.count))

    def _preview(self, batch: list[_Item]) -> list[FileReport]:
        with self._archive.snapshot():
            return [item if isinstance(item, FileReport) else self._preview_one(item) for item in batch]

    def _preview_one(self, item: Known | Read) -> FileReport:
        answer = saving.preview(self._archive, item)
        if isinstance(item, Read) and answer.status is Status.ADDED:
            address = sha512(item.source.data)
            if address in self._previewed:
                return replace(answer, status=Status.DUPLICATE)
            self._previewed.add(address)
        if not isinstance(item, Read) or answer.status is not Status.DUPLICATE or answer.id is None:
            return answer
        new = len(illustrating.lacking(self._archive, answer.id, item.source, item.imported))
        return _with_pictures(answer, new, illustrating.sentence(new, future=True)) if new else answer


def _failed(item: _Item, error: WaystationError) -> FileReport:
    if isinstance(item, FileReport):
        return item
    return saving.refused(item.source.path, str(error), item.source.member)


def _with_pictures(answer: FileReport, count: int, sentence: str) -> FileReport:
    return replace(answer, pictures=count, warnings=(*answer.warnings, sentence))


def _entered(imported: Imported, title: str | None, url: str | None) -> Imported:
    """The record with what a person said of it."""
    metadata, proofs = imported.metadata, dict(imported.metadata.evidence)
    for name, value in (("title", title), ("url", url)):
        if value and value.strip():
            proofs[name] = Evidence(value.strip(), None, None, identity.ENTERED, 1.0)
    entered = {name: proof.value for name, proof in proofs.items() if proof.rule == identity.ENTERED}
    title, url = entered.get("title", metadata.title), entered.get("url", metadata.url)
    return replace(imported, metadata=replace(metadata, title=title, url=url, evidence=proofs))
