"""`original`: the file that an article was made from, its SHA-512, whether it is unchanged, and what differs in another file."""

from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.operations import originals
from archive.operations.originals import Compared, Held

from .common import find_article, print_json, say, shared_options, terminal_progress, with_archive


@click.command("original")
@click.argument("identifier", metavar="ID")
@click.option("--compare", "other", type=click.Path(path_type=Path), metavar="FILE", help="Compare a file with it.")
@click.option("--text", "as_text", is_flag=True, help="Print it as text: its source, or all the words of a document.")
@shared_options
@with_archive(read_only=True)
def original_command(archive: Archive, identifier: str, other: Path | None, as_text: bool, as_json: bool) -> None:
    """Check an article's original: its SHA-512, and whether the bytes are those that were imported.

    Write the file with: waystation article ID --original OUT. Exit code 1 where the bytes, or the file, differ.
    """
    held = originals.chosen(archive, find_article(archive, identifier).id)
    if as_text:
        click.echo(originals.text(archive, held))
        return
    with terminal_progress("Checking") as progress:
        whole = originals.unchanged(archive, held.original.sha512, progress)
        compared = originals.compare(archive, held.original.sha512, other, progress) if other is not None else None
    if as_json:
        print_json(_record(held, whole, compared))
    else:
        for line in _lines(held, whole, compared):
            say(line)
    if not whole or (compared is not None and not compared.same):
        raise SystemExit(1)


def _record(held: Held, whole: bool, compared: Compared | None) -> dict[str, Any]:
    original = held.original
    told: dict[str, Any] = {
        "article": held.article,
        "sha512": original.sha512,
        "name": original.name,
        "media_type": original.media_type,
        "size": original.size,
        "imported": held.imported,
        "places": list(held.places),
        "unchanged": whole,
    }
    if compared is not None:
        told["compared"] = {
            "name": compared.name,
            "size": compared.size,
            "sha512": compared.sha512,
            "same": compared.same,
            "differs_at": compared.differs_at,
        }
    return told


def _lines(held: Held, whole: bool, compared: Compared | None) -> list[str]:
    original = held.original
    lines = [
        f"{original.name}  ({original.media_type}, {original.size:,} bytes)",
        f"SHA-512 {original.sha512}",
        f"Unchanged since {held.imported[:10]}." if whole else "The bytes are not those that were imported.",
    ]
    return lines if compared is None else [*lines, originals.told(compared)]
