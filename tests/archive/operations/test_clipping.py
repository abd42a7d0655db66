"""What was copied, as bytes: what Windows writes in front of a page, and what a person says of an article."""

import pytest

from archive.base.errors import Invalid
from archive.model.article import Evidence, Metadata
from archive.operations import clipping

PAGE = "<html><body>\r\n<!--StartFragment--><p>강물이 불었다.</p><!--EndFragment-->\r\n</body></html>".encode()


def windows(page: bytes, **others: int | str) -> bytes:
    """CF_HTML as browsers write it."""
    lines = "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\nStartFragment:{:010d}\r\nEndFragment:{:010d}\r\nSourceURL:https://example.org/a\r\n"
    size = len(lines.format(0, 0, 0, 0))
    fragment = page.index(b"<p>"), page.index(b"<!--End")
    places = {"start": size, "end": size + len(page)} | others
    return lines.format(places["start"], places["end"], size + fragment[0], size + fragment[1]).encode() + page


def test_the_lines_that_windows_writes_in_front_are_no_part_of_the_page() -> None:
    clip = clipping.of_windows(windows(PAGE))
    assert (clip.data, clip.address) == (PAGE, "https://example.org/a")


@pytest.mark.parametrize("wrong", [{"start": 0}, {"end": 9_999_999}, {"start": 900, "end": 2}])
def test_places_that_cannot_be_leave_the_fragment(wrong: dict[str, int]) -> None:
    assert clipping.of_windows(windows(PAGE, **wrong)).data == "<p>강물이 불었다.</p>".encode()


def test_a_page_without_such_lines_is_left_as_it_is() -> None:
    assert clipping.of_windows(PAGE, "https://example.org/b") == clipping.Clip(PAGE, True, "https://example.org/b")


def test_only_what_was_changed_counts_as_entered() -> None:
    read = Metadata(
        title="High water", byline=("A B",), evidence={"title": Evidence("High water", 0, 10, "title", 0.9)}
    )
    made = clipping.entered(
        read, {"title": "High water", "byline": "C D; E F", "publisher": "", "published": "2020-03"}
    )
    assert made.evidence["title"].rule == "title" and made.evidence["byline"].rule == "entered"
    assert (made.byline, made.publisher, made.published) == (("C D", "E F"), None, "2020-03")
    assert clipping.entered(read, {"title": ""}).title is None


@pytest.mark.parametrize("said", [{"published": "spring"}, {"url": "example"}, {"url": "file:///etc/passwd"}])
def test_what_is_no_date_and_no_address_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        clipping.entered(Metadata(), said)
