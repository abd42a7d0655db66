"""Saved articles in invented layouts, about a harbour and a library that do not exist; written for these tests."""

SAVED_FROM_A_BROWSER = """\
Harbour reopens after winter storms - The Coastal Gazette
Skip to content
Sunday, November 22, 2026
Home
News
Sport
Lifestyle
Opinion
Subscribe
Log in
The Coastal Gazette
Home > News > Local
Harbour reopens after winter storms
The first boats left at dawn on Monday
By Jane Doe and John Roe
Published: March 3, 2020 at 5:00 PM
Updated: March 4, 2020 at 9:12 AM
5 min read
Share on Facebook
Share on Twitter
Copy link
Boats at the quay on Sunday. Photo: Mary Poe/Coastal Agency
The harbour reopened on Monday after six weeks of repairs that followed the January storms, the port office said.
Advertisement
Twelve boats left before dawn. The rest of the fleet is expected to follow by the end of the week, said Ann Smith, who runs the ice house.
Read more: Ferry prices to rise in spring
"We waited a long time for this," she said. "It is good to hear the engines again."
Related stories
Ferry prices to rise in spring
New crane arrives at the quay
Library to move to the old customs house
What happens next
The council will vote on a second breakwater in May. It would cost about 4 million and take two years to build.
Sign up for our newsletter
Get the day's headlines delivered to your inbox every morning.
Your email address
The old breakwater, built in 1931, was damaged in three places.
Engineers said on Friday that it would hold for another winter.
Jane Doe is a reporter at the Coastal Gazette. She covers the sea.
Tags: harbour, storms, fishing
Comments (2)
Old Salt
March 5, 2020 at 8:00 am
I have sailed from this harbour for forty years and never saw such a mess as this winter.
Reply
Gull
It was about time that they did something about the wall, if you ask me.
Reply
Most read
Ferry prices to rise in spring
New crane arrives at the quay
About Us
Contact
Privacy Policy
© 2020 The Coastal Gazette. All rights reserved.
"""

RELEASE = """\
FOR IMMEDIATE RELEASE

Town Library Opens New Reading Room

LONDON, 3 March 2020 – The Town Library today opened a reading room for two hundred people in the former customs house beside the harbour.

“This room belongs to everyone,” said the head librarian, Mary Poe. “It is warm, it is quiet, and it is free.”

The room has:

• two hundred seats
• a map collection of 4,000 sheets
• a children's corner

About the Town Library

The Town Library was founded in 1902. It lends half a million books a year.

Contact: Jane Doe, press@library.example, +44 20 0000 0000

###
"""

WIRE = """\
SEOUL, March 3 (Harbour Agency) -- The port of Busan moved more containers in February than in any month before, the port office said Tuesday.

The office counted 1.9 million boxes, up 4 percent from a year earlier.

"Demand is strong," an official said.

(END)
"""

KOREAN = """\
본문 바로가기
로그인
회원가입
정치
경제
사회
항구일보
도서관, 옛 세관 건물로 이전
입력 2021.03.05 14:22 수정 2021.03.06 09:10
홍길동 기자 hong@harbour.example
페이스북 공유
카카오톡 공유
가
가
[사진=항구시 제공]
항구시 도서관이 옛 세관 건물로 자리를 옮긴다. 시는 다음 달부터 책 40만 권을 나른다고 5일 밝혔다.
새 도서관에는 열람실 세 곳과 지도실이 들어선다. 공사비는 모두 120억 원이다.
광고
시 관계자는 “시민 모두가 쓰는 공간이 될 것”이라고 말했다.
홍길동 기자 hong@harbour.example
저작권자 ⓒ 항구일보 무단전재 및 재배포 금지
관련기사
항구 다시 열려
여객선 요금 오른다
많이 본 뉴스
1 항구 다시 열려
2 여객선 요금 오른다
댓글 3
"""

KOREAN_WIRE = """\
(서울=항구뉴스) 홍길동 기자 = 항구가 6주 만에 다시 열렸다. 첫 배는 월요일 새벽에 떠났다고 항만청이 밝혔다.

항만청은 방파제 세 곳을 고쳤다고 설명했다. 나머지 공사는 봄까지 이어진다.
"""

INTERVIEW = """\
A talk with the harbour master

Q: How long was the harbour closed?

A: Six weeks. It felt longer.

Q: And the boats?

A: They lay at the quay. Some of them were painted.

Q: What comes next?

A: Spring.
"""

POEM = """\
The Quay in Winter

The boats are in,
the ropes are wet,
the gulls stand still
along the net.

No lamp is lit,
no engine runs;
the tide comes in
and counts the tons.
"""

WRAPPED = """\
THE HARBOUR AND ITS WALL

By Jane Doe

The harbour wall was built in 1931 by men who had come home from
quarries in the north and knew how to set stone. It has stood since
then, with repairs in three decades, against the worst that the sea
could send.

In the winter of this year it gave way in three places. The port
office closed the basin for six weeks and sent divers down to look
at the foundations.

   The divers found what the old men had always said: that the wall
stood on sand.

1. Close the basin until the stones are set
   again.
2. Pay for it.

Accessed 3 May 2021
https://example.org/harbour-wall
"""

BLOG = """\
We use cookies to improve your experience. By continuing to use this site you accept our cookie policy.
Accept all

Harbour Notes
A blog about the sea and the town

Why I still go down to the quay

Posted on 12 May 2019 by Mary Poe

Every morning I walk down to the quay before the town is awake, and every morning I wonder why I do it.

It is cold there and it smells of diesel. The men do not talk. But there is a light over the water that I have not found anywhere else.

That is all. I wanted to write it down.

Share this:
Twitter
Facebook
Like this:
Like Loading...
Related
The ferry in the fog
12 April 2019
In "Ferries"
Notes from the ice house
2 March 2019
In "Work"
Published by Mary Poe
View all posts by Mary Poe
Leave a comment Cancel reply
Enter your comment here...
Blog at WordPress.com.
"""

REPRINT = """\
World
Ferry company orders six electric ships
Staff Writer
04/10/2023
The ferry company has ordered six electric ships from a yard in the north, it said on Wednesday.
The ships will carry four hundred people each and will be charged at night.
This article first appeared in the Harbour Review and is republished with permission.
"""
