"""Choices that live in the address, so that a link or a reload brings the same rows.

The address decides and the widget follows: each widget's key holds the address's value, which is also its default.
A widget with a state of its own would race with the first answers of a slow browser, and wipe the address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.text import current_language, quote_typed, t


def drop_unknown(options: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Take out of the address what is not among the `options` (parameter → value → word), and return it."""
    unknown = {
        param: st.query_params[param]
        for param, known in options.items()
        if param in st.query_params and st.query_params[param] not in known
    }
    for param in unknown:
        st.query_params.pop(param)
        read_kept().pop(param, None)
    return [value for value in unknown.values() if value]


def show_unknown(values: Sequence[str]) -> None:
    """Say in one line which values of the address were left out."""
    if values:
        st.info(t("filter.unknown", values=t("filter.between").join(map(quote_typed, values))))


def choose(param: str, label: str, options: Mapping[str, str]) -> str:
    """Show a selection bound to the address and return its value; empty for all. `options` maps values to words."""
    asked = st.query_params.get(param, "")
    return choose_value(param, label, {"": t("filter.all"), **options}, asked)


def choose_value(
    param: str, label: str, options: Mapping[str, str], asked: str, *, is_labelled: bool = True
) -> str:
    """Show a selection among `options` (value → word) at `asked`; another choice goes into the address."""
    values = list(options)
    picked = st.selectbox(
        label,
        values,
        index=values.index(asked),
        key=f"filter_{param}:{asked}:{current_language()}",
        format_func=lambda value: options[value],
        placeholder="",
        label_visibility="visible" if is_labelled else "collapsed",
    )
    if picked != asked:
        _go_to(param, picked)
    return asked


def search(param: str, label: str) -> str:
    """Show a text field bound to the address and return its text."""
    asked = st.query_params.get(param, "")
    typed = st.text_input(
        label, value=asked, key=f"filter_{param}:{asked}", placeholder=t("filter.search_hint")
    )
    if typed.strip() != asked:
        _go_to(param, typed.strip())
    return asked


def _go_to(param: str, value: str) -> None:
    if value:
        st.query_params[param] = value
    else:
        st.query_params.pop(param, None)
    st.rerun()


def clear(params: tuple[str, ...]) -> None:
    """Drop the filters from the address."""
    for param in params:
        st.query_params.pop(param, None)


def restore(params: tuple[str, ...], page_before: str | None) -> None:
    """Bring back the filters where someone returns from a task; the browser's own way back drops them.

    `page_before` is the page that the session showed before this run.
    """
    asked = {param: st.query_params[param] for param in params if param in st.query_params}
    if page_before == "task" and not asked:
        asked = read_kept()
        for param, value in asked.items():
            st.query_params[param] = value
    st.session_state["filters_kept"] = asked


def read_kept() -> dict[str, str]:
    """Return the filters of the list that the session showed last."""
    kept: dict[str, str] = st.session_state.get("filters_kept", {})
    return kept
