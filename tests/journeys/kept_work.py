"""A person's work that is kept, taken and joined, in steps: what the journey does in the window, and what runs where nothing reaches a network.

With the project on Python's path, `python kept_work.py one FOLDER` encrypts, works and leaves in a hurry; `… two FOLDER` comes back, bundles, merges at a colleague's,
undoes and goes back to yesterday's backup; `… all FOLDER` goes through every view and format too.
"""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from archive.base import clock, places
from archive.model.passage import Passage
from archive.operations import annotate
from archive.operations.exchange import resolving
from archive.protection import passphrases
from desktop.program import Program
from desktop.views.backups import BackupsPage
from desktop.views.exchange.bundling import BundlePage
from desktop.views.exchange.conflicts import ConflictsPage
from desktop.views.exchange.merging import MergePage
from desktop.views.protection import Protect, Recovery, Unlock
from desktop.widgets.basics import Page
from tests.archive.made import new_archive

ROOT = Path(__file__).parents[2]
Key, Mod = Qt.Key, Qt.KeyboardModifier
CHEAP = {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)}
PASSPHRASE, WRONG, OF_THE_BUNDLE = (
    "eleven slow barges under ice",
    "eleven slow barges under snow",
    "salt road by lamplight",
)
FIRST_NOTE, MINE, THEIRS, TYPED = "Who paid?", "The parish paid.", "The mill paid.", "Ask the parish."
TAG = "night/watch"
STORY = (
    "The last lamp\n\nThe keeper lit the lamp at dusk. Two boats came over on 4 May 2021 with 31 people before the ice closed. "
    "In the morning nobody asked who had paid.\n\n"
    + "Later the lamp was moved to the other bank, and the path went with it. "
    * 8
)
OTHER = "A bridge at Fallow\n\n" + "Of the bridge nobody had heard until the water rose. " * 12

SomePage = TypeVar("SomePage", bound=Page)


class Places:
    """Where things lie: two machines, and a stick that goes between them."""

    def __init__(self, folder: Path) -> None:
        self.mine, self.theirs, self.stick, self.saved = (
            folder / name for name in ("mine", "theirs", "stick", "saved")
        )
        for each in (self.mine, self.theirs, self.stick, self.saved):
            each.mkdir(parents=True, exist_ok=True)
        self.archive = self.mine / "Field.waystation"
        self.second = self.theirs / "Copy.waystation"
        self.bundle = self.stick / "Field.waystation-bundle"

    def at(self, machine: Path, author: str) -> None:
        """The program is on that machine from now on, used by that person."""
        (machine / "home").mkdir(exist_ok=True)
        os.environ["WAYSTATION_HOME"], os.environ["WAYSTATION_AUTHOR"] = str(machine / "home"), author


class Hands:
    """Keys, clicks and what is dropped: all that a person does to the window."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        QTest.keyClick(self._focused(), key, modifiers)
        self.program.settle()

    def write(self, words: str) -> None:
        QTest.keyClicks(self._focused(), words)
        self.program.settle()

    def _focused(self) -> QWidget:
        widget = self.program.window.focusWidget()
        assert widget is not None
        return widget

    def enter(self, line: QLineEdit, words: str) -> None:
        """Types into a field and presses Return."""
        line.setFocus()
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Key.Key_Return)
        self.program.settle()

    def push(self, button: QPushButton) -> None:
        assert button.isEnabled() and button.isVisibleTo(self.program.window)
        button.setFocus()
        QTest.keyClick(button, Key.Key_Space)
        self.program.settle()

    def drop(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        spot, copy = QPointF(600, 400), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(spot.toPoint(), copy, data, Qt.MouseButton.LeftButton, Mod.NoModifier)
        self.program.window.dragEnterEvent(enter)
        self.program.window.dropEvent(QDropEvent(spot, copy, data, Qt.MouseButton.LeftButton, Mod.NoModifier))
        self.program.settle()

    def open(self, kind: type[SomePage], command: str) -> SomePage:
        """A page, by its command."""
        self.program.actions.trigger(command)
        self.program.settle()
        return self.page(kind)

    def page(self, kind: type[SomePage]) -> SomePage:
        page = self.program.window.page()
        assert isinstance(page, kind), page
        return page

    def keys(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Keys that the window itself gets, whatever has the keyboard."""
        QTest.keyClick(self.program.window.windowHandle(), key, modifiers)


def passage(program: Program) -> Passage:
    """The one passage."""
    archive = program.desk().context.archive
    (found,) = annotate.passages(archive, annotate.PassageFilter())
    return found


# On the first machine


