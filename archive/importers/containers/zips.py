"""Opens a ZIP file (and a WACZ, which is one) that may be hostile, and hands over what is read in it. Unpacks nothing to a disk."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.importers.illustrations import beside
from archive.importers.illustrations.found import MOST_BYTES as MOST_PICTURE
from archive.importers.zips import Box
from archive.model.article import Imported, Member, Metadata, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind, bags
from .picturing import with_pictures
from .sift import is_hidden, is_part, is_wanted, left_out

MOST_BYTES = 512 * 1024**2
_COMPANIONS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_file", "_arquivos", "_pliki", "_filer")  # fmt: skip
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml")


def read(source: Source) -> Imported:
    """Every file inside that is read. Raises Unreadable for a file made to harm, a damaged one, one with nothing in it."""
    box = Box(source.data, MOST_BYTES, apart=True)
    bag = bags.bag_in(box)
    names = _considered(box.names if bag is None else bag.names)
    asked = [name for name in names if not is_part(name)]
    if sum(box.size(name) for name in asked) > MOST_BYTES:
        raise Unreadable(
            f"This file unpacks to more than {MOST_BYTES // 1024**2} MB.", "Unpack it and import its files."
        )
    members: list[Member] = []
    passed_over = Counter(PurePosixPath(name).suffix.lower() for name in names if is_part(name))
    damaged: list[str] = []
    for name in asked:
        try:
            data = box.read(name)
        except Unreadable:
            damaged.append(name)
            continue
        if bag is not None:
            bag.check(name, data)
        if is_wanted(name, data):
            members.append(
                Member(box.shown(name), data, metadata=bag.metadata(name) if bag is not None else Metadata())
            )
        else:
            passed_over[PurePosixPath(name).suffix.lower()] += 1
    members, taken = _with_pictures(box, members)
    passed_over -= Counter(PurePosixPath(name).suffix.lower() for name in taken & set(names))
    lost = [*box.told, *_damaged(damaged), *(bag.lost if bag is not None else ())]
    passed = left_out(passed_over, "file inside", "files inside")
    told = [*lost, *(bag.told if bag is not None else ()), *([passed] if passed else [])]
    if not members:
        raise Unreadable(" ".join(("There is nothing in this ZIP file that can be read.", *told)))
    verdict = Verdict.PARTIAL if lost else Verdict.OK
    return Imported(
        verdict, Kind.ZIP.value, VERSION, MEDIA_TYPES[Kind.ZIP], warnings=tuple(told), members=tuple(members)
    )


def _with_pictures(box: Box, pages: list[Member]) -> tuple[list[Member], set[str]]:
    """The pages with what they show of the pictures in the file, which stand behind them; and what those are called there."""
    names = {box.shown(name): name for name in box.names}

    def named(page: Member, address: str) -> str | None:
        path = beside.within(page.name, address)
        return None if path is None else names.get(path) or box.find(path)

    asked = [page.name.lower().endswith(_PAGES) for page in pages]
    return with_pictures(pages, asked, named, lambda name: _picture(box, name))


def _picture(box: Box, name: str) -> Member | None:
    try:
        told = beside.told("", name, box.read(name)) if box.size(name) <= MOST_PICTURE else None
    except Unreadable:
        return None
    return None if told is None else Member(box.shown(name), told.data, told.media_type)


def _considered(names: Sequence[str]) -> list[str]:
    """Without hidden files, what lies in a saved page's own folder, and the indexes of a WACZ (only its pages are articles)."""
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        names = [name for name in names if name.startswith("archive/")]
    pages = [PurePosixPath(name) for name in names if name.lower().endswith(_PAGES)]
    own = {str(page.with_suffix("")) + ending for page in pages for ending in _COMPANIONS}
    return [
        name
        for name in names
        if not is_hidden(name) and not any(str(parent) in own for parent in PurePosixPath(name).parents)
    ]


def _damaged(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    count = "1 file inside is" if len(names) == 1 else f"{len(names):,} files inside are"
    return [f"{count} damaged and cannot be unpacked ({visible(names[0])[:80]})."]
