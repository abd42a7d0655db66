"""Whatever the mark-up, every visible word is in the text or set aside."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importers.html import read
from archive.model.article import Source

TAGS = st.sampled_from(
    "p div span b i a ul li nav aside footer form button table tr td h1 h2 article section blockquote pre font figure figcaption center dl dt dd em header".split()
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"), TAGS.map(lambda tag: f"</{tag}>"), st.just("<br>"), st.just("<!-- note -->"), st.none(),
    st.sampled_from(["<div class='related ad'>", "<p hidden>", "<div style='display:none'>", "< ", "&amp; "]),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60))
def test_every_word_is_kept_or_set_aside(pieces):
    words = [f"word{index}" for index, piece in enumerate(pieces) if piece is None]
    markup = "".join(f" word{index} " if piece is None else piece for index, piece in enumerate(pieces))
    imported = read(Source(f"<html><body>{markup}</body></html>".encode(), "page.html"))
    if imported.text is None:
        assert words == []
        return
    kept = "\n".join([imported.text.text, *(aside.text for aside in imported.text.set_aside)]).split()
    assert sorted(word for word in kept if word.startswith("word")) == sorted(words)


def test_a_byline_that_style_alone_parts_is_read(read_page) -> None:
    page = read_page(
        "<html><body><article><h1>The boats are back</h1><p class='byline'><span>By Hana Whitlock</span><span>Gazette News, Port Eliza"
        "</span></p><p>The quay was closed for six weeks, and nobody in the town knew when the boats would go out again.</p>"
        "<p>It <span>re</span><span>opened</span> on Monday, and all forty of them went out before the sun was up, in a long line.</p>"
        "</article></body></html>"
    )
    assert page.metadata.byline == ("Hana Whitlock",)
    assert "By Hana Whitlock Gazette News" in page.text.text and "It reopened on Monday" in page.text.text
