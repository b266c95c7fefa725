"""What checks find and what their reports say, composed of parts so that two reports are unlike unless copied."""

from __future__ import annotations

import numpy as np

FINDINGS = (
    (
        "动员会签到表缺{n}人",
        "动员会只传达了文件，没有结合本单位{n}项具体事项",
        "会后没有把动员情况传到{n}名支部成员",
    ),
    ("{n}项任务没有落实到具体人", "分工表上有{n}处责任人已调离", "{n}条措施没有排出时间"),
    ("台账有{n}项没有更新", "{n}条进展与周报说法不一致", "台账缺少{n}项任务的佐证目录"),
    ("{n}项任务仍停留在发文阶段", "{n}户入户核对没有做完", "欠收的款项还有{n}笔没有着落"),
    ("{n}项做法没有形成制度", "群众对{n}件事的办理不满意", "{n}项整改后没有再检查过"),
)
OPENINGS = (
    "检查组到{unit}查阅了{n}本台账",
    "到{unit}后随机找{n}名同志谈话",
    "在{unit}先看现场再看资料，走了{n}个点位",
    "对{unit}按清单逐项核对，用时{n}个小时",
    "{unit}提供资料{n}盒，检查组抽取其中一半",
    "检查组旁听了{unit}的一次例会，与会{n}人",
    "未打招呼进入{unit}办公场所，查看{n}处公示",
    "{unit}汇报之后，检查组抽了{n}项任务倒查",
    "走访{unit}周边群众{n}户，再回头对照资料",
)
STRENGTHS = (
    "主要负责人能说清每项任务的进度",
    "分管同志每周过问一次并有记录",
    "任务分工上墙，{n}名责任人电话公开",
    "资料按任务编号装订，查找方便",
    "对难办的{n}件事列了专门计划",
    "群众来访登记与整改清单相互对应",
    "例会纪要写得具体，议定的{n}项都有下文",
    "财务票据与台账记载核对相符",
    "新来的{n}名同志都经过岗前讲解",
    "整改措施写清了先后次序，没有一锅煮",
    "把{n}个老问题的来龙去脉讲得明白",
    "公开栏更新及时，群众反映看得懂",
    "与业务主管部门会商{n}次，意见都留了底",
)
VIEWS = (
    "整改氛围较好，但各人掌握程度不一",
    "工作有布置，抓得还不够紧",
    "总体进度与时限要求相当",
    "前期慢了些，近{n}周明显加快",
    "基础较弱，已明确专人补课",
    "与上次检查相比有{n}处改进",
    "重资料轻现场的倾向还在，{n}处只有照片",
    "班子成员之间配合默契，推进平顺",
    "受人手限制，{n}项工作由一人兼办",
    "开头紧、中间松，本期起重新排了班",
)
ADVICE = (
    "建议每半个月自查一次，下次检查重点看{n}号任务",
    "要求一周内把缺的资料补齐，并报督导组备查",
    "请分管领导带队再走访{n}户，听听群众怎么说",
    "建议与邻近单位对口交流，少走弯路",
    "下一步把{n}条做法写进规章，长期照办",
    "对进度靠后的事项逐件约谈承办人",
    "提醒注意资料真实，时间前后要对得上",
    "可把{n}个典型做法报整改办印发参考",
    "先易后难的办法可行，难事也要定下起步日子",
    "请纪检人员每月抽{n}件，看有没有走过场",
    "外出人员较多，联系方式应当每季更新",
)


def compose_finding(draw: np.random.Generator, dimension: int) -> str:
    """Return a finding about one of the five dimensions (0…4)."""
    return str(draw.choice(FINDINGS[dimension])).format(n=int(draw.integers(2, 15)))


def compose_report(draw: np.random.Generator, unit: str, finding: str | None) -> str:
    """Return the main passage of a report about `unit`."""
    parts = [draw.choice(OPENINGS), *draw.permutation(STRENGTHS)[:3], draw.choice(VIEWS), draw.choice(ADVICE)]
    texts = [str(part).format(unit=unit, n=int(draw.integers(2, 40))) for part in parts]
    found = f"发现{finding}" if finding else "没有发现需要限期改正的问题"
    return f"{texts[0]}；{texts[1]}，{texts[2]}，{texts[3]}；{found}；{texts[4]}。{texts[5]}。"
