"""Months and days that a story tells without their year: counted from what it told before, not from the day of publication."""

import pytest

from archive.extraction import dates
from archive.model.article import Block, BlockKind

DATE = "2019-06-14"  # a Friday


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "On 12 January 2011 the soldiers came. Seven were taken away the next morning; Mr. Oh was not among them. "
            "He reached the coast on the 4th of March and the city on May 27.",
            ["2011-01-12", "2011-01-13TMO", "2011-03-04", "2011-05-27"],
        ),
        (
            "She crossed in June 2004. On 3 July she was caught; the next day she was beaten. By September she was back.",
            ["2004-06", "2004-07-03", "2004-07-04", "2004-09"],
        ),
        ("In 2009 his father was arrested. In March the family was moved to a camp.", ["2009", "2009-03"]),
        ("He left in November 2003. In February his wife followed him.", ["2003-11", "2004-02"]),
        ("We left the village in October 1997. That winter my grandmother died.", ["1997-10", "1997-WI"]),
        ("Her brother drowned on 2 May 2006. On 30 April he had called her.", ["2006-05-02", "2006-04-30"]),
        ("On Christmas Eve 2013 they crossed; by New Year's Day they were in Laos.", ["2013-12-24", "2014-01-01"]),
        ("She married him in May 2010. At Easter she left.", ["2010-05", "2011-04-24"]),
        ("They were married in 2008, in Yanji. On 9 August their daughter was born.", ["2008", "2008-08-09"]),
    ],
)
def test_a_story_keeps_its_year(read, text, wanted) -> None:
    assert [each.value for each in read(text, DATE)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # What is told without anybody in it is news.
        ("The treaty was signed in July 1953. On March 11 the ministry called it void.", "2019-03-11"),
        ("Arrivals peaked at 2,914 in 2009. In March the ministry counted 31.", "2019-03"),
        ("Arrivals peaked at 2,914 in 2009. In March he counted 31.", "2019-03"),
        # What was counted from the day of publication ends the story.
        ("She was jailed in 2001. Last month she wrote to us. On May 3 she called.", "2019-05-03"),
        # What is still to come is no part of it.
        ("She crossed in June 2004. In August she will be 50.", "2019-08"),
        # A story ends with its paragraph, and where it was told too long ago.
        ("She crossed in June 2004.\n\nIn March he answered our letter.", "2019-03"),
        ("She crossed in June 2004. It rained. It was cold. It was dark. In March he answered.", "2019-03"),
        # The year before publication: the nearest such day is as good.
        ("She came in March 2018. On May 20 she was asked about it.", "2019-05-20"),
    ],
)
def test_news_is_counted_from_publication(read, text, wanted) -> None:
    assert read(text, DATE)[-1].value == wanted


def _paragraphs(text: str) -> list[Block]:
    """Each line a paragraph; one that begins with # a heading."""
    blocks, start = [], 0
    for line in text.split("\n"):
        kind = BlockKind.HEADING if line.startswith("#") else BlockKind.PARAGRAPH
        blocks.append(Block(kind, start, start + len(line), (start, start + len(line))))
        start += len(line) + 1
    return blocks


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Pages that give each sentence a paragraph of its own.
        ("She crossed the river in June 2004.\nOn 3 July she was caught.", "2004-07-03"),
        ("Ms Ryu crossed in June 2004.\nIt rained that night.\nOn 3 July she was caught.", "2004-07-03"),
        ("She crossed in June 2004.\nOn 3 July she was caught.\nBy September she was back in her village.", "2004-09"),
        ('I crossed in June 2004.\n"On 3 July I was caught," she said.', "2004-07-03"),
        ("She and her aunt left in June 2004.\nOn 3 July they were caught.", "2004-07-03"),
        (
            "Her journey began in the spring of 2006.\nBy then her house was sold.\nShe went with four others.\n"
            "In the city a pastor hid them.\nThey reached the coast on 3 August, and on 21 December she landed.",
            "2006-12-21",
        ),
        # Somebody else, nobody by a pronoun, something that was said, too far, behind a heading, behind a whole paragraph, a year alone.
        ("She crossed in June 2004.\nOn 3 July he wrote to us.", "2019-07-03"),
        ("She crossed in June 2004.\nOn 3 May Mr Oh opened a school.", "2019-05-03"),
        ("She crossed in June 2004.\nOn 3 May she told reporters about it.", "2019-05-03"),
        ("She crossed in June 2004.\nIt rained.\nIt was cold.\nOn 3 May she was caught.", "2019-05-03"),
        ("She left in June 2004.\nShe sold it.\nHe stayed.\nIt rained.\nOn 3 May she was caught.", "2019-05-03"),
        ("She crossed in June 2004.\n# At court\nOn 3 May she was heard.", "2019-05-03"),
        ("It rained. She crossed in June 2004.\nOn 3 May she was heard.", "2019-05-03"),
        ("She crossed in June 2004.\nOn 3 May she was heard. It rained.", "2019-05-03"),
        ("Mr. Oh, who fled in 2012, was arrested.\nOn 3 May he was heard.", "2019-05-03"),
        ("그는 2011년 3월 강을 건넜다.\n5월 그는 붙잡혔다.", "2011-05"),
        ("그는 2011년 3월 강을 건넜다.\n5월 그는 기자회견에서 이같이 밝혔다.", "2019-05"),
        ("그는 2011년 3월 강을 건넜다.\n5월에는 딸이 왔다.", "2019-05"),
    ],
)
def test_a_story_goes_on_in_paragraphs_of_one_sentence(text, wanted) -> None:
    language = "en" if text.isascii() else "ko"
    assert dates.read(text, _paragraphs(text), published=DATE, language=language)[-1].value == wanted


