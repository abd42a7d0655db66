"""`edit`, `remove`, `restore-article`, `purge`: changes to one article, each of which the window can undo but the last."""

import sys
from typing import Any

import click

from archive.archive import Archive
from archive.model.rights import Sensitivity
from archive.operations import curate, indexing

from . import records
from .common import find_article, print_json, say, shared_options, with_archive


@click.command("edit")
@click.argument("identifier", metavar="ID")
@click.option("--title")
@click.option("--byline", multiple=True, help="An author; repeat for several; '' for none.")
@click.option("--publisher")
@click.option("--republisher")
@click.option("--url")
@click.option("--accessed", help="When the page was opened (EDTF).")
@click.option("--published", help="EDTF: 2023-10-04, 2023-10, 2019?, 2006/2019; '' for none.")
@click.option("--language", help="BCP 47: en, ko.")
@click.option("--rights", help="What may be done with it, in your words; '' for nothing.")
@click.option(
    "--sensitivity",
    type=click.Choice([each.value for each in Sensitivity]),
    help="Who may see it; exports leave out what is not open.",
)
@click.option("--embargo", metavar="DAY", help="The first day on which it may leave: 2027-03-01; '' for none.")
@click.option("--star/--unstar", "starred", default=None)
@click.option("--read/--unread", "read", default=None)
@shared_options
@with_archive()
def edit_command(
    archive: Archive,
    identifier: str,
    byline: tuple[str, ...],
    starred: bool | None,
    read: bool | None,
    as_json: bool,
    **fields: str | None,
) -> None:
    """Change what is known about an article. Every change is kept in its history."""
    article = find_article(archive, identifier)
    given: dict[str, Any] = {name: value or None for name, value in fields.items() if value is not None}
    rights = {name: given.pop(name) for name in ("rights", "sensitivity", "embargo") if name in given}
    if byline:
        given["byline"] = [name for name in byline if name.strip()]
    if not given and not rights and starred is None and read is None:
        raise click.UsageError("Say what to change, for example --title or --star.")
    with archive.atomic():
        if given:
            curate.edit(archive, article.id, **given)
        if rights:
            curate.set_rights(archive, [article.id], **rights)
        if starred is not None:
            curate.star(archive, [article.id], starred)
        if read is not None:
            curate.read(archive, [article.id], read)
    _print_article(archive, identifier, as_json, "Changed")


@click.command("remove")
@click.argument("identifier", metavar="ID")
@shared_options
@with_archive()
def remove_command(archive: Archive, identifier: str, as_json: bool) -> None:
    """Move an article to the trash."""
    curate.trash(archive, [find_article(archive, identifier).id])
    _print_article(archive, identifier, as_json, "Moved to the trash:")


@click.command("restore-article")
@click.argument("identifier", metavar="ID")
@shared_options
@with_archive()
def restore_article_command(archive: Archive, identifier: str, as_json: bool) -> None:
    """Bring an article back from the trash."""
    curate.restore(archive, [find_article(archive, identifier).id])
    _print_article(archive, identifier, as_json, "Restored:")


@click.command("purge")
@click.argument("identifier", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@shared_options
@with_archive()
def purge_command(archive: Archive, identifier: str, yes: bool, as_json: bool) -> None:
    """Delete an article for good: text, original and index, without trace. This cannot be undone."""
    article = find_article(archive, identifier)
    if sys.stdin.isatty() and not yes:
        click.confirm(f"Delete “{article.title}” and its original for good?", abort=True, err=True)
    gone = records.article_whole(archive, article)
    curate.purge(archive, [article.id])
    if as_json:
        print_json(gone)
    else:
        say(f"Deleted for good: {article.title}")


def _print_article(archive: Archive, identifier: str, as_json: bool, said: str) -> None:
    """Prints the article as it is now, when searches find it so too."""
    indexing.index_few(archive)
    article = find_article(archive, identifier)
    if as_json:
        print_json(records.article_whole(archive, article))
    else:
        say(f"{said} {article.id}  {article.title}")
