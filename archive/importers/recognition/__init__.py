"""Scanned pages that a program for text recognition has read, made into an article. Pure: it runs no program and opens no file."""

from .assembling import IMPORTER, SURE, Recognised, Summary, assemble
from .coverage import unread
from .tables import Word, words

__all__ = ["IMPORTER", "SURE", "Recognised", "Summary", "Word", "assemble", "unread", "words"]
