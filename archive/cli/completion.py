"""`completion`: the script that lets a shell complete commands and options."""

import click
from click.shell_completion import get_completion_class

from .main import cli


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def completion_command(shell: str, as_json: bool) -> None:
    """Print a completion script.

    For bash: waystation completion bash > ~/.local/share/bash-completion/completions/waystation
    """
    from .common import print_json

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"{shell} is not known here")
    script = kind(cli, {}, "waystation", "_WAYSTATION_COMPLETE").source()
    if as_json:
        print_json({"shell": shell, "script": script})
    else:
        click.echo(script)
