"""Says which parts of a page are not the article, and why, from element names, roles and what class names mean.

Class names are taken apart into words (`relatedPosts`, `related-posts`, `art_related` all hold *related*); no rule knows
a particular site. A `firm` zone is set aside unless it turns out to hold the article itself; a `soft` one is judged
line by line.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .cards import is_row_of_cards
from .tree import Node


@dataclass(frozen=True, slots=True)
class Zone:
    """Why a part of the page is not the article; `firm` says how sure its mark-up makes us."""

    why: str
    firm: bool = True


NAVIGATION: Final = Zone("navigation")
HIDDEN: Final = Zone("not shown on the page")
FORM: Final = Zone("form")
ADVERTISING: Final = Zone("advertising")
COMMENTS: Final = Zone("comments")
RELATED: Final = Zone("links to other articles")
SHARE: Final = Zone("sharing buttons")
NEWSLETTER: Final = Zone("subscription or donation appeal")
FOOTER: Final = Zone("page footer")
BANNER: Final = Zone("page banner")
SIDE: Final = Zone("side column", firm=False)
TAGS: Final = Zone("tags")
NOTICE: Final = Zone("cookie or pop-up notice")
TOOLS: Final = Zone("page tools")
RIGHTS: Final = Zone("rights notice")
EMBED: Final = Zone("embedded content")

_BY_TAG: Final = {
    "nav": NAVIGATION,
    "menu": NAVIGATION,
    "form": FORM,
    "button": FORM,
    "select": FORM,
    "datalist": FORM,
    "textarea": FORM,
    "search": FORM,
    "option": FORM,
    "fieldset": FORM,
    "dialog": NOTICE,
    "aside": SIDE,
    "template": HIDDEN,
    "noscript": Zone("shown only without scripts"),
    "iframe": EMBED,
    "object": EMBED,
    "video": EMBED,
    "audio": EMBED,
    "canvas": EMBED,
    "svg": Zone("drawing"),
    "noframes": Zone("shown only without frames"),
    "noembed": EMBED,
    "amp-ad": ADVERTISING,
    "amp-embed": ADVERTISING,
    "amp-sidebar": NAVIGATION,
    "amp-social-share": SHARE,
    "amp-consent": NOTICE,
    "amp-user-notification": NOTICE,
    "amp-next-page": RELATED,
}
_BY_ROLE: Final = {
    "navigation": NAVIGATION,
    "menu": NAVIGATION,
    "menubar": NAVIGATION,
    "toolbar": TOOLS,
    "search": FORM,
    "form": FORM,
    "button": FORM,
    "dialog": NOTICE,
    "alertdialog": NOTICE,
    "complementary": SIDE,
    "tablist": NAVIGATION,
    "tooltip": NOTICE,
}
# Words of class names and ids. Two words joined by a space must stand side by side.
_WORDS: Final = {
    HIDDEN: "sr only|screen reader|screen reader text|visually hidden|visuallyhidden|srlonly|offscreen|assistive text|is hidden|blind|hide text|u hidden",
    NAVIGATION: "nav|navbar|navi|navigation|menu|submenu|breadcrumb|breadcrumbs|crumbs|pagination|pager|paging|gnb|lnb|snb|skip link|skip|skiplink|"
    "sitemap|toc|table of contents|jump links|site links|topbar|top bar|prev next|prevnext|page links|post links|quick links|location path",
    SHARE: "share|shares|sharing|sharedaddy|sharebar|sns|social|socials|follow us|follow|like box|addthis|addtoany|shareaholic",
    RELATED: "related|relation|relate|relatedposts|relatedarticles|relatednews|relnews|recommend|recommended|recommendation|recommendations|recirc|recirculation|"
    "more from|more stories|more news|more articles|read next|read also|also read|also like|up next|next up|trending|popular|most read|mostread|most viewed|mostviewed|"
    "latest news|latest|recent posts|recent|headlines|ranking|rank|see also|teaser|teasers|best news|hot news|main news|hit news|other news|article list|news list|"
    "another|editors picks|editor picks|must read|you may|onward|link list|further reading",
    NEWSLETTER: "newsletter|newsletters|subscribe|subscription|subscriptions|signup|sign up|mailing list|mailinglist|optin|opt in|donate|donation|donations|membership|"
    "support us|supportus|fundraising|appeal|cta|call to action|app download|appdownload|register wall|regwall|premium offer|paywall prompt|paywall",
    ADVERTISING: "ad|ads|adv|advert|adverts|advertisement|advertising|advertorial|sponsor|sponsored|sponsors|promo|promos|promotion|promoted|banner|banners|"
    "adbox|adslot|adsbygoogle|adsense|dfp|gpt|adunit|partner content|affiliate|commercial",
    COMMENTS: "comments|comment list|commentlist|comment|respond|reply|replies|discussion|disqus|reader comments|reactions|reaction|emoticon|vote|poll",
    NOTICE: "cookie|cookies|consent|gdpr|cmp|modal|popup|pop up|overlay|lightbox|dialog|toast|tooltip|interstitial|notification bar|gate",
    TAGS: "tags|taglist|tag list|tag links|tagcloud|hashtag|hashtags|post tags|cat links|post categories|entry categories|keywords|topics|topic list|labels",
    FOOTER: "footer|site info|colophon|bottom bar|footnav",
    BANNER: "site header|page header top|global header|masthead|site branding|site title|branding|logo|topline|utility bar|breaking news|breakingnews|ticker",
    TOOLS: "toolbar|tools|tool|utils|util|utility|font size|fontsize|text size|print|btn|button|buttons|btns|bookmark|listen|audio player|player controls|"
    "editsection|edit section|edit link|headerlink|header link|anchor link|anchorlink|heading anchor|view count|viewcount|hits|back to top|backtotop|translate|language switcher|languages|lang switch|controls|actions",
    RIGHTS: "copyright|copyrights|license|licence|rights",
    FORM: "form|search|searchform|search box|login|signin|sign in|log in|captcha|searchbox",
    SIDE: "sidebar|side bar|side|sidebars|aside|rail|widget|widgets|widget area|secondary|infobox|fact box|factbox|callout|promo box|noprint|no print|box|complementary|extras",
    EMBED: "embed fallback|player",
}
_JOINED: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
# Class names on these are about the page (`<body class="has-sidebar">`), not about what the element is.
_ABOVE: Final = frozenset({"#page", "html", "body", "main", "article", "head"})
_BODY_WORDS: Final = re.compile(
    r"\b(?:(?:article|story|post|entry|news|page|main|blog|content|node|single|view|read)\s?(?:body|content|contents|text|txt|copy)|body\s?(?:text|copy|content)"
    r"|(?:article|news|story|post) ?(?:view|main|detail|con|cont|inner|wrap|body cont)|view cont(?:ent)?|articlebody|articletext|storybody|newsbody|rich text|richtext|prose|field (?:name )?body|e content|hentry|h entry)\b"
)
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def words_of(names: str) -> str:
    """Class names and ids as lower-case words between single spaces, with one at each end."""
    return " " + " ".join(part for part in _JOINED.split(names) if part).lower() + " "


def _compiled() -> list[tuple[Zone, re.Pattern[str]]]:
    return [(zone, re.compile(rf" (?:{words}) ")) for zone, words in _WORDS.items()]


_PATTERNS: Final = _compiled()


@lru_cache(maxsize=4096)
def _by_names(names: str) -> Zone | None:
    # Each class is looked at by itself, so that `post` and `nav` of two classes never make a `post nav`.
    for each in names.split():
        if each.startswith("has-"):
            continue  # how it looks (`has-small-font-size`), not what it is
        words = words_of(each)
        for zone, pattern in _PATTERNS:
            if pattern.search(words):
                return zone
    return None


def zone_of(node: Node) -> Zone | None:
    """The zone that this element by itself opens, or None."""
    tag = node.tag
    spans = node.spans
    if "hidden" in spans and node.get("hidden").lower() != "until-found":
        return HIDDEN
    if "style" in spans and _HIDDEN_STYLE.search(node.get("style")):
        return HIDDEN
    if tag == "template":
        # A template with a shadow root is shown: single-file savers write open shadow trees so.
        return None if node.get("shadowrootmode") or node.get("shadowroot") else HIDDEN
    zone = _BY_TAG.get(tag)
    if zone is not None and zone.firm:
        return zone
    if "role" in spans:
        by_role = _BY_ROLE.get(node.get("role").lower())
        if by_role is not None and by_role.firm:
            return by_role
        zone = zone or by_role
    if tag == "footer":
        return FOOTER if not _inside(node, ("article", "blockquote", "figure", "main")) else None
    if tag not in _ABOVE and ("class" in spans or "id" in spans):
        named = _by_names(node.names())
        if named is not None and not (named is FOOTER and _inside(node, ("article", "main"))):
            return named
    if tag == "header" and node.parent is not None and node.parent.tag in ("body", "#page"):
        return Zone(BANNER.why, firm=False)
    if tag not in _ABOVE and is_row_of_cards(node):
        return RELATED
    return zone


def is_body_like(node: Node) -> bool:
    """Whether the mark-up says that this element holds the text of an article."""
    if "itemprop" in node.spans and "articlebody" in node.get("itemprop").lower():
        return True
    if node.tag == "article":
        return True
    if "class" in node.spans or "id" in node.spans:
        return any(_BODY_WORDS.search(words_of(name)) for name in node.names().split())
    return False


def _inside(node: Node, tags: tuple[str, ...]) -> bool:
    above = node.parent
    for _ in range(64):
        if above is None:
            return False
        if above.tag in tags:
            return True
        above = above.parent
    return False
