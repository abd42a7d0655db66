"""Excerpts as documents that people read: Markdown, a web page, word processors, PDF."""
