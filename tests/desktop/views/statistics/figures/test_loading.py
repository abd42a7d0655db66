"""What the tab reads: series in order, findings counted, the chosen one whole, and what its filter leaves of it."""

import pytest
from PySide6.QtCore import QObject

from archive.base.progress import Progress
from archive.operations import comparing, grouping, judging
from desktop.views.statistics.figures import loading
from desktop.views.statistics.figures.loading import by_period, listed, shown
from desktop.views.statistics.filter import Filter

from ..conftest import Bench


def test_series_with_conflicts_come_first_and_those_put_aside_no_longer_count(bench: Bench) -> None:
    arrivals, boats = bench.figure(1047).series, bench.figure(12).series
    found = listed(bench.archive, Filter(), Progress())
    assert [each.uid for each in found.series] == [arrivals, boats]
    assert found.counts == {arrivals: (1, 0)} and found.whole and not found.more
    (conflict,) = comparing.findings(bench.archive)
    grouping.silence(bench.archive, conflict.uid, "no matter")
    assert listed(bench.archive, Filter(), Progress()).counts == {}


def test_in_a_large_archive_nothing_waits_for_findings_and_they_are_looked_for_once_at_a_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "SOON", 0)
    arrivals, asked, real = bench.figure(1047).series, [], comparing.settle
    monkeypatch.setattr(comparing, "settle", lambda *given, **named: asked.append(given) or real(*given, **named))
    found = listed(bench.archive, Filter(), Progress())
    assert not found.whole and found.counts == {} and asked == []
    owner = QObject()
    loader = loading.FiguresLoader(bench.context, owner)
    lists, shows = [], []
    loader.listed.connect(lists.append)
    loader.shown.connect(shows.append)
    for publisher in ("Harbour letter", "Coast weekly", "Harbour letter"):
        loader.list(Filter(publishers=(publisher,)))
    bench.settle()
    assert [each.counts for each in (lists[0], lists[-1])] == [{}, {arrivals: (1, 0)}] and len(asked) <= 2
    loader.show(arrivals)
    bench.settle()
    assert [each.kind for each in shows[-1].findings] == ["conflict"] and len(asked) <= 2


def test_more_series_than_are_listed_are_counted_but_none_with_a_finding_is_left_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST_SERIES", 1)
    grouping.split_series(bench.archive, bench.figure(3000).series, [bench.figure(3000).uid, bench.figure(2706).uid])
    judging.reject(bench.archive, [bench.figure(12).uid])
    found = listed(bench.archive, Filter(), Progress())
    assert found.more == 1 and bench.figure(1047).series in {each.uid for each in found.series}


def test_a_series_is_read_in_the_order_of_time_with_its_findings(bench: Bench) -> None:
    found = shown(bench.archive, Filter(), bench.figure(1047).series, Progress())
    assert found is not None
    assert [each.value for each in found.figures] == [2706, 3000, 1047, 1900]
    assert [each.kind for each in found.findings] == ["conflict"]
    assert found.headings[bench.ids[0]][0] == "The harbour in winter"
    assert sorted(found.figures, key=by_period) == list(found.figures)


def test_a_filter_leaves_its_own_figures_and_findings_that_one_of_them_is_part_of(bench: Bench) -> None:
    uid = bench.figure(1047).series
    found = shown(bench.archive, Filter(publishers=("Harbour letter",)), uid, Progress())
    assert found is not None and [each.value for each in found.figures] == [2706, 1047]
    assert len(found.findings) == 1 and bench.figure(1900).uid in found.told, "the other side can still be read"
    assert shown(bench.archive, Filter(articles=(bench.ids[2],)), uid, Progress()) is None


def test_a_series_that_got_another_uid_is_found_by_one_of_its_figures(bench: Bench) -> None:
    figure = bench.figure(12)
    grouping.name_series(bench.archive, figure.series, "Boats")
    made = bench.figure(12).series
    assert made != figure.series
    change = grouping.name_series(bench.archive, made, "")
    assert change.touched
    found = shown(bench.archive, Filter(), made, Progress(), like=figure.uid)
    assert found is not None and found.series.uid == figure.series
    assert shown(bench.archive, Filter(), "no such", Progress()) is None
