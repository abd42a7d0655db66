"""Korean numerals, counters, bounds and changes."""

import pytest

from archive.extraction.figures.korean_numbers import worth


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3만 3천", 33_000), ("1억2천만", 120_000_000), ("15만 5000", 155_000), ("2천500", 2500), ("오백만", 5_000_000), ("천", 1000),
        ("1.5억", 150_000_000), ("3조", 3e12), ("1,334만", 13_340_000),
    ],
)  # fmt: skip
def test_worth_of_scales(written, value) -> None:
    assert worth(written) == value


@pytest.mark.parametrize(
    ("text", "words", "value", "unit", "kind"),
    [
        ("농부 63명이 모였다.", "63", 63, "person", "count"),
        ("농부 다섯 명이 모였다.", "다섯", 5, "person", "count"),
        ("배 열두 척이 떠났다.", "열두", 12, "ship", "count"),
        ("값은 500만 원이다.", "500만", 5_000_000, "KRW", "money"),
        ("시급은 시간당 9620원이다.", "9620", 9620, "KRW/hour", "money"),
        ("찬성은 62.1%였다.", "62.1", 62.1, "percent", "share"),
        ("주민의 3분의 1이 떠났다.", "3분의 1", 33.333333, "percent", "share"),
        ("절반이 떠났다.", "절반", 50, "percent", "share"),
        ("값이 두 배로 뛰었다.", "두", 2, "ratio", "ratio"),
        ("농부 열 명 중 네 명이 떠났다.", "열 명 중 네", 0.4, "ratio", "ratio"),
        ("길은 42.2㎞다.", "42.2", 42.2, "km", "distance"),
        ("2시간 30분 걸렸다.", "2시간 30", 2.5, "hour", "duration"),
        ("나흘 동안 걸었다.", "나흘", 4, "day", "duration"),
        ("농부는 83세다.", "83", 83, "year of age", "age"),
        ("영하 12도였다.", "12", -12, "degree Celsius", "measure"),
        ("3개 학교가 닫았다.", "3", 3, "school", "count"),
        ("규모 5.4의 지진이 났다.", "5.4", 5.4, "magnitude", "measure"),
    ],
)  # fmt: skip
def test_counters(told, text, words, value, unit, kind) -> None:
    assert told(text, "words", "value", "unit", "kind") == [(words, pytest.approx(value, abs=1e-4), unit, kind)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("농부 40명이 떠났다.", "exact"),
        ("농부 40여 명이 떠났다.", "more_than"),
        ("농부 40명이 넘게 떠났다.", "more_than"),
        ("농부 40명 이상이 떠났다.", "at_least"),
        ("농부 최소 40명이 떠났다.", "at_least"),
        ("농부 40명 이하가 떠났다.", "at_most"),
        ("농부 40명 미만이 떠났다.", "less_than"),
        ("농부 40명에도 못 미친다.", "less_than"),
        ("농부 40명 가까이 떠났다.", "nearly"),
        ("농부 약 40명이 떠났다.", "about"),
        ("농부 40명가량이 떠났다.", "about"),
    ],
)
def test_bounds(told, text, bound) -> None:
    assert told(text, "value", "unit", "bound") == [(40, "person", bound)]


@pytest.mark.parametrize(
    ("text", "least", "most", "bound"),
    [
        ("농부 20~30명이 떠났다.", 20, 30, "range"),
        ("농부 3~4만 명이 떠났다.", 30_000, 40_000, "range"),
        ("농부 두세 명이 떠났다.", 2, 3, "range"),
        ("농부 수십 명이 떠났다.", 20, 99, "order_of_magnitude"),
        ("농부 수만 명이 떠났다.", 10_000, 99_999, "order_of_magnitude"),
        ("30대 남성이 떠났다.", 30, 39, "range"),
    ],
)
def test_ranges_and_magnitudes(told, text, least, most, bound) -> None:
    assert told(text, "value", "least", "most", "bound") == [(None, least, most, bound)]


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("매출이 12% 늘었다.", "change", "up"),
        ("매출이 12% 줄어들었다.", "change", "down"),
        ("비율이 12%로 줄었다.", "share", None),
        ("금리가 0.25%포인트 올랐다.", "change", "up"),
    ],
)
def test_changes(told, text, kind, direction) -> None:
    assert told(text, "kind", "direction") == [(kind, direction)]


