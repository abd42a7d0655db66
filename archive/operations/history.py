"""What was done to the archive, when and by whom; and taking one act back, when nothing later contradicts it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound, WaystationError
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, FigureId, TagId
from archive.store.journal import Entry

from . import acts
from .figure_rows import CORRECTABLE

_SHOWN_CHARS = 300

# Columns that say something to a person, by the table they are in.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "passages": ("exact", "note", "colour", "state", "kept"),
    "passage_tags": ("tag",),
    "tags": ("path", "colour", "shortcut"),
    "tag_definitions": ("definition", "use_when", "not_when"),
    "memos": ("title", "text"),
    "events": ("edtf", "label", "status", "note"),
    "event_tags": ("tag",),
    "mentions": ("own_edtf", "own_label"),
    "figures": ("status", "note", *CORRECTABLE),
    "series": ("name", "meaning"),
    "judgements": ("note",),
    "origin_judgements": ("verdict", "reason"),
    "lexicon": ("name", "words", "within"),
}
# What an entered event says; it is a mention's row.
_ENTERED = ("edtf", "label")
_WORDS = {
    "exact": "words",
    "edtf": "date",
    "own_edtf": "date",
    "own_label": "label",
    "url": "address",
    "accessed": "saved on",
    "republisher": "reprinted by",
    "starred": "star",
    "read_at": "reading",
    "trashed_at": "place",
    "kept": "review",
}
# What the state of an article says in words, when its column is empty and when not.
_STATES = {
    "starred": ("no star", "starred"),
    "read_at": ("unread", "read"),
    "trashed_at": ("in the archive", "in the trash"),
    "kept": ("waits", "kept as it is"),
    "example": ("no example", "an example"),
}
_NOTHING = "nothing"
_DETAILS = 20


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an act changed: what it is, before and after (None: it was not, or is not, there). A `fact` is told of the act itself."""

    what: str
    before: str | None
    after: str | None
    fact: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One act of the history. `revertible` says whether the archive knows how to take it back; `revert` may still refuse."""

    id: int
    label: str
    author: str
    at: str
    touched: frozenset[tuple[str, int]]
    revertible: bool
    details: tuple[Detail, ...]


def page(archive: Archive, *, limit: int = 50, before: int | None = None, text: str = "") -> list[Row]:
    """Acts, newest first; the next page begins before the id of the last row of this one.

    With `text`, those whose label or author holds it, whatever its case.
    """
    return [_row(archive, entry) for entry in archive.store.journal.page(limit, before, text)]


def _row(archive: Archive, entry: Entry) -> Row:
    change = entry.change
    details = (*_whence(archive, entry), *_details(archive, change.inverse))
    return Row(entry.id, change.label, entry.author, entry.at, change.touched, change.inverse is not None, details)


def _whence(archive: Archive, entry: Entry) -> list[Detail]:
    """Of a merge, who signed what was merged; or whose it is said to be, where nobody did."""
    if entry.change.inverse is None or entry.change.inverse.verb != "unmerge":
        return []
    merge = next((each for each in archive.store.exchange.merges() if each["entry"] == entry.id), None)
    if merge is None:
        return []
    author = merge["author"] or "somebody without a name"
    if merge["key"]:
        return [Detail("signed by", None, f"{author} ({merge['fingerprint']})", fact=True)]
    return [Detail("from", None, f"{author} (not signed)", fact=True)]


def _details(archive: Archive, inverse: Act | None) -> list[Detail]:
    if inverse is None:
        return []
    found: list[Detail] = []
    if inverse.verb in ("take_back", "send_back", "unmerge"):
        for table, key, before, after in inverse.arguments["rows"]:
            whole = table == "mentions" and (before is None or after is None)
            rows = _said(archive, key, before, after) if table == "figures" else [before, after]
            for name in _ENTERED if whole else _TOLD.get(table, ()):
                found += _difference(archive, table, name, key, rows[0], rows[1])
            if len(found) >= _DETAILS:
                break
    elif inverse.verb == "restate" and not inverse.told:
        # An act from before the history kept what came after.
        for state in inverse.arguments["states"]:
            found += [Detail(_WORDS.get(name, name), _shown(value), None) for name, value in state["columns"].items()]
    else:
        # The same done to many is told once.
        found += dict.fromkeys(_told(*each, states=inverse.verb == "restate") for each in inverse.told)
    return found[:_DETAILS]


def _said(archive: Archive, key: list[Any], *rows: Mapping[str, Any] | None) -> list[Mapping[str, Any] | None]:
    """A figure's rows with what a person corrected by its name; where nothing was corrected, what was read."""
    own = [json.loads(row["own"]) if row and row.get("own") else {} for row in rows]
    names = {name for each in own for name in each}
    read = archive.store.figures.read_columns(FigureId(key[0]), sorted(names)) if names else {}
    return [None if row is None else {**read, **row, **each} for row, each in zip(rows, own, strict=True)]


