"""Words for records of integrity talks, put together so that no two records of an interviewer are much alike."""

from __future__ import annotations

MATTERS = (
    "分管项目的资金拨付和验收把关",
    "窗口办事时限和群众评价",
    "下属单位津补贴自查清退",
    "村级账目公开和票据管理",
    "公务接待审批单和来访公函",
    "扶贫政策落实和入户走访质量",
    "工程变更签证的审批权限",
    "本人及近亲属经商办企业情况",
    "土地流转合同和租金收缴",
    "干部请销假和工作日午间纪律",
    "招商引资承诺事项兑现",
    "信访件办理和矛盾化解",
)
FINDINGS = (
    "指出三月抽查时有两笔支出附件不全",
    "提醒近期有群众反映答复口径前后不一",
    "说明巡察反馈里点到的同类问题不能再犯",
    "通报外地一起因监管缺位被追责的情况",
    "谈到年初签订的责任清单还有四项没有着手",
    "核实个人事项报告中房产一栏的填报依据",
    "逐条对照廉政风险点，认为复核环节最薄弱",
    "了解家庭近期婚丧事宜的安排和报备",
    "反馈民主评议中得票偏低的两项内容",
    "肯定去年清理挂账做得扎实，但长效办法没有跟上",
    "询问下属借调期间的考勤由谁负责",
    "就办公用房调整后的超面积问题作了提示",
)
DEMANDS = (
    "要求月底前把台账补齐，交办公室备查",
    "要求每季度带头讲一次案例，不走过场",
    "要求重要事项先上会再执行，会议记录专人保管",
    "要求十个工作日内书面说明并附佐证材料",
    "要求分管科室互相抽查一遍，结果张榜",
    "要求从本周起取消一切无公函接待",
    "要求把应退款项逐人逐笔退到财政专户",
    "要求对关键岗位人员轮岗，六月前到位",
    "要求公开举报电话，并安排专人接听登记",
    "要求与服务对象保持清爽关系，不收土特产",
    "要求主动向组织报告社会交往中的新情况",
    "要求把村里反映最多的三件事先办出结果",
)
PLEDGES = (
    "本人表示认识到位，愿意接受随时检查",
    "本人承认抓得不紧，下周一先开科务会",
    "本人说明了客观原因，保证不再拖延",
    "本人当场列出三条改进办法，请组织监督",
    "本人对提醒表示感谢，会后即与家人沟通",
    "本人提出人手不足的困难，希望统筹解决",
    "本人承诺带头执行，出现问题先追究自己",
    "本人请求增加财务培训，以便看得懂账",
    "本人汇报已完成一半，其余五月底办结",
    "本人态度诚恳，并交来一份书面检查",
)
TOPICS = ("履行主体责任", "遵守廉洁纪律", "项目和资金监管", "作风和效能", "个人事项报告", "联系服务群众")
FORM_HEADING = (
    "谈话提纲（统一印制）：一、传达上级关于全面从严治党的部署；二、了解本人履行一岗双责的情况；三、核对个人有关事项；"
    "四、听取对党工委的意见建议；五、提出今后要求并由谈话对象签字确认。谈话纪要："
)


def write_record(number: int) -> str:
    """Return the record of an interviewer's talk `number`; of any forty, two share one slot of four at most."""
    turn = number // len(MATTERS)
    matter = MATTERS[number % len(MATTERS)]
    finding = FINDINGS[(number + turn) % len(FINDINGS)]
    demand = DEMANDS[(number + 2 * turn) % len(DEMANDS)]
    pledge = PLEDGES[(number + turn) % len(PLEDGES)]
    return f"围绕{matter}谈话。{finding}。{demand}。{pledge}。"


def write_clone(interviewee: str, number: int) -> str:
    """Return a record that fits everybody: only the name in it changes."""
    own = write_record(number)
    return (
        f"与{interviewee}同志谈话，重申党风廉政建设各项规定，要求认真学习、严格遵守、带头落实，管好自己、管好家人、"
        f"管好身边工作人员，做到警钟长鸣、防微杜渐。{own}"
    )
