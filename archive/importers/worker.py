"""The reader process: the importers behind a pipe. Started by `archive.confinement.pool`, never by a person."""

from archive.confinement.worker import serve
from archive.model.picture import Picture

from .language import language
from .registry import read

_ENGLISH = "Enough words for the model of languages to be loaded."


def _draw(data: bytes, page: int, width: int) -> Picture:
    from .pdf import page_picture  # here: most readers never draw a page

    return page_picture(data, page, width)


def main(argv: list[str] | None = None) -> int:
    """Serves until the pipe closes; takes no arguments."""
    serve(read, draw=_draw, prepare=lambda: language(_ENGLISH))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
