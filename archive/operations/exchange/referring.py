"""What another record is called where a value names it, so that a person who decides need not read ids; and keys in two series. Reads only."""

import json
from collections.abc import Iterator

from archive.archive import Archive
from archive.model.exchange import Conflict
from archive.operations import figures

from . import claims
from .own import Own

_REFERRING = {("mention", "event"): "event", ("figure", "series"): "series", ("collection", "parent"): "collection"}
_NAMING = {
    "event": ("edtf", "label", "status", "note"),
    "series": ("name", "meaning"),
    "collection": ("name",),
}
_UNNAMED = {"event": "An event", "series": "A series without a name", "collection": "A collection"}
_KEY = "key:"


def called(archive: Archive, own: Own, kind: str, field: str, value: str) -> str | None:
    """What the record is called that a value names; "" for none, None where the field names no record."""
    of = _REFERRING.get((kind, field))
    if of is None:
        return None
    uid = json.loads(value)
    return "" if uid is None else name(archive, own, of, uid)


def name(archive: Archive, own: Own, kind: str, uid: str) -> str:
    """What an event, a series or a collection is called."""
    record = own.records(kind, [uid]).get(uid)
    if record is None or not record.present:
        return f"{_UNNAMED[kind]}, not here"
    said = [json.loads(record.values[field]) for field in _NAMING[kind]]
    told = [str(each) for each in said if each and each != "found"]
    if kind == "series" and not said[0]:
        told = [figures.name_of(archive, element.removeprefix(_KEY)) for element in sorted(record.elements)[:1]] + told
    return " · ".join(" ".join(each.split()) for each in told if each) or _UNNAMED[kind]


def key_of(field: str) -> str | None:
    """The key of figures that a field is about; None where it is about none."""
    return field.removeprefix(_KEY) if field.startswith(_KEY) else None


def keys(archive: Archive, own: Own) -> Iterator[Conflict]:
    """Keys that people put into more than one series: the first of the values has it. `names` are the uids of the series."""
    for key, series in claims.contested(own).items():
        field = f"{_KEY}{key}"
        uids = tuple(each.uid for each in series)
        values = tuple(name(archive, own, "series", uid) for uid in uids)
        mine = tuple(not archive.store.exchange.came("series", uid, field) for uid in uids)
        title = figures.name_of(archive, key)
        yield Conflict("series", uids[0], field, title, "", None, None, values, uids, mine)
