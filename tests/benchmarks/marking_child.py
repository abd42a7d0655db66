"""What runs inside the measured processes of `bench_marking`: passages marked, tagged, drawn, listed, in the real program.

python -m tests.benchmarks.marking_child mark | box | passages | codebook | draw      (the archive in WAYSTATION_ARCHIVE)

Prints one JSON object of lists of milliseconds, and for each part its longest turn of the interface (`…_turn`).
"""

import json
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.benchmarks.driven import Pulse, now_ms, opened, wait

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.reader.marking.page import PageMarks

MARKED, TYPED, FRAMES, STEP_PX = 30, 12, 200, 40
SIZE = (1440, 900)
PATIENCE_MS, SETTLED_MS = 10_000, 1_000


class Bench:
    """The program at work, and the figures that are to be printed."""

    def __init__(self) -> None:
        # Imported now: the turns that are measured are the program's own.
        import PySide6.QtTest  # noqa: F401

        import tests.benchmarks.generator  # noqa: F401

        self.program, _ = opened(None)
        self.program.window.resize(*SIZE)
        self.program.settle()
        self.live(SETTLED_MS)
        self.pulse, self.figures = Pulse(), dict[str, Any]()
        self.chance = random.Random(3)

    def measure(self, name: str, work: Callable[[], Sequence[float]]) -> None:
        self.figures[name] = list(self.pulse.during(work))
        print(name, max(self.figures[name]), file=sys.stderr, flush=True)
        self.figures[f"{name}_turn"] = self.pulse.longest
        self.program.settle()

    def live(self, span_ms: float) -> None:
        """Lets the interface live for so long, and what began meanwhile end."""
        until = now_ms() + span_ms
        while now_ms() < until:
            self.program.app.processEvents()
        self.program.settle()

    def rest(self) -> None:
        """Lets every job and what it starts end; shorter than `Program.settle`, which waits for timers too."""
        for _ in range(3):
            self.program.app.processEvents()
            self.program.jobs.drain()

    def painted(self, widget: "QWidget", begin: Callable[[], object]) -> float:
        """From an act until the widget, having asked for it, was painted; everything that waits before that is done too."""
        seen = [0]
        began = now_ms()
        with _paints(widget, seen):
            begin()
            while not seen[0]:
                self.program.app.processEvents()
                if now_ms() - began > PATIENCE_MS:
                    raise TimeoutError(f"{widget.objectName()} was not painted")
        return now_ms() - began

    def read(self, article: int) -> "PageMarks":
        """Opens an article in the reader, with its marks, the keyboard in the text."""
        from archive.model.ids import ArticleId

        reader = self.program.desk().library.reader
        wait(reader.article_shown, begin=lambda: reader.show_article(ArticleId(article)))
        self.program.settle()
        reader.focus_text()
        self.program.settle()
        return reader.markings.page

    def frames(self, view: "QWidget", move: Callable[[int], object]) -> list[float]:
        """Frames: something moved, its events handled, all of the view painted."""
        times = []
        for number in range(FRAMES):
            began = now_ms()
            move(number)
            view.update()
            self.program.app.processEvents()
            times.append(now_ms() - began)
        return times

    def typing(self, field: "QWidget", view: "QWidget", words: Sequence[str]) -> Iterator[float]:
        """From each key until the view was painted; the field is emptied before the next word."""
        from PySide6.QtTest import QTest

        for word in words:
            for letter in word:
                yield self.painted(view, lambda letter=letter: QTest.keyClick(field, letter))  # type: ignore[misc]
            field.clear()  # type: ignore[attr-defined]
            self.rest()


@contextmanager
def _paints(widget: "QWidget", seen: list[int]) -> Iterator[None]:
    from PySide6.QtCore import QEvent, QObject

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            seen[0] += event.type() == QEvent.Type.Paint
            return False

    watcher = Watcher()
    widget.installEventFilter(watcher)
    try:
        yield
    finally:
        widget.removeEventFilter(watcher)


# Marking


