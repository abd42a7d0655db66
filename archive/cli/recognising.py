"""`ocr`: reads the scanned pages of a PDF with Tesseract, where it is installed."""

import click

from archive.archive import Archive
from archive.model.article import RunKind
from archive.operations import indexing, recognising, tesseract

from .common import find_article, print_json, say, shared_options, terminal_progress, with_archive


@click.command("ocr")
@click.argument("identifier", metavar="ID")
@click.option(
    "--languages",
    default="",
    metavar="LANGS",
    help="What to read, as Tesseract calls it: eng+kor. Default: the article's language, else the archive's.",
)
@shared_options
@with_archive()
def ocr_command(archive: Archive, identifier: str, languages: str, as_json: bool) -> None:
    """Read the scanned pages of a PDF with Tesseract.

    The words become a new edition, marked as recognised; those that may be wrong are marked too. The edition before stays.
    """
    article = find_article(archive, identifier)
    recogniser = tesseract.find()
    wanted = tuple(each.strip() for each in languages.replace(",", "+").split("+") if each.strip())
    tongues = wanted or recognising.usual_languages(archive, article.id, recogniser)
    with terminal_progress("Reading scanned pages") as progress:
        recognising.recognise(archive, article.id, tongues, recogniser=recogniser, progress=progress)
        indexing.settle(archive, progress=progress)
    article, edition = archive.store.articles.get(article.id), archive.store.editions.current(article.id)
    uncertain = sum(run.kind is RunKind.UNCERTAIN for block in edition.blocks for run in block.runs)
    if as_json:
        told = {
            "id": article.id,
            "edition": edition.number,
            "by": recogniser.name,
            "languages": list(tongues),
            "words": article.words,
            "uncertain": uncertain,
            "verdict": article.verdict,
            "warnings": list(article.warnings),
        }
        print_json(told)
        return
    say(f"{article.id:>6}  {article.title}  (edition {edition.number}, {article.words} words)")
    for warning in article.warnings:
        say(f"        {warning}")
