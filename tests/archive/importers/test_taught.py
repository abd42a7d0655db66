"""Taught rules: learnt from one page or text, they find the like in the next one of the site, and nothing where it is not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.importers import registry, spots, taught
from archive.importers.html.places import parsed
from archive.model.article import Imported, Source
from archive.model.ids import Uid
from archive.model.taught import Spot, TaughtRule

PARAGRAPH = "The lock was opened at dawn and the first barges went through before the wind rose over the basin. " * 4
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="The Lock Gazette"><link rel="canonical" href="https://www.lock.example/{id}">
<meta name="shelf.penned" content="{meta}"></head><body><nav><a href="/">Home</a><a class="who" href="/staff">Our staff</a></nav>
<article class="story"><h1>{title}</h1><div class="info post-{id}"><span class="sec">Water</span>
<span class="penned">Words: {name} | Hall desk</span> <em class="when">set down {date}, evening edition</em></div>
<p>{paragraph}</p><p>{paragraph}</p></article><footer class="story">Words: nobody</footer></body></html>"""
NOTE = "THE HALL LETTER\n\n{title}\n\n{extra}Penned in the hall by {name} on a weekday\nSet {date}\n\n{paragraph}\n\n{paragraph}\n\n{closing}\n"


def page(**told: str) -> bytes:
    usual = {"title": "Barges at dawn", "id": "48211", "meta": "M. Quill", "name": "Marta Quill", "date": "4 May 2021"}
    return PAGE.format(**{**usual, **told}, paragraph=PARAGRAPH).encode()


def note(**told: str) -> bytes:
    usual = {"title": "Barges at dawn", "extra": "", "name": "Marta Quill", "date": "4 May 2021", "closing": "End."}
    return NOTE.format(**{**usual, **told}, paragraph=PARAGRAPH).encode()


def read(data: bytes, *rules: TaughtRule, name: str = "a.html", address: str = "") -> Imported:
    return registry.read(Source(data, name, rules=rules, address=address))


def spot_of(data: bytes, words: str, field: str, *, html: bool = True, within: str = "") -> Spot:
    """The first spot that finds exactly these words again, as teaching takes it."""
    decoded = data.decode()
    at = decoded.index(words, decoded.index(within) if within else 0)
    document = spots.Document(decoded, page=html)
    for spot in spots.learn(document, at, at + len(words), whole=field == "published"):
        found = taught.look(document, spot, field)
        if found is not None and found.value == taught.valued(words, field, loose=True):
            return spot
    raise AssertionError("no spot finds the words again")


def rule(spot: Spot, field: str = "byline", site: str = "lock.example", **more: Any) -> TaughtRule:
    return TaughtRule("A rule", site, field, spot, uid=Uid("0123456789abcdef" * 2), **more)


def test_a_byline_taught_on_one_page_is_found_on_the_next_of_the_site() -> None:
    spot = spot_of(page(), "Marta Quill", "byline")
    assert spot.path == "span.penned" and (spot.before, spot.after) == ("Words: ", " | ")
    answer = read(page(id="70955", name="Anton Reed and Ruth Ferry", title="Ice on the sill"), rule(spot))
    assert answer.metadata.byline == ("Anton Reed", "Ruth Ferry")
    proof = answer.metadata.evidence["byline"]
    assert proof.rule == "taught-01234567" and answer.decoded is not None and proof.start is not None
    assert answer.decoded[proof.start : proof.end] == "Anton Reed and Ruth Ferry"


