"""`mark`, `unmark`, `passages`: marking articles from the terminal, and listing what is marked."""

from typing import Any

import click

from archive.archive import Archive
from archive.base.text import tag_key, visible
from archive.model.passage import COLOURS, Passage, PassageFilter
from archive.operations import annotate, codebook, naming

from .common import find_article, print_json, shared_options, with_archive
from .tags import warn_of

_SHOWN_CHARS = 300


@click.command("mark")
@click.argument("identifier", metavar="ID")
@click.option("--quote", help="Mark these words of the article's text.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which one, when the words stand there more than once.")
@click.option("--start", type=int, help="Or mark from this code point …")
@click.option("--end", type=int, help="… to before this one.")
@click.option("--note", default="", help="A note on the passage.")
@click.option("--tag", "tags", multiple=True, help="A tag by its path (route/river); repeat for several.")
@click.option(
    "--colour", type=click.Choice(COLOURS), help="A colour of its own; a tagged passage shows its first tag's."
)
@shared_options
@with_archive()
def mark_command(
    archive: Archive,
    identifier: str,
    quote: str | None,
    occurrence: int | None,
    start: int | None,
    end: int | None,
    note: str,
    tags: tuple[str, ...],
    colour: str | None,
    as_json: bool,
) -> None:
    """Mark a passage of an article: by its words, or by its place."""
    by_place = start is not None and end is not None
    if (quote is None) == (start is None and end is None) or (quote is None and not by_place):
        raise click.UsageError("Give either --quote, or --start and --end.")
    if occurrence is not None and quote is None:
        raise click.UsageError("--occurrence goes with --quote.")
    article = find_article(archive, identifier).id
    if quote is not None:
        start, end = annotate.find_quote(archive, article, quote, occurrence or 1)
    assert start is not None and end is not None
    known = {tag_key(each) for each in codebook.paths(archive)}
    near = {path: naming.near_duplicates(archive, path) for path in tags if tag_key(path) not in known}
    passage, _ = annotate.mark(archive, article, start, end, note=note, tags=tags, colour=colour)
    for path, others in near.items():
        warn_of(others, path)
    _print(archive, [passage], as_json, one=True)


@click.command("unmark")
@click.argument("uid", metavar="UID")
@shared_options
@with_archive()
def unmark_command(archive: Archive, uid: str, as_json: bool) -> None:
    """Take a passage away. The history keeps it."""
    passage = annotate.find(archive, uid)
    colours = annotate.colours(archive)
    annotate.unmark(archive, [passage.uid])
    if as_json:
        print_json(passage_row(passage, annotate.colour(passage, colours)))
    else:
        click.echo(f"Unmarked: {passage.anchor.exact}")


@click.command("passages")
@click.option("--tag", "tags", multiple=True, help="Only those with this tag or one below it.")
@click.option("--article", "identifier", metavar="ID", help="Only those of this article.")
@click.option("--query", default="", help="Only those whose words or note hold all of these.")
@shared_options
@with_archive(read_only=True)
def passages_command(
    archive: Archive, tags: tuple[str, ...], identifier: str | None, query: str, as_json: bool
) -> None:
    """List passages, article by article."""
    articles = () if identifier is None else (find_article(archive, identifier).id,)
    wanted = PassageFilter(tags=tags, articles=articles, text=query)
    found = annotate.passages(archive, wanted, limit=None)
    _print(archive, found, as_json)
    if not found and not as_json:
        click.echo('No passages. Mark one with: waystation mark ID --quote "…"', err=True)


def _print(archive: Archive, passages: list[Passage], as_json: bool, *, one: bool = False) -> None:
    colours = annotate.colours(archive)
    if as_json:
        rows = [passage_row(passage, annotate.colour(passage, colours)) for passage in passages]
        print_json(rows[0] if one else rows)
        return
    for passage in passages:
        paths = "".join(f" [{use.path}]" for use in passage.tags)
        state = "" if passage.state == "anchored" else f" ({passage.state})"
        click.echo(f"{passage.uid[:8]}  {passage.article:>5}  “{_line(passage.anchor.exact)}”{paths}{state}")
        if passage.note:
            click.echo(f"{'':17}{_line(passage.note)}")


def _line(text: str) -> str:
    """One line for the terminal; JSON has all of it."""
    cut = " ".join(text[: 2 * _SHOWN_CHARS].split())
    return visible(cut if len(cut) <= _SHOWN_CHARS else f"{cut[:_SHOWN_CHARS].rstrip()}…")


def passage_row(passage: Passage, colour: str | None) -> dict[str, Any]:
    """One passage with exactly the promised keys. `colour`: its own, else the one that it is shown in."""
    return {
        "uid": passage.uid,
        "article": passage.article,
        "start": passage.anchor.start,
        "end": passage.anchor.end,
        "exact": passage.anchor.exact,
        "prefix": passage.anchor.prefix,
        "suffix": passage.anchor.suffix,
        "note": passage.note,
        "tags": [use.path for use in passage.tags],
        "colour": passage.colour or colour,
        "state": passage.state.value,
        "author": passage.author,
        "created": passage.created,
        "modified": passage.modified,
    }
