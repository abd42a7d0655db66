"""Every case of the list of hostile input is shown by a test that names its number: `@pytest.mark.hostile(12)`.

The markers are read where they are written, so that this holds in any part of the suite. Those of
`tests/archive/operations/test_hostile_cases.py` are the keys of `CASES`: files that come in through the door.
"""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.archive.operations.hostile_files import CASES

TESTS = Path(__file__).parents[1]
ALL = frozenset(range(1, 50))
# What leaves the archive, lies beside it or is no file of one article.
ELSEWHERE = frozenset({46, 47, 48, 49})
# What Qt reads or takes too long for: shown in the window.
SHOWN = frozenset({26, 27, 28, 29, 30, 31, 32, 34})


def named() -> dict[int, set[str]]:
    """{case: the files whose tests say that they show it}."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in TESTS.rglob("test_*.py"):
        text = path.read_text("utf-8")
        for call in ast.walk(ast.parse(text)) if "mark.hostile" in text else ():
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("mark.hostile"):
                for argument in call.args:
                    if isinstance(argument, ast.Constant):
                        found[argument.value].add(path.relative_to(TESTS).as_posix())
    for number in CASES:
        found[number].add("archive/operations/test_hostile_cases.py")
    return found


def test_every_case_is_shown_by_a_test() -> None:
    assert set(named()) == ALL
    assert set(CASES) == ALL - ELSEWHERE


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_what_is_about_the_window_is_shown_in_the_window(number: int) -> None:
    assert any(path.startswith("desktop/") for path in named()[number])


def test_every_case_has_its_line_in_the_documentation() -> None:
    lines = (TESTS.parent / "docs" / "FORMATS.md").read_text("utf-8").split("\n")
    told = {int(line.split("|")[1]) for line in lines if line.startswith("| ") and line.split("|")[1].strip().isdigit()}
    assert told == ALL
