"""Colours and shapes of groups, apart for everybody."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from desktop.theme import THEMES, roles
from desktop.widgets.charts.groups import LOOKS, OTHER, Groups

# Machado, Oliveira, Fernandes 2009, full severity; rows give red, green and blue of linear light.
SIGHTS = {
    "all three cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def linear(name: str) -> tuple[float, ...]:
    color = QColor(name)
    parts = (color.redF(), color.greenF(), color.blueF())
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear light."""
    inside = tuple(min(1.0, max(0.0, part)) for part in light)
    shares = [part / white for part, white in zip(times(XYZ, inside), WHITE, strict=True)]
    x, y, z = (share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_any_two_groups_can_be_told_apart_by_everybody(theme: str, sight: str) -> None:
    seen = {look.role: lab(times(SIGHTS[sight], linear(roles(theme)[look.role]))) for look in LOOKS}
    close = {
        (one, other): round(sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5, 1)
        for one, other in combinations(seen, 2)
    }
    assert not {pair: far for pair, far in close.items() if far < 12}


@pytest.mark.parametrize("theme", THEMES)
def test_every_group_reaches_3_to_1_against_any_ground(theme: str) -> None:
    held = roles(theme)

    def luminance(name: str) -> float:
        return times(XYZ, linear(name))[1]

    weak = {}
    for look in (*LOOKS, OTHER):
        for ground in ("surface", "raised", "background"):
            dark, light = sorted((luminance(held[look.role]), luminance(held[ground])))
            if (light + 0.05) / (dark + 0.05) < 3:
                weak[look.role, ground] = (light + 0.05) / (dark + 0.05)
    assert not weak


def test_no_two_groups_share_a_shape() -> None:
    assert len({look.shape for look in (*LOOKS, OTHER)}) == 9


def test_lines_side_by_side_differ_without_any_colour_too() -> None:
    assert len({look.dash for look in (*LOOKS, OTHER)}) == 9
    for look in LOOKS[1:]:
        assert len(look.dash) % 2 == 0 and min(look.dash) >= 1, "strokes and gaps that can be seen"


def test_groups_are_ranked_by_what_they_hold() -> None:
    groups = Groups(["b", "a", "b", "c", "a", "b"])
    assert groups.own == ["b", "a", "c"]
    assert groups.counts["b"] == 3


def test_groups_keep_their_look_under_a_filter() -> None:
    order = ["a", "b", "c"]
    assert Groups(["c", "c", "a"], order).look("c") == Groups(["a", "b"], order).look("c") == LOOKS[2]
    assert Groups(["c"], order).own == ["c"]


def test_groups_beyond_the_eighth_share_one_look() -> None:
    groups = Groups([f"{number:02}" for number in range(11) for _ in range(20 - number)])
    assert len(groups.own) == 8
    assert groups.others == ["08", "09", "10"]
    assert groups.look("09") == OTHER
    assert groups.others_count == 12 + 11 + 10
