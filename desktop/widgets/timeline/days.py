"""Days as numbers far beyond years 1 to 9999, and spans of days in words. A day is `date.toordinal`: 1 January of year 1 is 1.

The proleptic Gregorian calendar with a year 0, which people call 1 BC; Python's own dates end where people's do not.
After H. Hinnant, "chrono-compatible low-level date algorithms" (2013).
"""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FROM_MARCH_0 = 305  # days from 1 March of year 0 to the day before 1 January of year 1
_ERA_DAYS = 146_097  # 400 years


def ordinal(year: int, month: int = 1, day: int = 1) -> int:
    """The number of a day; any year, also 0 and below."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * _ERA_DAYS + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _FROM_MARCH_0


def year_month_day(day: int) -> tuple[int, int, int]:
    """Year, month and day of month of a day's number."""
    era, of_era = divmod(day + _FROM_MARCH_0, _ERA_DAYS)
    years = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * years + years // 4 - years // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return years + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def year_words(year: int) -> str:
    """`2019`, `44 BC` for year −43."""
    return str(year) if year > 0 else f"{1 - year} BC"


def day_words(day: int) -> str:
    """`14 March 2019`."""
    year, month, of_month = year_month_day(day)
    return f"{of_month} {MONTHS[month - 1]} {year_words(year)}"


def span_words(first: int, last: int) -> str:
    """The days from first to last, both inclusive, as shortly as is true: `2019`, `March 2019`, `2006–2019`, `3 May 2019`."""
    if first == last:
        return day_words(first)
    (year, month, day), (to_year, to_month, to_day) = year_month_day(first), year_month_day(last)
    whole_months = day == 1 and year_month_day(last + 1)[2] == 1
    if whole_months and month == 1 and to_month == 12:
        return year_words(year) if year == to_year else f"{year_words(year)}–{year_words(to_year)}"
    if whole_months and (year, month) == (to_year, to_month):
        return f"{MONTHS[month - 1]} {year_words(year)}"
    if whole_months:
        begin = MONTHS[month - 1] + ("" if year == to_year else f" {year_words(year)}")
        return f"{begin} – {MONTHS[to_month - 1]} {year_words(to_year)}"
    begin = str(day) + ("" if (year, month) == (to_year, to_month) else f" {MONTHS[month - 1]}")
    begin += "" if year == to_year else f" {year_words(year)}"
    return f"{begin} – {to_day} {MONTHS[to_month - 1]} {year_words(to_year)}"