def test_that_night_of_a_month_is_no_night_of_publication(read) -> None:
    assert [each.value for each in read("She crossed in June 2004. It rained that night.", DATE)][1] == "XXXX-XX-XXTNI"
    assert [each.value for each in read("She crossed on 3 June 2004. It rained that night.", DATE)][
        1
    ] == "2004-06-03TNI"
    assert [each.value for each in read("Police were called that night.", DATE)] == ["2019-06-14TNI"]


def test_a_story_tells_what_a_day_was_counted_from(read) -> None:
    crossed, caught = read("She crossed in June 2004. On 3 July she was caught.", DATE)
    assert (caught.basis, caught.anchor_value) == ("narrative", crossed.value)


def test_without_a_publication_date_a_story_still_has_its_year(read) -> None:
    assert [each.value for each in read("She crossed in June 2004. On 3 July she was caught.", None)][1] == "2004-07-03"


@pytest.mark.parametrize("text", ["The first winter you are afraid.", "She spent her second summer in a camp."])
def test_a_counted_season_has_no_year(read, text) -> None:
    assert not [each for each in read(text, DATE) if each.earliest is not None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She crossed in June 2004. The following spring she was caught.", "2005-SP"),
        ("She crossed in June 2004. The next winter was cold.", "2004-WI"),
        ("She crossed in June 2004, having sold the house the previous winter.", "2003-WI"),
        ("She crossed in February 2004. That winter was cold.", "2003-WI"),
        ("She crossed in October 2003. That winter was cold.", "2003-WI"),
        ("She crossed in 2004. That summer was wet.", "2004-SU"),
        ("Next summer the school will open.", "2020-SU"),
    ],
)
def test_a_season_beside_a_date(read, text, value) -> None:
    assert read(text, DATE)[-1].value == value


def test_a_counted_season_of_a_year_has_one(read) -> None:
    assert [each.value for each in read("It was the first winter of 2009.", DATE)][-1:] in (["2009-WI"], ["2009"])


def test_what_came_later_is_not_counted_from_publication(read) -> None:
    assert [each.value for each in read("He was sent back. Two years later he tried again.", DATE)] == ["PAST_REF"]


def test_when_an_article_was_corrected_is_not_what_it_tells() -> None:
    text = "Updated 3 May 2018\nHe was sent back. Two years later he tried again, and in 2004 once more."
    line = text.index("\n")
    blocks = [
        Block(BlockKind.META, 0, line, (0, line)),
        Block(BlockKind.PARAGRAPH, line + 1, len(text), (line + 1, len(text))),
    ]
    found = dates.read(text, blocks, published=DATE, language="en")
    assert [each.value for each in found] == ["2018-05-03", "PAST_REF", "2004"]


def test_that_winter_needs_no_publication_date(read) -> None:
    assert read("She was returned in April 1999 and crossed again that winter.", None)[-1].value == "1999-WI"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "그는 2011년 3월 강을 건넜다. 5월에는 그의 딸이 왔고, 이듬해 1월 결혼했다.",
            ["2011-03", "2011-05", "2012-01"],
        ),
        ("2009년 어머니가 체포됐다. 3월 가족은 수용소로 갔다.", ["2009", "2009-03"]),
        ("2009년 2914명이 왔다. 3월에는 31명이 왔다.", ["2009", "2019-03"]),
        ("그는 2011년 3월 강을 건넜다.\n5월에는 딸이 왔다.", ["2011-03", "2019-05"]),
    ],
)
def test_korean_stories_keep_their_year(text, values) -> None:
    first, *rest = text.split("\n")
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(first), (0, len(first)))]
    if rest:
        blocks.append(Block(BlockKind.PARAGRAPH, len(first) + 1, len(text), (len(first) + 1, len(text))))
    assert [each.value for each in dates.read(text, blocks, published=DATE, language="ko")] == values
