"""Fifteen layouts of news: papers, agencies, portals, live reports, stubs."""

import json

from tests.archive.importers.html.gallery import (
    FOOTER,
    MENU,
    SHARE,
    Story,
    Truth,
    comments,
    page,
    paragraphs,
    teasers,
    told,
)


def newspaper(made: Story) -> tuple[str, Truth]:
    meta = f'<meta property="og:title" content="{made.title}"><meta property="article:published_time" content="{made.published}T08:00:00Z"><meta name="author" content="{made.byline[0]}">'
    body = f'<header><div class="logo">{made.site}</div>{MENU}</header><main><article><h1>{made.title}</h1><p class="byline">By <a href="/by">{made.byline[0]}</a></p><time datetime="{made.published}">{made.day}</time>{SHARE}{paragraphs(made)}</article><aside><h3>Most read</h3><ol>{teasers(1)}</ol></aside></main>{FOOTER}'
    return page(made, body, meta), told(made)


def agency(made: Story) -> tuple[str, Truth]:
    body = f'<div id="wrap"><div id="top">{MENU}</div><div id="content"><div class="headline">{made.title}</div><div class="info">{made.day} · By {made.byline[0]}</div><div class="text">{paragraphs(made)}<p>Reporting by {made.byline[0]}; editing by Lena Holm</p></div></div><div id="side"><ul>{teasers(2)}</ul></div></div>{FOOTER}'
    return page(made, body), told(made)


def front_magazine(made: Story) -> tuple[str, Truth]:
    caption = "The quay at low water, seen from the mole on a Sunday"
    body = f'{MENU}<div class="grid"><div class="left"><h4>In this issue</h4><ul>{teasers(3, 7)}</ul></div><div class="main"><h1 class="hed">{made.title}</h1><div class="credit">Words by {made.byline[0]}</div><div class="date">{made.day}</div><figure><img src="a.jpg" alt=""><figcaption>{caption}</figcaption></figure><div class="copy">{paragraphs(made)}</div></div><div class="right"><h4>Subscribe</h4><p>Six issues for the price of four, delivered to your door.</p><a href="/subscribe">Subscribe now</a></div></div>{FOOTER}'
    return page(made, body), told(made, caption, at=0)


def old_tables(made: Story) -> tuple[str, Truth]:
    body = f'<table width="760" border="0"><tr><td colspan="3"><font size="5"><b>{made.site}</b></font></td></tr><tr><td width="140" valign="top"><a href="/">Home</a><br><a href="/n">News</a><br><a href="/s">Sport</a><br><a href="/arch">Archive</a></td><td valign="top"><font size="4"><b>{made.title}</b></font><br><i>by {made.byline[0]}, {made.day}</i><br><br>{"<br><br>".join(made.paragraphs)}<br><br></td><td width="120" valign="top"><b>Other stories</b><br>{"<br>".join(f"<a href=x>Story number {number} of the week</a>" for number in range(5))}</td></tr><tr><td colspan="3"><font size="1">Copyright 2003 {made.site}</font></td></tr></table>'
    return page(made, body), told(made)


def korean_portal(made: Story) -> tuple[str, Truth]:
    year, month, day = made.published.split("-")
    body = f'<div class="gnb"><a href="/">홈</a><a href="/p">정치</a><a href="/e">경제</a><a href="/s">사회</a><a href="/w">세계</a></div><div id="article"><h2 class="title">{made.title}</h2><div class="info"><span>입력 {year}.{month}.{day} 09:12</span><span>{made.byline[0]} 기자</span></div><div class="btns"><a href="#">글자크기</a><a href="#">공유하기</a><a href="#">프린트</a></div><div id="body">{paragraphs(made, tag="div")}</div><p class="copy">저작권자 © {made.site}, 무단 전재 및 재배포 금지</p></div><div class="related"><h3>관련기사</h3><ul>{teasers(4, korean=True)}</ul></div><div class="rank"><h3>많이 본 뉴스</h3><ul>{teasers(5, korean=True)}</ul></div>'
    return page(made, body), told(made)


def live_blog(made: Story) -> tuple[str, Truth]:
    entries = "".join(
        f'<article class="entry"><time>{10 + number}:{number}5</time><h3>Entry {number + 1}: the tide at the mole</h3><p>{words}</p></article>'
        for number, words in enumerate(made.paragraphs)
    )
    body = f'{MENU}<main class="live"><h1>{made.title}</h1><p class="by">{made.byline[0]}</p><p><time datetime="{made.published}">{made.day}</time></p><button>Refresh</button><div class="feed">{entries}</div><button>Load more entries</button></main>{FOOTER}'
    whole: list[str] = []
    for number, words in enumerate(made.paragraphs):
        whole += [f"Entry {number + 1}: the tide at the mole", words]
    return page(made, body), Truth(whole, made.title, made.byline, made.published)


def paywalled(made: Story) -> tuple[str, Truth]:
    body = f'<header>{MENU}</header><article><h1>{made.title}</h1><div class="meta">By {made.byline[0]} | {made.day}</div>{paragraphs(made, 0, 2)}<div class="paywall"><h2>Continue reading with a subscription</h2><p>Subscribe for 1 a week and cancel at any time. Already a subscriber? Sign in.</p><a href="/buy">See all offers</a></div></article><section class="more"><h3>More from {made.site}</h3><ul>{teasers(6)}</ul></section>{FOOTER}'
    return page(made, body), Truth(list(made.paragraphs[:2]), made.title, made.byline, made.published)


