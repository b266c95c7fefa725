"""The SQL of indicators without dbt: models rendered by the project's own macros, over tables that a test fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import duckdb
import yaml
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule

from warehouse.settings import MODELS

MACROS = MODELS.parent / "macros"


class _Adapter:
    """Stands for dbt's: only DuckDB's own form of a macro is ever asked for."""

    def __init__(self, macros: Callable[[], TemplateModule]) -> None:
        self._macros = macros

    def dispatch(self, macro_name: str, _project: str) -> Any:
        return getattr(self._macros(), f"default__{macro_name}")

    def quote(self, name: str) -> str:
        return f'"{name}"'


def _said(value: Any) -> Any:
    """What a macro returns is what it writes."""
    return value


def _itself(name: str) -> str:
    """A model is a table or view of its own name."""
    return name


@cache
def _environment() -> Environment:
    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals |= {"adapter": _Adapter(_macros), "return": _said, "ref": _itself, "execute": True}
    return environment


@cache
def _macros() -> TemplateModule:
    files = sorted(path for path in MACROS.rglob("*.sql") if "tests" not in path.parts)
    texts = [path.read_text(encoding="utf-8") for path in files]
    # How a table is put into a database is a tag of dbt's own, which plain Jinja does not know.
    return (
        _environment()
        .from_string("\n".join(text for text in texts if "{% materialization" not in text))
        .module
    )


def macro(name: str) -> Callable[..., str]:
    """Return a macro of the project; called with what it takes, it says its SQL."""
    found: Callable[..., str] = getattr(_macros(), name)
    return found


@cache
def _template(model: str) -> Template:
    names = {name: macro for name, macro in vars(_macros()).items() if not name.startswith("_")}
    path = next(MODELS.rglob(f"{model}.sql"))
    return _environment().from_string(path.read_text(encoding="utf-8"), globals=names)


def _render(model: str, ref: Callable[[str], str]) -> str:
    return _template(model).render(ref=ref, parameter=_parameters_of(model, ref))


def _parameters_of(model: str, ref: Callable[[str], str]) -> Callable[[str], str]:
    """Return the macro `parameter`, which dbt has from its graph, for one indicator."""

    def parameter(name: str) -> str:
        sheet = read_datasheet(model)
        declared = sheet["parameters"][name]
        full = declared.get("shared") or f"{sheet['id']}.{name}"
        in_force = ref("int_parameters__in_force")
        return (
            f"coalesce((select max(value) from {in_force} where parameter = '{full}'), {declared['default']})"
        )

    return parameter


@cache
def read_datasheet(model: str) -> dict[str, Any]:
    """Return the datasheet of an indicator as its YAML has it."""
    document = yaml.safe_load(next(MODELS.rglob(f"{model}.yml")).read_text(encoding="utf-8"))
    sheet: dict[str, Any] = document["models"][0]["config"]["meta"]["indicator"]
    return sheet


def flag(database: duckdb.DuckDBPyConnection, model: str) -> list[dict[str, Any]]:
    """Return what an indicator finds in the tables of `database`, one dict per row with the columns' names.

    A model that it reads and that no table stands for becomes a view, over those that it reads in turn.
    """
    cursor = database.execute(_with_views(database, model))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _with_views(database: duckdb.DuckDBPyConnection, model: str) -> str:
    read: list[str] = []

    def ref(name: str) -> str:
        read.append(name)
        return name

    sql = _render(model, ref)
    for name in dict.fromkeys(read):
        if name not in _relations(database):
            database.execute(f"create view {name} as {_with_views(database, name)}")
    return sql


def _relations(database: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in database.execute("select table_name from information_schema.tables").fetchall()}


def fill(
    database: duckdb.DuckDBPyConnection,
    table: str,
    columns: Iterable[tuple[str, str]],
    rows: Iterable[dict[str, Any]],
) -> None:
    """Make a table of `columns` (name, type) and put `rows` into it; a column that a row does not name is empty."""
    database.execute(f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns)})")
    for row in rows:
        places = ", ".join("?" * len(row))
        database.execute(f"insert into {table} ({', '.join(row)}) values ({places})", list(row.values()))
