"""What measures the reading of dates measures right: positions in the original, scores, and the command that puts them together."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import positions, timex
from tests.benchmarks import timex_score as scoring
from tests.benchmarks.timex import predictions

ROOT = Path(__file__).parents[2]
WORDS = ("a", "Bee,", "강원", "2019", "3년", "é", "가", "👨‍👩‍👧", "“x”", "(b)", "n°")
BLANKS = (" ", "  ", "\n", "\r\n", "\t ", "\u00a0", "\n   ")


@given(
    pieces=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BLANKS)), min_size=1, max_size=12),
    lead=st.text(max_size=8),
    decomposed=st.booleans(),
    data=st.data(),
)
def test_words_are_found_again_in_the_original(
    pieces: list[tuple[str, str]], lead: str, decomposed: bool, data: st.DataObject
) -> None:
    form = "NFD" if decomposed else "NFC"
    original, places = lead, []
    for word, blank in pieces:
        there = unicodedata.normalize(form, word)
        places.append((len(original), len(original) + len(there)))
        original += there + blank
    text, own = "before\n", []
    for word, _ in pieces:
        own.append((len(text), len(text) + len(word)))
        text += word + " "
    text = text[:-1]
    blocks = [
        {"start": 0, "end": 6, "source": [0, 0]},
        {"start": 7, "end": len(text), "source": [len(lead), len(original)]},
    ]
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first, len(pieces) - 1))
    span = positions.in_original(own[first][0], own[last][1], text, blocks, original)
    assert span == (places[first][0], places[last][1])
    assert unicodedata.normalize("NFC", " ".join(original[slice(*span)].split())) == " ".join(
        word for word, _ in pieces[first : last + 1]
    )


def test_marks_of_the_original_are_passed_over() -> None:
    original = "* [In **May\n  2019**]"
    block = {"start": 0, "end": 11, "source": [0, len(original)]}
    assert positions.in_original(3, 11, "In May 2019", [block], original) == (8, 18)


def test_other_words_have_no_place() -> None:
    block = {"start": 0, "end": 8, "source": [0, 8]}
    with pytest.raises(positions.Unlike):
        positions.in_original(0, 8, "May 2019", [block], "May 2018")
    assert positions.in_original(3, 4, "May 2019", [block], "May 2019") is None
    assert positions.in_original(4, 12, "May 2019", [block], "May 2019") is None


SENTENCE = {
    "text": "In May 2019 he, 29, ran for two hours; it rained on May 30 and 31.",
    "expected": [
        {"quote": "May 2019", "type": "DATE", "value": "2019-05"},
        {"quote": "29", "type": "DURATION", "value": "P29Y", "optional": True},
        {"quote": "two hours", "type": "DURATION", "value": "PT2H", "span_alt": ["for two hours"]},
        {"quote": "May 30", "type": "DATE", "value": "2019-05-30", "optional": True, "must_not": ["2018-05-30"]},
    ],
}


def found(quote: str, kind: str, value: str) -> dict[str, object]:
    start = str(SENTENCE["text"]).index(quote)
    return {"start": start, "end": start + len(quote), "type": kind, "value": value}


def test_all_right_is_one() -> None:
    right = [found("May 2019", "DATE", "2019-05"), found("for two hours;", "DURATION", "PT2H")]
    for also in ([], [found("29", "DURATION", "P9Y")], [found("May 30", "DATE", "2020-05-30")]):
        score = scoring.compare("x", SENTENCE["text"], scoring.gold_of(SENTENCE), [*right, *also])
        assert (score.relaxed_f1, score.strict_f1, score.type_f1, score.value_f1) == (1, 1, 1, 1)
        assert score.errors == () and score.wanted == score.found == 2


def test_each_error_costs_where_it_belongs() -> None:
    read = [found("2019", "DATE", "2019"), found("31", "DATE", "2019-05-31")]
    score = scoring.compare("x", SENTENCE["text"], scoring.gold_of(SENTENCE), read)
    assert (score.wanted, score.found, score.relaxed, score.strict, score.types, score.values) == (2, 2, 1, 0, 1, 0)
    assert (score.relaxed_f1, score.strict_f1, score.type_f1, score.value_f1) == (0.5, 0, 0.5, 0)
    assert [error.split()[0] for error in score.errors] == ["SPAN", "VALUE", "MISS", "EXTRA"]


def test_an_invented_value_of_an_optional_one_counts_against() -> None:
    read = [found("May 30", "DATE", "2018-05-30")]
    score = scoring.compare("x", SENTENCE["text"], scoring.gold_of(SENTENCE), read)
    assert (score.wanted, score.found, score.relaxed) == (2, 1, 0)
    assert any(error.startswith("NEVER") for error in score.errors)


def test_one_expression_answers_one() -> None:
    whole = [found("May 2019 he, 29, ran for two hours", "DATE", "2019-05")]
    score = scoring.compare("x", SENTENCE["text"], scoring.gold_of(SENTENCE), whole)
    assert (score.relaxed, score.found) == (1, 1)


def test_the_score_of_nothing_from_nothing_is_full() -> None:
    empty = scoring.compare("x", "No time.", [], [])
    assert empty.relaxed_f1 == empty.value_f1 == 1
    assert scoring.compare("x", "No time.", [], [{"start": 0, "end": 2, "type": "DATE", "value": "X"}]).relaxed_f1 == 0


def test_rows_of_the_timeline_stand_at_their_place_in_the_original() -> None:
    original = "A title\r\n\r\nIt  began\r\nin  May\r\n2019."
    article = {
        "id": 3,
        "text": "A title\nIt began in May 2019.",
        "blocks": [{"start": 0, "end": 7, "source": [0, 7]}, {"start": 8, "end": 29, "source": [11, len(original)]}],
    }
    row = {"article": 3, "start": 20, "end": 28, "type": "DATE", "value": "2019-05"}
    entered = {**row, "start": None, "end": None}
    (made,) = predictions([row, entered, {**row, "article": 4}], article, original)
    assert original[made["start"] : made["end"]] == "May\r\n2019"
    assert made["type"] == "DATE" and made["value"] == "2019-05"


def test_words_that_the_original_lacks_are_left_out_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    article = {"id": 3, "text": "In 2019.", "blocks": [{"start": 0, "end": 8, "source": [0, 8]}]}
    row = {"article": 3, "start": 3, "end": 7, "exact": "2019", "type": "DATE", "value": "2019"}
    assert predictions([row], article, "In 2018.") == []
    assert "Left out of article 3: 2019" in capsys.readouterr().err


def test_predictions_are_put_together_from_what_the_command_line_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "Es war im\nMärz 2019.".encode("cp1252")
    article = {
        "id": 7,
        "text": "Es war im März 2019.",
        "blocks": [{"start": 0, "end": 20, "source": [0, 20]}],
        "encoding": "cp1252",
        "original": {"name": "folder/note.txt"},
    }
    row = {"article": 7, "start": 10, "end": 19, "exact": "März 2019", "type": "DATE", "value": "2019-03"}
    printed: dict[tuple[str, ...], Any] = {
        ("timeline", "--json"): [row],
        ("articles", "--json"): [{"id": 7}],
        ("article", "7", "--json"): article,
    }

    def ran(archive: Path, *arguments: str) -> bytes:
        assert archive == Path("A.waystation")
        return data if "--original" in arguments else json.dumps(printed[arguments]).encode()

    monkeypatch.setattr(timex, "_ran", ran)
    monkeypatch.setattr(sys, "argv", ["timex", "predictions", "--archive", "A.waystation"])
    timex.main()
    assert json.loads(capsys.readouterr().out) == {
        "note.txt": [{"start": 10, "end": 19, "type": "DATE", "value": "2019-03"}]
    }


def test_the_sentences_read_as_they_are_valued_score_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(sentence: dict[str, Any]) -> list[dict[str, Any]]:
        wanted = [each for each in scoring.gold_of(sentence) if not each.optional]
        return [
            {"start": each.spans[0][0], "end": each.spans[0][1], "type": each.type, "value": each.values[-1]}
            for each in wanted
        ]

    monkeypatch.setattr(timex, "read", read)
    monkeypatch.setattr(sys, "argv", ["timex", "sentences", "--errors"])
    timex.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("language en") and lines[-1].startswith("all")
    assert all(line.count("100.00") == 4 for line in lines)


def test_the_command_tells_its_uses() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.timex", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "predictions" in done.stdout and "sentences" in done.stdout
