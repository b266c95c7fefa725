"""Words on the screen: `t("section.key")` in the language of the session, out of `i18n/<language>.toml`.

Words of the data (column labels, codes, metric names) are not here; they come from the catalog of the build.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

LANGUAGES = ("zh", "en")
LONGEST_QUOTE = 40
I18N = Path(__file__).parent / "i18n"


@cache
def load_words(language: str) -> dict[str, str]:
    """Return every text of a language as `section.key` → text."""
    tables: dict[str, dict[str, str]] = tomllib.loads((I18N / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": words for section, table in tables.items() for key, words in table.items()}


def choose_language() -> str:
    """Return the language of this run: the address first, then the session, then Chinese.

    The choice is written back into the address, since moving between pages drops it there.
    """
    asked = st.query_params.get("lang", st.session_state.get("lang_kept", "zh"))
    language = asked if asked in LANGUAGES else "zh"
    st.session_state["lang_kept"] = language
    if language == "zh":
        st.query_params.pop("lang", None)
    elif st.query_params.get("lang") != language:
        st.query_params["lang"] = language
    return language


def current_language() -> str:
    """Return the language that `choose_language` settled for this session."""
    return str(st.session_state.get("lang_kept", "zh"))


def t(key: str, **values: Any) -> str:
    """Return the text of `key` with `{name}` filled in from `values`.

    Raises:
        KeyError: no such key; the tests hold that every key in the code exists in every language.
    """
    return load_words(current_language())[key].format(**values)


def name_section(section: str) -> dict[str, str]:
    """Return name → word of a section, e.g. `inferred`."""
    prefix = f"{section}."
    words = load_words(current_language())
    return {key.removeprefix(prefix): word for key, word in words.items() if key.startswith(prefix)}


def pick(row: dict[str, Any], field: str) -> str:
    """Return `<field>_zh` or `<field>_en` of a catalog row, by the language of the session."""
    return str(row.get(f"{field}_{current_language()}") or "")


def escape_markdown(text: str | None) -> str:
    """Return text of the data so that markdown shows it as it is; empty for None."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|~$:])", r"\\\1", text or "")


def quote_typed(text: str) -> str:
    """Return text out of the address as code of at most 40 characters: nothing in it is a link, an image or markup."""
    plain = " ".join(text.replace("`", "'").split())
    shown = plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE] + "…"
    return f"`{shown}`" if shown else "—"


def format_day(day: date | None) -> str:
    """Return a day as people write it; empty for None."""
    return "" if day is None else t("format.day", year=day.year, month=day.month, day=day.day)


def format_moment(moment: datetime) -> str:
    """Return a day and its time of day."""
    return f"{format_day(moment.date())} {moment:%H:%M}"


def format_percent(numerator: float | None, denominator: float | None) -> str:
    """Return `numerator / denominator` with one decimal, or a dash where there is nothing to divide by."""
    return "—" if not denominator or numerator is None else f"{100 * numerator / denominator:.1f}%"
