"""The command line: every verb of the archive for people and for scripts. Its JSON is a public interface."""

from .main import cli, main

__all__ = ["cli", "main"]
