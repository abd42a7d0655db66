"""A coded archive to be exported: Hangul, emoji, combining marks, right-to-left words, overlaps, nested and deep tags, notes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.excerpt import Choice, Packet
from archive.operations import annotate, choosing, codebook, memos, packing
from tests.archive.conftest import AddArticle

FERRY = (
    "The ferry left at dawn with 14 people aboard. Nobody had told the harbour master.\n"
    "“We paid twice,” said one of them, a cook. 배는 새벽에 떠났다. 아무도 몰랐다 🛶🏽 cafe\u0301 au lait.\n"
    'מעבורת יצאה עם שחר. It came back at noon; the <rope> & the "anchor" were gone.\n'
    "=SUM(A1) is how one line began, and -3 another."
)
MARKET = "Rice cost 4,100 in spring.\nBy autumn it cost 5,300, a trader said.\nNobody in the valley had expected that."
DEEP = "/".join(["a deep tree", *(f"level {depth}" for depth in range(2, 13))])
MakePacket = Callable[..., Packet]


@pytest.fixture
def coded(archive: Archive, add_article: AddArticle) -> Archive:
    """Two coded articles and one without a passage; every odd kind of text is in some mark, note, tag or definition."""
    ferry = add_article(
        archive,
        FERRY,
        title="A ferry at dawn",
        publisher="Harbour Gazette",
        byline=("Ann Weir", "김하늘"),
        published="2021-05-03",
        language="en",
        url="https://example.org/ferry?a=1&b=2",
        added="2026-01-01T00:00:00.000Z",
    )
    market = add_article(archive, MARKET, title="쌀값", publisher="Valley Post", published="2019", language="ko")
    add_article(archive, "Nothing is marked here.", title="")
    codebook.add(archive, "travel", definition="Any way to <move> & be moved")
    codebook.add(archive, "travel/by boat", definition="On water: ferry, canoe 🛶", colour="sky")
    codebook.add(archive, "가격", definition="값이 적힌 곳")
    for quote, occurrence, tags, note, author in (
        (
            "The ferry left at dawn with 14 people aboard.",
            1,
            ("travel/by boat",),
            "First sight of it.\nTwo lines; “quoted”.",
            "Ann",
        ),
        ("at dawn with 14 people aboard. Nobody", 1, ("travel", "가격"), "", "Ann"),
        ("14 people", 1, (DEEP,), "=cmd() looks like a formula", "Bo"),
        ("배는 새벽에 떠났다. 아무도 몰랐다 🛶🏽 cafe\u0301", 1, ("가격",), "메모 <b>&amp;</b>", "Bo"),
        ("מעבורת יצאה", 1, (), "ימין", "Ann"),
        ("=SUM(A1) is how", 1, ("travel",), "", "Bo"),
    ):
        start, end = annotate.find_quote(archive, ferry, quote, occurrence)
        annotate.mark(archive, ferry, start, end, note=note, tags=tags, author=author)
    start, end = annotate.find_quote(archive, market, "Rice cost 4,100 in spring.\nBy autumn")
    annotate.mark(archive, market, start, end, tags=("가격",), note="over two paragraphs", author="Ann", colour="rose")
    memos.create(archive, title="Prices", text="Compare spring & autumn.", about=None)
    return archive


@pytest.fixture
def make_packet(coded: Archive) -> MakePacket:
    """`make_packet(**choice)` is the packet of the coded archive; its functions stay usable."""

    def make(choice: Choice | None = None, **said: object) -> Packet:
        wanted = replace(choice or Choice(), **said)  # type: ignore[arg-type]
        return packing.pack(coded, wanted, choosing.choose(coded, wanted), title="Test")

    return make


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a writer is to make its file."""
    return tmp_path / "out.part"
