"""The program's front door: worker processes first, then the command line, and the window when no command is given."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_WORKER = "--waystation-worker="


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code. Qt is imported only for the window and for `capture`."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] == f"{_WORKER}decode":
        from desktop.pictureworker import main as decode

        return decode(arguments[1:])
    if arguments and arguments[0].startswith(_WORKER):
        from archive.operations.workers import serve

        return serve(arguments[0].removeprefix(_WORKER), arguments[1:])
    from archive.cli.main import cli
    from archive.cli.main import main as run

    if arguments:  # a bare start is on its way to the window and need not wait for commands
        from desktop.capture import capture_command

        cli.add_command(capture_command)
    return run(arguments, window=open_window)


def open_window(archive: Path | None) -> int:
    """Opens the window and stays until it is closed; without a display does the main job in the terminal instead."""
    if not has_display():
        from desktop.tour import headless_tour

        return headless_tour(archive)
    from desktop import latency

    latency.hasten()
    from desktop.collecting import Collecting
    from desktop.program import Program

    program = Program()
    Collecting(program.app, program.jobs.is_showing_work)
    program.window.ready.connect(latency.settle)
    remove_hooks = program.alerts.install()
    program.start(archive)
    code = program.app.exec()
    remove_hooks()
    return code


def has_display() -> bool:
    """Whether a window could be shown (or a Qt platform was named on purpose)."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
