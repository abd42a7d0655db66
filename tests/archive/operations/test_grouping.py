"""Series as persons make them, and findings that they judged: undone exactly, and never lost when texts are read again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid, NotFound
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.figure import Figure, FigureStatus, FindingKind
from archive.model.ids import ArticleId, new_uid
from archive.operations import comparing, curate, extracting, figures, grouping, history, judging
from tests.archive.made import new_archive
from tests.archive.operations.figure_desk import Comparing, comparing_with, tables, undo
from tests.archive.times import Rules, reading_with

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")
BODY = "There were 30 boats in 2019. There were 4 nets in 2019. There were 7 lamps in 2019."


@pytest.fixture
def rule() -> Iterator[Comparing]:
    with comparing_with(Comparing()) as given:
        yield given


@pytest.fixture
def pier(archive: Archive, add_article: AddArticle, rules: Rules) -> ArticleId:
    article = add_article(archive, BODY, title="The pier", publisher="Harbour Post")
    extracting.settle(archive)
    return article


@pytest.fixture
def quay(archive: Archive, add_article: AddArticle, pier: ArticleId) -> ArticleId:
    article = add_article(archive, "There were 35 boats in 2019.", title="The quay", publisher="River Notes")
    extracting.settle(archive)
    return article


def told(archive: Archive, words: str) -> Figure:
    return next(each for each in figures.figures(archive) if each.exact.startswith(words))


def listed(archive: Archive) -> dict[str, int]:
    return {each.name: each.figures for each in figures.series(archive)}


def test_a_name_and_a_meaning_stay_with_the_series_and_go_when_they_are_taken_away(
    archive: Archive, quay: ArticleId
) -> None:
    before = tables(archive)
    key = told(archive, "30").series
    grouping.name_series(archive, key, "  The   fleet ")
    made = figures.one_series(archive, key)
    assert (made.name, made.made, made.figures) == ("The fleet", True, 2)
    assert told(archive, "35").series == made.uid
    grouping.write_meaning(archive, made.uid, "What floats in the harbour.")
    grouping.name_series(archive, made.uid, "")
    kept = figures.one_series(archive, made.uid)
    assert (kept.name, kept.meaning) == ("boats", "What floats in the harbour.")
    grouping.write_meaning(archive, key, "")
    assert tables(archive) == before
    assert grouping.write_meaning(archive, key, "").inverse is None
    assert grouping.name_series(archive, key, "").inverse is None


def test_typing_a_meaning_is_one_act(archive: Archive, pier: ArticleId) -> None:
    before = tables(archive)
    key = told(archive, "30").series
    changes = [grouping.write_meaning(archive, key, "All"[:count], joining=True) for count in (1, 2, 3)]
    assert len({change.entry for change in changes}) == 1
    assert figures.one_series(archive, key).meaning == "All"
    undo(archive, changes[-1])
    assert tables(archive) == before


def test_merged_series_hold_the_figures_of_all_and_come_apart_again(archive: Archive, quay: ArticleId) -> None:
    before = tables(archive)
    boats, nets, lamps = (told(archive, words).series for words in ("30", "4", "7"))
    grouping.write_meaning(archive, nets, "Nets.")
    grouping.move_figure(archive, [told(archive, "7").uid], nets)
    change = grouping.merge_series(archive, [boats, nets])
    (merged,) = figures.series(archive)
    assert (merged.name, merged.meaning, merged.figures, merged.articles) == ("boats", "Nets.", 4, 2)
    assert {each.series for each in figures.figures(archive)} == {merged.uid}
    with pytest.raises(Invalid):
        grouping.merge_series(archive, [boats, nets])
    undo(archive, undo(archive, change))
    grouping.split_series(archive, boats)
    assert listed(archive) == {"boats": 2, "nets": 1, "lamps": 1}
    assert tables(archive) == before
    with pytest.raises(Invalid):
        grouping.split_series(archive, lamps)


def test_figures_are_taken_out_into_a_series_of_their_own(archive: Archive, quay: ArticleId) -> None:
    key, one = told(archive, "30").series, told(archive, "35")
    change = grouping.split_series(archive, key, [one.uid], name="Other boats")
    assert listed(archive) == {"boats": 1, "Other boats": 1, "nets": 1, "lamps": 1}
    assert figures.one_series(archive, "other boats").uid == told(archive, "35").series
    undo(archive, change)
    assert told(archive, "35") == one
    grouping.split_series(archive, key, [one.uid])
    assert listed(archive)["boats (2)"] == 1
    for wrong in ([told(archive, "30").uid], [told(archive, "4").uid]):
        with pytest.raises(Invalid):
            grouping.split_series(archive, key, wrong)


def test_a_figure_is_moved_and_goes_back_where_it_belongs(archive: Archive, quay: ArticleId) -> None:
    before = tables(archive)
    boats, nets = told(archive, "30").series, told(archive, "4").series
    grouping.move_figure(archive, [told(archive, "35").uid], nets)
    assert listed(archive) == {"boats": 1, "nets": 2, "lamps": 1}
    moved = told(archive, "35")
    assert (moved.key, moved.status, moved.author) == (boats, FigureStatus.FOUND, "Tester")
    grouping.move_figure(archive, [moved.uid], boats)
    assert tables(archive) == before
    grouping.move_figure(archive, [moved.uid], nets)
    grouping.move_figure(archive, [moved.uid], None)
    assert tables(archive) == before
    assert grouping.move_figure(archive, [moved.uid], None).inverse is None


def test_a_correction_takes_a_figure_to_the_series_of_what_it_counts(archive: Archive, quay: ArticleId) -> None:
    nets = told(archive, "4").series
    grouping.name_series(archive, nets, "All nets")
    judging.correct(archive, told(archive, "35").uid, counted="nets")
    assert listed(archive) == {"boats": 1, "All nets": 2, "lamps": 1}
    grouping.split_series(archive, nets, [told(archive, "35").uid], name="Mine")
    assert listed(archive) == {"boats": 1, "All nets": 1, "lamps": 1, "Mine": 1}


def test_series_that_are_not_there_and_names_that_cannot_be_are_refused(archive: Archive, pier: ArticleId) -> None:
    before = tables(archive)
    uid, key = told(archive, "30").uid, told(archive, "30").series
    for act in (
        lambda: grouping.name_series(archive, "count||sails|", "Sails"),
        lambda: grouping.merge_series(archive, [key, "nothing"]),
        lambda: grouping.move_figure(archive, [uid], ""),
        lambda: grouping.split_series(archive, "", [uid]),
    ):
        with pytest.raises(NotFound):
            act()
    for empty in (
        lambda: grouping.merge_series(archive, []),
        lambda: grouping.merge_series(archive, [key, key]),
        lambda: grouping.name_series(archive, key, "x" * 201),
    ):
        with pytest.raises(Invalid):
            empty()
    assert tables(archive) == before


def test_a_purged_article_takes_the_series_that_only_it_told_of(archive: Archive, quay: ArticleId) -> None:
    grouping.name_series(archive, told(archive, "4").series, "All nets")
    named = grouping.name_series(archive, told(archive, "30").series, "Fleet")
    curate.purge(archive, [ArticleId(1)])
    assert listed(archive) == {"Fleet": 1}
    assert len(archive.store.series.all()) == 1
    (entry,) = [row for row in history.page(archive) if row.id == named.entry]
    assert not entry.revertible
    assert archive.store.integrity() == []


# Other rules


def test_a_series_keeps_its_figures_when_other_rules_group_them_by_another_key(
    archive: Archive, add_article: AddArticle, quay: ArticleId, rules: Rules
) -> None:
    boats, nets = told(archive, "30").series, told(archive, "4").series
    change = grouping.name_series(archive, boats, "Fleet")
    grouping.merge_series(archive, [nets, told(archive, "7").series])
    judging.confirm(archive, [told(archive, "30").uid])
    rules.figures.version, rules.figures.keying = 2, "|anew"
    extracting.settle(archive)
    assert {each.key for each in figures.figures(archive)} == {
        f"count||{each}||anew" for each in ("boats", "nets", "lamps")
    }
    assert listed(archive) == {"Fleet": 2, "nets": 2}
    add_article(archive, "Now 50 boats are there.", title="New")
    extracting.settle(archive)
    assert listed(archive) == {"Fleet": 3, "nets": 2}
    # The series is found, named and let go of by the key that it has now.
    key = told(archive, "50").key
    assert figures.one_series(archive, key).name == "Fleet"
    undone = undo(archive, change)
    assert listed(archive) == {"boats": 3, "nets": 2}
    undo(archive, undone)
    assert listed(archive) == {"Fleet": 3, "nets": 2}
    rules.figures.version, rules.figures.keying = 3, "|once more"
    extracting.settle(archive)
    assert listed(archive) == {"Fleet": 3, "nets": 2}
    assert archive.store.integrity() == []


def test_what_a_person_holds_is_grouped_by_the_present_rules_like_all_others(
    archive: Archive, quay: ArticleId, rules: Rules
) -> None:
    judging.correct(archive, told(archive, "4").uid, counted="boats")
    judging.reject(archive, [told(archive, "7").uid])
    judging.doubt(archive, [told(archive, "35").uid])
    rules.figures.version, rules.figures.keying, rules.figures.skipping = 2, "|anew", "35"
    extracting.settle(archive)
    assert listed(archive) == {"boats": 3}
    assert {each.key for each in figures.figures(archive)} == {"count||boats||anew", "count||lamps||anew"}


def test_rules_that_put_a_figure_beside_others_take_it_out_of_a_named_series(
    archive: Archive, quay: ArticleId, rules: Rules
) -> None:
    grouping.name_series(archive, told(archive, "4").series, "Nets")
    key = rules.figures.key
    rules.figures.key = lambda claim, own: key(claim, own).replace("nets", "boats")  # type: ignore[method-assign]
    rules.figures.version = 2
    with reading_with(rules):
        extracting.settle(archive)
        assert listed(archive) == {"boats": 3, "lamps": 1}


# Findings


def test_the_search_for_findings_ends_when_nobody_waits_for_it(
    archive: Archive, quay: ArticleId, rule: Comparing
) -> None:
    given_up = Progress()
    given_up.cancel()
    with pytest.raises(Cancelled):
        comparing.findings(archive, progress=given_up)
    assert len(comparing.findings(archive)) == 1


def test_a_finding_is_silenced_with_a_note_and_shown_again(archive: Archive, quay: ArticleId, rule: Comparing) -> None:
    (found,) = comparing.findings(archive)
    assert (found.kind, found.series, found.silenced) == (FindingKind.CONFLICT, (told(archive, "30").series,), None)
    change = grouping.silence(archive, found.uid, "Two counts of two days.")
    assert change.touches("figure") and {("article", 1), ("article", 2)} <= change.touched
    assert comparing.finding(archive, found.uid).silenced == "Two counts of two days."
    grouping.silence(archive, found.uid, "Both.")
    assert comparing.findings(archive, found.series[0])[0].silenced == "Both."
    assert comparing.findings(archive, told(archive, "4").series) == []
    grouping.unsilence(archive, found.uid)
    assert comparing.findings(archive) == [found]
    with pytest.raises(NotFound):
        grouping.unsilence(archive, found.uid)
    with pytest.raises(NotFound):
        grouping.silence(archive, "0" * 32, "x")
    with pytest.raises(Invalid):
        grouping.silence(archive, found.uid, "  ")


def test_figures_are_held_against_each_other_again_only_when_one_has_changed(
    archive: Archive, quay: ArticleId, rule: Comparing
) -> None:
    (found,) = comparing.findings(archive)
    asked = rule.asked
    comparing.findings(archive, "x")
    grouping.silence(archive, found.uid, "Known.")
    curate.star(archive, [quay], True)
    assert comparing.findings(archive)[0].silenced == "Known."
    assert rule.asked == asked
    judging.doubt(archive, [told(archive, "35").uid])
    assert [each.kind for each in comparing.findings(archive)] == [FindingKind.TENSION]
    curate.trash(archive, [quay])
    assert comparing.findings(archive) == []
    assert rule.asked == asked + 2  # of the boats, twice; nets and lamps are as they were


def test_a_comparison_lists_the_figures_by_period_with_what_they_say_of_each_other(
    archive: Archive, add_article: AddArticle, quay: ArticleId, rule: Comparing
) -> None:
    add_article(archive, "There were 12 boats in 1999. And then 13 boats.", title="Older")
    extracting.settle(archive)
    (compared,) = comparing.compare(archive)
    assert [each.exact for each in compared.figures] == ["12 boats", "30 boats", "35 boats", "13 boats"]
    assert [each.kind for each in compared.findings] == [FindingKind.CONFLICT]
    (nets,) = comparing.compare(archive, "nets")
    assert ([each.exact for each in nets.figures], nets.findings) == (["4 nets"], ())
    with pytest.raises(NotFound):
        comparing.compare(archive, "sails")


def test_a_purged_article_takes_judgements_on_its_figures_along(
    archive: Archive, quay: ArticleId, rule: Comparing
) -> None:
    (found,) = comparing.findings(archive)
    grouping.silence(archive, found.uid, "Zyxwort")
    curate.purge(archive, [quay])
    assert archive.store.series.judgements() == {}
    assert b"zyxwort" not in archive.path.read_bytes().lower()


# Any row of acts

ACTS = (
    "confirm", "doubt", "reject", "reopen", "correct", "uncorrect", "note", "name", "meaning", "merge", "split", "apart", "move",
    "back", "undo", "redo", "rules",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(0, 4), st.sampled_from(("", "boats", "hooks")))
SEEN = ("exact", "value", "counted", "status", "note", "corrected", "author")


class Desk:
    """A person at one archive, with an undo stack like the window's, while other rules come and go."""

    def __init__(self, archive: Archive, rules: Rules) -> None:
        self.archive, self.rules = archive, rules
        self.undoable: list[Change] = []
        self.redoable: list[Change] = []
        self.done: list[Any] = []  # what is in force, act by act
        self.undone: list[Any] = []

    def step(self, step: tuple[str, int, int, str]) -> None:
        if step[0] == "rules":
            self.rules.figures.version += 1
            self.rules.figures.wider = step[1] % 2 == 1
            self.rules.figures.keying = "|anew" if step[2] % 2 else ""
            extracting.settle(self.archive)
        elif step[0] in ("undo", "redo"):
            self._turn(step[0])
        else:
            change = self.act(step)
            if change is not None and change.inverse is not None:
                self.undoable.append(change)
                self.done.append(step)
                self.redoable.clear()
                self.undone.clear()

    def _turn(self, which: str) -> None:
        stacks: Any = ((self.undoable, self.redoable), (self.done, self.undone))
        for source, target in stacks if which == "undo" else [pair[::-1] for pair in stacks]:
            if not source:
                return
            taken = source.pop()
            target.append(undo(self.archive, taken) if isinstance(taken, Change) else taken)

    def act(self, step: tuple[str, int, int, str]) -> Change | None:
        name, one, two, words = step
        found = self.listed()
        a, b = found[one % len(found)], found[two % len(found)]
        archive = self.archive
        work: dict[str, Callable[[], Change]] = {
            "confirm": lambda: judging.confirm(archive, [a.uid]),
            "doubt": lambda: judging.doubt(archive, [a.uid, b.uid], note=words),
            "reject": lambda: judging.reject(archive, [a.uid]),
            "reopen": lambda: judging.reopen(archive, [a.uid, b.uid]),
            "correct": lambda: judging.correct(archive, a.uid, value=30 + two, counted=words),
            "uncorrect": lambda: judging.correct(archive, a.uid),
            "note": lambda: judging.set_note(archive, a.uid, words),
            "name": lambda: grouping.name_series(archive, a.series, words),
            "meaning": lambda: grouping.write_meaning(archive, a.series, words),
            "merge": lambda: grouping.merge_series(archive, [a.series, b.series]),
            "split": lambda: grouping.split_series(archive, a.series, [a.uid], name=words),
            "apart": lambda: grouping.split_series(archive, a.series),
            "move": lambda: grouping.move_figure(archive, [a.uid], b.series),
            "back": lambda: grouping.move_figure(archive, [a.uid], None),
        }
        try:
            return work[name]()
        except (Invalid, NotFound):
            return None  # there was nothing to merge, or to split

    def listed(self) -> list[Figure]:
        return [each for article in (1, 2) for each in figures.of_article(self.archive, ArticleId(article))]

    def seen(self) -> list[tuple[Any, ...]]:
        """What a person sees, with which figures share a series and what that is called."""
        listed = self.listed()
        first = {figure.series: number for number, figure in reversed(list(enumerate(listed)))}
        called = [figures.name_of(self.archive, each.series) for each in listed]
        return [
            (*(getattr(each, name) for name in SEEN), first[each.series], name)
            for each, name in zip(listed, called, strict=True)
        ]


