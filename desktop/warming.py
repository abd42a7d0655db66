"""What is read and imported once the window stands, so that the first opening of a view waits neither for disk nor for imports."""

from importlib import import_module

from archive.archive import Archive
from archive.base import memory
from archive.base.progress import Progress
from archive.operations import annotate

# What a first mark, search or suggestion needs.
_ACTS = (
    "archive.annotation.anchors",
    "archive.operations.find",
    "archive.operations.extracting",
    "archive.operations.coding",
    "archive.operations.recognising",
)
_VIEWS = (
    *("passages", "codebook", "timeline"),
    *("statistics.figures", "statistics.collection", "statistics.coding", "statistics.language"),
)
_PAGES = (
    *("review", "history", "lexicon", "matching", "duplicates", "versions", "backups", "originals"),
    *("passages.agreement", "exports.export", "exports.redactions", "exports.verifying"),
    *("exchange.bundling", "exchange.merging", "exchange.conflicts"),
    *("preferences", "watched", "shortcuts", "about", "quickadd"),
)


def warm(archive: Archive, progress: Progress) -> None:
    """What is asked for soonest comes first; what was needed only meanwhile is given back. Raises Cancelled."""
    for name in _ACTS:
        import_module(name)
    from archive.operations import figures, statistics, timeline

    annotate.passage_ids(archive)
    timeline.warm(archive)
    for name in _VIEWS:
        import_module(f"desktop.views.{name}")
    import_module("desktop.widgets.charts").load()
    publish = import_module("archive.operations.publish")
    publish.styles(), publish.formats()
    for name in _PAGES:
        import_module(f"desktop.views.{name}")
    figures.keep_columns(archive)
    statistics.statistics(archive)
    import_module("archive.operations.common_words").settle(archive, lambda: progress.cancelled)
    memory.give_back()
