"""The conditions of a style's `choose`, compiled into functions of the citation under way (CSL 1.0.2, choose)."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from .state import Citing

_CS = "{http://purl.org/net/xbiblio/csl}"
_NUMERIC = re.compile(r"[^\s,&-]*\d[^\s,&-]*( ?[,&-] ?[^\s,&-]*\d[^\s,&-]*)*")
_IMPLIED = {
    "ibid-with-locator": frozenset({"ibid", "subsequent"}),
    "ibid": frozenset({"subsequent"}),
    "near-note": frozenset({"subsequent"}),
}
Test = Callable[[Citing], bool]


def test(branch: Any) -> Test:
    """Whether a branch's conditions hold: all of them, any or none as its `match` says."""
    if branch.tag == f"{_CS}else":
        return lambda citing: True
    match = branch.get("match", "all")
    tests: list[Test] = []
    for option, said in branch.attrib.items():
        values = said.split()
        if option == "variable" and "locator" not in values:
            tests.append(partial(_has_all if match == "all" else _has_any, variables=frozenset(values)))
        elif option == "type":
            types = frozenset(values if match != "all" or len(values) == 1 else ())
            tests.append(partial(_of_type, types=types))
        elif option in _CONDITIONS:
            tests += [partial(_CONDITIONS[option], value=value) for value in values]
        elif option == "disambiguate":
            tests.append(lambda citing: citing.told.condition)
    if match == "all":
        return tests[0] if len(tests) == 1 else _all(tests)
    some = tests[0] if len(tests) == 1 else _any(tests)
    return some if match == "any" else lambda citing: not some(citing)


def asked(root: Any) -> frozenset[str]:
    """The positions that a style sets apart. One that implies another which is asked for beside it (CSL 1.0.2, position) is none:
    whether either holds is known from the other alone."""
    found: set[str] = set()
    for branch in root.iter(f"{_CS}if", f"{_CS}else-if"):
        values = set(branch.get("position", "").split())
        if branch.get("match", "all") != "all":
            values -= {each for each, implied in _IMPLIED.items() if values & implied}
        found |= values
    return frozenset(found)


def _all(tests: Sequence[Test]) -> Test:
    return lambda citing: all(test(citing) for test in tests)


def _any(tests: Sequence[Test]) -> Test:
    return lambda citing: any(test(citing) for test in tests)


def _of_type(citing: Citing, types: frozenset[str]) -> bool:
    return citing.item.type in types


def _has_all(citing: Citing, variables: frozenset[str]) -> bool:
    return variables <= citing.item.variables and variables.isdisjoint(citing.used)


def _has_any(citing: Citing, variables: frozenset[str]) -> bool:
    found = variables & citing.item.variables
    return bool(found) and not (citing.used and found <= citing.used)


def _has(citing: Citing, value: str) -> bool:
    if value == "locator":
        return citing.locator is not None
    return value in citing.item.variables and value not in citing.used


def _is_numeric(citing: Citing, value: str) -> bool:
    text = citing.locator[1] if value == "locator" and citing.locator else citing.item.texts.get(value, "")
    citing.doubts += bool(text) or value in citing.item.variables
    return _NUMERIC.fullmatch(text) is not None


def _is_uncertain(citing: Citing, value: str) -> bool:
    date = citing.item.dates.get(value)
    citing.doubts += date is not None
    return bool(date and date.get("circa"))


def _is_at(citing: Citing, value: str) -> bool:
    return value in citing.positions


def _is_locator(citing: Citing, value: str) -> bool:
    return citing.locator is not None and citing.locator[0] == value.replace("-", " ").replace("sub verbo", "sub-verbo")


_CONDITIONS: dict[str, Callable[..., bool]] = {
    "variable": _has,
    "is-numeric": _is_numeric,
    "is-uncertain-date": _is_uncertain,
    "position": _is_at,
    "locator": _is_locator,
}
