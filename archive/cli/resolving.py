"""`conflicts` and `resolve`: what a merge left to be decided."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.exchange import Conflict
from archive.operations.exchange import offering, resolving

from .common import print_json, say, shared_options, with_archive


@click.command("conflicts")
@shared_options
@with_archive(read_only=True)
def conflicts_command(archive: Archive, as_json: bool) -> None:
    """List what a merge left to be decided: contradictions, records without a place, tags that may be one."""
    found, held, offers = resolving.conflicts(archive), resolving.held(archive), offering.offers(archive)
    if as_json:
        print_json(
            {
                "conflicts": [asdict(each) for each in found],
                "held": [asdict(each) for each in held],
                "offers": [asdict(each) for each in offers],
            }
        )
        return
    for each in found:
        where = f" ({each.whereabouts})" if each.whereabouts else ""
        say(f"{each.uid[:12]}  {each.kind} {_field(each)}: {each.title}{where}")
        for number, (value, mine, by) in enumerate(zip(each.values, each.mine, each.by, strict=True), 1):
            lines = (f"{value or '(nothing)'}{f'  (from {by})' if by else ''}").splitlines()
            say(f"    {number} {'here ' if mine else 'came '} {lines[0]}")
            for line in lines[1:]:
                say(f"            {line}")
    for record in held:
        say(f"{record.uid[:12]}  {record.kind} without a place: {record.why} ({record.words[:60]})")
    for offer in offers:
        say(f"tag “{offer.came}” came, “{offer.here}” is here: {offer.why}. One tag? waystation resolve --join …")
    if not (found or held or offers):
        say("There is nothing to decide.")


def _field(conflict: Conflict) -> str:
    if conflict.field.startswith("key:"):
        return "that gathers them"
    return conflict.field or ("was removed here" if conflict.mine[1] else "was removed elsewhere")


@click.command("resolve")
@click.argument("uid", metavar="UID", required=False)
@click.argument("choice", metavar="[here|theirs|both|N]", required=False)
@click.option("--field", default=None, help="Which field, where more than one of the thing waits.")
@click.option("--write", metavar="TEXT", default=None, help="Neither: write this instead.")
@click.option("--drop", is_flag=True, help="Let go of a record without a place.")
@click.option("--join", "pair", nargs=2, metavar="TAG INTO", help="Make one tag of two.")
@click.option("--apart", nargs=2, metavar="TAG OTHER", help="Say that two tags are two.")
@shared_options
@with_archive()
def resolve_command(
    archive: Archive,
    uid: str | None,
    choice: str | None,
    field: str | None,
    write: str | None,
    drop: bool,
    pair: tuple[str, str] | None,
    apart: tuple[str, str] | None,
    as_json: bool,
) -> None:
    """Decide what `conflicts` lists: UID is the beginning of a uid there, the choice is here, theirs, both (texts), or a number.

    Of something that one removed and another changed, the two values are that it is kept and that it is removed. A date is
    written as people write it; authors are parted by semicolons; of a tag's definition, lines that begin with “Use when:” and
    “Not when:” are these parts, and a part that is not written stays.
    """
    _require_one_way(pair=pair, apart=apart, drop=drop, write=write, choice=choice)
    if pair:
        change = offering.join_tags(archive, *pair)
    elif apart:
        change = offering.keep_apart(archive, *apart)
    elif not uid:
        raise Invalid("Nothing was named to be decided.", "Give the uid that `conflicts` shows.")
    elif drop:
        (kind, whole) = _one([(each.kind, each.uid) for each in resolving.held(archive)], uid)
        change = resolving.drop_held(archive, kind, whole)
    else:
        found = [each for each in resolving.conflicts(archive) if field is None or each.field == field]
        conflict = found[_place([each.uid for each in found], uid, [each.field for each in found])]
        chosen = "own" if write is not None else _chosen(conflict, choice)
        change = resolving.resolve(archive, conflict.kind, conflict.uid, conflict.field, chosen, write)
    if as_json:
        print_json({"done": change.label})
    else:
        say(f"{change.label}: done.")


def _one(known: list[tuple[str, str]], uid: str) -> tuple[str, str]:
    return known[_place([each for _, each in known], uid)]


def _require_one_way(**ways: object) -> None:
    """Raises UsageError where more than one thing is asked of one command."""
    names = {"pair": "--join", "choice": "a choice"}
    given = [names.get(name, f"--{name}") for name, said in ways.items() if said not in (None, False)]
    if len(given) > 1:
        raise click.UsageError(f"{' and '.join(given)} exclude each other.")


def _place(uids: list[str], beginning: str, fields: Sequence[str] = ()) -> int:
    found = [place for place, uid in enumerate(uids) if uid.startswith(beginning)]
    if not found:
        raise NotFound(f"Nothing with a uid that begins with {beginning} waits.", "Look at `waystation conflicts`.")
    if len(found) > 1 and fields and len({uids[place] for place in found}) == 1:
        names = ", ".join(fields[place] or '""' for place in found)
        raise Invalid(f"{len(found)} fields of {beginning} wait: {names}.", "Say which one with --field.")
    if len(found) > 1:
        raise Invalid(f"{len(found)} things are meant by {beginning}.", "Give more of the uid, or --field.")
    return found[0]


def _chosen(conflict: Conflict, choice: str | None) -> int | str:
    if choice is None:
        raise Invalid("It was not said what is decided.", "Give here, theirs, both, a number, or --write TEXT.")
    if choice == "both":
        return "both"
    if choice.isascii() and choice.isdigit():
        return int(choice) - 1
    wanted = {"here": True, "mine": True, "theirs": False}.get(choice)
    found = [place for place, mine in enumerate(conflict.mine) if mine is wanted]
    if len(found) != 1:
        raise Invalid(f"“{choice}” does not say which value is meant.", "Give its number in `waystation conflicts`.")
    return found[0]
