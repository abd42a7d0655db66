"""`redactions`, `redact …`: the list of what is replaced in exports that ask for it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.exports.redaction.rules import KINDS
from archive.model.excerpt import Choice, Redaction, Scope
from archive.model.passage import PassageFilter
from archive.operations import redacting

from .common import find_article, print_json, say, shared_options, with_archive


@click.command("redactions")
@shared_options
@with_archive(read_only=True)
def redactions_command(archive: Archive, as_json: bool) -> None:
    """List what is replaced in exports with --redact."""
    rules = redacting.rules(archive)
    if as_json:
        print_json([asdict(each) for each in rules])
        return
    for each in rules:
        say(_line(each))
    if not rules:
        say('Nothing is redacted. Add a rule with: waystation redact add "A name" "[somebody]"', err=True)


@click.group("redact")
def redact_command() -> None:
    """Change the list of what is replaced in exports with --redact, or see what it would do."""


@redact_command.command("add")
@click.argument("find")
@click.argument("replacement")
@click.option("--kind", type=click.Choice(KINDS), default="name", help="What it finds: words, or a regular expression.")
@shared_options
@with_archive()
def add_command(archive: Archive, find: str, replacement: str, kind: str, as_json: bool) -> None:
    """Add a rule: FIND becomes REPLACEMENT. Names and places: whole words, in whatever case."""
    kept, _ = redacting.add(archive, Redaction(None, kind, find, replacement))
    _print([kept], as_json, one=True)


@redact_command.command("remove")
@click.argument("uids", metavar="UID…", nargs=-1, required=True)
@shared_options
@with_archive()
def remove_command(archive: Archive, uids: tuple[str, ...], as_json: bool) -> None:
    """Remove rules by their uid, or a unique beginning of it."""
    gone = [archive.store.exporting.redaction(uid)[1] for uid in uids]
    redacting.remove(archive, uids)
    _print(gone, as_json)


@redact_command.command("import")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@shared_options
@with_archive()
def import_rules_command(archive: Archive, table: Path, as_json: bool) -> None:
    """Add the rules of a CSV table: kind, find, replacement (kind may be left out)."""
    try:
        text = table.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{table.name} is no text in UTF-8.", "Save it as CSV in UTF-8.") from error
    added, refused, _ = redacting.add_table(archive, text)
    _print(added, as_json)
    for line in refused:
        say(line, err=True)
    if refused:
        click.get_current_context().exit(3)


@redact_command.command("preview")
@click.option("--tag", "tags", multiple=True, help="Only passages with this tag or one below it.")
@click.option("--article", "identifiers", metavar="ID", multiple=True, help="Only this article; repeat for several.")
@shared_options
@with_archive(read_only=True)
def preview_command(archive: Archive, tags: tuple[str, ...], identifiers: tuple[str, ...], as_json: bool) -> None:
    """Show every change that the list would make, and what it may have missed."""
    articles = tuple(find_article(archive, each).id for each in identifiers)
    scope = Scope(PassageFilter(tags=tags, articles=articles))
    seen = redacting.preview(archive, Choice(scope=scope, definitions=True))
    if as_json:
        print_json(
            {
                "changes": [asdict(each) for each in seen.changes],
                "suspects": [asdict(each) for each in seen.suspects],
            }
        )
        return
    for each in seen.changes:
        say(f"{each.where}: …{each.before}[{each.words} → {each.replacement}]{each.after}…".replace("\n", " "))
    for missed in seen.suspects:
        say(f"Look at “{missed.words}” in “{missed.where}”: {missed.why}", err=True)


def _print(rules: list[Redaction], as_json: bool, *, one: bool = False) -> None:
    if as_json:
        told: list[Any] = [asdict(each) for each in rules]
        print_json(told[0] if one else told)
        return
    for each in rules:
        say(_line(each))


def _line(each: Redaction) -> str:
    return f"{(each.uid or '')[:8]}  {each.kind:<7}  {each.find} → {each.replacement}"
