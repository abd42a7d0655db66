"""A person's own words in an archive: they regroup what they are about, are undone exactly, and leave what persons said alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.article import Article, Edition
from archive.model.figure import FigureFilter
from archive.model.ids import ArticleId
from archive.model.lexicon import Additions, Entry, EntryKind
from archive.operations import comparing, extracting, figures, grouping, history, judging, lexicon, maintain
from tests.archive.made import new_archive
from tests.archive.operations.figure_desk import tables, undo

AddArticle = Callable[..., ArticleId]

DIVERS = "In 2015, 40 mermaids lived in Norway."
WOMEN = "In 2015, 60 women divers lived in Norway."
CATTIES = "In 2016, they carried 30 catties of salt."
SALTMERE = "In 2017, 12 goats lived in Saltmere."
OTHER = "In 2018, the farm kept 55 horses."
TEXTS = (DIVERS, WOMEN, CATTIES, SALTMERE, OTHER)

WORDS = Entry(EntryKind.WORDS, "women divers", ("mermaids",))
UNIT = Entry(EntryKind.UNIT, "kg", ("catty", "catties"))
PLACE = Entry(EntryKind.PLACE, "Saltmere", ("소금못",), "Norway")


@pytest.fixture
def told(archive: Archive, add_article: AddArticle) -> Archive:
    for number, text in enumerate(TEXTS):
        add_article(archive, text, f"Number {number}")
    extracting.settle(archive)
    return archive


def _of(archive: Archive, value: float) -> tuple[str, str, str]:
    figure = next(each for each in figures.figures(archive) if each.value == value)
    return figure.series, figure.unit, figure.place_key


def test_words_of_a_group_count_the_same_and_undo_parts_them_again(told: Archive) -> None:
    before, series = tables(told), [_of(told, 40)[0], _of(told, 60)[0]]
    assert series[0] != series[1]
    entry, change = lexicon.add(told, WORDS)
    assert lexicon.entries(told) == [entry]
    assert _of(told, 40)[0] == _of(told, 60)[0] == "count|person|women_divers live|norway"
    assert figures.name_of(told, _of(told, 40)[0]) == "women divers who live there · Norway"
    after = tables(told)
    redone = undo(told, change)
    assert tables(told) == before and lexicon.entries(told) == []
    undo(told, redone)
    assert tables(told) == after


def test_a_word_for_a_unit_and_a_place_are_read_at_once_and_undone(told: Archive) -> None:
    before = tables(told)
    assert _of(told, 30)[1] == "catty" and _of(told, 12)[2] == ""
    _, unit = lexicon.add(told, UNIT)
    _, place = lexicon.add(told, PLACE)
    assert _of(told, 30)[1] == "kg" and _of(told, 12)[2] == "saltmere"
    undo(told, place)
    undo(told, unit)
    assert tables(told) == before


def test_only_what_mentions_the_words_is_read_again(told: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = extracting._read

    def reading(article: Article, edition: Edition, own: Additions) -> object:
        read.append(int(article.id))
        return real(article, edition, own)

    monkeypatch.setattr(extracting, "_read", reading)
    lexicon.add(told, PLACE)
    assert read == [4]
    read.clear()
    lexicon.add(told, WORDS)
    assert read == [1, 2]


def test_it_says_beforehand_how_many_figures_would_change(told: Archive) -> None:
    assert lexicon.effect(told, None, WORDS) == lexicon.Effect(2, 2)
    assert lexicon.effect(told, None, Entry(EntryKind.WORDS, "gannets", ("puffins",))) == lexicon.Effect(0, 0)
    entry, _ = lexicon.add(told, WORDS)
    assert lexicon.effect(told, entry, None) == lexicon.Effect(2, 2)
    assert lexicon.effect(told, entry, entry) == lexicon.Effect(2, 0)


def test_much_text_is_not_tried_and_waits_for_the_background(told: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "CHARS_AT_ONCE", 10)
    assert lexicon.effect(told, None, WORDS) == lexicon.Effect(2, None)
    lexicon.add(told, WORDS)
    assert extracting.pending(told) == 2 and _of(told, 40)[0] != _of(told, 60)[0]
    monkeypatch.undo()
    extracting.settle(told)
    assert extracting.pending(told) == 0 and _of(told, 40)[0] == _of(told, 60)[0]
    assert maintain.check(told, repair=True) is not None


def test_a_reading_with_words_that_have_changed_meanwhile_is_not_written(
    told: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with told.atomic():
        told.store.extraction.put([ArticleId(1)])
    real = extracting._read

    def reading(article: Article, edition: Edition, own: Additions) -> object:
        found = real(article, edition, own)
        monkeypatch.undo()
        monkeypatch.setattr(extracting, "CHARS_AT_ONCE", 0)
        lexicon.add(told, WORDS)
        return found

    monkeypatch.setattr(extracting, "_read", reading)
    extracting.batch(told)
    assert extracting.pending(told) == 2
    monkeypatch.undo()
    extracting.settle(told)
    assert _of(told, 40)[0] == _of(told, 60)[0]


def test_what_a_person_said_survives(told: Archive) -> None:
    by_value = {figure.value: figure for figure in figures.figures(told)}
    judging.confirm(told, [by_value[40].uid])
    judging.correct(told, by_value[60].uid, value=61)
    grouping.move_figure(told, [by_value[55].uid], by_value[12].series)
    grouping.name_series(told, by_value[40].series, "Those who dive")
    grouping.write_meaning(told, by_value[30].series, "Salt")
    _, first = lexicon.add(told, WORDS)
    _, second = lexicon.add(told, UNIT)
    now = {figure.value: figure for figure in figures.figures(told)}
    assert now[40].status == "confirmed" and "value" in now[61].corrected
    assert now[55].series == now[12].series
    named = figures.one_series(told, "Those who dive")
    assert named.figures == 2 and {now[40].series, now[61].series} == {named.uid}
    assert figures.one_series(told, now[30].series).meaning == "Salt"
    undo(told, second)
    undo(told, first)
    assert figures.one_series(told, "Those who dive").figures == 1
    assert figures.one_series(told, by_value[30].series).meaning == "Salt"


def test_a_renamed_group_keeps_its_series_and_their_name(told: Archive) -> None:
    entry, _ = lexicon.add(told, WORDS)
    grouping.name_series(told, _of(told, 40)[0], "Those who dive")
    change = lexicon.edit(told, Entry(EntryKind.WORDS, "sea women", ("women divers", "mermaids"), uid=entry.uid))
    assert figures.one_series(told, "Those who dive").figures == 2
    undo(told, change)
    assert lexicon.find(told, entry.uid or "").name == "women divers"
    assert figures.one_series(told, "Those who dive").figures == 2
    lexicon.remove(told, [entry.uid or ""])
    assert _of(told, 40)[0] != _of(told, 60)[0]


def test_figures_that_a_person_corrected_to_words_of_a_group_join_it(told: Archive) -> None:
    horses = next(each for each in figures.figures(told) if each.value == 55)
    judging.correct(told, horses.uid, counted="wild ponies")
    assert _of(told, 55)[0] == "count|horse|pony wild|"
    lexicon.add(told, Entry(EntryKind.WORDS, "horses", ("wild ponies",)))
    assert _of(told, 55)[0] == "count|horses|horses|"


def test_a_place_lies_within_another_when_figures_are_compared(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive, "In 2015, 900 goats lived in Saltmere.")
    add_article(archive, "In 2015, 400 goats lived in Norway.")
    lexicon.add(archive, PLACE)
    extracting.settle(archive)
    (found,) = comparing.findings(archive)
    assert found.kind == "tension" and set(found.figures) == {each.uid for each in figures.figures(archive)}


def test_what_is_kept_of_findings_is_what_comparing_all_anew_gives(archive: Archive, add_article: AddArticle) -> None:
    for text in (
        "In 2015, 900 goats lived in Saltmere.",
        "In 2015, 400 goats lived in Norway.",
        "In 2015, exactly 41 mermaids lived in Norway.",
        "In 2015, exactly 66 women divers lived in Norway.",
    ):
        add_article(archive, text)
    extracting.settle(archive)
    assert comparing.findings(archive) == []
    for entry, kind in ((PLACE, "tension"), (WORDS, "conflict")):
        _, change = lexicon.add(archive, entry)
        told = comparing.findings(archive)
        assert kind in [each.kind for each in told]
        with archive.atomic():
            archive.store.comparisons.put_all()
        comparing.settle(archive)
        assert comparing.findings(archive) == told
        if entry is WORDS:
            undo(archive, change)
            assert "conflict" not in [each.kind for each in comparing.findings(archive)]


def test_two_series_are_made_one_by_their_words(told: Archive) -> None:
    entry = lexicon.counting_the_same(told, _of(told, 60)[0], _of(told, 40)[0])
    assert entry.kind is EntryKind.WORDS and set(entry.all_words) == {"women divers", "mermaids"}
    lexicon.add(told, entry)
    assert figures.one_series(told, _of(told, 40)[0]).figures == 2
    with pytest.raises(Invalid, match="more than their words"):
        lexicon.counting_the_same(told, _of(told, 12)[0], _of(told, 40)[0])
    with pytest.raises(NotFound):
        lexicon.counting_the_same(told, _of(told, 12)[0], "nothing")


def test_the_history_tells_an_entry_and_takes_it_back(told: Archive) -> None:
    lexicon.add(told, WORDS)
    row = history.page(told)[0]
    assert row.label == "Add words that count the same “women divers”"
    assert ("words", None, "mermaids") in [(each.what, each.before, each.after) for each in row.details]
    history.revert(told, row.id)
    assert lexicon.entries(told) == []


def test_entries_come_back_when_the_archive_is_opened_again(tmp_path: Path) -> None:
    with new_archive(tmp_path / "Kept.waystation") as archive:
        kept = [lexicon.add(archive, each)[0] for each in (WORDS, UNIT, PLACE)]
    with Archive.open(tmp_path / "Kept.waystation") as archive:
        assert lexicon.entries(archive) == kept


BAD = [
    (Entry(EntryKind.WORDS, "", ("x",)), "name is empty"),
    (Entry(EntryKind.WORDS, "gannets", ("  ",)), "word is empty"),
    (Entry(EntryKind.WORDS, "gannets"), "Nothing counts the same"),
    (Entry(EntryKind.WORDS, "gannets", ("GANNETS",)), "Nothing counts the same"),
    (Entry(EntryKind.WORDS, "gannets", ("puffins\x00",)), "cannot be seen"),
    (Entry(EntryKind.WORDS, "gannets", ("puf\u202efins",)), "cannot be seen"),
    (Entry(EntryKind.WORDS, "gannets", ("p" * 10_000,)), "at most 60 characters"),
    (Entry(EntryKind.WORDS, "gannets", tuple(f"bird{'a' * n}" for n in range(56)) * 2 + ("q", "r", "s", "t", "u")), "at most 60 words"),
    (Entry(EntryKind.WORDS, "gannets", ("12",)), "no letter"),
    (Entry(EntryKind.WORDS, "gannets", ("a, b",)), "parts words"),
    (Entry(EntryKind.WORDS, "gannets", ("one two three four five",)), "too long"),
    (Entry(EntryKind.WORDS, "gannets", ("people",)), "people in general"),
    (Entry(EntryKind.WORDS, "gannets", ("total",)), "says nothing"),
    (Entry(EntryKind.WORDS, "visit", ("call",)), "what is done"),
    (Entry(EntryKind.UNIT, "kg"), "No word stands"),
    (Entry(EntryKind.UNIT, "kg", ("million",)), "is a number"),
    (Entry(EntryKind.UNIT, "kg", ("with",)), "every kind"),
    (Entry(EntryKind.PLACE, "Saltmere", (), "Nowhere at all"), "No place is called"),
    (Entry(EntryKind.PLACE, "Saltmere", (), "Saltmere"), "lies within"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "sentence"), BAD)
def test_what_cannot_be_kept_is_said_in_a_sentence(archive: Archive, entry: Entry, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        lexicon.add(archive, entry)
    assert lexicon.entries(archive) == [] and history.page(archive) == []


def test_a_word_is_in_one_group_only_whatever_its_case_or_unicode_form(archive: Archive) -> None:
    lexicon.add(archive, Entry(EntryKind.WORDS, "café owners", ("refugees",)))
    for word in ("Cafe\u0301 Owner", "REFUGEE", "defectors"):  # the last one ships as the same as refugees
        with pytest.raises(Invalid, match="counts the same as “café owners” already"):
            lexicon.add(archive, Entry(EntryKind.WORDS, "gannets", (word,)))
    lexicon.add(archive, UNIT)
    with pytest.raises(Invalid, match="stands for “kg” already"):
        lexicon.add(archive, Entry(EntryKind.UNIT, "tonne", ("Catty",)))


def test_places_cannot_lie_within_each_other(archive: Archive) -> None:
    outer, _ = lexicon.add(archive, Entry(EntryKind.PLACE, "Outer Fen"))
    inner, _ = lexicon.add(archive, Entry(EntryKind.PLACE, "Inner Fen", (), "outer fen"))
    with pytest.raises(Invalid, match="“Inner Fen” lies within “Outer Fen” itself"):
        lexicon.edit(archive, Entry(EntryKind.PLACE, "Outer Fen", (), "Inner Fen", uid=outer.uid))
    with pytest.raises(Invalid, match="“Inner Fen” lies within “Outer Fen”"):
        lexicon.remove(archive, [outer.uid or ""])
    with pytest.raises(Invalid, match="is a name of “Outer Fen” already"):
        lexicon.add(archive, Entry(EntryKind.PLACE, "OUTER FEN"))
    lexicon.remove(archive, [outer.uid or "", inner.uid or ""])
    assert lexicon.entries(archive) == []


def test_an_entry_that_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(NotFound, match="no entry of the lexicon"):
        lexicon.remove(archive, ["abcdef123"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(st.sampled_from(range(3)), unique=True),
    first=st.booleans(),
    texts=st.lists(st.sampled_from(range(len(TEXTS))), min_size=1, max_size=4),
)
def test_words_added_later_group_as_if_they_had_been_there_from_the_start(
    tmp_path_factory: pytest.TempPathFactory, add_article: AddArticle, chosen: list[int], first: bool, texts: list[int]
) -> None:
    found = []
    for early in (True, False):
        with new_archive(tmp_path_factory.mktemp("same") / "Same.waystation") as archive:
            entries = [(WORDS, UNIT, PLACE)[each] for each in chosen]
            for entry in entries if early else ():
                lexicon.add(archive, entry)
            for number, text in enumerate(texts):
                add_article(archive, TEXTS[text], f"Number {number}")
            extracting.settle(archive)
            for entry in () if early else entries[::-1]:
                lexicon.add(archive, entry)
            extracting.settle(archive)
            told = figures.figures(archive, FigureFilter())
            found.append([(each.article, each.start, each.key, each.unit, each.place_key) for each in told])
            uids = [entry.uid or "" for entry in lexicon.entries(archive)]
            if uids and first:
                lexicon.remove(archive, uids)
                assert not any("women_divers" in each.key for each in figures.figures(archive))
    assert found[0] == found[1]


def test_only_figures_of_places_that_moved_are_laid_out_again(archive: Archive, add_article: AddArticle) -> None:
    for text in (
        "In 2015, 900 goats lived in Saltmere.",
        "In 2015, 400 goats lived in Norway.",
        "In 2015, 300 goats lived in Portugal.",
        "In 2015, 12 boats were built in Iceland.",
    ):
        add_article(archive, text)
    extracting.settle(archive)
    comparing.settle(archive)
    _, change = lexicon.add(archive, PLACE)
    due = archive.store.comparisons.due(10)
    assert {1, 2} <= set(due) and not {3, 4} & set(due)
    (found,) = comparing.findings(archive)
    assert found.kind == "tension"
    undo(archive, change)
    assert comparing.findings(archive) == []
    assert not archive.store.comparisons.due(10)
