"""The labels that head the blocks of an item (整改措施：, 责任单位：), and how they are found."""

import re
from dataclasses import dataclass
from typing import Literal

LabelKind = Literal["problem", "measures", "progress", "other"]

_WORDS: dict[LabelKind, str] = {
    "problem": "存在问题|反馈问题|反馈的问题|具体问题|问题表现|问题描述|主要问题|问题",
    "measures": "整改落实措施|整改具体措施|整改措施|主要措施|整改举措|具体措施|采取措施"
    "|采取的措施|工作措施|主要做法|工作举措",
    "progress": "整改落实情况|整改完成情况|整改进展情况|整改进展|整改情况|整改结果|落实情况"
    "|完成情况|进展情况|目前进展|整改",
    "other": "整改成效|取得成效|取得的成效|工作成效|责任单位|牵头单位|责任部门|配合单位|责任领导|牵头领导"
    "|责任人|整改时限|完成时限"
    "|整改期限|完成时间|整改目标|整改要求|下一步打算|下一步工作打算|下一步工作|下一步措施|下一步计划|下一步|整改类型|整改状态|备注",
}
_ANY = "|".join(sorted("|".join(_WORDS.values()).split("|"), key=len, reverse=True))
_KIND_OF: dict[str, LabelKind] = {word: kind for kind, words in _WORDS.items() for word in words.split("|")}
_INLINE = re.compile(
    rf"(?:^|(?<=[。;!?:,】\s]))"
    rf"(?:【(?P<boxed>{_ANY})】:?|\[(?P<square>{_ANY})\]:?|\(?(?P<plain>{_ANY})\)?\s*:)[ \t]*"
)
_WHOLE_LINE = re.compile(rf"[(【\[]?(?P<plain>{_ANY})[)】\]]?[。:]?\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """A block label: its words, what it heads, and its span [start, end) with brackets and colon."""

    words: str
    kind: LabelKind
    start: int
    end: int


def find_labels(folded: str, start: int, end: int) -> list[Label]:
    """Return the labels in `folded[start:end]`, one line: one that fills the line, or any followed by a colon."""
    if whole := _WHOLE_LINE.fullmatch(folded, start, end):
        words = whole["plain"]
        return [Label(words, _KIND_OF[words], start, end)]
    labels = []
    piece = folded[start:end]  # a slice, so that ^ is the start of the line
    for found in _INLINE.finditer(piece):
        words = found["boxed"] or found["square"] or found["plain"]
        labels.append(Label(words, _KIND_OF[words], start + found.start(), start + found.end()))
    return labels
