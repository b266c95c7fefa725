"""Codes of the marts as people read them: the words of the catalog, behind a sign where the colour may be lost."""

from __future__ import annotations

from dashboard import warehouse
from dashboard.text import current_language
from dashboard.warehouse import Build

SIGNS: dict[tuple[str, str], dict[str, str]] = {
    ("fct_task_week", "light"): {
        "red": "■", "yellow": "▲", "green": "△", "none": "○", "done": "●", "grey": "—", "unknown": "?",
    },
    ("fct_notice_total", "verdict"): {"属实": "●", "不符": "■", "无法核实": "?"},
}  # fmt: skip
# A change tells a state or a deadline before and after; their codes are those of the task itself.
BORROWED = {
    ("fct_change", column): (
        ("fct_task_week", "state"),
        ("ledger.weekly_progress", "status"),
        ("fct_task_week", "due_kind"),
    )
    for column in ("before", "after")
}


def read_words(build: Build, model: str, column: str) -> dict[str, str]:
    """Return code → word of a mart's column in the language of the session; empty where it holds no codes."""
    words: dict[str, str] = {}
    for owner in BORROWED.get((model, column), ((model, column),)):
        words |= warehouse.read_codes(build, *owner, current_language())
    signs = SIGNS.get((model, column), {})
    return {code: f"{signs[code]} {word}" if code in signs else word for code, word in words.items()}


def name_code(build: Build, model: str, column: str, code: str | None) -> str:
    """Return the word for a code of a mart; a code that the catalog does not know stays as it is."""
    return read_words(build, model, column).get(code or "", code or "")
