"""Time stamps of other programs as the archive keeps them: UTC, whole milliseconds."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(4096)
def stamp(value: str | None) -> str:
    """`2026-11-22T03:04:05.678Z`; "" for what is no time stamp. One without a time zone counts as UTC."""
    try:
        moment = datetime.fromisoformat((value or "").strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
