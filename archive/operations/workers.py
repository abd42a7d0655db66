"""The hidden routes of a frozen program, which starts itself where a source tree would start `python -m`."""

from collections.abc import Sequence

from archive.base.errors import Invalid


def serve(name: str, arguments: Sequence[str]) -> int:
    """Becomes the named worker process until its parent lets go, and gives its exit code; raises Invalid for another name.

    `import` reads foreign files (archive.importers.worker), `index` writes the search index (archive.operations.indexing), `sealed`
    becomes another program (archive.confinement.sealed), `pictures` takes pictures out of files (archive.importers.illustrations.worker),
    `pages` brings pages of an archive under another key (archive.operations.rekeying_mate), `take` imports for a window
    (archive.operations.importing).
    """
    if name == "import":
        from archive.importers.worker import main as serve_import

        return serve_import(list(arguments))
    if name == "index":
        from archive.operations.indexing import main as serve_index

        return serve_index(list(arguments))
    if name == "sealed":
        from archive.confinement.sealed import main as become

        return become(list(arguments))
    if name == "pictures":
        from archive.importers.illustrations.worker import main as serve_pictures

        return serve_pictures(list(arguments))
    if name == "pages":
        from archive.operations.rekeying_mate import main as serve_pages

        return serve_pages(list(arguments))
    if name == "take":
        from archive.operations.importing import main as serve_window

        return serve_window(list(arguments))
    raise Invalid(f"There is no worker called {name}.", "Workers are started by Waystation itself.")
