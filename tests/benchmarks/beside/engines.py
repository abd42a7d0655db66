"""Five search engines behind one face: fill, size, and the queries that each has. As their documentation sets them up.

Ours indexes what an import stored in the archive; stock Whoosh, SQLite FTS5 and tantivy are handed the same texts; Recoll reads them from
files. Tantivy and Recoll take part where they are installed.
"""

import datetime
import importlib.util
import json
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.operations import find
from tests.benchmarks import bench_search, rivals
from tests.benchmarks.growth import texts, work

Ask = Callable[[str], int]
RECOLL_PYTHON = "/usr/bin/python3"  # Debian's module of Recoll is for Debian's Python
TANTIVY_MISSING = "tantivy is not installed: `.venv/bin/pip install tantivy` adds it to the comparison."
RECOLL_MISSING = "Recoll is not installed: `apt install recollcmd python3-recoll` adds it to the comparison."


class Engine(ABC):
    """`folder` is its own; nothing is in it yet."""

    holds = ""  # what its size is the size of

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count

    @abstractmethod
    def prepare(self) -> None:
        """What is not indexing: made before the watch starts."""

    @abstractmethod
    def fill(self) -> None:
        """Indexes the collection; what it gives is durable and can be searched."""

    def size(self) -> int:
        """Bytes on the disk."""
        return folder_bytes(self.folder)

    @abstractmethod
    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        """Kind → queries in its own language, and what asks for the best 20."""


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Ours(Engine):
    """Waystation: the index in the archive file."""

    holds = "index"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        self._archive = Archive.create(self.folder / "ours.waystation")
        made = list(texts.collection(self.count))
        bench_search.fill(self._archive, made)

    def fill(self) -> None:
        self._archive.index.catch_up()

    def size(self) -> int:
        return work.index_bytes(self._archive)

    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        ours = {kind: told[0] for kind, told in work.queries().items()}
        return ours, lambda query: find.search(self._archive, query, limit=20).total


class Whoosh(Engine):
    """Stock Whoosh, in a folder, without the text and so without passages."""

    holds = "index"

    def prepare(self) -> None:
        self._stock, self._made = rivals.StockWhoosh(self.folder), list(texts.collection(self.count))

    def fill(self) -> None:
        self._stock.fill(self._made)

    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        return {kind: told[1] for kind, told in work.queries().items() if told[1]}, self._stock.searcher()


class Fts(Engine):
    """SQLite FTS5, porter over unicode61, with the text, from which it cuts passages."""

    holds = "index and text"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        self._fts, self._made = rivals.Fts5(self.folder / "fts5.db"), list(texts.collection(self.count))

    def fill(self) -> None:
        self._fts.fill(self._made)

    def size(self) -> int:
        self._fts.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return super().size()

    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        return {kind: told[2] for kind, told in work.queries().items() if told[2]}, self._fts.run


class Tantivy(Engine):
    """tantivy, English stems, with the text, from which it cuts passages."""

    holds = "index and packed text"

    def prepare(self) -> None:
        import tantivy

        self.folder.mkdir(parents=True)
        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for name in ("title", "body", "byline", "publisher"):
            builder.add_text_field(name, stored=name in ("title", "body"), tokenizer_name="en_stem")
        builder.add_date_field("published", indexed=True, fast=True)
        builder.add_unsigned_field("number", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self.folder))
        self._made = list(texts.collection(self.count))

    def fill(self) -> None:
        writer = self._index.writer()
        for made in self._made:
            document = self._tantivy.Document(
                number=made.number, title=made.title, body="\n".join(made.paragraphs), byline=made.byline,
                publisher=made.publisher,
            )  # fmt: skip
            if made.published:
                document.add_date("published", datetime.datetime.combine(made.published, datetime.time(), datetime.UTC))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        asked = {kind: told[0] for kind, told in work.queries().items() if kind != "Korean"}
        for kind in ("two words", "without"):
            asked[kind] = [
                " ".join(word if word[0] == "-" else f"+{word}" for word in each.split()) for each in asked[kind]
            ]
        days = "published:[2010-01-01T00:00:00Z TO 2014-12-31T23:59:59Z]"
        asked["date and word"] = [f"+{each.split()[0]} +{days}" for each in asked["date and word"]]
        return asked, self._ask

    def _ask(self, query: str) -> int:
        kind = self._tantivy.Query
        if query.endswith("*"):
            parsed = kind.regex_query(self._schema, "body", f"{query[:-1]}.*")
        elif query.endswith("~"):
            parsed = kind.fuzzy_term_query(self._schema, "body", query[:-1], distance=1)
        else:
            parsed = self._index.parse_query(query, ["title", "body"])
        searcher = self._index.searcher()
        found = searcher.search(parsed, 20)
        cutting = self._tantivy.SnippetGenerator.create(searcher, parsed, self._schema, "body")
        for _, address in found.hits:
            cutting.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count or 0)


class Recoll(Engine):
    """Recoll over the same articles as text files; everything of it lies in its folder here, none of it in a home."""

    holds = "index and packed text"

    def prepare(self) -> None:
        files = texts.write_files(self.folder.parent / f"files-{self.count}", self.count)
        configure(self.folder, files)

    def fill(self) -> None:
        recollindex(self.folder)

    def queries(self) -> tuple[dict[str, list[str]], Ask]:
        asked = {kind: told[0] for kind, told in work.queries().items() if kind not in ("fuzzy", "date and word")}
        return asked, lambda query: 0

    def measured(self, asked: dict[str, list[str]], rounds: int) -> dict[str, Any]:
        """Its own Python asks: kind → milliseconds by the clock and of processor, one of each a query; and the memory of that."""
        script = Path(__file__).with_name("recoll_asking.py")
        done = subprocess.run(
            [RECOLL_PYTHON, str(script), str(self.folder), str(rounds)], input=json.dumps(asked), capture_output=True,
            text=True, check=True, env=_environment(self.folder),
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def configure(folder: Path, files: Path) -> None:
    """A configuration of Recoll's own that indexes one folder."""
    folder.mkdir(parents=True)
    told = {"topdirs": files.resolve(), "indexstemminglanguages": "english", "loglevel": 2}
    (folder / "recoll.conf").write_text("".join(f"{name} = {value}\n" for name, value in told.items()), "utf-8")


def recollindex(folder: Path) -> None:
    """Indexes what the configuration in the folder says."""
    subprocess.run(
        ["recollindex", "-c", str(folder)], check=True, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "HOME": str(folder), "TMPDIR": str(folder)}


ENGINES: dict[str, type[Engine]] = {
    "Waystation": Ours, "SQLite FTS5": Fts, "tantivy": Tantivy, "Recoll": Recoll, "stock Whoosh": Whoosh,
}  # fmt: skip


def missing() -> dict[str, str]:
    """Engine → how to add it, for those that are not installed."""
    found = {}
    if importlib.util.find_spec("tantivy") is None:
        found["tantivy"] = TANTIVY_MISSING
    asking = [RECOLL_PYTHON, "-c", "import recoll.recoll"]
    if shutil.which("recollindex") is None or subprocess.run(asking, capture_output=True, check=False).returncode:
        found["Recoll"] = RECOLL_MISSING
    return found
