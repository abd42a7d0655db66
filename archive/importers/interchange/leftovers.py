"""What a REFI-QDA project holds besides texts, codes and notes: links between what came in, and sentences about all the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from archive.model.ids import Uid
from archive.model.interchange import IncomingMemo, IncomingPassage, IncomingSet, Thing

from . import trees
from .codes import Codes, guid_of

_MEDIA = {"PictureSource": "picture", "AudioSource": "recording", "VideoSource": "video"}
_NAMED = 3


def relate(root: etree._Element, codes: Codes) -> None:
    """Links between codes are relations of tags."""
    for link in trees.children(trees.child(root, "Links"), "Link"):
        origin, target = guid_of(link, "originGUID"), guid_of(link, "targetGUID")
        if origin != target and origin in codes.tags and target in codes.tags:
            codes.relate(origin, target)


def sets(root: etree._Element, sources: set[str]) -> Iterator[IncomingSet]:
    """Sets of texts, with the texts that came in."""
    for each in trees.children(trees.child(root, "Sets"), "Set"):
        members = [guid_of(ref, "targetGUID") for ref in trees.children(each, "MemberSource")]
        kept = tuple(key for key in dict.fromkeys(members) if key in sources)
        if kept:
            guid = guid_of(each)
            yield IncomingSet(each.get("name") or "", kept, Uid(guid) if guid else None)


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
        self._lost = 0
        self._links: dict[str, list[Thing]] = {}
        for link in trees.children(trees.child(root, "Links"), "Link"):
            origin, target = guid_of(link, "originGUID"), guid_of(link, "targetGUID")
            kind = self._kinds.get(target)
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


def lost(root: etree._Element) -> Iterator[str]:
    """Sentences about sources that are no texts, and about cases, sets and graphs."""
    sources = trees.child(root, "Sources")
    for tag, called in _MEDIA.items():
        found = trees.children(sources, tag)
        if found:
            yield _told(found, called, "the archive holds texts")
    yield from _told_all(root, ("Cases", "Case"), "case", "make a collection or a tag of it by hand")
    others = [
        each
        for each in trees.children(trees.child(root, "Sets"), "Set")
        if trees.children(each, "MemberCode", "MemberNote") or not len(each)
    ]
    if others:
        yield _told(others, "set", "collections hold articles, and no codes or notes")
    yield from _told_all(root, ("Graphs", "Graph"), "graph", "the archive draws none")


def _told_all(root: etree._Element, path: tuple[str, str], called: str, why: str) -> Iterator[str]:
    found = trees.children(trees.child(root, path[0]), path[1])
    if found:
        yield _told(found, called, why)


def _told(found: Sequence[etree._Element], called: str, why: str) -> str:
    named = ", ".join(f"“{(each.get('name') or '')[:60]}”" for each in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    what = f"1 {called} was" if len(found) == 1 else f"{len(found):,} {called}s were"
    return f"{what} left out ({named}{more}): {why}."
