"""Acts on events: each is one transaction and one Change that undoes it exactly, and none is lost when texts are read again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.event import Basis, Mention, Status, Telling, TimexType
from archive.model.ids import ArticleId, new_uid
from archive.operations import acts, annotate, codebook, curate, events, extracting, history, timeline
from tests.archive.made import new_archive
from tests.archive.times import Rules, day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")
BODY = "The old pier burnt down in 1987. A new one was opened in 1991. It was closed last year."


@pytest.fixture
def pier(archive: Archive, add_article: AddArticle, rules: Rules) -> ArticleId:
    article = add_article(archive, BODY, title="The pier", published="2003-05-01", publisher="Harbour Post")
    extracting.settle(archive)
    return article


@pytest.fixture
def quay(archive: Archive, add_article: AddArticle, pier: ArticleId) -> ArticleId:
    article = add_article(
        archive, "The old pier burnt down in 1988.", title="The quay", published="2004", publisher="River Notes"
    )
    extracting.settle(archive)
    return article


def burnt(archive: Archive, article: ArticleId) -> Mention:
    return next(mention for mention in timeline.of_article(archive, article) if mention.exact in ("1987", "1988"))


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def tables(archive: Archive) -> dict[str, list[Any]]:
    """Everything that acts on events write."""
    connections = archive.store.connections
    names = ("mentions", "mention_words", "events", "event_tags", "event_links", "tags")
    skipped = {"events": ("modified",)}
    return {
        name: [
            {key: row[key] for key in row.keys() if key not in skipped.get(name, ())}  # noqa: SIM118 - a row is no mapping
            for row in connections.rows(f"SELECT * FROM {name} ORDER BY 1, 2")
        ]
        for name in names
    }


def each_act(archive: Archive, pier: ArticleId, quay: ArticleId) -> dict[str, Callable[[], Change]]:
    one, two = burnt(archive, pier).uid, burnt(archive, quay).uid
    third = timeline.of_article(archive, pier)[1].uid
    span = annotate.Span(pier, *annotate.find_quote(archive, pier, "new one was opened"))
    return {
        "confirm": lambda: events.confirm(archive, [one, two]),
        "reject": lambda: events.reject(archive, [one]),
        "correct": lambda: events.correct(archive, one, "1986-10~", label="Fire at the pier"),
        "relabel": lambda: events.relabel(archive, one, "Fire"),
        "note": lambda: events.set_note(archive, one, "Ask the harbour master."),
        "tag": lambda: events.tag(archive, [one, two], "disaster/fire"),
        "add": lambda: events.add(archive, edtf="199X", label="New pier", span=span, note="Which day?", tags=["pier"])[
            1
        ],
        "add from nothing": lambda: events.add(archive, edtf="1985", label="The pier is sold")[1],
        "merge": lambda: events.merge(archive, [one, two, third]),
        "align": lambda: events.align(archive, [one, two]),
    }


@pytest.mark.parametrize(
    "name",
    ["confirm", "reject", "correct", "relabel", "note", "tag", "add", "add from nothing", "merge", "align"],
)
def test_each_act_is_undone_and_redone_exactly(archive: Archive, pier: ArticleId, quay: ArticleId, name: str) -> None:
    before = tables(archive)
    change = each_act(archive, pier, quay)[name]()
    after = tables(archive)
    assert after != before
    assert change.touches("event")
    undone = undo(archive, change)
    assert tables(archive) == before
    redone = undo(archive, undone)
    assert tables(archive) == after
    undo(archive, redone)
    assert tables(archive) == before


def test_a_corrected_date_goes_before_what_was_read(archive: Archive, pier: ArticleId) -> None:
    read = burnt(archive, pier)
    events.correct(archive, read.uid, "1986-10?")
    now = timeline.find(archive, read.uid)
    assert (now.edtf, now.read_edtf, now.value, now.basis) == ("1986-10?", "1987", "1986-10", Basis.ENTERED)
    assert (now.earliest, now.latest, now.status) == (day("1986-10-01"), day("1986-10-31"), Status.CONFIRMED)
    events.correct(archive, read.uid, None)
    assert timeline.find(archive, read.uid).edtf == "1987"


@pytest.mark.parametrize("date", ["2023-02-30", "2023-13", "yesterday", "", "  ", "2010/2006", "1994~~"])
def test_impossible_dates_are_refused_with_a_sentence(archive: Archive, pier: ArticleId, date: str) -> None:
    before = tables(archive)
    with pytest.raises(Invalid) as refused:
        events.add(archive, edtf=date, label="Never")
    assert refused.value.advice
    if date.strip():
        with pytest.raises(Invalid):
            events.correct(archive, burnt(archive, pier).uid, date)
    assert tables(archive) == before


def test_clearing_what_was_said_leaves_the_mention_as_it_was_read(archive: Archive, pier: ArticleId) -> None:
    before = tables(archive)
    uid = burnt(archive, pier).uid
    events.confirm(archive, [uid])
    events.tag(archive, [uid], "fire")
    events.set_note(archive, uid, "x")
    events.relabel(archive, uid, "Fire")
    events.untag(archive, [uid], "fire")
    events.set_note(archive, uid, "")
    events.relabel(archive, uid, "")
    assert timeline.find(archive, uid).status is Status.CONFIRMED
    events.reopen(archive, [uid])
    after = tables(archive)
    del before["tags"], after["tags"]  # the tag stays in the codebook
    assert after == before
    assert events.reopen(archive, [uid]).inverse is None


def test_merged_mentions_share_an_event_and_keep_their_sources(
    archive: Archive, pier: ArticleId, quay: ArticleId
) -> None:
    one, two = burnt(archive, pier), burnt(archive, quay)
    events.tag(archive, [two.uid], "fire")
    events.set_note(archive, one.uid, "First")
    events.set_note(archive, two.uid, "Second")
    events.confirm(archive, [two.uid])
    events.merge(archive, [one.uid, two.uid])
    both = timeline.by_ids(archive, [one.id, two.id])
    assert {each.event for each in both} == {timeline.event(archive, one.uid).uid}
    assert [(each.edtf, each.merged, each.sentence) for each in both] == [
        ("1987", 2, one.sentence),
        ("1988", 2, two.sentence),
    ]
    assert {(each.note, each.tags, each.status) for each in both} == {("First\n\nSecond", ("fire",), "confirmed")}
    with pytest.raises(Invalid):
        events.merge(archive, [one.uid, two.uid])
    events.split(archive, two.uid)
    alone = timeline.find(archive, two.uid)
    assert (alone.merged, alone.status, alone.note) == (1, Status.CONFIRMED, "")
    assert timeline.find(archive, one.uid).note == "First\n\nSecond"
    with pytest.raises(Invalid):
        events.split(archive, two.uid)


def test_of_a_merged_event_of_which_nothing_else_is_said_nothing_is_left_when_it_is_split(
    archive: Archive, pier: ArticleId, quay: ArticleId
) -> None:
    one, two = burnt(archive, pier), burnt(archive, quay)
    before = timeline.mentions(archive)
    events.merge(archive, [one.uid, two.uid])
    change = events.split(archive, one.uid)
    assert timeline.mentions(archive) == before
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert timeline.find(archive, one.uid).event == timeline.find(archive, two.uid).event


def test_dates_that_persons_gave_stay_side_by_side_through_merging_and_splitting(
    archive: Archive, pier: ArticleId, quay: ArticleId
) -> None:
    one, two = burnt(archive, pier), burnt(archive, quay)
    events.correct(archive, one.uid, "1986", label="Fire at the pier")
    events.correct(archive, two.uid, "1989", label="Fire at the quay")
    events.merge(archive, [one.uid, two.uid])
    assert [each.edtf for each in timeline.by_ids(archive, [one.id, two.id])] == ["1986", "1989"]
    (told,) = timeline.disagreements(archive)
    assert told.kind is Telling.MERGED and "1986" in told.why and "1989" in told.why
    events.split(archive, two.uid)
    parted = timeline.by_ids(archive, [one.id, two.id])
    assert [(each.edtf, each.label) for each in parted] == [
        ("1986", "Fire at the pier"),
        ("1989", "Fire at the quay"),
    ]
    assert timeline.event(archive, two.uid).edtf == "1989"
    events.merge(archive, [one.uid, two.uid])
    events.correct(archive, one.uid, "1987-12")
    assert [each.edtf for each in timeline.by_ids(archive, [one.id, two.id])] == ["1987-12", "1987-12"]
    assert timeline.disagreements(archive) == []


def test_two_windows_that_correct_the_same_event_end_with_the_later_one_and_the_earlier_cannot_be_undone(
    archive: Archive, pier: ArticleId
) -> None:
    uid = burnt(archive, pier).uid
    first = events.correct(archive, uid, "1986")
    second = events.correct(archive, uid, "1988-02")
    assert timeline.find(archive, uid).edtf == "1988-02"
    with pytest.raises(Invalid, match="changed again later"):
        undo(archive, first)
    assert timeline.find(archive, uid).edtf == "1988-02"
    undo(archive, second)
    undo(archive, first)
    assert timeline.find(archive, uid).edtf == "1987"


def test_only_what_was_entered_can_be_removed(archive: Archive, pier: ArticleId) -> None:
    with pytest.raises(Invalid, match="read in an article"):
        events.remove(archive, burnt(archive, pier).uid)
    made, _ = events.add(archive, edtf="1985", label="Sold", note="n", tags=["pier"])
    assert (made.article, made.sentence, made.exact, made.basis, made.rule) == (None, "", "", Basis.ENTERED, "entered")
    before = tables(archive)
    change = events.remove(archive, made.uid)
    with pytest.raises(NotFound):
        timeline.find(archive, made.uid)
    undo(archive, change)
    assert tables(archive) == before


def test_an_entered_event_that_was_merged_is_removed_without_the_others(archive: Archive, pier: ArticleId) -> None:
    made, _ = events.add(archive, edtf="1985", label="Sold")
    read = burnt(archive, pier)
    events.merge(archive, [made.uid, read.uid])
    events.remove(archive, made.uid)
    assert timeline.find(archive, read.uid).merged == 1
    assert timeline.event(archive, read.uid).mentions == (read.id,)


def test_a_time_of_day_that_a_person_enters_is_a_time(archive: Archive, pier: ArticleId) -> None:
    made, _ = events.add(archive, edtf="1985-03-04T06:30:00", label="Alarm")
    assert (made.type, made.value) == (TimexType.TIME, "1985-03-04T06:30:00")


@pytest.mark.parametrize("label", ["", "  ", "x" * 301])
def test_an_event_needs_a_label_of_a_line(archive: Archive, pier: ArticleId, label: str) -> None:
    with pytest.raises(Invalid):
        events.add(archive, edtf="1985", label=label)


def test_typing_in_a_note_is_one_act(archive: Archive, pier: ArticleId) -> None:
    before = tables(archive)
    uid = burnt(archive, pier).uid
    changes = [events.set_note(archive, uid, "Ask"[:count], joining=True) for count in (1, 2, 3)]
    assert len({change.entry for change in changes}) == 1
    assert timeline.find(archive, uid).note == "Ask"
    undo(archive, changes[-1])
    assert tables(archive) == before


def test_tags_of_events_go_with_the_codebook(archive: Archive, pier: ArticleId) -> None:
    one, two, _ = timeline.of_article(archive, pier)
    events.tag(archive, [one.uid], "fire")
    events.tag(archive, [one.uid, two.uid], "works/new")
    before = tables(archive)
    merged = codebook.merge(archive, "fire", "works")
    assert timeline.find(archive, one.uid).tags == ("works", "works/new")
    undo(archive, merged)
    assert tables(archive) == before
    removed = codebook.remove(archive, "works")
    assert [each.tags for each in timeline.by_ids(archive, [one.id, two.id])] == [("fire",), ()]
    undo(archive, removed)
    assert tables(archive) == before
    assert archive.store.integrity() == []


def test_the_history_tells_what_was_changed_in_plain_words(archive: Archive, pier: ArticleId) -> None:
    uid = burnt(archive, pier).uid
    events.correct(archive, uid, "1986", label="Fire")
    events.tag(archive, [uid], "fire")
    made, _ = events.add(archive, edtf="1985", label="Sold")
    added, tagged, corrected = history.page(archive, limit=3)
    assert [row.label for row in (added, tagged, corrected)] == ["Add event", "Tag event", "Correct date"]
    assert {(each.what, each.before, each.after) for each in corrected.details} >= {
        ("date", None, "1986"),
        ("label", None, "Fire"),
        ("status", None, "found"),
        ("status", "found", "confirmed"),
    }
    assert ("tag", None, "fire") in {(each.what, each.before, each.after) for each in tagged.details}
    assert ("date", None, "1985") in {(each.what, each.before, each.after) for each in added.details}
    history.revert(archive, added.id)
    with pytest.raises(NotFound):
        timeline.find(archive, made.uid)
    with pytest.raises(Invalid):
        history.revert(archive, corrected.id)  # it is tagged by now


def test_acts_on_what_is_not_there_are_refused(archive: Archive, pier: ArticleId, quay: ArticleId) -> None:
    before = tables(archive)
    for act in (
        lambda: events.confirm(archive, [burnt(archive, pier).uid, "0" * 32]),
        lambda: events.untag(archive, [burnt(archive, pier).uid], "nothing"),
        lambda: events.add(archive, edtf="1985", label="x", span=annotate.Span(ArticleId(99), 0, 3)),
        lambda: events.add(archive, edtf="1985", label="x", span=annotate.Span(pier, 0, 3, edition=2)),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotFound):
            act()
    for empty in (
        lambda: events.merge(archive, [burnt(archive, pier).uid]),
        lambda: events.align(archive, []),
        lambda: events.add(archive, edtf="1985", label="x", span=annotate.Span(pier, 5, 5)),
    ):
        with pytest.raises(Invalid):
            empty()
    assert tables(archive) == before


def test_a_purged_article_takes_its_share_of_a_merged_event_with_it(
    archive: Archive, pier: ArticleId, quay: ArticleId
) -> None:
    one, two = burnt(archive, pier), burnt(archive, quay)
    merged = events.merge(archive, [one.uid, two.uid])
    curate.purge(archive, [pier])
    left = timeline.find(archive, two.uid)
    assert (left.merged, left.status) == (1, Status.FOUND)
    (entry,) = [row for row in history.page(archive) if row.id == merged.entry]
    assert not entry.revertible
    assert archive.store.integrity() == []


# Any row of acts

ACTS = (
    "confirm",
    "correct",
    "reject",
    "reopen",
    "merge",
    "split",
    "tag",
    "untag",
    "note",
    "label",
    "undo",
    "redo",
    "rules",
)
STEP = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 4), st.integers(0, 4), st.sampled_from(("1986", "1990-02~", "1991"))
)
SEEN = ("exact", "edtf", "label", "status", "note", "tags", "merged")


class Desk:
    """A person at one archive, with an undo stack like the window's, while other rules come and go."""

    def __init__(self, archive: Archive, rules: Rules) -> None:
        self.archive, self.rules = archive, rules
        self.undoable: list[Change] = []
        self.redoable: list[Change] = []
        self.done: list[tuple[str, int, int, str]] = []  # what is in force, act by act
        self.undone: list[tuple[str, int, int, str]] = []

    def step(self, step: tuple[str, int, int, str]) -> None:
        if step[0] == "rules":
            self.rules.version += 1
            self.rules.wider = step[1] % 2 == 1
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
        stacks = (self.undoable, self.redoable), (self.done, self.undone)
        for source, target in stacks if which == "undo" else [pair[::-1] for pair in stacks]:
            if not source:
                return
            taken = source.pop()
            target.append(undo(self.archive, taken) if isinstance(taken, Change) else taken)  # type: ignore[arg-type]

    def act(self, step: tuple[str, int, int, str]) -> Change | None:
        name, one, two, date = step
        uids = [mention.uid for mention in self.listed()]
        uid, other = uids[one % len(uids)], uids[two % len(uids)]
        work: dict[str, Callable[[], Change]] = {
            "confirm": lambda: events.confirm(self.archive, [uid]),
            "correct": lambda: events.correct(self.archive, uid, date),
            "reject": lambda: events.reject(self.archive, [uid]),
            "reopen": lambda: events.reopen(self.archive, [uid]),
            "merge": lambda: events.merge(self.archive, [uid, other]),
            "split": lambda: events.split(self.archive, uid),
            "tag": lambda: events.tag(self.archive, [uid], "fire"),
            "untag": lambda: events.untag(self.archive, [uid], "fire"),
            "note": lambda: events.set_note(self.archive, uid, f"note {date}"),
            "label": lambda: events.relabel(self.archive, uid, f"label {date}"),
        }
        try:
            return work[name]()
        except (Invalid, NotFound):
            return None  # there was nothing to split, or no such tag

    def listed(self) -> list[Mention]:
        return [each for article in (1, 2) for each in timeline.of_article(self.archive, ArticleId(article))]

    def seen(self) -> list[tuple[Any, ...]]:
        """What a person sees, with which mentions share an event."""
        listed = self.listed()
        groups = {mention.event: number for number, mention in reversed(list(enumerate(listed)))}
        return [(*(getattr(each, name) for name in SEEN), groups[each.event]) for each in listed]


def new_desk(folder: Path, add_article: AddArticle, rules: Rules) -> Desk:
    rules.version, rules.wider = 1, False
    archive = new_archive(folder / f"{new_uid()}.waystation")
    add_article(archive, BODY, title="The pier", published="2003-05-01")
    add_article(archive, "The old pier burnt down in 1988. It was last year.", title="The quay", published="2004")
    extracting.settle(archive)
    return Desk(archive, rules)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=14))
@pytest.mark.long
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
        for step in steps:
            desk.step(step)
        desk.step(("rules", 0, 0, ""))
        said = [row[1:] for row in desk.seen()]
        assert said == [row[1:] for row in seen]
        assert desk.archive.store.integrity() == []
        while desk.undoable:
            desk.step(("undo", 0, 0, ""))
        untouched = desk.listed()
        assert all(mention.event == mention.uid and mention.status is Status.FOUND for mention in untouched)
        assert desk.archive.store.connections.value("SELECT count(*) FROM events") == 0
