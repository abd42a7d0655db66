"""Languages are told from enough text, and not from too little."""

import random

import pytest

from archive.importers.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The harbour reopened on Monday after the storm, and the boats left before dawn.", "en"),
        ("항구가 다시 열렸다. 첫 배는 월요일 새벽에 떠났다.", "ko"),
        ("Le port a rouvert lundi après la tempête, et les bateaux sont partis avant l'aube.", "fr"),
        ("東京の港が月曜日に再開した。船は夜明け前に出た。", "ja"),
        ("항구 뉴스(Harbour News)에 따르면 항구가 다시 열렸다. 배는 새벽에 떠났다.", "ko"),
    ],
)
def test_the_language_of_a_sentence_is_told(text: str, code: str) -> None:
    found, confidence = language(text)
    assert found == code
    assert 0.5 < confidence <= 1


@pytest.mark.parametrize("text", ["", "OK", "12 345", "항구"])
def test_too_short_a_text_has_no_language(text: str) -> None:
    assert language(text) == (None, 0.0)


def test_every_place_of_a_text_tells_what_the_librarys_own_loop_tells() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from archive.importers import language as module

    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    chance = random.Random(11)
    alphabets = ("etaoin shrdlu cmfwyp vbgkjq", "éèàùç aeiou ëïöß", "абвгде ёжзий", "กขฃคฅ", "αβγδε ζη", "abc\n 0129.,")
    texts = ["", "a", "\ud800", "The boats left before dawn.", "Le port a rouvert lundi après la tempête."]
    texts += ["".join(chance.choices(chance.choice(alphabets), k=chance.randint(1, 400))) for _ in range(300)]
    ours = module._identifier()
    assert [ours.classify(text) for text in texts] == [library.classify(text) for text in texts]
