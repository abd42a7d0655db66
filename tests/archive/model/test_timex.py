"""TIMEX3 values of dates that people write as EDTF."""

import pytest

from archive.base.errors import Invalid
from archive.model import timex


@pytest.mark.parametrize(
    ("text", "value", "modifier"),
    [
        ("2019", "2019", None),
        ("2019?", "2019", None),
        ("1994~", "1994", "APPROX"),
        ("1994%", "1994", "APPROX"),
        ("2023-10", "2023-10", None),
        ("2023-10-04", "2023-10-04", None),
        ("2017-12-09T00:23:00", "2017-12-09T00:23:00", None),
        ("199X", "199", None),
        ("19XX", "19", None),
        ("2019-21", "2019-SP", None),
        ("2019-24", "2019-WI", None),
        ("2006/2019", "2006/2019", None),
        ("2006~/2019-22", "2006/2019-SU", "APPROX"),
        ("../2019", "/2019", None),
        ("2019/..", "2019/", None),
        ("XXXX-01/XXXX-09", "XXXX-01/XXXX-09", None),
        ("2019-XX-XX", "2019-XX-XX", None),
    ],
)
def test_each_date_has_its_value(text: str, value: str, modifier: str | None) -> None:
    assert timex.of_edtf(text) == (value, modifier)


def test_what_is_no_date_has_none() -> None:
    with pytest.raises(Invalid):
        timex.of_edtf("2023-02-30")
