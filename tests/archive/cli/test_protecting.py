"""Passphrases on the command line: from a file, the environment or a terminal, never from an argument, and inherited by nobody."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.cli import unlocking
from archive.operations import protecting
from archive.protection.tries import Tries
from archive.store import files
from tests.archive.cli.conftest import Run

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("cheap_keys")
Given = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """`given("words", new="others")` puts passphrases into the environment, for the next command."""

    def put(words: str | None = None, *, new: str | None = None) -> None:
        for name, value in (("WAYSTATION_PASSPHRASE", words), ("WAYSTATION_NEW_PASSPHRASE", new)):
            if value is not None:
                monkeypatch.setenv(name, value)

    return put


@pytest.fixture
def sealed(run: Run, given: Given) -> Run:
    """An archive under the passphrase "first words"."""
    given("first words")
    assert run("init", "--empty", "--encrypt").code == 0
    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Test.waystation"


def _file(folder: Path, content: bytes) -> str:
    path = folder / "passphrase.txt"
    path.write_bytes(content)
    return str(path)


def test_every_command_takes_the_passphrase_from_the_environment(sealed: Run, given: Given, path: Path) -> None:
    assert protecting.is_encrypted(path)
    given("first words")
    assert sealed("articles", "--json").json == []
    assert "WAYSTATION_PASSPHRASE" not in os.environ


@pytest.mark.parametrize(
    "content", [b"first words", b"first words\n", b"first words\r\nsecond line\r\n", b"\xef\xbb\xbffirst words\n"]
)
def test_the_first_line_of_a_file_is_the_passphrase_before_or_after_the_command(
    sealed: Run, tmp_path: Path, content: bytes
) -> None:
    file = _file(tmp_path, content)
    assert sealed("articles", "--passphrase-file", file).code == 0
    assert sealed("--passphrase-file", file, "check").code == 0


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "empty"), (b"\nfirst words", "empty"), (b"\xff\xfe\x00", "UTF-8"), (None, "read")]
)
def test_a_file_that_holds_no_passphrase_is_told(sealed: Run, tmp_path: Path, content: bytes | None, told: str) -> None:
    file = str(tmp_path / "missing") if content is None else _file(tmp_path, content)
    ran = sealed("articles", "--passphrase-file", file)
    assert ran.code == 1 and told in ran.err and "first" not in ran.err.replace("first line", "")


def test_without_a_terminal_it_says_how_to_give_one(sealed: Run) -> None:
    ran = sealed("articles")
    assert (ran.code, ran.out) == (1, "")
    assert "is encrypted" in ran.err and "--passphrase-file" in ran.err


def test_a_wrong_one_is_one_sentence_and_the_next_try_waits(
    sealed: Run, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given("first  words")
    ran = sealed("articles")
    assert ran.code == 1 and ran.err.count("\n") == 1 and ran.err.startswith("This passphrase does not open")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        (Path(os.environ["WAYSTATION_HOME"]) / "wrong-passphrases").unlink()  # the time has passed

    monkeypatch.setattr(time, "sleep", sleep)
    given("first words")
    ran = sealed("articles")
    assert ran.code == 0 and "waiting" in ran.err
    assert len(slept) == 1 and 0 < slept[0] <= 1
    assert Tries().left_s() == 0


def test_nobody_can_give_it_as_an_argument(sealed: Run) -> None:
    assert sealed("articles", "--passphrase", "first words").code == 2


def test_encrypt_and_decrypt_turn_an_archive_and_tell_what_became_of_the_plain_file(
    ferry: Run, given: Given, path: Path
) -> None:
    given("some words")
    told = ferry("encrypt", "--json").json
    assert told == {"archive": str(path), "destroyed": [str(path)], "kept": []}
    assert b"ferry" not in path.read_bytes()
    assert ferry("encrypt").code == 1
    given("some words")
    assert [hit["id"] for hit in ferry("search", "ferry", "--json").json["hits"]] == [1]
    given("some words")
    assert "no longer encrypted" in ferry("decrypt").out
    assert ferry("check").code == 0
    assert ferry("decrypt").code == 1


def test_encrypt_tells_a_person_what_it_cannot_promise(ferry: Run, given: Given) -> None:
    given("some words")
    out = ferry("encrypt").out
    assert "Overwritten and removed: Test.waystation" in out and "solid-state drive" in out


def test_passphrase_changes_it(sealed: Run, given: Given) -> None:
    given("first words", new="second words")
    ran = sealed("passphrase")
    assert ran.code == 0 and "recovery code that was printed before is void" in ran.out
    given("second words")
    assert sealed("check").code == 0
    given("first words")
    assert sealed("check").code == 1


def test_passphrase_tells_where_the_old_file_could_not_be_overwritten(
    sealed: Run, given: Given, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another name.waystation"
    os.link(path, other)
    given("first words", new="second words")
    assert "what is left of it on the disk opens by the old one" in sealed("passphrase").out
    assert protecting.unlock(other, "first words") != protecting.unlock(path, "second words")


def test_passphrase_tells_where_the_disk_did_not_confirm_it(
    sealed: Run, given: Given, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, before = files.sync, path.stat().st_ino

    def failing(synced: Path) -> None:
        if synced.is_dir() and path.stat().st_ino != before:
            raise OSError(5, "Input/output error")
        sync(synced)

    given("first words", new="second words")
    with monkeypatch.context() as patched:
        patched.setattr(files, "sync", failing)
        ran = sealed("passphrase")
    assert ran.code == 0 and "could not be overwritten" not in ran.out
    assert "It is done, but the disk did not confirm it (Input/output error)" in ran.err
    given("second words")
    assert sealed("check").code == 0


def test_a_recovery_code_is_printed_and_sets_a_new_passphrase(sealed: Run, given: Given, tmp_path: Path) -> None:
    given("first words")
    ran = sealed("passphrase", "--print-recovery-code")
    assert ran.code == 0 and "on paper" in ran.err
    file = _file(tmp_path, ran.out.lower().encode())
    given(new="second words")
    assert sealed("passphrase", "--recovery-code-file", file).code == 0
    given("second words")
    assert sealed("check").code == 0
    given(new="third words")
    ran = sealed("passphrase", "--recovery-code-file", file)  # void by now
    assert ran.code == 1 and "changes with the passphrase" in ran.err


def test_a_mistyped_recovery_code_says_where(sealed: Run, given: Given, tmp_path: Path) -> None:
    given("first words")
    code = sealed("passphrase", "--print-recovery-code", "--json").json["recovery_code"]
    wrong = code[:8] + ("0" if code[8] != "0" else "1") + code[9:]
    ran = sealed("passphrase", "--recovery-code-file", _file(tmp_path, wrong.encode()))
    assert ran.code == 1 and "Group 2" in ran.err


def test_one_thing_at_a_time(sealed: Run) -> None:
    assert sealed("passphrase", "--remember", "--forget").code == 2


@pytest.mark.parametrize("command", ["encrypt", "decrypt", "passphrase"])
def test_where_there_is_no_archive_it_says_how_to_make_one(run: Run, command: str) -> None:
    assert "waystation init" in run(command).err


def test_on_a_terminal_it_is_asked_for_and_asked_again(sealed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["wrong words", "first words"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(unlocking, "_prompt", lambda label: next(answers))
    monkeypatch.setattr(Tries, "left_s", lambda tries: 0.0)
    ran = sealed("articles")
    assert ran.code == 0 and "does not open" in ran.err


def test_a_new_one_is_asked_for_twice_with_its_strength(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", "password", "passwort", "password", "password"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(unlocking, "_prompt", lambda label: next(answers))
    ran = run("init", "--empty", "--encrypt")
    assert ran.code == 0
    for told in ("The passphrase is empty", "Very weak", "not the same"):
        assert told in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")
def test_no_child_inherits_the_passphrase_nor_sees_it_among_arguments(sealed: Run, tmp_path: Path) -> None:
    """What the readers of an import are started with, as the kernel tells it."""
    told = tmp_path / "told"
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\n{{ env; echo "$@"; }} >> {told}\nexec {sys.executable} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "text.txt").write_text("Some words to be read.\n" * 20)
    script = (
        "import sys; sys.executable = sys.argv[1]; from archive.protection import passphrases;"
        "passphrases.PARAMETERS[1] = passphrases.Cost(1, 64, 1); from archive.cli import main;"
        "sys.exit(main(['import', sys.argv[2]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(program), str(tmp_path / "text.txt")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "WAYSTATION_PASSPHRASE": "first words"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = told.read_text()
    assert "PYTHONPATH" in seen and "WAYSTATION_PASSPHRASE" not in seen and "first words" not in seen
