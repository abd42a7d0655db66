"""`figures`, `compare` and `stats`: what articles claim in numbers, what these say of each other, and what the archive holds."""

import click

from archive.archive import Archive
from archive.model import edtf
from archive.model.figure import Bound, Figure, FigureFilter, FigureStatus, Finding
from archive.operations import comparing, figures, statistics, timeline

from .common import find_article, print_json, say, shared_options, with_archive
from .records import comparison_row, figure_row, statistics_row

_VALUE_CHARS, _WHEN_CHARS, _COUNTED_CHARS, _LIST = 24, 20, 44, 12
_LEADS = {
    Bound.AT_LEAST: "at least ",
    Bound.MORE_THAN: "over ",
    Bound.LESS_THAN: "under ",
    Bound.AT_MOST: "at most ",
    Bound.NEARLY: "nearly ",
    Bound.ABOUT: "about ",
}


@click.command("figures")
@click.option("--article", "identifier", metavar="ID", help="Only what this article claims.")
@click.option("--series", "given", metavar="S", help="Only the figures of this series: its name, uid or key.")
@shared_options
@with_archive(read_only=True)
def figures_command(archive: Archive, identifier: str | None, given: str | None, as_json: bool) -> None:
    """List the figures that articles claim, by article and place."""
    articles = () if identifier is None else (find_article(archive, identifier).id,)
    series = () if given is None else (figures.one_series(archive, given).uid,)
    found = figures.figures(archive, FigureFilter(articles=articles, series=series))
    if as_json:
        print_json([figure_row(figure) for figure in found])
    elif not found:
        say("No figures. Import articles with: waystation import PATH…, or ask for less.", err=True)
    else:
        for figure in found:
            say(_line(figure))
    _say_pending(archive)


@click.command("compare")
@click.argument("given", metavar="[SERIES]", required=False)
@shared_options
@with_archive(read_only=True)
def compare_command(archive: Archive, given: str | None, as_json: bool) -> None:
    """Hold figures of the same thing against each other: of one series, or of all that have something to say."""
    found = comparing.compare(archive, given)
    if as_json:
        print_json([comparison_row(each) for each in found])
    elif not found:
        say("Nothing to compare: no two figures are told of the same thing.", err=True)
    for each in () if as_json else found:
        say(f"{each.series.name}  ({_counted(each.series.figures, 'figure')}, {each.series.uid})")
        for figure in each.figures:
            say(f"  {_line(figure)}")
        for finding in each.findings:
            say(f"  {_told(finding)}")
    _say_pending(archive)
    if not comparing.complete(archive):
        say("Not all figures have been compared yet: open the statistics, or import something, to go on.", err=True)


@click.command("stats")
@shared_options
@with_archive(read_only=True)
def stats_command(archive: Archive, as_json: bool) -> None:
    """Count what the archive holds, what is coded, and what was read in it."""
    found = statistics.statistics(archive)
    if as_json:
        print_json(statistics_row(found))
        return
    megabytes = found.originals_bytes / 1e6
    say(f"{_counted(found.articles, 'article')}, {found.words:,} words, originals of {megabytes:,.1f} MB")
    for title, groups in (
        ("Publishers", found.by_publisher),
        ("Years", found.by_year),
        ("Languages", found.by_language),
    ):
        shown = [f"{name or 'none known'} {group.articles:,}" for name, group in list(groups.items())[:_LIST]]
        more = f", {len(groups) - _LIST} more" if len(groups) > _LIST else ""
        say(f"{title}: {', '.join(shown) or 'none'}{more}")
    say(f"Reading: {found.reading.read:,} read, {found.reading.unread:,} unread, {found.reading.starred:,} starred")
    coverage = found.coverage
    say(
        f"Coding: {_counted(found.passages, 'passage')} in {_counted(coverage.articles, 'article')},"
        f" {coverage.share:.1%} of their text"
    )
    for path, count in found.tags.items():
        say(f"  {path}: {count:,}")
    read = found.extraction
    say(f"Read: {read.dates:,} dates, {read.figures:,} figures, {read.pending:,} articles still to be read")


def _line(figure: Figure) -> str:
    when = edtf.display(figure.period) if figure.period else "undated"
    counted = " · ".join(part for part in (figure.counted or figure.kind.value, figure.place) if part)
    counted = counted if len(counted) <= _COUNTED_CHARS else counted[: _COUNTED_CHARS - 1] + "…"
    status = "" if figure.status is FigureStatus.FOUND else f" ({figure.status.value})"
    sources = " · ".join(part for part in (figure.publisher, figure.source) if part)
    derived = " (derived)" if figure.derived else ""
    return (
        f"{figure.uid[:8]}  {_value(figure):<{_VALUE_CHARS}} {when:<{_WHEN_CHARS}} {figure.article:>5}  {counted}{derived}"
        f"{f' · {sources}' if sources else ''}{status}"
    )


def _value(figure: Figure) -> str:
    """The number for a person, with what bounds it."""
    unit = f" {figure.unit}" if figure.unit and figure.unit != "person" else ""
    if figure.value is not None:
        return f"{_LEADS.get(figure.bound, '')}{figure.value:,.10g}{unit}"
    ends = ["" if end is None else f"{end:,.10g}" for end in (figure.least, figure.most)]
    return f"{'–'.join(ends)}{unit}" if any(ends) else figure.exact


def _told(finding: Finding) -> str:
    silenced = "" if finding.silenced is None else f" (needs no look: {finding.silenced})"
    return f"{finding.kind.value}: {finding.why}{silenced}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _say_pending(archive: Archive) -> None:
    pending = timeline.pending(archive)
    if pending:
        told = "1 article has" if pending == 1 else f"{pending} articles have"
        say(f"{told} not been read for figures yet: open the archive, or import something, to go on.", err=True)
