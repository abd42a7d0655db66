"""The gazetteer knows the world by its countries, their people and their capitals."""

from archive.extraction.figures.places import demonym, find, find_korean, gazetteer


def _keys(text: str) -> list[str]:
    return [found.key for found in find(text, 0, len(text), {})]


def test_every_continent_is_there() -> None:
    names = gazetteer().names
    assert len(set(names.values())) >= 200
    for name in ("Kenya", "Peru", "Laos", "Norway", "Fiji", "Africa", "Nairobi", "케냐", "페루"):
        assert name in names


def test_the_longest_name_counts() -> None:
    assert _keys("South Sudan and Guinea-Bissau") == ["south-sudan", "guinea-bissau"]


def test_people_are_told_from_places() -> None:
    found = find("Kenyans in Norway", 0, 17, {})
    assert [(each.key, each.person) for each in found] == [("kenya", True), ("norway", False)]
    assert demonym("kenyans") and not demonym("kenya")


def test_money_is_no_place() -> None:
    assert _keys("It cost US$40.") == []


def test_a_place_in_the_name_of_a_body_or_of_money_is_none() -> None:
    assert _keys("The Marine Institute of Norway counted 40.") == []
    assert _keys("It was told by the Voice of America.") == []
    assert _keys("They paid 40 US dollars.") == []
    assert _keys("The islands of Norway and the farmers of Kenya") == ["norway", "kenya"]


def test_a_direction_is_the_country_told_last() -> None:
    told: dict[str, str] = {}
    find("South Sudan is young.", 0, 21, told)
    assert [found.key for found in find("They left the South.", 0, 20, told)] == ["south-sudan"]
    assert _keys("They left the South.") == []


def test_korean_names_begin_a_word() -> None:
    assert [found.key for found in find_korean("케냐와 페루에서", 0, 8)] == ["kenya", "peru"]
    assert find_korean("선수단", 0, 3) == []
