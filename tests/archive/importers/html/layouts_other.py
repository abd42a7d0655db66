"""Fifteen layouts of everything else: blogs, questions and answers, lists, offices, encyclopedias, forums, releases, printed pages."""

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


def blog(made: Story) -> tuple[str, Truth]:
    body = f'<div id="page"><h1 class="site-title"><a href="/">{made.site}</a></h1><div class="post type-post"><h2 class="entry-title">{made.title}</h2><div class="entry-meta">Posted on <time class="entry-date" datetime="{made.published}T07:00:00+00:00">{made.day}</time> by <span class="author vcard">{made.byline[0]}</span></div><div class="entry-content">{paragraphs(made)}</div><div class="entry-footer">Posted in <a href="/c/sea">Sea</a> | Tagged <a href="/t/quay">quay</a></div></div><div id="secondary"><div class="widget"><h3>Recent Posts</h3><ul>{teasers(11)}</ul></div><div class="widget"><h3>Archives</h3><ul><li><a href="/2019/03">March 2019</a></li><li><a href="/2019/02">February 2019</a></li></ul></div></div>{comments(12, 4)}</div>'
    return page(made, body), told(made)


def questions(made: Story) -> tuple[str, Truth]:
    asked = [
        "What is going to be done with it?",
        "Who pays for the work in the end?",
        "How long will it be shut?",
        "Can it still be stopped by anyone?",
    ]
    pairs = "".join(f"<h3>{question}</h3><p>{made.paragraphs[number]}</p>" for number, question in enumerate(asked))
    body = f"{MENU}<main><h1>{made.title}</h1><p>By {made.byline[0]} — {made.day}</p>{pairs}{paragraphs(made, 4)}</main>{FOOTER}"
    whole = [words for number, question in enumerate(asked) for words in (question, made.paragraphs[number])]
    return page(made, body), Truth([*whole, *made.paragraphs[4:]], made.title, made.byline, made.published)


def listicle(made: Story) -> tuple[str, Truth]:
    parts, whole = "", [made.paragraphs[0]]
    for number, words in enumerate(made.paragraphs[1:], 1):
        parts += f'<h2>{number}. A walk along the sound</h2><img src="{number}.jpg" alt=""><p>{words}</p>'
        whole += [f"{number}. A walk along the sound", words]
    body = f'{MENU}<article><h1>{made.title}</h1><div class="author-name">By {made.byline[0]}</div><div>{made.day}</div>{SHARE}<p>{made.paragraphs[0]}</p>{parts}</article><div class="recs"><h3>You may also like</h3><ul>{teasers(13)}</ul></div>{FOOTER}'
    return page(made, body), Truth(whole, made.title, made.byline, made.published)


def gallery(made: Story) -> tuple[str, Truth]:
    captions = [
        f"Picture {number}: the mole in the light of a September evening, with {number + 2} boats"
        for number in range(1, 6)
    ]
    figures = "".join(
        f'<figure><img src="{number}.jpg"><figcaption>{caption}</figcaption></figure>'
        for number, caption in enumerate(captions)
    )
    body = f'{MENU}<article><h1>{made.title}</h1><p class="credit">Text: {made.byline[0]}</p><p class="date">{made.day}</p>{paragraphs(made, 0, 3)}<div class="gallery">{figures}</div>{paragraphs(made, 3)}</article>{FOOTER}'
    return page(made, body), told(made, *captions, at=3)


def data_table(made: Story) -> tuple[str, Truth]:
    rows = [("Year", "Boats", "Days shut"), ("2019", "412", "31"), ("2020", "377", "48"), ("2021", "455", "12")]
    table = (
        "<table><thead><tr>"
        + "".join(f"<th>{cell}</th>" for cell in rows[0])
        + "</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
        + "</tbody></table>"
    )
    body = f"{MENU}<article><h1>{made.title}</h1><p>By {made.byline[0]}</p><p>{made.day}</p>{paragraphs(made, 0, 3)}{table}{paragraphs(made, 3)}</article>{FOOTER}"
    return page(made, body), told(made, *(" ".join(row) for row in rows), at=3)


def encyclopedia(made: Story) -> tuple[str, Truth]:
    contents = '<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#History">1 History</a></li><li><a href="#Today">2 Today</a></li></ul></div>'
    body = f'<div id="mw-page-base"></div><div id="content"><h1 id="firstHeading">{made.title}</h1><div id="siteSub">From the free shore encyclopedia</div><div id="mw-content-text">{paragraphs(made, 0, 2)}{contents}<h2><span id="History">History</span><span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>{paragraphs(made, 2, 4)}<h2><span id="Today">Today</span><span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>{paragraphs(made, 4)}</div></div><div id="mw-panel"><ul><li><a href="/m">Main page</a></li><li><a href="/r">Random article</a></li></ul></div><div id="footer">This page was last edited in {made.published[:4]}.</div>'
    whole = [*made.paragraphs[:2], "History", *made.paragraphs[2:4], "Today", *made.paragraphs[4:]]
    return page(made, body, titled=f"{made.title} - Shore Encyclopedia"), Truth(whole, made.title)


