"""Pages over a view: what is behind them, and beside it, is not shown while they come and go."""

from collections.abc import Callable
from pathlib import Path

from desktop.program import Program

Make = Callable[..., Program]


def test_no_view_beside_is_shown_when_a_page_closes_or_gives_way_to_another(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.actions.trigger("go.codebook")
    one.actions.trigger("go.library")
    one.settle()
    shown: list[str] = []
    stack = one.window.stack

    def note(row: int) -> None:
        shown.append(stack.widget(row).objectName())

    stack.currentChanged.connect(note)
    one.actions.trigger("help.about")
    one.actions.trigger("help.shortcuts")
    one.settle()
    one.window.close_page()
    one.settle()
    stack.currentChanged.disconnect(note)
    assert shown == ["about", "shortcuts", "library"]
    assert one.window.page() is None and one.desk().library.isVisible()
