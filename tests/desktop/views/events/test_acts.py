"""Acts on events: one undoable step each, whatever was asked at once; a refusal keeps the dialog and what was typed in it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint

from archive.model.event import Status
from archive.operations import events, timeline
from archive.operations.annotate import Span
from desktop.views.events.acts import EventActs


def find(bench, uid: str):
    return timeline.find(bench.archive, uid)


@pytest.mark.parametrize(
    ("act", "status"), [("confirm", Status.CONFIRMED), ("reject", Status.REJECTED), ("reopen", Status.FOUND)]
)
def test_all_chosen_are_judged_in_one_step(bench, acts: EventActs, chosen, act: str, status: Status) -> None:
    mentions = [bench.mention("1987"), bench.mention("2006")]
    if act == "reopen":
        events.confirm(bench.archive, [each.uid for each in mentions])
    before = bench.told()
    chosen += [each.id for each in mentions]
    getattr(acts, act)()
    bench.settle()
    assert {find(bench, each.uid).status for each in mentions} == {status}
    bench.undo()
    assert bench.told() == before


def test_one_that_is_named_is_judged_whatever_is_chosen(bench, acts: EventActs, chosen) -> None:
    chosen.append(bench.mention("1987").id)
    acts.confirm([bench.mention("2006").uid])
    bench.settle()
    assert find(bench, bench.mention("1987").uid).status is Status.FOUND
    assert find(bench, bench.mention("2006").uid).status is Status.CONFIRMED


def test_with_nothing_chosen_nothing_is_done(bench, acts: EventActs) -> None:
    for act in (acts.confirm, acts.reject, acts.merge, acts.align):
        act()
    acts.ask_tags(QPoint())
    bench.settle()
    assert bench.context.history.undo_label is None


@pytest.mark.parametrize("undone", ["merge", "align"])
def test_merging_and_aligning_are_undone_and_taken_apart(bench, acts: EventActs, chosen, undone: str) -> None:
    one, other = bench.mention("1987"), bench.mention("2006")
    before = bench.told()
    chosen += [one.id, other.id]
    getattr(acts, undone)()
    bench.settle()
    assert len(timeline.disagreements(bench.archive)) == 1
    apart: Callable[[str], None] = acts.split if undone == "merge" else acts.unalign
    apart(one.uid)
    bench.settle()
    assert timeline.disagreements(bench.archive) == []
    bench.undo()
    assert len(timeline.disagreements(bench.archive)) == 1
    bench.undo()
    assert bench.told() == before


def test_correcting_changes_all_that_was_typed_in_one_step(bench, acts: EventActs) -> None:
    mention = bench.mention("3 March 2012")
    editor = acts.edit(mention)
    assert editor is not None
    editor.date.setText("2012-03-04")
    editor.label.setText("The flood")
    editor.tags.setText("water/flood")
    editor.note.setPlainText("As the ledger has it.")
    editor.accept()
    bench.settle()
    made = find(bench, mention.uid)
    assert (made.edtf, made.label, made.tags, made.note, made.status) == (
        "2012-03-04", "The flood", ("water/flood",), "As the ledger has it.", Status.CONFIRMED,
    )  # fmt: skip
    assert made.read_edtf == "2012-03-03"
    bench.undo()
    assert find(bench, mention.uid) == mention


def test_a_refusal_keeps_the_dialog_and_what_was_typed(bench, acts: EventActs) -> None:
    mention = bench.mention("3 March 2012")
    editor = acts.edit(mention)
    assert editor is not None
    editor.label.setText("rope and flour " * 40)
    editor.accept()
    bench.settle()
    assert editor.isVisible() and "at most 300 characters" in editor.refusal.text()
    assert editor.label.text().startswith("rope and flour rope") and find(bench, mention.uid) == mention
    editor.label.setText("Rope and flour")
    editor.accept()
    bench.settle()
    assert find(bench, mention.uid).label == "Rope and flour"


def test_a_tag_that_is_none_is_refused_in_the_dialog(bench, acts: EventActs) -> None:
    editor = acts.add(words="A bell", date="1999")
    assert editor is not None
    editor.tags.setText("x" * 300)
    editor.accept()
    bench.settle()
    assert editor.isVisible() and "200 characters" in editor.refusal.text()
    assert not any(each.label == "A bell" for each in bench.told())
    editor.reject()


def test_an_event_is_entered_from_words_of_an_article_and_stands_there(bench, acts: EventActs) -> None:
    text = bench.archive.store.editions.text(bench.ids[3])
    start = text.index("nobody asks")
    editor = acts.add(Span(bench.ids[3], start, start + len("nobody asks")), "nobody asks", "")
    assert editor is not None
    editor.date.setText("2018~")
    editor.accept()
    bench.settle()
    (made,) = timeline.of_article(bench.archive, bench.ids[3])
    assert (made.exact, made.start, made.edtf, made.status) == ("nobody asks", start, "2018~", Status.CONFIRMED)
    assert bench.toasts == ["Add event"]
    acts.remove(made.uid)
    bench.settle()
    assert timeline.of_article(bench.archive, bench.ids[3]) == []
    bench.undo()
    bench.undo()
    assert timeline.of_article(bench.archive, bench.ids[3]) == []


def test_what_was_read_in_an_article_cannot_be_removed(bench, acts: EventActs) -> None:
    acts.remove(bench.mention("1987").uid)
    bench.settle()
    (problem,) = bench.problems
    assert "cannot be removed" in str(problem)
    bench.problems.clear()
    assert bench.mention("1987")


def test_a_dialog_that_is_gone_when_the_act_is_done_is_no_trouble(bench, acts: EventActs) -> None:
    mention = bench.mention("1987")
    editor = acts.edit(mention)
    assert editor is not None
    editor.date.setText("1988")
    editor.accept()
    editor.reject()
    bench.settle()
    assert find(bench, mention.uid).edtf == "1988"


def test_tags_are_put_on_and_taken_off_all_chosen(bench, acts: EventActs, chosen) -> None:
    one, other = bench.mention("1987"), bench.mention("2006")
    events.tag(bench.archive, [one.uid], "works")
    before = bench.told()
    chosen += [one.id, other.id]
    acts.ask_tags(QPoint(10, 10))
    bench.settle()
    assert acts.box.isVisible()
    acts.box.chosen.emit("works")
    bench.settle()
    assert find(bench, one.uid).tags == find(bench, other.uid).tags == ("works",)
    acts.box.removed.emit("works")
    bench.settle()
    assert find(bench, one.uid).tags == find(bench, other.uid).tags == ()
    acts.box.hide()
    bench.undo()
    bench.undo()
    assert bench.told() == before


def test_the_menu_offers_what_fits(bench, acts: EventActs, chosen) -> None:
    def offered(mention) -> set[str]:
        menu = acts.menu(mention, QPoint(), [])
        return {action.text().partition("\t")[0] for action in menu.actions() if action.text()}

    one, other = bench.mention("1987"), bench.mention("2006")
    chosen.append(one.id)
    assert "Merge: they tell one event" not in offered(one) and "Correct…" in offered(one)
    chosen.append(other.id)
    assert {"Merge: they tell one event", "Hold against each other"} <= offered(one) and "Correct…" not in offered(one)
    events.merge(bench.archive, [one.uid, other.uid])
    assert "Take out of the merged event" in offered(find(bench, one.uid))
    made, _ = events.add(bench.archive, edtf="1999", label="A bell")
    assert "Remove event" in offered(made) and "Remove event" not in offered(one)
