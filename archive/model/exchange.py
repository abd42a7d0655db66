"""What is exchanged between archives: records with the revisions of their fields, and what is told of a bundle, a merge, a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# What a field is called that stands for the record itself.
LIFE = ""
DATES = frozenset({"published", "accessed", "embargo", "edtf", "own_edtf"})  # fields that are EDTF
# The order in which records are brought in: what others refer to goes first.
KINDS = (
    *("tag", "article", "collection", "series", "event", "passage", "mention", "figure", "memo", "judgement"),
    "origin",
)


class How(StrEnum):
    """What becomes of a field that both sides changed; the sorts of docs/EXCHANGE.md."""

    PICK = "pick"
    TEXT = "text"
    ELEMENT = "element"


@dataclass(frozen=True, slots=True)
class Revision:
    """A value (canonical JSON) of a field and the names of the revisions that it followed."""

    name: str
    parents: tuple[str, ...]
    value: str


Graph = Mapping[str, Revision]


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows of a graph, and, where a person has to decide, the revisions that contradict each other."""

    value: str
    conflict: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A thing under a uid. `values` are canonical JSON by field; `elements` {element: what else is told of it}.

    `graphs` holds the fields and elements whose history is more than one revision of the present value. `extras` never change.
    A record that is not `present` was removed by a person.
    """

    kind: str
    uid: str
    values: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    graphs: Mapping[str, Graph] = field(default_factory=dict)
    extras: Mapping[str, Any] = field(default_factory=dict)
    present: bool = True


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: the name that was given, the public key (hex), its fingerprint, and whether work signed by it was merged before.

    `other_key` tells that the name came with another key before; `own` that the key is the one of who asks.
    """

    author: str
    key: str
    fingerprint: str
    known: bool = False
    other_key: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle or an archive is, before anything of it is brought in. `counts` are records by kind; `made` is when."""

    name: str
    form: str
    archive: str
    program: str
    made: str
    authors: tuple[str, ...]
    counts: Mapping[str, int]
    signer: Signer | None = None
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a thing that is here, of which people said different things. `title` names the thing, `where` its article.

    `base` is what all began from; the first of `values` is what shows. `mine` tells which of them did
    not come from others, `by` who brought the others, "" where that is not known. `uid`, `field` and `kind` name it to `resolve`; the field "" is that one removed what another changed.
    """

    kind: str
    uid: str
    field: str
    title: str
    where: str
    article: int | None
    base: str | None
    values: tuple[str, ...]
    names: tuple[str, ...]
    mine: tuple[bool, ...]
    by: tuple[str, ...] = ()

    @property
    def whereabouts(self) -> str:
        """The title of its article where `title` does not say that already; "" elsewhere."""
        return "" if self.where == self.title else self.where


@dataclass(frozen=True, slots=True)
class Held:
    """A record that could not be placed here, and why."""

    kind: str
    uid: str
    article: str
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Two tags that may be one: the one that came and the one that is like it, and why."""

    came: str
    here: str
    came_uid: str
    here_uid: str
    why: str
    uses: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, or would do: new, changed and removed records by kind, and what waits for a person."""

    contents: Contents
    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    united: int
    conflicts: int
    held: int
    notes: tuple[str, ...] = ()