def _told(name: str, before: object, after: object, *, states: bool) -> Detail:
    """What became of a field of an article (`states`), or of something that was there or not."""
    if not states:
        return Detail(name, _shown(before), _shown(after))
    old, new = (_STATES[name][bool(value)] if name in _STATES else _shown(value or None) for value in (before, after))
    return Detail(_WORDS.get(name, name), old or _NOTHING, new or _NOTHING)


def _difference(
    archive: Archive,
    table: str,
    name: str,
    key: list[Any],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> list[Detail]:
    if table in ("passage_tags", "event_tags"):
        path = _path(archive, key[1])
        if before is not None and after is not None and "example" in after:
            return [Detail(f"tag {path}", *(_STATES["example"][bool(row["example"])] for row in (before, after)))]
        return [Detail("tag", None if before is None else path, None if after is None else path)]
    if table == "tag_definitions" and before is None:
        # A version is never edited: what stood there before is the version that it follows.
        before = _version_before(archive, key[0], key[1], name)
    old, new = (None if row is None else row.get(name) for row in (before, after))
    if old == new:
        return []
    if name in _STATES and before is not None and after is not None:
        old, new = _STATES[name][bool(old)], _STATES[name][bool(new)]
    return [Detail(_WORDS.get(name, name).replace("_", " "), _shown(old), _shown(new))] if old or new else []


def _version_before(archive: Archive, tag: int, version: int, name: str) -> Mapping[str, Any] | None:
    earlier = [each for each in archive.store.codebook.definitions(TagId(tag)) if each.version < version]
    return {name: getattr(earlier[0], name)} if earlier else None


def _path(archive: Archive, tag: int) -> str:
    return next((entry.path for entry in archive.store.codebook.entries() if entry.id == tag), "(a removed tag)")


def _shown(value: object) -> str | None:
    if value is None:
        return None
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"


def revert(archive: Archive, row_id: int) -> Change:
    """Takes one act back and leaves the later ones; the Change can be undone. Raises NotFound.

    Raises Invalid with a sentence, and changes nothing, when the act cannot be taken back: it is not known how, or what it
    changed was changed since.
    """
    with archive.atomic():
        entry = archive.store.journal.get(row_id)
        if entry is None:
            raise NotFound(f"The history has no act {row_id}.", "Look at the history again.")
        inverse = entry.change.inverse
        if inverse is None:
            raise Invalid(f"“{entry.change.label}” cannot be taken back.", "Nothing was kept of what was there before.")
        try:
            if inverse.verb == "restate":
                _require_unchanged(archive, entry, inverse)
            change = acts.perform(archive, inverse)
        except WaystationError as error:
            raise Invalid(f"“{entry.change.label}” cannot be taken back: {error.what}", error.advice) from error
        return replace(change, label=f"Revert “{entry.change.label}”")


def _require_unchanged(archive: Archive, entry: Entry, inverse: Act) -> None:
    """What the act left must be what is there: the value before the first later act on the same column says what it left."""
    wanted = {(state["id"], name): None for state in inverse.arguments["states"] for name in state["columns"]}
    left: dict[tuple[int, str], Any] = {}
    for later in archive.store.journal.after(entry.id):
        assert later.change.inverse is not None
        if later.change.inverse.verb == "restate":
            for state in later.change.inverse.arguments["states"]:
                for name, value in state["columns"].items():
                    if (state["id"], name) in wanted:
                        left.setdefault((state["id"], name), value)
    for (article, name), value in left.items():
        if archive.store.articles.state(ArticleId(article), (name,))[name] != value:
            raise Invalid(f"the {name} was changed again later.", "Take the later change back first.")
