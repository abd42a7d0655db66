"""The best of many, without sorting all of them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Numbers

_FEW = 400  # so many are sorted sooner than chosen from
_APART = 16  # of so many scores one is looked at to learn below which none can be among the first


def best(articles: Numbers, scores: NDArray[np.float64], first: int | None = None) -> Numbers:
    """The places of all articles, those with the highest scores first, newest (highest id) first among equals.

    With `first`, only so many are in order; the others follow in whatever order.
    """
    if first is None or first >= len(articles) or len(articles) <= _FEW:
        return np.lexsort((-articles, -scores))
    order = np.arange(len(articles))
    if first <= 0:
        return order
    chosen = _chosen(articles, scores, first)
    # Those that stood in front go where the best stood.
    in_front = np.ones(first, np.bool_)
    in_front[chosen[chosen < first]] = False
    order[chosen[chosen >= first]] = np.flatnonzero(in_front)
    order[:first] = chosen
    return order


def _chosen(articles: Numbers, scores: NDArray[np.float64], first: int) -> Numbers:
    """The places of the best, in order."""
    some = scores[::_APART]
    among = np.flatnonzero(scores >= _least(some, first)) if len(some) > first else np.arange(len(scores))
    held = scores[among]
    least = _least(held, first)
    chosen, equal = among[held > least], among[held == least]
    left = first - len(chosen)
    if left < len(equal):
        newest = articles[equal[::_APART]]
        if len(newest) > left:
            equal = equal[articles[equal] >= _least(newest, left)]
        equal = equal[np.argpartition(articles[equal], len(equal) - left)[len(equal) - left :]]
    chosen = np.concatenate([chosen, equal])
    return chosen[np.lexsort((-articles[chosen], -scores[chosen]))]


def _least(numbers: NDArray[Any], first: int) -> float:
    """The lowest of the highest so many."""
    return float(np.partition(numbers, len(numbers) - first)[len(numbers) - first])
