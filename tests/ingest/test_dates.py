from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import find_periods, parse_period

BASE = date(2018, 4, 9)
DAYS = st.dates(min_value=date(1955, 1, 1), max_value=date(2064, 4, 8))


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{'〇一二三四五六七八九'[tens]}十") + (
        "〇一二三四五六七八九"[ones] if ones else ""
    )


RENDERINGS: dict[str, Callable[[date], str]] = {
    "long": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "long_padded": lambda d: f"{d:%Y年%m月%d日}",
    "spaced": lambda d: f" {d.year} 年 {d.month} 月 {d.day} 日 ",
    "iso": lambda d: d.isoformat(),
    "iso_time": lambda d: f"{d.isoformat()} 00:00:00",
    "iso_t": lambda d: f"{d.isoformat()}T09:30:00",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "slashes_time": lambda d: f"{d.year}/{d.month}/{d.day} 8:05",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "full_width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}
    ),
    "chinese": lambda d: (
        "".join("〇一二三四五六七八九"[int(c)] for c in str(d.year))
        + f"年{in_chinese(d.month)}月{in_chinese(d.day)}日"
    ),
    "serial": lambda d: str((d - date(1899, 12, 30)).days),
    "day_name": lambda d: f"{d.year}年{d.month}月{d.day}日（星期一）",
}


@pytest.mark.parametrize("name", RENDERINGS)
@given(day=DAYS)
def test_every_rendering_of_a_date_is_read_back(name: str, day: date) -> None:
    period = parse_period(RENDERINGS[name](day), base=None)
    assert period is not None
    assert (period.start, period.end, period.precision, period.inferred) == (day, day, "day", ())


CELLS = [
    ("2018.5", "2018-05-01", "2018-05-31", "month"),
    ("2018-05", "2018-05-01", "2018-05-31", "month"),
    ("2018年5月份", "2018-05-01", "2018-05-31", "month"),
    ("2018年2月", "2018-02-01", "2018-02-28", "month"),
    ("2018年5月底", "2018-05-25", "2018-05-31", "tenday"),
    ("2018年5月底前", None, "2018-05-31", "tenday"),
    ("2018年5月底前完成，长期坚持", None, "2018-05-31", "tenday"),
    ("2018年5月上旬", "2018-05-01", "2018-05-10", "tenday"),
    ("2018年5月中旬", "2018-05-11", "2018-05-20", "tenday"),
    ("2018年2月下旬", "2018-02-21", "2018-02-28", "tenday"),
    ("2018年5月初", "2018-05-01", "2018-05-10", "tenday"),
    ("2018年5月中", "2018-05-11", "2018-05-20", "tenday"),
    ("2018年5月上半月", "2018-05-01", "2018-05-15", "half_month"),
    ("2018年第一季度", "2018-01-01", "2018-03-31", "quarter"),
    ("2018年四季度", "2018-10-01", "2018-12-31", "quarter"),
    ("2018Q3", "2018-07-01", "2018-09-30", "quarter"),
    ("2018年上半年", "2018-01-01", "2018-06-30", "half"),
    ("2018年", "2018-01-01", "2018-12-31", "year"),
    ("2018年度", "2018-01-01", "2018-12-31", "year"),
    ("2018年底前", None, "2018-12-31", "month"),
    ("2018年5月14日至2018年6月1日", "2018-05-14", "2018-06-01", "day"),
    ("2018.5.14-2018.6.1", "2018-05-14", "2018-06-01", "day"),
    ("2018年1月15日—3月20日", "2018-01-15", "2018-03-20", "day"),
    ("2018.6.1—6.8", "2018-06-01", "2018-06-08", "day"),
    ("2018.6.1-8", "2018-06-01", "2018-06-08", "day"),
    ("2018/6/25-7/2", "2018-06-25", "2018-07-02", "day"),
    ("2018.12.20-1.10", "2018-12-20", "2019-01-10", "day"),
    ("2018年12月20日至1月10日", "2018-12-20", "2019-01-10", "day"),
    ("2018年5月14日起", "2018-05-14", None, "day"),
    ("截至2018年5月14日", None, "2018-05-14", "day"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), CELLS)
def test_cells_with_their_own_year(text: str, start: str | None, end: str | None, precision: str) -> None:
    period = parse_period(text, base=None)
    assert period is not None
    assert (str(period.start), str(period.end), period.precision) == (str(start), str(end), precision)
    assert (period.raw, period.inferred) == (text, ())


@pytest.mark.parametrize(
    ("text", "start", "end", "inferred"),
    [
        ("5月14日至28日", "2018-05-14", "2018-05-28", ("year",)),
        ("5月14日-6月3日", "2018-05-14", "2018-06-03", ("year",)),
        ("5月底前", None, "2018-05-31", ("year",)),
        ("3月5日前", None, "2018-03-05", ("year",)),
        ("年底前", None, "2018-12-31", ("year",)),
        ("上半年", "2018-01-01", "2018-06-30", ("year",)),
        ("明年一季度", "2019-01-01", "2019-03-31", ("year",)),
        ("去年5月", "2017-05-01", "2017-05-31", ("year",)),
        ("月底前", None, "2018-04-30", ("year", "month")),
        ("本月底前", None, "2018-04-30", ("year", "month")),
    ],
)
def test_what_a_cell_does_not_print_comes_from_the_base(
    text: str, start: str | None, end: str, inferred: tuple[str, ...]
) -> None:
    period = parse_period(text, base=BASE)
    assert period is not None
    assert (str(period.start), str(period.end), period.inferred) == (str(start), end, inferred)
    assert parse_period(text, base=None) is None


