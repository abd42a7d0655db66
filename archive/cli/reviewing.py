"""`review list·accept`: what imports left to be looked at, and what is accepted of it."""

from typing import Any

import click

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.text import visible
from archive.model.review import Reviewed, Which
from archive.operations import review

from .common import print_json, say, shared_options, with_archive
from .records import review_row

_WHICH = click.Choice([str(which) for which in Which])


@click.group("review")
def review_command() -> None:
    """Show what imports brought and refused, and accept it. What is wrong with an article is corrected with `edit`."""


@review_command.command("list")
@click.option(
    "--which",
    type=_WHICH,
    default="open",
    show_default=True,
    help="Files not accepted yet, the doubtful ones, those refused, or all.",
)
@shared_options
@with_archive(read_only=True)
def _list(archive: Archive, which: str, as_json: bool) -> None:
    """List imported files, as they came."""
    rows = review.page(archive, review.ids(archive, Which(which)))
    if as_json:
        print_json([review_row(each) for each in rows])
        return
    for each in rows:
        say(_line(each))
    if not rows:
        say("There is no such file.", err=True)


@review_command.command("accept")
@click.argument("numbers", nargs=-1, type=int, metavar="NUMBER…")
@click.option("--all", "which", flag_value="open", help="Everything that waits.")
@click.option("--refused", "which", flag_value="refused", help="Everything that was refused.")
@shared_options
@with_archive()
def _accept(archive: Archive, numbers: tuple[int, ...], which: str | None, as_json: bool) -> None:
    """Take files out of the review: those with these NUMBERs, as `review list` shows them, or --all."""
    if bool(numbers) == bool(which):
        raise Invalid("Say which files are accepted.", "Give their numbers, or --all.")
    change = review.accept(archive, review.ids(archive, Which(which)) if which else numbers)
    left = {str(kind): count for kind, count in review.counts(archive).items()}
    if as_json:
        print_json({"label": change.label if change.entry else None, "left": left})
    else:
        say(f"{change.label}." if change.entry else "None of these files waited.")


def _line(held: Reviewed) -> str:
    name = visible(held.name)
    if held.article is None:
        return f"{held.id:>6}  refused  {name}: {held.error}"
    article = held.article
    told: list[Any] = [article.title or "no title", "; ".join(article.byline), article.publisher, article.published]
    doubts = f"  (unsure: {', '.join(held.doubtful)})" if held.doubtful else ""
    return f"{held.id:>6}  {article.verdict:<7}  {name}: {' · '.join(filter(None, told))}{doubts}"
