"""Codebooks that ship with the program: read from `resources/codebook`, added to an archive as one act."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.change import Change

from . import codebook, drafting
from .recording import drafted


@dataclass(frozen=True, slots=True)
class StarterTag:
    """One tag of a starter codebook; `colour` is None where it is that of the tag above."""

    path: str
    definition: str
    use_when: str
    not_when: str
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Starter:
    """A codebook to begin with."""

    name: str
    title: str
    description: str
    tags: tuple[StarterTag, ...]


def starters() -> list[Starter]:
    """Every starter codebook, by name."""
    found = []
    for file in sorted((files("resources") / "codebook").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            told = tomllib.loads(file.read_text(encoding="utf-8"))
            tags = tuple(StarterTag(**tag) for tag in told["tags"])
            found.append(Starter(file.name.removesuffix(".toml"), told["title"], told["description"], tags))
    return found


def add_starter(archive: Archive, name: str) -> Change:
    """Adds the tags of a starter codebook that are not there yet, as one act; those that are stay as they are. Raises NotFound."""
    starter = next((starter for starter in starters() if starter.name == name), None)
    if starter is None:
        raise NotFound(f"There is no starter codebook {name!r}.", f"There is: {', '.join(s.name for s in starters())}.")
    with archive.atomic():
        draft = archive.store.draft()
        for tag in starter.tags:
            if archive.store.codebook.entry(tag.path) is None:
                entry = drafting.ensure_tag(archive, draft, tag.path)
                codebook.describe(archive, draft, entry, tag.definition, tag.use_when, tag.not_when)
                draft.update("tags", [entry.id], {"colour": drafting.colour_role(tag.colour)})
        return drafted(archive, f"Add codebook “{starter.title}”", draft)
