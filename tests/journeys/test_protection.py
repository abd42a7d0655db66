"""A person encrypts an archive, works in it, leaves in a hurry, and comes back: a wrong passphrase first, then the right one."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from archive.base import places
from archive.operations import ingest, protecting
from archive.protection import passphrases
from desktop.program import Program
from desktop.views.protection import Protect, Recovery, Unlock
from tests.archive.made import new_archive

Make = Callable[..., Program]
_PASSPHRASE = "eleven slow barges under ice"
_STORY = "The keeper lit the lamp at dusk. Two boats came over before the ice closed.\n" * 6


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)})
    path = tmp_path / "Story.waystation"
    with new_archive(path) as archive:
        ingest.paste(archive, f"The last lamp\n\n{_STORY}", title="The last lamp")
        ingest.paste(archive, f"A bridge\n\nOf the bridge {_STORY}", title="A bridge")
    return path


def _enter(qtbot: QtBot, line: QLineEdit, words: str) -> None:
    line.setFocus()
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def _keys(qtbot: QtBot, one: Program, key: Qt.Key) -> None:
    handle = one.window.windowHandle()
    qtbot.keyClick(handle, key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def test_encrypting_working_leaving_in_a_hurry_and_coming_back(program: Make, story: Path, qtbot: QtBot) -> None:
    one = program(story)
    one.window.show()

    one.actions.trigger("archive.protect")
    page = one.window.page()
    assert isinstance(page, Protect)
    qtbot.keyClicks(page.choosing.first.line, _PASSPHRASE)
    _enter(qtbot, page.choosing.again.line, _PASSPHRASE)
    one.settle()
    code = one.window.page()
    assert isinstance(code, Recovery)
    code.done.click()

    one.desk().main.search("bridge")
    one.settle()
    article = one.first_article("bridge")
    one.desk().main.open(article)
    one.settle()
    one.desk().library.inspector.edit_note()
    one.desk().library.inspector.note.insertPlainText("Whose bridge?")
    gone: list[str] = []
    one.locking._leave = lambda: gone.append("gone")
    _keys(qtbot, one, Qt.Key.Key_Q)
    assert gone == ["gone"]
    assert not one.window.isVisible()
    one.window.desk = None  # the process would be no more

    held = places.settings_file().read_text()
    assert json.loads(held)["session"]["recent"] == [str(story)]
    assert "bridge" not in held

    again = program()
    again.start(None)
    again.settle()
    unlock = again.window.page()
    assert isinstance(unlock, Unlock) and unlock.archive == story
    _enter(qtbot, unlock.field.line, "eleven slow barges under snow")
    again.settle()
    assert unlock.refusal.text().startswith("This passphrase does not open Story.waystation.")
    unlock._left_s = 0
    (places.data_folder() / "wrong-passphrases").unlink()  # the wait is over
    _enter(qtbot, unlock.field.line, _PASSPHRASE)
    again.settle()
    state = again.desk().main.state()
    assert (state["query"], state["article"]) == ("bridge", article)
    assert again.desk().library.inspector.note.toPlainText() == "Whose bridge?"
    assert protecting.is_encrypted(story)


def test_a_plain_archive_opens_without_what_encryption_needs(tmp_path: Path, story: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            # What is loaded ahead once nothing else is to be done is no matter of this.
            "import sys; from pathlib import Path; from desktop import warming; from desktop.program import Program;"
            f"warming.AFTER_MS = 10**7; one = Program('light'); one.open_and_wait(Path({str(story)!r}));"
            "print(*sorted({'PySide6.QtDBus', 'argon2', 'zxcvbn', 'keyring', 'cryptography', 'pyrage',"
            " 'desktop.views.protection.protect', 'desktop.protection.sleep'} & set(sys.modules))); one.close()",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == []
