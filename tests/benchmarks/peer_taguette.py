"""A Taguette project of ours opened, checked and copied by Taguette's own code, and its copy read by us again.

Taguette asks for older libraries than we use, so that it has an environment of its own: `make peers` makes it in `build/peers`
(`python -m tests.benchmarks.peer_taguette PYTHON` takes any Python that has Taguette).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from archive.archive import Archive
from archive.exports.registry import FORMATS
from archive.importers.interchange import taguette
from archive.model.article import Metadata, Source
from archive.model.ids import ArticleId
from archive.model.interchange import Incoming, IncomingSource
from archive.operations import annotate, bringing, codebook, publish
from tests.archive.conftest import blocks_of

DEEP = "/".join(f"level {depth}" for depth in range(1, 13))
LONG = "/".join(f"a rather long name {depth}" for depth in range(14))
TEXTS = {
    "Weir & lock": 'The "weir" <opened> at six.\nNobody & nobody’s dog\u00a0came 🛶🏽 cafe\u0301.\nIt shut at nine, at 9\u2028o’clock.',
    "보와 수문": "보는 여섯 시에 열렸다. 아무도 오지 않았다.\n수문은 아홉 시에 닫혔다. 👨‍👩‍👧‍👦",
    "סכר": "הסכר נפתח בשש. The lock is here too.\nהוא נסגר בתשע.",
    "A title that is longer than Taguette lets a document's name be, by far": "One\x0btwo three.",
}
MARKS = (
    ("Weir & lock", '"weir" <opened>', ("water",)),
    ("Weir & lock", "opened> at six.\nNobody & nobody’s", ("water", DEEP)),
    ("Weir & lock", "dog\u00a0came 🛶🏽 cafe\u0301", (LONG,)),
    ("보와 수문", "열렸다. 아무도", ("물/수문",)),
    ("보와 수문", "아무도 오지 않았다.\n수문은 아홉", ("물/수문", "water")),
    ("보와 수문", "👨‍👩‍👧‍👦", ()),
    ("סכר", "נפתח בשש. The", ("water",)),
)


def main(python: str | None = None) -> None:
    """Fails when Taguette refuses the file, or finds other words, other tags or other texts than the archive has."""
    if python is None or not Path(python).exists():
        print("To open our projects with Taguette's own code, give a Python that has it (taguette, SQLAlchemy<1.5).")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with Archive.create(folder / "Peer.waystation") as archive:
            fill(archive)
            publish.export(archive, "taguette", FORMATS["taguette"].usual, folder / "ours.sqlite3")
            texts = {archive.store.editions.get(each).text for each in archive.store.editions.ids()}
        child = Path(__file__).with_name("taguette_child.py")
        # -I: the folder of this file is full of modules that are not Taguette's.
        command = [python, "-I", str(child), str(folder / "ours.sqlite3"), str(folder / "theirs.sqlite3")]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout)
        _compare(said, texts)
        theirs = folder / "theirs.sqlite3"
        incoming = taguette.read(Source(theirs.read_bytes(), theirs.name))
        words = sorted(each.exact for each in incoming.passages)
        if words != sorted(quote for _, quote, _ in MARKS):
            raise SystemExit(f"what Taguette wrote comes in as {words}")
    found = sum(len(document["highlights"]) for document in said["documents"])
    print(f"Taguette opens, checks and copies our project: {len(texts)} documents, {found} highlights at their words.")


def fill(archive: Archive) -> None:
    """Texts and marks of every awkward kind."""
    sources = tuple(
        IncomingSource(
            title,
            metadata=Metadata(title=title),
            text=blocks_of(f"{title}\n{body}"),
            data=f"{title}\n{body}".encode(),
            name="text.txt",
        )
        for title, body in TEXTS.items()
    )
    came, _ = bringing.bring(archive, Incoming(title="Peer", sources=sources))
    articles = dict(zip(TEXTS, map(ArticleId, came.ids), strict=True))
    for title, quote, tags in MARKS:
        start = archive.store.editions.text(articles[title]).index(quote)
        annotate.mark(archive, articles[title], start, start + len(quote), tags=tags)
    codebook.define(archive, "water", "What flows <& stands>", use_when="it is wet")


def _compare(said: dict, texts: set[str]) -> None:  # type: ignore[type-arg]
    found = []
    for document in said["documents"]:
        if document["text"] not in {text.replace("\x0b", "\ufffd") for text in texts}:
            raise SystemExit(f"Taguette reads another text of {document['name']!r}: {document['text']!r}")
        for each in document["highlights"]:
            if each["words"] != each["snippet"]:
                raise SystemExit(f"Taguette finds {each['words']!r} where the snippet is {each['snippet']!r}")
            found.append((each["words"], len(each["tags"])))
    wanted = sorted((quote, len(tags)) for _, quote, tags in MARKS)
    if sorted(found) != wanted:
        raise SystemExit(f"Taguette finds {sorted(found)}, the archive has {wanted}")
    if said["tags"]["water"] != "What flows <& stands>\n\nUse when: it is wet" or DEEP not in said["tags"]:
        raise SystemExit(f"Taguette has other tags: {said['tags']}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
