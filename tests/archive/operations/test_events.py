"""Acts on events: each is one transaction and one Change that undoes it exactly, and none is lost when texts are read again."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.event import Basis, Mention, Status
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, events, extracting, timeline
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
