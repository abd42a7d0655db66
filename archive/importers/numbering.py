"""The numbers of list items as word processors print them: 1, iv, C."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 4_999


def numeral(number: int, form: str) -> str:
    """A number as `form` writes it: "a", "A", "i", "I", anything else in digits."""
    if form in ("a", "A") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 40)
        return letters.upper() if form == "A" else letters
    if form in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        written = _roman(number)
        return written.upper() if form == "I" else written
    return str(number)


def _roman(number: int) -> str:
    written = []
    for value, sign in _ROMAN:
        written.append(sign * (number // value))
        number %= value
    return "".join(written)