def encrypts_and_works(hands: Hands, at: Places) -> None:
    """Yesterday: encrypts, imports, reads, marks, notes, tags, and backs up. Today: writes on, and types when it is time to go."""
    program = hands.program
    program.settings.set("backups.every", "never")
    protect = hands.open(Protect, "archive.protect")
    QTest.keyClicks(protect.choosing.first.line, PASSPHRASE)
    hands.enter(protect.choosing.again.line, PASSPHRASE)
    hands.page(Recovery).done.click()
    with clock.frozen(clock.now() - timedelta(days=1)):
        for name, words in (("lamp.txt", STORY), ("bridge.txt", OTHER)):
            (at.saved / name).write_text(words, encoding="utf-8")
        hands.drop(at.saved)
        reads_and_marks(hands)
        program.actions.trigger("archive.back_up")
        program.settle()
    assert program.window.toast.words.text() == "Backed up, and read back whole."
    writes_note(hands, MINE)
    inspector = program.desk().library.inspector
    program.actions.trigger("article.note")
    program.settle()
    QTest.keyClicks(inspector.note, TYPED)  # and it is time to go


def reads_and_marks(hands: Hands) -> None:
    program = hands.program
    program.actions.trigger("search.focus")
    hands.write("lamp")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    page = program.desk().library.reader.markings.page
    for _ in range(3):
        hands.press(Key.Key_Down)
    hands.press(Key.Key_Home)
    for _ in ("the word", "the sentence"):
        hands.press(Key.Key_Up, Mod.AltModifier | Mod.ShiftModifier)
    hands.press(Key.Key_T)
    hands.write(TAG)
    hands.press(Key.Key_Return, Mod.ControlModifier)
    hands.press(Key.Key_Escape)
    assert page.surface.hasFocus() and page.chosen is not None
    hands.press(Key.Key_N)
    hands.write(FIRST_NOTE)
    hands.press(Key.Key_Escape)
    made = passage(program)
    assert (made.note, [use.path for use in made.tags]) == (FIRST_NOTE, [TAG])


def writes_note(hands: Hands, words: str) -> None:
    """Another note on the passage of the article that is read."""
    hands.program.desk().library.reader.focus_text()
    hands.press(Key.Key_BracketRight)
    hands.press(Key.Key_N)
    hands.press(Key.Key_A, Mod.ControlModifier)
    hands.write(words)
    hands.press(Key.Key_Escape)
    assert passage(hands.program).note == words


def comes_back(hands: Hands, path: Path) -> None:
    """A wrong passphrase, then the right one; everything is as it was left."""
    unlock = hands.page(Unlock)
    assert unlock.archive == path
    hands.enter(unlock.field.line, WRONG)
    assert unlock.refusal.text().startswith(f"This passphrase does not open {path.name}.")
    wait_no_longer(unlock)
    hands.enter(unlock.field.line, PASSPHRASE)
    desk = hands.program.desk()
    assert desk.main.state()["query"] == "lamp"
    assert desk.library.inspector.note.toPlainText() == TYPED
    assert passage(hands.program).note == MINE


def wait_no_longer(unlock: Unlock) -> None:
    """As if the wait were over."""
    unlock._left_s = 0
    (places.data_folder() / "wrong-passphrases").unlink()


def bundles(hands: Hands, at: Places) -> None:
    """Everything, onto the stick, under a passphrase of its own."""
    page = hands.open(BundlePage, "archive.bundle")
    page.choose("all")
    page.path.setText(str(at.bundle))
    page.encrypts.setChecked(True)
    for field in (page.choosing.first.line, page.choosing.again.line):
        QTest.keyClicks(field, OF_THE_BUNDLE)
    hands.push(page.writing)
    assert ": 2 articles, 1 passage" in page.result.text()
    assert "fingerprint" in page.result.text()
    hands.press(Key.Key_Escape)


# On the second one, whose archive is a copy of yesterday's backup


def copies_backup(at: Places) -> None:
    (backup,) = (at.mine / "Field.backups").glob("*.waystation")
    shutil.copyfile(backup, at.second)