def amp(made: Story) -> tuple[str, Truth]:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": made.title,
        "datePublished": f"{made.published}T06:00:00+00:00",
        "author": {"@type": "Person", "name": made.byline[0]},
        "publisher": {"@type": "Organization", "name": made.site},
    }
    body = f'<amp-sidebar id="s" layout="nodisplay"><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></amp-sidebar><main><h1>{made.title}</h1><p class="dateline">{made.day}</p>{paragraphs(made, 0, 3)}<amp-ad width="300" height="250"></amp-ad>{paragraphs(made, 3)}<amp-social-share type="email"></amp-social-share></main>'
    return page(made, body, f'<script type="application/ld+json">{json.dumps(data)}</script>'), told(made)


def cookie_wall(made: Story) -> tuple[str, Truth]:
    wall = '<div id="consent" role="dialog"><h2>We value your privacy</h2><p>We and our 842 partners store and access information on your device, such as cookies, and process personal data. You can accept or reject all of it now.</p><button>Accept all</button><button>Reject all</button><p>Some partners do not ask for your consent and rely on their legitimate interest instead.</p></div>'
    body = f'{wall}{MENU}<article><h1>{made.title}</h1><div class="by">By {made.byline[0]}</div><div class="when">Published {made.day}</div>{paragraphs(made)}</article>{FOOTER}'
    return page(made, body), told(made)


def ads_between(made: Story) -> tuple[str, Truth]:
    ad = '<div class="ad-slot"><span>Advertisement</span><a href="http://ads.example">New shoes for every weather</a></div>'
    middle = ad.join(f"<p>{words}</p>" for words in made.paragraphs)
    body = f'{MENU}<div class="story"><h1>{made.title}</h1><span class="author">{made.byline[0]}</span> <span class="stamp">{made.day}</span>{middle}<p class="newsletter">Sign up for our newsletter and get the best stories of the week in your inbox.</p></div>{FOOTER}'
    return page(made, body), told(made)


def related_inside(made: Story) -> tuple[str, Truth]:
    box = f'<div class="related-inline"><strong>Related</strong><ul>{teasers(8, 3)}</ul></div>'
    body = f'{MENU}<article><header><h1>{made.title}</h1><p>By {made.byline[0]}</p><p>{made.day}</p></header>{paragraphs(made, 0, 2)}{box}{paragraphs(made, 2, 4)}<p><a href="/a/77">READ MORE: What became of the other bridge</a></p>{paragraphs(made, 4)}</article>{FOOTER}'
    return page(made, body), told(made)


def commented(made: Story) -> tuple[str, Truth]:
    body = f'{MENU}<div class="post"><h1>{made.title}</h1><div class="meta">{made.day} by {made.byline[0]}</div><div class="body">{paragraphs(made, 0, 4)}</div></div>{comments(9, 14)}{FOOTER}'
    return page(made, body), Truth(list(made.paragraphs[:4]), made.title, made.byline, made.published)


def endless_scroll(made: Story) -> tuple[str, Truth]:
    from tests.archive.importers.html.gallery import story

    following = [story(700 + number, count=3) for number in range(3)]
    cards = "".join(
        f'<div class="card"><h2><a href="/n/{number}">{each.title}</a></h2><p>{each.paragraphs[0][:140]}…</p></div>'
        for number, each in enumerate(following)
    )
    body = f'{MENU}<div class="stream"><article class="current"><h1>{made.title}</h1><p class="by">By {made.byline[0]}, {made.day}</p>{paragraphs(made)}</article><div class="upnext"><h3>Up next</h3>{cards}</div><div class="loading">Loading…</div></div>'
    return page(made, body), told(made)


def hidden_text(made: Story) -> tuple[str, Truth]:
    hidden = '<div style="display:none"><p>This text is not shown to anybody who reads the page, and stands here for machines alone.</p></div><p hidden>Neither is this sentence, which an editor left behind on a Friday.</p>'
    body = f"{MENU}<article><h1>{made.title}</h1><p>By {made.byline[0]} on {made.day}</p>{paragraphs(made, 0, 3)}{hidden}{paragraphs(made, 3)}</article>{FOOTER}"
    return page(made, body), told(made)


def opinion(made: Story) -> tuple[str, Truth]:
    quote = "A bridge that nobody crosses is a very long bench."
    body = f'{MENU}<article class="opinion"><span class="kicker">Opinion</span><h1>{made.title}</h1><address rel="author">{made.byline[0]}</address><time datetime="{made.published}T10:00">{made.day}</time>{paragraphs(made, 0, 3)}<blockquote class="pull"><p>{quote}</p></blockquote>{paragraphs(made, 3)}<p class="bio"><em>{made.byline[0]} is a columnist for {made.site}.</em></p></article>{FOOTER}'
    return page(made, body), told(made, quote, at=3)


NEWS = (newspaper, agency, front_magazine, old_tables, korean_portal, live_blog, paywalled, amp, cookie_wall, ads_between, related_inside, commented, endless_scroll, hidden_text, opinion)  # fmt: skip
