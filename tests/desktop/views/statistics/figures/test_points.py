"""Figures and findings as the chart takes them."""

from archive.base.progress import Progress
from archive.model.figure import FigureStatus, FindingKind
from archive.operations import grouping, judging
from desktop.views.statistics.figures.loading import Shown, shown
from desktop.views.statistics.figures.points import points, ringed, rings
from desktop.views.statistics.filter import Filter
from desktop.widgets.charts import RingKind
from desktop.widgets.charts.records import said

from ..conftest import Bench


def whole(bench: Bench) -> Shown:
    found = shown(bench.archive, Filter(), bench.figure(1047).series, Progress())
    assert found is not None
    return found


def test_every_figure_is_a_point_with_its_bound_its_days_and_its_publisher(bench: Bench) -> None:
    by_value = {point.value: point for point in points(whole(bench))}
    assert sorted(by_value) == [1047, 1900, 2706, 3000]
    open_one = by_value[1900]
    assert (open_one.bound, open_one.low, open_one.high) == ("more_than", 1900, None)
    assert open_one.group == "Coast weekly" and by_value[1047].group == "Harbour letter"
    assert (by_value[2706].first, by_value[2706].last) == (734503, 734868)  # 1 January and 31 December 2012
    assert "1,047 refugees arrived in Norway" in said(by_value[1047].label)


def test_doubtful_ones_are_faded_and_rejected_ones_are_gone(bench: Bench) -> None:
    judging.doubt(bench.archive, [bench.figure(1047).uid], note="a slip")
    judging.reject(bench.archive, [bench.figure(3000).uid])
    drawn = points(whole(bench))
    assert {point.value: point.doubtful for point in drawn} == {1047: True, 1900: False, 2706: False}
    assert {each.value: each.status for each in whole(bench).figures}[3000] is FigureStatus.REJECTED


def test_conflicts_are_ringed_until_they_are_put_aside(bench: Bench) -> None:
    found = whole(bench)
    keys = [point.key for point in points(found)]
    (conflict,) = ringed(found.findings, keys)
    (ring,) = rings([conflict], keys)
    assert conflict.kind is FindingKind.CONFLICT and ring.kind is RingKind.CONFLICT
    assert ring.keys == {bench.figure(1047).uid, bench.figure(1900).uid}
    assert ring.label.startswith("Conflict, 2019\n")
    assert ringed(found.findings, keys[:1]) == [], "a ring needs two points"
    grouping.silence(bench.archive, conflict.uid, "other years are meant")
    assert ringed(whole(bench).findings, keys) == []
