"""What sites say around articles is set aside; what an article says in like words stays, in plain text and on pages."""

import pytest

from archive.importers import html, plain, registry
from archive.model.article import BlockKind, Imported, Source

BEFORE = "The harbour wall was built in 1931 by men who had come home from the quarries and knew how to set stone."
AFTER = "In the winter of this year it gave way in three places, and the port office closed the basin for six weeks."

TOLD = [
    "Text size, width and colours are behind the two letters at the top of the page, and the program remembers them.",
    "Back to the top of the hill went the old man, and the dog went with him.",
    "Return to the river was never easy for those who had left it in the spring.",
    "Share prices fell by a third in the week after the wall had given way.",
    "Follow the road past the mill until the second bridge, the ferryman said, and then wait.",
    "Powered by two diesel engines, the ferry made nine knots against the tide.",
    "Made with flour from the mill, the bread is sold on Sundays at the quay.",
    "Visitors may make a donation at the door, but nobody has to.",
    "The council put its archive behind a paywall and lost half of its readers.",
    "Comments on the plan were closed in March, after two thousand letters had come in.",
    "Related companies in three countries were paid for stones that never came.",
    "We depend on the ferry for everything, and everybody here knows it.",
    "By continuing to dredge, the port made the hole under the wall deeper every year.",
    "“Subscribe to our newsletter,” the harbour master said, “and see whether that holds the sea back.”",
    "Download speeds on the island rose tenfold once the cable was laid.",
    "매일 아침 노인은 부두로 내려가 배를 세고 돌아온다.",
    "그는 후원금 3억 원을 받았다고 밝혔다.",
    "추천 기사를 쓴 사람은 아무도 없었다고 그는 말했다.",
]
SITE = [
    "Share this article",
    "Advertisement",
    "Subscribe to our newsletter",
    "Support our journalism. Become a member from $4 a month.",
    "You have read 2 of your 3 free articles this month.",
    "Read more: The last ropewalk in the valley",
    "Print this page",
    "Listen to this article (4 min)",
    "This website uses cookies to improve your experience.",
    "Explore more on these topics",
    "페이스북 공유",
    "관련기사",
    "글자 크기 조절",
    "본문듣기",
]


def as_text(*lines: str) -> Imported:
    return plain.read(Source("\n\n".join(("The Wall and the Sea", *lines)).encode(), "page.txt"))


def as_page(*lines: str) -> Imported:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return html.read(
        Source(f"<html><body><h1>The Wall and the Sea</h1><div>{body}</div></body></html>".encode(), "p.html")
    )


@pytest.mark.parametrize("read", [as_text, as_page])
@pytest.mark.parametrize("line", TOLD)
def test_a_sentence_of_the_article_stays_whatever_phrase_it_holds(read, line):
    assert line in read(BEFORE, line, AFTER, AFTER.replace("six", "nine")).text.text.split("\n")


@pytest.mark.parametrize("read", [as_text, as_page])
@pytest.mark.parametrize("line", SITE)
def test_a_phrase_of_the_site_is_set_aside(read, line):
    text = read(BEFORE, AFTER, line, BEFORE.replace("1931", "1932"), AFTER.replace("six", "nine")).text
    assert line not in text.text
    assert any(line in aside.text for aside in text.set_aside)


@pytest.mark.parametrize("word", ["Resources", "Events", "Weather"])
def test_a_menu_word_that_stands_over_running_text_is_a_heading(word):
    text = as_text(BEFORE, AFTER, word, BEFORE.replace("1931", "1932")).text
    (block,) = (block for block in text.blocks if text.text[block.start : block.end] == word)
    assert block.kind is BlockKind.HEADING


@pytest.mark.parametrize("words", ["Back to the top of the hill", "Watch the birds", "Print is not dead"])
def test_a_heading_that_begins_like_a_link_of_the_page_stays(words):
    text = as_text(BEFORE, AFTER, words, BEFORE.replace("1931", "1932"), AFTER.replace("six", "nine")).text
    assert words in text.text.split("\n")
    page = f"<h1>The Wall</h1><div><p>{BEFORE}</p><h2>{words}</h2><p>{AFTER}</p><p>{BEFORE}</p></div>"
    text = html.read(Source(page.encode(), "p.html")).text
    assert words in text.text.split("\n")


def test_rows_of_a_table_are_no_menu():
    rows = ["Year | Boats | Crew", "2019 | 48 | 131", "2020 | 51 | 140"]
    text = plain.read(
        Source("\n".join(["The Wall and the Sea", "", BEFORE, "", *rows, "", AFTER]).encode(), "t.txt")
    ).text
    assert all(row in text.text for row in rows)


@pytest.mark.parametrize(
    "title",
    [
        "Back to the top of the hill",
        "Share and share alike on the quay",
        "Print is not dead in the north",
        "Follow us into the fog",
        "Sign up for the long winter",
        "You may also like this valley",
        "관련 기사 없는 마을의 하루",
    ],
)
def test_a_title_that_begins_like_a_site_phrase_is_the_title(title):
    assert as_text("By Jane Doe", "3 March 2020", BEFORE, AFTER).metadata.title == "The Wall and the Sea"
    source = f"Home\nNews\n\n{title}\n\nBy Jane Doe\n3 March 2020\n\n{BEFORE}\n\n{AFTER}\n"
    imported = plain.read(Source(source.encode(), "page.txt"))
    assert (imported.metadata.title, imported.metadata.byline) == (title, ("Jane Doe",))


def test_a_notice_about_cookies_is_no_title():
    source = f"This site uses cookies to make things work\n\n{BEFORE}\n\n{AFTER}\n"
    assert plain.read(Source(source.encode(), "page.txt")).metadata.title is None


@pytest.mark.parametrize(
    "last",
    [
        "Between 2015 and 2019 twelve people went back over the bridge, according to a member of the council. "
        "The report calls that stretch four years.",
        "Copyright in the map belongs to nobody, the court found in the spring, and so the map was printed again.",
        "The newsletter of the lock-keepers was read aloud in the hall on every second Sunday until the war.",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_telling_last_paragraph_stays_whatever_words_it_uses(name: str, last: str) -> None:
    body = (
        "The bridge was mended in the autumn, and the carts came back to the market before the first snow fell.\n\n" * 3
    )
    read = registry.read(Source(f"# The bridge\n\n{body}## Going back\n\n{last}\n".encode(), name))
    assert read.text is not None and last in read.text.text
