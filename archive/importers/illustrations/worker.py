"""The process that takes pictures out of files, behind the same pipe as the importers. Started by `archive.confinement.pool`."""

from archive.confinement.worker import serve

from .fetching import read


def main(argv: list[str] | None = None) -> int:
    """Serves until the pipe closes; takes no arguments."""
    serve(read)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
