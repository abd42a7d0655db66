"""The library: places on the left, the list with its search in the middle, the reader beside it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the reader takes `wording` from here, and the library holds a reader.
    if name == "Library":
        from .library import Library

        return Library
    raise AttributeError(name)
