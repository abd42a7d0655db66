"""Joins two records of one thing: whose values show, which revisions are new, and whether it is there at all. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.model.exchange import LIFE, Graph, Record, Revision
from archive.store.exchange_schema import SHAPES
from archive.store.nonces import NONCE

from . import graph
from .graph import NULL, TRUE
from .own import how, revisions


@dataclass(slots=True)
class Joined:
    """What is to be done here: `values` and `elements` that differ (None: off), and whole graphs with the revisions that came.

    `alive` tells whether the record is there after it; `conflicts` are the fields that a person has to decide about.
    """

    values: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    graphs: dict[str, dict[str, Revision]] = field(default_factory=dict)
    alive: bool = True
    conflicts: list[str] = field(default_factory=list)


def join(mine: Record, theirs: Record) -> Joined:
    """What becomes of a record that is or was here when another side's comes."""
    done = Joined()
    life = _life(mine, theirs)
    if life is not None:
        done.graphs[LIFE] = life
    saying = [each for each in (mine, theirs) if says(each)]
    done.alive = bool(saying) and lives(life or mine.graphs.get(LIFE, {}), *saying)
    if mine.present:
        _differing(done, mine, theirs)
    elif done.alive:
        take(done, united(mine, theirs))
    return done


def says(record: Record) -> bool:
    """Whether anything is said of it: it is there, or others still said something when work was joined."""
    return record.present or bool(record.values)


def united(mine: Record, theirs: Record) -> Record:
    """What both say of a record, whether it is there or not; `present` is the other side's."""
    if not says(mine) or not says(theirs):
        return theirs if says(theirs) else replace(mine, present=theirs.present)
    done = Joined()
    _differing(done, mine, theirs)
    elements = {name: told for name, told in {**mine.elements, **done.elements}.items() if told is not None}
    graphs = {name: each for name, each in {**mine.graphs, **done.graphs}.items() if name != LIFE}
    values = {**mine.values, **done.values}
    return replace(theirs, values=values, elements=elements, graphs=graphs, extras=_extras(mine, theirs))


def _extras(mine: Record, theirs: Record) -> dict[str, Any]:
    """What never changes: of a record that is there as the other side has it, so that it numbers definitions as that side does."""
    first, second = (theirs, mine) if theirs.present else (mine, theirs)
    extras = dict(first.extras)
    if "versions" in extras:
        versions = [list(each) for each in extras["versions"]]
        for _, *version in second.extras.get("versions", ()):
            if version not in [each[1:] for each in versions]:
                versions.append([max((each[0] for each in versions), default=0) + 1, *version])
        extras["versions"] = versions
    return extras


def _differing(done: Joined, mine: Record, theirs: Record) -> None:
    for name, value in theirs.values.items():
        _field(done, mine, theirs, name, mine.values.get(name, NULL), value)
    if says(theirs):
        for name in {*theirs.elements, *(each for each in theirs.graphs if ":" in each)}:
            here, there = (TRUE if name in each.elements else NULL for each in (mine, theirs))
            _field(done, mine, theirs, name, here, there)


def taken(theirs: Record) -> Joined:
    """What becomes of a record that was never here."""
    done = Joined(alive=theirs.present)
    if LIFE in theirs.graphs:
        done.graphs[LIFE] = dict(theirs.graphs[LIFE])
    if theirs.present:
        take(done, theirs)
    return done


def take(done: Joined, theirs: Record) -> None:
    """All that the other side says is taken."""
    for name, value in theirs.values.items():
        done.values[name] = value
        if name in theirs.graphs:
            done.graphs[name] = dict(theirs.graphs[name])
            shown = graph.shown(how(theirs.kind, name), theirs.graphs[name])
            done.values[name] = shown.value
            if shown.conflict:
                done.conflicts.append(name)
    done.elements.update(theirs.elements)
    for name in theirs.graphs:
        if ":" in name:
            done.graphs[name] = dict(theirs.graphs[name])


def _field(done: Joined, mine: Record, theirs: Record, name: str, here: str, there: str) -> None:
    ours, others = mine.graphs.get(name), theirs.graphs.get(name)
    # Two may have put it on, each by itself.
    same = here == there and mine.elements.get(name, {}).get(NONCE) == theirs.elements.get(name, {}).get(NONCE)
    if same and ours is None and others is None:
        return
    if ours is None and ":" in name and name not in mine.elements:
        if others is None:
            done.elements[name] = theirs.elements[name]
            return
        ours = {}  # it never was here
    ours = graph.unchanged(mine, name) if ours is None else ours
    others = graph.unchanged(theirs, name) if others is None else others
    if others.keys() <= ours.keys():
        return
    together = graph.union(ours, others)
    shown = graph.shown(how(mine.kind, name), together)
    done.graphs[name] = together
    if shown.conflict:
        done.conflicts.append(name)
    if shown.value != here:
        if ":" in name:
            done.elements[name] = theirs.elements.get(name, {}) if shown.value == TRUE else None
        else:
            done.values[name] = shown.value


def _life(mine: Record, theirs: Record) -> dict[str, Revision] | None:
    """The graph of both records themselves, where it tells more than this side knew."""
    if LIFE not in theirs.graphs and not SHAPES[theirs.kind].natural:
        return None
    ours, others = (each.graphs.get(LIFE) or graph.unchanged(each, LIFE) for each in (mine, theirs))
    return None if others.keys() <= ours.keys() else graph.union(ours, others)


def lives(life: Graph, *sides: Record) -> bool:
    """Whether a record is there: nobody removed it, or somebody brought it back, or it was changed by one who did not know."""
    tips = graph.heads(life) if life else ()
    gone = [tip for tip in tips if tip.value != TRUE]
    if not gone or len(gone) < len(tips):
        return True
    known = {name for tip in gone for name in known_then(tip)}
    return any(not told(_changing(each)) <= known for each in sides)


def _changing(record: Record) -> Record:
    """The record without what nobody changes: what a memo is about, which may be called otherwise where it was removed."""
    if record.kind != "memo":
        return record
    values = {name: value for name, value in record.values.items() if name != "about"}
    graphs = {name: told for name, told in record.graphs.items() if name != "about"}
    return replace(record, values=values, graphs=graphs)


def removed_elsewhere(life: Graph) -> bool:
    """Whether somebody removed it and nobody decided about that since."""
    return any(tip.value != TRUE for tip in graph.heads(life)) if life else False


def known_then(revision: Revision) -> list[str]:
    """The names of what was known of a record when it was removed; none where a revision of it says something else."""
    value = json.loads(revision.value)
    return value["gone"] if isinstance(value, dict) else []


def told(record: Record) -> set[str]:
    """The names of all revisions of a record's fields."""
    names = revisions(each for name, each in record.graphs.items() if name != LIFE)
    for name, value in record.values.items():
        if name not in record.graphs:
            names |= graph.root(name, value).keys()
    for name in record.elements:
        if name not in record.graphs:
            names |= graph.unchanged(record, name).keys()
    return names
