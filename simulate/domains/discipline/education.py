"""Lectures in three batches, films, notices relayed, and messages to telephones."""

from __future__ import annotations

from datetime import date, datetime, time

import polars as pl

from simulate.cases import Cases
from simulate.domains.discipline.education_cases import INJECTIONS
from simulate.domains.expenses.desk import Row, frame_of, run
from simulate.tables import Table
from simulate.timeline import MONTHLY
from simulate.world import World

EVENTS, SIGNED, MESSAGES = (
    "discipline.education_events",
    "discipline.education_attendances",
    "discipline.message_batches",
)
LECTURE = "清风讲堂专题辅导"
BATCHES = (date(2018, 4, 26), date(2018, 5, 3), date(2018, 5, 10))
FILMS = (
    ("《歧路回望》警示片集中观看", date(2018, 4, 19), 1),
    ("《堤溃之前》警示片集中观看", date(2018, 5, 17), 1),
    ("《堤溃之前》警示片集中观看", date(2018, 5, 24), 2),
)
NOTICES = (
    ("传达违规操办宴席典型问题通报", date(2018, 4, 12), 3),
    ("传达违规使用公车典型问题通报", date(2018, 5, 8), 4),
    ("传达违规发放补贴典型问题通报", date(2018, 6, 12), 3),
)
AUDIENCE = 38  # at a film
OCCASIONS = (
    ("元旦", date(2017, 12, 29), "辞旧迎新，请勿公款送礼、公款聚餐，公车一律封存。"),
    ("春节一", date(2018, 2, 9), "年关将近，婉拒土特产和消费卡，亲情往来不掺公事。"),
    ("春节二", date(2018, 2, 14), "团圆时刻守住底线，不参加有偿陪侍的聚会和牌局。"),
    ("元宵节", date(2018, 3, 1), "收心开工，请销假按程序，工作日中午不饮酒。"),
    ("清明节", date(2018, 4, 3), "文明祭扫，不动用公车，不借机走访收礼。"),
    ("劳动节", date(2018, 4, 27), "假期出行自理费用，不接受管理服务对象的安排。"),
    ("开学季", date(2018, 5, 11), "子女升学不办宴、不收礼，如有需要先报备。"),
    ("端午节", date(2018, 6, 14), "粽叶飘香，礼盒退回，节日值班坚守岗位。"),
    ("建党节", date(2018, 6, 29), "重温入党誓词，把家风写进日常。"),
    ("暑期", date(2018, 7, 20), "暑期外出培训考察，严禁顺道旅游。"),
    ("中元节", date(2018, 8, 24), "移风易俗，从党员干部和村干部做起。"),
)


def make(world: World, cases: Cases) -> list[Table]:
    """Return the events, who came, and the messages."""
    tables = {SIGNED: _sign(world), MESSAGES: _messages(world)}
    run(world, cases, tables, INJECTIONS)
    office = world.places.department("纪工委监察办公室")
    signed = tables[SIGNED].sort("held_on", "batch_no", "unit", "_key").drop("person")
    return [
        Table(EVENTS, _events(office, signed), office, days=MONTHLY),
        Table(SIGNED, signed, office, days=MONTHLY),
        Table(MESSAGES, tables[MESSAGES], office, days=MONTHLY),
    ]


def _sign(world: World) -> pl.DataFrame:
    """Return the attendance sheets: every leader in one batch of the lecture, and who saw the films."""
    draw = world.stream(SIGNED)
    leaders = world.officials.filter(pl.col("level") != "staff").to_dicts()
    staff = world.officials.filter(level="staff").to_dicts()
    rows = [
        _attend(person, LECTURE, BATCHES[at % len(BATCHES)], at % len(BATCHES) + 1, int(draw.integers(0, 25)))
        for at, person in enumerate(leaders)
    ]
    for number, (title, day, batch) in enumerate(FILMS):
        seen = [*leaders[:8], *staff[number * AUDIENCE : number * AUDIENCE + AUDIENCE - 8]]
        rows += [_attend(person, title, day, batch, int(draw.integers(0, 25))) for person in seen]
    return frame_of(rows, made_up_on=pl.Date, leave_approved_by=pl.String, note=pl.String)


def _attend(person: Row, title: str, day: date, batch: int, minutes: int) -> Row:
    return {
        "_key": f"{day:%m%d}-{person['person']}",
        "person": person["person"],
        "title": title,
        "held_on": day,
        "batch_no": batch,
        "cadre_name": person["person_name"],
        "id_card": person["id_card"],
        "unit": person["unit"],
        "post": person["post"],
        "level": {"county": "county", "section": "section"}.get(person["level"], "other"),
        "attendance": "present",
        "signed_in_at": datetime.combine(day, time(14, 30 - minutes)),
        "_on": day,
    }


def _events(office: str, signed: pl.DataFrame) -> pl.DataFrame:
    came = {
        (day, batch): (expected, present, "、".join(away))
        for day, batch, expected, present, away in signed.group_by("held_on", "batch_no", maintain_order=True)
        .agg(
            pl.len(),
            pl.col("attendance").eq("present").sum().alias("present"),
            pl.col("cadre_name").filter(pl.col("attendance") != "present"),
        )
        .iter_rows()
    }
    planned = [("lecture", LECTURE, day, at, "副科级以上干部") for at, day in enumerate(BATCHES, 1)]
    planned += [("film", title, day, batch, "班子成员、纪检干部") for title, day, batch in FILMS]
    rows: list[Row] = []
    for kind, title, day, batch, audience in planned:
        expected, present, away = came[day, batch]
        rows.append(
            {
                "kind": kind,
                "title": title,
                "held_on": day,
                "batch_no": batch,
                "audience": audience,
                "expected_count": expected,
                "attended_count": present,
                "absent_list": away or None,
            }
        )
    for title, day, count in NOTICES:
        rows.append({"kind": "bulletin", "title": title, "held_on": day, "batch_no": 1, "case_count": count})
        rows[-1] |= {"audience": "党员干部", "expected_count": 160, "attended_count": 160}
    rows.sort(key=lambda row: row["held_on"])
    for number, row in enumerate(rows, 1):
        row |= {
            "_key": f"event-{number:02d}",
            "event_no": f"JSJY-2018-{number:02d}",
            "unit": office,
            "place": "管委会二楼会议室",
            "material_no": f"JY-2018-{number:03d}",
            "_on": row["held_on"],
        }
    return frame_of(rows)


def _messages(world: World) -> pl.DataFrame:
    """Return some six hundred messages in all: a batch an occasion, to heads of offices and villages' secretaries."""
    draw = world.stream(MESSAGES)
    rows: list[Row] = []
    for number, (occasion, day, template) in enumerate(OCCASIONS, 1):
        sent = int(draw.integers(56, 62))
        failed = int(draw.integers(0, 3))
        rows.append(
            {
                "_key": f"batch-{number:02d}",
                "batch_no": f"DX-2018-{number:02d}",
                "sent_at": datetime.combine(day, time(16, int(draw.integers(0, 50)))),
                "occasion": f"{occasion}提醒",
                "template": template,
                "audience": "各单位主要负责人和村（社区）书记",
                "unit": world.places.department("纪工委监察办公室"),
                "platform": "政务短信平台",
                "sent_count": sent,
                "unique_count": sent - int(draw.integers(0, 3)),
                "delivered_count": sent - failed,
                "failed_count": failed,
                "roster_on": day.replace(day=1),
                "sender": world.officials["person_name"][165],
                "_on": day,
            }
        )
    return frame_of(rows, note=pl.String)
