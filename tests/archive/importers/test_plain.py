"""Saved plain text becomes an article: body kept, site set aside, nothing lost, whatever the file."""

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importers import plain
from archive.model.article import BlockKind, Imported, Source, Verdict


def read(text: str) -> Imported:
    return plain.read(Source(text.encode(), "saved.txt"))


def blocks(imported: Imported, *kinds: BlockKind) -> list[str]:
    assert imported.text is not None
    return [
        imported.text.text[block.start : block.end]
        for block in imported.text.blocks
        if not kinds or block.kind in kinds
    ]


def aside(imported: Imported) -> list[str]:
    assert imported.text is not None
    return [line.text for line in imported.text.set_aside]


def assert_whole(imported: Imported) -> None:
    """Every visible character of the original is in a block or set aside; blocks are as the model says."""
    assert imported.text is not None and imported.decoded is not None
    decoded, text = imported.decoded, imported.text
    spans = sorted([block.source for block in text.blocks] + [(line.start, line.end) for line in text.set_aside])
    position = 0
    for start, end in spans:
        assert not decoded[position:start].strip()
        assert position <= start < end
        position = end
    assert not decoded[position:].strip()
    parts = [text.text[block.start : block.end] for block in text.blocks]
    assert "\n".join(parts) == text.text
    at = 0
    for block, part in zip(text.blocks, parts, strict=True):
        assert block.start == at
        assert part and part == " ".join(part.split())
        at = block.end + 1


def test_a_page_saved_from_a_browser_keeps_its_article_only(layouts: ModuleType) -> None:
    imported = read(layouts.SAVED_FROM_A_BROWSER)
    metadata = imported.metadata
    assert (metadata.title, metadata.byline) == ("Harbour reopens after winter storms", ("Jane Doe", "John Roe"))
    assert (metadata.publisher, metadata.published) == ("The Coastal Gazette", "2020-03-03")
    assert [text.split()[0] for text in blocks(imported, BlockKind.PARAGRAPH)] == [
        "The",
        "Twelve",
        '"We',
        "The",
        "The",
        "Engineers",
    ]
    assert blocks(imported, BlockKind.HEADING)[1:] == ["The first boats left at dawn on Monday", "What happens next"]
    assert blocks(imported, BlockKind.CAPTION) == ["Boats at the quay on Sunday. Photo: Mary Poe/Coastal Agency"]
    assert "Published: March 3, 2020 at 5:00 PM" in blocks(imported, BlockKind.META)


def test_menus_advertising_related_links_and_comments_are_set_aside(layouts: ModuleType) -> None:
    gone = aside(read(layouts.SAVED_FROM_A_BROWSER))
    for line in (
        "Skip to content",
        "Lifestyle",
        "Share on Facebook",
        "Advertisement",
        "New crane arrives at the quay",
        "Your email address",
        "Old Salt",
        "5 min read",
    ):
        assert line in gone
    assert "It was about time that they did something about the wall, if you ask me." in gone


def test_a_press_release_keeps_items_contact_and_its_dateline(layouts: ModuleType) -> None:
    imported = read(layouts.RELEASE)
    assert imported.metadata.title == "Town Library Opens New Reading Room"
    assert (imported.metadata.published, imported.metadata.publisher) == ("2020-03-03", "Town Library")
    assert blocks(imported, BlockKind.ITEM) == [
        "two hundred seats",
        "a map collection of 4,000 sheets",
        "a children's corner",
    ]
    assert any(text.startswith("Contact:") for text in blocks(imported, BlockKind.META))


def test_a_wire_copy_names_its_agency_and_no_date_without_a_year(layouts: ModuleType) -> None:
    imported = read(layouts.WIRE)
    assert (imported.metadata.publisher, imported.metadata.published, imported.metadata.title) == (
        "Harbour Agency",
        None,
        None,
    )
    assert blocks(imported)[0].startswith("SEOUL, March 3")