def test_korean_and_english_figures_share_their_keys(told) -> None:
    assert told("난민 63명이 케냐에 도착했다.", "counted_key", "place_key") == [("migrant arrive", "kenya")]
    assert told("Some 63 refugees arrived in Kenya.", "counted_key", "place_key") == [("migrant arrive", "kenya")]


def test_period_and_source(told) -> None:
    text = "통계청에 따르면 2011년 농부 63명이 떠났다."
    assert told(text, "period", "source") == [("2011", "통계청")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("비가 왔다. 농업부는 3명이 왔다고 밝혔다.", "농업부"),
        ('비가 왔다. "3명이 왔다"고 농업부는 밝혔다.', "농업부"),
        ('비가 왔다. "3명이 왔다"며 농업부 당국자가 설명했다.', "농업부 당국자"),
        ('비가 왔다. 박씨는 "정착금 700만원은 다 나갔다"고 말했다.', "박씨"),
    ],
)
def test_who_said_it(told, text, source) -> None:
    assert told(text, "source") == [(source,)]


def test_decades_of_life_in_a_row_are_no_cars(told) -> None:
    assert told("20~30대가 절반을 넘었다.", "least", "most", "unit")[0] == (20, 39, "year of age")
    assert told("버스 20~30대를 샀다.", "unit") == [("bus",)] or told("버스 20~30대를 샀다.", "unit") == [("vehicle",)]


def test_an_age_in_brackets_says_who_somebody_is_and_claims_nothing(told) -> None:
    assert told("박모(41) 씨는 강을 건넜다.", "words") == []


def test_what_a_number_is_compared_with_is_not_counted(told) -> None:
    assert told("지난 기간보다 6명 늘었다.", "counted") == [(None,)]


def test_what_is_counted_may_stand_behind(told) -> None:
    assert told("1천47명이던 농부는 63명까지 줄었다.", "value", "unit")[0] == (1047, "person")


def test_what_is_quoted_has_a_topic_of_its_own(told) -> None:
    text = '박씨는 "정착금 700만원은 다 나갔다"고 말했다.'
    assert told(text, "counted") == [("정착금",)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("10대 자녀 2명이 왔다.", ["year of age", "person"]),
        ("70대 노모가 왔다.", ["year of age"]),
        ("버스 10대가 왔다.", ["vehicle"]),
        ("트럭 20대 이상이 왔다.", ["vehicle"]),
    ],
)
def test_those_in_their_teens_are_no_cars(told, text, units) -> None:
    assert [unit for (unit,) in told(text, "unit")] == units


def test_each_of_a_row_rose(told) -> None:
    assert told("쌀과 옥수수는 각각 200원, 100원 올랐다.", "value", "kind", "direction") == [
        (200, "change", "up"),
        (100, "change", "up"),
    ]


@pytest.mark.parametrize("text", ["이 마을에서만 최소 7명이 다쳤다.", "3년 만에 3배가 됐다.", "한화 2천만원을 냈다."])
def test_where_and_when_are_not_counted(told, text) -> None:
    assert not [counted for (counted,) in told(text, "counted") if counted]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("난민은 최소 1만 명에서 최대 5만 명이다.", ["난민", "난민"]),
        ("농부 수는 78% 줄었다.", ["농부 수"]),
        ("하룻밤 사이에 500여 명이 왔다.", [None]),
        ("김씨는 두 아이를 키운다.", ["아이"]),
        ("섬에 도착한 9명이 잠들었다.", [None]),
        ("탈북민 9명이 잠들었다.", ["탈북민"]),
        ("동쪽 부두에서 9명이 잠들었다.", [None]),
    ],
)
def test_what_is_counted_is_named(told, text, counted) -> None:
    assert [found for (found,) in told(text, "counted")] == counted


def test_a_price_goes_on_from_one_to_another(told) -> None:
    assert told("쌀값은 1㎏당 5천 원에서 6천 원으로 올랐다.", "unit") == [("KRW/kg",), ("KRW/kg",)]