@pytest.mark.parametrize("text", ["长期坚持", "持续整改", "常态化", "长期", "立行立改，长期坚持"])
def test_open_ended_work_has_no_dates(text: str) -> None:
    period = parse_period(text, base=BASE)
    assert period is not None
    assert (period.start, period.end, period.precision) == (None, None, "open")


@pytest.mark.parametrize("text", ["立行立改", "即知即改", " 立即整改 "])
def test_immediate_work_has_no_dates(text: str) -> None:
    period = parse_period(text, base=BASE)
    assert period is not None
    assert (period.start, period.end, period.precision) == (None, None, "immediate")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2月30日",
        "2018年2月29日",
        "13月",
        "2018年13月",
        "2018-13-01",
        "20180230",
        "2018年0月",
        "5月0日",
        "5月28日至14日",
        "2018年6月1日至2018年5月1日",
        "5.14",
        "28日",
        "2020年前",
        "5月前",
        "已完成",
        "34个村",
        "19999",
        "2018年5月14日前后",
        "18年5月",
        "2018年5月14日或6月1日",
        "无",
        "/",
        "2018年5月32日",
        "３４５６７８",
    ],
)
def test_what_is_not_one_valid_date_is_refused(text: str) -> None:
    assert parse_period(text, base=BASE) is None


@given(
    text=st.text(alphabet="0123456789年月日底前至-./上中下旬半季度第一二十〇今自起每内到 ２：", max_size=14)
)
def test_no_text_raises_and_no_period_ends_before_it_starts(text: str) -> None:
    for base in (None, BASE):
        period = parse_period(text, base=base)
        if period and period.start and period.end:
            assert period.start <= period.end


@given(text=st.text(max_size=60), base=st.one_of(st.none(), st.dates()))
def test_arbitrary_text_is_searched_without_error(text: str, base: date | None) -> None:
    parse_period(text, base=base)
    last = 0
    for start, end, period in find_periods(text, base=base):
        assert last <= start < end <= len(text)
        assert text[start:end] == period.raw
        last = end


@given(day=DAYS, name=st.sampled_from(["long", "iso", "slashes", "dots", "chinese", "full_width"]))
def test_a_date_is_found_inside_a_sentence(day: date, name: str) -> None:
    printed = RENDERINGS[name](day)
    text = f"督导组于{printed}到村，走访户数为十二。"
    assert [(text[s:e], p.start, p.end) for s, e, p in find_periods(text, base=None)] == [(printed, day, day)]


@given(first=DAYS, length=st.integers(min_value=0, max_value=200))
def test_a_range_keeps_its_length(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    period = parse_period(f"{first:%Y年%m月%d日}至{last:%m月%d日}", base=None)
    assert period is not None
    assert (period.start, period.end) == (first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对2013年至2017年的费用", [("2013年至2017年", "2013-01-01", "2017-12-31")]),
        ("查办2016-2017年案件", [("2016-2017年", "2016-01-01", "2017-12-31")]),
        ("4月份完成", [("4月份", "2018-04-01", "2018-04-30")]),
        ("3月中旬开展谈话", [("3月中旬", "2018-03-11", "2018-03-20")]),
        ("每月28日公开", [("每月28日", "None", "None")]),
        ("自5月份起退出", [("自5月份起", "2018-05-01", "None")]),
        ("今年查处的", [("今年", "2018-01-01", "2018-12-31")]),
        ("5月14日、15日两天", [("5月14日、15日", "2018-05-14", "2018-05-15")]),
        ("6-8月排查", [("6-8月", "2018-06-01", "2018-08-31")]),
        ("严格按照28日主题活动要求", [("28日", "None", "None")]),
        ("5月中国画展开幕", [("5月", "2018-05-01", "2018-05-31")]),
        ("二〇一八年六月一日", [("二〇一八年六月一日", "2018-06-01", "2018-06-01")]),
        ("三月五日反馈", [("三月五日", "2018-03-05", "2018-03-05")]),
        ("年底前完成", [("年底前", "None", "2018-12-31")]),
        ("自2018.6.1—6.8巡察", [("2018.6.1—6.8", "2018-06-01", "2018-06-08")]),
        ("2018.6.1-3.5%", [("2018.6.1", "2018-06-01", "2018-06-01")]),
    ],
)
def test_dates_in_running_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(text[s:e], str(p.start), str(p.end)) for s, e, p in find_periods(text, base=BASE)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "共3个月",
        "走访2018户",
        "12.5万元",
        "15日内办结",
        "两年内完成",
        "有期徒刑10年6个月",
        "第3次",
        "2.5倍",
        "1990年代",
        "每年底",
        "2月30日",
        "近半年",
        "A2018年",
        "32日",
    ],
)
def test_quantities_and_impossible_days_are_no_dates(text: str) -> None:
    assert find_periods(text, base=BASE) == []


def test_a_complete_date_lends_its_year_to_those_after_it() -> None:
    text = "3月1日部署。2019年12月3日复查，4日反馈。1月8日再查，2021年3月立项，5月2日办结。"
    found = [(p.raw, str(p.end)) for _, _, p in find_periods(text, base=BASE, carry=True) if p.end]
    assert found == [
        ("3月1日", "2018-03-01"),
        ("2019年12月3日", "2019-12-03"),
        ("1月8日", "2019-01-08"),
        ("2021年3月", "2021-03-31"),
        ("5月2日", "2019-05-02"),
    ]
