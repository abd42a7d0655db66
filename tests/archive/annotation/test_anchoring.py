"""Edits of an article, each with what must become of a passage in it, written down before the first run."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest

from archive.annotation.anchors import Mapper, describe, find
from archive.base.errors import Invalid
from archive.model.passage import State

A, R, O = State.ANCHORED, State.REVIEW, State.ORPHAN  # noqa: E741
Edit = Callable[[str], str]


def sub(before: str, after: str) -> Edit:
    """Replaces the first of these words (they must be there)."""

    def edit(text: str) -> str:
        assert before in text
        return text.replace(before, after, 1)

    return edit


def every(before: str, after: str) -> Edit:
    """Replaces these words wherever they stand."""

    def edit(text: str) -> str:
        assert before in text
        return text.replace(before, after)

    return edit


def without(beginning: str) -> Edit:
    """Takes out the first paragraph that begins so."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        lines.remove(next(line for line in lines if line.startswith(beginning)))
        return "\n".join(lines)

    return edit


def swapped(first: str, second: str) -> Edit:
    """Lets two paragraphs change places."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        one, two = (next(i for i, line in enumerate(lines) if line.startswith(start)) for start in (first, second))
        lines[one], lines[two] = lines[two], lines[one]
        return "\n".join(lines)

    return edit


def moved_down(beginning: str) -> Edit:
    """Puts a paragraph at the very end."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        lines.append(lines.pop(next(i for i, line in enumerate(lines) if line.startswith(beginning))))
        return "\n".join(lines)

    return edit


def above(*lines: str) -> Edit:
    return lambda text: "\n".join([*lines, text])


def below(*lines: str) -> Edit:
    return lambda text: "\n".join([text, *lines])


