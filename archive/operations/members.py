"""What lies inside a container, as sources to be read like any other file; how much of it is taken from one file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from archive.base.text import storable, visible
from archive.confinement.wire import MEMBER_BYTES, MOST_MEMBERS
from archive.model.article import FIELDS, Imported, Member, Metadata, Source, Verdict
from archive.model.interchange import Incoming

from . import beside

MOST_DEEP = 4
_LONGEST_NAME = 200  # characters of a file's name


@dataclass(slots=True)
class Allowance:
    """How much may still come out of a file that a person named, containers inside containers counted in."""

    members: int = MOST_MEMBERS
    size: int = MEMBER_BYTES


def within(imported: Imported, allowance: Allowance, depth: int) -> Imported:
    """What was read, with no more members than may be taken; what is left out is told. `depth` is 0 for a file on its own."""
    if not imported.members:
        return imported
    if depth >= MOST_DEEP:
        told = f"Files inside files are opened {MOST_DEEP} deep, and this one lies deeper: unpack it and import what it holds."
        return _without(imported, (), told)
    taken: list[Member] = []
    for member in imported.members:
        if not allowance.members or len(member.data) > allowance.size:
            break
        allowance.members -= 1
        allowance.size -= len(member.data)
        taken.append(member)
    left = len(imported.members) - len(taken)
    if not left:
        return imported
    count = "1 file inside was" if left == 1 else f"{left:,} files inside were"
    return _without(
        imported,
        tuple(taken),
        f"{count} left out: at most {MOST_MEMBERS:,} files with {MEMBER_BYTES // 1024**2} MB are taken from one."
        " Unpack it and import the rest.",
    )


def _without(imported: Imported, members: tuple[Member, ...], told: str) -> Imported:
    if imported.text is None and not members:
        return replace(imported, verdict=Verdict.REFUSED, members=(), error=told)
    return replace(imported, verdict=Verdict.PARTIAL, members=members, warnings=(*imported.warnings, told))


def sources(parent: Source, imported: Imported) -> Iterator[tuple[Source, Metadata]]:
    """Each member as a source, with what the container tells of it."""
    for member in pages(imported):
        place = storable(member.name)
        inside = f"{parent.member}/{place}" if parent.member else place
        encoding = parent.encoding or member.encoding
        pictures = beside.of_member(member, imported, parent.member) if member.beside else ()
        yield Source(member.data, _name(place), parent.path, inside, encoding, beside=pictures), member.metadata


def pages(imported: Imported) -> Iterator[Member]:
    """The members that are read, without the pictures that belong to them."""
    return (each for each in imported.members if not each.is_picture)


def _name(place: str) -> str:
    """The last part of a member's path or address, as a file's name."""
    path = place.partition("?")[0] if "://" in place else place
    return (PurePosixPath(path.replace("\\", "/")).name or visible(place))[-_LONGEST_NAME:]


def described(imported: Imported, told: Metadata) -> Imported:
    """What was read of a member, with what its container tells of it where that is surer."""
    if imported.text is None or not told.evidence:
        return imported
    own = imported.metadata
    surer = {
        name: proof
        for name, proof in told.evidence.items()
        if name in FIELDS
        and (name not in own.evidence or own.evidence[name].confidence < proof.confidence or not getattr(own, name))
    }
    values = {name: getattr(told, name) for name in surer}
    return replace(imported, metadata=replace(own, evidence={**own.evidence, **surer}, **values))


def is_container(imported: Imported) -> bool:
    """Whether there is nothing to keep of the file but what it holds."""
    held: Incoming | None = imported.incoming
    return any(pages(imported)) and imported.text is None and held is None
