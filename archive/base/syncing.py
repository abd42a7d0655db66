"""Brings files, and names in folders, to the disk."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Makes a file, or a new name in a folder, survive a power cut; folders where the system can (not on Windows)."""
    if os.name == "posix" or path.is_file():
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
