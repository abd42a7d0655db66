"""What ships beside the code: themes, lexicons, the starter collection. Data only, found by name, never by guessing a path."""

from importlib import resources as _resources
from pathlib import Path


def path(*parts: str) -> Path:
    """The folder or file below `resources/` with these path parts; raises FileNotFoundError when it does not ship."""
    found = Path(str(_resources.files(__name__))).joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(found)
    return found


def text(*parts: str) -> str:
    """The UTF-8 text of a shipped file."""
    return path(*parts).read_text(encoding="utf-8")
