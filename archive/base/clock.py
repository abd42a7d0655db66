"""The one clock. Tests freeze it; nothing else in the program asks the system for the time of day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def stamp() -> str:
    """The present moment as it is stored: ISO 8601, UTC, whole milliseconds, `2026-11-22T03:04:05.678Z`."""
    return now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Holds the clock still, for tests."""
    global _frozen
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
