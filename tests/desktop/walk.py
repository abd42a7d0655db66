"""A walk through every view of the window, as a person would take it: what tests and benchmarks drive and watch.

`acts(program)` gives the acts in order, each with its name; an act begins something, and is over when the program has settled.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest

from archive.model.event import EventFilter
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter, PassageSort
from archive.model.search import Sort
from desktop.program import Program

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.views.library.pane import ListPane

Act = tuple[str, Callable[[], object]]


def warmed(program: Program) -> None:
    """Lets the window be open for a moment, as when a person gets to a view: what is read ahead is read."""
    program.settle()
    timer = program.desk()._warming
    if timer.isActive():
        loop = QEventLoop()
        timer.timeout.connect(loop.quit)
        loop.exec()
    program.settle()


def acts(program: Program, *, word: str, longest: ArticleId) -> Iterator[Act]:
    """Every act; `word` stands in some articles, and `longest` is the article with the most text."""
    desk = program.desk()
    for area, of in (("list", _list), ("sidebar", _sidebar)):
        yield from ((f"{area}: {name}", act) for name, act in of(desk))
    for letter in word:
        yield f"search: key {letter}", partial(QTest.keyClick, desk.library.list.search.field, letter)
    yield from ((f"reader: {name}", act) for name, act in _reader(desk, longest))
    yield "search: cleared", desk.library.list.search.clear
    for area, of in (
        ("passages", _passages),
        ("codebook", _codebook),
        ("timeline", _timeline),
        ("statistics", _statistics),
    ):
        yield from ((f"{area}: {name}", act) for name, act in of(desk))
    yield "library again", lambda: program.actions.trigger("go.library")


_PAGES = (
    *("import.review", "go.rules", "go.history", "go.lexicon", "go.redactions", "archive.verify", "archive.export"),
    *("archive.bundle", "archive.merge", "go.conflicts", "archive.backups", "archive.protect", "passages.match"),
    *("passages.compare", "go.duplicates", "app.preferences", "help.shortcuts", "help.about", "go.memos"),
)


def pages(program: Program) -> Iterator[Act]:
    """Every page that opens over the views, and closes again."""
    for command in _PAGES:
        yield f"{command}: opened", partial(program.actions.trigger, command)
        yield f"{command}: closed", program.window.close_page


def _list(desk: "Desk") -> Iterator[Act]:
    pane = desk.library.list
    bar = pane.table.verticalScrollBar()
    for part in (0.02, 0.5, 0.98, 0.0):
        yield f"scrolled to {part:.0%}", lambda part=part: bar.setValue(round(part * bar.maximum()))
    for order in (Sort.PUBLISHED, Sort.PUBLISHED_OLDEST, Sort.TITLE, Sort.PUBLISHER, Sort.ADDED):
        yield f"by {order.value}", partial(pane.sort_by, order)
        yield f"by {order.value}, in the middle", lambda: bar.setValue(bar.maximum() // 2)
    for turn in ("on", "off"):
        yield f"first facet {turn}", partial(_toggle, pane)


def _toggle(pane: "ListPane") -> None:
    for chip in pane.chips.shown[:1]:
        pane.chips.toggled.emit(chip.facet, chip.value)


def _sidebar(desk: "Desk") -> Iterator[Act]:
    sidebar = desk.library.sidebar
    model = sidebar.model
    yield "unread", partial(sidebar.choose, "unread")
    yield "starred", partial(sidebar.choose, "starred")
    for section in ("publisher", "tag"):
        key = next((each for each in model._items if each.startswith(f"{section}:")), None)
        if key is not None:
            yield f"a {section}", partial(sidebar.choose, key)
    yield "all", partial(sidebar.choose, "all")


def _reader(desk: "Desk", longest: ArticleId) -> Iterator[Act]:
    reader, tabs = desk.library.reader, desk.library.inspector.tabs
    yield "first hit opened", desk.library.list.open_first
    yield "the longest article", lambda: reader.show_article(longest)
    surface = reader.active.surface
    yield "its end", lambda: surface.verticalScrollBar().setValue(surface.verticalScrollBar().maximum())
    for number in range(tabs.count()):
        yield f"panel {tabs.tabText(number)}", partial(tabs.setCurrentIndex, number)
    yield "another article", lambda: reader.show_article(ArticleId(2))


def _passages(desk: "Desk") -> Iterator[Act]:
    yield "opened", desk.show_passages
    pane = desk.show_passages().pane
    bar = pane.table.verticalScrollBar()
    yield "in the middle", lambda: bar.setValue(bar.maximum() // 2)
    for group in ("tag", "article", ""):
        yield f"grouped by {group or 'nothing'}", partial(pane.group_by, group)
    for order in PassageSort:
        yield f"by {order.value}", partial(pane.sort_by, order)
    yield "a word", lambda: pane.show_filter(PassageFilter(text="a"))
    yield "a tag", lambda: pane.show_filter(PassageFilter(tags=tuple(each.path for each in pane.acts.book.tags[:1])))
    yield "all again", lambda: pane.show_filter(PassageFilter())


def _codebook(desk: "Desk") -> Iterator[Act]:
    yield "opened", desk.show_codebook
    view = desk.show_codebook()
    for _ in range(3):
        yield "next tag", partial(QTest.keyClick, view.tree, Qt.Key.Key_Down)
    for letter in "ea":
        yield f"filter: key {letter}", partial(QTest.keyClick, view.pane.filter, letter)
    yield "filter cleared", view.pane.filter.clear


def _timeline(desk: "Desk") -> Iterator[Act]:
    from desktop.views.timeline.wanted import STANDING, Wanted

    yield "opened", desk.show_timeline
    view = desk.show_timeline()
    usual = Wanted(EventFilter(statuses=STANDING))
    days = {"since": date(1950, 1, 1), "until": date(1999, 12, 31)}
    for name, wanted in {
        "a word": replace(usual, filter=replace(usual.filter, text="in")),
        "days": replace(usual, filter=replace(usual.filter, **days)),  # type: ignore[arg-type]
        "lanes by publisher": replace(usual, lanes="publisher"),
        "lanes by tag": replace(usual, lanes="tag"),
        "the undated": Wanted(undated=True),
        "disagreements": Wanted(disagreeing=True),
        "everything": usual,
    }.items():
        yield name, partial(view.filters.changed.emit, wanted)
    bar = view.table.verticalScrollBar()
    yield "list in the middle", lambda: bar.setValue(bar.maximum() // 2)


def _statistics(desk: "Desk") -> Iterator[Act]:
    from desktop.views.statistics.filter import Filter
    from desktop.views.statistics.statistics import TABS

    yield "opened", desk.counting.show
    view = desk.counting.show()
    for tab in TABS:
        yield f"tab {tab}", partial(view.show_tab, tab)
        yield f"{tab}: days", partial(view.narrow, Filter(since=date(2005, 1, 1)))
        yield f"{tab}: everything", partial(view.narrow, Filter())
