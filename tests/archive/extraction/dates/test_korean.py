"""Korean times."""

import pytest

# Published on Thursday, 22 October 2020.
ROWS = [
    ("시장은 2019년 11월에 물러났다.", "2019년 11월", "DATE", "2019-11", "2019-11"),
    ("그는 2008년 3월 15일 서울에 왔다.", "2008년 3월 15일", "DATE", "2008-03-15", "2008-03-15"),
    ("지난해 수출이 줄었다.", "지난해", "DATE", "2019", "2019"),
    ("올해 수출이 줄었다.", "올해", "DATE", "2020", "2020"),
    ("내년 초 다시 연다.", "내년 초", "DATE", "2021", "2021-01/2021-04"),
    ("3년 전에는 달랐다.", "3년 전", "DATE", "2017", "2017"),
    ("1990년대 중반부터 늘었다.", "1990년대 중반", "DATE", "199", "1994/1996"),
    ("지난달 문을 닫았다.", "지난달", "DATE", "2020-09", "2020-09"),
    ("오는 5일 회의를 연다.", "오는 5일", "DATE", "2020-11-05", "2020-11-05"),
    ("시는 20일 이같이 밝혔다.", "20일", "DATE", "2020-10-20", "2020-10-20"),
    ("올해 상반기 실적이 좋다.", "올해 상반기", "DATE", "2020-H1", "2020-01/2020-06"),
    ("지난해 3분기 실적이 좋다.", "지난해 3분기", "DATE", "2019-Q3", "2019-07/2019-09"),
    ("10월 말까지 모은다.", "10월 말", "DATE", "2020-10", "2020-10-21/2020-10-31"),
    ("전날 사고가 났다.", "전날", "DATE", "2020-10-21", "2020-10-21"),
    ("이날 비가 왔다.", "이날", "DATE", "2020-10-22", "2020-10-22"),
    ("오전 10시에 열렸다.", "오전 10시", "TIME", "2020-10-22T10:00", "2020-10-22"),
    ("다음 주 수요일 만난다.", "다음 주 수요일", "DATE", "2020-10-28", "2020-10-28"),
    ("어젯밤 눈이 왔다.", "어젯밤", "TIME", "2020-10-21TNI", "2020-10-21"),
    ("2006~2019년 자료를 모았다.", "2006~2019년", "DATE", "2006/2019", "2006/2019"),
    ("매년 축제가 열린다.", "매년", "SET", "P1Y", None),
    ("열흘 동안 걸었다.", "열흘", "DURATION", "P10D", None),
    ("사흘간 걸었다.", "사흘간", "DURATION", "P3D", None),
    ("약 3개월 걸렸다.", "약 3개월", "DURATION", "P3M", None),
    ("최근 5년간 줄었다.", "최근 5년간", "DURATION", "P5Y", None),
    ("현재 서울에 산다.", "현재", "DATE", "PRESENT_REF", None),
    ("군은 7일 간부들을 불렀다.", "7일", "DATE", "2020-10-07", "2020-10-07"),
    ("시는 7일 전국 도로를 막았다.", "7일", "DATE", "2020-10-07", "2020-10-07"),
    ("3일부터 다리를 막았다.", "3일", "DATE", "2020-10-03", "2020-10-03"),
    ("2016년 대회에서 졌다.", "2016년", "DATE", "2016", "2016"),
    ("8월까지 꾸준히 줄었다.", "8월", "DATE", "2020-08", "2020-08"),
    ("4년 2개월 만에 올랐다.", "4년 2개월", "DURATION", "P4Y2M", None),
    ("2시간 40분 걸렸다.", "2시간 40분", "DURATION", "PT2H40M", None),
    ("6년여 만에 돌아왔다.", "6년여", "DURATION", "P6Y", None),
    ("월 2회 모인다.", "월 2회", "SET", "P1M", None),
    ("1년에 세 차례 모인다.", "1년에 세 차례", "SET", "P1Y", None),
    ("80년 전 6월 3일 태어났다.", "80년 전 6월 3일", "DATE", "1940-06-03", "1940-06-03"),
    ("입력 2020.10.21. 오후 6:05 기자", "2020.10.21. 오후 6:05", "TIME", "2020-10-21T18:05", "2020-10-21"),
    ("어제 새벽 불이 났다.", "어제 새벽", "TIME", "2020-10-21TMO", "2020-10-21"),
    ("오후에는 갰다.", "오후", "TIME", "2020-10-22TAF", "2020-10-22"),
    ("주말에 눈이 왔다.", "주말", "DATE", "2020-W42-WE", "2020-10-17/2020-10-18"),
    ("기원전 57년 세웠다.", "기원전 57년", "DATE", "BC0057", "-0056"),
    ("20일 오후 5시 현재 닫혀 있다.", "20일 오후 5시", "TIME", "2020-10-20T17:00", "2020-10-20"),
]

