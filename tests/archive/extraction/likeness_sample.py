"""Pairs of invented articles with what they truly are of each other: copies, excerpts and updates of nine articles, and articles of one
template, of one event in other words, or of one site, which are nothing of each other. Same on every machine.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.extraction.likeness.pieces import Facts, Piece, pieces
from archive.model.duplicate import Likeness

BASES = (
    (
        "Ferry to the outer islands stops for the winter",
        "The ferry between Tarn Harbour and the outer islands will make its last crossing of the year on Friday, the harbour office said. "
        "Ice has formed early in the sound, and the 61-year-old vessel is not built to break it. About 340 people live on the islands through the winter. "
        "They will be supplied by a small plane that lands twice a week on the beach at Skaw. Marit Oland, who runs the shop there, said she had stored flour and lamp oil for 14 weeks. "
        "The office hopes to resume crossings by the middle of March. Last year the ice kept the boat in port until 2 April, the longest pause since 1987. "
        "A new hull, ordered from a yard in Brennick, has been put off for lack of money. The council will vote on a loan of 4.2 million in January. "
        "Oland said the islanders had stopped counting on it. “We count the weeks instead,” she said.",
    ),
    (
        "Library of lost letters opens in an old sorting hall",
        "Some 12,000 letters that never reached anyone have been put on shelves in the former sorting hall of Corben. "
        "The oldest was posted in 1903 to a street that had burned down the week before. Volunteers opened each envelope under a lamp and wrote down names, places and dates. "
        "Historian Pell Andra calls it the most honest archive in the country, because nobody in it knew that they would be read. "
        "About one letter in nine asks for money. Fewer than 200 are love letters, which surprised the volunteers. "
        "Families may write to ask whether a name occurs; 47 have found a grandparent so far. The hall is open on Thursdays and Saturdays. "
        "The postal service kept the letters in a cellar for 70 years and had twice planned to burn them. "
        "It was a cleaner, Ruda Kest, who reported the second plan to a newspaper.",
    ),
    (
        "Bridge at Omarra reopens after three years",
        "Lorries crossed the Omarra bridge again on Monday, three years after a flood took its middle span. "
        "The repair cost 19 million, a third more than planned, and was finished 11 months late. Transport minister Ilse Vanto walked over it with schoolchildren from both banks. "
        "During the closure the detour over Hask added 84 kilometres to every trip. Farmers on the eastern bank say that milk prices fell by 6 percent because the dairies would not send their trucks. "
        "The new span stands on four steel piers instead of two. Engineers measured the river for a year and found that it carries twice the gravel it did when the bridge was built in 1958. "
        "A sensor now reports the water level every ten minutes to an office in Lund Valley. The old span still lies in the river, where boys jump from it in summer.",
    ),
    (
        "How a village learned to read the sky",
        "Before the radar came, the people of Denn looked at the ants. When the ants moved their eggs uphill, the boats stayed on land. "
        "Since 2016 a mast on the church has sent its readings to a phone that hangs in the bakery. Baker Tomo Harr reads the numbers aloud at five in the morning. "
        "In the first year the two methods were right equally often, he says, and he kept a book about it. The ants won in autumn. "
        "A researcher from Kolm University copied the book and found 31 days on which both were wrong. On 22 of these the wind had turned at sea. "
        "She has asked for a second mast on the rocks, 9 kilometres out. The village would rather have a doctor. "
        "There has been none since Elin Sorr retired in 2019, and the road is closed for 40 days in a usual winter.",
    ),
    (
        "Court lets the salt workers keep their huts",
        "The salt workers of Ghazira may stay in their huts, the regional court ruled on Wednesday. "
        "The company that owns the pans had wanted them gone by the end of June. Judge Amal Bressin found that families who have paid rent for 25 years are tenants, whatever the papers call them. "
        "There are 118 huts in the strip between the pans and the railway. The company, Sel du Nord, said it would appeal. "
        "It plans a terminal for which it has shown investors drawings of a lawn where the huts stand. "
        "Workers earn 9 a day in the season, which lasts seven months. Many spend the rest of the year in the brick kilns of Port Asla. "
        "Their lawyer, Nadir Kols, took the case for no fee after reading about it on a train. "
        "He said that the ruling names 1996 as the first year of rent, and that nobody had expected the receipts to survive.",
    ),
    (
        "Why the night train came back",
        "Nobody had planned for the night train to come back. It was taken out of the timetable in 2012 with a brass band on the platform. "
        "Nine years later a student, Jonna Weir, asked the operator for the numbers and noticed that it had never lost money. "
        "It had merely needed new brakes. Her paper was 14 pages long and was read, she thinks, by three people. One of them sat in the ministry. "
        "The brakes cost 2.8 million, and the first train left Marrow Street at 22:47 on 3 May with all 212 berths sold. "
        "Since then it has run four nights a week. The operator says that 38 percent of the passengers would have flown. "
        "Weir now works for a bicycle firm. She took the train once and slept badly, she says, because she kept listening to the brakes.",
    ),
    (
        "섬마을 등대, 40년 만에 다시 불 밝혀",
        "남쪽 바다의 작은 섬 하늘도의 등대가 40년 만에 다시 불을 밝혔다. 등대는 1983년 전기가 끊긴 뒤로 줄곧 비어 있었다. "
        "마을 주민 57명은 지난해 봄부터 돌을 나르고 벽을 칠했다. 비용은 모두 3200만 원이 들었는데 절반은 주민들이 모았다. "
        "이장 박한결 씨는 배가 길을 잃을 일은 없지만 불빛이 있어야 마을이 마을 같다고 말했다. 등대 안에는 옛 등대지기의 일기 12권이 남아 있었다. "
        "일기에는 1961년 태풍 때 어선 9척을 불빛으로 이끈 이야기가 적혀 있다. 군청은 내년부터 등대를 작은 도서관으로 쓰기로 했다. "
        "책은 뭍의 학교들이 보낸 800권으로 시작한다. 불은 해가 진 뒤 세 시간 동안 켜진다.",
    ),
    (
        "시장 골목의 마지막 국수 공장 문 닫는다",
        "강변시장 골목에서 국수를 뽑던 마지막 공장이 이달 말 문을 닫는다. 공장은 1974년부터 하루 400킬로그램의 국수를 말려 왔다. "
        "주인 최달수 씨는 햇볕에 국수를 너는 마당이 주차장이 되면서 일을 이어 갈 수 없게 됐다고 했다. 한때 이 골목에는 공장이 23곳 있었다. "
        "지금 시장 가게의 국수는 대부분 60킬로미터 떨어진 공단에서 온다. 단골 식당 7곳은 다른 국수를 찾지 못해 차림표를 바꾸기로 했다. "
        "최 씨의 딸은 기계를 박물관에 보낼지 고철로 팔지 아직 정하지 못했다. 고철값은 150만 원이라고 한다. "
        "시장 상인회는 마지막 날 남은 국수를 삶아 손님들과 나누기로 했다.",
    ),
    (
        "산골 학교에 새 선생님이 왔다",
        "학생이 여섯 명뿐인 두메초등학교에 2년 만에 새 선생님이 왔다. 버스는 하루에 두 번 다니고 눈이 오면 그마저 끊긴다. "
        "스물여덟 살 이도란 선생님은 첫날 아이들과 함께 난로를 고쳤다. 학교는 1958년에 세워져 졸업생 1204명을 냈다. "
        "교육청은 학생이 다섯 명 아래로 줄면 학교를 닫겠다고 했다. 마을에는 내년에 입학할 아이가 한 명 있다. "
        "이장은 빈집 4채를 고쳐 아이가 있는 집에 세를 받지 않고 빌려주기로 했다. 벌써 세 집이 물어 왔다고 한다. "
        "선생님은 봄이 오면 학교 뒤 밭에 감자를 심을 계획이다. 아이들은 벌써 밭에 이름표를 세워 두었다.",
    ),
)
PUBLISHERS = ("Tarn Courier", "Northern Wire", "The Valley Post", "Harbour Review")
FRAME = {
    "Tarn Courier": "The Tarn Courier is read in eleven towns. Write to the editors with what you know, and we will look into it.",
    "Northern Wire": "This report was distributed by Northern Wire to its members.",
    "The Valley Post": "Support local reporting: become a member of The Valley Post and get the paper every Saturday morning.",
    "Harbour Review": "More from the harbour every day on this page, with pictures by our own photographers.",
}
SWAPS = (
    ("About", "Some"),
    ("said", "told reporters"),
    ("On Monday", "Monday"),
    ("percent", "per cent"),
    ("had", "has"),
    ("말했다", "전했다"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An article as it is judged."""

    title: str
    body: str
    publisher: str | None = None
    day: int | None = None
    url: str | None = None
    updated: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles and what the second truly is of the first; None: nothing."""

    name: str
    first: Told
    second: Told
    truth: Likeness | None


def ready(pair: Pair) -> tuple[Piece, Piece]:
    """The two as they are judged; the first came first."""
    one, two = pieces([(_facts(number, told), told.body) for number, told in enumerate((pair.first, pair.second), 1)])
    return one, two


def _facts(number: int, told: Told) -> Facts:
    published = None if told.day is None else f"2024-05-{told.day:02}"
    day = None if told.day is None else 738_000 + told.day
    return Facts(number, told.title, told.publisher, told.url, published, day, f"{number}", told.updated)


def _sentences(body: str) -> list[str]:
    found, start = [], 0
    for at, char in enumerate(body):
        if char in ".”" and (at + 1 == len(body) or body[at + 1] == " ") and body[start:at].strip():
            found.append(body[start : at + 1].strip())
            start = at + 1
    return found


def _without_a_word(sentence: str) -> str:
    """As an editor shortens: the fourth word is gone."""
    words = sentence.split()
    return " ".join([*words[:3], *words[4:]])


def pairs() -> list[Pair]:
    """Every pair, the likenesses first."""
    return [*_likenesses(), *_templates(), *_others()]


def _likenesses() -> Iterator[Pair]:
    for number, (title, body) in enumerate(BASES):
        here, there = PUBLISHERS[number % 4], PUBLISHERS[(number + 1) % 4]
        told = _sentences(body)
        first = Told(title, body, here, 3, f"https://{number}.example/story-{number}")
        edited = body
        for old, new in SWAPS:
            edited = edited.replace(old, new, 1)
        yield Pair(f"edited {number}", first, Told(f"{title} – report", edited, there, 4), Likeness.COPY)
        reworked = " ".join(_without_a_word(each) for each in told)
        yield Pair(f"reworked {number}", first, Told(title, reworked, there, 4), Likeness.COPY)
        yield Pair(
            f"cut {number}", first, Told(title, " ".join(told[: -max(2, len(told) // 4)]), there, 3), Likeness.COPY
        )
        framed = f"{body}\n{FRAME[there]}"
        yield Pair(f"framed {number}", first, Told("From our partners", framed, there, 5), Likeness.COPY)
        long = " ".join(
            [*told[:3], *_sentences(BASES[(number + 1) % 6][1]), *told[3:6], *_sentences(BASES[(number + 2) % 6][1])]
        )
        part = Told("In brief", " ".join(_sentences(BASES[(number + 1) % 6][1])[1:6]), there, 6)
        yield Pair(f"excerpt {number}", replace(first, body=long), part, Likeness.EXCERPT)
        changed = [
            *told[:2],
            *told[3:],
            "The office gave new numbers in the evening." if number < 6 else "군은 저녁에 새 숫자를 내놓았다.",
        ]
        later = replace(first, body=" ".join(changed), day=5, url=None)
        yield Pair(f"later {number}", first, later, Likeness.UPDATE)
        grown = replace(
            first,
            body=f"{changed[-1]} {body} {' '.join(told[-1:])}",
            url=f"http://www.{number}.example/story-{number}/?utm_source=x",
        )
        yield Pair(f"page {number}", first, grown, Likeness.UPDATE)


TOWNS = ("Tarn", "Corben", "Omarra", "Denn", "Skaw", "Hask", "Brennick", "Kolm", "Marrow", "Asla")
TEAMS = ("Rovers", "United", "Wanderers", "Athletic", "Rangers", "Albion", "County", "Town", "City", "Harriers")
FAMILIES = ("Oland", "Kest", "Vanto", "Harr", "Bressin", "Weir", "Andra", "Sorr", "Kols", "Mirren")


def _weather(chance: random.Random, towns: tuple[str, ...] = TOWNS) -> Told:
    a, b, c = chance.sample(towns, 3) if towns is TOWNS else towns
    body = (
        f"A band of rain moves over {a} from the west in the morning, the weather office said. Temperatures reach {chance.randint(4, 31)} degrees in {a} and {chance.randint(4, 31)} in {b}. "
        f"The wind blows from the {chance.choice(('north', 'south', 'east', 'west'))} at {chance.randint(5, 70)} kilometres an hour, with gusts of up to {chance.randint(50, 110)} on the coast. "
        f"In {c} between {chance.randint(1, 9)} and {chance.randint(10, 40)} millimetres of rain may fall by the evening. The sun sets at {chance.randint(16, 21)}:{chance.randint(10, 59)}. "
        "Warnings are updated every six hours on the page of the weather office. Drivers should allow more time in the morning and keep their lights on in fog."
    )
    return Told("Weather for the day", body, "Tarn Courier", chance.randint(1, 28))


def _match(chance: random.Random) -> Told:
    (a, b), (c, d), (p, q) = chance.sample(TOWNS, 2), chance.sample(TEAMS, 2), chance.sample(FAMILIES, 2)
    body = (
        f"{a} {c} {chance.randint(0, 5)}, {b} {d} {chance.randint(0, 5)}. Goals: {p} {chance.randint(1, 45)}, {q} {chance.randint(46, 90)}. Half time: {chance.randint(0, 3)}-{chance.randint(0, 3)}. "
        f"Attendance: {chance.randint(900, 42000):,}. Referee: {chance.choice(FAMILIES)}. Yellow cards: {chance.randint(0, 6)}. Corners: {chance.randint(1, 14)}-{chance.randint(1, 14)}. Shots on goal: {chance.randint(2, 18)}-{chance.randint(2, 18)}. "
        f"{p} was named player of the match by the league's panel. The league table, all results and the fixtures of the coming round are found on the page of the league. "
        f"The next round is played on Saturday, when {a} {c} travel to {chance.choice(TOWNS)}."
    )
    return Told(f"{a} {c} against {b} {d}", body, "Northern Wire", chance.randint(1, 28))


def _market(chance: random.Random) -> Told:
    a, b = chance.sample(("Sel du Nord", "Hask Rail", "Kolm Steel", "Marrow Bank", "Asla Foods"), 2)
    body = (
        f"The main index closed at {chance.randint(4000, 9000):,}.{chance.randint(10, 99)} points on the day, a change of {chance.randint(1, 240)} points or {chance.randint(0, 4)}.{chance.randint(10, 99)} percent. "
        f"Shares of {a} led the gains with {chance.randint(1, 9)}.{chance.randint(10, 99)} percent, while {b} fell by {chance.randint(1, 9)}.{chance.randint(10, 99)} percent. "
        f"Turnover was {chance.randint(100, 900)} million, against {chance.randint(100, 900)} million on the day before. The currency traded at {chance.randint(1, 3)}.{chance.randint(1000, 9999)} to the dollar. "
        "Prices are delayed by fifteen minutes and are given without warranty. Past performance says nothing about what a share will be worth in future."
    )
    return Told("Markets at the close", body, chance.choice(PUBLISHERS), chance.randint(1, 28))


def _quake(chance: random.Random) -> Told:
    body = (
        f"An earthquake of magnitude {chance.randint(3, 6)}.{chance.randint(0, 9)} was recorded {chance.randint(4, 90)} kilometres {chance.choice(('north', 'south', 'east', 'west'))} of {chance.choice(TOWNS)} at {chance.randint(0, 23)}:{chance.randint(10, 59)}, "
        f"according to the seismological service. Its depth was {chance.randint(2, 60)} kilometres. In the past ten days there have been {chance.randint(0, 9)} earthquakes of magnitude 3 or greater nearby. "
        "This report was written by a program from the data of the service and was looked through by an editor before it was published. "
        "Did you feel it? Tell the service on its page, which collects reports from the public and draws a map of them."
    )
    return Told(
        f"Earthquake near {chance.choice(TOWNS)}", body, chance.choice((None, "Harbour Review")), chance.randint(1, 28)
    )


def _police(chance: random.Random) -> Told:
    body = (
        f"Officers were called to {chance.choice(FAMILIES)} Street in {chance.choice(TOWNS)} at {chance.randint(0, 23)}:{chance.randint(10, 59)} after a report of {chance.choice(('a broken window', 'a stolen bicycle', 'a fallen wall', 'shots in the wood', 'a missing boat'))}. "
        f"A {chance.randint(17, 81)}-year-old was questioned and let go. The damage is put at {chance.randint(100, 9000):,}. Witnesses are asked to call the station in {chance.choice(TOWNS)} under the number {chance.randint(1000, 9999)}. "
        "All persons named in police reports are held to be innocent until a court has found otherwise. The police do not comment on cases under way."
    )
    return Told("Police report", body, "The Valley Post", chance.randint(1, 28))


def _obituary(chance: random.Random) -> Told:
    name = f"{chance.choice(('Marit', 'Tomo', 'Elin', 'Nadir', 'Ruda', 'Pell'))} {chance.choice(FAMILIES)}"
    body = (
        f"{name}, {chance.randint(61, 99)}, of {chance.choice(TOWNS)}, died on {chance.choice(('Monday', 'Tuesday', 'Friday'))} at home. Born in {chance.choice(TOWNS)} in {chance.randint(1920, 1962)}, the deceased worked for {chance.randint(9, 45)} years as "
        f"a {chance.choice(('teacher', 'pilot', 'weaver', 'clerk', 'miner', 'nurse'))} and leaves {chance.randint(1, 6)} children and {chance.randint(0, 14)} grandchildren. The service is held at {chance.randint(9, 16)}:{chance.choice((15, 30, 45))} in the church of {chance.choice(TOWNS)}. "
        "In place of flowers the family asks for gifts to the lifeboat fund. Notices are taken until noon on the day before the paper appears."
    )
    return Told(f"{name}", body, "Tarn Courier", chance.randint(1, 28))


def _korean_weather(chance: random.Random) -> Told:
    towns = ("강릉", "목포", "대전", "춘천", "제주", "울산", "전주", "안동")
    a, b, c = chance.sample(towns, 3)
    body = (
        f"오늘 {a}의 낮 기온은 {chance.randint(1, 34)}도까지 오르겠다. {b}은 {chance.randint(1, 34)}도, {c}은 {chance.randint(1, 34)}도로 예상된다. 바람은 초속 {chance.randint(1, 20)}미터로 불고 파도는 {chance.randint(1, 6)}미터까지 일겠다. "
        f"예상 강수량은 {chance.randint(5, 90)}밀리미터이고 비는 {chance.randint(1, 12)}시쯤 그치겠다. 미세먼지는 {chance.randint(10, 150)}으로 나타났다. 자세한 예보는 기상청 누리집에서 확인할 수 있다. "
        "운전할 때는 안전거리를 지키고 외출할 때는 우산을 챙기는 것이 좋겠다."
    )
    return Told("오늘의 날씨", body, "강변일보", chance.randint(1, 28))


def _korean_prices(chance: random.Random) -> Told:
    goods = ("배추", "무", "사과", "감자", "양파", "고등어", "달걀")
    a, b, c = chance.sample(goods, 3)
    body = (
        f"도매시장에서 {a} 한 상자는 {chance.randint(4, 60)}500원에 거래됐다. 전날보다 {chance.randint(1, 30)}퍼센트 달라진 값이다. {b}은 킬로그램에 {chance.randint(1, 9)}{chance.randint(100, 999)}원, {c}은 {chance.randint(1, 9)}{chance.randint(100, 999)}원이었다. "
        f"들어온 물량은 {chance.randint(100, 900)}톤으로 지난주 {chance.randint(100, 900)}톤과 견줄 수 있다. 가격은 공사가 아침 여섯 시에 조사한 것으로 상점의 값과 다를 수 있다. 다음 조사는 내일 아침에 나온다."
    )
    return Told("농산물 가격", body, None, chance.randint(1, 28))


def _weather_here(chance: random.Random) -> Told:
    """Of one place, day after day: the names stay."""
    return _weather(chance, ("Tarn", "Skaw", "Denn"))


TEMPLATES: dict[str, Callable[[random.Random], Told]] = {
    "weather": _weather,
    "weather of one place": _weather_here,
    "match": _match,
    "market": _market,
    "quake": _quake,
    "police": _police,
    "obituary": _obituary,
    "korean weather": _korean_weather,
    "korean prices": _korean_prices,
}


def _templates() -> Iterator[Pair]:
    for name, make in TEMPLATES.items():
        for number in range(6):
            chance = random.Random(f"{name} {number}")
            yield Pair(f"{name} {number}", make(chance), make(chance), None)


RETOLD = {
    0: "Islanders off Tarn will depend on an aeroplane from this weekend. With ice spreading through the sound weeks sooner than usual, the harbour office is laying up its old ferry after Friday's trip. "
    "Some 340 residents remain out there. Shopkeeper Marit Oland has filled her cellar and says fourteen weeks of supplies should do. If the thaw comes in time the boat sails again in March; a year ago it had to wait until April.",
    2: "Three years of detours ended on Monday when the first lorry rolled across the repaired bridge of Omarra. Minister Ilse Vanto led children from the two shores over the new steel span. "
    "At 19 million the work ran well over its budget, and almost a year behind schedule. Dairy farmers east of the river are still bitter about what they lost while trucks went round by Hask.",
    4: "A judge has sided with families living beside the salt pans of Ghazira. Because they have handed over rent for a quarter of a century, Amal Bressin ruled, they cannot simply be sent away in June. "
    "Sel du Nord, which wants to build a terminal on the strip, is going to a higher court. For the 118 households it is the first good news in a long time, said Nadir Kols, who represents them unpaid.",
}
NOTICE = (
    "You are reading the edition for members. Nothing on this page may be printed, copied or passed on without the consent of the publisher, and quotations of more than three lines have to be announced to the editors beforehand. "
    "Questions about deliveries are answered by the office between nine and noon. Whoever moves house should tell us two weeks ahead, so that no copy goes astray on its way to the new address."
)


def _others() -> Iterator[Pair]:
    for number, words in RETOLD.items():
        title, body = BASES[number]
        yield Pair(f"retold {number}", Told(title, body, PUBLISHERS[0], 3), Told(title, words, PUBLISHERS[1], 3), None)
    for number in range(6):
        one, other = BASES[number], BASES[(number + 1) % 6]
        short = [" ".join(_sentences(body)[:3]) for _, body in (one, other)]
        first = Told(one[0], f"{short[0]}\n{NOTICE}", PUBLISHERS[0], 3)
        yield Pair(f"notice {number}", first, Told(other[0], f"{short[1]}\n{NOTICE}", PUBLISHERS[0], 4), None)
    for one, other in ((0, 3), (1, 5), (6, 7), (7, 8)):
        yield Pair(
            f"unlike {one} {other}", Told(*BASES[one], "Tarn Courier", 1), Told(*BASES[other], "Tarn Courier", 2), None
        )
