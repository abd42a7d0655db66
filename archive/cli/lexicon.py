"""`lexicon list·same·unit·place·change·remove`: the words by which figures are read and grouped. Each act prints what it made."""

from collections.abc import Iterable
from dataclasses import replace

import click

from archive.archive import Archive
from archive.model.change import Change
from archive.model.lexicon import Entry, EntryKind
from archive.operations import extracting, lexicon, wordlists

from .common import print_json, say, shared_options, with_archive
from .records import lexicon_row

_TOLD = {EntryKind.WORDS: "counts the same", EntryKind.UNIT: "unit", EntryKind.PLACE: "place"}


@click.group("lexicon")
def lexicon_command() -> None:
    """Show and change the words by which figures are read and grouped. Every change is kept in the archive's history."""


@lexicon_command.command("list")
@click.option("--all", "with_shipped", is_flag=True, help="Those that come with Waystation, too.")
@shared_options
@with_archive(read_only=True)
def _list(archive: Archive, with_shipped: bool, as_json: bool) -> None:
    """List what was added to the lexicon of this archive."""
    found = [*lexicon.entries(archive), *(wordlists.shipped() if with_shipped else ())]
    if as_json:
        print_json([lexicon_row(each) for each in found])
        return
    for each in found:
        say(_line(each))
    if not found:
        say("Nothing was added yet. Add words with: waystation lexicon same WORD WORD…", err=True)


@lexicon_command.command("same")
@click.argument("words", nargs=-1, required=True, metavar="NAME WORD…")
@shared_options
@with_archive()
def _same(archive: Archive, words: tuple[str, ...], as_json: bool) -> None:
    """Let WORDs count the same thing as NAME; put a phrase into quotation marks."""
    _add(archive, Entry(EntryKind.WORDS, words[0], words[1:]), as_json)


@lexicon_command.command("unit")
@click.argument("unit")
@click.argument("words", nargs=-1, required=True, metavar="WORD…")
@shared_options
@with_archive()
def _unit(archive: Archive, unit: str, words: tuple[str, ...], as_json: bool) -> None:
    """Let WORDs behind a number stand for UNIT, like: lexicon unit kg kilo kilos 킬로."""
    _add(archive, Entry(EntryKind.UNIT, unit, words), as_json)


@lexicon_command.command("place")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--within", default="", metavar="PLACE", help="The larger place that it lies in.")
@shared_options
@with_archive()
def _place(archive: Archive, names: tuple[str, ...], within: str, as_json: bool) -> None:
    """Add a place by all its NAMEs, written as texts write them."""
    _add(archive, Entry(EntryKind.PLACE, names[0], names[1:], within), as_json)


@lexicon_command.command("change")
@click.argument("uid")
@click.option("--name", help="Another name.")
@click.option("--word", "words", multiple=True, help="The words for it, instead of the present ones; may be repeated.")
@click.option("--within", metavar="PLACE", help="The larger place that it lies in; “” for none.")
@shared_options
@with_archive()
def _change(
    archive: Archive, uid: str, name: str | None, words: tuple[str, ...], within: str | None, as_json: bool
) -> None:
    """Change what was added: UID, or the beginning of it, as `lexicon list` shows it."""
    entry = lexicon.find(archive, uid)
    wanted = replace(
        entry,
        name=entry.name if name is None else name,
        words=words or entry.words,
        within=entry.within if within is None else within,
    )
    change = lexicon.edit(archive, wanted)
    _tell(archive, [lexicon.find(archive, entry.uid or "")], change, as_json)


@lexicon_command.command("remove")
@click.argument("uids", nargs=-1, required=True, metavar="UID…")
@shared_options
@with_archive()
def _remove(archive: Archive, uids: tuple[str, ...], as_json: bool) -> None:
    """Remove what was added."""
    gone = [lexicon.find(archive, uid) for uid in uids]
    change = lexicon.remove(archive, uids)
    _tell(archive, gone, change, as_json)


def _add(archive: Archive, wanted: Entry, as_json: bool) -> None:
    entry, change = lexicon.add(archive, wanted)
    _tell(archive, [entry], change, as_json)


def _tell(archive: Archive, entries: Iterable[Entry], change: Change, as_json: bool) -> None:
    extracting.settle(archive)
    if as_json:
        print_json([lexicon_row(each) for each in entries])
        return
    say(f"{change.label}." if change.entry else "Nothing has changed.")
    for each in entries:
        say(_line(each))


def _line(entry: Entry) -> str:
    uid = entry.uid[:8] if entry.uid else "ships"
    within = f" (within {entry.within})" if entry.within else ""
    words = f": {', '.join(entry.words)}" if entry.words else ""
    return f"{uid:<8}  {_TOLD[entry.kind]:<15}  {entry.name}{words}{within}"
