"""Takes the pictures of `docs/pictures` anew: `make pictures`. The archive is the starter collection, coded by two authors.

Words are looked for in the starter's texts; a passage that is gone there is an error, so that no picture shows less in silence.
"""

import os
import sys
import tempfile
from pathlib import Path

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import annotate, browse, examples, extracting, maintain, starters

OUT = Path(__file__).parents[1] / "docs" / "pictures"
MINA, JUN = "Mina", "Jun"
ROUTES = "The ways out"
CODED = (
    ("almost nobody crosses it", "border control", "", MINA),
    ("too heavily guarded", "border control/guards and fences", "Both sources say so.", MINA),
    (
        "One soldier who ran across in November 2017 appears in both",
        "route/sea and front line",
        "Compare the two.",
        JUN,
    ),
    ("shot five times", "border control/guards and fences", "", JUN),
    ("going north, over the Yalu or the Tumen into China", "route/river", "", MINA),
    ("China regards those who come as illegal migrants and not as refugees", "policy/china", "", MINA),
    ("sends back those whom it catches", "repatriation", "How many?", MINA),
    ("From the northern border across the whole of China", "route/china", "", MINA),
    ("Laos or Thailand", "route/southeast asia", "", JUN),
)
OVERLAPPING, TAGS = 12, ("policy", "testimony", "surveillance", "route", "repatriation", "brokers and cost")
# Name of the picture, the view, theme, the beginning of the article's title or None, words.
PICTURES = (
    ("library-light", "library", "light", ROUTES, ""),
    ("library-sepia", "library", "sepia", ROUTES, ""),
    ("library-dark", "library", "dark", ROUTES, ""),
    ("search-light", "search", "light", None, "river"),
    ("reader-light", "reader", "light", ROUTES, ""),
    ("reader-sepia", "reader", "sepia", "남쪽에", ""),
    ("reader-dark", "reader", "dark", ROUTES, ""),
    ("passages-reader-light", "passages-reader", "light", ROUTES, ""),
    ("overlaps-light", "passages-reader", "light", "Why fewer", ""),
    ("overlaps-sepia", "passages-reader", "sepia", "Why fewer", ""),
    ("overlaps-dark", "passages-reader", "dark", "Why fewer", ""),
    ("passages-light", "passages", "light", None, ""),
    ("codebook-dark", "codebook", "dark", None, "route/river"),
    ("timeline-light", "timeline", "light", None, ""),
    ("timeline-dark", "timeline-card", "dark", None, ""),
    ("statistics-light", "statistics", "light", None, "people"),
    ("statistics-sepia", "statistics-coding", "sepia", None, ""),
    ("statistics-dark", "statistics-language", "dark", None, ""),
)


def titles_of(archive: Archive) -> dict[str, ArticleId]:
    """{title: article} of all of them."""
    return {hit.article.title or "": hit.article.id for hit in browse.page(archive)}


def code(archive: Archive) -> None:
    """Passages of two authors in one article, and twelve that overlap in another."""
    starters.add_starter(archive, "north-korea")
    found = titles_of(archive)
    routes = next(number for title, number in found.items() if title.startswith(ROUTES))
    for words, tag, note, author in CODED:
        start, end = annotate.find_quote(archive, routes, words)
        passage, _ = annotate.mark(archive, routes, start, end, tags=[tag], note=note, author=author)
        if tag == "route/river":
            examples.choose(archive, tag, passage.uid)
    fewer = next(number for title, number in found.items() if title.startswith("Why fewer"))
    start, _ = annotate.find_quote(archive, fewer, "The Korea Economic Institute of America")
    for number in range(OVERLAPPING):
        first = start + 12 * number
        author = JUN if number % 2 else MINA
        annotate.mark(
            archive, fewer, first, first + 60 + 23 * (number % 5), tags=[TAGS[number % len(TAGS)]], author=author
        )
    extracting.settle(archive)
    archive.index.catch_up()


def main() -> None:
    """Makes the archive in a folder of its own, and takes every picture, or those that are named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.capture import capture

    with tempfile.TemporaryDirectory() as folder:
        os.environ["WAYSTATION_HOME"] = folder
        os.environ["WAYSTATION_AUTHOR"] = MINA
        path = Path(folder) / "Library.waystation"
        with maintain.create(path, starter=True) as archive:
            code(archive)
            titles = titles_of(archive)
        for name, view, theme, title, words in PICTURES:
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            article = next((number for each, number in titles.items() if title and each.startswith(title)), None)
            capture(view, OUT / f"{name}.png", archive=path, article=article, theme=theme, query=words)
            print(name)


if __name__ == "__main__":
    main()
