"""What a REFI-QDA project holds besides texts, codes and notes: links between what came in, and sentences about all the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from archive.base.text import visible
from archive.model.ids import Uid
from archive.model.interchange import IncomingMemo, IncomingPassage, IncomingSet, Thing

from . import trees
from .codes import Codes, guid_of

_MEDIA = {"PictureSource": "picture", "AudioSource": "recording", "VideoSource": "video"}
_NAMED = 3
_DIRECTED = ("OneWay", "Bidirectional")
_WITHIN = " › "


def relate(root: etree._Element, codes: Codes) -> None:
    """Links between codes are relations of tags."""
    for link in trees.children(trees.child(root, "Links"), "Link"):
        origin, target = guid_of(link, "originGUID"), guid_of(link, "targetGUID")
        if origin != target and origin in codes.tags and target in codes.tags:
            codes.relate(origin, target)


def texts(root: etree._Element) -> Iterator[tuple[str, etree._Element, etree._Element | None]]:
    """Every text of a project: its name, the element that is coded and noted as a whole, and the one that holds the words."""
    sources = trees.child(root, "Sources")
    for each in trees.children(sources, "TextSource"):
        yield each.get("name") or "", each, each
    for each in trees.children(sources, "PDFSource"):
        yield each.get("name") or "", each, trees.child(each, "Representation")
    for each in trees.children(sources, "PictureSource", "AudioSource", "VideoSource"):
        for inner in trees.children(each, "TextDescription", "Transcript"):
            yield inner.get("name") or each.get("name") or "", inner, inner


def sets(root: etree._Element, sources: set[str], *, ours: bool) -> Iterator[IncomingSet]:
    """Sets of texts, with the texts that came in. In a project of ours the name of one tells those that it lies in."""
    for each in trees.children(trees.child(root, "Sets"), "Set"):
        members = [guid_of(ref, "targetGUID") for ref in trees.children(each, "MemberSource")]
        kept = tuple(key for key in dict.fromkeys(members) if key in sources)
        if kept:
            guid, name = guid_of(each), each.get("name") or ""
            *above, own = name.split(_WITHIN) if ours else [name]
            yield IncomingSet(own, kept, Uid(guid) if guid else None, tuple(above))


class Things:
    """What links may lead to; memos with those that lead from them."""

    def __init__(
        self,
        root: etree._Element,
        sources: set[str],
        codes: Codes,
        passages: Sequence[IncomingPassage],
        memos: Sequence[IncomingMemo],
    ) -> None:
        self._kinds: dict[str, str] = dict.fromkeys(sources, "article") | dict.fromkeys(codes.tags, "tag")
        self._kinds |= {each.uid: "passage" for each in passages if each.uid}
        self._kinds |= {each.uid: "memo" for each in memos if each.uid}
        self._memos = memos
        self._lost = self._bare = 0
        self._links: dict[str, list[Thing]] = {}
        for link in trees.children(trees.child(root, "Links"), "Link"):
            origin, target = guid_of(link, "originGUID"), guid_of(link, "targetGUID")
            kind = self._kinds.get(target)
            known = kind is not None and origin in self._kinds
            between_tags = known and self._kinds[origin] == kind == "tag"
            says = link.get("name") or trees.children(link, "NoteRef")
            self._bare += bool(known and (says or (between_tags and link.get("direction", "") in _DIRECTED)))
            if self._kinds.get(origin) == "memo" and kind is not None:
                self._links.setdefault(origin, []).append((kind, target))
            elif not (self._kinds.get(origin) == kind == "tag"):
                self._lost += 1

    def linked(self) -> Iterator[IncomingMemo]:
        """The memos with their links; what one is about, or leads to, is there."""
        for memo in self._memos:
            about = memo.about if memo.about is not None and memo.about[1] in self._kinds else None
            links = [*memo.links, *self._links.get(memo.uid or "", ())]
            kept = tuple(link for link in dict.fromkeys(links) if link[1] in self._kinds)
            yield replace(memo, about=about, links=kept)

    def lost(self) -> Iterator[str]:
        """Links that nothing here can hold."""
        if self._lost:
            what = "1 link was" if self._lost == 1 else f"{self._lost:,} links were"
            yield f"{what} left out: only memos lead to other things, and tags to each other."

    def changed(self) -> Iterator[str]:
        """Links that lead where they led and say less."""
        if self._bare:
            what = "1 link" if self._bare == 1 else f"{self._bare:,} links"
            yield f"{what} came without a name, a note or a direction, which links have none of here."


def lost(root: etree._Element, came: set[str]) -> Iterator[str]:
    """Sentences about sources that are no texts, and about cases, sets and graphs. `came` are the keys of the texts."""
    sources = trees.child(root, "Sources")
    for tag, called in _MEDIA.items():
        found = trees.children(sources, tag)
        if found:
            inner = (f"{tag.removesuffix('Source')}Selection", "Coding")
            marks = sum(len(trees.children(each, *inner)) for each in found)
            among = f", with what was marked in it ({marks:,})" if marks else ""
            yield _told(found, called, f"the archive holds texts{among}")
    yield from _told_all(root, ("Cases", "Case"), "case", "make a collection or a tag of it by hand")
    held = trees.children(trees.child(root, "Sets"), "Set")
    others = [each for each in held if trees.children(each, "MemberCode", "MemberNote") or not _members(each) & came]
    if others:
        yield _told(others, "set", "collections hold articles, and no codes, notes or recordings")
    smaller = [each for each in held if each not in others and _members(each) - came]
    if smaller:
        yield _told(smaller, "set", "what in it is no text did not come", was="came in smaller")
    described = [each for each in held if trees.text(each, "Description").strip()]
    if described:
        yield _told(described, "set", "collections have none", was="came in without its description")
    yield from _told_all(root, ("Graphs", "Graph"), "graph", "the archive draws none")


def _members(each: etree._Element) -> set[str]:
    return {guid_of(ref, "targetGUID") for ref in trees.children(each, "MemberSource")}


def _told_all(root: etree._Element, path: tuple[str, str], called: str, why: str) -> Iterator[str]:
    found = trees.children(trees.child(root, path[0]), path[1])
    if found:
        yield _told(found, called, why)


def _told(found: Sequence[etree._Element], called: str, why: str, *, was: str = "left out") -> str:
    named = ", ".join(f"“{visible((each.get('name') or '')[:60])}”" for each in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    what = f"1 {called}" if len(found) == 1 else f"{len(found):,} {called}s"
    verb = "" if was.startswith("came") else "was " if len(found) == 1 else "were "
    return f"{what} {verb}{was} ({named}{more}): {why}."
