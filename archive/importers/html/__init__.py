"""Saved web pages: bytes in, an Imported out. `read` is the only door."""

from typing import TYPE_CHECKING

from archive.model.article import Imported, Source

if TYPE_CHECKING:
    from ..illustrations.webpages import Resolve


def read(source: Source, resolve: "Resolve | None" = None) -> Imported:
    """The article on a saved page, as `reader.read` says."""
    # Here, because trafilatura takes half a second to load, and others need only parts of this package.
    from . import reader

    return reader.read(source, resolve)


__all__ = ["read"]
