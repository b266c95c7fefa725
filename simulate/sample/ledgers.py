"""The site's ledgers as offices lay them out: registers, task and measure lists, closing, evidence, institutions."""

from __future__ import annotations

from datetime import date

from simulate.sample.district import (
    FEEDBACK_ON,
    INSPECTED_FROM,
    INSPECTED_TO,
    OFFICE,
    ROUND_CODE,
    SITE,
    find_short_name,
    load_institutions,
    load_organisations,
    load_tasks,
)
from simulate.sample.office import Cell, Sheet, write_day
from simulate.sample.story import Event, Evidence

EVENT_WORDS = {
    "registered": "挂号",
    "applied": "申请销号",
    "closed": "销号",
    "returned": "退回",
    "reopened": "重新挂号",
}
DELIVERABLES = {
    "document": "制度文件",
    "meeting": "会议学习",
    "training": "培训",
    "check": "检查督查",
    "correction": "纠正整治",
    "payment": "资金收缴",
    "accountability": "追责问责",
}
CHANGES = {"n": "新建", "r": "修订", "w": "废止"}
SUPPORTING = {
    10: "组织人事部",
    12: "组织人事部",
    15: "组织人事部",
    28: "审计局、财政局",
    31: "三个街道",
    32: "三个街道",
}


def lay_out_organisations(as_of: date) -> Sheet:
    """The register of organisations, with aliases and one body merged into another."""
    sheet = Sheet("机构名册", widths=(12, 26, 34, 10, 12, 12, 12, 12))
    sheet.add_banner(f"{SITE}机构名册", 8)
    sheet.rows.append(["填报单位：组织人事部", None, None, None, f"填报日期：{write_day(as_of)}"])
    sheet.rows.append(
        [
            "机构编码",
            "机构名称",
            "简称及别名",
            "机构类型",
            "上级机构编码",
            "启用日期",
            "停用日期",
            "并入机构编码",
        ]
    )
    for org in load_organisations():
        sheet.rows.append([org.code, org.name, org.aliases, org.kind, org.parent_code])
        sheet.rows[-1] += [None, org.valid_to, org.merged_into]
    return sheet


def lay_out_rounds(as_of: date) -> Sheet:
    """The register of inspection rounds: the one round of the story."""
    sheet = Sheet("轮次", widths=(10, 22, 22, 16, 14, 14, 14))
    sheet.add_banner("巡察轮次登记表", 7)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, None, f"截至{write_day(as_of)}"])
    sheet.rows.append(["轮次编号", "轮次名称", "被巡察单位", "巡察组", "进驻日期", "结束日期", "反馈日期"])
    sheet.rows.append([ROUND_CODE, "2018年第一轮巡察", "中共临湖新区工作委员会", "市委第三巡察组"])
    sheet.rows[-1] += [INSPECTED_FROM, INSPECTED_TO, FEEDBACK_ON]
    return sheet


def lay_out_parameters() -> Sheet:
    """The list of rule parameters; its as-of date stands in the file name only."""
    sheet = Sheet("csv")
    sheet.rows.append(["参数", "取值", "生效日期", "失效日期", "批准人", "依据"])
    for name, value, basis in (
        ("due_soon_days", "20", "距时限20天内提醒经办人"),
        ("yellow_days", "10", "距时限10天内提醒责任领导"),
        ("immediate_days", "30", "立行立改事项自反馈之日起30天"),
    ):
        sheet.rows.append([name, value, "2018-01-01", None, "顾文澜", basis])
    return sheet


def lay_out_tasks(delivery: int, as_of: date) -> Sheet:
    """The task list of delivery 0, 1 or 2: two-row merged header, areas merged downwards, remarks below the table."""
    sheet = Sheet("整改任务清单", widths=(8, 18, 12, 40, 30, 16, 14, 10, 10, 16, 12, 10))
    sheet.add_banner(f"{SITE}巡察反馈意见整改任务清单", 12)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, None, None, None, None, f"截至{write_day(as_of)}"])
    head: list[Cell] = ["序号", "问题类别", None, "反馈问题", "整改要求", "责任", None, None, None]
    sheet.rows.append([*head, "整改时限", "整改类型", "备注"])
    sheet.rows.append(
        [None, "大类", "小类", None, None, "责任单位", "配合单位", "责任领导", "责任人", None, None, None]
    )
    sheet.merges += [(2, 1, 2, 2), (2, 5, 2, 8), *((2, column, 3, column) for column in (0, 3, 4, 9, 10, 11))]
    tasks = (
        load_tasks() if delivery != 1 else sorted(load_tasks(), key=lambda task: (task.section, task.task_no))
    )
    for task in tasks:
        unit = find_short_name(task.unit) if (task.task_no + delivery) % 3 == 0 else task.unit
        sheet.rows.append([task.task_no, task.section, task.subsection, task.problem, task.requirement, unit])
        sheet.rows[-1] += [SUPPORTING.get(task.task_no), task.leader, task.owner, task.due[delivery]]
        sheet.rows[-1] += [task.rectification_type, "措施待定" if not task.measures else None]
    sheet.merge_equal(2, 4, within=1)
    sheet.merge_equal(1, 4)
    sheet.rows.append(["注：1.立行立改事项自反馈之日起30天内完成。2.长期坚持事项按季度报告进展。"])
    sheet.rows.append(["填表人：白舒扬", None, None, None, None, None, None, "联系电话：略"])
    return sheet