def test_a_korean_portal_page_is_read(layouts: ModuleType) -> None:
    imported = read(layouts.KOREAN)
    metadata = imported.metadata
    assert (metadata.title, metadata.byline, metadata.publisher) == (
        "도서관, 옛 세관 건물로 이전",
        ("홍길동",),
        "항구일보",
    )
    assert (metadata.published, metadata.language) == ("2021-03-05", "ko")
    assert len(blocks(imported, BlockKind.PARAGRAPH)) == 3
    assert {"로그인", "광고", "항구 다시 열려", "댓글 3"} <= set(aside(imported))


def test_a_korean_wire_copy_names_agency_and_reporter(layouts: ModuleType) -> None:
    metadata = read(layouts.KOREAN_WIRE).metadata
    assert (metadata.byline, metadata.publisher) == (("홍길동",), "항구뉴스")


def test_an_interview_keeps_questions_and_answers(layouts: ModuleType) -> None:
    imported = read(layouts.INTERVIEW)
    assert blocks(imported)[1:] == [line for line in layouts.INTERVIEW.splitlines()[1:] if line]
    assert not aside(imported)


def test_a_poem_keeps_every_verse(layouts: ModuleType) -> None:
    imported = read(layouts.POEM)
    assert imported.metadata.title == "The Quay in Winter"
    assert blocks(imported) == [line for line in layouts.POEM.splitlines() if line]


def test_hard_wrapped_lines_become_paragraphs(layouts: ModuleType) -> None:
    imported = read(layouts.WRAPPED)
    paragraphs = blocks(imported, BlockKind.PARAGRAPH)
    assert [text.split()[-1] for text in paragraphs] == ["send.", "foundations.", "sand."]
    assert blocks(imported, BlockKind.ITEM)[0] == "1. Close the basin until the stones are set again."
    assert (imported.metadata.url, imported.metadata.accessed) == ("https://example.org/harbour-wall", "2021-05-03")


def test_a_blog_post_loses_its_widgets(layouts: ModuleType) -> None:
    imported = read(layouts.BLOG)
    assert imported.metadata.title == "Why I still go down to the quay"
    assert (imported.metadata.byline, imported.metadata.published) == (("Mary Poe",), "2019-05-12")
    assert len(blocks(imported, BlockKind.PARAGRAPH)) == 3
    assert {"Accept all", "Like this:", "12 April 2019", "Notes from the ice house"} <= set(aside(imported))


def test_a_reprint_names_its_first_publisher_and_doubts_its_date(layouts: ModuleType) -> None:
    imported = read(layouts.REPRINT)
    assert (imported.metadata.publisher, imported.metadata.published) == ("Harbour Review", None)
    assert "04/10/2023" in imported.warnings[0]


STORY = (
    "The quay was closed for six weeks, and nobody in the town knew when the boats would go out to sea again.\n\n" * 2
)


def test_who_wrote_from_where_stands_beside_the_date() -> None:
    page = read(
        f"The boats are back\n\nIt took six weeks.\n\nIngrid Dahl in Port Eliza\nSun 14 Feb 2016 07.00 GMT\n\nShares\n214\n\n{STORY}"
    )
    assert page.metadata.byline == ("Ingrid Dahl",) and page.metadata.published == "2016-02-14"
    assert "214" in aside(page)


def test_a_place_beside_the_date_is_nobody() -> None:
    page = read(f"The boats are back\n\nHuman Rights in Low Marsh\nSun 14 Feb 2016 07.00 GMT\n\n{STORY}")
    assert page.metadata.byline == ()


def test_the_site_is_named_behind_the_title_of_the_page() -> None:
    page = read(
        f"The boats are back | Daily Meridian\nHome\nNews\n\nThe boats are back\n\n{STORY}\n© 2016 Meridian Media Limited"
    )
    assert (page.metadata.title, page.metadata.publisher) == ("The boats are back", "Daily Meridian")


def test_a_section_behind_the_title_is_no_site() -> None:
    assert read(f"The boats are back | Opinion\n\nThe boats are back\n\n{STORY}").metadata.publisher is None


