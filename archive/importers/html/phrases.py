"""Knows the short lines that sites put into an article's text (appeals, buttons, counters) in English and Korean."""

import re
from typing import Final

from .zones import ADVERTISING, COMMENTS, NAVIGATION, NEWSLETTER, NOTICE, RELATED, RIGHTS, SHARE, TAGS, TOOLS, Zone

# Longer lines are prose, whatever they begin with.
_MAX_CHARS: Final = 220

_RULES: Final[tuple[tuple[Zone, str], ...]] = (
    (
        ADVERTISING,
        r"(?:advertise?ments?|ads?|sponsored(?: content| post| link)?s?|promoted|paid (?:post|content)|scroll to continue.*|continue reading below.*"
        r"|(?:story|article) continues (?:below|after).*|this (?:post|article) may contain affiliate.*|광고|\[?ad\]?)[\s.:]*$",
    ),
    (
        SHARE,
        r"(?:share(?: this| on| via|:| the| article| story|$)|tweet(?: this)?$|follow (?:us|me)\b|like us on|find us on|join (?:us|the conversation) on"
        r"|copy (?:the )?link|link copied|send (?:this )?by e-?mail|e-?mail this|pin it|facebook$|twitter$|whats ?app$|linkedin$|telegram$|reddit$|pinterest$"
        r"|facebook,? twitter|공유(?:하기)?$|기사 ?공유|sns ?공유|(?:페이스북|트위터|카카오톡|카카오스토리|네이버 ?밴드|밴드|라인|url ?복사|링크 ?복사)(?:\s|로|에|$|으로))",
    ),
    (
        RELATED,
        r"(?:(?:read|see|watch|listen)(?: also| more| next|: )|also read|more (?:on|from|about) |related(?: stories| articles| content| posts| news| topics| links| reading)?\s*[:：]|related(?: stories| articles| posts| news| content)?$"
        r"|you (?:may|might) (?:also )?(?:like|enjoy|be interested)|recommended(?: for you| reading| stories)?\s*[:：]?$|don['’]t miss|most (?:read|popular|viewed)|trending(?: now)?$|latest (?:news|stories)$"
        r"|up next|further reading\s*[:：]?$|editor['’]?s['’]? picks?|what to read next|read the full|(?:previous|next) (?:article|post|story)|from our partners"
        r"|(?:\[|<|◆|■|▶|▷|☞|※|●|\s)*(?:관련 ?(?:기사|뉴스|글|기획|포토)|추천 ?(?:기사|뉴스)|많이 ?본|인기 ?(?:기사|뉴스)|함께 ?(?:보면|읽으면|볼만)|더 ?보기|이 ?기사와|주요 ?(?:뉴스|기사)|이전 ?(?:기사|글)|다음 ?(?:기사|글)|최신 ?(?:기사|뉴스)|실시간))",
    ),
    (
        NEWSLETTER,
        r"(?:sign up|subscribe|join our|get (?:the|our|daily|weekly|more|all|breaking|unlimited|full)\b.{0,90}(?:newsletter|inbox|e-?mail|alerts?|delivered|access|app)|support (?:our|independent|us|local|quality)"
        r"|(?:make a |please )?donat|become a (?:member|supporter|patron|subscriber)|already (?:a )?(?:subscriber|member|have an account)|to (?:continue|keep) reading|you(?:['’]ve| have) (?:reached|read|used)\b.{0,60}(?:free|limit)"
        r"|this (?:article|content|story) is (?:for|only|available|reserved)\b.{0,40}subscri|download (?:our|the) app|enter your e-?mail|we (?:won['’]t|will never) (?:spam|share your)|unsubscribe|by (?:signing up|subscribing|clicking|entering|submitting)"
        r"|구독(?:하기|신청|을|$)|뉴스레터|후원(?:하기|금|을|회원|$)|정기 ?(?:구독|후원)|앱 ?(?:다운|설치)|.{0,40}(?:채널|알림) ?(?:구독|추가|신청)|네이버(?:에서)? .{0,30}구독|제보(?:하기|는|를|$))",
    ),
    (
        COMMENTS,
        r"(?:\d+ (?:comments?|replies|responses)$|(?:leave|post|add|write) (?:a |your )?(?:comment|reply)|(?:no |show |view |load )?(?:all |more )?comments?(?: \(\d+\)| are closed.*|\s*\d*)?$|join the (?:conversation|discussion)|log ?in to (?:comment|reply)|be the first to comment"
        r"|댓글(?:쓰기| ?\d+|을|\s|$)|의견 ?(?:쓰기|남기기)|(?:이 )?기사(?:를|가) (?:추천|어떠|좋아)|좋아요|화나요|슬퍼요|후속기사 원해요)",
    ),
    (
        NAVIGATION,
        r"(?:home|menu|search|skip to .*|back to (?:top|home|the top).*|go to .{0,20}(?:top|home)|jump to .*|next(?: page)?|previous(?: page)?|load more|show more|view all|see all|all (?:news|stories)|close|page \d+ of \d+|table of contents|in this article"
        r"|홈|메뉴|검색|본문 ?바로가기|목록(?:으로|보기)?|맨 ?위로|위로|이전|다음|전체 ?(?:기사|보기|메뉴)|바로가기|닫기|로그인|회원가입)[\s:»›>]*$",
    ),
    (
        TOOLS,
        r"(?:print(?: this| page| article)?|save(?: for later| article| this)?|bookmark|listen(?: to this article)?(?: ?\(?\d+.*)?|(?:\d+|one|two|five) ?-?(?:min(?:ute)?s?|mins) ?(?:read|listen).*|read(?:ing)? time:?.*|estimated read.*|font size.*|text size.*|[a가]?\s*[+\-−]\s*[a가]?"
        r"|(?:\d[\d,.]*k? )?(?:views?|shares?|likes?|reads)|views?:? [\d,]+|translate|loading.*|play|pause|mute|(?:글자|글씨|폰트) ?(?:크기|사이즈).*|인쇄(?:하기)?|프린트|스크랩(?:하기)?|기사 ?스크랩|조회(?:수)?\s*:?\s*[\d,]*|(?:기사 ?)?듣기|확대|축소|가[+\-]?|번역)[\s.:]*$",
    ),
    (
        NOTICE,
        r"(?:we use cookies|this (?:site|website) uses cookies|accept (?:all )?cookies|cookie (?:settings|policy|preferences)|please (?:enable|turn on) (?:java ?script|cookies)|your browser (?:does not|doesn['’]t))",
    ),
    (
        TAGS,
        r"(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|tagged(?: with| in| as)?|keywords?|labels?|more about|태그|키워드|카테고리)\s*[:：]|(?:#[^\s#]+[\s,]*){2,}$",
    ),
    (
        RIGHTS,
        r"(?:(?:©|ⓒ|\(c\)|copyright\b|all rights reserved|저작권자|<\s*저작권자|\[?ⓒ).*|.{0,80}(?:무단 ?(?:전재|복제|배포|도용)|all rights reserved|재배포 ?금지).*)$",
    ),
)
_PATTERNS: Final = tuple((zone, re.compile(rf"\W{{0,3}}{rule}", re.IGNORECASE)) for zone, rule in _RULES)
# Zones whose phrases also begin ordinary sentences ("Share prices fell", "Read more than …"): for these a line must look like a button.
_AMBIGUOUS: Final = frozenset({SHARE, RELATED, NEWSLETTER})
_SENTENCE: Final = re.compile(r"[.?!…][\"'”’)\]]*$")
_MAX_SENTENCE_CHARS: Final = 110


def phrase_zone(text: str, linked: float) -> Zone | None:
    """The zone that a line gives itself away as, or None. `linked` is the share of its text that is a link."""
    if len(text) > _MAX_CHARS:
        return None
    for zone, pattern in _PATTERNS:
        if pattern.match(text):
            if zone in _AMBIGUOUS and linked < 0.3 and len(text) > _MAX_SENTENCE_CHARS and _SENTENCE.search(text):
                continue
            return zone
    return None
