"""Saved web pages: bytes in, an Imported out. `read` is the only door."""

from collections.abc import Callable

from archive.model.article import Imported, Source


def read(source: Source, resolve: Callable[[str], tuple[bytes, str] | None] | None = None) -> Imported:
    """The article on a saved page, as `reader.read` says."""
    from . import (
        reader,
    )  # here, because trafilatura takes half a second to load, and others need only parts of this package

    return reader.read(source, resolve)


__all__ = ["read"]
