"""Findings that are kept: whatever happens to figures, they are those that holding all against each other finds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid, NotFound
from archive.base.progress import Progress
from archive.extraction.findings.blocks import Judged, Laid, Members
from archive.model.change import Change
from archive.model.figure import Figure, Finding, FindingKind
from archive.model.ids import ArticleId, new_uid
from archive.model.lexicon import Additions
from archive.operations import acts, compared, comparing, curate, extracting, figures, grouping, judging
from archive.operations.annotate import Span
from archive.store.comparisons import MEMBERS, OF_SERIES, STRONGEST
from archive.store.figures import OF_ARTICLES
from tests.archive.made import new_archive

AddArticle = Callable[..., ArticleId]
FIRST = "In 2019 63 sailors arrived in Norway, 41 women and 22 men. In 2020 about 200 sailors arrived in Oslo."
SECOND = "In 2019 58 sailors arrived in Norway. In 2020 150 sailors arrived in Norway. The number of sailors rose 10 percent in 2020."
THIRD = (
    "In all, 4,000 sailors had arrived in Norway by May 2021. In 2019 63 sailors arrived in Norway, the ministry said."
)
ACTS = (
    *("confirm", "doubt", "reject", "reopen", "correct", "uncorrect", "name", "merge", "split", "move", "back"),
    *("trash", "restore", "silence", "add", "publisher", "undo", "settle"),
)
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 11))


def from_scratch(archive: Archive) -> list[Finding]:
    living = figures.figures(archive)
    notes = archive.store.series.judgements()
    found = compared.rules().findings(living, archive.store.lexicon.additions(), lambda: None)
    return [replace(each, silenced=notes.get(each.uid)) for each in found]


def filled(folder: Path, add_article: AddArticle) -> Archive:
    archive = new_archive(folder / f"{new_uid()}.waystation")
    for number, body in enumerate((FIRST, SECOND, THIRD)):
        add_article(archive, body, title=f"Part {number}", publisher=f"Paper {number}", published="2022-03-01")
    extracting.settle(archive)
    return archive


def listed(archive: Archive) -> list[Figure]:
    return [each for article in (1, 2, 3) for each in figures.of_article(archive, ArticleId(article))]


def act(archive: Archive, name: str, one: int, two: int, done: list[Change]) -> None:
    found = listed(archive)
    a, b, article = found[one % len(found)], found[two % len(found)], ArticleId(1 + one % 3)
    findings = comparing.known(archive)
    work: dict[str, Callable[[], Change | None]] = {
        "confirm": lambda: judging.confirm(archive, [a.uid]),
        "doubt": lambda: judging.doubt(archive, [a.uid, b.uid], note="Ask."),
        "reject": lambda: judging.reject(archive, [a.uid]),
        "reopen": lambda: judging.reopen(archive, [a.uid, b.uid]),
        "correct": lambda: judging.correct(archive, a.uid, value=float(50 + two), place="Norway"),
        "uncorrect": lambda: judging.correct(archive, a.uid),
        "name": lambda: grouping.name_series(archive, a.series, f"Series {two}"),
        "merge": lambda: grouping.merge_series(archive, [a.series, b.series]),
        "split": lambda: grouping.split_series(archive, a.series, [a.uid], name="Apart"),
        "move": lambda: grouping.move_figure(archive, [a.uid], b.series),
        "back": lambda: grouping.move_figure(archive, [a.uid], None),
        "trash": lambda: curate.trash(archive, [article]),
        "restore": lambda: curate.restore(archive, [article]),
        "silence": lambda: grouping.silence(archive, findings[one % len(findings)].uid, "Known.") if findings else None,
        "add": lambda: judging.add(
            archive, Span(article, 0, 6), value=float(60 + two), counted="sailors", place="Norway", period="2019"
        )[1],
        "publisher": lambda: curate.edit(archive, article, publisher=f"Paper {two % 3}"),
        "undo": lambda: acts.perform(archive, done.pop().inverse) if done else None,  # type: ignore[arg-type]
        "settle": lambda: comparing.settle(archive),  # type: ignore[func-returns-value]
    }
    try:
        change = work[name]()
    except (Invalid, NotFound):
        return
    if change is not None and change.inverse is not None and name != "undo":
        done.append(change)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=10))
def test_after_any_acts_what_is_kept_is_what_comparing_all_finds(
    tmp_path: Path, add_article: AddArticle, steps: list[tuple[str, int, int]]
) -> None:
    with filled(tmp_path, add_article) as archive:
        comparing.settle(archive)
        done: list[Change] = []
        for step in steps:
            act(archive, *step, done)
            # What is kept of the counts is what counting anew tells.
            assert archive.store.comparisons.counts() == archive.store.comparisons._count()
        found = comparing.findings(archive)
        assert found == from_scratch(archive)
        assert comparing.pending(archive) == 0
        for series in {name for each in found for name in each.series}:
            of_series = comparing.findings(archive, series)
            assert {each.uid for each in of_series} == {each.uid for each in found if series in each.series}


@pytest.fixture
def port(tmp_path: Path, add_article: AddArticle) -> Archive:
    return filled(tmp_path, add_article)


def test_findings_of_some_figures_ask_for_their_blocks_only(port: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with port:
        comparing.settle(port)
        judged: list[int] = []
        rules = compared.rules()

        def counting(block: int, members: Members, own: Additions) -> Judged:
            judged.append(block)
            return rules.judged(block, members, own)

        monkeypatch.setitem(compared.RULES, "figures", replace(rules, judged=counting))
        comparing.findings(port)
        judging.set_note(port, listed(port)[0].uid, "Seen.")
        comparing.findings(port)
        assert judged == []
        judging.reject(port, [listed(port)[0].uid])
        comparing.findings(port)
        whole = port.store.connections.value("SELECT count(DISTINCT block) FROM compared_members")
        assert 0 < len(judged) < whole


def test_what_was_done_before_it_was_given_up_stays(port: Archive) -> None:
    with port:
        progress = Progress()
        progress.cancel()
        waiting = comparing.pending(port)
        with pytest.raises(Cancelled):
            comparing.settle(port, progress=progress)
        assert comparing.pending(port) > 0 and port.store.comparisons.pending() < waiting
        comparing.settle(port)
        assert comparing.findings(port) == from_scratch(port)


def test_other_rules_compare_all_anew(port: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with port:
        comparing.settle(port)
        monkeypatch.setitem(compared.RULES, "figures", replace(compared.rules(), version=lambda: "other"))
        assert comparing.pending(port) == 3
        comparing.settle(port)
        assert comparing.pending(port) == 0
        assert comparing.findings(port) == from_scratch(port)


def test_a_figure_that_changes_while_it_is_compared_waits_again(port: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with port:
        rules, uid, once = compared.rules(), listed(port)[0].uid, [True]

        def meanwhile(figures: Sequence[Figure], own: Additions) -> Sequence[Laid]:
            found = rules.laid(figures, own)
            if once.pop():
                once.append(False)
                judging.reject(port, [uid])
            else:
                once.append(False)
            return found

        monkeypatch.setitem(compared.RULES, "figures", replace(rules, laid=meanwhile))
        comparing.settle(port)
        assert comparing.pending(port) == 0
        assert comparing.findings(port) == from_scratch(port)
        assert not [each for each in comparing.findings(port) if uid in each.figures]


def test_an_archive_that_is_only_read_is_compared_as_it_stands(port: Archive) -> None:
    with port:
        path = port.path
    with Archive.open(path, read_only=True) as reading:
        assert comparing.pending(reading) == 3
        found = comparing.findings(reading)
        assert found and comparing.pending(reading) == 3
    with Archive.open(path) as again:
        assert comparing.findings(again) == found


def test_counts_are_of_findings_that_nobody_put_aside(port: Archive) -> None:
    with port:
        found = next(each for each in comparing.findings(port) if each.kind is FindingKind.CONFLICT)
        (series,) = found.series
        conflicts, _ = comparing.counts(port)[series]
        assert conflicts == len(
            [each for each in comparing.findings(port, series) if each.kind is FindingKind.CONFLICT]
        )
        grouping.silence(port, found.uid, "Known.")
        assert comparing.counts(port).get(series, (0, 0))[0] == conflicts - 1


def test_counts_are_kept_as_long_as_nothing_is_written(port: Archive) -> None:
    with port:
        comparing.settle(port)
        before = comparing.counts(port)
        assert before and comparing.counts(port) is before
        curate.trash(port, [ArticleId(2)])
        comparing.settle(port)
        assert comparing.counts(port) != before


def test_of_a_series_only_findings_about_some_of_its_figures_are_told(port: Archive) -> None:
    with port:
        found = comparing.findings(port)
        series = found[0].series[0]
        whole = comparing.known(port, series)
        among = {whole[0].figures[0]}
        told, number = comparing.known_among(port, series, among)
        assert told == [each for each in whole if among & set(each.figures)] and number == len(whole)
        assert told and comparing.known_among(port, series, {"nobody"}) == ([], len(whole))


def test_a_purged_article_leaves_nothing_that_quotes_it(port: Archive) -> None:
    with port:
        comparing.settle(port)
        curate.edit(port, ArticleId(1), publisher="Zyxwort")
        assert any("Zyxwort" in each.why for each in comparing.findings(port))
        curate.purge(port, [ArticleId(1)])
        port.store.connections.checkpoint()
        assert b"zyxwort" not in port.path.read_bytes().lower()
        assert comparing.findings(port) == from_scratch(port)


ASKED = [
    (STRONGEST, ("conflict", 10)),
    (OF_SERIES, ("x", "conflict", 10)),
    (MEMBERS, ("[1]",)),
    (OF_ARTICLES, ("[1]",)),
]


@pytest.mark.parametrize(("sql", "values"), ASKED)
def test_what_is_asked_while_somebody_waits_looks_at_no_whole_table(
    port: Archive, sql: str, values: tuple[str | int, ...]
) -> None:
    with port:
        told = [row["detail"] for row in port.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
        large = ("SCAN f", "SCAN m", "SCAN figures", "SCAN compared", "SCAN articles", "SCAN e")
        scans = [each for each in told if each.startswith(large) and "compared_findings_order" not in each]
        assert scans == [], told


def test_an_archive_from_before_findings_were_kept_has_its_figures_compared(port: Archive) -> None:
    with port:
        path, found = port.path, comparing.findings(port)
        with port.atomic():
            change = port.store.connections.change
            names = "SELECT type, name FROM sqlite_master WHERE name GLOB 'compare*' AND type IN ('table', 'trigger')"
            for kind, name in sorted(map(tuple, port.store.connections.rows(names)), reverse=True):
                change(f"DROP {kind} {name}")
            change("DELETE FROM _sqlite_migrations WHERE name = 'v6'")
            change("DELETE FROM facts WHERE key = 'compare-version'")
            change("PRAGMA user_version = 5")
    with Archive.open(path) as again:
        assert comparing.pending(again) == 3
        assert found and comparing.findings(again) == found


def test_an_article_without_a_publisher_is_named_by_its_present_title(
    archive: Archive, add_article: AddArticle
) -> None:
    add_article(archive, "In 2019 63 sailors arrived in Norway.", title="The long quay")
    add_article(archive, "In 2019 158 sailors arrived in Norway.", title="The short quay")
    extracting.settle(archive)
    (found,) = comparing.findings(archive)
    assert "in “The long quay”" in found.why and "in “The short quay”" in found.why
    curate.edit(archive, ArticleId(1), title="")
    curate.edit(archive, ArticleId(2), title="A quay " * 40)
    (found,) = comparing.findings(archive)
    assert "in an article without a title" in found.why and "in “A quay" in found.why and "…”" in found.why
    assert len(found.why) < 400 and "\ufffc" not in found.why
