"""What newspapers, agencies and think tanks write that the first rules missed, on sentences of its own."""

import pytest

DATE = "2018-07-12"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A fine of 2.5m won was paid.", [(2.5e6, "KRW")]),
        ("She had 3 million won in cash.", [(3e6, "KRW")]),
        ("Rye cost 300 North Korean won a kilo. In May it had cost 250 won.", [(300.0, "KPW/kg"), (250.0, "KPW/kg")]),
        ("Prices: coal 900 euros (850), gas 1,200 (1,150).", [(900.0, "EUR"), (850.0, "EUR"), (1200.0, "EUR"), (1150.0, "EUR")]),
        ("The trip costs Z$40.", [(40.0, "Z$")]),
        ("They want 40 or so kilometres of pipe.", [(40.0, "km")]),
        ("He slept four hours a night.", [(4.0, "hour/day")]),
        ("A daily ration of 90 grams was left.", [(90.0, "g/day")]),
        ("From 2001 to 2004 the yearly average of ships was 40.", [(40.0, "ship/year")]),
        ("The sentence was 10 months to three years.", [(None, "year")]),
        ("Cows filled 30 km of road, and the barns went from 4 to 9.", [(30.0, "km"), (4.0, "barn"), (9.0, "barn")]),
        ("Some 60 percent were old, and no fewer than 12 were lame monks.", [(60.0, "percent"), (12.0, "person")]),
        ("One sailor in nine can swim.", [(1 / 9, "ratio")]),
        ("A quarter of a million people marched.", [(250000.0, "person")]),
        ("The population is put at 3.1m.", [(3.1e6, "person")]),
        ("Of the 90 on board, 12 drowned.", [(90.0, "person"), (12.0, "person")]),
        ("The average age of the monks is 61.", [(61.0, "year of age")]),
        ("Boys between the ages of 9 and 14 sang.", [(None, "year of age")]),
        ("Rents rose sixfold.", [(6.0, "ratio")]),
        ("The storm took 14 lives.", [(14.0, "life")]),
        ("There were no survivors.", [(0.0, "person")]),
        ("Ships were built. Groups think the figure is closer to 40 people.", [(40.0, "person")]),
        ("20여만 명이 모였다.", [(200000.0, "person")]),
        ("관객 300만을 넘었다.", [(3e6, "person")]),
        ("아들 둘과 산다.", [(2.0, "person")]),
        ("값은 3만 원대다.", [(None, "KRW")]),
        ("타율은 3할1푼2리다.", [(31.2, "percent")]),
        ("10년째 줄었다.", [(10.0, "year")]),
        ("이삼십 명이 왔다.", [(None, "person")]),
        ("The wall covers 40 of the 90 km of shore.", [(40.0, "km"), (90.0, "km")]),
        ("Catches fell to double figures.", []),
        ("The register stood at 4,100 as of May, of whom 12% were monks.", [(4100.0, "person"), (12.0, "percent")]),
        ("The register stood at 4,100. Sailors, of whom 12% were old, wept.", [(12.0, "percent")]),
        ("초속 35m의 바람이다.", [(35.0, "m/s")]),
        ("해마다 2000~3000마리가 떠났다.", [(None, "animal/year")]),
        ("감자는 1㎏에 900원이다.", [(900.0, "KRW/kg")]),
        ("등대는 항구에서 4km 떨어진 섬에 있다.", [(4.0, "km")]),
        ("음악반 31기 수료생 12명이 노래했다.", [(12.0, "person")]),
        ("도착한 여덟 명 중 셋은 어부다.", [(8.0, "person"), (3.0, "person")]),
        ("값이 두 배 반으로 뛰었다.", [(2.5, "ratio")]),
        ("코스피는 3포인트 내린 703.59에 마감했다.", [(3.0, "point"), (703.59, "point")]),
        ("시간당 50㎜의 비가 왔다.", [(50.0, "mm/hour")]),
    ],
)  # fmt: skip
def test_what_the_press_writes(told, text, wanted) -> None:
    found = told(text, "value", "unit", published=DATE)
    assert [(pytest.approx(value, rel=1e-5) if value else value, unit) for value, unit in found] == wanted


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("They handed over as many as 90 prisoners.", "at_most"),
        ("The mayor handed over 40 keys.", "exact"),
        ("It lies within 4 kilometres of the sea.", "at_most"),
        ("It passed within 400 kilometres of the moon.", "exact"),
        ("Turnout was just shy of 70 percent.", "nearly"),
        ("값은 4%대다.", "range"),
    ],
)
def test_bounds_that_other_words_hide(told, text, bound) -> None:
    assert told(text, "bound") == [(bound,)]


@pytest.mark.parametrize(
    "text",
    [
        "Call +82 2 555 0143, ext. 41.",
        "See tables 3 and 4.",
        "Exports slept in the first nine months of 2018.",
        "1인 세대가 많다.",
        "Beijing says there are no refugees.",
    ],
)
def test_what_only_looks_like_a_figure(told, text) -> None:
    assert told(text, "words", "rule", published=DATE) == []


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Sales rose 4 percent in the year to June.", "2017-07/2018-06"),
        ("Exports fell 3 percent in the first nine months of 2017.", "2017-01/2017-09"),
        ("Exports fell 3 percent in the last two months of 2017.", "2017-11/2017-12"),
        ("1997년 이후 44명이 왔다.", "1997/2018-07-12"),
        ("2011년부터 2013년까지 44명이 왔다.", "2011/2013"),
        ("내년까지 학교 44곳을 짓는다.", "../2019"),
        ("작년 같은 기간보다 12% 늘었다.", None),
    ],
)
def test_periods_told_with_other_words(told, text, period) -> None:
    assert told(text, "period", published=DATE) == [(period,)]


def test_what_is_so_now_was_not_so_in_the_year_before_it(told) -> None:
    text = "In 2010 the firm had 40 shops; now it has 12 shops."
    assert told(text, "period", published=DATE) == [("2010",), (None,)]


@pytest.mark.parametrize("length", [300, 400, 999])
@pytest.mark.parametrize("text", ["There are {} people.", "It cost ${}.", "{}명이 왔다.", "A {} percent share."])
def test_an_endless_number_stands_as_written(told, text, length) -> None:
    """A double holds 308 digits, of which it keeps 15: the words say how much it is, and the value stays open beyond."""
    written = "7" * length
    words, value, least, most = told(text.format(written), "words", "value", "least", "most")[0]
    assert words == written
    if length == 300:
        assert value == least == most == pytest.approx(7.77777e299, rel=1e-3)
    else:
        assert value is least is most is None


@pytest.mark.parametrize("text", ["The key is {}.", "Account {} was closed.", "{} is long."])
def test_an_endless_number_that_counts_nothing_is_a_key(told, text) -> None:
    assert told(text.format("7" * 25), "words", "rule") == []


@pytest.mark.parametrize(
    "text",
    [
        "0 out of 0 people agreed.",
        "One in zero people came.",
        "Half of 0 people.",
        "From 0 to 0 percent.",
        "0분의 3이다.",
    ],
)
def test_nothing_is_divided_by_nothing(told, text) -> None:
    assert all(value is None or value in (0, 0.5, 50) for (value,) in told(text, "value"))
