"""The pages, found in their folder, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import streamlit as st

from dashboard.text import t

PAGES = Path(__file__).parents[1] / "pages"


def load_pages() -> dict[str, ModuleType]:
    """Return slug → module of every page, in the order of the menu, the hidden ones last."""
    slugs = [path.stem for path in PAGES.glob("*.py") if path.stem != "__init__"]
    modules = {slug: import_module(f"dashboard.pages.{slug}") for slug in slugs}
    return dict(
        sorted(modules.items(), key=lambda item: (item[1].POSITION is None, item[1].POSITION, item[0]))
    )


def build_pages(wrap: Callable[[ModuleType], Callable[[], None]]) -> list[st.Page]:
    """Return Streamlit's pages; `wrap` turns a page module into what runs. The first is the start page."""
    return [
        st.Page(
            wrap(module),
            title=t(f"page.{slug}"),
            url_path=slug,
            default=place == 0,
            visibility="hidden" if module.POSITION is None else "visible",
        )
        for place, (slug, module) in enumerate(load_pages().items())
    ]


def _target(slug: str) -> st.Page:
    # Streamlit knows a page by its address alone, so a link needs no more than that.
    return st.Page(_nothing, url_path=slug, title=slug, default=slug == next(iter(load_pages())))


def _nothing() -> None:
    return None


def show_link(slug: str, label: str, params: Mapping[str, str], *, help: str | None = None) -> None:  # noqa: A002
    """Show a link to a page that carries `params` in its address."""
    st.page_link(_target(slug), label=label, query_params=dict(params), help=help)


def go_to(slug: str, params: Mapping[str, str]) -> NoReturn:
    """Leave for another page."""
    st.switch_page(_target(slug), query_params=dict(params))
