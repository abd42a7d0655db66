"""Many mentions at once, as arrays of one length: what a timeline draws, counts and filters without asking for each.

Days are ordinals (`date.toordinal`), 0 where there is none. Arrays are not to be written to.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .edtf import Precision
from .event import Basis, Status, TimexType

Ints = npt.NDArray[np.int64]

PRECISIONS = tuple(Precision)
BASES = tuple(Basis)
STATUSES = tuple(Status)
TYPES = tuple(TimexType)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Mentions outside the trash, by their earliest day (without one, by the latest), undated last; then article and place.

    `event` is what merged mentions share: the event's id, or minus the mention's own while nobody has touched it. `article`
    is 0 for what was entered from nothing. `publisher` counts into `publishers` ("": none known); `precision`, `basis`,
    `status` and `type` count into PRECISIONS, BASES, STATUSES and TYPES.
    """

    id: Ints
    event: Ints
    article: Ints
    publisher: Ints
    earliest: Ints
    latest: Ints
    precision: Ints
    basis: Ints
    status: Ints
    type: Ints
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
