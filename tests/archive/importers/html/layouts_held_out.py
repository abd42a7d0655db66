"""Ten more layouts, written after the rules were mended on the others; what they were read as at first stands in docs/FORMATS.md."""

import json

from tests.archive.importers.html.gallery import (
    FOOTER,
    MENU,
    Story,
    Truth,
    comments,
    page,
    paragraphs,
    teasers,
    told,
)


def newsletter_mail(made: Story) -> tuple[str, Truth]:
    rows = "".join(
        f'<tr><td style="padding:12px 24px;font-family:Georgia">{words}</td></tr>' for words in made.paragraphs
    )
    body = f'<table role="presentation" width="100%"><tr><td align="center"><table width="600"><tr><td><a href="#">View this email in your browser</a></td></tr><tr><td><h1>{made.title}</h1></td></tr><tr><td>{made.byline[0]} · {made.day}</td></tr>{rows}<tr><td>You receive this email because you signed up at shore.example. <a href="#">Unsubscribe</a></td></tr></table></td></tr></table>'
    return page(made, body), told(made)


def sectioned_feature(made: Story) -> tuple[str, Truth]:
    body = f'<div role="banner">{MENU}</div><div role="main"><div class="feature-header"><p class="rubric">Long read</p><h1>{made.title}</h1><p class="standfirst">What the sea gives back, and to whom it gives it.</p><p class="contributors">By <a href="/p" rel="author">{made.byline[0]}</a></p><p class="published-on">{made.day}</p></div><section class="chapter"><h2>I. The quay</h2>{paragraphs(made, 0, 3)}</section><section class="chapter"><h2>II. The lamp</h2>{paragraphs(made, 3)}</section></div><div role="complementary"><h2>Popular this week</h2><ul>{teasers(31)}</ul></div><div role="contentinfo">Terms | Privacy | Cookies</div>'
    whole = [
        "What the sea gives back, and to whom it gives it.",
        "I. The quay",
        *made.paragraphs[:3],
        "II. The lamp",
        *made.paragraphs[3:],
    ]
    return page(made, body), Truth(whole, made.title, made.byline, made.published)


def interview(made: Story) -> tuple[str, Truth]:
    lines = [
        (f"Q: And what did they say about number {number}?", f"A: {words}")
        for number, words in enumerate(made.paragraphs)
    ]
    inner = "".join(f"<p><strong>{asked}</strong></p><p>{answer}</p>" for asked, answer in lines)
    body = f'{MENU}<article><h1>{made.title}</h1><p class="interviewer">Interview by {made.byline[0]}</p><p>{made.day}</p>{inner}</article>{FOOTER}'
    return page(made, body), Truth([words for pair in lines for words in pair], made.title, made.byline, made.published)


def script_state(made: Story) -> tuple[str, Truth]:
    state = json.dumps({"props": {"title": made.title, "text": list(made.paragraphs)}})
    body = f'<div id="__next"><div class="css-1x"><div class="css-2y"><h1>{made.title}</h1><div><span>By</span> <span>{made.byline[0]}</span></div><time datetime="{made.published}T05:00:00.000Z">{made.day}</time>{paragraphs(made)}</div></div></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    return page(made, body), told(made)


def frames_of_cards(made: Story) -> tuple[str, Truth]:
    from tests.archive.importers.html.gallery import story

    cards = "".join(
        f'<article class="card"><h3><a href="/c/{number}">{each.title}</a></h3><p>{each.paragraphs[1][:160]}</p></article>'
        for number, each in enumerate(story(900 + at) for at in range(6))
    )
    body = f'{MENU}<main><article class="full"><h1>{made.title}</h1><div class="meta"><span class="name">{made.byline[0]}</span><time>{made.day}</time></div>{paragraphs(made)}</article><section class="cards">{cards}</section></main>{FOOTER}'
    return page(made, body), told(made)


def weather_bulletin(made: Story) -> tuple[str, Truth]:
    items = [
        "Sound: south-west five, later six",
        "Outer mole: swell of two metres, falling",
        "Estuary: mist before noon",
    ]
    body = f'{MENU}<div id="bulletin"><h1>{made.title}</h1><p>Issued {made.day}</p><ul>{"".join(f"<li>{item}</li>" for item in items)}</ul>{paragraphs(made)}</div>{FOOTER}'
    return page(made, body), Truth([*items, *made.paragraphs], made.title, (), made.published)


def korean_blog(made: Story) -> tuple[str, Truth]:
    year, month, day = made.published.split("-")
    body = f'<div class="header"><a href="/">{made.site}</a></div><div class="post"><h3 class="tit">{made.title}</h3><p class="date">{year}. {int(month)}. {int(day)}.</p><p class="writer">{made.byline[0]} 기자</p><div class="view">{"<br><br>".join(made.paragraphs)}</div><div class="like">공감 12 댓글 3</div></div><div class="list"><h4>이 블로그의 다른 글</h4><ul>{teasers(33, korean=True)}</ul></div>'
    return page(made, body), told(made)


def minutes(made: Story) -> tuple[str, Truth]:
    numbered = "".join(f"<li><p>{words}</p></li>" for words in made.paragraphs[1:])
    body = f'<div class="doc"><p>{made.site}</p><h1>{made.title}</h1><p>Date: {made.day}</p><p>{made.paragraphs[0]}</p><ol>{numbered}</ol></div><div class="docfoot"><a href="#">Download as PDF</a> <a href="#">Print this page</a></div>'
    return page(made, body), Truth(list(made.paragraphs), made.title, (), made.published)


def archived_copy(made: Story) -> tuple[str, Truth]:
    bar = '<div id="wm-ipp"><p>The archive has 14 captures between March 2014 and June 2019.</p><a href="#">Previous capture</a> <a href="#">Next capture</a></div>'
    body = f'{bar}<div id="container"><div id="nav"><a href="/">Front page</a> <a href="/l">Local</a></div><div id="story"><h1>{made.title}</h1><p class="byline">BY {made.byline[0].upper()}</p><p class="pubdate">{made.day}</p>{paragraphs(made)}</div></div>{FOOTER}'
    return page(made, body), told(made)


def reviewed(made: Story) -> tuple[str, Truth]:
    verdict = ["Our verdict", "It keeps the water out, and that is what a wall is for."]
    body = f'{MENU}<article class="review"><h1>{made.title}</h1><div class="stars" aria-label="4 of 5">★★★★☆</div><p class="by">By {made.byline[0]}</p><p>{made.day}</p>{paragraphs(made)}<div class="verdict"><h2>{verdict[0]}</h2><p>{verdict[1]}</p></div></article>{comments(35, 5)}{FOOTER}'
    return page(made, body), told(made, *verdict)


HELD_OUT = (newsletter_mail, sectioned_feature, interview, script_state, frames_of_cards, weather_bulletin, korean_blog, minutes, archived_copy, reviewed)  # fmt: skip
