"""Memos: a research journal of pages about articles, tags, collections or passages, or about nothing but themselves.

Each act is one transaction, and its Change undoes it exactly. A link leads to a thing by its kind and uid.
"""

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.ids import new_uid
from archive.model.passage import Memo

from .recording import drafted

Thing = tuple[str, str]
ABOUT = ("article", "tag", "collection", "passage")
LINKED = (*ABOUT, "memo")
TITLE_CHARS = 500


def create(
    archive: Archive, title: str, text: str = "", *, about: Thing | None = None, author: str | None = None
) -> tuple[Memo, Change]:
    """Writes a memo, about a thing or free. Raises Invalid (no title or text, no such thing)."""
    with archive.atomic():
        if about is not None:
            _require(archive, about, ABOUT)
        draft = archive.store.draft()
        uid, at = new_uid(), clock.stamp()
        kind, target = about or (None, None)
        row = {"uid": uid, "title": titled(title, text), "text": text, "kind": kind, "target": target}
        draft.insert("memos", row | {"author": author or places.author(), "created": at, "modified": at})
        change = drafted(archive, "Write memo", draft)
        return archive.store.memos.find(uid), change


def edit(
    archive: Archive, uid: str, *, title: str | None = None, text: str | None = None, joining: bool = False
) -> Change:
    """Changes a memo's title or text; `joining` goes on with the last act if that was typing in this memo. Raises NotFound."""
    with archive.atomic():
        memo = archive.store.memos.find(uid)
        text = memo.text if text is None else text
        columns = {"title": titled(memo.title if title is None else title, text), "text": text}
        draft = archive.store.draft()
        draft.update("memos", [memo.id], columns | {"modified": clock.stamp()})
        return drafted(archive, "Edit memo", draft, joint=f"memo:{uid}", joining=joining)


def delete(archive: Archive, uid: str) -> Change:
    """Deletes a memo; links to it stay and lead to it again once it is back. Raises NotFound."""
    with archive.atomic():
        memo = archive.store.memos.find(uid)
        draft = archive.store.draft()
        for link in memo.links:
            draft.delete("memo_links", [memo.id, *link])
        draft.delete("memos", [memo.id])
        return drafted(archive, "Delete memo", draft)


def link(archive: Archive, uid: str, to: Thing) -> Change:
    """Lets a memo lead to an article, tag, collection, passage or memo. Raises Invalid (no such thing), NotFound."""
    with archive.atomic():
        memo = archive.store.memos.find(uid)
        _require(archive, to, LINKED)
        if to == ("memo", memo.uid):
            raise Invalid("A memo does not link to itself.", "Choose another one.")
        draft = archive.store.draft()
        if to not in memo.links:
            draft.insert("memo_links", {"memo": memo.id, "kind": to[0], "target": to[1]})
        return drafted(archive, "Link memo", draft)


def unlink(archive: Archive, uid: str, to: Thing) -> Change:
    """Takes a link off a memo. Raises NotFound."""
    with archive.atomic():
        memo = archive.store.memos.find(uid)
        draft = archive.store.draft()
        if to in memo.links:
            draft.delete("memo_links", [memo.id, *to])
        return drafted(archive, "Unlink memo", draft)


def find(archive: Archive, uid: str) -> Memo:
    """The memo with this uid; raises NotFound."""
    return archive.store.memos.find(uid)


def memos(
    archive: Archive,
    words: str = "",
    *,
    about: Thing | None = None,
    kind: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Memo]:
    """Memos that hold all of the words in title or text, the one changed last first.

    `about` keeps those about one thing, `kind` those about things of a kind ("" for free ones).
    """
    return archive.store.memos.page(words=words, about=about, kind=kind, limit=limit, offset=offset)


def linking(archive: Archive, to: Thing) -> list[Memo]:
    """The memos that link to a thing."""
    return archive.store.memos.linking(*to)


def titled(title: str, text: str) -> str:
    """A memo's title in one line; that of a memo without one is its first line. Raises Invalid (neither, too long)."""
    first = next(iter(text.strip().splitlines()), "")
    line = " ".join(title.split()) or " ".join(first.split())[:80]
    if not line:
        raise Invalid("A memo needs a title or some text.", "Write one.")
    if len(line) > TITLE_CHARS:
        raise Invalid(f"A memo's title has at most {TITLE_CHARS} characters.", "Put the rest into its text.")
    return line


def _require(archive: Archive, thing: Thing, kinds: tuple[str, ...]) -> None:
    if thing[0] not in kinds:
        raise Invalid(f"A memo cannot be about a {thing[0]!r} here.", f"Choose one of {', '.join(kinds)}.")
    if not archive.store.memos.exists(*thing):
        raise Invalid(f"There is no such {thing[0]} in this archive.", "It may have been removed.")
