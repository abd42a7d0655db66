"""What `waystation` does where no window can be shown: the main job in the terminal, and pictures of the views.

Imports nothing from a network and changes no setting; the archive is the one that a window would open. Of an encrypted one no
picture is made: what it holds lies on no disk unless a person asks for that.
"""

import sys
from pathlib import Path

import click

from archive.archive import Archive
from archive.base import places
from archive.base.errors import WaystationError
from archive.cli.main import main as command_line
from archive.cli.unlocking import key_of
from archive.operations import find, maintain
from archive.operations.protecting import Key

PICTURES = Path("build") / "views"
SIZES = ((1440, 900), (1024, 640))
_QUERY = "river"


def headless_tour(archive: Path | None = None) -> int:
    """Makes the archive when there is none, lists, searches and reads it, then renders the views; gives an exit code."""
    path = (archive or places.default_archive()).expanduser()
    click.echo("No display was found, so this is Waystation in the terminal.\n")
    try:
        if not path.exists():
            maintain.create(path, starter=True).close()
            click.echo(f"Made {path} from the starter collection.\n")
        key = key_of(path)
        _read(path, key)
        if key is None:
            _render(path)
        else:
            click.echo("No picture was made: this archive is encrypted. For one, use: waystation capture VIEW OUT.png")
    except WaystationError as problem:
        click.echo(str(problem), err=True)
        return 1
    return 0


def _read(path: Path, key: Key | None) -> None:
    with Archive.open(path, read_only=True, key=key) as archive:
        first = find.search(archive, _QUERY, limit=1, snippets=False).hits
    for arguments in (["articles"], ["search", _QUERY, "--limit", "3"], ["search", "탈북"]):
        _step(path, key, arguments)
    if first:
        _step(path, key, ["article", str(first[0].article.id)])
    click.echo("Bring in articles of your own with: waystation import PATH…\n")


def _step(path: Path, key: Key | None, arguments: list[str]) -> None:
    click.secho(f"$ waystation {' '.join(arguments)}", bold=True)
    sys.stdout.flush()
    command_line(["--archive", str(path), *arguments], key=key)
    click.echo()


def _render(path: Path) -> None:
    from desktop.capture import VIEWS, capture
    from desktop.theme import THEMES

    PICTURES.mkdir(parents=True, exist_ok=True)
    shots = [(name, theme, size) for name in ("library", "search", "reader") for theme in THEMES for size in SIZES]
    shots += [(name, theme, SIZES[0]) for name in VIEWS for theme in ("light", "dark")]
    for name, theme, size in dict.fromkeys(shots):
        out = PICTURES / f"{name}-{theme}-{size[0]}x{size[1]}.png"
        capture(name, out, archive=path, theme=theme, size=size, query=_QUERY if name in {"search", "palette"} else "")
        click.echo(f"Rendered {out}")