def test_an_article_of_a_journal_has_its_author_and_its_journal() -> None:
    page = read(
        "Vol. 8, No. 2 (Spring 2015), pp. 41-58\n\nJournal of Northern Harbours\n\nRoutes, Risks and Returns: A History of Fourteen Crossings\n\n"
        f"Dr. Helga Steinmann\nDepartment of Geography, University of Low Marsh\n\nAbstract\n{STORY}"
    )
    told = page.metadata
    assert (told.title, told.byline, told.publisher) == (
        "Routes, Risks and Returns: A History of Fourteen Crossings", ("Helga Steinmann",), "Journal of Northern Harbours",
    )  # fmt: skip


def test_several_names_beside_the_date_wrote_it() -> None:
    page = read(
        f"The boats are back\n\nIt took six weeks.\n\nAnna Lind, Sena Moraes\n\nPublished 12 Jul 2021 06:00\n\n{STORY}"
    )
    assert page.metadata.byline == ("Anna Lind", "Sena Moraes")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("Ingrid Dahl\nPort Eliza correspondent", "Ingrid Dahl"),
        ("By Ingrid Dahl\nWorld affairs editor\n", "Ingrid Dahl"),
        ("Ingrid Dahl, Port Eliza correspondent", "Ingrid Dahl"),
        ("Ingrid Dahl in Port Eliza and agencies", "Ingrid Dahl"),
        ("Kim Eun-ha\nHealth reporter, Daily Meridian", "Kim Eun-ha"),
    ],
)
def test_what_somebody_is_called_beside_the_date_is_neither_title_nor_text(lines: str, name: str) -> None:
    page = read(f"The quiet boats\n{lines}\n14 February 2016\n\n{STORY}")
    assert (page.metadata.title, page.metadata.byline) == ("The quiet boats", (name,))
    assert set(blocks(page, BlockKind.PARAGRAPH)) == {STORY.strip().split("\n")[0]}


def test_a_letter_to_the_editor_is_a_title() -> None:
    assert read(f"Letter to the editor\n\n14 February 2016\n\n{STORY}").metadata.title == "Letter to the editor"


def test_highlights_are_items_of_the_article_and_not_its_title() -> None:
    page = read(
        "ADVERTISEMENT\n\nStory highlights\n\n    The quay was closed\n    Nobody knew for how long\n    The boats are back\n\n"
        f"By Ruth Okafor, CNB\n\nPort Eliza (CNB) -- {STORY}"
    )
    assert blocks(page, BlockKind.ITEM) == ["The quay was closed", "Nobody knew for how long", "The boats are back"]
    assert page.metadata.title is None and page.metadata.publisher == "CNB"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x85"])
def test_every_kind_of_newline_ends_a_line(newline: str) -> None:
    imported = read(
        newline.join(
            [
                "Title of the harbour piece",
                "The boats lay at the quay all day.",
                "They left in the evening, one by one.",
            ]
        )
    )
    assert len(blocks(imported)) == 3
    assert_whole(imported)


def test_text_without_any_article_is_kept_or_set_aside_with_a_warning() -> None:
    imported = read("Home\nLog in\nShare\n")
    assert imported.verdict is Verdict.PARTIAL
    assert imported.warnings
    assert_whole(imported)


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "\n" * 2_000_000 + "end", "word " * 250_000, "\0" * 5_000, "a\n" * 60_000, "x " * 4_500_000],
)
def test_monstrous_texts_are_read_whole(text: str) -> None:
    assert_whole(read(text))


@settings(max_examples=120, deadline=None)
@given(
    st.text(
        st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r\f\x85\u2028 \t\u200b")), max_size=400
    )
)
def test_nothing_is_lost_of_any_text(text: str) -> None:
    assert_whole(read(text))


_LINES = [
    "Home",
    "Share",
    "Related stories",
    "Comments (2)",
    "By Jane Doe",
    "3 March 2020",
    "The boats lay at the quay all day and all night.",
    "A heading",
    "- one item",
    "> said",
    "Photo: Jane Doe",
    "© 2020 The Harbour Times",
    "Please consider supporting us.",
    "항구가 다시 열렸다고 밝혔다.",
    "",
    "* * *",
    "Read more: X",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=40))
def test_nothing_is_lost_of_any_layout(lines: list[str]) -> None:
    assert_whole(read("\n".join(lines)))
