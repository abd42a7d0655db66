"""Broken and hostile pages: a verdict, no text lost in silence, nothing opened or fetched."""

import base64
import struct

import pytest

from archive.importers.html.tokens import tokens
from archive.model.article import Verdict

LINE = "<p>The harbour reopened after two years of repairs, word{} and the ferries left at noon.</p>"
BODY = "".join(LINE.format(number) for number in range(40))
# The head of a picture of 50,000 by 50,000 points: 10 GB if anything decoded it.
HUGE_PICTURE = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
).decode()


def page(inside):
    return f"<html><head><title>Harbour</title></head><body><h1>Harbour</h1>{inside}</body></html>"


def has_body(imported):
    return all(f"word{number} " in imported.text.text for number in range(40))


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        pytest.param(lambda: "<font>" * 300 + BODY, Verdict.OK, id="21-unclosed-fonts"),
        pytest.param(
            lambda: f'{BODY}<img src="data:image/png;base64,{"A" * 11_000_000}">', Verdict.OK, id="22-data-image"
        ),
        pytest.param(
            lambda: f'{BODY}<img src="data:image/png;base64,{HUGE_PICTURE}" alt="A quay in fog">',
            Verdict.OK,
            id="34-huge",
        ),
        pytest.param(lambda: "<div>" * 3000 + BODY, Verdict.PARTIAL, id="23-3000-deep"),
        pytest.param(lambda: "<div>" * 1_000_000 + BODY, Verdict.PARTIAL, id="24-million-div"),
        pytest.param(lambda: "<table><tr><td>" * 40 + BODY + "</table>" * 40, Verdict.OK, id="27-nested-tables"),
        pytest.param(lambda: f"<p>{'x' * 1_000_000}</p>{BODY}", Verdict.OK, id="28-no-space"),
        pytest.param(lambda: "<pre>a" + "\n" * 20_000_000 + f"b</pre>{BODY}", Verdict.OK, id="29-newlines"),
    ],
)
def test_large_page_keeps_all_of_its_text(inside, verdict, read_page):
    imported = read_page(page(inside()))
    assert imported.verdict is verdict
    assert has_body(imported)
    assert verdict is Verdict.OK or imported.warnings


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(lambda: "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</p>", "attributes", id="25"),
        pytest.param(lambda: "<p>" + "x" * 200_000_000, "200 MB", id="26"),
        pytest.param(lambda: '<?xml version="1.0"?>' + "<a>" * 1_000_000 + "x", "nests", id="15"),
        pytest.param(lambda: "<html><frameset><frame src=a></frameset></html>", "frames", id="frameset"),
        pytest.param(lambda: "<html><body><div id=root></div><script>x()</script></body></html>", "script", id="shell"),
        pytest.param(lambda: "<html><head></head><body></body></html>", "no text", id="empty-body"),
    ],
)
def test_page_without_readable_text_is_refused_with_a_sentence(data, said, read_page):
    imported = read_page(data())
    assert imported.verdict is Verdict.REFUSED
    assert said in imported.error
    assert imported.text is None


def test_entities_of_a_document_type_are_never_opened(tmp_path, read_page):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    given = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y SYSTEM "http://127.0.0.1:9/">]><html><body><p>Before &x; and &y; after the words.</p></body></html>'
    imported = read_page(given, "page.xhtml")
    assert imported.text.text == "Before &x; and &y; after the words."


def test_link_targets_are_web_addresses_only(read_page):
    bad = [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        r"\\host\share",
        "//host/x",
        "vbscript:x",
        "#top",
        "&#1;javascript:alert(1)",
    ]
    links = "".join(
        f'<p>A sentence of the harbour that links to <a href="{each}">one place</a> and goes on for a while.</p>'
        for each in bad
    )
    imported = read_page(
        page(links + '<p>A sentence that links to <a href="https://a.example/b">a good place</a> on the web.</p>')
    )
    targets = [run.target for block in imported.text.blocks for run in block.runs if run.target]
    assert targets == ["https://a.example/b"]


