"""What articles' figures say of each other, held against pairs told by hand.

python -m tests.benchmarks.figure_findings [--blind | --third | --fourth] [--others]      the first set of whole articles, or another

A pair is found when one finding of its kind names figures that touch both; a pair that is not comparable is wrongly flagged when a
finding of any kind does. `--others` prints the findings that no pair tells of, for a person to judge.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from archive.extraction import series
from archive.extraction.findings import findings
from archive.model.figure import Figure, FigureStatus, Finding, NumericClaim
from archive.model.ids import ArticleId, EditionId, FigureId, Uid
from tests.benchmarks.figures import ARTICLES, BLIND, FOURTH, THIRD, read
from tests.benchmarks.figures_score import number_span

PAIRS = {
    ARTICLES: ARTICLES.with_name("article-findings.json"), BLIND: ARTICLES.with_name("blind-findings.json"),
    THIRD: ARTICLES.with_name("third-findings.json"), FOURTH: ARTICLES.with_name("fourth-findings.json"),
}  # fmt: skip


def main() -> None:
    """Runs the command that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blind", action="store_true", help="the second set")
    parser.add_argument("--third", action="store_true", help="the third set")
    parser.add_argument("--fourth", action="store_true", help="the fourth set")
    parser.add_argument("--others", action="store_true", help="findings that no pair tells of")
    given = parser.parse_args()
    file = BLIND if given.blind else THIRD if given.third else FOURTH if given.fourth else ARTICLES
    articles = json.loads(file.read_text(encoding="utf-8"))
    pairs = json.loads(PAIRS[file].read_text(encoding="utf-8"))
    scored = Scored(articles, pairs)
    for line in scored.lines(given.others):
        print(line)


class Scored:
    """The findings of a set of articles beside the pairs told of them."""

    def __init__(self, articles: Sequence[Mapping[str, Any]], pairs: Sequence[Mapping[str, Any]]) -> None:
        self.figures: dict[str, Figure] = {}
        self.names: dict[str, str] = {}
        for number, article in enumerate(articles, 1):
            claims = read(article["text"], article["published"])
            told = {
                figure_of(number, at, claim, article).uid: figure_of(number, at, claim, article)
                for at, claim in enumerate(claims)
            }
            self.figures.update(told)
            self.names.update(_named(article, told, claims))
        self.pairs = pairs
        self.found = findings(list(self.figures.values()))
        self._touched = [{self.names.get(uid, "") for uid in finding.figures} for finding in self.found]

    def held(self, kind: str) -> tuple[list[str], list[str]]:
        """Pairs of the kind that a finding of it tells, and the others with what tells of them instead."""
        right, missed = [], []
        for pair in self.pairs:
            if pair["kind"] != kind:
                continue
            kinds = {finding.kind.value for finding, _ in self._of(pair)}
            told = f"{' '.join(pair['figures'])}: {pair['why']}"
            if kind in kinds or (kind == "not_comparable" and not kinds):
                right.append(told)
            else:
                missed.append(f"{told} [{', '.join(sorted(kinds)) or 'nothing'}]")
        return right, missed

    def others(self) -> list[Finding]:
        """Findings that no pair tells of."""
        known = {id(finding) for pair in self.pairs for finding, _ in self._of(pair)}
        return [finding for finding in self.found if id(finding) not in known]

    def _of(self, pair: Mapping[str, Any]) -> list[tuple[Finding, set[str]]]:
        wanted = set(pair["figures"])
        least = min(2, len(wanted))
        return [
            (each, names) for each, names in zip(self.found, self._touched, strict=True) if len(wanted & names) >= least
        ]

    def lines(self, with_others: bool) -> list[str]:
        """The score as lines."""
        lines = []
        for kind in ("conflict", "agreement", "tension", "not_comparable"):
            right, missed = self.held(kind)
            lines.append(f"{kind:15} {len(right)} of {len(right) + len(missed)}")
            lines.extend(f"    missed  {each}" for each in missed)
        others = self.others()
        lines.append(f"others: {dict(Counter(finding.kind.value for finding in others))}")
        for finding in others if with_others else ():
            lines.append(f"  {finding.kind.value}: {finding.why}")
            lines.extend(
                f"      {self.figures[uid].article} {self.figures[uid].exact!r} | {self._words(uid)}"
                for uid in finding.figures
            )
        return lines

    def _words(self, uid: str) -> str:
        figure = self.figures[uid]
        return f"{figure.counted_key} {figure.place_key} {figure.period} {figure.level.value}"


def figure_of(number: int, at: int, claim: NumericClaim, article: Mapping[str, Any]) -> Figure:
    """The claim as a figure of the archive."""
    text = article["text"]

    def words(span: tuple[int, int] | None) -> str:
        return text[slice(*span)] if span else ""

    key = series.key(claim)
    return Figure(
        FigureId(1000 * number + at), Uid(f"{article['id']}-{at}"), ArticleId(number), EditionId(number), claim.start, claim.end,
        text[claim.start : claim.end], words(claim.sentence), claim.sentence[0], claim.kind, claim.value, claim.least,
        claim.most, claim.bound, claim.unit, words(claim.counted), claim.counted_key, claim.direction, claim.level,
        claim.period, claim.earliest, claim.latest, words(claim.place), claim.place_key, words(claim.source),
        claim.source_key, claim.hedges, claim.derived, claim.derivation, claim.rule, key, key, FigureStatus.FOUND,
        publisher=article["publisher"], published=article["published"],
    )  # fmt: skip


def _named(article: Mapping[str, Any], told: Mapping[str, Figure], claims: Sequence[NumericClaim]) -> dict[str, str]:
    """By uid: the name of the figure told by hand that the claim touches."""
    named = {}
    for figure in article["figures"]:
        start, end = number_span(article["text"], figure)
        for uid, claim in zip(told, claims, strict=True):
            if not claim.derived and claim.number[0] < end and start < claim.number[1]:
                named[uid] = f"{article['id']}/{figure['id']}"
    return named


if __name__ == "__main__":
    main()
