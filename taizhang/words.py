"""The command line's own words, in the language of `--lang`, else of the locale, else Chinese."""

from __future__ import annotations

import os
import sys
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from warehouse.contracts import Label


class Language(StrEnum):
    """What the command line can speak."""

    zh = "zh"
    en = "en"


@cache
def language() -> str:
    """Return zh or en. Read from the arguments themselves, since the help texts need it before they are parsed."""
    arguments = sys.argv[1:]
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in tuple(Language):
            return value
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "zh"


def say(key: str, **values: object) -> str:
    """Return the sentence `key` of words.toml in the current language."""
    return str(_words()[key][language()]).format(**values)


def pick(label: Label) -> str:
    """Return the current language's side of a label."""
    return label.zh if language() == "zh" else label.en


@cache
def _words() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {
        f"{group}.{key}": words for group, keys in tomllib.loads(text).items() for key, words in keys.items()
    }
