"""The program at work on an encrypted archive, for the tests that look into its memory and at the files it leaves.

python window_child.py lock | crash | exit --archive ARCHIVE

Standard input gives, a line each: the passphrase, the marker, the folder that holds articles to import. The child says on standard
output where it is, and goes on when it is given a line. When it locks, this program takes its own place and says so.
"""

import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from desktop.protection import ending


def say(words: str) -> None:
    print(words, flush=True)


def heard() -> str:
    return sys.stdin.readline().rstrip("\n")


def failed(report: str) -> None:
    sys.stderr.write(report)
    os._exit(3)


def main() -> None:
    end, archive = sys.argv[1], Path(sys.argv[-1])
    again = os.environ.get(ending._LOCKED) == "1"
    passphrase, marker, folder = ("", "", "") if again else (heard(), heard(), heard())
    from desktop.program import Program

    program = Program("light")
    program.alerts.install()
    program.alerts.crashed.connect(failed)
    program.start(archive)
    program.settle()
    page = program.window.page()
    assert page is not None and page.objectName() == "unlock"
    if again:
        say("locked")
        heard()
        os._exit(0)
    page.field.line.setText(passphrase)
    page.field.entered.emit()
    program.settle()
    work(program, marker, Path(folder))
    say("open")
    heard()
    if end == "crash":
        os.kill(os.getpid(), signal.SIGABRT)
    typed(program, marker)
    if end == "import":
        desk = program.desk()
        desk.import_paths([Path(folder) / "many"])
        until = time.monotonic() + 60
        while not any(job.label == "Importing" and job.done_steps for job in program.jobs.active):
            program.app.processEvents()
            assert time.monotonic() < until
    say(f"going {time.monotonic_ns()}")
    program.actions.trigger("archive.lock" if end == "lock" else "app.quick_exit")


def work(program: object, marker: str, folder: Path) -> None:
    """Imports, notes, tags, searches, sorts, previews, copies: the marker is in all of it."""
    from PySide6.QtGui import QGuiApplication

    from archive.model.search import Sort
    from archive.operations import annotate, browse, memos
    from desktop.views.exports.export import ExportPage

    desk = program.desk()
    archive = desk.context.archive
    desk.import_paths([folder / "some"])
    program.settle()
    article = browse.listing(archive).hits[0].article.id
    tags, note = [f"{marker} tag"], f"{marker} note"
    desk.context.run_change(lambda: annotate.mark(archive, article, 0, 5, tags=tags, note=note)[1])
    desk.context.run_change(lambda: memos.create(archive, f"{marker} memo")[1])
    program.settle()
    desk.main.search(marker)
    program.settle()
    desk.library.list.show_wanted(desk.library.list.wanted.__class__(marker, sort=Sort.TITLE))
    program.settle()
    desk.main.open(article)
    program.settle()
    desk.show_passages()
    program.settle()
    desk.offering.export()
    program.settle()
    page = program.window.page()
    assert isinstance(page, ExportPage)
    for name in ("html", "csv", "markdown", "qdpx", "xlsx", "pdf"):
        page.formats.choose(name)
        program.settle()
    program.window.close_page()
    QGuiApplication.clipboard().setText(f"{marker} copied")
    desk.show_library()
    desk.main.search(marker)
    program.settle()


def typed(program: object, marker: str) -> None:
    """A note that is still being typed when the program locks."""
    inspector = program.desk().library.inspector
    inspector.edit_note()
    inspector.note.insertPlainText(f"{marker} typed")


if __name__ == "__main__":
    main()
