"""What a timeline is given: times as columns of numbers, lanes by name, days of publication. No Qt, no archive."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int8s = NDArray[np.int8]
Bools = NDArray[np.bool_]

# Asks for the words beside marks; only for those in view that have room. What is missing in the answer has none.
TextOf = Callable[[Sequence[int]], Mapping[int, str]]


class Tone(IntEnum):
    """What is held of a time: found by rules, confirmed or rejected by a person."""

    FOUND = 0
    CONFIRMED = 1
    REJECTED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Times, one an index, in any order; all arrays have one length.

    `earliest` and `latest` are day ordinals, both inclusive; where `open_start` (`open_end`) holds, `earliest` (`latest`)
    is not looked at. What is open on both sides is not drawn. `precise`: the day itself is known. `approximate`: told as
    about or perhaps. `disagreeing`: another time contradicts it. `lane` indexes the lanes; others are not drawn.
    """

    ids: Int64s
    earliest: Int32s
    latest: Int32s
    open_start: Bools
    open_end: Bools
    precise: Bools
    approximate: Bools
    disagreeing: Bools
    tone: Int8s
    lane: Int32s

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in self.__slots__}
        if len(lengths) != 1:
            raise ValueError("the columns of marks differ in length")

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def none(cls) -> "Marks":
        """No marks at all."""
        bools = np.zeros(0, np.bool_)
        ints = np.zeros(0, np.int32)
        return cls(np.zeros(0, np.int64), ints, ints, bools, bools, bools, bools, bools, np.zeros(0, np.int8), ints)


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of the timeline; `note` is a second line in muted words, such as `3 of 61 articles`."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Publications:
    """When articles were published: first and last possible day of each, both inclusive. `note` as in `Lane`."""

    earliest: Int32s = field(default_factory=lambda: np.zeros(0, np.int32))
    latest: Int32s = field(default_factory=lambda: np.zeros(0, np.int32))
    note: str = ""
