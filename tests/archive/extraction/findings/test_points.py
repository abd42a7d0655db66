"""What a sentence leaves out, those before it have said."""

from collections.abc import Callable

from archive.extraction.findings.gazetteer import Gazetteer, shipped
from archive.extraction.findings.points import points
from archive.model.figure import Bound, Figure, Kind

Make = Callable[..., Figure]
PEOPLES = Gazetteer(
    peoples={"syrian": "syria", "syrians": "syria", "new zealander": "new zealand"},
    inside={"a": "b", "b": "c", "c": "a"},
)


def test_a_place_said_before_holds_for_the_same_thing(make: Make) -> None:
    before, after, other = points(
        [
            make(9, period="2001"),
            make(8, place_key="", period="2002"),
            make(7, place_key="", counted_key="ship", period="2003"),
        ],
        PEOPLES,
    )
    assert (before.place, after.place, other.place) == ("norway", "norway", "")


def test_another_article_says_nothing_about_this_one(make: Make) -> None:
    assert [
        point.place
        for point in points([make(9, period="2001"), make(8, article=2, place_key="", period="2002")], PEOPLES)
    ] == ["norway", ""]


def test_the_act_is_that_of_the_sentence_where_what_is_counted_has_none(make: Make) -> None:
    sentence = "Most had left their homes, and 40 refugees have since settled in Norway, said those who were injured."
    at = sentence.index("40")
    (point,) = points(
        [make(40, counted_key="refugee", sentence=sentence, sentence_start=100, start=100 + at, end=102 + at)], PEOPLES
    )
    assert point.act == "arrive"


def test_who_helps_others_to_do_it_tells_of_their_own_work(make: Make) -> None:
    sentence = "The group has helped resettle 70 families."
    told = {"sentence": sentence, "sentence_start": 0, "start": sentence.index("70"), "end": sentence.index("70") + 2}
    (point,) = points([make(70, **told)], PEOPLES)
    assert point.act == "support"


def test_money_takes_words_of_money_only(make: Make) -> None:
    sentence = "Those who fled to Norway pay 900 euros."
    told = {
        "kind": Kind.MONEY,
        "unit": "EUR",
        "counted_key": "",
        "sentence": sentence,
        "sentence_start": 0,
        "start": 29,
        "end": 38,
    }
    (point,) = points([make(900, **told)], PEOPLES)
    assert point.act == "price"


def test_what_follows_from_a_figure_counts_the_same(make: Make) -> None:
    base = make(2900, period="2009", start=100, end=110)
    derived = make(1900, period="2019", derived=True, counted_key="", place_key="", start=150, end=160)
    assert {point.topic for point in points([base, derived], PEOPLES)} == {points([base], PEOPLES)[0].topic}
    far = make(1900, period="2019", derived=True, counted_key="", place_key="", start=9000, end=9010)
    assert points([base, far], PEOPLES)[1].act == ""


def test_people_on_the_move_are_of_the_one_nation_that_the_article_names(make: Make) -> None:
    named, bare = points(
        [make(9, counted_key="syrian arrive", period="2001"), make(8, counted_key="refugee arrive", period="2002")],
        PEOPLES,
    )
    assert named.topic == bare.topic
    assert named.people == "syria"


def test_places_of_what_is_counted_are_no_part_of_it(make: Make) -> None:
    (point,) = points([make(9, counted_key="norway harbour")], PEOPLES)
    assert point.things == ("harbour",)


def test_an_arrival_is_where_the_words_behind_it_lead(make: Make) -> None:
    sentence = "Of the people in Chad, 300 have settled in Norway and 40 have been admitted to New Zealand."
    known = Gazetteer(names={"chad": "chad", "norway": "norway", "new zealand": "new-zealand"})
    told = {"counted_key": "migrant arrive", "sentence": sentence, "sentence_start": 50, "place_key": "chad"}
    spans = [(50 + sentence.index(number), 50 + sentence.index(number) + len(number)) for number in ("300", "40")]
    figures = [make(value, start=start, end=end, **told) for value, (start, end) in zip((300, 40), spans, strict=True)]
    assert {point.figure.value: point.place for point in points(figures, known)} == {300: "norway", 40: "new-zealand"}
    corrected = make(300, start=spans[0][0], end=spans[0][1], corrected=("place",), **told)
    assert points([corrected], known)[0].place == "chad"


def test_what_has_been_done_without_a_time_is_a_total(make: Make) -> None:
    done, doing = points(
        [make(40, period=None, sentence="So 40 have come."), make(41, period=None, sentence="Then 41 come.")], PEOPLES
    )
    assert (done.is_total, doing.is_total) == (True, False)


def test_the_gazetteer_that_ships_knows_capitals_and_peoples() -> None:
    known = shipped()
    assert known.within("oslo", "norway")
    assert known.place("norway", "Oslo") == "oslo" and known.place("norway", "the north") == "norway"
    assert known.people_of("young Norwegians") == ("norway", "young")
    assert known.named_first("settled among Norwegians in New Zealand") == "new-zealand"


def test_unusable_values_are_left_out(make: Make) -> None:
    assert points([make(None, bound=Bound.RANGE), make(float("inf"))], PEOPLES) == []


def test_the_gazetteer_knows_what_lies_in_what_and_ends() -> None:
    assert PEOPLES.around("a") == ("b", "c", "a")
    assert PEOPLES.within("a", "c") and not PEOPLES.within("c", "x")
    assert PEOPLES.people_of("12 New-Zealander farmers") == ("new zealand", "12 farmers")
    assert PEOPLES.people_of("syrian and new zealander farmers")[0] == ""
