"""Frozen records that are made by the hundred for every article."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Record = TypeVar("Record", bound=type)
_LATER = object()  # stands for a default that is made for each record


def quick(record: Record) -> Record:
    """A frozen dataclass with slots whose records are made in less than half the time; they are the same in everything else.

    Python's own way to fill a frozen record looks each field up by its name. To be written above `@dataclass(frozen=True, slots=True)`.
    Raises TypeError for one that looks at what it was filled with, or has fields that are given by name alone: neither would be done.
    """
    if hasattr(record, "__post_init__") or any(field.kw_only or not field.init for field in fields(record)):
        raise TypeError(f"{record.__qualname__} is filled in a way of its own.")
    known: dict[str, Any] = {"_later": _LATER}
    taken, filled = ["self"], []
    for field in fields(record):
        name = field.name
        known[f"_set_{name}"] = record.__dict__[name].__set__
        value = name
        if field.default_factory is not MISSING:
            known[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _later else {name}"
            taken.append(f"{name}=_later")
        elif field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            taken.append(f"{name}=_default_{name}")
        else:
            taken.append(name)
        filled.append(f" _set_{name}(self, {value})")
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(taken)}):\n" + "\n".join(filled), known, made)  # noqa: S102 - as dataclasses make theirs
    init = made["__init__"]
    init.__qualname__, init.__annotations__ = (
        f"{record.__qualname__}.__init__",
        record.__dict__["__init__"].__annotations__,
    )
    type.__setattr__(record, "__init__", init)
    return record
