"""`timeline`: when what the articles tell happened, dated or not."""

from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.exports.timeline.told import row, when
from archive.model import entered_dates
from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Mention, Status
from archive.operations import publish, timeline

from .common import find_article, print_json, say, shared_options, with_archive

_WHEN_CHARS, _LABEL_CHARS = 26, 72


def _choice(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([each.value for each in kind])


@click.command("timeline")
@click.option("--from", "since", metavar="D", help="Only what may lie on this day (EDTF) or later.")
@click.option("--to", "until", metavar="D", help="Only what may lie on this day (EDTF) or earlier.")
@click.option("--article", "identifier", metavar="ID", help="Only what this article tells.")
@click.option("--tag", "tags", multiple=True, help="Only events with this tag or one below it, or in such a passage.")
@click.option("--query", default="", help="Only those whose sentence, label or note holds all of these.")
@click.option("--publisher", "publishers", multiple=True, help="Only what this publisher's articles tell.")
@click.option(
    "--status", "statuses", multiple=True, type=_choice(Status), help="Only what is this; may be given again."
)
@click.option("--precision", "precisions", multiple=True, type=_choice(Precision), help="Only dates as fine as this.")
@click.option("--known", "bases", multiple=True, type=_choice(Basis), help="Only dates that are known like this.")
@click.option(
    "--save",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write them to a file instead: .csv, .json, .ics, or .timeline.json for TimelineJS.",
)
@click.option("--as", "form", type=click.Choice(list(publish.TIMELINE)), help="The file's format, whatever its ending.")
@shared_options
@with_archive(read_only=True)
def timeline_command(
    archive: Archive,
    since: str | None,
    until: str | None,
    identifier: str | None,
    tags: tuple[str, ...],
    query: str,
    publishers: tuple[str, ...],
    statuses: tuple[str, ...],
    precisions: tuple[str, ...],
    bases: tuple[str, ...],
    out: Path | None,
    form: str | None,
    as_json: bool,
) -> None:
    """List the times that articles tell, by earliest date, undated ones last. With --from or --to, dated ones only."""
    articles = () if identifier is None else (find_article(archive, identifier).id,)
    wanted = EventFilter(
        text=query,
        tags=tags,
        articles=articles,
        publishers=publishers,
        statuses=tuple(map(Status, statuses)),
        precisions=tuple(map(Precision, precisions)),
        bases=tuple(map(Basis, bases)),
        since=_day(since, first=True),
        until=_day(until),
    )
    if form is not None and out is None:
        raise click.UsageError("--as goes with --save.")
    if out is not None:
        _save(archive, wanted, out, form, as_json)
    else:
        found = timeline.mentions(archive, wanted)
        if as_json:
            print_json([row(mention) for mention in found])
        else:
            _print(archive, found)
    pending = timeline.pending(archive)
    if pending:
        told = "1 article has" if pending == 1 else f"{pending} articles have"
        say(f"{told} not been read for dates yet: open the archive, or import something, to go on.", err=True)


def _save(archive: Archive, wanted: EventFilter, out: Path, form: str | None, as_json: bool) -> None:
    written = publish.timeline(archive, wanted, out, form)
    if as_json:
        print_json(asdict(written))
        return
    for warning in written.warnings:
        say(warning, err=True)
    times = "1 time" if written.events == 1 else f"{written.events} times"
    told = "1 article" if written.articles == 1 else f"{written.articles} articles"
    say(f"Wrote {written.path}: {times} from {told}.")


def _day(text: str | None, *, first: bool = False) -> date | None:
    """The first or the last day that an EDTF date may be. Raises Invalid."""
    if text is None:
        return None
    parsed = entered_dates.read(text)
    day = parsed.earliest if first else parsed.latest
    if day is None:
        raise Invalid(f"{text!r} names no day.", "Write it like 2023-10-04, 2023-10 or 2023.")
    return day


def _print(archive: Archive, found: list[Mention]) -> None:
    if not found:
        say("No dates. Import articles with: waystation import PATH…, or ask for less.", err=True)
        return
    headings = timeline.articles(archive, sorted({each.article for each in found if each.article is not None}))
    dated = [each for each in found if each.earliest or each.latest]
    for mention in dated:
        _print_one(mention, headings)
    undated = [each for each in found if not (each.earliest or each.latest)]
    if undated:
        say(f"Without a date ({len(undated)}):")
    for mention in undated:
        _print_one(mention, headings)


def _print_one(mention: Mention, headings: Any) -> None:
    dated = when(mention)
    _, publisher, _ = headings.get(mention.article, ("", None, None))
    told = f"{mention.article:>5}" if mention.article is not None else f"{'–':>5}"
    label = mention.label if len(mention.label) <= _LABEL_CHARS else mention.label[: _LABEL_CHARS - 1] + "…"
    status = "" if mention.status == "found" else f" ({mention.status})"
    source = f" · {publisher}" if publisher else ""
    say(f"{mention.uid[:8]}  {dated:<{_WHEN_CHARS}} {told}  {label}{source}{status}")
