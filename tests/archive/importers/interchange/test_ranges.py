"""What wallabag's annotations say of their places is believed where the words bear it out, however often these stand in the page."""

import json
from html import escape
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importers.interchange import documents
from archive.importers.interchange.pages import Page
from archive.importers.interchange.ranges import Ranges
from archive.model.article import Source

TWICE = "<p>The mill stood <em>still</em>.</p><div><p>Nobody came.</p><p>The mill stood <em>still</em>.</p></div>"
TABLE = "<p>Rent</p><table><tr><td>Rent</td><td>40</td></tr><tr><td>Rent</td><td>50</td></tr></table>"


def told(start: str, first: object, end: str, last: object) -> dict[str, Any]:
    return {"ranges": [{"start": start, "startOffset": first, "end": end, "endOffset": last}]}


def found(html: str, annotation: dict[str, Any], quote: str) -> tuple[int, str] | None:
    place = Ranges(Page(html)).span(annotation, quote)
    return None if place is None else (place.start, place.exact)


@pytest.mark.parametrize(
    ("html", "annotation", "quote", "start"),
    [
        (TWICE, told("/p[1]", "4", "/p[1]/em[1]", "5"), "mill stood still", 4),
        (TWICE, told("/div[1]/p[2]", "4", "/div[1]/p[2]/em[1]", "5"), "mill stood still", 39),
        (TWICE, told("/div/p[2]", 4, "/div/p[2]/em", 5), "mill stood still", 39),
        (TWICE, told("/p[1]/em[1]", "0", "/div[1]/p[1]", "6"), "still.Nobody", 15),
        ("<p>One 🛶 mill<p>One 🛶 mill", told("/p[2]", "4", "/p[2]", "11"), "🛶 mill", 15),
        ("<ul><li>Tea<li>Tea</ul>", told("/ul[1]/li[2]", "0", "/ul[1]/li[2]", "3"), "Tea", 4),
        (TABLE, told("/table[1]/tbody[1]/tr[2]/td[1]", "0", "/table[1]/tbody[1]/tr[2]/td[1]", "4"), "Rent", 13),
        ("<p>Tea\n  and <br/> tea</p>", told("/p[1]", "5", "/p[1]", "14"), "and  tea", 4),
    ],
)
def test_a_range_tells_which_of_the_same_words_is_meant(
    html: str, annotation: dict[str, Any], quote: str, start: int
) -> None:
    place = found(html, annotation, quote)
    assert place is not None and place[0] == start
    assert "".join(place[1].split()) == "".join(quote.split())


@pytest.mark.parametrize(
    "annotation",
    [
        told("/p[1]", "0", "/p[1]", "8"),  # other words
        told("/p[9]", "4", "/p[9]", "8"),
        told("/p[1]", "4", "/p[1]", "99"),
        told("/p[1]", "8", "/p[1]", "4"),
        told("/p[1]", "-4", "/p[1]", "8"),
        told("/p[1]", None, "/p[1]", True),
        told("//p[position()=1]", "4", "/p[1]", "8"),
        told("/p[99999999999999999999]", "4", "/p[1]", "8"),
        {"ranges": "/p[1]"},
        {"ranges": []},
        {},
    ],
)
def test_a_range_that_the_words_do_not_bear_out_is_no_place(annotation: dict[str, Any]) -> None:
    assert found(TWICE, annotation, "mill") is None


def test_several_ranges_of_one_annotation_are_no_single_place() -> None:
    one = told("/p[1]", "4", "/p[1]", "8")
    assert found(TWICE, {"ranges": one["ranges"] * 2}, "mill") is None


def test_a_page_nested_without_end_is_read() -> None:
    html = "<div>" * 50_000 + "<p>mill</p>"
    assert found(html, told("/p[1]", "0", "/p[1]", "4"), "mill") is None


_words = st.text("ab é김🛶́א\n", min_size=1, max_size=8)
_inline = st.recursive(
    _words.map(escape),
    lambda inner: st.tuples(st.sampled_from(["em", "b", "span"]), inner, inner).map(
        lambda e: f"{e[1]}<{e[0]}>{e[2]}</{e[0]}>"
    ),
    max_leaves=4,
)
_blocks = st.lists(st.tuples(st.sampled_from(["p", "h2", "blockquote", "div"]), _inline), min_size=1, max_size=4)


@given(_blocks, st.data())
def test_every_place_that_another_parser_tells_is_found(blocks: list[tuple[str, str]], data: st.DataObject) -> None:
    html = "".join(f"<{tag}>{inner}</{tag}>" for tag, inner in blocks)
    root = lxml.html.fragment_fromstring(html, create_parent="article")
    # The texts of the page in order: path of the element, UTF-16 units in it before, the text, the units in the page before.
    nodes: list[tuple[str, int, str]] = []

    def walk(element: Any, path: str) -> int:
        units, counts = 0, dict[str, int]()

        def text(said: str | None) -> None:
            nonlocal units
            if said:
                nodes.append((path, units, said))
                units += len(said.encode("utf-16-le")) // 2

        text(element.text)
        for child in element:
            counts[child.tag] = counts.get(child.tag, 0) + 1
            units += walk(child, f"{path}/{child.tag}[{counts[child.tag]}]")
            text(child.tail)
        return units

    walk(root, "")
    first = data.draw(st.integers(0, len(nodes) - 1))
    last = data.draw(st.integers(first, len(nodes) - 1))
    at = data.draw(st.integers(0, len(nodes[first][2])))
    to = data.draw(st.integers(at if first == last else 0, len(nodes[last][2])))
    whole = [text for _, _, text in nodes]
    quote = "".join(whole[first : last + 1])[at : len("".join(whole[first:last])) + to]
    if not quote.strip():
        return

    def edge(node: tuple[str, int, str], chars: int) -> tuple[str, str]:
        return node[0], str(node[1] + len(node[2][:chars].encode("utf-16-le")) // 2)

    page = Page(html)
    place = Ranges(page).span(told(*edge(nodes[first], at), *edge(nodes[last], to)), quote.strip())
    assert place is not None and page.laid.text[place.start : place.end] == place.exact
    assert "".join(place.exact.split()) == "".join(quote.split())
    before = "".join(whole[:first]) + nodes[first][2][:at]
    assert "".join(page.laid.text[: place.start].split()) == "".join(before.split())


def entry(content: str, *annotations: dict[str, Any]) -> dict[str, Any]:
    return {"url": "https://example.org/mill", "is_archived": 0, "content": content, "annotations": list(annotations)}


def test_an_annotation_of_words_that_stand_twice_comes_in_at_its_place() -> None:
    second = told("/div[1]/p[2]", "4", "/div[1]/p[2]/em[1]", "5") | {"quote": "mill stood still", "text": "Again!"}
    value = [entry(TWICE, second)]
    incoming = documents.read(Source(json.dumps(value).encode(), "wallabag.json"))
    (passage,) = incoming.passages
    assert (passage.start, passage.end, passage.exact, passage.note) == (39, 55, "mill stood still", "Again!")


def test_places_count_in_the_text_that_came_and_in_no_other_of_the_same_address() -> None:
    mark = told("/p[1]", "0", "/p[1]", "4") | {"quote": "Mill"}
    value = [entry("<p>First text with a Mill</p>"), entry("<p>Mill of another text</p>", mark)]
    incoming = documents.read(Source(json.dumps(value).encode(), "wallabag.json"))
    (passage,) = incoming.passages
    assert (passage.start, passage.exact) == (None, "Mill")
    assert any("addresses" in each or "address" in each for each in incoming.lost)