# None of these is a time: an impossible date, a count, the name of a work.
NOTHING = [
    "2월 30일에 만나자.",
    "13월 5일에 만나자.",
    "25시에 만나자.",
    "주민 1980명이 모였다.",
    "배 2000~3000척이 떠났다.",
    "주민의 3분의 2가 남았다.",
    "장편 「1948」과 시집 『4월의 강』을 냈다.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_korean_time_is_invented(read, text) -> None:
    assert [text[found.start : found.end] for found in read(text, "2020-10-22")] == []


def test_the_night_before_is_counted_from_the_day_told(read) -> None:
    _, found = read("의회는 7일 표결했다. 전날 밤까지 다퉜다.", "2020-10-22")
    assert (found.type.value, found.value) == ("TIME", "2020-10-06TNI")


@pytest.mark.parametrize(("text", "words", "kind", "value", "edtf"), ROWS, ids=[row[1] for row in ROWS])
def test_a_korean_time_is_read(read, text, words, kind, value, edtf) -> None:
    (found,) = read(text, "2020-10-22")
    assert text[found.start : found.end] == words
    assert (found.type.value, found.value, found.edtf) == (kind, value, edtf)


def test_a_verb_that_begins_like_this_year_is_no_date(read) -> None:
    assert read("은행은 금리를 올렸다.", "2020-10-22") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("지난해 수출이 줄었다.", "XXXX"),
        ("10월에 열렸다.", "XXXX-10"),
        ("3년 전 왔다.", "PAST_REF"),
        ("5일 밝혔다.", "XXXX-XX-05"),
    ],
)
def test_without_a_publication_date_korean_times_stay_open(read, text, value) -> None:
    (found,) = read(text)
    assert (found.value, found.earliest, found.latest) == (value, None, None)


def test_the_following_year_is_counted_from_the_year_told(read) -> None:
    _, found = read("그는 2008년 떠났고 이듬해 돌아왔다.", "2020-10-22")
    assert (found.value, found.basis.value, found.anchor_value) == ("2009", "narrative", "2008")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("올해 2분기 배는 40척으로 지난해 같은 기간보다 늘었다.", ["2020-Q2", "2019-Q2"]),
        ("지난해 같은 기간보다 늘었다.", ["2019"]),
        ("작년 동기 대비 줄었다.", ["2019"]),
        ("작년 동기생이 모였다.", ["2019"]),
    ],
)
def test_the_same_part_of_another_year_is_that_part(read, text, values) -> None:
    assert [found.value for found in read(text, "2020-10-22")] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("지난 겨울에는 눈이 많았다.", ["2019-WI"]),
        ("2018년 8월 둑이 무너졌고 이듬해 봄부터는 울타리가 세워졌다.", ["2018-08", "2019-SP"]),
        ("봄바람이 분다.", []),
    ],
)
def test_a_season_may_have_a_particle_of_two_letters(read, text, values) -> None:
    assert [found.value for found in read(text, "2020-10-22")] == values
