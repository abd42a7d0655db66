"""Levels that follow from a change and what it set out from."""


def test_a_fall_from_a_level_leaves_one(told) -> None:
    text = "In 2001 the number of bakers was more than 2,400. By 2006, the number had fallen by about 300."
    found = told(text, "value", "kind", "bound", "period", "derived")
    assert found == [
        (2400, "count", "more_than", "2001", False),
        (300, "change", "about", "2006", False),
        (2100, "count", "about", "2006", True),
    ]


def test_a_derived_level_says_how(told) -> None:
    text = "In 2001 there were 2,400 bakers. By 2006, the number had grown by 300."
    assert told(text, "derivation")[-1] == ("“2,400 bakers”, then “300”: 2,400 + 300",)


def test_what_is_told_is_not_derived_again(told) -> None:
    text = "In 2001 there were 2,400 bakers. By 2006, the number had fallen by 300 to 2,100."
    assert not any(derived for (derived,) in told(text, "derived"))


def test_nothing_falls_below_nought(told) -> None:
    text = "In 2001 there were 240 bakers. By 2006, the number had fallen by 300."
    assert not any(derived for (derived,) in told(text, "derived"))
