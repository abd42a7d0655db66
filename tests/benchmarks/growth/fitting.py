"""How fast a figure grows with a collection: the slope of the straight line through the logarithms."""

import math
from collections.abc import Iterable


def slope(points: Iterable[tuple[float, float]]) -> float | None:
    """The exponent b of y = a · xᵇ by least squares on the logarithms; None where fewer than two points say something.

    0: it does not grow. 1: twice the articles, twice the time. Points with a number that is not above zero have no logarithm and
    are left aside.
    """
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len({x for x, _ in logs}) < 2:
        return None
    middle_x, middle_y = (sum(each) / len(logs) for each in zip(*logs, strict=True))
    spread = sum((x - middle_x) ** 2 for x, _ in logs)
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / spread
