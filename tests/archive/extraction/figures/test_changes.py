"""Changes are told from levels, with their direction."""

import pytest


@pytest.mark.parametrize(
    ("text", "value", "direction"),
    [
        ("Sales rose 12 percent.", 12, "up"),
        ("Sales were cut by 74%.", 74, "down"),
        ("There was a 10 per cent decrease.", 10, "down"),
        ("There was a drop of 26 percent.", 26, "down"),
        ("Sales of tea were 4 per cent lower.", 4, "down"),
        ("Sales lost almost half.", 50, "down"),
        ("Sales grew a further 0.5 percentage points.", 0.5, "up"),
        ("Rents fell by $40.", 40, "down"),
    ],
)
def test_changes(told, text, value, direction) -> None:
    assert told(text, "value", "kind", "direction") == [(value, "change", direction)]


@pytest.mark.parametrize(
    "text",
    [
        "Sales rose to 12 percent of output.", "Tea and coffee make up 12 percent of output.", "A 12 percent stake was sold.",
        "Turnout stood at 12 percent.",
    ],
)  # fmt: skip
def test_levels_are_no_changes(told, text) -> None:
    assert told(text, "value", "kind", "direction") == [(12, "share", None)]


def test_more_than_before_is_a_change_and_more_of_them_a_count(told) -> None:
    assert told("Thefts numbered 550, 88 fewer than before.", "value", "kind") == [(550, "count"), (88, "change")]
    assert told("They hired 12 more bakers.", "value", "kind") == [(12, "count")]


def test_what_is_told_again_in_other_units_changes_too(told) -> None:
    text = "The index fell 387 points, or 2.8 percent, to 13,270.68."
    assert told(text, "value", "kind", "direction", "unit") == [
        (387, "change", "down", "point"), (2.8, "change", "down", "percent"), (13270.68, "measure", None, "point"),
    ]  # fmt: skip
