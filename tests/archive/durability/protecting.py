"""The programs that are killed: one changes the passphrase of an archive over and over, one encrypts and decrypts it.

`python protecting.py change ARCHIVE KEYS` and `python protecting.py recode ARCHIVE KEYS`; KEYS is a file of passphrases, one a line. Keys
cost next to nothing here: what is tested is the writing. Before each change its passphrase is told on standard output, and again
when it is done.
"""

import sys
from pathlib import Path

from archive.archive import Archive
from archive.operations import protecting
from archive.protection import passphrases


def main(what: str, archive: str, words: str) -> None:
    passphrases.PARAMETERS[1] = passphrases.Cost(passes=1, memory_kib=64, lanes=1)
    path, wanted = Path(archive), Path(words).read_text().split()
    (_change if what == "change" else _recode)(path, wanted)


def _change(path: Path, wanted: list[str]) -> None:
    with Archive.open(path, key=protecting.unlock(path, wanted[0])) as opened:
        for word in wanted[1:]:
            _say(f"begin {word}")
            protecting.change(opened, word)
            _say(f"done {word}")


def _recode(path: Path, wanted: list[str]) -> None:
    _say("ready")
    while True:
        if protecting.is_encrypted(path):
            protecting.decrypt(path, protecting.unlock(path, wanted[0]))
        else:
            protecting.encrypt(path, wanted[0])
        _say("turned")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
