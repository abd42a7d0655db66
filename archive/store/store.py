"""The store: one repository for each table family, over one archive file. The only code that speaks the archive's SQL."""

from archive.base.errors import NotAnArchive

from .articles import Articles
from .chunks import Chunks
from .codebook import Codebook
from .columns import ColumnReader
from .comparisons import Comparisons
from .connection import Connections
from .duplicates import Duplicates
from .editions import Editions
from .events import Events
from .exchange import ExchangeTables
from .exporting import ExportTables
from .extraction import Extraction
from .figure_columns import FigureColumnReader
from .figures import Figures
from .groups import Collections, Searches, Tags
from .journal import Facts, Journal
from .ledger import Draft
from .lexicon import LexiconTable
from .memos import Memos
from .mentions import Mentions
from .originals import Originals
from .origins import Origins
from .outbox import OutboxTable
from .passages import Passages
from .review import ReviewTable
from .series import SeriesTable
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
        self.columns = ColumnReader(connections)
        self.mentions = Mentions(connections, self.columns)
        self.events = Events(connections, self.mentions)
        self.figure_columns = FigureColumnReader(connections)
        self.counting = Counting(connections)
        self.figures = Figures(connections, self.figure_columns, self.counting)
        self.series = SeriesTable(connections)
        self.lexicon = LexiconTable(connections)
        self.comparisons = Comparisons(connections)
        self.exporting = ExportTables(connections)
        self.review = ReviewTable(connections)
        self.taught = TaughtTable(connections)
        self.duplicates = Duplicates(connections)
        self.origins = Origins(connections)
        self.exchange = ExchangeTables(connections)
        self.extraction = Extraction(connections, self.columns, self.figure_columns)

    def draft(self) -> Draft:
        """What an act on passages, tags, memos, events or figures writes its rows with, inside the transaction under way."""
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
