"""Chunks: the index's segment files, kept in the archive file and written in the archive's own transactions."""

from collections.abc import Sequence

from .connection import Connections

_CHUNK_BYTES = 256 << 10


class Chunks:
    """The tables `index_files` and `index_chunks` (`archive.model.protocols.ChunkStore`)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def names(self) -> Sequence[str]:
        """The names of all files, oldest first."""
        return [row[0] for row in self._connections.rows("SELECT name FROM index_files ORDER BY id")]

    def get(self, name: str) -> tuple[bytes, bytes]:
        """The content and MAC of a file; raises KeyError when there is none."""
        with self._connections.snapshot():
            file = self._connections.row("SELECT id, mac FROM index_files WHERE name = ?", (name,))
            if file is None:
                raise KeyError(name)
            parts = self._connections.rows("SELECT data FROM index_chunks WHERE file = ? ORDER BY part", (file["id"],))
        return b"".join(part[0] for part in parts), file["mac"]

    def part(self, name: str, number: int) -> bytes:
        """One of the parts that a file was put in, from 0; raises KeyError when there is none."""
        row = self._connections.row(
            "SELECT data FROM index_chunks WHERE file = (SELECT id FROM index_files WHERE name = ?) AND part = ?",
            (name, number),
        )
        if row is None:
            raise KeyError(name)
        return bytes(row[0])

    def put(self, name: str, data: bytes, mac: bytes, part_bytes: int | None = None) -> None:
        """Adds a file, inside the transaction under way; in parts of so many bytes, if they are to be read one by one."""
        self._insert(name, data, mac, part_bytes or _CHUNK_BYTES)
        self._bump()

    def put_beside(self, name: str, data: bytes, mac: bytes) -> None:
        """Puts a file, in the place of one of that name, inside the transaction under way; the generation stays."""
        self._connections.change("DELETE FROM index_files WHERE name = ?", (name,))
        self._insert(name, data, mac, _CHUNK_BYTES)

    def _insert(self, name: str, data: bytes, mac: bytes, part_bytes: int) -> None:
        file = self._connections.insert("index_files", {"name": name, "mac": mac})
        view = memoryview(data)
        for part, start in enumerate(range(0, len(data), part_bytes)):
            self._connections.change(
                "INSERT INTO index_chunks(file, part, data) VALUES (?, ?, ?)",
                (file, part, view[start : start + part_bytes]),
            )

    def delete(self, name: str) -> None:
        """Drops a file, inside the transaction under way; no error when there is none."""
        self._connections.change("DELETE FROM index_files WHERE name = ?", (name,))
        self._bump()

    def clear(self) -> None:
        """Drops every file, inside the transaction under way."""
        self._connections.change("DELETE FROM index_files")
        self._bump()

    def generation(self) -> int:
        """A number that changes whenever any file was put or deleted, by whichever process."""
        return int(self._connections.value("SELECT value FROM facts WHERE key = 'index-generation'"))

    def _bump(self) -> None:
        self._connections.change("UPDATE facts SET value = value + 1 WHERE key = 'index-generation'")
