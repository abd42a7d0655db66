"""Reads a REFI-QDA codebook (.qdc) of any program: codes as tags, with descriptions and colours."""

from archive.base.errors import Unreadable
from archive.model import refi
from archive.model.article import Source
from archive.model.interchange import Incoming

from . import codes, trees
from .telling import shown
from .unknown import Unknown


def read(source: Source) -> Incoming:
    """The tags of the codebook. Raises Unreadable."""
    notes: list[str] = []
    root = trees.parse(source.data, notes)
    if root.tag != "CodeBook":
        raise Unreadable("This is no REFI-QDA codebook.", "Export one from the program that you use.")
    origin = root.get("origin") or ""
    ours = origin.startswith(refi.ORIGIN)
    found = codes.read(trees.child(root, "Codes"), ours=ours)
    if not found.tags:
        raise Unreadable("This codebook holds no code.", "Export it again with its codes.")
    lost = []
    sets = trees.children(trees.child(root, "Sets"), "Set")
    if sets:
        named = ", ".join(shown(each.get("name") or "") for each in sets[:3]) + (" …" if len(sets) > 3 else "")
        what = "1 set of codes was" if len(sets) == 1 else f"{len(sets):,} sets of codes were"
        lost.append(f"{what} left out ({named}): tags are grouped by the tags above them.")
    unknown = Unknown(root)
    return Incoming(
        title=source.name.rpartition(".")[0] or source.name,
        origin=origin,
        tags=tuple(found.tags.values()),
        lost=(*lost, *unknown.elements()),
        notes=(*notes, *found.told(), *(() if ours else unknown.attributes())),
    )