def lay_out_measures(delivery: int, as_of: date) -> Sheet:
    """The measure list of delivery 0 or 1; the second corrects one owner."""
    sheet = Sheet("措施清单", widths=(8, 8, 48, 12, 18, 10, 16))
    sheet.add_banner(f"{SITE}整改措施清单", 7)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, None, f"截至{write_day(as_of)}"])
    sheet.rows.append(["任务序号", "措施序号", "整改措施", "成果形式", "责任单位", "责任人", "完成时限"])
    for task in load_tasks():
        for measure in task.measures:
            owner = (
                "宋知夏" if delivery and (measure.task_no, measure.measure_no) == (14, 3) else measure.owner
            )
            if not delivery and (measure.task_no, measure.measure_no) == (14, 3):
                owner = "汤若木"
            kind = DELIVERABLES[measure.kind]
            sheet.rows.append(
                [measure.task_no, measure.measure_no, measure.text, kind, measure.unit, owner, measure.due]
            )
    sheet.merge_equal(4, 3, within=0)
    sheet.merge_equal(0, 3)
    sheet.rows.append(["注：第26项任务措施正在研究，另行报送。"])
    return sheet


def lay_out_events(events: tuple[Event, ...], as_of: date) -> Sheet:
    """One instalment of the closure ledger."""
    sheet = Sheet("销号台账", widths=(10, 8, 12, 16, 10, 10, 30))
    sheet.add_banner(f"{SITE}巡察整改销号台账", 7)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, f"截至{write_day(as_of)}"])
    sheet.rows.append(["巡察轮次", "任务序号", "办理环节", "办理日期", "经办人", "审核人", "备注"])
    for number, event in enumerate(events):
        day: Cell = write_day(event.event_on) if number % 5 == 3 else event.event_on
        sheet.rows.append([ROUND_CODE, event.task_no, EVENT_WORDS[event.event], day, event.actor])
        sheet.rows[-1] += [event.verifier, event.note]
    sheet.rows.append(["填表人：白舒扬"])
    return sheet


def lay_out_evidence(pieces: tuple[Evidence, ...], as_of: date) -> Sheet:
    """One instalment of the evidence index; dates as offices type them."""
    sheet = Sheet("目录", widths=(16, 8, 8, 44, 12, 16, 16))
    sheet.add_banner("巡察整改佐证材料目录", 7)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, f"填报日期：{write_day(as_of)}"])
    sheet.rows.append(["材料编号", "任务序号", "措施序号", "材料名称", "材料类型", "形成日期", "提供单位"])
    for number, piece in enumerate(pieces):
        made_on: Cell = piece.made_on
        if number % 4 == 1:
            made_on = f"{piece.made_on:%Y.}{piece.made_on.month}.{piece.made_on.day}"
        sheet.rows.append(
            [piece.evidence_no, piece.task_no, piece.measure_no, piece.title, piece.kind, made_on]
        )
        sheet.rows[-1].append(find_short_name(piece.unit) if number % 3 == 0 else piece.unit)
    return sheet


def lay_out_institutions(as_of: date) -> Sheet:
    """The list of institutions built, with one that was withdrawn."""
    sheet = Sheet("制度清单", widths=(6, 34, 24, 22, 12, 14, 10))
    sheet.add_banner(f"{SITE}巡察整改制度建设清单", 7)
    sheet.rows.append([f"填报单位：{OFFICE}", None, None, None, f"截至{write_day(as_of)}"])
    sheet.rows.append(["序号", "制度名称", "文号", "制定单位", "新建/修订", "印发日期", "对应任务序号"])
    ordered = sorted(load_institutions(), key=lambda document: (document.issued_on, document.title))
    for number, document in enumerate(ordered, 1):
        doc_no = f"临湖字〔2018〕{number + 20}号"
        sheet.rows.append([number, document.title, doc_no, document.issuer, CHANGES[document.change]])
        sheet.rows[-1] += [document.issued_on, document.task_no]
    return sheet


def lay_out_faulty(as_of: date) -> list[Sheet]:
    """Three sheets whose faults are listed in the sample's README."""
    closing = lay_out_events((), as_of)
    closing.rows.pop()
    closing.rows += [
        [ROUND_CODE, 6, "销号", "2018年6月31日", "江一帆", "曹知微", "日期不存在"],
        [ROUND_CODE, 31, "销号", date(2018, 9, 13), "蓝天阔", "曹知微", "无误"],
        [ROUND_CODE, None, "销号", date(2018, 9, 13), "池映雪", "曹知微", "缺任务序号"],
        [ROUND_CODE, 30, "差不多了", date(2018, 9, 13), "温如许", None, "环节不在范围内"],
    ]
    progress = Sheet("进展周报", widths=(8, 8, 16, 12, 36, 12, 10))
    progress.add_banner("整改进展情况周报（有误示例）", 7)
    progress.rows.append(["填报单位：白鹭街道", None, None, None, f"截至{write_day(as_of)}"])
    progress.rows.append(
        ["任务序号", "措施序号", "责任单位", "完成情况", "整改进展", "追缴金额（万元）", "问责人次"]
    )
    progress.rows += [
        [29, 1, "白鹭街道", "√", "已统一公开栏格式", None, None],
        [29, 2, "碧波街道", "已完成", "责任单位不在机构名册", None, None],
        [31, 2, "白鹭街道", "已完成", "收回多领补贴", 1.02, None],
        [12, 1, "白鹭街道", "已完成", "追缴金额不是数字", "若干", None],
        ["合计", None, None, None, None, 10.2, 0],
    ]
    tasks = Sheet("任务清单", widths=(6, 24, 40, 16, 12, 14))
    tasks.add_banner("整改任务清单（有误示例）", 6)
    tasks.rows += [
        [f"截至{write_day(as_of)}"],
        ["序号", "问题类别", "反馈问题", "责任单住", "责任领导", "整改时限"],
        [29, "三、民生保障方面", "表头“责任单位”写错一个字", "白鹭街道", "沈墨言", "2018年9月底"],
    ]
    return [closing, progress, tasks]
