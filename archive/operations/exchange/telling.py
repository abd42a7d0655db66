"""Records as JSON, as bundles and archives tell them; and what is told of what was removed. Pure.

An archive tells another one all that it holds. A bundle tells of what was removed only that it was, and never a word of it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.base.errors import Unreadable
from archive.model.exchange import LIFE, Graph, Record

from . import graph, translating
from .graph import canonical

# Extras of local meaning only: other names of where files lay.
_LOCAL = frozenset({"position"})
_HERE = "here"


def told_of(record: Record) -> dict[str, Any]:
    """A record as JSON; its values stand as they are."""
    told: dict[str, Any] = {"uid": record.uid}
    if not record.present:
        told["removed"] = True
    if record.values:
        told["fields"] = {name: json.loads(value) for name, value in record.values.items()}
    if record.elements:
        told["elements"] = {name: dict(more) for name, more in record.elements.items()}
    graphs = {name: _graph(each) for name, each in record.graphs.items() if _is_told(record, name, each)}
    if graphs:
        told["graph"] = graphs
    if record.extras:
        told["extras"] = {name: value for name, value in record.extras.items() if name not in _LOCAL}
    return told


def _is_told(record: Record, name: str, told: Graph) -> bool:
    """Whether a graph says more than the field does: one revision may name another record as it is called elsewhere, or an act by which
    something was put where it has no row (a key that two series claim).
    """
    if len(told) > 1 or name == LIFE:
        return True
    if ":" in name:
        return told.keys() != graph.unchanged(record, name).keys()
    (only,) = told.values()
    return translating.names_others(record.kind, name) and only.value != record.values.get(name)


def _graph(told: Graph) -> list[list[Any]]:
    return [[list(each.parents), json.loads(each.value)] for each in told.values()]


def bundled(record: Record) -> Record:
    """What a bundle tells of a record: of one that was removed only that it was, and the names of what was known of it then."""
    if record.present:
        return record
    return Record(record.kind, record.uid, graphs={LIFE: record.graphs[LIFE]}, present=False)


def ours(record: Record) -> Record:
    """The record, told to number the definitions of its tags as they are numbered here."""
    elements = {name: {**more, _HERE: True} if "definition" in more else more for name, more in record.elements.items()}
    return replace(record, elements=elements)


def number(more: Mapping[str, Any], numbers: Mapping[int, int]) -> int:
    """The number here of the definition by which a tag was put on; `numbers` are those of the other side."""
    told = more.get("definition", 0)
    return int(told if _HERE in more else numbers.get(told, min(told, 1)))


def kept(record: Record) -> dict[str, Any]:
    """What is kept, as JSON, of a record that is not here any more and of which others still say something."""
    graphs = {name: dict(sorted(each.items())) for name, each in record.graphs.items() if name != LIFE}
    elements = {name: {key: one for key, one in more.items() if key != _HERE} for name, more in record.elements.items()}
    extras = {name: value for name, value in record.extras.items() if name != "aliases"}
    return told_of(replace(record, elements=elements, graphs=graphs, extras=extras, present=False))


def recalled(kind: str, uid: str, kept: str, life: Graph) -> Record:
    """The record of which that is kept; `life` is the graph of the record itself. Raises Unreadable."""
    try:
        told = json.loads(kept)
        values = {name: canonical(value) for name, value in told["fields"].items()}
        graphs = {name: _read(name, each) for name, each in told.get("graph", {}).items()}
        elements = {name: dict(more) for name, more in told.get("elements", {}).items()}
        return Record(kind, uid, values, elements, graphs | {LIFE: life}, dict(told.get("extras", {})), present=False)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unreadable(
            f"What is kept of a removed {kind} cannot be read.", "Take a backup, or ask for it again."
        ) from error


def _read(field: str, told: Any) -> Graph:
    made = [graph.named(field, parents, canonical(value)) for parents, value in told]
    return {each.name: each for each in made}
