"""What stands in the window where an archive does not open: what is wrong, and what can be done about it."""

from .page import RescuePage

__all__ = ["RescuePage"]
