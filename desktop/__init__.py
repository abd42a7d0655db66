"""The window: PySide6 views over `archive.operations`; everything here may be thrown away without losing a byte."""
