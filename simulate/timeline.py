"""When things happen in the simulated district, and the lines that its incomes are held against."""

from __future__ import annotations

from datetime import date, timedelta

WEEKS = tuple(date(2018, 4, 20) + timedelta(weeks=week) for week in range(20))
MONTHLY = (date(2018, 4, 20), date(2018, 5, 25), date(2018, 6, 29), date(2018, 7, 27), date(2018, 8, 31))
QUARTERLY = (date(2018, 4, 27), date(2018, 7, 27), date(2018, 8, 31))
ONCE = (date(2018, 4, 20),)
FORTNIGHTLY = WEEKS[1::2]

INSPECTED_FROM, INSPECTED_TO = date(2018, 1, 15), date(2018, 3, 20)
FEEDBACK_ON = date(2018, 4, 9)
REPORT_ON = WEEKS[-1]  # the day by which the rectification has to be reported
PARTY_MEETING_ON = date(2018, 5, 18)
POVERTY_CHECK = (date(2018, 5, 8), date(2018, 5, 17))
MEETINGS_CHECK = (date(2018, 5, 14), date(2018, 5, 28))

ROLL_ON = date(2018, 4, 8)
REVIEW_FROM, REVIEW_TO = date(2018, 4, 8), date(2018, 4, 20)
REVIEW_DAYS = (REVIEW_TO - REVIEW_FROM).days + 1
EXIT_MONTH = date(2018, 5, 1)
PAY_MONTHS = tuple(date(2018, month, 1) for month in range(1, 9))

INCOME_LINE = {"rural": 4200, "urban": 5760}  # yuan a head and year
POVERTY_LINE = 3200  # yuan a head and year
MONTHLY_CNY = {
    ("minimum_living", "rural", "A类"): 310,
    ("minimum_living", "rural", "B类"): 250,
    ("minimum_living", "rural", "C类"): 190,
    ("minimum_living", "urban", "A类"): 480,
    ("minimum_living", "urban", "B类"): 400,
    ("minimum_living", "urban", "C类"): 320,
    ("destitute", "rural", "分散"): 460,
    ("destitute", "rural", "集中"): 620,
}
