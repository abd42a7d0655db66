"""PDF: text in reading order with its pages, and pages as pictures. Nothing in a file is run, followed or fetched."""

from .pictures import page_picture
from .reader import read

__all__ = ["page_picture", "read"]