def office(made: Story) -> tuple[str, Truth]:
    terms = [
        ("Who may apply", made.paragraphs[1]),
        ("What it costs", made.paragraphs[2]),
        ("How long it takes", made.paragraphs[3]),
    ]
    listed = "<dl>" + "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in terms) + "</dl>"
    body = f'<a href="#main" class="skip">Skip to main content</a><header>An official website of the county</header>{MENU}<nav aria-label="Breadcrumb"><a href="/">Home</a> > <a href="/w">Water</a></nav><main id="main"><h1>{made.title}</h1><p>{made.paragraphs[0]}</p>{listed}{paragraphs(made, 4)}<p>Published: {made.day}</p></main><footer>Was this page helpful? <button>Yes</button> <button>No</button></footer>'
    whole = [made.paragraphs[0], *(words for pair in terms for words in pair), *made.paragraphs[4:]]
    return page(made, body), Truth(whole, made.title, (), made.published)


def release(made: Story) -> tuple[str, Truth]:
    body = f'{MENU}<div class="pr"><p>FOR IMMEDIATE RELEASE</p><h1>{made.title}</h1><p class="date">{made.day}</p>{paragraphs(made)}<p>###</p><p>Media contact: press@shore.example</p></div>{FOOTER}'
    return page(made, body), Truth(list(made.paragraphs), made.title, (), made.published)


def printed(made: Story) -> tuple[str, Truth]:
    body = f'<body onload="window.print()"><p>{made.site} — print version</p><hr><h2>{made.title}</h2><p>{made.byline[0]}<br>{made.day}</p>{paragraphs(made)}<hr><p>Find this article at: http://shore.example/a/1</p>'
    return page(made, body), told(made)


def footnotes(made: Story) -> tuple[str, Truth]:
    first = made.paragraphs[0] + '<sup><a href="#n1">[1]</a></sup>'
    notes = [
        "See the minutes of the water board for the spring term.",
        "A copy hangs in the reading room beside the stove.",
    ]
    listed = "<ol>" + "".join(f'<li id="n{number}">{words}</li>' for number, words in enumerate(notes, 1)) + "</ol>"
    body = f'{MENU}<article><h1>{made.title}</h1><p>by {made.byline[0]}</p><p><time datetime="{made.published}">{made.day}</time></p><p>{first}</p>{paragraphs(made, 1)}<section class="footnotes"><h2>Notes</h2>{listed}</section></article>{FOOTER}'
    truth = told(made, "Notes", *notes)
    truth.body[0] += "[1]"
    return page(made, body), truth


def forum(made: Story) -> tuple[str, Truth]:
    posts = "".join(
        f'<div class="post"><div class="user">{name}<br>Joined 2009<br>Posts: {1200 + number}</div><div class="msg">{words}</div></div>'
        for number, (name, words) in enumerate(
            zip(["gullwing", "oldsalt", "lamp_keeper", "gullwing", "tern"] * 3, made.paragraphs, strict=False)
        )
    )
    body = f'<div class="nav"><a href="/">Board index</a> » <a href="/f">Harbours</a></div><h2>{made.title}</h2>{posts}<div class="pages">Page 1 of 3 <a href="?p=2">Next</a></div><div class="online">Users browsing this forum: no registered users and 3 guests</div>'
    return page(made, body), Truth(list(made.paragraphs), made.title)


def recipe_box(made: Story) -> tuple[str, Truth]:
    items = [
        "Two buckets of sea water, taken at slack tide",
        "A rope of eleven metres",
        "One lamp that does not go out in wind",
    ]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    body = f'{MENU}<article><h1>{made.title}</h1><p class="byline">By {made.byline[0]}</p><p class="date">{made.day}</p>{paragraphs(made, 0, 2)}<h2>What you need</h2>{listed}<h2>What to do</h2>{paragraphs(made, 2)}</article>{SHARE}{FOOTER}'
    return page(made, body), told(made, "What you need", *items, "What to do", at=2)


def microdata(made: Story) -> tuple[str, Truth]:
    body = f'{MENU}<div itemscope itemtype="http://schema.org/Article"><span itemprop="headline">{made.title}</span><span itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">{made.byline[0]}</span></span><meta itemprop="datePublished" content="{made.published}"><div itemprop="articleBody">{paragraphs(made, tag="div")}</div></div>{FOOTER}'
    return page(made, body), told(made)


def hashed_classes(made: Story) -> tuple[str, Truth]:
    inner = "".join(f'<div class="x1a2b"><span class="_9f">{words}</span></div>' for words in made.paragraphs)
    body = f'<div class="c0"><div class="c1"><a href="/">Home</a><a href="/e">Explore</a><a href="/n">Notifications</a></div><div class="c2"><div class="z9"><h1 class="q">{made.title}</h1></div><div class="z8"><span>{made.byline[0]}</span> · <span>{made.day}</span> · <span>4 min read</span></div>{inner}<div class="z7"><button>Clap 120</button><button>Follow</button></div></div></div>'
    return page(made, body), told(made)


def single_file(made: Story) -> tuple[str, Truth]:
    style = "<style>" + ".a{color:red} " * 400 + "</style>"
    body = f'<!-- Page saved with SingleFile url: https://shore.example/a/9 saved date: Mon Mar 02 2020 --><header>{MENU}</header><main><article><h1>{made.title}</h1><p>By {made.byline[0]}</p><p>{made.day}</p><img src="data:image/png;base64,{"iVBORw0KGgo" * 200}">{paragraphs(made)}</article></main>{FOOTER}<script>window.x=1</script>'
    return page(made, body, style), told(made)


OTHER = (blog, questions, listicle, gallery, data_table, encyclopedia, office, release, printed, footnotes, forum, recipe_box, microdata, hashed_classes, single_file)  # fmt: skip
