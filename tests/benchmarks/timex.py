"""How well dates are read, against sentences and against annotations made by hand.

python -m tests.benchmarks.timex sentences [--errors] [--held-out | --wire | --press]  scores `tests/data/timex/sentences.json`, or another set
python -m tests.benchmarks.timex predictions --archive FILE      what the archive's timeline has found, for score_timex.py

The second prints `{name of the original: [{start, end, type, value}]}`, positions counted in the decoded original, from
what `timeline --json` and `article ID --json` tell of each article:
    python -m tests.benchmarks.timex predictions --archive FILE > found.json && python score_timex.py found.json
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.positions import Unlike, in_original
from tests.benchmarks.timex_score import Score, compare, gold_of

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests" / "data" / "timex" / "sentences.json"
# A second set, by another hand: nobody mends rules by its errors.
HELD_OUT = SENTENCES.with_name("held-out.json")
# News of 1989 to 2005, valued after the rules and before they were mended by it.
WIRE = SENTENCES.with_name("wire.json")
# Varied news of 1985 to 2022, valued in the same way later.
PRESS = SENTENCES.with_name("press.json")


def main() -> None:
    """Runs the command that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sentences = commands.add_parser("sentences")
    sentences.add_argument("--errors", action="store_true", help="each expression that was missed, invented or misread")
    sentences.add_argument("--held-out", action="store_true", help="the second set, which no rule is mended by")
    sentences.add_argument("--wire", action="store_true", help="the third set: news agencies of 1989 to 2005")
    sentences.add_argument("--press", action="store_true", help="the fourth set: varied news of 1985 to 2022")
    predictions = commands.add_parser("predictions")
    predictions.add_argument("--archive", type=Path, required=True)
    given = parser.parse_args()
    if given.command == "sentences":
        chosen = [(given.held_out, HELD_OUT), (given.wire, WIRE), (given.press, PRESS), (True, SENTENCES)]
        _sentences(given.errors, next(file for wanted, file in chosen if wanted))
    else:
        json.dump(found_in(given.archive), sys.stdout, ensure_ascii=False, indent=1)
        print()


def read(sentence: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the rules read from one sentence, as a paragraph by itself."""
    from archive.extraction import dates
    from archive.model.article import Block, BlockKind

    text = sentence["text"]
    block = Block(BlockKind.PARAGRAPH, 0, len(text), (0, len(text)))
    found = dates.read(text, [block], published=sentence["published"], language=sentence["language"])
    return [{"start": each.start, "end": each.end, "type": each.type.value, "value": each.value} for each in found]


def _sentences(with_errors: bool, file: Path) -> None:
    total, groups = Score(), dict[str, Score]()
    for sentence in json.loads(file.read_text(encoding="utf-8"))["sentences"]:
        score = compare(sentence["id"], sentence["text"], gold_of(sentence), read(sentence))
        if with_errors:
            for error in score.errors:
                print(error)
        for name in ("language " + sentence["language"], "kind " + sentence["kind"]):
            groups[name] = groups.get(name, Score()) + score
        total += score
    for name in sorted(groups, key=lambda name: (not name.startswith("language"), name)):
        print(groups[name].line(name))
    print(total.line("all"))


def found_in(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """By name of the original: the expressions of the timeline, at their place in the decoded original."""
    rows = _asked(archive, "timeline")
    return {
        Path(article["original"]["name"]).name: predictions(rows, article, original)
        for article, original in _articles(archive)
    }


def predictions(rows: Sequence[Mapping[str, Any]], article: Mapping[str, Any], original: str) -> list[dict[str, Any]]:
    """Those of `rows` (of `timeline --json`) that stand in `article`, as score_timex.py takes them."""
    found = []
    for row in rows:
        if row["article"] != article["id"] or row["start"] is None:
            continue
        try:
            place = in_original(row["start"], row["end"], article["text"], article["blocks"], original)
        except Unlike as error:
            print(f"Left out of article {article['id']}: {row['exact']} ({error})", file=sys.stderr)
            continue
        if place is not None:
            found.append({"start": place[0], "end": place[1], "type": row["type"], "value": row["value"]})
    return sorted(found, key=lambda each: (each["start"], each["end"]))


def _articles(archive: Path) -> Iterable[tuple[Mapping[str, Any], str]]:
    from archive.importers.encodings import decode

    for row in _asked(archive, "articles"):
        article = _asked(archive, "article", str(row["id"]))
        data = _ran(archive, "article", str(row["id"]), "--original", "-")
        yield article, decode(data, override=article["encoding"]).text


def _asked(archive: Path, *arguments: str) -> Any:
    return json.loads(_ran(archive, *arguments, "--json"))


def _ran(archive: Path, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "archive", "--archive", str(archive.resolve()), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


if __name__ == "__main__":
    main()
