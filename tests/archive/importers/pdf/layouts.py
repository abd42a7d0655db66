"""Pages of any make, by a seed: headings, quotations, lists, tables and paragraphs in one, two or three columns, set by typst."""

import random
from dataclasses import dataclass, field

from tests.archive.importers.pdf.programs import typeset

_WORDS = (
    "ferry miller bell orchard lantern harbour a the of to winter letters counted rope barge ladder quay stones wrote nobody because "
    "after before while returned hired moved upper lower parish ledger several hundred copper wheel gate"
).split()


@dataclass(slots=True)
class Laid:
    """Markup, and the words that it shows in their order."""

    rng: random.Random
    parts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def sentences(self, least: int) -> str:
        said: list[str] = []
        while len(said) < least:
            words = [self.rng.choice(_WORDS) for _ in range(self.rng.randint(6, 16))]
            said += [words[0].capitalize(), *words[1:-1], f"{words[-1]}."]
        return " ".join(said)

    def paragraph(self, words: tuple[int, int] = (15, 70)) -> None:
        self._add("{}", [self.sentences(self.rng.randint(*words))])

    def heading(self) -> None:
        self._add("= {}", [" ".join(self.rng.sample(_WORDS, 3)).capitalize()])

    def quotation(self) -> None:
        self._add("#quote(block: true)[{}]", [self.sentences(20)])

    def items(self) -> None:
        said = [self.sentences(self.rng.randint(4, 14)) for _ in range(self.rng.randint(2, 5))]
        self._add("\n".join(["- {}"] * len(said)), said)

    def counts(self) -> None:
        """A table of numbers, four columns close to each other."""
        rows = range(self.rng.randint(3, 6))
        months = ("March 2019", "May 2020")
        cells = [
            cell
            for _ in rows
            for cell in (
                self.rng.choice(_WORDS).capitalize(),
                *(str(self.rng.randint(10, 999)) for _ in "12"),
                self.rng.choice(months),
            )
        ]
        self.table("columns: 4, stroke: none, inset: 3pt", cells)

    def table(self, how: str, cells: list[str]) -> None:
        self._add(f"#table({how}, " + ", ".join(["[{}]"] * len(cells)) + ")", cells)

    def anything(self) -> None:
        kinds = (self.paragraph, self.heading, self.quotation, self.items, self.counts)
        self.rng.choices(kinds, (5, 1, 1, 1, 1))[0]()

    def _add(self, markup: str, said: list[str]) -> None:
        self.parts.append(markup.format(*said))
        self.words += [word for each in said for word in each.split()]

    def typeset(self, head: str) -> bytes:
        return typeset(head + "\n\n".join(self.parts))
