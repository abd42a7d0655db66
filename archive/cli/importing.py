"""`import`: takes files, folders and globs in."""

import dataclasses
import sys
from typing import Any

import click

from archive.archive import Archive
from archive.model import tables
from archive.operations import indexing, ingest, mates

from .common import print_json, say, shared_options, terminal_progress, with_archive
from .main import EXIT_ERROR, EXIT_PARTIAL

_BROUGHT = ("articles", "tags", "passages", "memos", "collections")
_STATUS_WORDS = {
    "added": "added",
    "duplicate": "already here",
    "updated": "updated",
    "refused": "refused",
    "opened": "opened",
}


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--encoding", help="Read text files in this encoding instead of the detected one (for example cp949).")
@click.option(
    "--columns",
    metavar="ROLE=HEADING,…",
    help="What the columns of tables are, as 'title=Headline,text=Body,date=Date' (title, text, date, byline, publisher, url, language,"
    " section, tags, accessed, note, none; date=Date:day where the day stands first); 'highlights' for a table of links and highlights.",
)
@shared_options
@with_archive()
def import_command(
    archive: Archive, paths: tuple[str, ...], dry_run: bool, encoding: str | None, columns: str | None, as_json: bool
) -> int:
    """Import files, folders and globs: articles, projects, and highlights of other programs. One bad file never stops the others.

    \b
    Articles: text, Markdown, HTML, MHTML, PDF, Word (.docx), OpenDocument (.odt), RTF, EPUB, mail (.eml).
    Tables with one article a row: CSV, TSV, JSON, JSON lines, Excel (.xlsx), OpenDocument (.ods).
    What lies inside: ZIP, mailboxes (mbox), feeds (RSS, Atom), web archives (WARC, WACZ).
    Projects: REFI-QDA (.qdpx, .qdc), Taguette (.sqlite3), wallabag (.json).
    Highlights and notes on articles that are here: our own exports (JSON, NDJSON, JSON-LD, SQLite, CSV), Web Annotations,
    Hypothesis, calibre, Zotero (.rdf, .json), tables (Readwise, Raindrop, Pocket, Instapaper), codebooks (.csv).
    From a folder all of these are taken too, after the articles; a table, database or JSON that is none of them is told by name.
    """
    chosen = tables.named(columns) if columns is not None else None
    with terminal_progress("Importing") as progress:
        if dry_run:
            report = ingest.run(archive, paths, progress=progress, dry_run=True, encoding=encoding, columns=chosen)
        else:
            with mates.Beside(archive) as mate:
                report = ingest.run(archive, paths, progress=progress, encoding=encoding, columns=chosen, mate=mate)
                indexing.settle(archive, progress=progress, beside=mate)
    if as_json:
        print_json({"files": [file_row(item) for item in report.files], "elapsed_ms": round(report.elapsed_ms, 1)})
    else:
        for item in report.files:
            _print_file(item)
        _print_summary(report, dry_run)
    for warning in report.warnings:
        say(warning, err=True)
    refused = [item for item in report.files if item.status == "refused"]
    for item in refused:
        say(f"{_place(item)}: {item.error}", err=True)
    if not refused:
        return 0
    others = [item for item in report.files if item.status not in ("refused", "opened")]
    return EXIT_PARTIAL if others else EXIT_ERROR


def file_row(item: ingest.FileReport) -> dict[str, Any]:
    """One file of the report, with exactly the promised keys; `brought` and `members` are there for files of other
    programs and for containers only, `pictures` for pages that were known and brought some."""
    row = dataclasses.asdict(item)
    row["status"], row["verdict"] = str(item.status), str(item.verdict)
    row["byline"] = list(item.byline) or None
    row["warnings"] = list(item.warnings)
    if item.members is None:
        del row["members"]
    if not item.pictures:
        del row["pictures"]
    if item.brought is None:
        del row["brought"]
    else:
        row["brought"] = {kind: row["brought"][kind] for kind in _BROUGHT}
    row["set_aside"] = [dataclasses.asdict(part) for part in item.set_aside]
    return row


def _print_file(item: ingest.FileReport) -> None:
    if item.status == "refused":
        return
    if item.brought is not None:
        say(f"{_STATUS_WORDS[str(item.status)]:>12}  {item.title or item.path}  ({ingest.told(item.brought)})")
        for warning in item.warnings:
            say(f"{'':>12}  {warning}", err=True)
        return
    if item.members is not None:
        held = "1 file" if item.members == 1 else f"{item.members:,} files"
        say(f"{_STATUS_WORDS[str(item.status)]:>12}  {_place(item)}  ({held} inside)")
        for warning in item.warnings:
            say(f"{'':>12}  {warning}", err=True)
        return
    parts = [item.publisher, item.published, f"{item.words} words" if item.words is not None else None]
    details = " · ".join(part for part in parts if part)
    say(f"{_STATUS_WORDS[str(item.status)]:>12}  {item.id or '–'}  {item.title}  ({details})")
    for warning in item.warnings:
        say(f"{'':>12}  {warning}", err=True)


def _place(item: ingest.FileReport) -> str:
    return f"{item.path} › {item.member}" if item.member else item.path


def _print_summary(report: ingest.Report, dry_run: bool) -> None:
    counts = {word: sum(str(item.status) == key for item in report.files) for key, word in _STATUS_WORDS.items()}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing to import"
    lead = "Dry run, nothing was written: " if dry_run else ""
    say(f"{lead}{told} ({report.elapsed_ms / 1000:.1f} s)", err=sys.stdout.isatty() is False)
