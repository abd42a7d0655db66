"""`verify`: whether the quotes of a packet stand in the archive word for word."""

from pathlib import Path

import click

from archive.archive import Archive
from archive.base.text import visible
from archive.operations import verifying
from archive.operations.verifying import Difference, Standing, Verdict, Verified

from .common import print_json, say, shared_options, terminal_progress, with_archive
from .main import EXIT_PARTIAL

_SHOWN = 70  # code points of a quote in a line
_TOLD = {
    Standing.STANDS: "stand",
    Standing.MOVED: "stand elsewhere",
    Standing.CHANGED: "changed",
    Standing.MISSING: "not in the archive",
    Standing.REDACTED: "redacted",
}


@click.command("verify")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@shared_options
@with_archive(read_only=True)
def verify_command(archive: Archive, file: Path, as_json: bool) -> None:
    """Say of each quote in FILE, a web page, Word file or OpenDocument text that was exported, whether it stands in
    the archive.

    The exit code is 0 when every quote stands word for word at its place, and 3 when one does not.
    """
    with terminal_progress("Verifying") as progress:
        done = verifying.verify(archive, file, progress=progress)
    if as_json:
        print_json({"ok": done.ok, "counts": done.counts, "quotes": [_record(each) for each in done.quotes]})
    else:
        _tell(done)
    if not done.ok:
        click.get_current_context().exit(EXIT_PARTIAL)


def _tell(done: Verified) -> None:
    for each in done.quotes:
        if each.standing is not Standing.STANDS:
            say(
                f"{each.number}. {each.standing}: “{_short(each.words)}”"
                + (f" ({visible(each.title)})" if each.title else "")
            )
            for difference in each.differences:
                say(f"   {_difference(difference)}")
            say(f"   {each.why}")
    total = len(done.quotes)
    told = ", ".join(f"{count:,} {_TOLD[standing]}" for standing, count in done.counts.items() if count)
    say(f"{total:,} {'quote' if total == 1 else 'quotes'}: {told}.")


def _difference(difference: Difference) -> str:
    was, now = _short(difference.was), _short(difference.now)
    if not difference.was:
        return f"“{now}” was put in."
    return f"“{was}” was left out." if not difference.now else f"“{was}” became “{now}”."


def _short(words: str) -> str:
    words = visible(words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _record(each: Verdict) -> dict[str, object]:
    return {
        "number": each.number,
        "standing": each.standing,
        "words": each.words,
        "article": each.article,
        "title": each.title,
        "edition": each.edition,
        "start": each.start,
        "end": each.end,
        "why": each.why,
        "differences": [{"was": difference.was, "now": difference.now} for difference in each.differences],
    }
