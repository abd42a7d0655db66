"""The graph of a field's revisions: what it is made of, and what shows of it. Pure, and a function of the revisions alone.

Joining two graphs is their union; that is why joining is commutative, associative and idempotent.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.base.text import storable
from archive.model.exchange import LIFE, Graph, How, Record, Revision, Shown
from archive.store.nonces import NONCE

from .lines import joined

TRUE, NULL = "true", "null"
# A root that says nothing is behind all others: nobody has to decide between a note and none.
_NOTHING = frozenset({NULL, '""', "[]", '"open"', '"found"', '["","",""]'})
_NAME_CHARS = 32
# Words are read twice for each element of many passages.
_ROOTS: dict[tuple[str, str], str] = {}
_MOST_ROOTS = 50_000


def canonical(value: Any) -> str:
    """A value as it is compared: JSON with sorted keys and nothing between; text as the archive can store it."""
    return storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def named(field: str, parents: Sequence[str], value: str) -> Revision:
    """The revision with its name. Elements are named without their uid, which may be another one elsewhere."""
    kind = field.partition(":")[0]
    if not parents and len(value) < 6:
        name = _ROOTS.get((kind, value))
        if name is None:
            if len(_ROOTS) >= _MOST_ROOTS:
                _ROOTS.clear()
            name = _ROOTS[(kind, value)] = _digest(kind, parents, value)
        return Revision(name, (), value)
    ordered = tuple(sorted(parents))
    return Revision(_digest(kind, ordered, value), ordered, value)


def is_named(field: str, revision: Revision) -> bool:
    """Whether a revision has the name that follows from what it holds."""
    return named(field, revision.parents, revision.value).name == revision.name


def _digest(kind: str, parents: Sequence[str], value: str) -> str:
    told = json.dumps([kind, *parents, value], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_NAME_CHARS]


def root(field: str, value: str) -> Graph:
    """The graph of a field that never changed. That something is there may be told by a nonce."""
    only = made_by(field, (), value)
    return {only.name: only}


def unchanged(record: Record, field: str) -> Graph:
    """The graph of a field of a record that tells none of it: one revision, by which it is what it is."""
    if field == LIFE:
        return root(LIFE, on(record.extras.get(NONCE)))
    if field in record.elements:
        return root(field, on(record.elements[field].get(NONCE)))
    return root(field, record.values.get(field, NULL))


def on(nonce: int | None) -> str:
    """That something is there, put there by an act of its own where that is known."""
    return TRUE if nonce is None else str(nonce)


def made_by(field: str, parents: Sequence[str], value: str) -> Revision:
    """The revision of a value. Of what was put there by an act of its own the nonce stands among those that it followed: nobody else has it."""
    if value.isdigit() and (":" in field or field == LIFE):
        return named(field, [*parents, f"{int(value):0{_NAME_CHARS}x}"], TRUE)
    return named(field, parents, value)


def of(field: str, stored: Graph, log: Sequence[str], present: str) -> Graph:
    """A field's graph: what was exchanged, then what it said since (`log` holds old values, oldest first), then the present value.

    That something is there is told by its nonce, where it has one.
    """
    if not log:
        return stored or root(field, present)
    graph = dict(stored) or dict(root(field, log[0]))
    tips, last = heads(graph), log[0]
    for value in (*log[1:], present):
        if value != last:
            made = made_by(field, [tip.name for tip in tips], value)
            graph[made.name] = made
            tips, last = (made,), value
    return graph


def heads(graph: Graph) -> tuple[Revision, ...]:
    """The revisions that no other followed, by name; without roots that say nothing, unless there is nothing else."""
    if len(graph) == 1:
        return tuple(graph.values())
    followed = {parent for revision in graph.values() for parent in revision.parents}
    found = [revision for name, revision in sorted(graph.items()) if name not in followed]
    telling = [revision for revision in found if revision.parents or revision.value not in _NOTHING]
    return tuple(telling or found)


def shown(how: How, graph: Graph) -> Shown:
    """What shows of a graph, by the rules of docs/EXCHANGE.md."""
    tips = heads(graph)
    values = {tip.value: tip for tip in reversed(tips)}
    if len(values) == 1:
        return Shown(tips[0].value)
    if how is How.ELEMENT:
        return Shown(TRUE if TRUE in values else NULL)
    if how is How.TEXT:
        text = _joined_text(graph, tips)
        if text is not None:
            return Shown(text)
    return Shown(tips[0].value, tuple(sorted(values.values(), key=lambda tip: tip.name)))


def _joined_text(graph: Graph, tips: Sequence[Revision]) -> str | None:
    base = common(graph, tips)
    if base is None:
        return None
    before = json.loads(base.value)
    said = [json.loads(tip.value) for tip in tips]
    if not all(isinstance(each, str) for each in (before, *said)):
        return None
    text = said[0]
    for other in said[1:]:
        together = joined(before, text, other)
        if together is None:
            return None
        text = together
    return canonical(text)


def common(graph: Graph, tips: Iterable[Revision]) -> Revision | None:
    """The last revision that all of these followed, where there is one such."""
    shared: set[str] | None = None
    for tip in tips:
        behind = ancestors(graph, tip)
        shared = behind if shared is None else shared & behind
    names = shared or set()
    last = names - {parent for name in names for parent in graph[name].parents}
    return graph[last.pop()] if len(last) == 1 else None


def ancestors(graph: Graph, tip: Revision) -> set[str]:
    """The names of a revision and of all that it followed, as far as they are known."""
    found: set[str] = set()
    waiting = [tip.name]
    while waiting:
        name = waiting.pop()
        if name in graph and name not in found:
            found.add(name)
            waiting += graph[name].parents
    return found


def union(*graphs: Mapping[str, Revision]) -> dict[str, Revision]:
    """All revisions of several graphs of one field."""
    return {name: revision for graph in graphs for name, revision in graph.items()}
