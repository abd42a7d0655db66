"""The command group, how errors leave it, and its exit codes: 0 done, 1 error, 2 wrong usage, 3 done in part."""

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from archive import __version__
from archive.base.errors import Cancelled, WaystationError
from archive.base.text import visible
from archive.protection.keys import Key

from .given import taken

EXIT_ERROR, EXIT_USAGE, EXIT_PARTIAL, EXIT_CANCELLED = 1, 2, 3, 130

# Command → module below `archive.cli`; imported when asked for, so that `--help` and completion stay quick.
COMMANDS = {
    "init": "making",
    "import": "importing",
    "watch": "watching",
    "articles": "reading",
    "article": "reading",
    "original": "originals",
    "ocr": "recognising",
    "search": "reading",
    "edit": "changing",
    "remove": "changing",
    "restore-article": "changing",
    "purge": "changing",
    "mark": "passages",
    "unmark": "passages",
    "passages": "passages",
    "tags": "tags",
    "tag": "tags",
    "duplicates": "duplicates",
    "compare-editions": "duplicates",
    "timeline": "timeline",
    "figures": "figures",
    "compare": "figures",
    "stats": "figures",
    "lexicon": "lexicon",
    "rules": "rules",
    "review": "reviewing",
    "export": "exporting",
    "verify": "verifying",
    "redact": "redacting",
    "redactions": "redacting",
    "bundle": "exchanging",
    "merge": "exchanging",
    "conflicts": "resolving",
    "resolve": "resolving",
    "check": "keeping",
    "backup": "keeping",
    "backups": "keeping",
    "restore": "keeping",
    "encrypt": "protecting",
    "decrypt": "protecting",
    "passphrase": "protecting",
    "completion": "completion",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by name; the desktop adds its own with `add_command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *(name for name in super().list_commands(ctx) if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            module = importlib.import_module(f"archive.cli.{COMMANDS[cmd_name]}")
            command = getattr(module, cmd_name.replace("-", "_") + "_command")
            assert isinstance(command, click.Command)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # here, where it can still be told that it failed
            return result
        except BrokenPipeError:
            # The reader of our output went away (`waystation articles | head`): not an error, and nothing left to say.
            _discard_output()
            return 0
        except OSError as problem:
            _discard_output()
            name = problem.filename or "The output"
            raise WaystationError(
                f"{name} could not be read or written ({problem.strerror}).", "Check the disk and its free space."
            ) from problem


def _discard_output() -> None:
    """What is still buffered for standard output goes nowhere, instead of failing again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command takes --json. Exit codes: 0 done, 1 error, 2 wrong usage, 3 done in part.",
)
@click.option(
    "--archive",
    "archive_path",
    type=click.Path(path_type=Path, dir_okay=True),
    help="The archive file. Default: WAYSTATION_ARCHIVE, else Library.waystation in your data folder.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The passphrase of an encrypted archive is the first line of FILE; else that of WAYSTATION_PASSPHRASE, else it is asked for.",
)
@click.version_option(__version__, prog_name="Waystation")
@click.pass_context
def cli(context: click.Context, archive_path: Path | None, passphrase_file: Path | None) -> None:
    """Keep, search and read articles offline.

    Without a command the window opens. With one, the same archive is used from the terminal. Nothing in Waystation
    uses a network.
    """
    context.ensure_object(dict).update(archive=archive_path, passphrase_file=passphrase_file)
    if context.invoked_subcommand is None:
        open_window: Callable[[Path | None], int] | None = context.obj.get("window")
        if open_window is None:
            click.echo(context.get_help())
            context.exit(EXIT_USAGE)
        context.exit(open_window(archive_path))


def main(
    argv: Sequence[str] | None = None,
    *,
    window: Callable[[Path | None], int] | None = None,
    key: Key | None = None,
) -> int:
    """Runs a command line and gives its exit code; `window` is what no command at all opens, `key` opens an encrypted archive unasked."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us; the next file opened must not be taken for it
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open as long as we run
        elif hasattr(stream, "reconfigure"):
            # A pipe may be ASCII or a lone surrogate may stand in a file name; neither may end in a traceback.
            stream.reconfigure(encoding="utf-8", errors="replace")
    obj: dict[str, Any] = {"window": window, "taken": taken(), "key": key}
    try:
        code = cli.main(
            args=list(argv) if argv is not None else None, prog_name="waystation", standalone_mode=False, obj=obj
        )
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, Cancelled, KeyboardInterrupt):
        click.echo("Cancelled — what was finished before stays as it is.", err=True)
        return EXIT_CANCELLED
    except WaystationError as problem:
        click.echo(visible(str(problem)), err=True)
        return EXIT_ERROR
    return code if isinstance(code, int) else 0
