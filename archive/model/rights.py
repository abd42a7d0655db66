"""What may be done with an article, and who may see it."""

from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """Who may see an article. What an export may carry unasked is open."""

    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done with an article. `embargo` is the first day (ISO) on which it may leave; None: no embargo."""

    rights: str = ""
    sensitivity: Sensitivity = Sensitivity.OPEN
    embargo: str | None = None
