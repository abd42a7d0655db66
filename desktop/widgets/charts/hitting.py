"""Which of many boxes lies under a point; ten thousand are searched at once."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF


class Hits:
    """Boxes as they were drawn; null ones are met by nothing."""

    def __init__(self, boxes: Sequence[QRectF] = ()) -> None:
        nowhere = (np.nan,) * 4
        edges = [nowhere if box.isNull() else box.getCoords() for box in boxes]
        self._edges = np.array(edges, dtype=float).reshape(-1, 4)

    def at(self, point: QPointF, reach: float) -> int | None:
        """The box within `reach` pixels of a point; of several the one whose middle is nearest, of those the last."""
        x, y = point.x(), point.y()
        left, top, right, bottom = self._edges.T
        near = np.flatnonzero((left - reach <= x) & (x <= right + reach) & (top - reach <= y) & (y <= bottom + reach))
        if not near.size:
            return None
        far = np.abs((left + right)[near] / 2 - x) + np.abs((top + bottom)[near] / 2 - y)
        return int(near[len(far) - 1 - int(np.argmin(far[::-1]))])
