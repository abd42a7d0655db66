"""The timeline: what articles tell laid out in time, with a list under it; every mark one click from its sentence."""

from .timeline import Timeline

__all__ = ["Timeline"]
