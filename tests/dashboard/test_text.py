"""The words: the same keys in both languages, each used, each found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from dashboard.components.navigation import load_pages
from dashboard.text import LANGUAGES, escape_markdown, load_words, quote_typed

DASHBOARD = Path(__file__).parents[2] / "dashboard"


def read_used_keys() -> tuple[set[str], set[str]]:
    """Return the keys named in `t("…")`, and the beginnings of those that are put together."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            for argument in ast.walk(node.args[0]):
                if node.func.id == "t" and isinstance(argument, ast.JoinedStr):
                    first = argument.values[0]
                    assert isinstance(first, ast.Constant), f"{path}: a key must begin with its section"
                    beginnings.add(str(first.value))
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    if node.func.id == "t" and "." in argument.value.rstrip("."):
                        keys.add(argument.value)
                    elif node.func.id == "name_section":
                        beginnings.add(f"{argument.value}.")
    return keys, beginnings


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (load_words(language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    assert len(zh) > 100


def test_both_languages_fill_in_the_same_values() -> None:
    zh, en = (load_words(language) for language in LANGUAGES)
    for key in zh:
        names = [set(re.findall(r"\{(\w+)", words[key])) for words in (zh, en)]
        assert names[0] == names[1] or key.startswith(("format.", "header.week_option")), key


def test_every_key_in_the_code_exists() -> None:
    keys, _ = read_used_keys()
    assert keys - load_words("zh").keys() == set()


def test_no_key_is_unused() -> None:
    keys, beginnings = read_used_keys()
    unused = {key for key in load_words("zh") if key not in keys and not key.startswith(tuple(beginnings))}
    assert unused == set()


def test_every_page_has_a_title() -> None:
    assert {f"page.{slug}" for slug in load_pages()} <= load_words("zh").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_judge_nobody(language: str) -> None:
    assert not [words for words in load_words(language).values() if "违规" in words or "违纪" in words]


def test_markdown_in_the_data_is_shown_as_it_is() -> None:
    assert escape_markdown("**粗** [x](y) $a$ :red[z]") == r"\*\*粗\*\* \[x\]\(y\) \$a\$ \:red\[z\]"
    assert escape_markdown(None) == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2018-W30", "`2018-W30`"),
        ("![x](http://127.0.0.1:9/px.png)", "`![x](http://127.0.0.1:9/px.png)`"),
        ("a` ![x](y)", "`a' ![x](y)`"),
        ("a\n\n# b", "`a # b`"),
        ("长" * 41, "`" + "长" * 40 + "…`"),
        (" ", "—"),
    ],
)
def test_what_somebody_typed_is_quoted_and_never_markup(typed: str, shown: str) -> None:
    assert quote_typed(typed) == shown