@pytest.mark.parametrize(
    "given",
    [
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<scr<script>ipt>alert(1)</script>",
    ],
)
def test_mutated_markup_gives_no_run_with_a_script(given, read_page):
    imported = read_page(page(BODY + given))
    assert has_body(imported)
    assert not any(run.target for block in imported.text.blocks for run in block.runs)


def test_nul_and_lone_surrogates_are_replaced(read_page):
    imported = read_page(page("<p>The quay\0wall and &#xD800; the crane stand by the water of the harbour.</p>"))
    assert "quay\ufffdwall and \ufffd the crane" in imported.text.text


def test_wrong_meta_charset_is_noticed(read_page):
    given = (
        '<html><head><meta charset="iso-8859-1"></head><body><p>항구 방파제 공사가 봄에 모두 끝났다.</p></body></html>'
    )
    assert "항구 방파제 공사가 봄에 모두 끝났다." in read_page(given).text.text


def test_page_cut_off_inside_a_tag_is_partial(read_page):
    imported = read_page(page(BODY).split("</body>")[0] + '<p class="cut')
    assert imported.verdict is Verdict.PARTIAL
    assert has_body(imported)


def test_descriptions_of_pictures_are_set_aside_once_at_their_place(read_page):
    given = page(
        f'{BODY}<p>The wall.<img src="w.jpg" alt="A wall &amp; a gate"></p><img alt=""><noscript><img alt="A wall &amp; a gate"></noscript>'
    )
    imported = read_page(given)
    (picture,) = (aside for aside in imported.text.set_aside if aside.why == "description of a picture")
    assert picture.text == "A wall & a gate"
    assert imported.decoded[picture.start : picture.end] == "A wall &amp; a gate"
    assert "The wall." in imported.text.text


def test_a_page_of_nothing_but_a_heading_keeps_it(read_page):
    assert read_page("<html><body><h2> word").text.text == "word"


@pytest.mark.parametrize("tag", ["style", "script", "xmp", "noframes"])
def test_a_style_or_script_without_its_end_swallows_no_text(tag, read_page):
    imported = read_page(page(f"<{tag}>a {{ b }}{BODY}"))
    assert has_body(imported)


@pytest.mark.parametrize("tag", ["style", "script"])
def test_a_page_cut_inside_a_style_or_script_says_that_it_breaks_off(tag, read_page):
    imported = read_page(page(BODY).split("</body>")[0] + f"<{tag}>var x = 1; if (x < 2) {{")
    assert has_body(imported) and "var x" not in imported.text.text
    assert imported.verdict is Verdict.PARTIAL and "breaks off" in imported.warnings[-1]


def test_what_has_no_end_tag_is_looked_for_once():
    source = "<title>x<iframe>y<style><p>" * 100_000
    assert sum(token.kind == "open" for token in tokens(source)) == 400_000


def test_what_is_no_end_tag_is_no_comment_either(read_page):
    imported = read_page(page(BODY + "<p>They broke </3 and 1926 stood the lower station of the tramway.</p>"))
    assert "</3 and 1926 stood the lower station of the tramway." in imported.text.text


def test_a_style_whose_end_is_lost_does_not_reach_to_that_of_another(read_page):
    imported = read_page(
        page(f"<style>.a {{ color: red }} {BODY}<style>.b {{ x: y }}</style><p>And so it ended at noon.</p>")
    )
    assert has_body(imported) and "And so it ended at noon." in imported.text.text


def test_words_inside_a_damaged_tag_are_told(read_page):
    imported = read_page(page(f"{BODY}<naho the mill was mended in the spring of 1911, and nobody had asked.</p>"))
    assert has_body(imported) and imported.verdict is Verdict.PARTIAL
    assert "A tag of the page is damaged and holds words, which were not read." in imported.warnings
