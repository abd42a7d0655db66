"""Rows that acts on figures write, inside a draft. No act by itself.

What a person corrects is kept in `own` beside what was read, and goes before it. A figure of which nothing is left that a
person said is again as it was read, and the next reading may replace it.
"""

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model import entered_dates
from archive.model.figure import Bound, FigureStatus, Kind, Level, NumericClaim
from archive.model.ids import FigureId
from archive.model.lexicon import Additions
from archive.store.ledger import Draft

from . import readers
from .carrying import ENTERED

WORDS_CHARS = 300
UNIT_CHARS = 60
# What a person may say of a figure, and what follows from each.
_WORDS = {"counted": "counted_key", "place": "place_key", "source": "origin"}
_NUMBERS = ("value", "least", "most")
CORRECTABLE = (
    "kind",
    "value",
    "least",
    "most",
    "bound",
    "unit",
    "counted",
    "direction",
    "level",
    "period",
    "place",
    "source",
)
_WITHOUT_VALUE = (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE)
_ENUMS: Mapping[str, Any] = {"kind": Kind, "bound": Bound, "level": Level}


def update(archive: Archive, draft: Draft, figure: FigureId, **columns: Any) -> bool:
    """Changes what a person said of a figure; whether anything differed."""
    row = archive.store.figures.row(figure)
    if all(row[name] == value for name, value in columns.items()):
        return False
    whole = row | columns
    said = (whole["own"], whole["series"], whole["note"] or None)
    plain = whole["status"] == FigureStatus.FOUND and not any(said) and whole["rule"] != ENTERED
    by = "" if plain else places.author()
    return draft.update("figures", [figure], columns | {"author": by, "modified": clock.stamp()})


def in_force(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a person may correct, as they are."""
    from archive.store.figures import IN_FORCE  # here: it brings NumPy along

    own = json.loads(row["own"]) if row["own"] else {}
    return {name: own.get(name, row[name]) for name in IN_FORCE} | {"key": row["own_key"] or row["key"]}


def corrected(row: Mapping[str, Any], said: Mapping[str, Any], words: Additions) -> dict[str, str | None]:
    """`own` (JSON) and its key when a person says this besides; None where nothing differs from what was read. Raises Invalid."""
    from archive.store.figures import IN_FORCE

    whole = in_force(row) | checked(said, in_force(row), words)
    own = {name: whole[name] for name in IN_FORCE if name != "key" and whole[name] != row[name]}
    if not own:
        return {"own": None, "own_key": None}
    return {"own": json.dumps(own, ensure_ascii=False), "own_key": key_of({**row, **whole}, words)}


def key_of(columns: Mapping[str, Any], words: Additions) -> str:
    """What groups a figure with these columns with others, by the rules and the words of the lexicon that there are now."""
    return readers.READERS["figures"].key(claim_of(columns), words)


def checked(said: Mapping[str, Any], present: Mapping[str, Any], words: Additions) -> dict[str, Any]:
    """Columns from what a person says of a figure that is `present` so far, with what follows from it. Raises Invalid."""
    unknown = set(said) - set(CORRECTABLE)
    if unknown:
        raise Invalid(f"A figure has no {sorted(unknown)[0]!r}.", f"It has {', '.join(CORRECTABLE)}.")
    columns: dict[str, Any] = {}
    for name, value in said.items():
        if name in _ENUMS:
            columns[name] = _one_of(name, value)
        elif name in _NUMBERS:
            columns[name] = _number(value)
        elif name == "direction":
            if value not in (None, "up", "down"):
                raise Invalid("A change goes up or down.", "Say which, or leave it open.")
            columns[name] = value
        elif name == "period":
            columns |= _period(value)
        else:
            columns[name] = _line(name, value, UNIT_CHARS if name == "unit" else WORDS_CHARS)
            if name in _WORDS:
                columns[_WORDS[name]] = readers.READERS["figures"].normalised(columns[name], name, words)
    if said.get("value") is not None and "bound" not in said and present["bound"] in _WITHOUT_VALUE:
        columns["bound"] = str(Bound.EXACT)
    if {"bound", *_NUMBERS} & set(said):
        columns |= _bounded(dict(present) | columns, said)
    return columns


def _one_of(name: str, value: object) -> str:
    try:
        return str(_ENUMS[name](value))
    except ValueError:
        known = ", ".join(each.value for each in _ENUMS[name])
        raise Invalid(f"{value!r} is no {name} of a figure.", f"Choose one of {known}.") from None


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise Invalid(f"{value!r} is no number that can be kept.", "Write it in digits, like 1047 or 0.5.")
    return float(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _line(name: str, value: object, longest: int) -> str:
    line = " ".join(str(value or "").split())
    if len(line) > longest:
        raise Invalid(f"The {name} has at most {longest} characters.", "Put the rest into the note.")
    return line


def _period(value: object) -> dict[str, Any]:
    written = str(value or "").strip()
    period = entered_dates.read(written) if written else None
    days = (None, None) if period is None else (period.earliest, period.latest)
    return {"period": period and period.text, "earliest": _ordinal(days[0]), "latest": _ordinal(days[1])}


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _bounded(whole: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """`value`, `least` and `most` as the bound says; ends that were said themselves stay. Raises Invalid."""
    bound, value = Bound(whole["bound"]), whole["value"]
    if bound in _WITHOUT_VALUE:
        ends = {"value": None, "least": whole["least"], "most": whole["most"]}
        if ends["least"] is None or ends["most"] is None or ends["least"] == ends["most"]:
            raise Invalid("A range needs both of its ends.", "Say the least and the most that it may be.")
    else:
        if value is None:
            raise Invalid("A figure needs a value.", "Say which number it is, or give a range.")
        above = bound in (Bound.AT_LEAST, Bound.MORE_THAN)
        below = bound in (Bound.LESS_THAN, Bound.AT_MOST, Bound.NEARLY)
        ends = {"value": value, "least": None if below else value, "most": None if above else value}
        ends |= {name: whole[name] for name in ("least", "most") if name in said}
    if ends["least"] is not None and ends["most"] is not None and ends["least"] > ends["most"]:
        raise Invalid("The least is more than the most.", "Exchange them.")
    return ends


def claim_of(columns: Mapping[str, Any]) -> NumericClaim:
    """The columns of a figure as rules that group figures see them; places in the text are left open."""
    nowhere = (0, 0)
    return NumericClaim(
        *(0, 0, nowhere, nowhere),
        kind=Kind(columns["kind"]),
        value=columns["value"],
        least=columns["least"],
        most=columns["most"],
        bound=Bound(columns["bound"]),
        unit=columns["unit"],
        rule=ENTERED,
        counted=nowhere if columns["counted"] else None,
        counted_key=columns["counted_key"],
        direction=columns["direction"],
        level=Level(columns["level"]),
        period=columns["period"],
        earliest=date.fromordinal(columns["earliest"]) if columns["earliest"] else None,
        latest=date.fromordinal(columns["latest"]) if columns["latest"] else None,
        place=nowhere if columns["place"] else None,
        place_key=columns["place_key"],
        source=nowhere if columns["source"] else None,
        source_key=columns["origin"],
        derived=bool(columns.get("derived")),
    )


def counted(label: str, count: int) -> str:
    """A label with its `{}` filled: "Confirm figure", "Confirm 12 figures"."""
    return label.format("figure" if count == 1 else f"{count} figures")
