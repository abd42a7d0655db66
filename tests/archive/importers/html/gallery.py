"""Invented articles in layouts of thirty kinds of pages, each with what a careful reader takes from it.

A layout is a function that sets a `Story` as such sites do, with all that they put around and between; `truth` is what of it is the
article. Nothing of it was seen by the rules before.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

_WHO = "the council|the harbour office|a committee of residents|the county library|the water board|the ferry company|a small museum|the school".split(
    "|"
)
_DID = "has agreed to mend|wants to close|will reopen|has bought|is to count|has measured|refused to sell|promised to restore".split(
    "|"
)
_WHAT = "the old swing bridge|the reading room on the quay|eleven kilometres of dykes|the last tide mill|the lamp on the mole|the night boat|a field of wild orchids|the clock in the tower".split(
    "|"
)
_WHEN = "after a winter of storms|before the herring season begins|although nobody had asked for it|with money that was left over|for the first time since the flood|in spite of a long quarrel|while the ice still holds|as soon as the paint has dried".split(
    "|"
)
_MORE = (
    "Those who live beside it say that they heard of the plan from a notice on a door, and that the notice had been nailed upside down.",
    "Nearly {n} people signed a letter about it, which is more than half of all who may vote there.",
    "“We waited {n} years for somebody to look at the foundations,” said the woman who keeps the kiosk. “Now they look every day.”",
    "The work is expected to take {n} weeks and to cost about as much as a new bus.",
    "In the spring {n} volunteers carried stones from the beach, one by one, because no lorry could turn in the lane.",
    "An engineer who was sent from the capital wrote a report of {n} pages, of which the last one is a drawing of a seal.",
    "There is no other place within {n} kilometres where boats of that size can be turned.",
    "What it will be called has not been decided, and the list of names that were handed in has grown to {n}.",
    "Older people remember that the same thing was tried in the year of the great frost, and that it ended in a lawsuit about {n} chairs.",
    "Whether that is enough will be seen at the next spring tide, when the water comes within a hand of the parapet.",
)  # fmt: skip
_NAMES = "Ida Falk|Tomas Reed|Mira Osten|Johan Pell|Ruth Calder|Emil Varga|Nora Quist|Peter Lunde".split("|")
_KO_NAMES = "김하늘|박서준|이도윤|최가온".split("|")
_KO = (
    "시 의회는 지난 겨울 폭풍으로 무너진 방파제를 올해 안에 다시 쌓기로 했다고 밝혔다.",
    "주민들은 문에 붙은 안내문을 보고서야 계획을 알게 되었다고 말했다.",
    "공사에는 {n}주가 걸리고 버스 한 대 값과 비슷한 비용이 들 것으로 보인다.",
    "등대 옆에서 가게를 하는 주인은 “이제는 날마다 사람들이 와서 들여다본다”고 말했다.",
    "봄에는 자원봉사자 {n}명이 바닷가에서 돌을 하나씩 날랐다.",
    "이름은 아직 정해지지 않았으며, 지금까지 들어온 이름은 {n}개에 이른다.",
    "그것으로 충분한지는 다음 사리 때 물이 난간까지 차오르면 알게 될 것이다.",
)
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Story:
    """An article: its words, and who wrote it when (ISO)."""

    title: str
    byline: tuple[str, ...]
    published: str
    paragraphs: tuple[str, ...]
    site: str
    korean: bool = False

    @property
    def day(self) -> str:
        year, month, day = self.published.split("-")
        return f"{MONTHS[int(month) - 1]} {int(day)}, {year}"


@dataclass
class Truth:
    """What is the article on a page: its body in order (headings, items, captions and quotations too), and what is known of it."""

    body: list[str]
    title: str
    byline: tuple[str, ...] = ()
    published: str | None = None
    whole: bool = True
    notes: list[str] = field(default_factory=list)


Layout = Callable[[Story], tuple[str, Truth]]


def story(seed: int, *, korean: bool = False, count: int | None = None) -> Story:
    """The article with this number."""
    chance = random.Random(f"gallery-{seed}")
    who, did, what = chance.choice(_WHO), chance.choice(_DID), chance.choice(_WHAT)
    published = f"20{chance.randint(12, 24)}-{chance.randint(1, 12):02}-{chance.randint(13, 28):02}"
    count = count or chance.randint(6, 10)
    if korean:
        said = [chance.choice(_KO).format(n=chance.randint(3, 90)) for _ in range(3 * count)]
        told = tuple(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))
        return Story(
            f"무너진 방파제 {chance.randint(2, 9)}년 만에 다시 쌓는다",
            (chance.choice(_KO_NAMES),),
            published,
            told,
            "바다신문",
            True,
        )
    title = f"{who[0].upper()}{who[1:]} {did} {what} {chance.choice(_WHEN)}"
    told = []
    for number in range(count):
        said = [chance.choice(_MORE).format(n=chance.randint(3, 97)) for _ in range(chance.randint(2, 4))]
        if not number:
            said.insert(
                0,
                f"{who[0].upper()}{who[1:]} {did} {what} {chance.choice(_WHEN)}, it was said on {MONTHS[int(published[5:7]) - 1]} {int(published[8:])}.",
            )
        told.append(" ".join(dict.fromkeys(said)))
    site = chance.choice(["The Estuary Post", "Low Water Review", "North Quay Courier", "Sound & Shore"])
    return Story(title, (chance.choice(_NAMES),), published, tuple(told), site)


def paragraphs(made: Story, start: int = 0, end: int | None = None, tag: str = "p") -> str:
    return "".join(f"<{tag}>{words}</{tag}>" for words in made.paragraphs[start:end])


def page(made: Story, body: str, head: str = "", titled: str | None = None) -> str:
    """The frame of a page; its `<title>` ends with the site's name, as most do."""
    title = titled or f"{made.title} | {made.site}"
    language = "ko" if made.korean else "en"
    return f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def told(made: Story, *more: str, whole: bool = True, at: int | None = None) -> Truth:
    """The truth: the paragraphs, with `more` at a place among them (the end, unless told)."""
    body = list(made.paragraphs)
    place = len(body) if at is None else at
    return Truth([*body[:place], *more, *body[place:]], made.title, made.byline, made.published, whole)


