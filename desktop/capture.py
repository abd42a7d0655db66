"""Renders any view to a picture, offscreen, exactly as the window would show it; waits for its jobs, never for a clock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.archive import Archive
from archive.base.errors import Invalid, WaystationError
from archive.cli.common import existing_archive, find_article, print_json, shared_options
from archive.cli.unlocking import key_of
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from desktop import capture_intake, capture_reading

if TYPE_CHECKING:  # Qt is imported once its platform is settled
    from archive.operations.protecting import Key
    from desktop.program import Program

USUAL_SIZE = (1440, 900)
LEAST_SIDE_PX, MOST_SIDE_PX = 320, 7680


@dataclass(frozen=True, slots=True)
class Subject:
    """What a picture is to show: an article by its id, words to search for."""

    article: ArticleId | None = None
    query: str = ""


Show = Callable[["Program", Subject], None]
VIEWS: dict[str, Show] = {}
WITHOUT_KEY = frozenset({"unlock"})  # what is seen of an encrypted archive by whoever cannot open it


def view(name: str) -> Callable[[Show], Show]:
    """Registers how the window is brought to show a view; a later part adds its own in the same way."""

    def register(show: Show) -> Show:
        VIEWS[name] = show
        return show

    return register


def capture(
    name: str,
    out: Path,
    *,
    archive: Path,
    article: ArticleId | None = None,
    theme: str = "light",
    size: tuple[int, int] = USUAL_SIZE,
    query: str = "",
    key: Key | None = None,
) -> tuple[int, int]:
    """Writes the view as a PNG and gives its size in pixels; nothing of the archive, settings or session is changed.

    An encrypted archive opens by its `key`, which the views `WITHOUT_KEY` do without. Raises Invalid for a view, theme or size that is none, WaystationError when the
    archive or `out` cannot be used.
    """
    _check(name, theme, size)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.program import Program

    program = Program(theme=theme, keep=False)
    remove_hooks = program.alerts.install()
    try:
        program.window.setMinimumSize(1, 1)
        program.window.resize(*size)
        program.open_and_wait(archive, only_look=True, key=key, may_be_locked=name in WITHOUT_KEY)
        program.window.resize(*size)
        VIEWS[name](program, Subject(article, query))
        program.settle()
        picture = program.window.grab()
        if not picture.save(str(out), "PNG"):
            raise WaystationError(
                f"The picture could not be written to {out}.", "Choose a folder that you can write to."
            )
        return picture.width(), picture.height()
    finally:
        program.close()
        remove_hooks()


def _check(name: str, theme: str, size: tuple[int, int]) -> None:
    if name not in VIEWS:
        raise Invalid(f"There is no view called {name}.", f"Choose one of: {', '.join(VIEWS)}.")
    if theme not in ("light", "sepia", "dark"):
        raise Invalid(f"There is no theme called {theme}.", "Choose light, sepia or dark.")
    if not all(LEAST_SIDE_PX <= side <= MOST_SIDE_PX for side in size):
        raise Invalid(
            f"A picture cannot be {size[0]}×{size[1]}.", f"Give sides from {LEAST_SIDE_PX} to {MOST_SIDE_PX} pixels."
        )


@view("library")
def _library(program: Program, subject: Subject) -> None:
    desk = program.desk()
    if subject.query:
        desk.main.search(subject.query)
        program.settle()
    article = subject.article or program.first_article(subject.query)
    if article is not None:
        desk.main.open(article)


@view("search")
def _search(program: Program, subject: Subject) -> None:
    desk = program.desk()
    desk.main.search(subject.query or "river")
    program.settle()
    article = subject.article or program.first_article(subject.query or "river")
    if article is not None:
        desk.main.open(article)


@view("reader")
def _reader(program: Program, subject: Subject) -> None:
    _library(program, subject)
    for pane in ("sidebar", "list", "inspector"):
        if program.desk().folding.shown(pane):
            program.desk().folding.toggle(pane)
    program.desk().library.reader.focus_text()


@view("import")
def _import(program: Program, subject: Subject) -> None:
    program.desk().preview_starter()


@view("welcome")
def _welcome(program: Program, subject: Subject) -> None:
    program.window.show_view(program.desk().welcome, "library")


@view("preferences")
def _preferences(program: Program, subject: Subject) -> None:
    program.show_preferences()


@view("shortcuts")
def _shortcuts(program: Program, subject: Subject) -> None:
    program.show_shortcuts()


@view("about")
def _about(program: Program, subject: Subject) -> None:
    program.show_about()


@view("passages")
def _passages(program: Program, subject: Subject) -> None:
    view = program.desk().show_passages()
    program.settle()
    if subject.query:
        view.pane.show_filter(PassageFilter(text=subject.query))
        program.settle()
    view.pane.enter_list()


@view("memos")
def _memos(program: Program, subject: Subject) -> None:
    view = program.desk().show_passages()
    view.show_memos()
    view.memos.field.setText(subject.query)


@view("matching")
def _matching(program: Program, subject: Subject) -> None:
    program.desk().pages.matches(subject.query or "river")


@view("agreement")
def _agreement(program: Program, subject: Subject) -> None:
    program.desk().pages.agreement()


@view("palette")
def _palette(program: Program, subject: Subject) -> None:
    _library(program, Subject(subject.article))
    program.settle()
    program.actions.trigger("help.palette")
    if subject.query:
        program.window.palette_box.field.setText(subject.query)


@view("codebook")
def _codebook(program: Program, subject: Subject) -> None:
    view = program.desk().show_codebook()
    program.settle()
    if subject.query:
        view.go_to(subject.query)


@view("timeline")
def _timeline(program: Program, subject: Subject) -> None:
    """The timeline; with words, those sentences only; the first mark with its card."""
    view = program.desk().show_timeline()
    program.settle()
    if subject.query:
        view.filters.field.setText(subject.query)
        program.settle()


@view("timeline-card")
def _timeline_card(program: Program, subject: Subject) -> None:
    """The timeline with a mark chosen and its card beside it."""
    view = program.desk().show_timeline()
    program.settle()
    ids = view.canvas.stage.index.ids
    if len(ids):
        view.canvas.setFocus()
        view.canvas.choose(int(ids[len(ids) // 2]), reveal=True)


@view("statistics")
def _statistics(program: Program, subject: Subject) -> None:
    """What the archive claims in numbers; with words, the first series whose name has them."""
    tab = program.desk().counting.show().figures
    program.settle()
    named = [each.uid for each in tab.list.rows.series if subject.query and subject.query in each.name]
    if named:
        tab.show_series(named[0])


@view("statistics-reading")
def _statistics_reading(program: Program, subject: Subject) -> None:
    """The sentences behind the first finding side by side."""
    _statistics(program, subject)
    program.settle()
    tab = program.desk().counting.show().figures
    if tab.findings.cards:
        tab.findings.cards[0].read.click()


def _statistics_tab(name: str) -> None:
    @view(f"statistics-{name}")
    def _show(program: Program, subject: Subject) -> None:
        program.desk().counting.show().show_tab(name)


for _name in ("collection", "coding", "language"):
    _statistics_tab(_name)


@view("history")
def _history(program: Program, subject: Subject) -> None:
    program.desk().pages.history()


@view("export")
def _export(program: Program, subject: Subject) -> None:
    """What leaves, as a web page or in the format that the query names."""
    from desktop.views.exports.export import ExportPage

    desk = program.desk()
    desk.show_passages()
    program.settle()
    desk.offering.export()
    program.settle()
    page = program.window.page()
    if isinstance(page, ExportPage):
        page.formats.choose(subject.query or "html")


@view("redactions")
def _redactions(program: Program, subject: Subject) -> None:
    """The redaction list; "changes" as the query shows what it changes."""
    page = program.desk().pages.redactions()
    program.settle()
    if subject.query:
        page.show_tab(subject.query)


@view("verify")
def _verify(program: Program, subject: Subject) -> None:
    """The page that looks a packet up; the query names its file."""
    page = program.desk().pages.verify()
    if page is not None and subject.query:
        page.verify(Path(subject.query))


@view("lexicon")
def _lexicon(program: Program, subject: Subject) -> None:
    """The words that count the same; "units" or "places" as the query shows those, any other words are looked for."""
    page = program.desk().pages.lexicon()
    program.settle()
    kinds = {"units": "unit", "places": "place"}
    if subject.query in kinds:
        page.show_kind(kinds[subject.query])
    else:
        page.filter.setText(subject.query)


VIEWS.update(capture_intake.VIEWS)
VIEWS.update(capture_reading.VIEWS)


from desktop import capture_pages  # noqa: E402, F401 - registers its views, which the command names


@click.command("capture", help="Render a view to a PNG, offscreen. Views: " + ", ".join(VIEWS) + ".")
@click.argument("view_name", metavar="VIEW", type=click.Choice(list(VIEWS)))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--article", "article", metavar="ID", help="The article to show, by id or uid.")
@click.option("--query", default="", help="Words to search for.")
@click.option("--theme", type=click.Choice(["light", "sepia", "dark"]), default="light", show_default=True)
@click.option("--size", default=f"{USUAL_SIZE[0]}x{USUAL_SIZE[1]}", metavar="WxH", show_default=True)
@shared_options
def capture_command(
    view_name: str, out: Path, article: str | None, query: str, theme: str, size: str, as_json: bool
) -> None:
    """The `capture` command."""
    sides = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", size)
    if sides is None:
        raise click.BadParameter("Give a size as WIDTHxHEIGHT, for example 1440x900.", param_hint="--size")
    path = existing_archive()
    key = None if view_name in WITHOUT_KEY else key_of(path)
    article_id = None
    if article is not None:
        with Archive.open(path, read_only=True, key=key) as archive:
            article_id = find_article(archive, article).id
    width, height = capture(
        view_name,
        out,
        archive=path,
        article=article_id,
        theme=theme,
        size=(int(sides[1]), int(sides[2])),
        query=query,
        key=key,
    )
    if as_json:
        print_json({"path": str(out), "view": view_name, "width": width, "height": height})
    else:
        click.echo(f"Wrote {out} ({width}×{height}).")