def test_a_rule_is_for_its_site_and_those_below_it_only() -> None:
    spot = spot_of(page(), "Marta Quill", "byline")
    other = page().replace(b"lock.example", b"sluice.example").replace(b"The Lock Gazette", b"The Sluice")
    assert not read(other, rule(spot)).metadata.byline
    assert read(page().replace(b"www.lock.example", b"news.lock.example"), rule(spot)).metadata.byline
    assert read(other, rule(spot), address="https://lock.example/12").metadata.byline, (
        "the container knows where it came from"
    )
    assert read(other, rule(spot, site="the SLUICE")).metadata.byline == ("Marta Quill",)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 300},
        {"name": "4821 7733"},
    ],
)
def test_what_stands_there_but_can_be_no_name_is_none(changed: dict[str, str]) -> None:
    spot = spot_of(page(), "Marta Quill", "byline")
    assert read(page(**changed), rule(spot)).metadata == read(page(**changed)).metadata


def test_a_rule_whose_place_is_gone_says_nothing() -> None:
    spot = spot_of(page(), "Marta Quill", "byline")
    later = page().replace(b'class="penned"', b'class="set-by"')
    assert read(later, rule(spot)) == read(later)


def test_a_rule_that_is_off_does_nothing() -> None:
    spot = spot_of(page(), "Marta Quill", "byline")
    assert read(page(), rule(spot, enabled=False)) == read(page())


def test_the_head_of_a_page_can_be_taught_and_what_is_numbered_is_no_part_of_a_path() -> None:
    assert spot_of(page(), "M. Quill", "byline").path == "meta[name=shelf.penned]"
    inner = spot_of(page(), "Water", "title")
    assert inner.path == "span.sec" and "48211" not in inner.path
    numbered = (
        page().replace(b'class="penned"', b'class="p-48211"').replace(b"<span ", b"<b ").replace(b"</span>", b"</b>")
    )
    path = spot_of(numbered, "Marta Quill", "byline").path
    assert "48211" not in path and read(
        numbered.replace(b"48211", b"50000"), rule(Spot(path, before="Words: ", after=" |"))
    )


def test_a_date_is_found_among_other_words_and_takes_the_doubt_with_it() -> None:
    spot = spot_of(page(), "4 May 2021", "published")
    answer = read(page(date="17 June 2022"), rule(spot, "published"))
    assert (answer.metadata.published, answer.metadata.evidence["published"].rule) == ("2022-06-17", "taught-01234567")
    assert read(page(date="some day"), rule(spot, "published")).metadata.published is None


def test_a_labelled_line_of_a_text_is_found_wherever_it_stands() -> None:
    spot = spot_of(note(), "Marta Quill", "byline", html=False)
    assert spot == Spot(label="Penned in the hall by ", after=" on")
    data = note(name="Ruth Ferry", extra="A line more\n\n")
    answer = read(data, rule(spot, site="The Hall Letter"), name="a.txt", address="")
    told = replace(answer.metadata, publisher="The Hall Letter")
    assert told.publisher and read(
        data, rule(spot), name="a.txt", address="https://lock.example/1"
    ).metadata.byline == ("Ruth Ferry",)


def test_a_line_without_a_label_is_found_by_its_number() -> None:
    text = note().replace(b"Penned in the hall by Marta Quill on a weekday", b"Marta Quill")
    spot = spot_of(text, "Marta Quill", "byline", html=False)
    assert spot == Spot(line=3)
    found = read(
        text.replace(b"Marta Quill", b"Ruth Ferry"), rule(spot), name="a.txt", address="https://lock.example/1"
    )
    assert found.metadata.byline == ("Ruth Ferry",)
    moved = text.replace(b"Marta Quill", b"The water stood higher than anybody had expected it to.")
    plain = read(moved, name="a.txt")
    assert (
        read(moved, rule(spot), name="a.txt", address="https://lock.example/1").metadata.byline == plain.metadata.byline
    )


def test_a_korean_reporter_is_found_by_what_ends_the_line() -> None:
    text = f"갑문 소식\n\n오늘의 배\n\n갑문일보 홍길동 기자\n\n{'배는 새벽에 지나갔다. ' * 20}\n"
    spot = spot_of(text.encode(), "갑문일보 홍길동", "title", html=False)
    assert spot.closing == " 기자"
    other = text.replace("홍길동", "임꺽정").replace("오늘의 배\n", "오늘의 배\n\n한 줄 더\n")
    found = taught.look(spots.Document(other, page=False), spot, "title")
    assert found is not None and found.value == "갑문일보 임꺽정"


