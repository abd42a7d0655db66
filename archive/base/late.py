"""Parts of an object that are made when they are first asked for, by whichever thread asks."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Part = TypeVar("Part")


class late(Generic[Part]):  # noqa: N801 - a decorator
    """A property that is made once, and kept. Two threads that ask at once may both make it; both get the one that is kept, so that it must
    not matter that another was made.

    `functools.cached_property` gives each of two such threads its own from Python 3.12 on.
    """

    def __init__(self, make: Callable[[Any], Part]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Part: ...
    def __get__(self, instance: object | None, owner: type) -> Self | Part:
        if instance is None:
            return self
        kept: Part = instance.__dict__.setdefault(self._name, self._make(instance))
        return kept