def mark(bench: Bench) -> None:
    """Words selected all over an article of hundreds of passages and highlighted, tagged by a favourite, undone."""
    page = bench.read(1)
    assert page.pane.opened is not None
    bench.figures["passages"] = len(page.marks.marks)
    _mark_many(bench, page, "highlight", "H", MARKED // 2)
    _mark_many(bench, page, "favourite", "1", MARKED // 2)
    history = bench.program.desk().context.history
    bench.measure("undo", lambda: [_until(bench, history.changed, history.undo) for _ in range(MARKED // 2)])


def _mark_many(bench: Bench, page: "PageMarks", name: str, key: str, count: int) -> None:
    spans, saved = _free_words(page, bench.chance), list[float]()
    bench.measure(f"{name}_seen", lambda: [_mark(bench, page, next(spans), key, saved) for _ in range(count)])
    bench.figures[f"{name}_saved"] = saved


def _free_words(page: "PageMarks", chance: random.Random) -> Iterator[tuple[int, int]]:
    """Words of the section that is shown, in no order, each stretch once."""
    section = page.surface.section
    assert section is not None
    text = page.pane.opened.edition.text if page.pane.opened else ""
    taken = {(mark.start, mark.end) for mark in page.marks.marks}
    starts = [at + 1 for at, letter in enumerate(text) if letter == " " and section.start <= at < section.end - 100]
    while True:
        start = chance.choice(starts)
        end = text.find(" ", start + 12)
        if end > start and "\n" not in text[start:end] and (start, end) not in taken:
            taken.add((start, end))
            yield start, end


def _mark(bench: Bench, page: "PageMarks", span: tuple[int, int], key: str, saved: list[float]) -> float:
    """Until the mark was painted; `saved` gets the time until the act, committed, was acknowledged."""
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    surface, section = page.surface, page.surface.section
    assert section is not None
    first, last = section.span_to_qt(*span)
    cursor = QTextCursor(surface.document())
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    surface.setTextCursor(cursor)
    bench.program.settle()  # a person has looked where the words are before pressing a key
    held, before = list[float](), len(page.marks.marks)
    changed = bench.program.desk().context.history.changed
    began = now_ms()
    stop = changed.connect(lambda _: held.append(now_ms() - began))
    seen = bench.painted(surface.viewport(), lambda: QTest.keyClick(surface, key))
    if len(page.canvas.pending) + len(page.marks.marks) <= before:
        shown = [(each.start, each.end) for each in page.canvas.pending]
        raise RuntimeError(f"{span} was marked with {key}, {shown} are shown; selected {surface.selected()}")
    while not held:
        bench.program.app.processEvents()
    changed.disconnect(stop)
    bench.rest()
    saved.append(held[0])
    return seen


def _until(bench: Bench, signal: Any, begin: Callable[[], object]) -> float:
    began = now_ms()
    wait(signal, begin=begin)
    taken = now_ms() - began
    bench.rest()
    return taken


# The tag box


def box(bench: Bench) -> None:
    """The box over all tags: opened, and typed into: beginnings, middles, paths, misspellings, what no tag is called."""
    page = bench.read(1)
    markings = bench.program.desk().library.reader.markings
    page.surface.moveCursor(page.surface.textCursor().MoveOperation.NextWord)
    tags = markings.book.tags
    bench.figures["tags"] = len(tags)
    bench.measure("open", lambda: [bench.painted(bench.program.window, markings.ask_tag)])
    found = markings._open_box()
    paths = [tag.path for tag in tags]
    words = [path.rpartition("/")[2][:8] for path in bench.chance.sample(paths, TYPED)]
    words += [path[:14] for path in bench.chance.sample([path for path in paths if "/" in path], TYPED)]
    words += [word[0] + word[2] + word[1] + word[3:] for word in words[:TYPED] if len(word) > 4]
    words += [tag.definition.split()[1] for tag in bench.chance.sample(tags, TYPED // 2)]
    words += ["quokka queue", "northern/quokka"]
    bench.measure("keys", lambda: list(bench.typing(found.field, found.view.viewport(), words)))


# Passages


def open_first(bench: Bench) -> None:
    """The view opened for the first time in a window: until its rows were painted."""

    def first() -> list[float]:
        began = now_ms()
        view = bench.program.desk().show_passages()
        wait(view.pane.lister.listed)
        bench.painted(view.pane.table.viewport(), view.pane.table.viewport().update)
        return [now_ms() - began]

    bench.measure("first", first)


def passages(bench: Bench) -> None:
    """The view opened again; scrolled, searched, grouped, sorted, narrowed."""
    from archive.model.passage import PassageFilter, PassageSort

    open_first(bench)
    pane = bench.program.desk().show_passages().pane
    bench.figures["passages"] = pane.lister.model.rowCount()
    bench.measure("again", lambda: [_again(bench) for _ in range(10)])
    bar, viewport = pane.table.verticalScrollBar(), pane.table.viewport()
    bench.measure("smooth", lambda: bench.frames(viewport, lambda frame: bar.setValue(frame * STEP_PX)))
    place = bench.chance.randrange
    bench.measure("jumping", lambda: bench.frames(viewport, lambda _: bar.setValue(place(bar.maximum()))))

    def listed(acts: Sequence[Callable[[], object]]) -> list[float]:
        return [_until(bench, pane.lister.listed, act) for act in acts]

    bench.measure("group_tag", lambda: listed([partial(pane.group_by, "tag")]))
    bench.measure("group_article", lambda: listed([partial(pane.group_by, "article")]))
    bench.measure("sort_created", lambda: listed([partial(pane.sort_by, PassageSort.CREATED)]))
    searches = [partial(pane.show_filter, PassageFilter(text=word)) for word in _words()]
    bench.measure("search", lambda: listed(searches))
    listed([partial(pane.show_filter, PassageFilter())])
    bench.program.settle()
    tags = [facet for facet in pane.filters.facets.rows if facet.kind == "tag"][:6]
    bench.measure("narrow", lambda: listed([partial(pane.filters.facets.ticked.emit, facet) for facet in tags]))


def _again(bench: Bench) -> float:
    desk = bench.program.desk()
    bench.program.actions.trigger("go.library")
    bench.rest()
    viewport = desk.show_passages().pane.table.viewport()
    bench.program.actions.trigger("go.library")
    bench.rest()
    return bench.painted(viewport, desk.show_passages)


def _words() -> Sequence[str]:
    from tests.benchmarks.generator import WORDS

    return [WORDS[3], WORDS[40], WORDS[400], WORDS[4000], f"{WORDS[3]} {WORDS[5]}"]


# The codebook


def codebook(bench: Bench) -> None:
    """Opened, stepped through by the keyboard, filtered."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    desk = bench.program.desk()

    def first() -> list[float]:
        began = now_ms()
        view = desk.show_codebook()
        wait(view.book.changed)
        bench.painted(view.tree.viewport(), view.tree.viewport().update)
        return [now_ms() - began]

    bench.measure("first", first)
    view = desk.show_codebook()
    bench.figures["tags"] = len(view.book.tags)
    viewport = view.tree.viewport()
    view.tree.expandAll()
    view.tree.setCurrentIndex(view.tree.model().index(0, 0))
    bench.rest()
    down = partial(QTest.keyClick, view.tree, Qt.Key.Key_Down)
    bench.measure("step", lambda: [bench.painted(viewport, down) for _ in range(MARKED)])
    names = [tag.name[:6] for tag in bench.chance.sample(view.book.tags, TYPED)]
    bench.measure("filter", lambda: list(bench.typing(view.pane.filter, view.pane.filter, names)))


# Drawing


def draw(bench: Bench) -> None:
    """Frames of pages with thousands of passages, of a very long article and of a usual one."""
    for name, article in (("long", 1), ("dense", 2)):
        _draw_on(bench, name, bench.read(article))


def _draw_on(bench: Bench, name: str, page: "PageMarks") -> None:
    """Scrolled, jumped through, the pointer over the passages, the next one chosen, words marked."""
    bench.figures[f"{name}_passages"] = len(page.marks.passages)
    bench.figures[f"{name}_lanes"] = 1 + max(mark.lane for mark in page.marks.marks)
    bench.figures[f"{name}_chars"] = len(page.pane.opened.edition.text) if page.pane.opened else 0
    bar, viewport, place = page.surface.verticalScrollBar(), page.surface.viewport(), bench.chance.randrange
    moves: dict[str, Callable[[int], object]] = {
        "smooth": lambda frame: bar.setValue(frame * STEP_PX),
        "jumping": lambda _: bar.setValue(place(bar.maximum())),
        "hover": lambda _: _hover(bench, page),
        "cycle": lambda _: page.cycle(),
    }
    for what, move in moves.items():
        bench.measure(f"{name}_{what}", partial(bench.frames, viewport, move))
    _mark_many(bench, page, f"{name}_mark", "H", MARKED // 3)


def _hover(bench: Bench, page: "PageMarks") -> None:
    """The pointer goes to another place and rests there."""
    from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
    from PySide6.QtGui import QHelpEvent, QMouseEvent

    viewport, none = page.surface.viewport(), Qt.MouseButton.NoButton
    left, right = page.surface.column()
    point = QPoint(bench.chance.randrange(int(left), int(right) + 60), bench.chance.randrange(viewport.height()))
    over = viewport.mapToGlobal(point)
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), QPointF(over), none, none, Qt.KeyboardModifier.NoModifier)
    bench.program.app.sendEvent(viewport, move)
    bench.program.app.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, over))


PARTS = {
    "mark": mark,
    "box": box,
    "open": open_first,
    "passages": passages,
    "codebook": codebook,
    "draw": draw,
}

if __name__ == "__main__":
    made = Bench()
    try:
        PARTS[sys.argv[1]](made)
    except Exception:
        # The program's own hook would show it in a window.
        traceback.print_exc()
        sys.exit(1)
    made.program.close()
    print(json.dumps(made.figures))
