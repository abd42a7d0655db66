"""Excerpts as Markdown: whatever the words, readers that are not ours read just these words back."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.citations import Run
from archive.exports.documents import markdown
from archive.exports.shared.cells import plain
from archive.model.excerpt import Context, Grouping, Notes
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import DEEP, MakePacket
from tests.archive.exports.documents.reading import PANDOC, pandoc, words

AWKWARD = [
    "=SUM(A1) is", "- a bullet", "1. one", "(a) two", "a) x", "#. y", "+ plus", "* star *em*", "# heading", "> quote", "`code`",
    "[words](http://x)", "![picture](x)", "<b>bold</b>", "&amp; & &#38;", "$x$ and $y$", "a^b^ ~c~ ~~d~~", "@cite [@foo]", "\\latex{x}",
    "\"quoted\" 'it's'", "dots... and -- dashes --- end", "| a | b |", "    indented", "trailing\\", "---", "===", "***", "___",
    "[^1]: note", ": definition", "~~~", "```", "::: div", "%title", "http://bare.example/x_y_z", "a  b", "배는 *떠났다* 🛶🏽 cafe\u0301",
    "מעבורת יצאה", "iv. roman", "(@) example", "<!-- c -->", "{#id .c}", "Table: x", "line\\\\", "A. Weir said", "1986\\. x", "*", "-", "1.",
    "1)", "<https://x.y>", "foo@bar.com", "&lt;", "\\", "`", "~", "!", "![", "]", "(c)", "...", "a--b", "'90s", "_a_", "__b__",
]  # fmt: skip


def squeezed(text: str) -> str:
    """Runs of spaces count as one."""
    return " ".join(text.split(" ")).replace("\t", " ").strip() if "  " not in text else re.sub(" +", " ", text).strip()


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
def test_pandoc_reads_back_the_very_words(tmp_path: Path) -> None:
    path = tmp_path / "awkward.md"
    path.write_text("\n\n".join(map(markdown.line, AWKWARD)), "utf-8")
    blocks = pandoc(path, "markdown")
    assert [block["t"] for block in blocks] == ["Para"] * len(AWKWARD)
    assert [squeezed(words(block)) for block in blocks] == list(map(squeezed, AWKWARD))


def by_commonmark(source: str) -> str:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}, source
    return "".join(child.content for child in children)


@pytest.mark.parametrize("text", AWKWARD)
def test_commonmark_reads_back_awkward_words(text: str) -> None:
    assert squeezed(by_commonmark(markdown.line(text))) == squeezed(text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], include_characters=" "), min_size=1))
def test_commonmark_reads_back_any_words(text: str) -> None:
    wanted = squeezed(re.sub(" +", " ", plain(text)))
    if wanted.strip():
        assert squeezed(by_commonmark(markdown.line(text))) == wanted


def test_type_stands_around_words_not_around_spaces() -> None:
    runs = (Run("A "), Run(" title* ", italic=True), Run("is", bold=True), Run(" https://x.y", link="https://x.y"))
    assert markdown.inline(runs) == "A  *title\\** **is** https://x.y"
    assert markdown.inline((Run("https://x.y/?a=1&b=2", link="https://x.y/?a=1&b=2"),)) == "<https://x.y/?a=1&b=2>"
    assert markdown.inline((Run("javascript:x", link="javascript:x"),)) == "javascript:x"


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
def test_an_export_holds_all_that_was_chosen(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(context=Context.SENTENCE, definitions=True, author=True, date=True)
    assert markdown.write(packet, out, Progress()) == ()
    blocks = pandoc(out, "markdown")
    quotes = [squeezed(words(block, notes=True)) for block in blocks if block["t"] == "BlockQuote"]
    excerpts = list(packet.excerpts())
    assert len(quotes) == packet.passages
    for quote, excerpt in zip(quotes, excerpts, strict=True):
        said, _, note = quote.rpartition("[")
        assert said.replace(" ", "") == re.sub(r"\s", "", excerpt.exact)
        assert note.endswith(".]") and ("Ferry at Dawn" in note or "쌀값" in note)
    whole = squeezed(" ".join(map(words, blocks)))
    for said in (
        "After: Nobody had told the harbour master.",
        DEEP.replace("/", " › "),
        "Marked by Bo, ",
        "메모 <b>&amp;</b>",
    ):
        assert said in whole
    assert "Any way to <move> & be moved" in whole and "Works cited" in whole
    assert [words(block) for block in blocks if block["t"] == "Header"][1:3] == ["쌀값", "A ferry at dawn"]


def test_the_front_says_where_it_comes_from(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    markdown.write(packet, out, Progress())
    front = out.read_text("utf-8").split("---\n")[1]
    told = dict(line.split(": ", 1) for line in front.splitlines())
    assert json.loads(told["archive"]) == packet.archive_uid
    assert json.loads(told["passages"]) == 7 and json.loads(told["style"]) == "chicago-notes"


def test_what_was_not_chosen_stays_behind(make_packet: MakePacket, out: Path) -> None:
    markdown.write(make_packet(note=False, tags=False, locator=False), out, Progress())
    text = out.read_text("utf-8")
    assert "**Note:**" not in text and "**Tags:**" not in text and "aragraph" not in text and "para." not in text
    assert "Marked by" not in text and "*Before:*" not in text


def test_citations_in_the_text(make_packet: MakePacket, tmp_path: Path) -> None:
    markdown.write(make_packet(style="apa"), tmp_path / "apa.md", Progress())
    markdown.write(make_packet(notes=Notes.INLINE), tmp_path / "inline.md", Progress())
    assert "\n(Weir & 김하늘, 2021, para. 1)\n".replace("&", "\\&") in (tmp_path / "apa.md").read_text("utf-8")
    for name in ("apa.md", "inline.md"):
        assert "[^1]" not in (tmp_path / name).read_text("utf-8")


def test_a_passage_under_two_tags_is_told_under_both(make_packet: MakePacket, out: Path) -> None:
    markdown.write(make_packet(grouping=Grouping.TAG), out, Progress())
    text = out.read_text("utf-8")
    assert text.count("> at dawn with 14 people aboard. Nobody") == 2
    assert "\n## travel › by boat\n\nOn water: ferry, canoe 🛶\n" in text


def test_the_same_packet_makes_the_same_file(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    for name in ("one.md", "two.md"):
        markdown.write(packet, tmp_path / name, Progress())
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()


def test_only_works_that_are_cited_are_told_apart(
    coded: Archive, add_article: AddArticle, make_packet: MakePacket, out: Path
) -> None:
    add_article(
        coded,
        "Unmarked.",
        title="A boat",
        byline=("Ann Weir", "김하늘"),
        publisher="Harbour Gazette",
        published="2021-05-09",
    )
    packet = make_packet(style="apa")
    assert len(packet.works) == 4
    markdown.write(packet, out, Progress())
    assert "(Weir \\& 김하늘, 2021, para. 1)" in out.read_text("utf-8")
