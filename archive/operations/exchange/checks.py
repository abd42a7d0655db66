"""Checks what comes from elsewhere, record by record: its form, its values, its uids. What does not hold is refused in a sentence."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from archive.base.errors import Invalid, Unreadable
from archive.importers.illustrations.found import MOST_BYTES
from archive.model import edtf
from archive.model.article import BlockKind, RunKind, Verdict
from archive.model.event import Status
from archive.model.exchange import KINDS, LIFE, Record, Revision
from archive.model.figure import FigureStatus
from archive.model.passage import COLOURS
from archive.model.rights import Sensitivity
from archive.operations import drafting
from archive.store import nonces
from archive.store.exchange_schema import SHAPES
from archive.store.nonces import NONCE

from . import graph
from .graph import canonical
from .own import digest

_ADVICE = "Ask for it again; nothing was changed here."
_UID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"[0-9a-f]{128}")
_NAME = re.compile(r"[0-9a-f]{32}")
_PICTURE = re.compile(r"image/[a-z0-9.+-]{1,40}")
_ELEMENTS = {
    "tag": ("related",),
    "article": ("tag",),
    "collection": ("article",),
    "series": ("key",),
    "event": ("tag", "link"),
    "passage": ("tag",),
    "memo": ("link",),
}
_MOST_LINE = 10_000
_MOST_TEXT = 20_000_000
_MOST_NUMBER = 2**53


class Wrong(Exception):
    """A value that cannot be one."""


def _require(holds: object) -> None:
    if not holds:
        raise Wrong


def _text(value: Any) -> None:
    _require(isinstance(value, str) and len(value) <= _MOST_TEXT)


def _line(value: Any) -> None:
    _require(isinstance(value, str) and len(value) <= _MOST_LINE)


def _uid(value: Any) -> None:
    _require(isinstance(value, str) and _UID.fullmatch(value))


def _maybe(check: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda value: None if value is None else check(value)


def _one_of(*values: object) -> Callable[[Any], None]:
    return lambda value: _require(value in values)


def _date(value: Any) -> None:
    _line(value)
    try:
        edtf.parse(value)
    except Invalid as error:
        raise Wrong from error


def _lines(value: Any) -> None:
    _require(isinstance(value, list) and len(value) <= 10_000)
    for each in value:
        _line(each)


def _place(value: Any) -> None:
    _require(isinstance(value, list) and len(value) == 6)
    name, start, end, *words = value
    _require(isinstance(name, str) and _DIGEST.fullmatch(name))
    _require(type(start) is int and type(end) is int and 0 <= start < end < _MOST_NUMBER)
    for each in words:
        _text(each)


def _pair(value: Any) -> None:
    _require(isinstance(value, list) and len(value) == 2)
    _line(value[0])
    _line(value[1])


def _path(value: Any) -> None:
    _line(value)
    try:
        drafting.tag_path(value)
    except Invalid as error:
        raise Wrong from error


def _three(value: Any) -> None:
    _require(isinstance(value, list) and len(value) == 3)
    for each in value:
        _text(each)


def _verdict(value: Any) -> None:
    _require(isinstance(value, list) and len(value) == 6)
    _line(value[0])
    _line(value[1])
    _uid(value[2])
    _require(all(isinstance(each, int | float) and math.isfinite(each) for each in value[3:5]))
    _text(value[5])


def _own(value: Any) -> None:
    _pair(value)
    _require(isinstance(json.loads(value[0]), dict))


_CHECKS: Mapping[tuple[str, str], Callable[[Any], None]] = {
    ("tag", "path"): _path,
    ("tag", "definition"): _maybe(_three),
    ("article", "byline"): _lines,
    ("article", "edition"): _maybe(lambda value: _require(isinstance(value, str) and _DIGEST.fullmatch(value))),
    ("article", "note"): _text,
    ("article", "rights"): _text,
    ("article", "sensitivity"): _one_of(*map(str, Sensitivity)),
    ("collection", "name"): _line,
    ("collection", "parent"): _maybe(_uid),
    ("series", "name"): _line,
    ("series", "meaning"): _text,
    ("event", "edtf"): _maybe(_date),
    ("event", "status"): _one_of(*map(str, Status)),
    ("event", "note"): _text,
    ("passage", "note"): _text,
    ("passage", "place"): _place,
    ("mention", "own_edtf"): _maybe(_date),
    ("mention", "event"): _maybe(_uid),
    ("figure", "status"): _one_of(*map(str, FigureStatus)),
    ("figure", "note"): _text,
    ("figure", "own"): _maybe(_own),
    ("figure", "series"): _maybe(_uid),
    ("memo", "title"): _line,
    ("memo", "text"): _text,
    ("memo", "about"): _maybe(_pair),
    ("judgement", "note"): _text,
    ("judgement", "figures"): _lines,
    ("origin", "verdict"): _verdict,
}
_COLOURED = _maybe(_one_of(*COLOURS))


def value_of(kind: str, field: str, value: Any) -> None:
    """Raises Wrong for what a field cannot say."""
    if field == "colour":
        _COLOURED(value)
    else:
        _CHECKS.get((kind, field), _maybe(_line))(value)


def record(kind: str, told: Any) -> Record:
    """A record of a bundle. Raises Unreadable."""
    try:
        return _record(kind, mapping(told))
    except (Wrong, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(f"This bundle holds a record of the kind “{kind}” that cannot be one.", _ADVICE) from error


def _record(kind: str, told: Mapping[str, Any]) -> Record:
    uid = told["uid"]
    _require(isinstance(uid, str))
    if kind == "origin":
        low, high = uid.split("-")
        _uid(low)
        _uid(high)
    elif kind == "judgement":
        _line(uid)
    else:
        _uid(uid)
    removed = told.get("removed", False)
    fields = mapping(told.get("fields", {}))
    _require((removed is True and not fields) or fields.keys() == SHAPES[kind].fields.keys())
    for name, value in fields.items():
        _require(name in SHAPES[kind].fields)
        value_of(kind, name, value)
    elements = {name: mapping(more) for name, more in mapping(told.get("elements", {})).items()}
    for name, more in elements.items():
        _element(kind, name)
        _nonce(more)
    graphs = {name: _graph(kind, name, each) for name, each in mapping(told.get("graph", {})).items()}
    extras = mapping(told.get("extras", {}))
    if not removed or fields:
        _extras(kind, extras)
    values = {name: canonical(value) for name, value in fields.items()}
    return Record(kind, uid, values, elements, graphs, extras, not removed)


def _element(kind: str, name: str) -> None:
    what, _, key = name.partition(":")
    _require(what in _ELEMENTS.get(kind, ()) and key and len(key) <= 1000)
    if kind not in ("series", "memo"):
        _uid(key)


def _nonce(told: Mapping[str, Any]) -> None:
    _require(told.get(NONCE) is None or nonces.is_one(told[NONCE]))


def _graph(kind: str, field: str, told: Any) -> Mapping[str, Revision]:
    _require(isinstance(told, list) and 0 < len(told) <= 10_000)
    if ":" in field:
        _element(kind, field)
    elif field != LIFE:
        _require(field in SHAPES[kind].fields)
    found: dict[str, Revision] = {}
    for parents, value in told:
        _require(isinstance(parents, list) and all(isinstance(each, str) and _NAME.fullmatch(each) for each in parents))
        if field == LIFE:
            _require(
                value is True
                or (isinstance(value, dict) and value.keys() == {"gone"} and isinstance(value["gone"], list))
            )
        elif ":" in field:
            _require(value is True or value is None)
        else:
            value_of(kind, field, value)
        # The name follows from what it is of: nobody can give one revision the name of another.
        made = graph.named(field, parents, canonical(value))
        found[made.name] = made
    return found


_INTEGERS = frozenset(
    {"start", "end", "number_start", "number_end", "sentence_start", "sentence_end", "earliest", "latest", "derived"}
)
_NUMBERS = frozenset({"value", "least", "most"})


def _extras(kind: str, extras: Mapping[str, Any]) -> None:
    wanted = set(SHAPES[kind].extras) - {NONCE}  # a bundle of an earlier version has none
    more = {"tag": {"versions", "aliases"}, "article": {"evidence", "editions", "aliases", "pictures"}}.get(kind, set())
    natural = {NONCE} if SHAPES[kind].natural else set()
    _require(wanted <= extras.keys() <= wanted | more | natural)
    _nonce(extras)
    for name, value in extras.items():
        if name in more or name == NONCE:
            continue
        if name in _INTEGERS:
            _require(value is None or (type(value) is int and abs(value) < _MOST_NUMBER))
        elif name in _NUMBERS and kind == "figure":
            _require(value is None or (isinstance(value, int | float) and math.isfinite(value)))
        else:
            _maybe(_text)(value)
    if kind in ("passage", "figure") or (kind == "mention" and extras["article"] is not None):
        _uid(extras["article"])
    for alias in extras.get("aliases", ()):
        _uid(alias)
    if kind == "tag":
        for version in extras.get("versions", ()):
            _require(isinstance(version, list) and len(version) == 6 and type(version[0]) is int)
            for each in version[1:]:
                _text(each)
    if kind == "article":
        _article(extras)


def _article(extras: Mapping[str, Any]) -> None:
    Verdict(extras["verdict"])
    _lines(json.loads(extras["warnings"]))
    _require(isinstance(extras.get("editions", []), list))
    for name in extras.get("editions", ()):
        _require(isinstance(name, str) and _DIGEST.fullmatch(name))
    _require(isinstance(extras.get("pictures", []), list))
    for picture in extras.get("pictures", ()):
        _picture(picture)
    for proof in mapping(extras.get("evidence", {})).values():
        value, start, end, rule, confidence = proof
        _text(value)
        _line(rule)
        _require(isinstance(confidence, int | float) and 0 <= confidence <= 1)
        _require(all(place is None or type(place) is int for place in (start, end)))


def _picture(told: Any) -> None:
    address, name, media_type, size = told
    _require(isinstance(address, str) and _ADDRESS.fullmatch(address))
    _line(name)
    _require(isinstance(media_type, str) and _PICTURE.fullmatch(media_type))
    _require(type(size) is int and 0 < size <= MOST_BYTES)


def _shown(pictures: Any) -> None:
    _require(isinstance(pictures, list))
    for place, media_type, *sizes, address, source, caption, alt in pictures:
        _line(place)
        _line(media_type)
        _require(len(sizes) == 3 and all(type(each) is int and 0 <= each < _MOST_NUMBER for each in sizes))
        _require(isinstance(address, str) and _ADDRESS.fullmatch(address))
        _require(type(source) is int and (caption is None or type(caption) is int))
        _text(alt)


def file_name(said: str) -> str:
    """The name of a file without the folders that it may come with."""
    return said.replace("\\", "/").rpartition("/")[2][:255] or "original"


def edition(name: str, told: Any) -> Mapping[str, Any]:
    """The columns of an edition. Raises Unreadable."""
    try:
        columns = mapping(told)
        for each in ("text", "blocks", "set_aside", "importer", "reason", "created", "name", "media_type"):
            _require(isinstance(columns[each], str))
        _require(_ADDRESS.fullmatch(columns["sha512"]) and type(columns["importer_version"]) is int)
        _require(digest(columns["text"], columns["sha512"]) == name)
        _maybe(_line)(columns["encoding"])
        _maybe(_text)(columns["pictures"])
        _shown(json.loads(columns["pictures"] or "[]"))
        _blocks(columns["text"], json.loads(columns["blocks"]))
        for start, end, text, why in json.loads(columns["set_aside"]):
            _require(type(start) is int and type(end) is int)
            _text(text)
            _line(why)
        return columns | {"name": file_name(columns["name"])}
    except (Wrong, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable("This bundle holds a text that is not in its form.", _ADVICE) from error


def _blocks(text: str, blocks: Any) -> None:
    _require(isinstance(blocks, list))
    last = 0
    for kind, start, end, first, stop, level, runs in blocks:
        BlockKind(kind)
        _require(all(type(each) is int for each in (start, end, first, stop, level)))
        _require(last <= start <= end <= len(text))
        last = end
        for mark, begin, until, target in runs:
            RunKind(mark)
            _require(type(begin) is int and type(until) is int and 0 <= begin <= until <= len(text))
            _maybe(_text)(target)


def mapping(value: Any) -> dict[str, Any]:
    """A JSON object. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable("This bundle is not in its form.", _ADVICE)
    return value


def counts(value: Any) -> dict[str, int]:
    """Records by kind; kinds that are not known are passed over."""
    told = mapping(value)
    return {kind: told[kind] for kind in KINDS if type(told.get(kind)) is int and told[kind] >= 0}


def line(value: Any) -> str:
    """A short text, "" for none."""
    return value if isinstance(value, str) and len(value) <= _MOST_LINE else ""