def acted(archive: Archive) -> dict[str, list[Any]]:
    """What acts write. By which other keys a series was known is remembered when texts are read, and stays."""
    return {name: rows for name, rows in tables(archive).items() if name != "series_aliases"}


def new_desk(folder: Path, add_article: AddArticle, rules: Rules) -> Desk:
    rules.figures.version, rules.figures.wider, rules.figures.keying = 1, False, ""
    archive = new_archive(folder / f"{new_uid()}.waystation")
    add_article(archive, f"A fleet of 30 boats. {BODY}", title="The pier")
    add_article(archive, "A fleet of 35 boats in 2019.", title="The quay")
    extracting.settle(archive)
    return Desk(archive, rules)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=12))
def test_acts_undoing_and_readings_in_any_order_end_as_what_remains_replayed(
    tmp_path: Path, add_article: AddArticle, rules: Rules, steps: list[tuple[str, int, int, str]]
) -> None:
    desk = new_desk(tmp_path, add_article, rules)
    with desk.archive:
        for step in steps:
            if step[0] != "rules":
                desk.step(step)
        seen, remaining = desk.seen(), list(desk.done)
        assert desk.archive.store.integrity() == []
    again = new_desk(tmp_path, add_article, rules)
    with again.archive:
        for step in remaining:
            again.step(step)
        assert again.seen() == seen
    # The same with readings in between: nothing that a person said differs.
    desk = new_desk(tmp_path, add_article, rules)
    with desk.archive:
        untouched = acted(desk.archive)
        for step in steps:
            desk.step(step)
        desk.step(("rules", 0, 0, ""))
        assert [row[1:] for row in desk.seen()] == [row[1:] for row in seen]
        assert desk.archive.store.integrity() == []
        while desk.undoable:
            desk.step(("undo", 0, 0, ""))
        desk.rules.figures.version = 0
        desk.step(("rules", 0, 0, ""))
        assert acted(desk.archive) == untouched
