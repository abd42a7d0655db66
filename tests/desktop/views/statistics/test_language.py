"""The tab "Language": terms, their context and their years, and where they lead."""

import csv
import io
import re
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from archive.model.language import Vocabulary
from archive.model.search import Scope
from archive.operations import browse, common_words, language
from desktop.views.statistics import Statistics
from desktop.views.statistics.concordance import AFTER, ARTICLE, BEFORE, WORD
from desktop.views.statistics.filter import Filter
from desktop.views.statistics.language import Language, terms_of

from .conftest import Bench
from .test_collection import named, rows

Show = Callable[..., Statistics]


@pytest.fixture
def tab(bench: Bench, show: Show) -> Language:
    bench.archive.index.catch_up()
    view = show(bench)
    view.show_tab("language")
    bench.settle()
    return view.language


def cell(tab: Language, row: int, column: int) -> str:
    return str(tab.table.rows.index(row, column).data())


def test_frequent_terms_are_listed_and_the_first_ones_looked_at(tab: Language) -> None:
    assert named(tab.frequent)["refugees"] == 4
    assert named(tab.frequent)["norway"] == 4
    assert tab.terms[0] in named(tab.frequent)
    assert not tab.distinctive.filled()
    assert tab.distinctive.nothing.startswith("Narrow the filter")


def test_a_picked_term_stands_in_its_context(tab: Language, bench: Bench) -> None:
    tab.frequent.pick(list(named(tab.frequent)).index("refugees"))
    bench.settle()
    assert tab.field.text() == "refugees"
    assert not tab.table.visibleRegion().isEmpty()
    assert tab.context_told.text() == "“refugees”: 4 in 2 articles"
    assert len(tab.table.rows.lines) == 4
    assert cell(tab, 0, WORD) == "refugees"
    assert cell(tab, 0, BEFORE).endswith("more than 1,900 ")
    assert cell(tab, 0, AFTER).startswith(" arrived in Norway.")
    assert cell(tab, 0, ARTICLE) == "Gulls over the quay"


def test_return_on_a_line_reads_its_sentence(tab: Language, bench: Bench, qtbot: QtBot) -> None:
    tab.show_term("refugees")
    bench.settle()
    with qtbot.waitSignal(tab.open_requested) as asked:
        qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    article, start, end = asked.args
    assert article == bench.ids[1]
    assert bench.archive.store.editions.text(article)[start:end] == "refugees"


def test_lines_are_sorted_by_what_stands_around(tab: Language, bench: Bench) -> None:
    tab.show_term("refugees")
    tab.sort_by("before")
    bench.settle()
    assert [cell(tab, row, BEFORE).split()[-1] for row in range(4)] == ["1,047", "1,900", "2,706", "3,000"]
    assert tab.state() == {"terms": "refugees", "sort": "before"}


def test_a_term_over_time_leads_to_the_articles_of_its_year(tab: Language, bench: Bench) -> None:
    tab.show_term("refugees, yard")
    bench.settle()
    told = {(row[0], row[1]): row[4] for row in rows(tab.over)}
    assert told[("2021", "refugees")].startswith("refugees, 2021: 2 in 1 of 1 article,")
    assert told[("2020", "refugees")].startswith("refugees, 2020: 0 in 0 of 1 article,")
    asked: list[tuple[Scope, str]] = []
    tab.library_requested.connect(lambda scope, query: asked.append((scope, query)))
    for mark in range(tab.over.count()):
        tab.over.pick(mark)
    found = [browse.listing(bench.archive, query, scope=scope).total for scope, query in asked]
    assert found == [int(row[4].split(" in ")[1].split(" of ")[0]) for row in rows(tab.over)]


def test_distinctive_terms_of_narrowed_articles_are_told(empty_bench: Bench, show: Show) -> None:
    empty_bench.fill(
        [("Salt", "Salt post", "2020", "Boats carry salt, and boats sink, and boats rot. " * 4)] * 1
        + [(f"Road {number}", "Road post", "2021", "Carts carry dust along the old road. " * 4) for number in range(5)]
    )
    empty_bench.archive.index.catch_up()
    view = show(empty_bench)
    view.show_tab("language")
    view.narrow(Filter(publishers=("Salt post",)))
    empty_bench.settle()
    tab = view.language
    assert next(iter(named(tab.distinctive))) == "boats"
    words = language.vocabulary(empty_bench.archive).words
    here = language.vocabulary(empty_bench.archive, _counted(tab)).words
    assert f"{here:,} words; {words - here:,} in the rest" in tab.told.text()


def _counted(tab: Language) -> object:
    from desktop.views.statistics.leading import counted

    return counted(tab.filter)


