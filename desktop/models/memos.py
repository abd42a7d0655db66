"""Memos as Qt sees them, page by page, and the things that they are about or lead to, by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.passage import Memo, PassageFilter
from archive.model.search import Sort
from archive.operations import annotate, browse, codebook, memos
from desktop.wording import day, one_line

Index = QModelIndex | QPersistentModelIndex
MEMO_ROLE = Qt.ItemDataRole.UserRole
PAGE = 60
_OFFERED = 12
_LABEL_CHARS = 120
KINDS = {"article": "Article", "tag": "Tag", "collection": "Collection", "passage": "Passage", "memo": "Memo"}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its name; `there` is False when it is no longer in the archive."""

    kind: str
    uid: str
    label: str
    there: bool = True

    @property
    def thing(self) -> tuple[str, str]:
        return self.kind, self.uid


@dataclass(frozen=True, slots=True)
class Linked:
    """A memo with the names of all that it is tied to: what it is about, where it leads, which memos lead to it."""

    memo: Memo
    about: Named | None
    links: tuple[Named, ...]
    backlinks: tuple[Named, ...]


def linked(archive: Archive, uid: str) -> Linked:
    """A memo with everything around it; raises NotFound."""
    with archive.snapshot():
        memo = memos.find(archive, uid)
        about = None if memo.about is None else named(archive, memo.about)
        links = tuple(named(archive, link) for link in memo.links)
        back = tuple(Named("memo", each.uid, each.title) for each in memos.linking(archive, ("memo", uid)))
        return Linked(memo, about, links, back)


def named(archive: Archive, thing: tuple[str, str]) -> Named:
    """A thing by the name that a person knows it by."""
    kind, uid = thing
    try:
        label = _label(archive, kind, uid)
    except NotFound:
        return Named(kind, uid, f"{KINDS.get(kind, kind)} that is no longer here", False)
    return Named(kind, uid, one_line(label)[:_LABEL_CHARS] or "Untitled")


def _label(archive: Archive, kind: str, uid: str) -> str:
    if kind == "article":
        return archive.store.articles.find(uid).title
    if kind == "passage":
        return f"“{annotate.find(archive, uid).anchor.exact}”"
    if kind == "memo":
        return memos.find(archive, uid).title
    if kind == "tag":
        names = {str(tag.uid): tag.path.replace("/", " / ") for tag in codebook.tree(archive)}
    else:
        names = {str(each.uid): each.name for each in browse.collections(archive)}
    if uid not in names:
        raise NotFound("It is no longer there.", "")
    return names[uid]


def tag_path(archive: Archive, uid: str) -> str:
    """The path of the tag with this uid; raises NotFound."""
    found = next((tag.path for tag in codebook.tree(archive) if tag.uid == uid), None)
    if found is None:
        raise NotFound("This tag is no longer there.", "Look for it in the codebook.")
    return found


def collection_id(archive: Archive, uid: str) -> int:
    """The id of the collection with this uid; raises NotFound."""
    found = next((each.id for each in browse.collections(archive) if each.uid == uid), None)
    if found is None:
        raise NotFound("This collection is no longer there.", "Look for it in the library's sidebar.")
    return int(found)


def candidates(archive: Archive, words: str, kinds: Sequence[str]) -> list[Named]:
    """Things of some kinds whose names hold the words, a few of each kind."""
    wanted = words.casefold().split()

    def fits(label: str) -> bool:
        return all(word in label.casefold() for word in wanted)

    found: list[Named] = []
    with archive.snapshot():
        if "memo" in kinds:
            found += [Named("memo", each.uid, each.title) for each in memos.memos(archive, words, limit=_OFFERED)]
        if "tag" in kinds:
            tags = [Named("tag", tag.uid, tag.path.replace("/", " / ")) for tag in codebook.tree(archive)]
            found += [each for each in tags if fits(each.label)][:_OFFERED]
        if "collection" in kinds:
            names = [Named("collection", str(each.uid), each.name) for each in browse.collections(archive)]
            found += [each for each in names if fits(each.label)][:_OFFERED]
        if "article" in kinds:
            found += _articles(archive, words)
        if "passage" in kinds and wanted:
            for passage in annotate.passages(archive, PassageFilter(text=words), limit=_OFFERED):
                found.append(Named("passage", passage.uid, f"“{one_line(passage.anchor.exact)[:_LABEL_CHARS]}”"))
    return found


def _articles(archive: Archive, words: str) -> list[Named]:
    query = " ".join(f'title:"{word}"' for word in words.replace('"', " ").split())
    hits = browse.page(archive, query, sort=Sort.ADDED, limit=_OFFERED)
    return [Named("article", hit.article.uid, one_line(hit.article.title) or "Untitled") for hit in hits]


class MemosModel(QAbstractListModel):
    """Memos (`MEMO_ROLE`), loaded as the list is scrolled: `more_wanted(offset)` is answered with `add`."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._memos: list[Memo] = []
        self._more = False
        self._asked = False

    @property
    def memos(self) -> Sequence[Memo]:
        return tuple(self._memos)

    def show_memos(self, found: Sequence[Memo], more: bool) -> None:
        """A new list; `more`: there are others after these."""
        self.beginResetModel()
        self._memos, self._more, self._asked = list(found), more, False
        self.endResetModel()

    def add(self, found: Sequence[Memo], more: bool) -> None:
        """The next page."""
        first = len(self._memos)
        self._more, self._asked = more, False
        if found:
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._memos += found
            self.endInsertRows()

    def row_of(self, uid: str) -> int:
        """The row of a memo among those loaded, or -1."""
        return next((row for row, memo in enumerate(self._memos) if memo.uid == uid), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._memos)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        self._asked = True
        self.more_wanted.emit(len(self._memos))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        memo = self._memos[index.row()]
        if role == MEMO_ROLE:
            return memo
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            about = f", on {KINDS[memo.about[0]].lower()}" if memo.about is not None else ""
            return f"{memo.title}{about}, {day(memo.modified)}"
        return None
