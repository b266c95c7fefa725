"""What a blank template says about a column: its heading, how to fill it in, what it may hold.

Templates go to Chinese offices, so these words are Chinese only.
"""

from __future__ import annotations

from warehouse.code_lists import tell_codes
from warehouse.contracts import Column, Contract

HOW_TO_FILL = {
    "text": "",
    "identifier": "按原样填写，中间不空格。",
    "code": "从下拉列表中选择。",
    "integer": "填整数。",
    "number": "填数字。",
    "percent": "填百分数，如 98.5%。",
    "amount": "填数字，单位为{unit}。",
    "boolean": "填“是”或“否”。",
    "date": "写到日，如 2018-05-14 或 2018年5月14日。",
    "month": "写到月，如 2018年5月。",
    "year": "填四位年份，如 2018。",
    "moment": "写到时分，如 2018-05-14 09:30。",
    "period": "写起止月份，如 2018.1-2018.12。",
    "deadline": "写期限，如 2018-05-31、2018年5月底；也可写“立行立改”“长期坚持”。",
}
HOW_TO_FILL_PERSONAL = {
    "id_card": "填 18 位身份证号，末位可以是 X。",
    "bank_account": "填完整的账号。",
    "phone": "填完整的号码。",
    "person_name": "姓和名之间不空格。",
    "address": "",
    "party_name": "单位填全称，个人填姓名；几个人用顿号隔开。",
    "private_number": "按证件原样填写，中间不空格。",
}
GENERAL_NOTES = (
    "标题下一行写明填报单位和截至日期；没有截至日期的表不能入库。",
    "表头带 * 的列必填。列的先后可以调整，列名请不要改；多出的列不影响入库，但不会读取。",
    "一行填一条，从表头下一行开始填，中间不要插入别的表。行数不够时接着往下填。",
    "可以在最后写合计行，程序会与各行相加的结果核对，不当作数据。",
    "身份证号、账号、编号所在的列已设为文本格式；粘贴时请选“只粘贴文本”，以免末几位数字变成 0。",
    "报送后发现有错，改好整张表重新报送，并在文件名里写“更正”。",
    "涉及国家秘密的内容不得填入。",
)


def list_columns(contract: Contract) -> tuple[Column, ...]:
    """Return the columns that a sheet of `contract` has headings for."""
    return tuple(column for column in contract.read_columns if column.headers)


def find_title_unit(contract: Contract) -> str | None:
    """Return the money unit that the whole sheet can state once; None where its amounts differ, or it has none."""
    units = {money_unit(column) for column in list_columns(contract)} - {None}
    return units.pop() if len(units) == 1 else None


def money_unit(column: Column) -> str | None:
    """Return the unit in which an amount is filled in: the column's own, else 元; None for what is no amount."""
    return (column.unit or "元") if column.parse == "amount" else None


def print_heading(column: Column) -> str:
    """Return the heading as it is printed: the canonical one, the unit of an amount, a star where required."""
    heading = column.headers[0]
    unit = money_unit(column)
    if unit and unit not in heading:
        heading = f"{heading}（{unit}）"
    return f"{heading}*" if column.required else heading


def explain_filling(column: Column) -> str:
    """Return what to fill in and how, one or two sentences."""
    how = HOW_TO_FILL_PERSONAL[column.personal] if column.personal else HOW_TO_FILL[column.parse]
    return (column.description_zh or f"{column.label.zh}。") + how.format(unit=money_unit(column))


def list_choices(column: Column) -> tuple[str, ...]:
    """Return what a drop-down of the column offers; empty where it has none."""
    return ("是", "否") if column.parse == "boolean" else tuple(code.label.zh for code in column.codes)


def list_accepted(column: Column) -> str:
    """Return what the column may hold: the words of a list, names of a register, a limit; empty for free text."""
    if column.codes_from:
        told = tell_codes(column.codes, column.codes_from)
        return f"{'、'.join(label.zh for label in told)}（见下拉列表）"
    if choices := list_choices(column):
        return "、".join(choices)
    if column.references == "reference.organisations":
        return "机构名册中的名称或简称"
    return "" if column.minimum is None else f"不小于 {column.minimum:g}"


def write_note(column: Column) -> str:
    """Return the note at the heading: required or not, how to fill it in, what it may hold."""
    accepted = list_accepted(column)
    lines = ["必填。" if column.required else "选填。", explain_filling(column)]
    return "".join(lines) + (f"可填：{accepted}。" if accepted else "")
