"""Many mentions or figures at once, as arrays of one length: what is drawn, counted and filtered without asking for each.

Days are ordinals (`date.toordinal`), 0 where there is none. Arrays are not to be written to. `Narrow` ones are of four bytes or of one
where all fit: widen them before numbers are put together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .edtf import Precision
from .event import Basis, Status, TimexType
from .figure import FigureStatus, Kind

Ints = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.signedinteger[Any]]

PRECISIONS = tuple(Precision)
BASES = tuple(Basis)
STATUSES = tuple(Status)
TYPES = tuple(TimexType)
KINDS = tuple(Kind)
FIGURE_STATUSES = tuple(FigureStatus)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Mentions outside the trash, by their earliest day (without one, by the latest), undated last; then article and place.

    `event` is what merged mentions share: the event's id, or minus the mention's own while nobody has touched it. `article`
    is 0 for what was entered from nothing. `publisher` counts into `publishers` ("": none known); `precision`, `basis`,
    `status` and `type` count into PRECISIONS, BASES, STATUSES and TYPES.
    """

    id: Narrow
    event: Narrow
    article: Narrow
    publisher: Narrow
    earliest: Narrow
    latest: Narrow
    precision: Narrow
    basis: Narrow
    status: Narrow
    type: Narrow
    publishers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """When the articles outside the trash that have a date were published, in no order."""

    article: Ints
    publisher: Ints
    earliest: Ints
    latest: Ints
    publishers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.article)


@dataclass(frozen=True, slots=True, eq=False)
class FigureColumns:
    """Figures outside the trash as they are in force, by article and place.

    `series` counts into `all_series`: uids of series that persons made, and keys. `publisher` counts into `publishers` ("":
    none known), `kind` and `status` into KINDS and FIGURE_STATUSES. `by_series` are the rows of those that count in a series,
    which nobody rejected, series by series and in each in their order.
    """

    id: Ints
    article: Ints
    publisher: Ints
    series: Ints
    kind: Ints
    status: Ints
    earliest: Ints
    latest: Ints
    by_series: Ints
    all_series: tuple[str, ...]
    publishers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)
