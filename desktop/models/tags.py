"""The codebook as the desktop holds it: loaded in the background, fresh after every act, with the tags that were used last.

    book = TagBook(context, self); book.refresh()
    book.ask(box, point, applied=paths)

`ask` fills a `TagBox` that knows no archive; its signals then say what to do.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

from archive.base.errors import Invalid
from archive.base.text import tag_key
from archive.model.change import Change
from archive.model.ids import TagId
from archive.model.passage import Tag
from archive.operations import codebook, naming
from archive.operations.drafting import tag_path
from desktop.context import Context
from desktop.widgets.tag_box import Asking, TagBox, TagChoice

FOUND_SHOWN = 60
_RECENT_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """A tag as `naming` looks for it."""

    path: str
    key: str
    definition: str
    choice: TagChoice


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The codebook made ready to be found in, off the interface thread: thousands of tags take longer than a frame."""

    tags: tuple[Tag, ...] = ()
    known: tuple[_Known, ...] = ()
    by_id: Mapping[TagId, Tag] = field(default_factory=dict)
    by_key: Mapping[str, Tag] = field(default_factory=dict)
    known_by_key: Mapping[str, _Known] = field(default_factory=dict)
    lookup: naming.Lookup = field(default_factory=lambda: naming.lookup(()))

    def filled(self, tags: Sequence[Tag]) -> "_Shelf":
        """One with these tags; what is known of those that did not change is kept."""
        known = []
        for tag in tags:
            held = self.by_id.get(tag.id)
            kept = self.known_by_key[tag_key(tag.path)] if held == tag else None
            known.append(kept or _Known(tag.path, tag_key(tag.path), tag.definition, choice(tag)))
        by_key = {each.key: tag for each, tag in zip(known, tags, strict=True)}
        found = {each.key: each for each in known}
        return _Shelf(tuple(tags), tuple(known), {tag.id: tag for tag in tags}, by_key, found, self._lookup(known))

    def _lookup(self, known: Sequence[_Known]) -> naming.Lookup:
        """What finds among these; an act on passages leaves it as it is."""
        made = naming.lookup(known)
        return self.lookup if made == self.lookup else made.ready()


class TagBook(QObject):
    """The tags of the open archive. `changed` when they were loaded anew; nothing is queried before `refresh`."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shelf = _Shelf()
        self._fresh: set[str] = set()  # keys of tags that were put on and are not in the codebook as it was loaded
        self._loaded = False
        # A burst of acts is one load.
        self._loading = QTimer(self, interval=0, singleShot=True)
        self._loading.timeout.connect(self.refresh)
        context.history.changed.connect(self._changed)

    @property
    def loaded(self) -> bool:
        return self._loaded

    @property
    def tags(self) -> Sequence[Tag]:
        """Every tag, each before those below it."""
        return self._shelf.tags

    def tag(self, tag_id: TagId) -> Tag | None:
        return self._shelf.by_id.get(tag_id)

    def named(self, path: str) -> Tag | None:
        """The tag with this path, however its case is written."""
        return self._shelf.by_key.get(tag_key(path))

    def refresh(self) -> None:
        """Loads the codebook in the background; `changed` follows."""
        archive, shelf = self._context.archive, self._shelf
        self._context.jobs.latest(
            ("codebook", id(self)), lambda _: shelf.filled(codebook.tree(archive)), done=self._take, owner=self
        )

    def _take(self, shelf: _Shelf) -> None:
        self._loaded, self._shelf = True, shelf
        self._fresh -= shelf.by_key.keys()
        self.changed.emit()

    def _changed(self, change: Change) -> None:
        if self._loaded and any(change.touches(kind) for kind in ("tag", "passage", "article", "archive")):
            self._loading.start()

    # Finding

    def near(self, path: str) -> list[str]:
        """The tags that a new one with this path may only repeat."""
        return [each.path for each in naming.near(self._shelf.known, path, self._shelf.lookup)]

    def new_repeats(self, path: str) -> list[str]:
        """As `near`; a tag that is there is no new one."""
        return [] if self.named(path) else self.near(path)

    def repeats(self, tag: Tag, name: str) -> str:
        """The tag that another one may only repeat once it has this name; nothing when there is none."""
        itself = tag_key(tag.path)
        others = (each.path for each in naming.near(self._shelf.known, name, self._shelf.lookup) if each.key != itself)
        return "" if tag_key(name.strip()) == tag_key(tag.name) else next(others, "")

    def unfit(self, tag: Tag, name: str) -> str:
        """Why a tag cannot have this name, in a sentence; nothing when it can."""
        above = tag.path.rpartition("/")[0]
        try:
            name = codebook.tag_name(name)
            codebook.require_other(self.named(f"{above}/{name}" if above else name), tag.id)
        except Invalid as error:
            return f"{error.what} {error.advice}"
        return ""

    def ask(
        self,
        box: TagBox,
        point: QPoint,
        *,
        applied: Collection[str] = (),
        asking: Asking = Asking.APPLY,
        prompt: str = "Tag",
        typed: str = "",
        but: Collection[str] = (),
    ) -> None:
        """Opens the box at a global position on the tags of the codebook, without those under the paths of `but`."""
        left_out = {tag_key(path) for path in but}
        known, lookup = self._shelf.known, self._shelf.lookup
        if left_out:
            known = tuple(each for each in known if not any(_within(each.key, path) for path in left_out))
            lookup = naming.lookup(known)

        def find(text: str) -> list[TagChoice]:
            return [each.choice for each, _ in naming.ranked(known, text, FOUND_SHOWN, lookup)]

        box.show_choices(
            [each.choice for each in known],
            applied=applied,
            recent=self.recent,
            find=find,
            near=self.near,
            problem=_problem,
            asking=asking,
            prompt=prompt,
            typed=typed,
        )
        box.open_at(point)

    # What was used last

    @property
    def recent(self) -> list[str]:
        """Paths that were put on last, newest first; without those that were renamed, merged or removed since."""
        kept = self._context.settings.state(self._recent_key, [])
        paths = [path for path in kept if isinstance(path, str)] if isinstance(kept, list) else []
        if not self._loaded:
            return paths
        return [path for path in paths if (key := tag_key(path)) in self._shelf.by_key or key in self._fresh]

    def used(self, path: str) -> None:
        """Remembers that a tag was put on."""
        if self.named(path) is None:
            self._fresh.add(tag_key(path))
        newest = [path, *(other for other in self.recent if other != path)]
        self._context.settings.keep_state(self._recent_key, newest[:_RECENT_KEPT])

    @property
    def _recent_key(self) -> str:
        return f"recent_tags:{self._context.archive.path.name}"


def choice(tag: Tag) -> TagChoice:
    """A tag as a row of the tag box."""
    return TagChoice(tag.path, tag.definition, tag.passages_below, tag.colour, tag.shortcut)


def _problem(path: str) -> str:
    """Why this cannot be a tag's path, in a sentence; nothing when it can."""
    try:
        tag_path(path)
    except Invalid as error:
        return f"{error.what} {error.advice}"
    return ""


def _within(key: str, above: str) -> bool:
    return key == above or key.startswith(f"{above}/")
