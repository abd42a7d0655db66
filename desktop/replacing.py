"""Does something to an archive that must be closed for it, and opens it again afterwards, whatever came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from desktop.views.protection import Working

if TYPE_CHECKING:
    from pathlib import Path

    from archive.archive import Archive
    from archive.operations.protecting import Key
    from desktop.window import Window

Result = TypeVar("Result")


def while_closed(
    window: Window,
    words: str,
    act: Callable[[Path, Key | None, Progress], Result],
    then: Callable[[Result], object],
) -> None:
    """Closes the open archive, calls `act(path, key, progress)` in the background, opens the archive, then calls `then(result)`.

    A failure becomes a banner over the archive as it is then; a cancelled act is told by nothing.
    """
    desk = window.desk
    assert desk is not None, "asked of an open archive only"
    path, key = desk.context.archive.path, desk.context.archive.key
    window.leave_archive()
    window.show_page(Working(words, window.theme))

    def reopen(after: Callable[[], object]) -> None:
        def open_it(_: Progress) -> Archive:
            from archive.archive import Archive

            return Archive.open(path, fall_back_to_read_only=True, key=key)

        def opened(archive: Archive) -> None:
            window.close_page()
            window.show_archive(archive)
            after()

        def lost(error: Exception) -> None:
            from desktop.views.welcome import closed

            window.close_page()
            ways = [lambda name=name: window.commands.trigger(name) for name in ("archive.open", "archive.new")]
            view = closed(ways[0], ways[1], None)
            window.show_view(view, "")
            view.setFocus()
            after()
            if isinstance(error, WaystationError):
                window.unopened(path, error)

        window.jobs.run(open_it, done=opened, failed=lost)

    def failed(error: Exception) -> None:
        reopen(lambda: window.alerts.show(error) if isinstance(error, WaystationError) else None)

    window.jobs.run(
        lambda progress: act(path, key, progress),
        done=lambda result: reopen(lambda: then(result)),
        failed=failed,
        cancelled=lambda: reopen(lambda: None),
        label=words,
    )
