"""The timeline's canvas: a widget that is handed times, lanes and days of publication, and tells what a person points at."""

from .canvas import TimelineCanvas
from .density import Calendar
from .index import Index
from .marks import Lane, Marks, Publications, TextOf, Tone

__all__ = ["Calendar", "Index", "Lane", "Marks", "Publications", "TextOf", "TimelineCanvas", "Tone"]
