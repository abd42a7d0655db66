"""`export`: excerpts and articles out of the archive, as files that other programs open."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.exports.registry import FORMATS
from archive.model.excerpt import Context, Grouping, Notes, Ordering, Scope
from archive.model.passage import PassageFilter
from archive.operations import annotate, presets, publish

from .common import find_article, print_json, say, shared_options, terminal_progress, with_archive

_CARRIED = ("note", "tags", "definitions", "locator", "author", "date")
_TYPES: dict[str, Callable[[Any], Any]] = {"context": Context, "grouping": Grouping, "order": Ordering, "notes": Notes}


def _same(value: Any) -> Any:
    return value


def _one_of(kind: Any) -> click.Choice[str]:
    return click.Choice([each.value for each in kind])


@click.command("export")
@click.argument("format", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--tag", "tags", multiple=True, help="Only passages with this tag or one below it.")
@click.option("--query", default="", help="Only passages whose words or note hold all of these; of articles: a search.")
@click.option("--article", "identifiers", metavar="ID", multiple=True, help="Only this article; repeat for several.")
@click.option("--passage", "uids", metavar="UID", multiple=True, help="Only this passage; repeat for several.")
@click.option("--style", metavar="CSL", help="A citation style: its name, or a CSL file.")
@click.option("--context", type=_one_of(Context), help="How much of the text around each excerpt goes along.")
@click.option("--group", "grouping", type=_one_of(Grouping), help="What stands together under a heading.")
@click.option("--order", type=_one_of(Ordering), help="The order inside of a group.")
@click.option("--citations", "notes", type=_one_of(Notes), help="Where citations stand.")
@click.option("--rows", type=click.Choice(["excerpt", "tag"]), help="Tables: a row an excerpt, or an excerpt and tag.")
@click.option("--with", "taken", multiple=True, type=click.Choice(_CARRIED), help="Take this along too.")
@click.option("--without", "left", multiple=True, type=click.Choice(_CARRIED), help="Leave this out.")
@click.option("--redact/--no-redact", default=None, help="Apply the archive's redaction list.")
@click.option("--override", is_flag=True, help="Take along what rights, sensitivity or an embargo hold back.")
@click.option("--preset", metavar="NAME", help="Begin with these choices.")
@shared_options
@with_archive(read_only=True)
def export_command(
    archive: Archive,
    format: str,
    out: Path,
    tags: tuple[str, ...],
    query: str,
    identifiers: tuple[str, ...],
    uids: tuple[str, ...],
    taken: tuple[str, ...],
    left: tuple[str, ...],
    override: bool,
    preset: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Write passages, or the articles that they stand in, to a file: FORMAT is one of those below, OUT the file.

    markdown html docx odt pdf · csv xlsx json ndjson jsonld sqlite · qdpx qdc taguette ·
    bibtex ris csljson bibliography · bagit epub articles-markdown articles-text
    """
    choice = FORMATS[format].usual if preset is None else presets.find(archive, preset)
    picked = tuple(annotate.find(archive, uid).uid for uid in uids)
    articles = tuple(find_article(archive, each).id for each in identifiers)
    if tags or query or articles or picked:
        about_articles = FORMATS[format].about_articles and not tags and not picked
        wanted = PassageFilter(tags=tags, articles=articles, text="" if about_articles else query, uids=picked)
        choice = replace(choice, scope=Scope(wanted, query if about_articles else ""))
    given: dict[str, Any] = {name: _TYPES.get(name, _same)(value) for name, value in said.items() if value is not None}
    given |= dict.fromkeys(taken, True) | dict.fromkeys(left, False)
    choice = replace(choice, **given, override=override or choice.override)
    with terminal_progress("Exporting") as progress:
        done = publish.export(archive, format, choice, out, progress=progress)
    if as_json:
        told = asdict(done)
        print_json(told if done.tags else {name: value for name, value in told.items() if name != "tags"})
    else:
        for warning in done.warnings:
            say(warning, err=True)
        counts = ((done.passages, "passage"), (done.articles, "article"), (done.tags, "tag"))
        written = [f"1 {what}" if count == 1 else f"{count:,} {what}s" for count, what in counts if count]
        say(f"Wrote {done.path}: {', '.join(written)}.")
