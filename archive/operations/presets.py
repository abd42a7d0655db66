"""Named choices of an export, kept in the archive; each act is undone like any other."""

import json
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any, get_type_hints

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.excerpt import Choice, Scope
from archive.model.ids import new_uid
from archive.model.passage import PassageFilter, State

from .recording import drafted


def presets(archive: Archive) -> dict[str, Choice]:
    """The choices by name. What this version does not know of them, or cannot read, is as usual."""
    return {name: loaded(text) for name, text in archive.store.exporting.presets().items()}


def find(archive: Archive, name: str) -> Choice:
    """The choice that is kept under this name. Raises NotFound."""
    known = presets(archive)
    if name not in known:
        told = ", ".join(known) or "none yet"
        raise NotFound(f"There is no preset {name!r}.", f"Presets of this archive: {told}.")
    return known[name]


def formats(archive: Archive) -> dict[str, str]:
    """The format that each preset was saved with; those without one are left out."""
    told = {name: _format(text) for name, text in archive.store.exporting.presets().items()}
    return {name: format for name, format in told.items() if format}


def _format(text: str) -> str:
    try:
        held = json.loads(text)
    except ValueError:
        return ""
    format = held.get("format") if isinstance(held, dict) else None
    return format if isinstance(format, str) else ""


def save(archive: Archive, name: str, choice: Choice, format: str = "") -> Change:
    """Keeps a choice, and the format that it is meant for, under a name, instead of the one that has it. Raises Invalid for no name."""
    name = " ".join(name.split())
    if not name:
        raise Invalid("A preset needs a name.", "Say what it is for, like “Report”.")
    at = clock.stamp()
    with archive.atomic():
        draft = archive.store.draft()
        row = archive.store.exporting.preset_row(name)
        text = json.dumps(asdict(choice) | {"format": format}, ensure_ascii=False)
        if row is None:
            new = {"uid": new_uid(), "name": name, "choice": text, "author": places.author()}
            draft.insert("presets", new | {"created": at, "modified": at})
        else:
            draft.update("presets", [row], {"choice": text, "modified": at})
        return drafted(archive, f"Save preset “{name}”", draft)


def rename(archive: Archive, name: str, new: str) -> Change:
    """Gives a preset another name. Raises NotFound, or Invalid where the name is taken or none."""
    new = " ".join(new.split())
    with archive.atomic():
        row = archive.store.exporting.preset_row(name)
        if row is None:
            raise NotFound(f"There is no preset {name!r}.", "Look at the list of presets.")
        if not new or (new != name and archive.store.exporting.preset_row(new) is not None):
            raise Invalid(f"A preset cannot be called {new!r}.", "Choose a name that no other has.")
        draft = archive.store.draft()
        draft.update("presets", [row], {"name": new, "modified": clock.stamp()})
        return drafted(archive, f"Rename preset “{name}” to “{new}”", draft)


def remove(archive: Archive, name: str) -> Change:
    """Forgets a preset. Raises NotFound."""
    with archive.atomic():
        row = archive.store.exporting.preset_row(name)
        if row is None:
            raise NotFound(f"There is no preset {name!r}.", "Look at the list of presets.")
        draft = archive.store.draft()
        draft.delete("presets", [row])
        return drafted(archive, f"Remove preset “{name}”", draft)


def dumped(choice: Choice) -> str:
    """The choice as JSON."""
    return json.dumps(asdict(choice), ensure_ascii=False)


def loaded(text: str) -> Choice:
    """The choice that JSON tells; fields that are missing, unknown or of no known value are as usual."""
    try:
        told = json.loads(text)
    except ValueError:
        told = {}
    choice: Choice = _record(Choice, told)
    return choice


def _record(kind: Any, told: Any) -> Any:
    if not isinstance(told, dict):
        return kind()
    hints, plain = get_type_hints(kind), kind()
    values = {}
    for each in fields(kind):
        if each.name not in told:
            continue
        value, usual = told[each.name], getattr(plain, each.name)
        if hints[each.name] in (Scope, PassageFilter):
            values[each.name] = _record(hints[each.name], value)
        elif isinstance(usual, StrEnum):
            kind_of = type(usual)
            values[each.name] = kind_of(value) if value in set(kind_of) else usual
        elif isinstance(usual, tuple):
            listed = tuple(value) if isinstance(value, list) else usual
            values[each.name] = (
                tuple(State(one) for one in listed if one in set(State)) if each.name == "states" else listed
            )
        elif usual is None or type(value) is type(usual):
            values[each.name] = value
    return kind(**values)
