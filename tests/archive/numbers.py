"""Rules that tests read figures with instead of the program's own: "some 30 boats at Arkby, the harbour master said"."""

import re
from collections.abc import Iterator, Sequence

from archive.base.sentences import sentences
from archive.model.article import Block
from archive.model.event import TimeExpression, TimexType
from archive.model.figure import Bound, Kind, Level, NumericClaim
from archive.model.lexicon import NONE, Additions
from archive.operations import readers

_NUMBER = re.compile(r"\b(?:(over|some|nearly) )?(\d+(?:,\d{3})*) (\w+)(?: at (\w+))?")
_SOURCE = re.compile(r"\bthe (\w+) said\b|\baccording to the (\w+)\b")
_BOUNDS = {None: Bound.EXACT, "over": Bound.MORE_THAN, "some": Bound.ABOUT, "nearly": Bound.NEARLY}


class FigureRules:
    """Rules of a version that tests may raise, and change: what `skipping` matches is read no longer, `doubling` derives
    another figure from each, `wider` takes words before the number in, and `keying` groups by other keys."""

    def __init__(self) -> None:
        self.version = 1
        self.keyed = 1  # the version of `key`
        self.skipping = ""
        self.doubling = False
        self.wider = False
        self.keying = ""

    def read(
        self,
        text: str,
        blocks: Sequence[Block],
        times: Sequence[TimeExpression],
        published: str | None,
        language: str | None,
        own: Additions = NONE,
    ) -> list[NumericClaim]:
        dates = {(each.start, each.end) for each in times if each.type is not TimexType.DURATION}
        found: list[NumericClaim] = []
        for block in blocks:
            spans = [(block.start + s, block.start + e) for s, e in sentences(text[block.start : block.end])]
            for match in _NUMBER.finditer(text, block.start, block.end):
                if match.span(2) in dates or (self.skipping and re.fullmatch(self.skipping, match[2])):
                    continue
                sentence = next(span for span in spans if span[0] <= match.start(2) < span[1])
                found += self._claims(text, sentence, match, times)
        return found

    def _claims(
        self, text: str, sentence: tuple[int, int], match: "re.Match[str]", times: Sequence[TimeExpression]
    ) -> Iterator[NumericClaim]:
        value = float(match[2].replace(",", ""))
        dated = next((each for each in times if each.sentence == sentence and each.earliest is not None), None)
        source = _SOURCE.search(text, *sentence)
        credited = None if source is None else source.span(1 if source[1] else 2)
        start = match.start()
        if self.wider and text[:start].endswith("of "):
            start -= 3
        bound = _BOUNDS[match[1]]
        claim = NumericClaim(
            start=start,
            end=match.end(3),
            number=match.span(2),
            sentence=sentence,
            kind=Kind.COUNT,
            value=value,
            least=value if bound in (Bound.EXACT, Bound.MORE_THAN, Bound.ABOUT) else None,
            most=value if bound in (Bound.EXACT, Bound.NEARLY, Bound.ABOUT) else None,
            bound=bound,
            unit="person" if match[3] == "people" else "",
            rule=f"test-{self.version}",
            counted=match.span(3),
            counted_key=match[3].casefold(),
            period=None if dated is None else dated.edtf,
            earliest=None if dated is None else dated.earliest,
            latest=None if dated is None else dated.latest,
            place=None if match[4] is None else match.span(4),
            place_key=(match[4] or "").casefold(),
            source=credited,
            source_key="" if credited is None else text[slice(*credited)].casefold(),
            hedges=("some",) if match[1] == "some" else (),
        )
        yield claim
        if self.doubling:
            for times_over in (2, 3):
                yield _derived(claim, value * times_over, f"{times_over} times as many")

    def key(self, claim: NumericClaim, own: Additions = NONE) -> str:
        derived = "|derived" if claim.derived else ""
        return f"{claim.kind}|{claim.unit}|{claim.counted_key}|{claim.place_key}{derived}{self.keying}"

    def name(self, key: str) -> str:
        _, _, counted, place, *_ = key.split("|")
        return f"{counted} · {place}" if place else counted

    def normalised(self, words: str, what: str, own: Additions = NONE) -> str:
        return " ".join(words.split()).casefold()

    def reader(self) -> readers.FigureReader:
        return readers.FigureReader(
            lambda: self.version, self.read, self.key, self.name, self.normalised, lambda: self.keyed
        )


def _derived(claim: NumericClaim, value: float, derivation: str) -> NumericClaim:
    return NumericClaim(
        start=claim.start,
        end=claim.end,
        number=claim.number,
        sentence=claim.sentence,
        kind=claim.kind,
        value=value,
        least=value,
        most=value,
        bound=Bound.EXACT,
        unit=claim.unit,
        rule=claim.rule,
        counted=claim.counted,
        counted_key=claim.counted_key,
        level=Level.LEVEL,
        derived=True,
        derivation=derivation,
    )
