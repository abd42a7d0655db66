"""`init`: makes an archive."""

from pathlib import Path

import click

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.operations import maintain

from .common import archive_path, print_json, say, shared_options


@click.command("init")
@click.option("--starter/--empty", default=True, help="With the starter collection (default), or with nothing in it.")
@click.option(
    "--encrypt", is_flag=True, help="Under a passphrase, which is asked for or given like that of any archive."
)
@shared_options
def init_command(starter: bool, encrypt: bool, as_json: bool) -> None:
    """Make an archive at --archive, or at the default place."""
    path = archive_path()
    with _made(path, starter, encrypt) as archive:
        articles = archive.store.articles.sidebar().all
    if as_json:
        print_json({"archive": str(path), "articles": articles})
    else:
        say(f"Made {path} with {articles} articles.")


def _made(path: Path, starter: bool, encrypt: bool) -> Archive:
    if not encrypt:
        return maintain.create(path, starter)
    if path.exists():
        raise Invalid(f"{path} exists already.", "Open it, or choose another name.")
    from archive.operations import protecting

    from .given import VARIABLE
    from .unlocking import new_passphrase

    return protecting.create(path, new_passphrase(path, VARIABLE, "passphrase_file"), starter)
