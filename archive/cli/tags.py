"""`tags` and `tag add·rename·merge·move·define·remove`: the codebook from the terminal. Each prints the tag tree as it is then."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from archive.archive import Archive
from archive.model.ids import TagId
from archive.model.passage import COLOURS
from archive.operations import codebook, naming, starters

from .common import print_json, say, shared_options, with_archive


def print_tree(archive: Archive, as_json: bool, near: Mapping[TagId, Sequence[str]] | None = None) -> None:
    """The codebook with exactly the promised keys; `passages` counts those of the tags below, too.

    `near`: by a tag that was named just now, the tags that it resembles, if any; its row tells them as `resembles`, too.
    """
    tree, near = codebook.tree(archive), near or {}
    if as_json:
        rows: list[dict[str, Any]] = []
        for tag in tree:
            rows.append({"path": tag.path, "definition": tag.definition, "colour": tag.colour})
            rows[-1]["passages"] = tag.passages_below
            if near.get(tag.id):
                rows[-1]["resembles"] = list(near[tag.id])
        print_json(rows)
        return
    for tag in tree:
        depth = tag.path.count("/")
        click.echo(
            f"{'  ' * depth}{tag.name}  ({tag.passages_below})" + (f"  {tag.definition}" if tag.definition else "")
        )
    if not tree:
        click.echo(
            "No tags. Add one with: waystation tag add PATH, or a starter codebook: waystation tag starter", err=True
        )


def warn_of(near: Sequence[str], path: str) -> None:
    """Says on standard error which tags a new name resembles."""
    if near:
        named = ", ".join(f"“{each}”" for each in near)
        say(f"The tag “{path.strip(' /')}” resembles {named} — merge them if they mean the same.", err=True)


@click.command("tags")
@shared_options
@with_archive(read_only=True)
def tags_command(archive: Archive, as_json: bool) -> None:
    """Show the codebook: every tag with its definition and its number of passages."""
    print_tree(archive, as_json)


@click.group("tag")
def tag_command() -> None:
    """Change the codebook. Every change is kept in the archive's history."""


@tag_command.command("add")
@click.argument("path")
@click.option("--definition", default="")
@click.option("--use-when", default="", help="When to use the tag.")
@click.option("--not-when", default="", help="When not to use it.")
@click.option("--colour", type=click.Choice(COLOURS), help="Default: that of the tag above.")
@shared_options
@with_archive()
def _add(
    archive: Archive, path: str, definition: str, use_when: str, not_when: str, colour: str | None, as_json: bool
) -> None:
    """Add a tag; PATH like route/river puts it below another.

    Tags that it may only repeat are named on standard error, and in the JSON of its row as `resembles`.
    """
    near = naming.near_duplicates(archive, path)
    codebook.add(archive, path, definition=definition, use_when=use_when, not_when=not_when, colour=colour)
    warn_of(near, path)
    print_tree(archive, as_json, {codebook.get(archive, path).id: near})


@tag_command.command("rename")
@click.argument("path")
@click.argument("name")
@shared_options
@with_archive()
def _rename(archive: Archive, path: str, name: str, as_json: bool) -> None:
    """Give a tag another NAME (the last part of its path).

    Tags that it then resembles are named on standard error, and in the JSON of its row as `resembles`.
    """
    tag, near = codebook.get(archive, path).id, naming.near_duplicates(archive, name, but=path)
    codebook.rename(archive, path, name)
    warn_of(near, name)
    print_tree(archive, as_json, {tag: near})


@tag_command.command("merge")
@click.argument("path")
@click.argument("into")
@shared_options
@with_archive()
def _merge(archive: Archive, path: str, into: str, as_json: bool) -> None:
    """Make one tag of two: what carries PATH carries INTO from then on."""
    codebook.merge(archive, path, into)
    print_tree(archive, as_json)


@tag_command.command("move")
@click.argument("path")
@click.argument("parent", required=False)
@shared_options
@with_archive()
def _move(archive: Archive, path: str, parent: str | None, as_json: bool) -> None:
    """Put a tag below PARENT, or at the top without one."""
    codebook.move(archive, path, parent)
    print_tree(archive, as_json)


@tag_command.command("define")
@click.argument("path")
@click.argument("definition", required=False)
@click.option("--use-when")
@click.option("--not-when")
@click.option("--colour", type=click.Choice(COLOURS))
@shared_options
@with_archive()
def _define(
    archive: Archive,
    path: str,
    definition: str | None,
    use_when: str | None,
    not_when: str | None,
    colour: str | None,
    as_json: bool,
) -> None:
    """Write a new version of what a tag means; passages that were tagged before keep the one they were tagged under."""
    if (definition, use_when, not_when, colour) == (None,) * 4:
        raise click.UsageError("Give a DEFINITION, --use-when, --not-when or --colour.")
    with archive.atomic():
        codebook.define(archive, path, definition, use_when=use_when, not_when=not_when)
        if colour is not None:
            codebook.recolour(archive, path, colour)
    older = len(codebook.older_uses(archive, path))
    if older:
        click.echo(f"{older} passages were tagged under another definition: look at them again.", err=True)
    print_tree(archive, as_json)


@tag_command.command("remove")
@click.argument("path")
@click.option(
    "--delete-passages", "what", flag_value="delete_passages", help="Delete passages that carry no other tag."
)
@click.option("--to-parent", "what", flag_value="to_parent", help="Give them the tag above instead.")
@click.option("--untag", "what", flag_value="untag", default="untag", help="Keep them without it (the default).")
@shared_options
@with_archive()
def _remove(archive: Archive, path: str, what: codebook.Removal, as_json: bool) -> None:
    """Remove a tag and those below it."""
    codebook.remove(archive, path, what)
    print_tree(archive, as_json)


@tag_command.command("starter")
@click.argument("name", default="north-korea")
@shared_options
@with_archive()
def _starter(archive: Archive, name: str, as_json: bool) -> None:
    """Add a codebook that ships with the program."""
    starters.add_starter(archive, name)
    print_tree(archive, as_json)
