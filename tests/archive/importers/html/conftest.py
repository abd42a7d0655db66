"""Fixtures for saved pages."""

from collections.abc import Callable

import pytest

from archive.importers.html import read
from archive.model.article import Imported, Source


@pytest.fixture
def read_page() -> Callable[..., Imported]:
    """Reads a page given as text or bytes."""

    def reading(page: str | bytes, name: str = "page.html") -> Imported:
        return read(Source(page if isinstance(page, bytes) else page.encode(), name))

    return reading