MENU = (
    '<nav class="menu"><ul>'
    + "".join(
        f'<li><a href="/{name}">{name}</a></li>' for name in "Home News Sport Weather Culture Opinion Jobs".split()
    )
    + "</ul></nav>"
)
FOOTER = '<footer><p>© 2024 All rights reserved</p><ul><li><a href="/privacy">Privacy policy</a></li><li><a href="/terms">Terms of use</a></li><li><a href="/contact">Contact us</a></li></ul></footer>'
SHARE = '<div class="share"><a href="#">Share on Facebook</a> <a href="#">Tweet</a> <a href="#">Email</a> <a href="#">Copy link</a></div>'


def teasers(seed: int, count: int = 5, *, korean: bool = False) -> str:
    """Links to other articles, some with a line of text."""
    others = [story(1_000 + seed * 20 + each, korean=korean) for each in range(count)]
    return "".join(f'<li><a href="/a/{seed}{number}">{each.title}</a></li>' for number, each in enumerate(others))


def comments(seed: int, count: int = 6) -> str:
    """What readers wrote below: sentences like any others."""
    chance = random.Random(f"comments-{seed}")
    said = [
        f'<div class="comment"><b>{chance.choice(_NAMES)}</b> <span class="ago">{chance.randint(2, 9)} days ago</span>'
        f"<p>I have walked past it for {chance.randint(3, 40)} years and never saw anybody at work, whatever they say in the paper now.</p>"
        '<a href="#">Reply</a></div>'
        for _ in range(count)
    ]
    return f'<section id="comments"><h3>{count} comments</h3>{"".join(said)}<form><textarea placeholder="Your comment"></textarea><button>Post comment</button></form></section>'
