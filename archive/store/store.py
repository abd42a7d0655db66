"""The store: one repository for each table family, over one archive file. The only code that speaks the archive's SQL."""

from typing import TYPE_CHECKING

from archive.base.errors import NotAnArchive
from archive.base.late import late

from .articles import Articles
from .chunks import Chunks
from .codebook import Codebook
from .connection import Connections
from .duplicates import Duplicates
from .editions import Editions
from .groups import Collections, Searches, Tags
from .journal import Facts, Journal
from .memos import Memos
from .originals import Originals
from .outbox import OutboxTable
from .passages import Passages
from .series import SeriesTable

# What the first list does not ask for is imported when it is asked for: most of it brings NumPy along.
if TYPE_CHECKING:
    from .columns import ColumnReader
    from .comparisons import Comparisons
    from .events import Events
    from .exchange import ExchangeTables
    from .exporting import ExportTables
    from .extraction import Extraction
    from .figure_columns import FigureColumnReader
    from .figures import Figures
    from .ledger import Draft
    from .lexicon import LexiconTable
    from .mentions import Mentions
    from .origins import Origins
    from .review import ReviewTable
    from .statistics import Counting
    from .taught import TaughtTable


class Store:
    """The repositories. Every method runs in the calling thread's transaction, or else on its read connection."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.facts = Facts(connections)
        self.journal = Journal(connections)
        self.outbox = OutboxTable(connections)
        self.chunks = Chunks(connections)
        self.originals = Originals(connections)
        self.collections = Collections(connections)
        self.tags = Tags(connections, self.outbox)
        self.searches = Searches(connections)
        self.articles = Articles(connections, self.outbox, self.collections, self.tags)
        self.editions = Editions(connections, self.outbox)
        self.passages = Passages(connections)
        self.codebook = Codebook(connections)
        self.memos = Memos(connections)
        self.series = SeriesTable(connections)
        self.duplicates = Duplicates(connections)

    @late
    def columns(self) -> "ColumnReader":
        from .columns import ColumnReader

        return ColumnReader(self.connections)

    @late
    def mentions(self) -> "Mentions":
        from .mentions import Mentions

        return Mentions(self.connections, self.columns)

    @late
    def events(self) -> "Events":
        from .events import Events

        return Events(self.connections, self.mentions)

    @late
    def figure_columns(self) -> "FigureColumnReader":
        from .figure_columns import FigureColumnReader

        return FigureColumnReader(self.connections)

    @late
    def counting(self) -> "Counting":
        from .statistics import Counting

        return Counting(self.connections)

    @late
    def figures(self) -> "Figures":
        from .figures import Figures

        return Figures(self.connections, self.figure_columns, self.counting)

    @late
    def lexicon(self) -> "LexiconTable":
        from .lexicon import LexiconTable

        return LexiconTable(self.connections)

    @late
    def comparisons(self) -> "Comparisons":
        from .comparisons import Comparisons

        return Comparisons(self.connections)

    @late
    def exporting(self) -> "ExportTables":
        from .exporting import ExportTables

        return ExportTables(self.connections)

    @late
    def review(self) -> "ReviewTable":
        from .review import ReviewTable

        return ReviewTable(self.connections)

    @late
    def taught(self) -> "TaughtTable":
        from .taught import TaughtTable

        return TaughtTable(self.connections)

    @late
    def origins(self) -> "Origins":
        from .origins import Origins

        return Origins(self.connections)

    @late
    def exchange(self) -> "ExchangeTables":
        from .exchange import ExchangeTables

        return ExchangeTables(self.connections)

    @late
    def extraction(self) -> "Extraction":
        from .extraction import Extraction

        return Extraction(self.connections, self.columns, self.figure_columns)

    def draft(self) -> "Draft":
        """What an act on passages, tags, memos, events or figures writes its rows with, inside the transaction under way."""
        from .ledger import Draft

        return Draft(self.connections, self.outbox)

    def integrity(self) -> list[str]:
        """What SQLite itself finds wrong with the file, as sentences; reads all of it."""
        try:
            rows = self.connections.rows("PRAGMA integrity_check(20)")
            faults = [
                line for row in rows for line in row[0].splitlines() if line != "ok" and not line.startswith("***")
            ]
            found = [f"SQLite reports: {fault}." for fault in faults]
            found += [f"SQLCipher reports: {fault}." for fault in self.connections.pages_altered()]
            for row in self.connections.rows("PRAGMA foreign_key_check"):
                found.append(f"A row of {row[0]} refers to one of {row[2]} that is not there.")
        except NotAnArchive as error:
            return [error.what]
        return found
