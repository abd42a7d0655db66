"""How well pages are read: body kept, boilerplate set aside, metadata right. For the shared corpus and for our own pages.

    python -m tests.benchmarks.layouts            all of them, as a table
    python -m tests.benchmarks.layouts --list     and every line that went wrong

The pages in `tests/data/layouts` were written before the rules were measured on them; the second ones, by a reader who
had not seen the rules at all.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.importers import registry
from archive.model.article import Imported, Source

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "data" / "layouts"
BULLET = re.compile(r"^[-*•‣◦▪▸○●■□·]\s+")  # stands as the block's kind, not as a word of the text
BODY, FIELDS = {"body", "heading"}, ("title", "byline", "publisher", "republisher", "published")


@dataclass
class Score:
    """Counts over some pages; `wrong` says what went wrong, for a person."""

    kept: int = 0
    body: int = 0
    aside: int = 0
    boilerplate: int = 0
    others_kept: int = 0
    others: int = 0
    fields_right: int = 0
    fields: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """One row of the table."""
        return (
            f"| {name} | {self.kept}/{self.body} | {self.aside}/{self.boilerplate} | {self.others_kept}/{self.others} "
            f"| {self.fields_right}/{self.fields} |"
        )


def read(path: Path) -> Imported:
    """Reads a page as an import would, without the child process."""
    return registry.read(Source(path.read_bytes(), path.name, str(path)))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def score_lines(read_page: Imported, lines: Sequence[Mapping[str, Any]], name: str, score: Score) -> None:
    """Adds the labelled lines of a plain text page: body and heading, boilerplate (and alt texts), everything else."""
    assert read_page.text is not None and read_page.decoded is not None, read_page.error
    kept = _covered(block.source for block in read_page.text.blocks)
    whole = _squeeze(read_page.text.text)
    for line in lines:
        words = _squeeze(read_page.decoded[line["start"] : line["end"]])
        spots = [spot for spot in range(line["start"], line["end"]) if not read_page.decoded[spot].isspace()]
        inside = sum(spot in kept for spot in spots) >= 0.99 * len(spots)
        if line["label"] in {"boilerplate", "image_alt"}:
            score.boilerplate += 1
            good = not any(spot in kept for spot in spots)
            score.aside += good
        elif line["label"] in BODY:
            score.body += 1
            good = inside and BULLET.sub("", words) in whole
            score.kept += good
        else:
            score.others += 1
            good = inside
            score.others_kept += good
        if not good:
            score.wrong.append(f"{name}: {line['label']}: {words[:90]}")


def _covered(spans: Iterator[tuple[int, int]]) -> set[int]:
    return {spot for start, end in spans for spot in range(start, end)}


def score_fields(page: Imported, wanted: Mapping[str, Sequence[Any]], name: str, score: Score) -> None:
    """Adds the metadata; `wanted` gives the acceptable values of each field."""
    found = page.metadata
    for key, accepted in wanted.items():
        value: Any = getattr(found, key)
        value = list(value) or None if key == "byline" else value
        score.fields += 1
        if value in accepted:
            score.fields_right += 1
        else:
            score.wrong.append(f"{name}: {key}: {value!r}, wanted one of {list(accepted)!r}")


def corpus(shared: Path) -> Score:
    """The five saved articles against their gold."""
    score = Score()
    for item in json.loads((shared / "gold" / "gold_meta.json").read_text(encoding="utf-8"))["items"]:
        page = read(shared / "corpus" / item["file"])
        score_lines(page, item["lines"], item["file"], score)
        authors = [item["author"], *item.get("author_alt", [])]
        wanted: dict[str, Sequence[Any]] = {
            "title": [item["title"], *item.get("title_alt", [])],
            "byline": [None if author is None else [author] for author in authors],
            "publisher": [item["publisher"], *item.get("publisher_alt", [])],
            "republisher": [item.get("republisher")],
            "published": [item["published"]],
        }
        score_fields(page, wanted, item["file"], score)
    return score


def text_pages(gold: str = "text.json") -> Score:
    """Our own plain text pages; `gold` is the file in `tests/data/layouts` that labels them."""
    score = Score()
    for item in json.loads((PAGES / gold).read_text(encoding="utf-8")):
        page = read(PAGES / item["file"])
        score_lines(page, item["lines"], item["file"], score)
        score_fields(page, {key: item["accept"][key] for key in FIELDS}, item["file"], score)
    return score


def html_pages(gold: str = "html.json") -> Score:
    """Our own HTML pages: sentences to keep, lines of dates, names and captions that stay, and sentences to set aside."""
    score = Score()
    for item in json.loads((PAGES / gold).read_text(encoding="utf-8")):
        page = read(PAGES / item["file"])
        assert page.text is not None, page.error
        whole = _squeeze(page.text.text)
        for words in item["keep"]:
            score.body += 1
            score.kept += (good := words in whole)
            score.wrong += [] if good else [f"{item['file']}: lost: {words[:90]}"]
        for words in item.get("stay", ()):
            score.others += 1
            score.others_kept += (good := words in whole)
            score.wrong += [] if good else [f"{item['file']}: lost beside the body: {words[:90]}"]
        blocks = [_squeeze(page.text.text[block.start : block.end]) for block in page.text.blocks]
        for words in item["drop"]:
            score.boilerplate += 1
            score.aside += (good := not any(words in block for block in blocks))
            score.wrong += [] if good else [f"{item['file']}: kept: {words[:90]}"]
        score_fields(page, {key: item["accept"][key] for key in FIELDS}, item["file"], score)
    return score


def main() -> None:
    """Prints the table."""
    scores = {
        "our text pages": text_pages(),
        "our HTML pages": html_pages(),
        "second text pages": text_pages("text-2.json"),
        "second HTML pages": html_pages("html-2.json"),
    }
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        scores = {"shared corpus": corpus(shared)} | scores
    print("| pages | body kept | boilerplate set aside | other lines kept | metadata |\n|---|---|---|---|---|")
    for name, score in scores.items():
        print(score.line(name))
    if "--list" in sys.argv:
        for score in scores.values():
            print("\n".join(score.wrong))


if __name__ == "__main__":
    main()
