"""`encrypt`, `decrypt` and `passphrase`: an archive under a passphrase, and its recovery code."""

from pathlib import Path

import click

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.operations import protecting
from archive.operations.protecting import Key

from . import unlocking
from .common import archive_path, print_json, say, shared_options, terminal_progress
from .given import VARIABLE

_FILE = click.Path(path_type=Path, dir_okay=False)


def new_passphrase_option(function: click.decorators.FC) -> click.decorators.FC:
    """`--new-passphrase-file`, beside the environment and the terminal."""
    return click.option(
        "--new-passphrase-file",
        type=_FILE,
        metavar="FILE",
        expose_value=False,
        callback=_keep,
        help="The new passphrase is the first line of FILE; else that of WAYSTATION_NEW_PASSPHRASE, else it is asked for.",
    )(function)


def _keep(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    context.ensure_object(dict)[parameter.name or ""] = value


@click.command("encrypt")
@shared_options
def encrypt_command(as_json: bool) -> None:
    """Put the archive under a passphrase: text, originals, notes, index, all of the file.

    The passphrase is taken from --passphrase-file or WAYSTATION_PASSPHRASE, or asked for. The file takes twice its room
    meanwhile. Afterwards the unencrypted file is overwritten and removed, and so are unencrypted backups and copies beside it.
    """
    path = _existing()
    if protecting.is_encrypted(path):
        raise WaystationError(f"{path.name} is encrypted already.", "Change its passphrase with: waystation passphrase")
    passphrase = unlocking.new_passphrase(path, VARIABLE, "passphrase_file")
    with terminal_progress("Encrypting") as progress:
        done = protecting.encrypt(path, passphrase, progress)
    _warn(done)
    if as_json:
        print_json(
            {"archive": str(path), "destroyed": list(map(str, done.destroyed)), "kept": list(map(str, done.kept))}
        )
        return
    say(f"Encrypted {path}. Without the passphrase nobody can read it, nor can you: keep it, or a recovery code, safe.")
    for gone in done.destroyed:
        say(f"Overwritten and removed: {gone.name} (unencrypted)")
    for gone in done.kept:
        say(f"Could not be overwritten, look after it yourself: {gone.name} (unencrypted)")
    say(
        "A solid-state drive or a memory card may keep what was overwritten until it needs the room, and copies in other places "
        "are still unencrypted: docs/SECURITY.md says what to do."
    )


@click.command("decrypt")
@shared_options
def decrypt_command(as_json: bool) -> None:
    """Take the encryption off: afterwards whoever has the file can read it.

    Backups that were made before stay encrypted.
    """
    path = _existing()
    key = _key(path)
    with terminal_progress("Decrypting") as progress:
        _warn(protecting.decrypt(path, key, progress))
    if as_json:
        print_json({"archive": str(path)})
    else:
        say(f"{path} is no longer encrypted. Backups that were made before still are.")


@click.command("passphrase")
@click.option(
    "--print-recovery-code", "print_code", is_flag=True, help="Print the code that opens it, and change nothing."
)
@click.option("--recovery-code", "by_code", is_flag=True, help="Open it with its recovery code, which is asked for.")
@click.option("--recovery-code-file", type=_FILE, metavar="FILE", help="Open it with the recovery code in FILE.")
@click.option("--remember", is_flag=True, help="Let the system's keyring keep its key on this machine; change nothing.")
@click.option("--forget", is_flag=True, help="Take its key out of the system's keyring; change nothing.")
@new_passphrase_option
@shared_options
def passphrase_command(
    print_code: bool, by_code: bool, recovery_code_file: Path | None, remember: bool, forget: bool, as_json: bool
) -> None:
    """Change the passphrase of the archive, or print its recovery code.

    The old passphrase opens it until the new one does. The file takes twice its room meanwhile, and nobody else may have it open;
    afterwards the old one is overwritten and removed. Copies and backups that were made before, and the recovery code that
    was printed before, go with the old passphrase.
    """
    if print_code + remember + forget > 1:
        raise click.UsageError("Take one of --print-recovery-code, --remember and --forget at a time.")
    path = _existing()
    if forget:
        protecting.forget(path)
        _tell(path, "The system's keyring keeps no key of this archive.", as_json)
        return
    key = unlocking.key_by_code(path, recovery_code_file) if by_code or recovery_code_file else _key(path)
    if not (print_code or remember):
        _change(path, key, as_json)
        return
    with Archive.open(path, key=key, read_only=True) as archive:
        if print_code:
            _print_code(archive, as_json)
        else:
            protecting.remember(archive)
            _tell(path, "The system's keyring keeps its key: on this machine it opens without the passphrase.", as_json)


def _change(path: Path, key: Key, as_json: bool) -> None:
    passphrase = unlocking.new_passphrase(path)
    with terminal_progress("Changing the passphrase") as progress:
        done = protecting.change(path, key, passphrase, progress)
    _warn(done)
    told = (
        "The passphrase is changed. Copies and backups made before open by the old one; the recovery code that "
        "was printed before is void: print a new one with --print-recovery-code."
    )
    if done.kept:
        told += " The file as it was could not be overwritten: what is left of it on the disk opens by the old one."
    _tell(path, told, as_json)


def _warn(done: protecting.Recoded) -> None:
    if done.unconfirmed:
        click.echo(done.unconfirmed, err=True)


def _print_code(archive: Archive, as_json: bool) -> None:
    code = protecting.recovery_code(archive)
    if as_json:
        print_json({"archive": str(archive.path), "recovery_code": code})
        return
    click.echo(code)
    click.echo("Whoever has this code can open the archive. Keep it on paper, away from the machine.", err=True)


def _tell(path: Path, sentence: str, as_json: bool) -> None:
    if as_json:
        print_json({"archive": str(path)})
    else:
        say(sentence)


def _existing() -> Path:
    path = archive_path()
    if not path.exists():
        raise WaystationError(f"There is no archive at {path}", "Make one with: waystation init")
    return path


def _key(path: Path) -> Key:
    key = unlocking.key_of(path)
    if key is None:
        raise WaystationError(f"{path.name} is not encrypted.", "Encrypt it with: waystation encrypt")
    return key
