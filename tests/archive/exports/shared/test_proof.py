"""What a quote carries is read back as it was written, also after another program has saved the page."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exports.shared import proof
from archive.exports.shared.proof import Proof, Quoted

HASH = "0123456789abcdef" * 8
PROOF = Proof("p-1", "a.1", HASH, HASH[::-1], 3, 17)


def page(words: str, told: Proof = PROOF, tag: str = "mark") -> str:
    return f"<p>Before <{tag} class=q {proof.attributes(told)}>{words}</{tag}> after.</p>"


def test_words_come_back_without_what_stands_around_them() -> None:
    found = list(proof.in_html(page("a &amp; b<br>c <b>d</b>") + page("second")))
    assert found == [Quoted(PROOF, "a & b\nc d"), Quoted(PROOF, "second")]


def test_lines_that_another_program_broke_are_one_line() -> None:
    assert [each.words for each in proof.in_html(page("over\r\nthe hill"))] == ["over the hill"]


def test_elements_inside_of_the_same_name_do_not_end_a_quote() -> None:
    assert [each.words for each in proof.in_html(page("a<mark>b</mark>c"))] == ["abc"]


@pytest.mark.parametrize("change", [("data-start", "x"), ("data-edition", "y"), ("data-article", "z")])
def test_a_proof_that_cannot_be_read_is_none_not_forgotten(change: tuple[str, str]) -> None:
    assert list(proof.in_html(page("words").replace(*change))) == [Quoted(None, "words")]


def test_another_version_is_no_proof() -> None:
    assert list(proof.in_html(page("words").replace('data-proof="1"', 'data-proof="2"'))) == []


def test_proofs_beside_a_text_come_back_in_order() -> None:
    other = Proof("p-2", "a.1", "", HASH, 0, 1, redacted=True)
    assert proof.loaded(proof.dumped([PROOF, other])) == [PROOF, other]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"waystation-proof": 1}', b"[" * 100_000])
def test_what_holds_no_proofs_gives_none(data: bytes) -> None:
    assert proof.loaded(data) == []


def test_one_broken_proof_among_others_is_none() -> None:
    told = json.loads(proof.dumped([PROOF, PROOF]))
    told["quotes"][0]["edition"] = "short"
    assert proof.loaded(json.dumps(told).encode()) == [None, PROOF]


@given(st.text())
def test_any_words_come_back_as_they_can_be_shown(words: str) -> None:
    from archive.exports.documents.html import _broken

    assert [each.words for each in proof.in_html(page(_broken(words)))] == [proof.shown(words)]