def curled(text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


def both(*edits: Edit) -> Edit:
    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


@dataclass(frozen=True)
class Case:
    """An edit, the words that were marked, and what must become of them.

    `words` stand at the right place of the new text, for the `at`th time there: where an anchored passage must be, and
    what must be proposed of one for review (None: nothing in particular).
    """

    name: str
    edit: Edit
    quote: str
    state: State
    words: str | None = None
    nth: int = 1
    at: int = 1
    why: str = ""


CROSS = "The crossing takes nine minutes when the water is low"
JAN, JUL = "The office counts arrivals by month. In January", "The office counts arrivals by month. In July"
CASES = [
    # What changed is elsewhere.
    Case("nothing changed", lambda text: text, "He would like the bell back.", A, "He would like the bell back."),
    Case(
        "boilerplate above",
        above("Menu", "Home | World", "Share"),
        "kept the ferry at Samho",
        A,
        "kept the ferry at Samho",
    ),
    Case("boilerplate below", below("© 2021", "Sign up for the newsletter"), "rung in fog", A, "rung in fog"),
    Case("boilerplate above a short quote", above("Menu", "the ferry"), "piano", A, "piano"),
    Case("boilerplate above short Hangul", above("메뉴", "북한 소식"), "북한", A, "북한", at=2),
    Case(
        "boilerplate that repeats the quote",
        above("Nobody weighs a promise."),
        "Nobody weighs a promise.",
        A,
        "Nobody weighs a promise.",
        at=2,
    ),
    Case(
        "title changed",
        sub("The Ferry Keeper of Samho", "Last Ferry on the River"),
        "kept the ferry at Samho",
        A,
        "kept the ferry at Samho",
    ),
    Case(
        "paragraph added before",
        sub("What the ferry carried", "A new paragraph stands here now.\nWhat the ferry carried"),
        "and the ferry ran on four days",
        A,
        "and the ferry ran on four days",
    ),
    Case("paragraph deleted before", without("“I carried salt"), CROSS, A, CROSS),
    Case(
        "typo fixed in another sentence",
        sub("a piano", "a grand piano"),
        "Nobody weighs a promise.",
        A,
        "Nobody weighs a promise.",
    ),
    Case(
        "word changed before, same sentence",
        sub("For eleven winters", "For twelve winters"),
        "kept the ferry at Samho",
        A,
        "kept the ferry at Samho",
    ),
    Case(
        "word changed right after",
        sub("on the north bank", "on the northern bank"),
        "a village of ninety houses on the",
        A,
        "a village of ninety houses on the",
    ),
    Case(
        "number changed in the next sentence",
        sub("212 arrivals", "221 arrivals"),
        "The office counts arrivals by month.",
        A,
        "The office counts arrivals by month.",
    ),
    Case(
        "one of two lookalikes edited, the other marked",
        sub("212 arrivals", "221 arrivals"),
        "counted 87 arrivals, and the ferry ran on four days",
        A,
        "counted 87 arrivals, and the ferry ran on four days",
    ),
    Case(
        "many edits all over",
        both(sub("eleven", "12"), sub("nine minutes", "ten minutes"), sub("six hundred", "700")),
        "keeps the passenger lists in a biscuit tin",
        A,
        "keeps the passenger lists in a biscuit tin",
    ),
    # The paragraph went elsewhere.
    Case("paragraphs swapped", swapped("The crossing", "The bridge"), CROSS, A, CROSS),
    Case(
        "paragraphs swapped, the other",
        swapped("The crossing", "The bridge"),
        "The bridge opened on 14 May 2021.",
        A,
        "The bridge opened on 14 May 2021.",
    ),
    Case(
        "paragraphs swapped, whole paragraph marked",
        swapped("The bell hung", "He is not"),
        "The bell hung from a pole at the landing and was rung in fog.",
        A,
        "The bell hung from a pole at the landing and was rung in fog.",
    ),
    Case(
        "paragraph moved to the end",
        moved_down("A teacher"),
        "She has read them aloud twice",
        A,
        "She has read them aloud twice",
    ),
    Case(
        "Korean paragraph moved to the end",
        moved_down("박성민"),
        "강가에는 빈 배 한 척이 남아 있다.",
        A,
        "강가에는 빈 배 한 척이 남아 있다.",
    ),
    Case("short quote in a moved paragraph", moved_down("“I carried"), "piano", A, "piano"),
    Case("heading moved", moved_down("What the ferry"), "What the ferry carried", A, "What the ferry carried"),
    Case("lookalikes swapped", swapped(JAN, JUL), "it counted 212 arrivals", A, "it counted 212 arrivals"),
    Case(
        "moved and a number changed",
        both(moved_down("The bridge"), sub("six hundred vehicles", "nine hundred vehicles")),
        "it will carry six hundred vehicles a day; the villagers expect fewer",
        R,
        "it will carry nine hundred vehicles a day; the villagers expect fewer",
        why="number",
    ),
    # White space and typography.
    Case(
        "quotes curled the other way",
        curled,
        "“I carried salt, batteries and once a piano,” he said.",
        A,
        '"I carried salt, batteries and once a piano," he said.',
    ),
    Case(
        "quotes curled, inside them",
        curled,
        "I carried salt, batteries and once a piano",
        A,
        "I carried salt, batteries and once a piano",
    ),
    Case("quotes curled around a short quote", curled, "promise", A, "promise"),
    Case(
        "dash made a hyphen",
        sub("low — and", "low - and"),
        "when the water is low — and close to an hour",
        A,
        "when the water is low - and close to an hour",
    ),
    Case(
        "dash set closed",
        sub("low — and", "low—and"),
        "when the water is low — and close to an hour",
        A,
        "when the water is low—and close to an hour",
    ),
    Case(
        "spaces doubled",
        every(" ", "  "),
        "Most of those who cross are women",
        A,
        "Most  of  those  who  cross  are  women",
    ),
    Case(
        "no-break space in a date",
        sub("14 May 2021", "14\u00a0May\u00a02021"),
        "The bridge opened on 14 May 2021.",
        A,
        "The bridge opened on 14\u00a0May\u00a02021.",
    ),
    Case(
        "soft hyphen in a word",
        sub("resettlement", "resettle\u00adment"),
        "registered with the resettlement office",
        A,
        "registered with the resettle\u00adment office",
    ),
    Case(
        "Korean spacing changed",
        sub("마을 회관에서", "마을회관에서"),
        "강을 건넌 뒤 마을 회관에서 사흘 동안 머물렀다.",
        A,
        "강을 건넌 뒤 마을회관에서 사흘 동안 머물렀다.",
    ),
    Case(
        "Hangul taken apart into jamo",
        sub("마지막 배를", unicodedata.normalize("NFD", "마지막 배를")),
        "마지막 배를 띄웠고, 그 뒤로는 다리를 놓는",
        A,
        unicodedata.normalize("NFD", "마지막 배를") + " 띄웠고, 그 뒤로는 다리를 놓는",
    ),
    Case(
        "paragraph broken inside the quote",
        sub("low — and close", "low —\nand close"),
        "when the water is low — and close to an hour",
        A,
        "when the water is low —\nand close to an hour",
    ),
    Case(
        "paragraphs joined",
        sub("bell back.\nRead more", "bell back. Read more"),
        "He would like the bell back.",
        A,
        "He would like the bell back.",
    ),
    Case(
        "swapped and curled",
        both(swapped("“I carried", "The bridge"), curled),
        "“I carried salt, batteries and once a piano,” he said.",
        A,
        '"I carried salt, batteries and once a piano," he said.',
    ),
    Case(
        "blank between digits is no typography",
        sub("33,000", "33 ,000"),
        "some 33,000 people had registered",
        R,
        "some 33 ,000 people had registered",
    ),
    Case(
        "blank between letters is no typography",
        sub("Nobody weighs", "No body weighs"),
        "Nobody weighs a promise.",
        R,
        "No body weighs a promise.",
    ),
    # What was marked changed.
    Case(
        "number changed",
        sub("33,000", "34,000"),
        "some 33,000 people had registered with the resettlement office",
        R,
        "some 34,000 people had registered with the resettlement office",
        why="number",
    ),
    Case("number alone", sub("33,000", "34,000"), "33,000", R, "34,000", why="number"),
    Case(
        "number word changed",
        sub("ninety houses", "eighty houses"),
        "a village of ninety houses",
        R,
        "a village of eighty houses",
        why="number",
    ),
    Case(
        "not added",
        sub("it will carry", "it will not carry"),
        "Officials in Daeson say it will carry six hundred vehicles a day",
        R,
        "Officials in Daeson say it will not carry six hundred vehicles a day",
        why="negation",
    ),
    Case(
        "not taken out",
        sub("did not count", "did count"),
        "The office did not count children born on the way.",
        R,
        "The office did count children born on the way.",
        why="negation",
    ),
    Case(
        "not contracted in",
        sub("it will carry", "it won’t carry"),
        "it will carry six hundred vehicles",
        R,
        "it won’t carry six hundred vehicles",
        why="negation",
    ),
    Case(
        "not added before the quote",
        sub("it will carry", "it will not carry"),
        "carry six hundred vehicles a day",
        R,
        "carry six hundred vehicles a day",
        why="negation",
    ),
    Case(
        "never taken out before the quote",
        sub("he never asked", "he asked"),
        "asked his passengers where they were going",
        R,
        "asked his passengers where they were going",
        why="negation",
    ),
    Case(
        "date changed",
        sub("14 May 2021", "15 May 2021"),
        "The bridge opened on 14 May 2021.",
        R,
        "The bridge opened on 15 May 2021.",
        why="number",
    ),
    Case(
        "month changed",
        sub("14 May 2021", "14 June 2021"),
        "opened on 14 May 2021",
        R,
        "opened on 14 June 2021",
        why="date",
    ),
    Case(
        "published date changed",
        sub("3 March 2019", "4 March 2019"),
        "Published 3 March 2019",
        R,
        "Published 4 March 2019",
        why="number",
    ),
    Case(
        "name changed",
        sub("Pak Sung-min", "Pak Sung-ho"),
        "For eleven winters Pak Sung-min kept the ferry",
        R,
        "For eleven winters Pak Sung-ho kept the ferry",
    ),
    Case("byline changed", sub("Ada Rowan", "Ida Rowan"), "By Ada Rowan", R, "By Ida Rowan", why="name"),
    Case(
        "place changed",
        sub("Officials in Daeson", "Officials in Namsan"),
        "Officials in Daeson say it will carry",
        R,
        "Officials in Namsan say it will carry",
        why="name",
    ),
    Case(
        "typo fixed inside",
        sub("passenger lists", "passengers’ lists"),
        "A teacher, Mrs. Han, keeps the passenger lists in a biscuit tin.",
        R,
        "A teacher, Mrs. Han, keeps the passengers’ lists in a biscuit tin.",
        why="words",
    ),
    Case(
        "capital changed",
        sub("the August rains", "the august rains"),
        "close to an hour after the August rains",
        R,
        "close to an hour after the august rains",
    ),
    Case(
        "북한 to 남한 in a long quote",
        sub("북한에서", "남한에서"),
        "북한에서 온 사람들은 강을 건넌 뒤 마을 회관에서",
        R,
        "남한에서 온 사람들은 강을 건넌 뒤 마을 회관에서",
    ),
    Case("북한 to 남한, the word alone", sub("북한에서", "남한에서"), "북한", R, None),
    Case(
        "북한 to 남한 and moved, a short quote",
        both(sub("북한에서", "남한에서"), moved_down("남한에서")),
        "북한에서 온 사람들은",
        O,
    ),
    Case("Korean negation taken out", sub("바꾸지 않았다", "바꿨다"), "그들은 이름을 바꾸지 않았다.", R, None),
    Case(
        "Korean year changed",
        sub("2019년 3월", "2020년 3월"),
        "박성민 씨는 2019년 3월에 마지막 배를 띄웠고",
        R,
        "박성민 씨는 2020년 3월에 마지막 배를 띄웠고",
        why="number",
    ),
    Case(
        "Korean negation added before the quote",
        sub("다리를 놓는 일을 도왔다", "다리를 놓는 일을 안 도왔다"),
        "그 뒤로는 다리를 놓는",
        R,
        "그 뒤로는 다리를 놓는",
        why="negation",
    ),
    Case(
        "word added inside",
        sub("six hundred vehicles", "six hundred small vehicles"),
        "it will carry six hundred vehicles a day; the villagers expect fewer",
        R,
        "it will carry six hundred small vehicles a day; the villagers expect fewer",
    ),
    Case(
        "question mark put in",
        sub("Nobody weighs a promise.", "Nobody weighs a promise?"),
        "Nobody weighs a promise.",
        R,
        "Nobody weighs a promise?",
    ),
    # What was marked is gone.
    Case("paragraph deleted", without("A teacher"), "keeps the passenger lists in a biscuit tin", O),
    Case("paragraph deleted, a lookalike left", without(JAN), "In January it counted 212 arrivals", O),
    Case(
        "paragraph deleted, a lookalike left, the same words marked",
        without(JAN),
        "The office counts arrivals by month.",
        O,
    ),
    Case(
        "second lookalike deleted, the same words marked",
        without(JUL),
        "The office counts arrivals by month.",
        O,
        nth=2,
    ),
    Case("sentence deleted", sub(" “Nobody weighs a promise.”", ""), "Nobody weighs a promise.", O),
    Case(
        "sentence written anew",
        sub("He would like the bell back.", "Visitors bring him tea."),
        "He would like the bell back.",
        O,
    ),
    Case("short quote deleted, the word left elsewhere", without("He is not sorry"), "bell", O),
    Case("short Hangul deleted, the word left elsewhere", without("박성민"), "강", O, nth=2),
    Case(
        "everything else",
        lambda text: "Another article altogether.\nIt speaks of trains.",
        "kept the ferry at Samho",
        O,
    ),
    Case("empty text", lambda text: "", "kept the ferry at Samho", O),
    Case(
        "short quote in a paragraph written anew",
        sub(
            "The bell hung from a pole at the landing and was rung in fog.",
            "Every evening the bell called children home to supper.",
        ),
        "The bell",
        O,
    ),
    # Twins.
    Case(
        "one of two equal paragraphs deleted",
        lambda text: text.removesuffix("\nRead more"),
        "Read more",
        A,
        "Read more",
    ),
    Case(
        "the marked one of two equal paragraphs deleted",
        lambda text: text.removesuffix("\nRead more"),
        "Read more",
        O,
        nth=2,
    ),
    Case(
        "paragraph doubled",
        sub(
            "He is not sorry that the ferry is gone. He would like the bell back.",
            "He is not sorry that the ferry is gone. He would like the bell back.\nHe is not sorry that the ferry is gone. He would like the bell back.",
        ),
        "He would like the bell back.",
        R,
        "He would like the bell back.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_edit_ends_as_written_beforehand(case: Case, desk) -> None:
    old = desk.article
    new = case.edit(old)
    start, end = desk.nth(old, case.quote, case.nth)
    anchor = describe(old, desk.blocks(old), start, end)
    found = find(anchor, old, desk.blocks(old), new, desk.blocks(new) if new else ())
    assert found.state == case.state, found
    if case.state is A:
        assert case.words is not None
        assert (found.start, found.end) == desk.nth(new, case.words, case.at)
        assert found.proposal is None
    elif case.words is not None:
        assert found.proposal is not None
        assert (found.proposal.start, found.proposal.end) == desk.nth(new, case.words, case.at)
        assert found.proposal.exact == case.words
    if case.state is O:
        assert found.proposal is None
    assert case.why in found.why.lower()


def test_of_two_equal_neighbours_one_deleted_none_is_taken(desk) -> None:
    bell = "The bell hung from a pole at the landing and was rung in fog."
    old = desk.article.replace(bell, f"{bell}\n{bell}")
    for number in (1, 2):
        anchor = describe(old, desk.blocks(old), *desk.nth(old, bell, number))
        found = find(anchor, old, desk.blocks(old), desk.article, desk.blocks(desk.article))
        assert found.state is R
        assert found.proposal is not None and found.proposal.exact == bell


SPEAKERS = ("the guard", "a broker", "her aunt", "the clerk", "one driver")
PLACES = ("the river", "the market", "the old bridge", "the station", "the border post")


def _sentence(random: Random) -> str:
    return (
        f"{random.choice(SPEAKERS).capitalize()} {random.choice(('waited', 'slept', 'was seen'))} near"
        f" {random.choice(PLACES)} for {random.choice(('two', 'nine', '31', '400'))} days"
        f"{random.choice(('', ', and then left', ' without papers'))}."
    )


def _edited(random: Random, paragraphs: list[list[str]]) -> list[list[str]]:
    """The same sentence objects where they survive, so that each one's true place is known by identity."""
    edited = [list(paragraph) for paragraph in paragraphs]
    for _ in range(random.randint(1, 4)):
        kind = random.randrange(6)
        paragraph = random.choice(edited) if edited else []
        if kind == 0 and edited:
            edited.remove(paragraph)
        elif kind == 1 and len(edited) > 1:
            edited.append(edited.pop(random.randrange(len(edited))))
        elif kind == 2 and paragraph:
            paragraph[random.randrange(len(paragraph))] = _sentence(random)
        elif kind == 3 and paragraph:
            paragraph.pop(random.randrange(len(paragraph)))
        elif kind == 4:
            edited.insert(random.randint(0, len(edited)), [_sentence(random)])
        elif paragraph:
            paragraph.insert(random.randint(0, len(paragraph)), _sentence(random))
    return [paragraph for paragraph in edited if paragraph]


def _laid_out(paragraphs: list[list[str]]) -> tuple[str, dict[int, tuple[int, int]]]:
    lines, places, place = [], {}, 0
    for paragraph in paragraphs:
        for sentence in paragraph:
            places[id(sentence)] = place, place + len(sentence)
            place += len(sentence) + 1
        lines.append(" ".join(paragraph))
    return "\n".join(lines), places


@pytest.mark.parametrize("seed", range(300))
def test_a_text_full_of_lookalikes_never_takes_an_anchor_to_another_sentence(seed: int, desk) -> None:
    random = Random(seed)
    paragraphs = [[_sentence(random) for _ in range(random.randint(1, 4))] for _ in range(random.randint(2, 7))]
    old, old_places = _laid_out(paragraphs)
    edited = _edited(random, paragraphs)
    new, new_places = _laid_out(edited)
    mapper = Mapper(old, new, desk.blocks(old), desk.blocks(new) if new else ())
    for start, end in old_places.values():
        anchor = describe(old, desk.blocks(old), start, end)
        found = mapper.find(anchor)
        if found.state is A:
            assert found.start is not None and found.end is not None
            assert new[found.start : found.end] == anchor.exact
            kept = [key for key, place in old_places.items() if place == (start, end)]
            if old.count(anchor.exact) == 1 and kept[0] in new_places:
                assert (found.start, found.end) == new_places[kept[0]]


def test_thousand_passages_of_a_long_article_are_carried_over_together(desk) -> None:
    random = Random(3)
    paragraphs = [[_sentence(random) for _ in range(6)] for _ in range(260)]
    old, places = _laid_out(paragraphs)
    assert len(old) > 80_000
    new, _ = _laid_out(_edited(random, paragraphs))
    mapper = Mapper(old, new, desk.blocks(old), desk.blocks(new))
    states = [mapper.find(describe(old, desk.blocks(old), *place)).state for place in list(places.values())[:1000]]
    assert states.count(A) > 900


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (-1, 3, "outside"),
        (3, 400, "outside"),
        (5, 3, "outside"),
        (2, 2, "no words"),
        (1, 2, "no words"),
        (3, 4, "inside"),
    ],
)
def test_span_that_cannot_be_marked_is_refused_with_a_sentence(start: int, end: int, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        describe("a e\u0301 👨‍👩‍👧", (), start, end)


@pytest.mark.parametrize("above", ["early", "early, for 33,000 people"])
def test_words_of_a_sentence_that_went_do_not_hide_where_its_neighbour_is(above: str, desk) -> None:
    # "did not" of the sentence that went is matched with the "did not" that came into the next one.
    old = (
        f"The ice came {above} that year, and the ledger was found in a shed.\n"
        "Two sisters crossed in spring and did not come back. Their brother waited at the mill until the autumn.\n"
        "Nobody counted the boats."
    )
    gone = old.replace("Two sisters crossed in spring and did not come back. ", "")
    new = gone.replace("waited at", "did not wait at").replace("33,000", "34,000").replace("a shed", "an old shed")
    words = "Their brother waited at the mill until the autumn."
    found = find(describe(old, desk.blocks(old), *desk.nth(old, words)), old, desk.blocks(old), new, desk.blocks(new))
    assert found.state is R and found.proposal is not None and "negation" in found.why
    assert found.proposal.exact == "Their brother did not wait at the mill until the autumn."


def test_context_ends_at_the_edge_of_the_block(desk) -> None:
    text = "One line.\nThe second line is the one that is marked here, in part, with words on both sides."
    anchor = describe(text, desk.blocks(text), *desk.nth(text, "second"))
    assert (anchor.prefix, anchor.suffix) == ("The ", " line is the one that is marked ")


def test_table_is_large_enough() -> None:
    assert len(CASES) >= 60
