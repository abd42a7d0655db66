"""Blocks: all of them together find what is found at once, and a change asks for few."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extraction.findings import Gazetteer, blocks, findings
from archive.model.figure import Bound, Figure, FigureStatus, Finding, FindingKind, Kind, Level

Make = Callable[..., Figure]
NESTED = Gazetteer(inside={"oslo": "norway", "norway": "europe", "denmark": "europe"})


class Kept:
    """Blocks as an archive keeps them, in memory."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        articles = defaultdict(list)
        for figure in figures:
            articles[figure.article].append(figure)
        known = {figure.id: figure for figure in figures}
        self.members: dict[int, list[tuple[Figure, str]]] = defaultdict(list)
        self.marks: dict[int, int] = {}
        for told in articles.values():
            for each in blocks.laid(told, NESTED):
                self.marks[each.figure] = each.mark
                for block in each.blocks:
                    self.members[block].append((known[each.figure], each.held))

    def judged(self, block: int) -> blocks.Judged:
        return blocks.judged(block, lambda asked: self.members.get(asked, []), NESTED)

    def findings(self) -> dict[str, Finding]:
        judged = [self.judged(block) for block in list(self.members) if blocks.judges(block)]
        return {finding.uid: finding for each in judged for finding, _ in each.findings}


def told(make: Make, parts: tuple[Any, ...]) -> Figure:
    value, article, thing, place, period, bound, kind, level, status = parts
    more: dict[str, Any] = {}
    if kind is Kind.SHARE:
        more = {"unit": "percent", "sentence": f"{value} percent of all migrants who arrived were women."}
    elif kind is Kind.CHANGE:
        more = {"unit": "percent", "direction": "up" if value % 2 else "down"}
    elif kind is Kind.MONEY:
        more = {"unit": "USD"}
    return make(
        *(value,), article=article, counted_key=thing, place_key=place, period=period, bound=bound, kind=kind,
        level=level, status=status, start=100 * (value % 40), end=100 * (value % 40) + 5, **more
    )  # fmt: skip


PARTS = st.tuples(
    st.sampled_from((3, 8, 11, 63, 74, 120, 137, 194, 1000)), st.integers(1, 4),
    st.sampled_from(("migrant arrive", "woman arrive", "man arrive", "migrant live", "ship", "price ticket pay")),
    st.sampled_from(("oslo", "norway", "denmark", "europe", "")), st.sampled_from(("2018", "2019", "2019-03", "2001/2019", None)),
    st.sampled_from((Bound.EXACT, Bound.EXACT, Bound.ABOUT, Bound.AT_LEAST, Bound.ORDER_OF_MAGNITUDE)),
    st.sampled_from((Kind.COUNT, Kind.COUNT, Kind.COUNT, Kind.SHARE, Kind.CHANGE, Kind.MONEY)),
    st.sampled_from((Level.LEVEL, Level.LEVEL, Level.TOTAL, Level.PARTIAL)),
    st.sampled_from((FigureStatus.FOUND, FigureStatus.FOUND, FigureStatus.DOUBTFUL, FigureStatus.REJECTED)),
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=24))
def test_all_blocks_together_find_what_is_found_at_once(make: Make, parts: list[tuple[Any, ...]]) -> None:
    figures = [told(make, each) for each in parts]
    assert Kept(figures).findings() == {each.uid: each for each in findings(figures, NESTED)}


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, min_size=2, max_size=16), value=st.sampled_from((3, 74, 137)))
def test_only_the_blocks_of_figures_that_changed_and_those_that_look_at_them_tell_something_else(
    make: Make, parts: list[tuple[Any, ...]], value: int
) -> None:
    figures = [told(make, each) for each in parts]
    changed = [replace(figures[0], value=float(value), least=float(value), most=float(value)), *figures[1:]]
    before, after = Kept(figures), Kept(changed)
    moved = {
        each for kept in (before.marks, after.marks) for each in kept if before.marks.get(each) != after.marks.get(each)
    }
    due = {
        block
        for kept in (before, after)
        for block, members in kept.members.items()
        if any(figure.id in moved for figure, _ in members)
    }
    for block in {*before.members, *after.members} - due:
        was = before.judged(block)
        assert was == after.judged(block) or due.intersection(was.reads)


@pytest.mark.parametrize(
    ("words", "two"),
    [
        ("a sum of parts and a share of them", [(194, "migrant arrive"), (120, "woman arrive"), (74, "man arrive")]),
    ],
)
def test_shares_are_held_against_sums_of_other_articles(make: Make, words: str, two: list[tuple[int, str]]) -> None:
    parts = [
        make(value, counted_key=key, start=20 * place, end=20 * place + 5, sentence_start=0)
        for place, (value, key) in enumerate(two)
    ]
    sentence = "In 2019 20 percent of migrants who arrived were women."
    share = make(20, article=2, kind=Kind.SHARE, unit="percent", counted_key="woman arrive", sentence=sentence)
    found = Kept([*parts, share]).findings()
    assert {each.uid: each for each in findings([*parts, share], NESTED)} == found
    assert [each for each in found.values() if each.kind is FindingKind.TENSION and share.uid in each.figures]


def test_of_one_block_the_strongest_are_told_and_the_others_counted(make: Make) -> None:
    figures = [make(1000 + 37 * number, article=number) for number in range(2 * blocks.MOST_OF_A_BLOCK)]
    kept = Kept(figures)
    (block,) = (each for each in kept.members if kept.judged(each).findings)
    judged = kept.judged(block)
    told = Counter(finding.kind for finding, _ in judged.findings)
    counted = {kind: count for _, kind, count in judged.counts}
    assert told[FindingKind.CONFLICT] == blocks.MOST_OF_A_BLOCK < counted["conflict"]
    strengths = [strength for finding, strength in judged.findings if finding.kind is FindingKind.CONFLICT]
    assert strengths == sorted(strengths, reverse=True)


def test_a_note_changes_no_mark_and_another_publisher_does(make: Make) -> None:
    figure = make(5)
    marks = [
        Kept([each]).marks[figure.id]
        for each in (figure, replace(figure, note="Seen."), replace(figure, publisher="X"))
    ]
    assert marks[0] == marks[1] != marks[2]
