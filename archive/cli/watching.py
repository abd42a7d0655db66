"""`watch`: takes new files of a folder in as they are complete, one line of JSON for each."""

import json
import time
from pathlib import Path

import click

from archive.archive import Archive
from archive.operations import indexing, ingest, watching
from archive.operations.reading import readers

from .common import say, shared_options, with_archive
from .importing import file_row

SETTLE_S = 1.0  # between two looks that must find a file the same


@click.command("watch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="Take what is complete now, and end.")
@click.option("--new-only", is_flag=True, help="Pass over what is in the folder already.")
@shared_options
@with_archive()
def watch_command(archive: Archive, folder: Path, once: bool, new_only: bool, as_json: bool) -> int:
    """Watch a folder: what is put there comes in by itself, once it is complete. Ends with Ctrl+C.

    Prints a line of JSON for each file, with the keys of `import`; --json changes nothing. What was taken before is not taken again, and
    nothing in the folder is changed. Files that are still written to, downloads under way and temporary files are waited for.
    """
    folder = folder.expanduser().absolute()
    watching.require_watchable(archive, folder)
    watch = watching.load(archive, folder)
    if new_only and watching.is_new(archive, folder):
        watch.take_all()
        watching.save(archive, watch)
    told: set[str] = set()
    is_there = True
    watch.look()
    with readers() as pool:
        while True:
            time.sleep(SETTLE_S)
            look = watch.look()
            for sentence in look.told:
                if sentence not in told:
                    told.add(sentence)
                    say(sentence, err=True)
            if look.there != is_there:
                is_there = look.there
                say(
                    f"{folder} is back."
                    if is_there
                    else f"{folder} cannot be reached; it is taken up again when it is back.",
                    err=True,
                )
            if look.ready:
                ingest.run(archive, look.ready, pool=pool, reported=_print)
                watch.take(look.ready)
                watching.save(archive, watch)
                indexing.settle(archive)
            if once:
                if look.waiting:
                    say("Some files are still being written; they were left for the next time.", err=True)
                return 0


def _print(file: ingest.FileReport) -> None:
    click.echo(json.dumps(file_row(file), ensure_ascii=False))
