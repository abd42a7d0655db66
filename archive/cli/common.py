"""What the commands share: the archive that is meant, the --json flag, ids, printing, progress."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.archive import Archive
from archive.base import places
from archive.base.errors import OlderSchema, WaystationError
from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.article import Article
from archive.operations import whence
from archive.operations.protecting import Key

from .unlocking import key_of

Command = TypeVar("Command", bound=Callable[..., Any])


def shared_options(function: Command) -> Command:
    """`--json`, and `--archive` and `--passphrase-file`, which may stand before the command or after it."""
    function = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)
    for name, help in (
        ("passphrase_file", "The first line of FILE is the passphrase (may also stand before the command)."),
        ("archive", "The archive file (may also stand before the command)."),
    ):
        function = click.option(
            f"--{name.replace('_', '-')}",
            f"{name}_after",
            type=click.Path(path_type=Path),
            metavar="FILE",
            expose_value=False,
            callback=_remember,
            help=help,
        )(function)
    return function


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None and parameter.name is not None:
        context.ensure_object(dict)[parameter.name.removesuffix("_after")] = value


def archive_path() -> Path:
    """The archive that this command line means."""
    obj = click.get_current_context().ensure_object(dict)
    return Path(obj.get("archive") or places.default_archive()).expanduser()


def existing_archive() -> Path:
    """The archive that this command line means, or how to make one."""
    path = archive_path()
    if not path.exists():
        raise WaystationError(f"There is no archive at {path}", "Make one with: waystation init")
    return path


def open_archive(*, read_only: bool = False) -> Archive:
    """Opens the archive, with its passphrase where it has one, or says how to make one.

    One that an older version wrote is brought up to date first, as the window does it, with a copy of how it was beside it.
    """
    path = existing_archive()
    key = key_of(path)
    if not read_only:
        return _open_for_writing(path, key)
    try:
        return Archive.open(path, read_only=True, key=key)
    except OlderSchema:
        _open_for_writing(path, key).close()
        say(f"{path.name} was written by an older version of Waystation and has been brought up to date.", err=True)
        return Archive.open(path, read_only=True, key=key)


def _open_for_writing(path: Path, key: Key | None) -> Archive:
    """One from elsewhere is held against our own schema first, and where it comes from is told: naming it with a command that
    writes is taken for trusting it."""
    elsewhere = whence.admit(path, key)
    archive = Archive.open(path, key=key)
    if elsewhere:
        say(f"{whence.told(archive)} From now on this machine knows it.", err=True)
        archive.trust()
    return archive


def with_archive(*, read_only: bool = False) -> Callable[[Command], Command]:
    """Opens the archive, hands it to the command as its first argument, and closes it whatever happens."""

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with open_archive(read_only=read_only) as archive:
                return function(archive, *args, **kwargs)

        return run  # type: ignore[return-value]  # click only needs a callable with the same parameters

    return decorate


def find_article(archive: Archive, text: str) -> Article:
    """The article with this id, uid or beginning of a uid; raises NotFound."""
    return archive.store.articles.find(text)


def say(line: str, *, err: bool = False) -> None:
    """Prints one line for a person, on standard error when it is no result; controls in names are written out."""
    click.echo(visible(line), err=err)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


@contextmanager
def terminal_progress(label: str) -> Iterator[Progress]:
    """A Progress that draws a bar on a terminal's standard error, and nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=None)

        def listen(done: int, total: int, step: str) -> None:
            bars.update(task, completed=done, total=total or None, description=step or label)

        yield Progress(listen)