def test_a_publisher_is_known_by_its_own_name_in_its_place_and_its_other_rules_follow() -> None:
    masthead = rule(Spot(line=1, exact="THE HALL LETTER"), "publisher", site="")
    byline = rule(Spot(label="Penned in the hall by ", after=" on"), site="The Hall Letter")
    answer = read(note(), byline, masthead, name="a.txt")
    assert (answer.metadata.publisher, answer.metadata.byline) == ("THE HALL LETTER", ("Marta Quill",))
    other = note().replace(b"THE HALL LETTER", b"The Quay Letter")
    assert read(other, byline, masthead, name="a.txt").metadata == read(other, name="a.txt").metadata


def test_words_of_two_lines_or_without_a_place_teach_nothing() -> None:
    text = note().decode()
    with pytest.raises(Invalid, match="more than one line"):
        list(spots.learn(spots.Document(text, page=False), 0, text.index("Barges") + 6))
    far = "".join(f"A line with the number {number} stands here\n" for number in range(300))
    at = far.index("number 150")
    with pytest.raises(Invalid, match="nowhere that another article"):
        list(spots.learn(spots.Document(far, page=False), at, at + 6))


@pytest.mark.parametrize("path", ["", "(a+)+b", "div[", "a b c d e f g h i", "DIV", "*", "div..x", "a" * 60])
def test_a_path_is_names_and_nothing_else(path: str) -> None:
    with pytest.raises(Invalid):
        parsed(path)


def test_no_words_of_a_person_are_run_as_a_pattern_nor_take_long_on_a_page_made_against_them() -> None:
    deep = b"<html><body>" + b'<div class="a">' * 1_900 + b"By x" + b"<p>" + PARAGRAPH.encode() * 3 + b"</body></html>"
    wide = b"<html><body>" + b'<div class="a"><i></i></div>' * 20_000 + PARAGRAPH.encode() * 3 + b"</body></html>"
    hard = " ".join(["div.a"] * 7 + ["span.none"])
    rules = [rule(Spot(hard)), rule(Spot("div.a", before="(a+)+$", after="(.*)*x"))]
    for data in (deep, wide):
        answer = read(data, *rules, address="https://lock.example/")
        assert answer.metadata == read(data).metadata
    lines = ("a" * 290 + "\n") * 5_000
    document = spots.Document(lines, page=False)
    assert taught.look(document, Spot(label="a" * 300, after="aaaa"), "title") is None


WORDS = st.text(alphabet="abcdeé가 ,|:-\u00a0", min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and text[0].isalpha()
)


@given(before=st.text("ab:| ,1", max_size=10), value=WORDS, after=st.text("ab:| ,1", max_size=10))
def test_whatever_is_learnt_finds_the_words_that_it_was_learnt_from(before: str, value: str, after: str) -> None:
    line = f"{before}{value}{after}"
    decoded = f"First line\n{line}\nLast line\n"
    start = decoded.index(line) + len(before)
    document = spots.Document(decoded, page=False)
    try:
        learnt = list(spots.learn(document, start, start + len(value)))
    except Invalid:
        return
    parts = [(spot, part) for spot in learnt for part in document.parts(spot)]
    cuts = [(part, cut) for spot, part in parts if (cut := spots.cut(part.text, spot)) is not None]
    assert value.strip() in {part.text[start:end] for part, (start, end) in cuts}


@given(
    st.builds(Spot, line=st.integers(-50, 50), before=st.text(max_size=5), after=st.text(max_size=5)),
    st.text(max_size=400),
)
def test_a_cut_is_inside_of_its_part_and_holds_no_edge_of_white_space(spot: Spot, text: str) -> None:
    found = spots.cut(text, spot)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
