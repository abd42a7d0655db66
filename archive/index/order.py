"""The best of many, without sorting all of them."""

import numpy as np
from numpy.typing import NDArray

from .arrays import Numbers


def best(articles: Numbers, scores: NDArray[np.float64], first: int | None = None) -> Numbers:
    """The places of all articles, those with the highest scores first, newest (highest id) first among equals.

    With `first`, only so many are in order; the others follow in whatever order.
    """
    if first is None or first >= len(articles):
        return np.lexsort((-articles, -scores))
    if first <= 0:
        return np.arange(len(articles))
    least = np.partition(scores, len(scores) - first)[len(scores) - first]
    chosen = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)
    left = first - len(chosen)
    if left < len(equal):
        equal = equal[np.argpartition(articles[equal], len(equal) - left)[len(equal) - left :]]
    chosen = np.concatenate([chosen, equal])
    chosen = chosen[np.lexsort((-articles[chosen], -scores[chosen]))]
    # Those that stood in front go where the best stood.
    order = np.arange(len(articles))
    order[chosen[chosen >= first]] = np.setdiff1d(order[:first], chosen)
    order[:first] = chosen
    return order
