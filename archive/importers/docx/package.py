"""The parts of a Word file, by what they are to each other (ISO/IEC 29500-2, Open Packaging Conventions); opens nothing outside it."""

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from archive.base.errors import Unreadable

from ..interchange import trees
from ..streams import get
from ..zips import Box

_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points at: `kind` is the last word of its type; `target` a member's name, or an address outside."""

    kind: str
    target: str
    outside: bool


class Package:
    """The members of a Word file and how they belong together. Raises Unreadable where there is no document in it."""

    def __init__(self, data: bytes) -> None:
        self.box = Box(data)
        self._names = frozenset(self.box.names)
        self.main = self._main()
        self.relations = self.relations_of(self.main)

    def _main(self) -> str:
        for relation in self.relations_of("").values():
            if relation.kind == "officeDocument" and relation.target in self._names:
                return relation.target
        if _USUAL in self._names:
            return _USUAL
        raise Unreadable("There is no document in this Word file.", "Open it in Word, save it again, and import that.")

    def relations_of(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids; none where they cannot be read."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for each in trees.children(root, "Relationship"):
            target, outside = get(each, "Target") or "", get(each, "TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = (get(each, "Type") or "").rpartition("/")[2]
            found[get(each, "Id") or ""] = Relation(kind, target, outside)
        return found

    def parts(self, kind: str) -> list[str]:
        """The members that the document points at as `kind`, in order, each once."""
        held = [each.target for each in self.relations.values() if each.kind == kind and not each.outside]
        return [name for name in dict.fromkeys(held) if name in self._names]

    def part(self, kind: str) -> str | None:
        """The one member that the document points at as `kind`."""
        return next(iter(self.parts(kind)), None)

    def tree(self, name: str | None) -> Any:
        """A small part as a tree without namespaces; None where there is none. Raises Unreadable."""
        return trees.parse(self.box.read(name)) if name in self._names and name else None

    def core(self) -> Any:
        """The document's properties (Dublin Core)."""
        for relation in self.relations_of("").values():
            if relation.kind == "core-properties":
                return self.tree(relation.target)
        return self.tree("docProps/core.xml")

    def has(self, ending: str) -> bool:
        """Whether a member's name ends so."""
        return any(name.lower().endswith(ending) for name in self._names)
