"""`rules list·add·place·change·remove·export·import`: rules that a person teaches for the articles of one site."""

from dataclasses import replace
from pathlib import Path

import click

from archive.archive import Archive
from archive.base.errors import Invalid, Unreadable, WaystationError
from archive.model.taught import TAUGHT_FIELDS, Spot, TaughtRule
from archive.operations import sources, taught

from .common import find_article, print_json, say, shared_options, with_archive
from .records import rule_row


@click.group("rules")
def rules_command() -> None:
    """Teach where articles of one site say who wrote them, what they are called, when and by whom they were published."""


@rules_command.command("list")
@shared_options
@with_archive(read_only=True)
def _list(archive: Archive, as_json: bool) -> None:
    """List the rules of this archive."""
    found = taught.rules(archive)
    _tell(found, "", as_json)
    if not found and not as_json:
        say("No rule was taught yet. Teach one with: waystation rules add ID byline --quote “Jane Doe”", err=True)


@rules_command.command("add")
@click.argument("article", metavar="ID")
@click.argument("field", type=click.Choice(TAUGHT_FIELDS))
@click.option("--quote", required=True, help="The words in the original that are the byline, title, date or publisher.")
@click.option(
    "--occurrence",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Which of them, where they stand there more than once.",
)
@click.option("--site", help="The host or publisher that it is for; the article's own by default.")
@click.option("--name", help="What the rule is called.")
@shared_options
@with_archive()
def _add(
    archive: Archive,
    article: str,
    field: str,
    quote: str,
    occurrence: int,
    site: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    """Teach a rule from words in the original of an article; the article gets the value too."""
    found = find_article(archive, article)
    shown = sources.shown(archive, found.id)
    at = -1
    for _ in range(occurrence):
        at = shown.text.find(quote, at + 1)
        if at < 0:
            raise Invalid(f"“{quote[:80]}” does not stand there that often.", "Copy the words from the original.")
    place = shown.source_of(at, at + len(quote))
    if place is None:
        raise Invalid("These words are none of the original's own.", "Choose others.")
    rule = taught.proposed(archive, found.id, field, *place, site)
    kept, change = taught.teach(archive, rule if name is None else replace(rule, name=name), found.id)
    _tell([kept], change.label, as_json)


@rules_command.command("place")
@click.argument("site")
@click.argument("field", type=click.Choice(TAUGHT_FIELDS))
@click.option("--path", default="", help="An element of a page, like “div.byline a” or “meta[name=author]”.")
@click.option("--label", default="", help="What the line begins with, like “By ”.")
@click.option("--closing", default="", help="What the line ends with, like “ 기자”.")
@click.option("--line", type=int, default=0, help="The number of the line among those with words; -1 is the last.")
@click.option("--before", default="", help="Words right before the value.")
@click.option("--after", default="", help="Words right after the value.")
@click.option("--name", help="What the rule is called.")
@shared_options
@with_archive()
def _place(
    archive: Archive, site: str, field: str, path: str, label: str, closing: str, line: int, before: str, after: str,
    name: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Write a rule down by hand: SITE is a host or a publisher."""
    spot = Spot(path, label, closing, line, before, after)
    kept, change = taught.teach(archive, TaughtRule(name or f"{field.capitalize()} of {site}", site, field, spot))
    _tell([kept], change.label, as_json)


@rules_command.command("change")
@click.argument("uid")
@click.option("--name", help="Another name.")
@click.option("--site", help="Another host or publisher.")
@click.option("--enable/--disable", "enabled", default=None, help="Whether imports apply it.")
@shared_options
@with_archive()
def _change(
    archive: Archive, uid: str, name: str | None, site: str | None, enabled: bool | None, as_json: bool
) -> None:
    """Rename a rule, give it another site, switch it on or off: UID, or the beginning of it, as `rules list` shows it."""
    wanted = {"name": name, "site": site, "enabled": enabled}
    change = taught.change(archive, uid, **{key: value for key, value in wanted.items() if value is not None})
    _tell([taught.find(archive, uid)], change.label if change.entry else "Nothing has changed", as_json)


@rules_command.command("remove")
@click.argument("uids", nargs=-1, required=True, metavar="UID…")
@shared_options
@with_archive()
def _remove(archive: Archive, uids: tuple[str, ...], as_json: bool) -> None:
    """Delete rules. What they found in articles stays."""
    gone = [taught.find(archive, uid) for uid in uids]
    _tell(gone, taught.remove(archive, uids).label, as_json)


@rules_command.command("export")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@shared_options
@with_archive(read_only=True)
def _export(archive: Archive, out: Path, as_json: bool) -> None:
    """Write all rules into a file that another archive can import."""
    found = taught.rules(archive)
    try:
        out.write_bytes(taught.exported(found))
    except OSError as error:
        raise WaystationError(f"{out} could not be written ({error.strerror}).", "Choose another place.") from error
    _tell(found, f"Wrote {out}", as_json)


@rules_command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@shared_options
@with_archive()
def _import(archive: Archive, file: Path, as_json: bool) -> None:
    """Add the rules in a file; those that are here already stay as they are."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} could not be read ({error.strerror}).", "Check its name.") from error
    change = taught.take_in(archive, taught.read(data))
    _tell(taught.rules(archive), change.label if change.entry else "All of these rules were here already", as_json)


def _tell(rules: list[TaughtRule], label: str, as_json: bool) -> None:
    if as_json:
        print_json([rule_row(each) for each in rules])
        return
    if label:
        say(f"{label}.")
    for each in rules:
        state = "" if each.enabled else "  (off)"
        say(
            f"{(each.uid or '')[:8]}  {each.site or 'any site'}  {each.field:<9}  {each.name}: {taught.told(each.spot)}{state}"
        )
