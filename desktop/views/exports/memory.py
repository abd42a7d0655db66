"""What was chosen last, kept between exports: the format, each family's choices, the citation style and the folder."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.model.excerpt import Choice, Scope
from archive.operations import presets
from archive.operations.publish import Offered, formats, styles
from desktop.settings import Settings

_FORMAT, _CHOICES, _STYLE, _FOLDER, SIZES = (
    f"export.{name}" for name in ("format", "choices", "style", "folder", "sizes")
)


def format_name(settings: Settings) -> str:
    """The format that was used last, or the first one."""
    held = settings.state(_FORMAT, "")
    names = [each.format.name for each in formats()]
    return held if held in names else names[0]


def choice(settings: Settings, offered: Offered) -> Choice:
    """What was chosen last for a format of this family, or what is usual."""
    held = settings.state(_CHOICES, {})
    text = held.get(str(offered.format.family)) if isinstance(held, dict) else None
    usual = presets.loaded(text) if isinstance(text, str) else offered.format.usual
    return replace(usual, style=style(settings), scope=Scope(), override=False)


def style(settings: Settings) -> str:
    """The citation style that was chosen last; a CSL file counts as long as it is there."""
    held = settings.state(_STYLE, "")
    known = isinstance(held, str) and (held in dict(styles()) or Path(held).is_file())
    return held if known and held else Choice().style


def folder(settings: Settings) -> Path:
    """The folder that was exported to last."""
    held = settings.state(_FOLDER, "")
    return Path(held) if isinstance(held, str) and held and Path(held).is_dir() else Path.home()


def keep_choice(settings: Settings, offered: Offered, chosen: Choice) -> None:
    """Remembers a choice; never its scope, nor that what is held back was to come along."""
    held: Any = settings.state(_CHOICES, {})
    plain = presets.dumped(replace(chosen, scope=Scope(), override=False))
    settings.keep_state(_FORMAT, offered.format.name)
    settings.keep_state(_CHOICES, {**(held if isinstance(held, dict) else {}), str(offered.format.family): plain})
    settings.keep_state(_STYLE, chosen.style)


def keep_folder(settings: Settings, path: Path) -> None:
    settings.keep_state(_FOLDER, str(path.parent))
