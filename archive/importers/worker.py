"""The reader process: the importers behind a pipe. Started by `archive.confinement.pool`, never by a person."""

from archive.confinement.worker import serve

from .registry import read


def main(argv: list[str] | None = None) -> int:
    """Serves until the pipe closes; takes no arguments."""
    serve(read)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
