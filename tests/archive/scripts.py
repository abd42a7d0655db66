"""Texts in many scripts, as building blocks of property tests: Hangul, emoji, combining marks, right-to-left, line ends."""

from hypothesis import strategies as st

PIECES = (
    "a",
    "Bee ",
    "강",
    "각",
    "ㄱ",
    "e\u0301",
    "👨‍👩‍👧",
    "🇰🇷",
    "👍🏽",
    "𝒳",
    "שלום ",
    "السلام",
    "क्षि",
    "\u200d",
    "\r\n",
    "\n",
    ". ",
    "33,000",
    " ",
    "?” ",
)
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=40))
