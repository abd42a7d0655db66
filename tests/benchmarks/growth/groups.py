"""Which readings stand together, in tables and in pictures, and what they mean for a person at the keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.growth.readings import Readings


@dataclass(frozen=True, slots=True)
class Group:
    """Readings whose names are listed, or begin with `prefix`."""

    title: str
    meaning: str
    names: Sequence[str] = ()
    prefix: str = ""

    def held(self, readings: Readings) -> list[str]:
        """The names of this group that were read."""
        if self.prefix:
            return [name for name in readings.names() if name.startswith(self.prefix)]
        return [name for name in self.names if name in readings.names()]

    def short(self, name: str) -> str:
        """A name without what all of the group begin with."""
        return name.removeprefix(self.prefix)


TIMES = (
    Group(
        "Bringing in",
        "Files dropped on the window: `import` is how long until the last of them is saved and in the list, `index` until a search finds it, "
        "`dates and figures` until the timeline and the statistics know it, the rest until copies and contradicting figures are pointed "
        "out. All but `import` happens in the background. `one article until found`: a page pasted, until a search brings it; `one saved article`: from when it is saved.",
        (
            "import",
            "index",
            "dates and figures",
            "duplicates",
            "comparing figures",
            "one article until found",
            "one saved article until found",
        ),
    ),
    Group(
        "Searching: the best 20 with their passages, and all facets",
        "What passes between asking and having the answer, before anything is painted. A tenth of a second is felt as at once.",
        prefix="query: ",
    ),
    Group(
        "At the keyboard",
        "`start` is from starting the program until the window, or the list in it, is there; a `keystroke` in the search box until its hits are "
        "painted; an `article` from choosing it until its page is painted; a `frame` one step of scrolling the list (16 ms a frame looks "
        "smooth); `keystroke during an import`: the same while 500 files come in.",
        (
            "opening the archive file",
            "first search",
            "start until the window",
            "start until the list is painted",
            "keystroke until painted",
            "keystroke during an import",
            "article until painted",
            "frame of scrolling",
        ),
    ),
    Group(
        "Panels, the first time",
        "From choosing a view until all of it stands and nothing is under way, its code loaded in this. The window answers meanwhile.",
        prefix="panel: ",
    ),
    Group("Panels, again", "The same, coming back from the library.", prefix="panel again: "),
    Group(
        "Longest turn of the interface",
        "How long the window did not answer at most: above 50 ms a person may notice that letters come late.",
        prefix="longest turn: ",
    ),
    Group(
        "Taking out everything",
        "All passages (two an article), or all articles, in each format; one goes on working meanwhile.",
        prefix="export: ",
    ),
)
SIZES = Group(
    "Memory and size, MB",
    "Memory is the program's own share, with its helpers: how much of an old laptop's it takes. `archive` is the file on the disk, "
    "`index` the part of it that searches need, beside the `text` itself.",
    (
        "memory after searching", "memory of the window, settled", "memory of the window, used",
        "memory of the window, all panels", "text, MB", "index, MB", "archive, MB",
    ),
)  # fmt: skip
PEAKS = ("import", "index", "dates and figures", "duplicates", "comparing figures")

# What the program is to reach, at the largest collection measured: reading, in words, and the aim.
AIMS: Sequence[tuple[str, str, float]] = (
    ("query: all kinds", "ten kinds of query, 95th percentile, ms", 10),
    ("keystroke until painted", "keystroke until painted, 95th percentile, ms", 10),
    ("keystroke during an import", "the same during an import, ms", 10),
    ("one saved article until found", "one saved article until found, 95th percentile, ms", 30),
    ("start until the list is painted", "start until the list is painted, median, ms", 1_000),
    ("memory of the window, used", "memory of the running window, MB", 250),
)
INDEX_AIMS = (8_000, 70)  # articles a processor second, at least; % of the text's size, at most
