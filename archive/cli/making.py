"""`init`: makes an archive."""

import click

from archive.operations import maintain

from .common import archive_path, print_json, say, shared_options


@click.command("init")
@click.option("--starter/--empty", default=True, help="With the starter collection (default), or with nothing in it.")
@shared_options
def init_command(starter: bool, as_json: bool) -> None:
    """Make an archive at --archive, or at the default place."""
    path = archive_path()
    with maintain.create(path, starter=starter) as archive:
        articles = archive.store.articles.sidebar().all
    if as_json:
        print_json({"archive": str(path), "articles": articles})
    else:
        say(f"Made {path} with {articles} articles.")
