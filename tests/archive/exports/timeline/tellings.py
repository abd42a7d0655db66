"""Times as the exports are given them: one by one, and any that hypothesis can think of."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.exports.timeline.told import Told
from archive.model import edtf, timex
from archive.model.event import Basis, Mention, Status, TimexType
from archive.model.ids import ArticleId, EditionId, MentionId, Uid

SENTENCE = "The weir was opened by the mayor, and the eels went up the river."


def telling(
    written: str | None = "2014-05-06",
    *,
    title: str | None = "The weir",
    publisher: str | None = "River Post",
    published: str | None = "2014-05-07",
    article: int | None = 3,
    uid: str = "c0ffee",
    **fields: Any,
) -> Told:
    """A time with this EDTF (None: undated); `fields` are those of the mention."""
    parsed = edtf.parse(written) if written is not None else None
    value, modifier = timex.of_edtf(written) if written is not None else ("PAST_REF", None)
    given: dict[str, Any] = {
        "edition": EditionId(5) if article is not None else None,
        "start": 40 if article is not None else None,
        "end": 52 if article is not None else None,
        "exact": "that day",
        "sentence": SENTENCE if article is not None else "",
        "sentence_start": 20 if article is not None else None,
        "type": TimexType.DATE,
        "value": value,
        "modifier": modifier,
        "edtf": written,
        "read_edtf": written,
        "earliest": parsed.earliest if parsed else None,
        "latest": parsed.latest if parsed else None,
        "precision": parsed.precision if parsed else edtf.Precision.NONE,
        "basis": Basis.EXPLICIT,
        "anchor_value": None,
        "rule": "day",
        "label": "the weir was opened",
        "status": Status.FOUND,
    }
    mention = Mention(
        id=MentionId(1),
        uid=Uid(uid),
        event=Uid(uid),
        article=None if article is None else ArticleId(article),
        **(given | fields),
    )
    return Told(mention, title, publisher, published)


# A whole timeline takes its time to make up, more so where others share the machine.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

_YEARS = st.one_of(
    st.integers(-9999, 9999).map(lambda year: f"-{-year:04d}" if year < 0 else f"{year:04d}"),
    st.integers(1900, 2100).map(str),
    st.sampled_from(["199X", "19XX", "1XXX", "XXXX", "-004X", "-01XX", "000X", "9999", "0001", "0000"]),
)
_TIMES = st.builds(
    lambda hour, minute, second, zone: f"T{hour:02d}:{minute:02d}:{second:02d}{zone}",
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 59),
    st.sampled_from(["", "", "Z", "+09:00", "-0330", "-05", "+14:00"]),
)


@st.composite
def _points(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 15)) == 0:
        far = draw(st.integers(10_000, 400_000)) * draw(st.sampled_from([1, -1]))
        return f"Y{far}" + draw(st.sampled_from(["", "?", "~"]))
    point = draw(_YEARS)
    if draw(st.integers(0, 5)):
        month = draw(
            st.one_of(st.integers(1, 12).map("{:02d}".format), st.sampled_from(["21", "22", "23", "24", "XX"]))
        )
        point += f"-{month}"
        if month not in ("21", "22", "23", "24") and draw(st.integers(0, 3)):
            day = "XX" if month == "XX" else draw(st.one_of(st.integers(1, 31).map("{:02d}".format), st.just("XX")))
            point += f"-{day}"
            if "X" not in point and draw(st.booleans()):
                point += draw(_TIMES)
    return point + draw(st.sampled_from(["", "", "", "?", "~", "%"]))


def _is_date(text: str) -> bool:
    try:
        edtf.parse(text)
    except Invalid:
        return False
    return True


_SIDES = st.one_of(_points(), st.sampled_from(["..", ""]))
_NEAR = st.dates().flatmap(lambda day: st.integers(0, 40).map(lambda more: _days(day, more)))


def _days(day: Any, more: int) -> str:
    last = min(day.toordinal() + more, day.max.toordinal())
    return f"{day.isoformat()}/{day.fromordinal(last).isoformat()}"


DATES = st.one_of(_points(), _points(), st.builds("{}/{}".format, _SIDES, _SIDES), _NEAR).filter(_is_date)

_PIECES = [
    *("=HYPERLINK(1)", "+1", "-2", "-2 eels", "@mayor", "'=1", "''", "＝1", "-0043", "\t=1", "\r=1", "\n+1", "1e5"),
    *(
        "강가의 새 보가 열렸다 " * 12,
        "שער הנהר נפתח",
        "السد",
        "a\u202eb",
        "\u2028",
        "\x85",
        "\x0b",
        "\r\n",
        "\r",
        "\n",
        "\t",
    ),
    *("\0", "\x1b[31m", "\x7f", "\x9b", ";", ",", "\\", "\\n", '"', "“", ":", " ", "  ", "é" * 90, "👩‍👩‍👧" * 9),
    *("<b>", "&amp;", "</p><script>", "BEGIN:VEVENT", "END:VCALENDAR", "the weir"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=3).map("".join)
_PATHS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=12)


@st.composite
def tellings(draw: st.DrawFn) -> list[Told]:
    """Up to three times of any date, words and standing, from articles or from nothing."""
    return [_any(draw, f"{number:032x}") for number in range(draw(st.integers(1, 3)))]


def _any(draw: st.DrawFn, uid: str) -> Told:
    written = draw(st.one_of(DATES, DATES, DATES, st.none()))
    fields: dict[str, Any] = {
        "label": draw(TEXTS),
        "sentence": draw(TEXTS),
        "exact": draw(TEXTS),
        "note": draw(TEXTS),
        "tags": tuple(draw(st.lists(_PATHS, max_size=3, unique=True))),
        "status": draw(st.sampled_from(Status)),
        "basis": draw(st.sampled_from(Basis)),
        "anchor_value": draw(st.one_of(st.none(), st.just("2014-05"))),
        "stale": draw(st.booleans()),
    }
    if draw(st.integers(0, 4)) == 0:
        fields["modifier"] = draw(st.sampled_from(["START", "MID", "END", "APPROX", "BEFORE"]))
    if written and len(written) == 10 and "X" not in written and draw(st.booleans()):
        fields |= {"type": TimexType.TIME, "value": f"{written}{draw(st.sampled_from(['T14:30', 'T24:00', 'TMO']))}"}
    if written and "/" in written and draw(st.booleans()):
        fields["value"] = "2014-W19"
    texts = st.one_of(st.none(), TEXTS)
    article = draw(st.sampled_from([None, 3, 4]))
    return telling(written, uid=uid, article=article, title=draw(texts) or None, publisher=draw(texts), **fields)
