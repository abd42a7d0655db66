"""The readers that operations use: importers behind a process seam, and one file through them."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from archive.base.errors import Invalid
from archive.importers.charsets import codec_name
from archive.model.article import Imported, Source
from archive.model.protocols import ReaderPool

if TYPE_CHECKING:
    from archive.confinement.pool import Pool


def readers(count: int | None = None, *, own_group: bool = True) -> "Pool":
    """A pool of reader processes, at most one for each processor by default; the caller closes it. See `Pool` for `own_group`."""
    from archive.confinement.pool import command  # here: a window that opens needs neither

    return pool_class()(command("archive.importers.worker", "import"), readers=count, own_group=own_group)


def pool_class() -> "type[Pool]":
    """What the pools are of."""
    from archive.confinement.pool import Pool

    return Pool


def read_one(source: Source, pool: ReaderPool | None) -> Imported:
    """What the importers make of one source, in the given pool or one that is started for it."""
    with ExitStack() as stack:
        pool = pool or stack.enter_context(readers(1))
        return next(iter(pool.read(iter([source]))))[1]


def require_encoding(encoding: str | None) -> None:
    """Raises Invalid when a person named an encoding that does not exist."""
    if encoding is not None and codec_name(encoding) is None:
        raise Invalid(f"“{encoding}” is not the name of a text encoding.", "Try utf-8, cp949, cp1252 or utf-16-le.")
