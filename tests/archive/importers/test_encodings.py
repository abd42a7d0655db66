"""Bytes to text: every encoding that articles come in, wrong claims, broken bytes, and a person's choice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.importers.encodings import decode

KOREAN = "강가의 마을에 첫눈이 내렸다. 사람들은 2019년 겨울을 오래 기억했다.\n둘째 문단은 짧다."
WESTERN = "“The ferry” came late — she said; a café by Lund’s quay cost £3.\n" * 5
JAPANESE = "昨日、港の新聞は古い船についての記事を掲載した。彼らはどこへ行ったのか。"
CHINESE = "中国的港口报纸昨天发表了关于旧船的文章。他们去了哪里？没有人知道。"
TAIWANESE = "港口的報紙昨天發表了關於舊船的文章。他們去了哪裡？沒有人知道。"
RUSSIAN = "Вчера портовая газета опубликовала статью о старых кораблях. Никто не знает, где они."
GREEK = "Χθες η εφημερίδα του λιμανιού δημοσίευσε ένα άρθρο για τα παλιά πλοία."
POLISH = "Wczoraj gazeta opublikowała artykuł o ludziach, którzy uciekli z kraju. Żółć, gęś, jaźń."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (KOREAN, name)
            for name in ("utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
        ),
        *((KOREAN, name) for name in ("utf-7", "iso2022_kr")),
        *((WESTERN, name) for name in ("cp1252", "utf-7", "utf-16-le", "utf-16-be", "mac-roman")),
        *((JAPANESE, name) for name in ("cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be")),
        *((CHINESE, name) for name in ("gb18030", "gb2312", "hz", "utf-16-le", "utf-16-be")),
        (TAIWANESE, "big5"),
        *((RUSSIAN, name) for name in ("cp1251", "koi8-r", "cp866", "utf-16-le")),
        (GREEK, "cp1253"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
    ],
)
def test_text_is_found_again_without_a_declaration(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note is None
    assert text.encode(decoded.encoding).decode(decoded.encoding) == text


def test_a_wrong_declared_charset_is_overruled_and_told() -> None:
    decoded = decode(KOREAN.encode("cp949"), declared="iso-8859-1")
    assert (decoded.text, decoded.encoding) == (KOREAN, "cp949")
    assert "iso-8859-1" in (decoded.note or "")


def test_utf8_is_believed_over_a_declared_single_byte_charset() -> None:
    assert decode(KOREAN.encode(), declared="windows-1252").text == KOREAN


@pytest.mark.parametrize("label", ["euc-kr", "ks_c_5601-1987", "windows-949", "CP949"])
def test_korean_labels_mean_what_browsers_mean(label: str) -> None:
    text = "샾과 똠"  # syllables that EUC-KR lacks and every page uses
    decoded = decode(text.encode("cp949"), declared=label)
    assert (decoded.text, decoded.note) == (text, None)


def test_a_declared_charset_decides_between_sets_that_look_alike() -> None:
    assert decode(POLISH.encode("iso8859-2"), declared="iso-8859-2").text == POLISH


def test_an_unknown_declared_charset_is_no_obstacle() -> None:
    assert decode("caf\xe9".encode("cp1252"), declared="x-nonsense").text == "café"


def test_broken_utf8_keeps_everything_else_and_is_told() -> None:
    decoded = decode((KOREAN * 3).encode() + b"\xff\xfe end")
    assert decoded.encoding == "utf-8"
    assert decoded.text == KOREAN * 3 + "\ufffd\ufffd end"
    assert "2 places" in (decoded.note or "")


def test_nul_becomes_a_replacement_character_of_the_same_length() -> None:
    decoded = decode(b"abc\0def ghi jkl")
    assert decoded.text == "abc\ufffddef ghi jkl"
    assert "NUL" in (decoded.note or "")


def test_a_lone_surrogate_in_utf16_is_replaced() -> None:
    data = "before ".encode("utf-16-le") + b"\x00\xd8" + " after".encode("utf-16-le")
    decoded = decode(b"\xff\xfe" + data)
    assert decoded.text.startswith("before ")
    assert "\ufffd" in decoded.text
    decoded.text.encode("utf-8")


def test_a_person_overrides_detection() -> None:
    assert decode(POLISH.encode("cp1250"), override="cp1252").encoding == "cp1252"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-16-le", "utf-16-le"),
        ("UTF-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("UTF-7", "utf-7"),
        ("euc-kr", "cp949"),
    ],
)
def test_a_person_may_choose_any_text_encoding(label: str, codec: str) -> None:
    assert decode(KOREAN.encode(codec), override=label).text == KOREAN


@pytest.mark.parametrize(
    "label", ["rot13", "hex", "unicode_escape", "raw_unicode_escape", "punycode", "no-such-set", "base64", "idna", ""]
)
def test_an_override_that_is_no_text_encoding_is_refused(label: str) -> None:
    with pytest.raises(Invalid):
        decode(b"abc", override=label)


@pytest.mark.parametrize("text", ["C++ and +1 555 0100", "a+b-c", "1+1=2-1", "mail+tag@example.org", "+82-2-1234-5678"])
def test_plus_signs_are_not_utf7(text: str) -> None:
    assert decode(text.encode()).text == text


def test_newlines_are_left_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_storable_text(data: bytes) -> None:
    decoded = decode(data)
    assert decoded == decode(data)
    assert "\0" not in decoded.text
    decoded.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_text_comes_back_unless_it_hides_another_encoding(text: str) -> None:
    if text.isascii() or text.startswith("\ufeff"):
        return
    assert decode(text.encode("utf-8")).text == text
