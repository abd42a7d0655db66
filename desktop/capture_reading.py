"""Pictures of one article: its passages, its figures, its pictures, the original that it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.capture import Subject
    from desktop.program import Program


def _open(program: Program, subject: Subject, view: str = "library") -> None:
    from desktop import capture  # here: it is made of this module too

    capture.VIEWS[view](program, subject)
    program.settle()


def _passages(program: Program, subject: Subject) -> None:
    """The page at its first passages, with the second one chosen and its cards beside."""
    _open(program, subject)
    page = program.desk().library.reader.markings.page
    marks = page.marks.marks
    if marks:
        page.choose(marks[min(1, len(marks) - 1)].uid, reveal=True)
        page.surface.verticalScrollBar().setValue(page.surface.verticalScrollBar().value() + 160)


def _figures(program: Program, subject: Subject) -> None:
    """The page with the figures of the article beside it."""
    from desktop.views.reader.inspector import FIGURES

    _open(program, subject)
    program.desk().library.inspector.show_tab(FIGURES)


def _pictures(program: Program, subject: Subject) -> None:
    """The page with the pictures of its original, alone in the window."""
    _open(program, subject, "reader")


def _original(program: Program, subject: Subject) -> None:
    """The file that the article was made from, checked."""
    _open(program, subject)
    page = program.window.originals.open()
    program.settle()
    if page is not None:
        page.check()


VIEWS = {
    "passages-reader": _passages,
    "figures-reader": _figures,
    "reader-pictures": _pictures,
    "original": _original,
}
