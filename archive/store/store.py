"""The store: one repository for each table family, over one archive file. The only code that speaks the archive's SQL."""

from pathlib import Path

from .articles import Articles
from .chunks import Chunks
from .connection import Connections
from .editions import Editions
from .groups import Collections, Searches, Tags
from .journal import Facts, Journal
from .originals import Originals
from .outbox import OutboxTable


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

    @property
    def path(self) -> Path:
        return self.connections.path
