"""What is told at once to be running text is what the rules for all lines tell, and most running text is."""

import pytest

from archive.importers.lines import plainly, roles
from archive.importers.lines.roles import Role
from archive.importers.lines.split import Line
from archive.importers.metadata.dates import is_date_line
from archive.importers.metadata.lexicon import table

PLAIN = (
    "The ferry to the outer islands did not sail for a week, since nobody could be found who would mend its engine.",
    "“It was a long winter,” she said, and the harbour was as still as it had been in the year of the great frost.",
    "In 2014 the council counted 1,240 boats in the bay, 12% more than the year before, a spokesman told reporters.",
    "Some 300 people came on Monday to see the mayor's well-known boat, which was sold for $2.5 million in the end.",
    "LOW MARSH, 3 March (Coastal Wire) - Nobody at the yard would say why the boat was as old as the harbour that it lay in.",
    "The ferry — the last of the four that the town had — was sold (for less than its engine) to a museum of the coast.",
)
OTHERS = (
    "By Ada Quay, Owen Larch and Mara Fenn, who write of the harbour and the people of the coast.",
    "The author is a fisherman on the outer islands, and he has written of the sea for as long as he can remember it.",
    "Subscribe to the letter that is sent to all of the readers on the first day of the month, or on the day after it.",
    "This article was written for the readers of the harbour, and it was read by all of them on the day of the fair.",
    "The boats of the harbour, as they were in the winter of the great frost, when they lay in the ice for a month. - AFP",
    "The boats of the harbour, as they were in the winter of the great frost, when they lay in the ice. (AFP).",
    "The boats of the harbour, as they were in the winter of the great frost, when they lay in the ice for a month – AFP.",
    "The Review of the Law of the Sea and of the Harbour, Vol 8, No 2 (Spring 2015), pp. 41-58, and what it said of the ice.",
    "We are supported by readers like you, and for that we are as thankful as the gulls are for the heads of the fish.",
    "Retrieved from the cellar of the old mill, the papers of the guild were given to the town on the day of the fair.",
    "Gulls, boats, nets, ropes, sails, masts, oars, hooks, buoys, anchors, lines, lamps, charts, barrels, crates, bells.",
)


def line(text: str) -> Line:
    return Line(0, len(text), text, True)


def by_all_rules(text: str, monkeypatch: pytest.MonkeyPatch) -> roles.Reading:
    with monkeypatch.context() as patch:
        patch.setattr(plainly, "running", lambda text: 0.0)
        return roles.read(line(text))


@pytest.mark.parametrize("text", PLAIN)
def test_running_text_is_told_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plainly.running(text) >= 0.8
    assert roles.read(line(text)) == by_all_rules(text, monkeypatch)
    assert roles.read(line(text)).role is Role.PROSE


@pytest.mark.parametrize("text", OTHERS)
def test_what_may_be_another_line_is_left_to_the_rules(text: str) -> None:
    assert plainly.running(text) == 0


def phrases() -> list[str]:
    """Every word and phrase that a rule for lines is made of."""
    found: set[str] = set()
    waiting: list[object] = [table(name) for name in ("site", "lines", "bylines", "dates")]
    while waiting:
        match waiting.pop():
            case str() as phrase:
                found.add(phrase)
            case dict() as entries:
                waiting += entries.values()
            case list() as entries:
                waiting += entries
    return sorted(phrase for phrase in found if len(phrase) < 80)


@pytest.mark.parametrize("place", ["beginning", "middle", "end"])
def test_no_phrase_of_the_lexicons_is_overlooked(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = PLAIN[0].split()
    told = 0
    for phrase in phrases():
        match place:
            case "beginning":
                text = f"{phrase.capitalize()} {PLAIN[0]}"
            case "middle":
                text = " ".join([*sentence[:8], phrase, *sentence[8:]])
            case _:
                text = f"{PLAIN[0].rstrip('.')}, {phrase.title()}."
        told += plainly.running(text) > 0
        assert roles.read(line(text)) == by_all_rules(text, monkeypatch), text
    assert told  # some phrases count only where they stand, or alone


def test_a_sentence_with_a_date_is_no_date_line_and_a_long_date_line_is_one() -> None:
    assert not is_date_line(
        "The boats were counted again on 3 March 2014, when the ice had gone from all of the harbour."
    )
    assert is_date_line(
        "Published on Monday, 3 March 2014 at 10:30 GMT | Last updated on Tuesday, 4 March 2014 at 9:15 GMT"
    )
    assert is_date_line("3 March 2014, 12 minutes read")