def test_words_of_grammar_can_be_listed(tab: Language, bench: Bench) -> None:
    assert "in" not in named(tab.frequent)
    tab.plain.click()
    bench.settle()
    texts = " ".join(bench.archive.store.editions.text(article) for article in bench.ids)
    assert named(tab.frequent)["in"] == len(re.findall(r"\bin\b", texts.lower()))


def test_what_was_typed_is_looked_at_and_an_unknown_word_is_told(tab: Language, bench: Bench, qtbot: QtBot) -> None:
    tab.field.clear()
    qtbot.keyClicks(tab.field, "zeppelin")
    bench.settle()
    assert tab.context_told.text() == "No article of these holds “zeppelin”."
    assert not tab.list_button.isEnabled()
    tab.field.clear()
    qtbot.keyClick(tab.field, Qt.Key.Key_Return)
    bench.settle()
    assert not tab.table.isVisible() and not tab.over.isVisible()


def test_the_context_is_taken_out_as_a_table(tab: Language, bench: Bench) -> None:
    tab.show_term("refugees")
    bench.settle()
    menu = QMenu()
    tab.offer(menu)
    assert menu.actions()[-1].text() == "Save the keyword in context as CSV…"
    table = list(csv.reader(io.StringIO(tab.csv().decode("utf-8-sig"))))
    assert table[0] == ["before", "word", "after", "title", "article", "start"]
    assert len(table) == 5 and table[1][1] == "refugees"


def test_what_is_not_indexed_is_told(bench: Bench, show: Show) -> None:
    view = show(bench)
    view.show_tab("language")
    bench.settle()
    assert "4 articles still to be indexed." in view.language.told.text()
    assert view.language.frequent.nothing == "The words are being indexed."


def test_an_empty_archive_says_what_is_needed(empty_bench: Bench, show: Show) -> None:
    view = show(empty_bench)
    view.show_tab("language")
    empty_bench.settle()
    assert view.language.empty.sentence.text().startswith("Import articles")


def test_where_a_person_was_is_kept(tab: Language, bench: Bench, show: Show) -> None:
    tab.show_term("yard, boats")
    bench.settle()
    held = tab.state()
    again = show(bench)
    again.language.restore(held)
    again.show_tab("language")
    bench.settle()
    assert again.language.terms == ["yard", "boats"]
    again.language.restore({"terms": 3, "sort": "sideways"})
    assert again.language.terms == ["yard", "boats"]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        (" , ;", []),
        ("a,b", ["a", "b"]),
        ("two  words; 탈북, a, a", ["two words", "탈북", "a"]),
        ("a,b,c,d,e,f,g", list("abcdef")),
    ],
)
def test_terms_stand_between_commas(typed: str, terms: list[str]) -> None:
    assert terms_of(typed) == terms


def test_words_of_before_are_told_as_such_until_they_are_counted_anew(
    bench: Bench, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.archive.index.catch_up()
    common_words.count(bench.archive)
    bench.add([("Salt", None, None, "Salt of the sea, salt of the mine and salt again.")])
    bench.archive.index.catch_up()
    waits, told = Event(), list[str]()
    count = common_words.count

    def slow(*given: Any, **more: Any) -> Vocabulary:
        assert waits.wait(60)
        return count(*given, **more)

    monkeypatch.setattr(common_words, "count", slow)
    view = show(bench)
    view.show_tab("language")
    tab = view.language
    say = tab.say
    monkeypatch.setattr(tab, "say", lambda *given: [say(*given), told.append(tab.told.text()), waits.set()])
    bench.settle()
    assert "The words were counted before in 4 articles; they are being counted anew." in told[0]
    assert len(told) == 2 and "before" not in told[1] and told[1].startswith("5 articles")
    assert named(tab.frequent)["salt"] == 4


def test_the_tab_is_filled_by_one_job(bench: Bench, show: Show) -> None:
    bench.archive.index.catch_up()
    view = show(bench)
    asked: list[object] = []
    latest = bench.context.jobs.latest
    bench.context.jobs.latest = lambda key, work, **options: [asked.append(key), latest(key, work, **options)][1]  # type: ignore[method-assign]
    view.show_tab("language")
    bench.settle()
    assert view.language.context_told.text().startswith("“")
    assert len(asked) == 1


def test_what_is_peculiar_has_room_only_where_there_is_a_rest(tab: Language, bench: Bench, show: Show) -> None:
    assert not tab.distinctive.isVisible() and "Narrow the filter" in tab.told.text()
    beside = tab.over.mapTo(tab.board, tab.over.rect().topLeft())
    assert beside.x() > tab.frequent.mapTo(tab.board, tab.frequent.rect().topRight()).x(), (
        "the years stand in its place"
    )
    tab.narrow_requested.emit(Filter(publishers=("Coast weekly",)))
    bench.settle()
    assert tab.distinctive.isVisible() and "Narrow the filter" not in tab.told.text()
    assert tab.over.width() > 1.5 * tab.frequent.width()
