"""Times counted from the day of publication, or from the date that was told last."""

import pytest

# Friday, 27 February 1998
ROWS = [
    ("He resigned yesterday.", "yesterday", "DATE", "1998-02-26", "relative"),
    ("Police said Friday they had no suspect.", "Friday", "DATE", "1998-02-27", "relative"),
    ("Police said Saturday they had no suspect.", "Saturday", "DATE", "1998-02-21", "relative"),
    ("The council will meet Monday.", "Monday", "DATE", "1998-03-02", "relative"),
    ("Voters are to decide next Tuesday.", "next Tuesday", "DATE", "1998-03-03", "relative"),
    ("It snowed last week.", "last week", "DATE", "1998-W08", "relative"),
    ("He returns early next week.", "early next week", "DATE", "1998-W10", "relative"),
    ("It snowed over the weekend.", "the weekend", "DATE", "1998-W08-WE", "relative"),
    ("Twenty died last month.", "last month", "DATE", "1998-01", "relative"),
    ("It was worse last year.", "last year", "DATE", "1997", "relative"),
    ("The wall fell nine years ago.", "nine years ago", "DATE", "1989", "relative"),
    ("He came more than two months ago.", "more than two months ago", "DATE", "1997-12", "relative"),
    ("He came three weeks ago.", "three weeks ago", "DATE", "1998-W06", "relative"),
    ("Two years ago today it began.", "Two years ago today", "DATE", "1996-02-27", "relative"),
    ("He came years ago.", "years ago", "DATE", "PAST_REF", "relative"),
    ("She spoke Thursday night.", "Thursday night", "TIME", "1998-02-26TNI", "relative"),
    ("She spoke this morning.", "this morning", "TIME", "1998-02-27TMO", "relative"),
    ("He was held overnight.", "overnight", "TIME", "1998-02-27TNI", "relative"),
    ("It began at 9 p.m. EST Thursday.", "9 p.m. EST Thursday", "TIME", "1998-02-26T21:00", "relative"),
    ("It ended at noon Wednesday.", "noon Wednesday", "TIME", "1998-02-25T12:00", "relative"),
    ("It ended on Wednesday at 6:30 a.m.", "Wednesday at 6:30 a.m.", "TIME", "1998-02-25T06:30", "relative"),
    ("They are now in Rome.", "now", "DATE", "PRESENT_REF", "relative"),
    ("They recently met.", "recently", "DATE", "PAST_REF", "relative"),
    ("It may grow in the near future.", "the near future", "DATE", "FUTURE_REF", "relative"),
    ("It ends by year-end.", "year-end", "DATE", "1998", "relative"),
    ("He was hit at 4.30pm yesterday.", "4.30pm yesterday", "TIME", "1998-02-26T16:30", "relative"),
    ("He was hit at 4:30pm.", "4:30pm", "TIME", "1998-02-27T16:30", "relative"),
    ("He was hit at 9:20 on Sunday morning.", "9:20 on Sunday morning", "TIME", "1998-02-22T09:20", "relative"),
    ("He was hit at 6:20 on Sunday evening.", "6:20 on Sunday evening", "TIME", "1998-02-22T18:20", "relative"),
    ("He was hit at 2:30 this afternoon.", "2:30 this afternoon", "TIME", "1998-02-27T14:30", "relative"),
    ("The alert came at 0905EST.", "0905EST", "TIME", "1998-02-27T09:05", "relative"),
    ("They left at dawn.", "dawn", "TIME", "1998-02-27TMO", "relative"),
    ("It burnt in the early hours of Sunday.", "the early hours of Sunday", "TIME", "1998-02-22TMO", "relative"),
    ("He was mayor at the time.", "the time", "DATE", "PAST_REF", "relative"),
    ("They lost last season.", "last season", "DATE", "PAST_REF", "relative"),
    ("He may have left on Monday.", "Monday", "DATE", "1998-02-23", "relative"),
    ("They may vote again in April.", "April", "DATE", "1998-04", "relative"),
    ("The show ends on Sunday.", "Sunday", "DATE", "1998-03-01", "relative"),
    # A verb in the present right before the day tells of what is planned, unless it is a noun.
    ("Parliament votes Thursday on the bill.", "Thursday", "DATE", "1998-03-05", "relative"),
    ("The choir plays Saturday in Leeds.", "Saturday", "DATE", "1998-02-28", "relative"),
    ("She speaks on Monday.", "Monday", "DATE", "1998-03-02", "relative"),
    ("Clerks counted the votes Thursday.", "Thursday", "DATE", "1998-02-26", "relative"),
    ("She won 300 votes Thursday.", "Thursday", "DATE", "1998-02-26", "relative"),
    ("Radio reports Thursday said a bridge was gone.", "Thursday", "DATE", "1998-02-26", "relative"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "basis"), ROWS, ids=[row[1] for row in ROWS])
def test_a_time_is_counted_from_the_day_of_publication(read, text, words, kind, value, basis) -> None:
    (found,) = read(text, "1998-02-27")
    assert text[found.start : found.end] == words
    assert (found.type.value, found.value, found.basis.value) == (kind, value, basis)


NARRATIVE = [
    ("In late 2011 he left. Two years earlier he had come.", "2009", "2011"),
    ("In May 2004 she was freed. Six months later she sailed.", "2004-11", "2004-05"),
    ("In May 2004 she was freed. That same month she sailed.", "2004-05", "2004-05"),
    ("In 2004 sales fell. The previous year they rose.", "2003", "2004"),
    ("On March 3, 1994, it broke. The next day it was mended.", "1994-03-04", "1994-03-03"),
    ("On March 3, 1994, it broke. A week later it was mended.", "1994-W10", "1994-03-03"),
    ("In the third quarter of 1989 profit rose from that of a year earlier.", "1988-Q3", "1989-Q3"),
]


@pytest.mark.parametrize(("text", "value", "anchor"), NARRATIVE, ids=[row[0] for row in NARRATIVE])
def test_a_time_is_counted_from_the_date_told_before(read, text, value, anchor) -> None:
    found = read(text, "2012-06-01")[-1]
    assert (found.value, found.basis.value, found.anchor_value) == (value, "narrative", anchor)


def test_another_publication_date_resolves_anew(read) -> None:
    text = "It was worse last year."
    assert [read(text, day)[0].value for day in (None, "1998-02-27", "2011-02-27")] == ["XXXX", "1997", "2010"]


def test_a_time_of_day_beside_a_recurring_day_belongs_to_no_one_day(read) -> None:
    every, clock = read("The court sits every Monday at 9 a.m. in the hall.", "1998-02-27")
    assert (every.type.value, clock.value, clock.earliest, clock.latest) == ("SET", "XXXX-XX-XXT09:00", None, None)
    every, clock = read("The court sits every Monday, and he was freed there at 9 a.m. today.", "1998-02-27")
    assert clock.value == "1998-02-27T09:00"
