"""What a picture is, told by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importers.illustrations import Found, Header, header, illustration

from .drawn import gif_head, jpeg_head, png, webp_head


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(70, 90), "image/png"),
        (jpeg_head(70, 90), "image/jpeg"),
        (gif_head(70, 90), "image/gif"),
        (webp_head(70, 90), "image/webp"),
    ],
)
def test_kind_and_size_are_told_by_content(data: bytes, media_type: str) -> None:
    assert header(data) == Header(media_type, 70, 90)


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>", b"MZ\x90\0", b"\xff\xd8\xff\xd9", png(3, 3)[:20], gif_head(0, 9)]
)
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert header(data) is None


def test_a_drawing_is_known_and_has_no_size() -> None:
    found = header(b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>')
    assert found == Header("image/svg+xml", 0, 0)


@given(
    st.binary(max_size=80),
    st.sampled_from([png(9, 9), jpeg_head(9, 9), gif_head(9, 9), webp_head(9, 9)]),
    st.integers(0, 60),
)
def test_no_bytes_make_it_raise(noise: bytes, whole: bytes, at: int) -> None:
    for data in (noise, whole[:at] + noise, whole[:at] + noise + whole[at:]):
        found = header(data)
        assert found is None or found.media_type.startswith("image/")


def test_counters_and_icons_are_not_worth_keeping() -> None:
    assert illustration(Found(png(1, 1), "x"), 0) is None
    assert illustration(Found(png(200, 20), "x"), 0) is None
    kept = illustration(Found(png(100, 80), "x", " A\n map "), 7)
    assert kept is not None and (kept.width, kept.source, kept.alt) == (100, 7, "A map")
