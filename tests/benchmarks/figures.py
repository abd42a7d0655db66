"""How well figures are read, against sentences valued by hand, and what is read from articles.

python -m tests.benchmarks.figures sentences [--errors] [--held-out | --articles | --blind | --third | --fourth]
                                                                     scores `tests/data/figures/sentences.json`, or another set
python -m tests.benchmarks.figures predictions FILE…                 what is read from articles, for score_figures.py

The second prints `{name: [{start, end, value, min, max, unit, bound, period, …}]}`, positions counted in the decoded original.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.model.article import Block, BlockKind
from archive.model.figure import Bound, NumericClaim
from tests.benchmarks.figures_score import Score, compare
from tests.benchmarks.positions import in_original

SENTENCES = Path(__file__).parents[2] / "tests" / "data" / "figures" / "sentences.json"
# A second set, on other subjects: nobody mends rules by its errors.
HELD_OUT = SENTENCES.with_name("held-out.json")
ARTICLES = SENTENCES.with_name("articles.json")
BLIND = SENTENCES.with_name("blind-articles.json")
THIRD = SENTENCES.with_name("third-articles.json")
FOURTH = SENTENCES.with_name("fourth-articles.json")


def main() -> None:
    """Runs the command that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sentences = commands.add_parser("sentences")
    sentences.add_argument("--errors", action="store_true", help="each figure that was missed, invented or misread")
    sentences.add_argument("--held-out", action="store_true", help="the second set, which no rule is mended by")
    sentences.add_argument("--articles", action="store_true", help="whole articles")
    sentences.add_argument("--blind", action="store_true", help="the second set of whole articles")
    sentences.add_argument("--third", action="store_true", help="the third set of whole articles")
    sentences.add_argument("--fourth", action="store_true", help="the fourth set of whole articles")
    sentences.add_argument("--language", choices=("en", "ko"))
    predictions = commands.add_parser("predictions")
    predictions.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    if given.command == "sentences":
        chosen = [
            (given.held_out, HELD_OUT), (given.articles, ARTICLES), (given.blind, BLIND), (given.third, THIRD),
            (given.fourth, FOURTH), (True, SENTENCES),
        ]  # fmt: skip
        _sentences(given.errors, next(file for wanted, file in chosen if wanted), given.language)
    else:
        json.dump({file.name: found_in(file) for file in given.files}, sys.stdout, ensure_ascii=False, indent=1)
        print()


def read(text: str, published: str | None) -> list[NumericClaim]:
    """What the rules read from a sentence or an article, a paragraph a line."""
    return _read(text, _paragraphs(text), published)


def _paragraphs(text: str) -> list[Block]:
    lines = [found.span() for found in re.finditer(r"[^\n]+", text)]
    return [Block(BlockKind.PARAGRAPH, start, end, (start, end)) for start, end in lines]


def _read(text: str, blocks: Sequence[Block], published: str | None) -> list[NumericClaim]:
    from archive.extraction import dates, figures

    times = dates.read(text, blocks, published=published, language=None)
    return figures.read(text, blocks, times=times, published=published, language=None)


def _sentences(with_errors: bool, file: Path, language: str | None) -> None:
    total, groups = Score(), dict[str, Score]()
    for sentence in json.loads(file.read_text(encoding="utf-8")):
        if language not in (None, sentence["lang"]):
            continue
        score = compare(sentence, read(sentence["text"], sentence["published"]))
        if with_errors:
            for error in score.errors:
                print(error)
        group = "language " + sentence["lang"]
        groups[group] = groups.get(group, Score()) + score
        total += score
    for name in sorted(groups):
        print(groups[name].line(name))
    print(total.line("all"))


def found_in(file: Path) -> list[dict[str, Any]]:
    """The figures of the article in the file, at their place in the decoded original; without derived ones."""
    from archive.importers import plain
    from archive.model.article import Source

    made = plain.read(Source(name=file.name, data=file.read_bytes()))
    assert made.text is not None and made.decoded is not None
    blocks = [{"start": block.start, "end": block.end, "source": block.source} for block in made.text.blocks]
    published = made.metadata.published
    found = []
    for claim in _read(made.text.text, made.text.blocks, published):
        place = in_original(claim.start, claim.end, made.text.text, blocks, made.decoded)
        if place is not None and not claim.derived:
            found.append({"start": place[0], "end": place[1]} | _told(claim, made.text.text))
    return found


def _told(claim: NumericClaim, text: str) -> Mapping[str, Any]:
    words = {name: text[slice(*span)] if span else None for name, span in (("counted", claim.counted), ("place", claim.place), ("source", claim.source))}  # fmt: skip
    ends = claim.period.split("/") if claim.period else []
    return {
        "value": claim.value, "min": claim.least, "max": claim.most, "unit": claim.unit, "kind": claim.kind.value,
        "bound": _bound(claim, text),
        "period": [ends[0], ends[-1]] if ends else None, "key": claim.counted_key, "level": claim.level.value,
    } | words  # fmt: skip


def _bound(claim: NumericClaim, text: str) -> str:
    """The reader's name of a bound: "some" is told from "about", ranges are called approximate."""
    if claim.bound is Bound.ABOUT and text[claim.start : claim.end].lower().startswith("some "):
        return "some"
    return "range_approx" if claim.bound is Bound.RANGE else claim.bound.value


if __name__ == "__main__":
    main()
