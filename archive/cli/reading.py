"""`articles`, `article`, `search`: what the archive holds, for people as text and for scripts as JSON."""

import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import click

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, DiskFull, ReadOnly
from archive.base.text import visible
from archive.model.article import Article, BlockKind
from archive.model.search import Results, Scope, Snippet, Sort
from archive.operations import find, indexing, originals

from . import records
from .common import find_article, open_archive, print_json, say, shared_options, terminal_progress, with_archive

_STDOUT = Path("-")
_SORTS = click.Choice([order.value for order in Sort])


@click.command("articles")
@click.option("--query", help="Only articles that a search finds.")
@click.option("--tag", "tags", multiple=True, help="Only articles with this tag.")
@click.option("--sort", type=_SORTS, help="Order; default: newest first, with --query by relevance.")
@click.option("--trash", is_flag=True, help="Those in the trash instead.")
@shared_options
@with_archive(read_only=True)
def articles_command(
    archive: Archive, query: str | None, tags: tuple[str, ...], sort: str | None, trash: bool, as_json: bool
) -> None:
    """List articles."""
    scope = Scope(trashed=trash, tags=tags)
    if query:
        order = Sort(sort) if sort else Sort.RELEVANCE
        found = find.search(archive, query, scope=scope, sort=order, limit=None, snippets=False)
        listed = [item.article for item in found.hits]
    else:
        listed = find.articles(archive, scope=scope, sort=Sort(sort) if sort else Sort.ADDED)
    if as_json:
        print_json([records.article_row(article) for article in listed])
        return
    for article in listed:
        say(f"{article.id:>6}  {article.title}  ({_details(article)})")
    if not listed:
        narrowed = query or tags or trash
        say(
            "No article is like that." if narrowed else "No articles. Import some with: waystation import PATH…",
            err=True,
        )


@click.command("article")
@click.argument("identifier", metavar="ID")
@click.option(
    "--original",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write the original bytes to OUT (-: standard output).",
)
@shared_options
@with_archive(read_only=True)
def article_command(archive: Archive, identifier: str, original: Path | None, as_json: bool) -> None:
    """Show one article, or write its original file."""
    article = find_article(archive, identifier)
    if original == _STDOUT:
        sys.stdout.buffer.write(_original(archive, article))
        return
    if original is not None:
        _write_original(archive, article, original)
    if as_json:
        print_json(records.article_whole(archive, article))
        return
    if original is not None:
        say(f"Wrote {original}")
        return
    say(article.title)
    say(_details(article))
    click.echo()
    edition = archive.store.editions.current(article.id)
    for block in edition.blocks:
        lead = {BlockKind.HEADING: "\n", BlockKind.ITEM: "  • ", BlockKind.QUOTE: "    "}.get(block.kind, "")
        words = visible(edition.text[block.start : block.end])
        click.echo(textwrap.fill(lead.strip("\n") + words, 90, subsequent_indent=" " * len(lead.strip("\n"))))
        click.echo()


def _original(archive: Archive, article: Article) -> bytes:
    return archive.store.originals.data(archive.store.editions.current(article.id).original.sha512)


def _write_original(archive: Archive, article: Article, out: Path) -> None:
    originals.write(archive, archive.store.editions.current(article.id).original.sha512, out)


@click.command("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(min=0), default=0)
@click.option("--sort", type=_SORTS, default=Sort.RELEVANCE.value, show_default=True)
@shared_options
def search_command(query: str, limit: int, offset: int, sort: str, as_json: bool) -> None:
    """Search titles, texts, bylines and publishers.

    Words, "exact phrases", AND OR NOT, -word, (brackets), prefix*, fuzzy~, title: publisher: lang: published:2019..2021.
    """

    def ask(archive: Archive) -> Results:
        return find.search(archive, query, sort=Sort(sort), limit=limit, offset=offset)

    with open_archive(read_only=True) as archive:
        found = ask(archive)
    if found.pending:
        # What an interrupted import left, or an index of another machine. A window that holds the archive is at it already.
        with (
            suppress(ArchiveInUse, ReadOnly, DiskFull),
            open_archive() as archive,
            terminal_progress("Indexing") as progress,
        ):
            ask(archive)  # drops an index that cannot be trusted
            indexing.settle(archive, progress=progress)
            found = ask(archive)
    if found.left_out:
        say(found.left_out, err=True)
    if as_json:
        print_json(records.results(found))
        return
    _print_results(found)


def _print_results(found: Results) -> None:
    for hit in found.hits:
        title = click.style(visible(hit.article.title), bold=True)
        click.echo(f"{hit.article.id:>6}  {title}  ({visible(_details(hit.article))})")
        for part in hit.snippets:
            click.echo(f"        …{_styled(part)}…")
    say(f"{found.total} found in {found.elapsed_ms:.0f} ms", err=True)
    if found.did_you_mean:
        say(f"Did you mean: {found.did_you_mean}", err=True)
    if found.pending:
        say(f"{found.pending} articles are still to be indexed.", err=True)


def _styled(part: Snippet) -> str:
    """The snippet in one line with its highlights bold (click drops the style in a pipe)."""
    out, last = [], 0
    for start, end in part.highlights:
        out += [_flat(part.text[last:start]), click.style(_flat(part.text[start:end]), bold=True)]
        last = end
    return "".join([*out, _flat(part.text[last:])])


def _flat(text: str) -> str:
    return visible(text.replace("\n", " "))


def _details(article: Article) -> str:
    parts = ["; ".join(article.byline), article.publisher, article.published or "undated", f"{article.words} words"]
    return " · ".join(part for part in parts if part)
