"""Which box lies under a point."""

from PySide6.QtCore import QPointF, QRectF

from desktop.widgets.charts.hitting import Hits

BOXES = [QRectF(0, 0, 10, 10), QRectF(), QRectF(8, 0, 10, 10), QRectF(8, 0, 10, 10)]


def test_the_box_whose_middle_is_nearest_is_met() -> None:
    assert Hits(BOXES).at(QPointF(7, 5), 3) == 0


def test_of_boxes_in_one_place_the_last_one_drawn_is_met() -> None:
    assert Hits(BOXES).at(QPointF(12, 5), 0) == 3


def test_a_box_is_met_within_reach_and_not_beyond() -> None:
    assert Hits(BOXES).at(QPointF(-2, 5), 3) == 0
    assert Hits(BOXES).at(QPointF(-4, 5), 3) is None


def test_a_box_out_of_view_is_never_met() -> None:
    assert Hits([QRectF()]).at(QPointF(0, 0), 50) is None
    assert Hits().at(QPointF(0, 0), 50) is None
