"""Gives what comes in the uids that things have here, wherever a record names another; and what goes out as its author said it.

A revision keeps the name that its author gave it, which follows from the uids that things have there. So the name is the same in every archive.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from archive.model.exchange import Graph, Record, Revision
from archive.store.exchange import ExchangeTables

from . import graph
from .graph import NULL, canonical

_REFERRING = {
    ("collection", "parent"): "collection",
    ("mention", "event"): "event",
    ("figure", "series"): "series",
}
_TELLING = (("memo", "about"), ("origin", "verdict"))
_OF_ELEMENT = {"related": "tag", "tag": "tag", "article": "article", "link": "event"}


def names_others(kind: str, field: str) -> bool:
    """Whether values of a field name other records, and so may be called otherwise here than the revision was named by."""
    return (kind, field) in _REFERRING or (kind, field) in _TELLING


def as_said(record: Record, called: Callable[[str, str], Iterable[str]]) -> Record:
    """The record with every revision as its author said it: it names another record by the uid that it had there, which is one of those
    by which it is `called` (kind, uid) elsewhere. Where that is not known any more, it stays as it is here.
    """
    kind = record.kind
    graphs = {
        field: {name: _as_said(kind, field, each, called) for name, each in told.items()}
        if (kind, field) in _TELLING
        else told
        for field, told in record.graphs.items()
    }
    return replace(record, graphs=graphs)


def _as_said(kind: str, field: str, revision: Revision, called: Callable[[str, str], Iterable[str]]) -> Revision:
    if graph.is_named(field, revision) or revision.value == NULL:
        return revision
    told: list[Any] = json.loads(revision.value)
    of, place = ("article", 2) if kind == "origin" else (told[0], 1)
    for uid in called(of, told[place]):
        told[place] = uid
        said = replace(revision, value=canonical(told))
        if graph.is_named(field, said):
            return said
    return revision


class Translator:
    """`aliases` maps (kind, uid elsewhere) to the uid here; more may be learnt on the way."""

    def __init__(self, tables: ExchangeTables) -> None:
        self.aliases = dict(tables.aliases())

    def learn(self, kind: str, uid: str, here: str) -> None:
        """That a record is called otherwise here."""
        if uid != here:
            self.aliases[kind, uid] = here

    def uid(self, kind: str, uid: str) -> str:
        """The uid here. A tag has the same one everywhere: that two were joined is a decision about what was there then."""
        return uid if kind == "tag" else self.aliases.get((kind, uid), uid)

    def record(self, record: Record) -> Record:
        """The record with every uid as it is here. (Where nobody is called otherwise, it is the same one.)"""
        if not self.aliases:
            return record
        kind = record.kind
        values = {name: self._value(kind, name, value) for name, value in record.values.items()}
        elements = {self._element(kind, name): told for name, told in record.elements.items()}
        graphs: dict[str, Graph] = {}
        for name, told in record.graphs.items():
            here = self._element(kind, name)  # two there may be one here
            graphs[here] = graph.union(graphs.get(here, {}), self._graph(kind, name, told))
        for name, value in values.items():
            if name not in record.graphs and value != record.values[name] and (kind, name) in _TELLING:
                # Told of with the name that it has there: here it would get another one.
                graphs[name] = self._graph(kind, name, graph.root(name, record.values[name]))
        extras = dict(record.extras)
        if isinstance(extras.get("article"), str):
            extras["article"] = self.uid("article", extras["article"])
        uid = self._pair(record.uid) if kind == "origin" else self.uid(kind, record.uid)
        return replace(record, uid=uid, values=values, elements=elements, graphs=graphs, extras=extras)

    def _pair(self, uid: str) -> str:
        return "-".join(sorted(self.uid("article", each) for each in uid.split("-")))

    def _element(self, kind: str, name: str) -> str:
        what, colon, told = name.partition(":")
        if not colon or kind == "series":
            return name
        if kind == "memo":
            about, _, target = told.partition(":")
            return f"{what}:{about}:{self.uid(about, target)}"
        return f"{what}:{self.uid(_OF_ELEMENT[what], told)}"

    def _graph(self, kind: str, name: str, told: Graph) -> Graph:
        if not names_others(kind, name):
            return told
        # The name stays: it is the same revision, of the same thing.
        return {each.name: replace(each, value=self._value(kind, name, each.value)) for each in told.values()}

    def _value(self, kind: str, name: str, value: str) -> str:
        if value == NULL:
            return value
        if (kind, name) in _REFERRING:
            return canonical(self.uid(_REFERRING[kind, name], json.loads(value)))
        if (kind, name) == ("memo", "about"):
            about, target = json.loads(value)
            return canonical([about, self.uid(about, target)])
        if (kind, name) == ("origin", "verdict"):
            told: list[Any] = json.loads(value)
            told[2] = self.uid("article", told[2])
            return canonical(told)
        return value
