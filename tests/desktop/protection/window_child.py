"""The program at work on an encrypted archive, for the tests that look into its memory and at the files it leaves.

python window_child.py lock | exit --archive ARCHIVE

Standard input gives, a line each: the passphrase, the marker, the folder that holds articles to import. The child says on standard
output where it is, and goes on when it is given a line. When it locks, this program takes its own place and says so; given the same
lines again it works on, and crashes in the middle of an import.
"""

import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from archive.protection.passphrases import Cost
from desktop.protection import ending

CHEAP = {1: Cost(passes=1, memory_kib=64, lanes=1)}
OF_THE_BUNDLE = "salt road by lamplight"


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
    if again:
        passphrase, marker, folder = "", "", ""
    else:
        passphrase, marker, folder = heard(), heard(), heard()
    from archive.protection import passphrases
    from desktop.program import Program

    passphrases.PARAMETERS = CHEAP  # what a key costs is no matter of this
    program = Program("light")
    program.alerts.install()
    program.alerts.crashed.connect(failed)
    program.start(archive)
    program.settle()
    page = program.window.page()
    assert page is not None and page.objectName() == "unlock"
    if again:
        say("locked")
        passphrase, marker, folder, end = heard(), heard(), heard(), "crash"
    page.field.line.setText(passphrase)
    page.field.entered.emit()
    program.settle()
    if end == "lock":
        work(program, marker, Path(folder))
    say("open")
    heard()
    typed(program, f"{marker} typed before the {end}")
    if end != "lock":
        program.desk().import_paths([Path(folder) / end])
        under_way(program)
    if end == "crash":
        os.kill(os.getpid(), signal.SIGABRT)
    say(f"going {time.monotonic_ns()}")
    program.actions.trigger("archive.lock" if end == "lock" else "app.quick_exit")


def under_way(program: object) -> None:
    """Returns when the import has read something."""
    until = time.monotonic() + 120
    while not any(job.label == "Importing" and job.done_steps for job in program.jobs.active):
        program.app.processEvents()
        assert time.monotonic() < until


def work(program: object, marker: str, folder: Path) -> None:
    """Imports, notes, tags, searches, sorts, previews, bundles, merges, copies: the marker is in all of it."""
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
    bundle_and_merge(program, archive.path.with_name("Field.waystation-bundle"))
    program.window.close_page()
    desk.keeping.back_up()
    program.settle()
    assert desk.keeping.state().points
    QGuiApplication.clipboard().setText(f"{marker} copied")
    desk.show_library()
    desk.main.search(marker)
    program.settle()


def bundle_and_merge(program: object, path: Path) -> None:
    """Writes an encrypted bundle, and looks into it and merges it again."""
    from desktop.views.exchange.bundling import BundlePage
    from desktop.views.exchange.merging import MergePage

    program.window.close_page()
    program.actions.trigger("archive.bundle")
    program.settle()
    bundling = program.window.page()
    assert isinstance(bundling, BundlePage)
    bundling.choose("all")
    bundling.path.setText(str(path))
    bundling.encrypts.setChecked(True)
    for field in (bundling.choosing.first.line, bundling.choosing.again.line):
        field.setText(OF_THE_BUNDLE)
    bundling.write()
    program.settle()
    assert path.exists(), bundling.trouble.text()
    program.window.close_page()
    program.actions.trigger("archive.merge")
    merging = program.window.page()
    assert isinstance(merging, MergePage)
    merging.passphrase.setText(OF_THE_BUNDLE)
    merging._path = path
    merging.look(path)
    program.settle()
    assert merging.merging.isVisibleTo(merging), merging.trouble.text()
    merging.merge()
    program.settle()
    assert merging.result.text(), merging.trouble.text()


def typed(program: object, words: str) -> None:
    """A note that is still being typed when the program locks."""
    inspector = program.desk().library.inspector
    inspector.edit_note()
    inspector.note.insertPlainText(words)


if __name__ == "__main__":
    main()
