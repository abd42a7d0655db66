"""Which passages are shown and in which order: asked for in the background, the newest wins, rows as they are looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.ids import ArticleId, PassageId
from archive.model.passage import PassageFilter, PassageSort
from archive.operations import annotate, browse, codebook
from desktop.context import Context
from desktop.models.passages import PAGE_ROWS, Listing, PassagesModel, Row, Section
from desktop.wording import one_line

from .words import cell, group_label, spoken

GROUPINGS = (
    ("", "No groups"),
    ("tag", "Tag"),
    ("article", "Article"),
    ("author", "Author"),
    ("day", "Day"),
    ("state", "State"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked to show. `group` is one of `GROUPINGS`; `sort` holds inside of each group."""

    filter: PassageFilter = annotate.EVERY
    sort: PassageSort = PassageSort.PLACE
    group: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A listing with its first rows; `everything` counts the passages without any filter."""

    listing: Listing
    rows: list[Row]
    everything: int


class PassageLister(QObject):
    """Owns the model. `listed(Answer)` follows every new listing, `rows_changed` when rows came or changed."""

    listed = Signal(object)
    rows_changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.wanted = Wanted()
        self.answer: Answer | None = None
        self.model = PassagesModel(spoken, cell, self)
        self.model.writable = not context.archive.read_only
        self.model.wanted.connect(self._fetch)

    def show(self, wanted: Wanted, near: int = 0, then: Callable[[], object] | None = None) -> None:
        """Lists what is wanted, with the rows about the id number `near` at once; `then` follows."""
        self.wanted = wanted
        archive = self._context.archive

        def done(answer: Answer) -> None:
            self.answer = answer
            self.model.show_listing(answer.listing, answer.rows)
            self.listed.emit(answer)
            if then is not None:
                then()

        self._context.jobs.latest(
            ("passages", id(self)), lambda progress: answered(archive, wanted, near, progress), done=done, owner=self
        )

    def again(self, near: int = 0, then: Callable[[], object] | None = None) -> None:
        self.show(self.wanted, near, then)

    def refresh_rows(self, ids: Sequence[PassageId]) -> None:
        """Shows passages anew that did not change their place in the list."""
        self._fetch(list(ids))

    def _fetch(self, ids: list[PassageId]) -> None:
        generation, archive = self.model.generation, self._context.archive

        def done(rows: list[Row]) -> None:
            self.model.fill(generation, ids, rows)
            self.rows_changed.emit()

        self._context.jobs.run(lambda _: rows_of(archive, ids), done=done, owner=self)

    def settled_by(self, change: Change) -> bool:
        """Whether showing the loaded rows anew is enough: a note or the like, and nothing in force that looks at it."""
        ids = {number for kind, number in change.touched if kind == "passage"}
        wanted = self.wanted
        plain = wanted.filter == PassageFilter() and wanted.group in ("", "article", "author", "day")
        return bool(ids) and 0 not in ids and plain and wanted.sort is not PassageSort.MODIFIED


def answered(archive: Archive, wanted: Wanted, near: int, progress: Progress) -> Answer:
    """The whole listing, and the rows about one of its numbers."""
    with archive.snapshot():
        together = "" if wanted.group == "tag" else wanted.group  # a passage stands under each of its tags
        ids = annotate.passage_ids(archive, wanted.filter, sort=wanted.sort, group=together)
        progress.check()
        listing = _grouped(archive, wanted, ids) if wanted.group else Listing(ids)
        first = max(0, min(near, len(listing.ids) - 1) - PAGE_ROWS // 2)
        rows = rows_of(archive, listing.ids[first : first + PAGE_ROWS])
        everything = len(ids) if wanted.filter == PassageFilter() else annotate.count(archive)
        return Answer(listing, rows, everything)


def rows_of(archive: Archive, ids: Sequence[PassageId]) -> list[Row]:
    """Passages with what they are shown with."""
    with archive.snapshot():
        found = annotate.by_ids(archive, ids)
        articles = browse.articles(archive, sorted({passage.article for passage in found}))
        colours = annotate.colours(archive)
    rows = []
    for passage in found:
        own = {use.tag: colours[use.tag] for use in passage.tags if use.tag in colours}
        rows.append(Row(passage, articles.get(passage.article), annotate.colour(passage, colours), own))
    return rows


def _grouped(archive: Archive, wanted: Wanted, ids: list[PassageId]) -> Listing:
    counts = annotate.groups(archive, wanted.filter, wanted.group)
    if wanted.group == "tag":
        return _by_tag(archive, wanted, ids, list(counts))
    keys = sorted(counts, key=int if wanted.group == "article" else str, reverse=wanted.group != "author")
    titles = article_titles(archive, map(int, keys)) if wanted.group == "article" else {}
    sections, first = [], 0
    for key in keys:
        sections.append(Section(key, titles.get(key) or group_label(wanted.group, key), first, counts[key]))
        first += counts[key]
    return Listing(ids, tuple(sections))


def _by_tag(archive: Archive, wanted: Wanted, ids: list[PassageId], found: list[str]) -> Listing:
    """Groups in the order of the codebook; a passage stands under each of its tags."""
    rank = {passage: number for number, passage in enumerate(ids)}
    carried = dict(annotate.by_tag(archive))
    wanted_paths = set(found)
    order = [path for path in codebook.paths(archive) if path in wanted_paths]
    if "" in wanted_paths:
        carried[""] = annotate.passage_ids(archive, PassageFilter(untagged=True), sort=wanted.sort)
        order.append("")
    whole: list[PassageId] = []
    sections = []
    for path in order:
        own = sorted((each for each in carried.get(path, ()) if each in rank), key=rank.__getitem__)
        if own:
            sections.append(Section(path, path.replace("/", " / ") or "No tag", len(whole), len(own)))
            whole += own
    return Listing(whole, tuple(sections))


def article_titles(archive: Archive, ids: Iterable[int]) -> dict[str, str]:
    """The titles of articles by the text of their ids."""
    found = browse.articles(archive, [ArticleId(each) for each in ids])
    return {str(article.id): one_line(article.title) or "Untitled" for article in found.values()}
