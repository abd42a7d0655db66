"""Where the command line takes passphrases from: a file, the environment, the system's keyring where that was asked for, the terminal.

Never from an argument, which other users of the machine could read.
"""

import sys
import time
from pathlib import Path

import click

from archive.base.errors import Invalid, Unreadable, WaystationError, WrongPassphrase
from archive.base.text import visible
from archive.operations import protecting
from archive.operations.protecting import Key, Tries

from .given import FILE_VARIABLE, NEW_VARIABLE, VARIABLE

_TRIES_ON_A_TERMINAL = 3
_FILE_BYTES = 1 << 16


def key_of(path: Path, *, damaged: bool = False) -> Key | None:
    """The key of an archive that is encrypted, None for any other file; also of one that is too `damaged` to open. Raises WrongPassphrase."""
    if not protecting.is_encrypted(path):
        return None
    known: Key | None = click.get_current_context().ensure_object(dict).get("key")
    if known is not None:
        return known
    tries = Tries()
    given = _given("passphrase_file", VARIABLE)
    if given is not None:
        _wait(tries)
        return _unlocked(path, given, tries, damaged=damaged)
    return protecting.remembered(path, damaged=damaged) or _asked(path, tries, damaged=damaged)


def _unlocked(path: Path, passphrase: str, tries: Tries, *, damaged: bool) -> Key:
    return (protecting.unlock_damaged if damaged else protecting.unlock)(path, passphrase, tries=tries)


def _asked(path: Path, tries: Tries, *, damaged: bool) -> Key:
    if not sys.stdin.isatty():
        raise WaystationError(
            f"{path.name} is encrypted.", f"Give its passphrase in {VARIABLE} or with --passphrase-file FILE."
        )
    for left in reversed(range(_TRIES_ON_A_TERMINAL)):
        _wait(tries)
        try:
            return _unlocked(path, _prompt(f"Passphrase of {path.name}"), tries, damaged=damaged)
        except WrongPassphrase as wrong:
            if not left:
                raise
            click.echo(visible(wrong.what), err=True)
    raise AssertionError


def key_by_code(path: Path, code_file: Path | None) -> Key:
    """The key that a recovery code tells, from a file or typed in; the code may be seen while it is typed."""
    if code_file is not None:
        text = _content(code_file)
    elif sys.stdin.isatty():
        text = str(click.prompt("Recovery code (all groups)", err=True))
    else:
        raise WaystationError("The recovery code is missing.", "Give it with --recovery-code-file FILE.")
    return protecting.open_with_code(path, text)


def new_passphrase(path: Path, variable: str = NEW_VARIABLE, option: str = "new_passphrase_file") -> str:
    """A passphrase that is about to be set: given, or asked for twice, with what its strength is."""
    given = _given(option, variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WaystationError(
            "The new passphrase is missing.", f"Give it in {variable} or with --{option.replace('_', '-')} FILE."
        )
    known = [path.stem, "waystation"]
    while True:
        wanted = _prompt("New passphrase")
        strength = protecting.measure(wanted, known)
        click.echo(" ".join(filter(None, (strength.words, strength.advice))), err=True)
        if wanted and _prompt("The same once more") == wanted:
            return wanted
        click.echo("The two were not the same." if wanted else "The passphrase is empty.", err=True)


def passphrase_of_file(path: Path) -> str:
    """The passphrase of a bundle or of another archive that is to be merged."""
    given = _given("file_passphrase_file", FILE_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WaystationError(
            f"{path.name} is encrypted.", f"Give its passphrase in {FILE_VARIABLE} or with --file-passphrase-file FILE."
        )
    return _prompt(f"Passphrase of {path.name}")


def _given(option: str, variable: str) -> str | None:
    told = click.get_current_context().ensure_object(dict)
    file = told.get(option)
    if file is not None:
        first, *_ = _content(Path(file)).splitlines() or [""]
        if not first:
            raise Invalid(f"The first line of {file} is empty.", "Write the passphrase there.")
        return first
    given: str | None = told.get("taken", {}).get(variable)
    return given


def _content(path: Path) -> str:
    try:
        with path.expanduser().open("rb") as file:
            return file.read(_FILE_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(
            f"{path} cannot be read ({error.strerror}).", "Check the name, and that you may read it."
        ) from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error


def _prompt(label: str) -> str:
    return str(click.prompt(label, hide_input=True, err=True, default="", show_default=False))


def _wait(tries: Tries) -> None:
    left_s = tries.left_s()
    if left_s > 0:
        click.echo(f"A passphrase was wrong before: waiting {left_s:.0f} s.", err=True)
        time.sleep(left_s)
