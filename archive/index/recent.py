"""What was made last, kept in so many bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

_Value = TypeVar("_Value", bound=tuple[NDArray[Any], ...])


class Recent(Generic[_Value]):
    """Tuples of arrays by key; the least recently used go when all take more than `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Any, _Value] = OrderedDict()
        self._bytes = 0

    def of(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What was made under the key before, or is made now."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
            return found
        found = self._held[key] = make()
        self._bytes += _size(found)
        while self._bytes > self._most:
            self._bytes -= _size(self._held.popitem(last=False)[1])
        return found

    def get(self, key: Hashable) -> _Value | None:
        """What was made under the key before."""
        return self._held.get(key)

    def keep_only(self, wanted: Callable[[Any], bool]) -> None:
        """Forgets what has another key."""
        for key in [key for key in self._held if not wanted(key)]:
            self._bytes -= _size(self._held.pop(key))


def _size(arrays: tuple[NDArray[Any], ...]) -> int:
    # 300 bytes is about what an entry takes beside its numbers.
    return 300 + sum(numbers.nbytes for numbers in arrays)