def merges_and_undoes(hands: Hands, at: Places) -> None:
    """A colleague wrote something else; the merge shows both, one is taken, and then all of it is taken back."""
    program = hands.program
    hands.enter(hands.page(Unlock).field.line, PASSPHRASE)
    assert program.desk().context.archive.read_only
    (banner,) = program.window.banners.findChildren(QPushButton, "banner_read_only_action")
    hands.push(banner)  # it comes from Ada: "Work in it"
    assert not program.desk().context.archive.read_only
    program.desk().main.open(passage(program).article)
    program.settle()
    writes_note(hands, THEIRS)
    merge = hands.open(MergePage, "archive.merge")
    hands.enter(merge.path, str(at.bundle))
    assert "encrypted" in merge.trouble.text()
    hands.enter(merge.passphrase, OF_THE_BUNDLE)
    assert "2 articles" in merge.whence.text() and "Signed by Ada" in merge.signed.text()
    hands.push(merge.merging)
    assert "waits for you to decide" in merge.result.text()
    hands.push(merge.deciding)
    archive = program.desk().context.archive
    (conflict,) = resolving.conflicts(archive)
    assert sorted(map(str, conflict.values)) == sorted((MINE, THEIRS))
    (card,) = hands.page(ConflictsPage).cards
    (take,) = (button for name, button in card.buttons.items() if name.endswith(f"_{conflict.mine.index(False)}"))
    hands.push(take)
    assert passage(program).note == MINE and resolving.conflicts(archive) == []
    assert hands.page(ConflictsPage).empty.isVisibleTo(program.window)
    for _ in ("the decision", "the merge"):
        program.actions.trigger("edit.undo")
        program.settle()
    assert passage(program).note == THEIRS and resolving.conflicts(archive) == []


# On the first one again


def goes_back(hands: Hands) -> None:
    """To yesterday's backup, having seen what differs; what was there now is kept."""
    program = hands.program
    hands.enter(hands.page(Unlock).field.line, PASSPHRASE)
    page = hands.open(BackupsPage, "archive.backups")
    (yesterday,) = page.model.points
    assert timedelta(hours=23) < clock.now() - yesterday.made < timedelta(hours=25)
    hands.push(page.chosen.restore)
    hands.push(page.chosen.yes)
    assert "What was here before is kept as a backup." in program.window.toast.words.text()
    assert passage(program).note == FIRST_NOTE
    program.desk().main.open(passage(program).article)
    program.settle()
    assert program.desk().library.inspector.note.toPlainText() == ""
    assert len(hands.open(BackupsPage, "archive.backups").model.points) == 2


# As a program of its own


def one(at: Places) -> None:
    at.at(at.mine, "Ada")
    new_archive(at.archive).close()
    program = Program("light")
    _report_failures(program)
    program.open_and_wait(at.archive)
    hands = Hands(program)
    encrypts_and_works(hands, at)
    print("worked", flush=True)
    hands.keys(Key.Key_Q, Mod.ControlModifier | Mod.ShiftModifier)
    raise AssertionError("the quick exit ends this process")


def two(at: Places) -> None:
    at.at(at.mine, "Ada")
    ada = _started(None)
    comes_back(Hands(ada), at.archive)
    copies_backup(at)
    bundles(Hands(ada), at)
    ada.close()
    at.at(at.theirs, "Bo")
    bo = _started(at.second)
    merges_and_undoes(Hands(bo), at)
    bo.close()
    at.at(at.mine, "Ada")
    ada = _started(at.archive)
    goes_back(Hands(ada))
    ada.close()
    _command_line(at)


def _started(path: Path | None) -> Program:
    program = Program("light")
    _report_failures(program)
    program.start(path)
    program.settle()
    return program


def _report_failures(program: Program) -> None:
    def failed(report: str) -> None:
        sys.stderr.write(report)
        os._exit(3)

    program.alerts.install()
    program.alerts.crashed.connect(failed)


def _command_line(at: Places) -> None:
    from archive.cli.main import main

    told = at.mine / "passphrase"
    told.write_text(PASSPHRASE)
    out = str(at.mine / "Lamps.docx")
    for words in (["articles"], ["search", "lamp"], ["timeline"], ["figures"], ["export", "docx", out], ["check"]):
        assert main(["--archive", str(at.archive), "--passphrase-file", str(told), *words, "--json"]) == 0, words


def everything(at: Places) -> None:
    """Every view, every format that is written, every kind of file that is read."""
    from archive.cli.main import main
    from archive.exports.registry import FORMATS
    from desktop.capture import VIEWS, capture

    at.at(at.mine, "Ada")
    plain = at.mine / "Plain.waystation"
    new_archive(plain).close()
    main(["--archive", str(plain), "import", str(ROOT / "tests" / "data"), "--json"])
    for name in FORMATS:
        main(["--archive", str(plain), "export", name, str(at.mine / f"out-{name}"), "--json"])
    for name in VIEWS:
        capture(name, at.mine / f"{name}.png", archive=plain)


def main() -> None:
    """One of the parts."""
    passphrases.PARAMETERS = CHEAP  # what a key costs is no matter of this
    parts: dict[str, Callable[[Places], None]] = {"one": one, "two": two, "all": everything}
    parts[sys.argv[1]](Places(Path(sys.argv[2])))
    print("done", flush=True)


if __name__ == "__main__":
    main()
