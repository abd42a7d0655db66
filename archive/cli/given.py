"""Passphrases that stand in the environment are taken out of it before anything else is done, so that no child process inherits them."""

import os

VARIABLE, NEW_VARIABLE = "WAYSTATION_PASSPHRASE", "WAYSTATION_NEW_PASSPHRASE"
FILE_VARIABLE = "WAYSTATION_FILE_PASSPHRASE"  # of a bundle or another archive that is merged


def taken() -> dict[str, str]:
    """The passphrases that the environment holds, by the names of their variables; it holds them no more."""
    return {name: os.environ.pop(name) for name in (VARIABLE, NEW_VARIABLE, FILE_VARIABLE) if name in os.environ}
