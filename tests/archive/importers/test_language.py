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


ENGLISH = (
    "The farmers said that the road had been closed after the storm, and that they would have to wait with their carts. "
    "Those who came from the valley were told about this in the morning, and which of them had turned back nobody knew. "
)


def test_plain_english_is_told_as_the_model_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.importers import language as module

    told, sure = module._identifier().classify(ENGLISH * 3)
    assert (told, round(float(sure), 2)) == ("en", 1.0)
    monkeypatch.setattr(module, "_identifier", lambda: pytest.fail("the model was asked"))
    assert language(ENGLISH * 3) == ("en", 0.999)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,  # too short
        "De boeren zeiden dat de weg na de storm gesloten was en dat ze met hun karren moesten wachten. " * 8,
        "Die Bauern sagten, dass die Strasse nach dem Sturm gesperrt war und sie mit ihren Karren warten mussten. " * 8,
        ENGLISH * 2 + "Les fermiers disaient que la route avait ferme et que les charrettes attendaient ici. " * 8,
    ],
)
def test_what_may_be_another_language_is_asked_of_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.importers import language as module

    class Model:
        def classify(self, _text: str) -> tuple[str, float]:
            return "xx", 1.0

    monkeypatch.setattr(module, "_identifier", Model)
    assert language(text) == ("xx", 1.0)
