"""`bundle` and `merge`: work that goes to others, and theirs that is joined with what is here."""

from dataclasses import asdict
from pathlib import Path

import click

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.excerpt import Scope
from archive.model.exchange import Contents, Merged
from archive.model.passage import PassageFilter
from archive.operations import indexing
from archive.operations.exchange import bundling, foreign, merging

from . import unlocking
from .common import find_article, print_json, say, shared_options, terminal_progress, with_archive
from .protecting import new_passphrase_option

_FILE = click.Path(path_type=Path)
_NOUNS = {
    "tag": ("tag", "tags"),
    "article": ("article", "articles"),
    "collection": ("collection", "collections"),
    "series": ("series", "series"),
    "event": ("event", "events"),
    "passage": ("passage", "passages"),
    "mention": ("date", "dates"),
    "figure": ("figure", "figures"),
    "memo": ("memo", "memos"),
    "judgement": ("note on a finding", "notes on findings"),
    "origin": ("decision about duplicates", "decisions about duplicates"),
}


@click.command("bundle")
@click.argument("out", metavar="OUT", type=_FILE)
@click.option("--article", "identifiers", metavar="ID", multiple=True, help="Only this article; repeat for several.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    help="Only articles with this tag or one below it, on them or on a passage; repeat for any of several.",
)
@click.option("--query", default="", help="Only articles that this search finds.")
@click.option("--dry-run", is_flag=True, help="Say how much would go along, and write nothing.")
@click.option("--override", is_flag=True, help="Take along what rights, sensitivity or an embargo hold back.")
@click.option("--encrypt", is_flag=True, help="Encrypt the bundle to a passphrase, in the age format.")
@new_passphrase_option
@shared_options
@with_archive()
def bundle_command(
    archive: Archive,
    out: Path,
    identifiers: tuple[str, ...],
    tags: tuple[str, ...],
    query: str,
    dry_run: bool,
    override: bool,
    encrypt: bool,
    as_json: bool,
) -> None:
    """Write articles with everything that people said of them to OUT, signed with your key, for somebody to merge.

    All articles outside the trash, or those that are chosen (all that is said must hold), go along with originals, passages,
    tags, events, figures, memos and the history of each. How much that is is told before anything is written.
    """
    scope = _scope(archive, identifiers, tags, query)
    told = bundling.outlook(archive, scope=scope, override=override)
    if dry_run:
        print_json(asdict(told)) if as_json else say(_coming(told))
        return
    say(_coming(told), err=True)
    passphrase = unlocking.new_passphrase(out) if encrypt else None
    with terminal_progress("Bundling") as progress:
        done = bundling.bundle(archive, out, scope=scope, override=override, passphrase=passphrase, progress=progress)
    if as_json:
        print_json(asdict(done))
        return
    for warning in done.warnings:
        say(warning, err=True)
    say(f"Wrote {done.path}: {_listed(done.counts)}.")
    say(f"Signed by {done.fingerprint}: tell the receiver this fingerprint by another way.")


def _scope(archive: Archive, identifiers: tuple[str, ...], tags: tuple[str, ...], query: str) -> Scope | None:
    if not (identifiers or tags or query):
        return None
    articles = tuple(find_article(archive, each).id for each in identifiers)
    if tags:
        found = bundling.tagged(archive, tags).passages.articles
        articles = tuple(each for each in found if each in articles or not articles)
        if not articles:
            raise Invalid("None of these articles has the tag.", "Choose others.")
    return Scope(PassageFilter(articles=articles), query)


def _coming(told: bundling.Outlook) -> str:
    what = f"{_listed({'article': told.articles, 'passage': told.passages})}; originals of {told.bytes / 1e6:,.1f} MB."
    return " ".join((what, *told.left_out))


@click.command("merge")
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Say what would become of it, and change nothing.")
@click.option(
    "--file-passphrase-file",
    type=_FILE,
    metavar="PASSFILE",
    help="The passphrase of FILE is the first line of PASSFILE; else that of WAYSTATION_FILE_PASSPHRASE, else it is asked for.",
)
@shared_options
@with_archive()
def merge_command(
    archive: Archive, file: Path, dry_run: bool, file_passphrase_file: Path | None, as_json: bool
) -> None:
    """Join the work in FILE, a bundle or another archive, with this archive: one act, which the history takes back.

    FILE is read without trusting it. What both sides changed is joined where that is certain, and waits in
    `conflicts` where it is not.
    """
    click.get_current_context().ensure_object(dict)["file_passphrase_file"] = file_passphrase_file
    passphrase = unlocking.passphrase_of_file(file) if file.exists() and foreign.needs_passphrase(file) else None
    with (
        terminal_progress("Merging") as progress,
        foreign.side(archive, file, passphrase=passphrase, progress=progress) as side,
    ):
        done, _ = merging.merge(archive, side, progress=progress, dry_run=dry_run)
    if not dry_run:
        indexing.index_few(archive)
    if as_json:
        print_json(asdict(done) | {"dry_run": dry_run})
        return
    _tell(done, dry_run)


def _tell(done: Merged, dry_run: bool) -> None:
    say(_whence(done.contents))
    told = [f"{_listed(counts)} {_be(counts, dry_run)} {what}" for what, counts in _counted(done) if counts]
    nothing = "Nothing shows otherwise than before." if done.conflicts or done.held else "There is nothing new in it."
    say("; ".join(told) + "." if told else nothing)
    for note in done.notes:
        say(note)
    if done.united:
        say(f"{done.united:,} {'article is' if done.united == 1 else 'articles are'} here under another id.")
    if done.conflicts or done.held:
        say(f"{done.conflicts:,} to decide, {done.held:,} without a place: see `waystation conflicts`.", err=True)


def _be(counts: dict[str, int], dry_run: bool) -> str:
    return "would be" if dry_run else "was" if sum(counts.values()) == 1 else "were"


def _counted(done: Merged) -> tuple[tuple[str, dict[str, int]], ...]:
    return ("added", dict(done.added)), ("changed", dict(done.changed)), ("removed", dict(done.removed))


def _listed(counts: dict[str, int]) -> str:
    told = [f"{count:,} {_NOUNS[kind][count != 1]}" for kind, count in counts.items() if count and kind in _NOUNS]
    return ", ".join(told) if told else "nothing"


def _whence(contents: Contents) -> str:
    by = f"by {', '.join(contents.authors)}" if contents.authors else "whose author is not named"
    line = f"{contents.name}: {contents.form} {by}, made {contents.made[:10] or 'at no known time'}, archive {contents.archive[:8]}"
    signer = contents.signer
    if signer is None:
        changed = ": whoever had it could have changed it" if contents.form == "bundle" else ""
        return f"{line}; not signed{changed}."
    known = "your own key" if signer.own else "known here" if signer.known else "not known here yet"
    ask = " This name came with another key before: ask them, by another way, whether this one is theirs."
    warning = ask if signer.other_key else ""
    return f"{line}; signed by {signer.author} ({signer.fingerprint}; {known}).{warning}"
