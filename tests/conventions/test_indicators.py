"""What holds for every indicator: a whole datasheet, plain SQL, the same columns, words that accuse nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from warehouse.datasheets import FOLDER, Datasheet, load_datasheets
from warehouse.settings import MODELS

COLUMNS = (
    *("indicator_id", "subject_type", "subject_id", "org_id", "period_start", "period_end"),
    *("amount_cny", "score", "evidence", "detail"),
)
# Functions that every engine has in one form; any other belongs into macros/engine.
PLAIN = {
    *(
        "abs",
        "avg",
        "cast",
        "coalesce",
        "count",
        "extract",
        "floor",
        "greatest",
        "least",
        "length",
        "max",
        "min",
    ),
    *("nullif", "position", "replace", "round", "sqrt", "stddev_pop", "sum", "trim", "decimal", "varchar"),
    *("dense_rank", "first_value", "lag", "last_value", "lead", "rank", "row_number"),
}
NO_FUNCTIONS = {
    *(
        "and",
        "as",
        "by",
        "case",
        "distinct",
        "else",
        "exists",
        "filter",
        "from",
        "in",
        "not",
        "on",
        "or",
        "over",
    ),
    *(
        "select",
        "then",
        "when",
        "where",
        "with",
        "using",
        "between",
        "like",
        "having",
        "union",
        "all",
        "join",
    ),
}
ENGINE = {
    "cast by ::": re.compile(r"::"),
    "JSON by ->": re.compile(r"->"),
    "list by [ ]": re.compile(r"[\[\]]"),
    "lambda": re.compile(r"\blambda\b", re.IGNORECASE),
    "qualify": re.compile(r"\bqualify\b", re.IGNORECASE),
    "select * exclude, replace": re.compile(r"\*\s*(exclude|replace|except)\b", re.IGNORECASE),
    "ilike, similar to, glob": re.compile(r"\b(ilike|similar\s+to|glob)\b", re.IGNORECASE),
    "interval": re.compile(r"\binterval\b", re.IGNORECASE),
    "group by all": re.compile(r"\b(group|order)\s+by\s+all\b", re.IGNORECASE),
    "asof, semi, anti join": re.compile(r"\b(asof|semi|anti|positional)\s+join\b", re.IGNORECASE),
}
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
FORBIDDEN_READING = re.compile(r"\bref\('(stg_|int_loads__|int_source_rows__)|\bsource\(|\beffective_rows\(")
SHEETS = load_datasheets()


def sql_of(sheet: Datasheet) -> str:
    return (MODELS / FOLDER / f"{sheet.model}.sql").read_text(encoding="utf-8")


def plain_sql(sql: str) -> str:
    """Return what the model itself says in SQL: without macros, remarks and texts."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", JINJA.sub(" § ", sql)))


def columns_of(sql: str) -> tuple[str, ...]:
    """Return the names that the CTE `final` selects, in their order."""
    selected = plain_sql(sql).rpartition("\nfinal as (")[2]
    depth, items = 0, [""]
    for token in re.findall(r"\w+|\S", selected.split("select", 1)[1]):
        if token == "from" and depth == 0:
            break
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "," and depth == 0:
            items.append("")
        else:
            items[-1] += f" {token}"
    return tuple(item.split()[-1] for item in items)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str):
        yield value


def test_every_sql_file_has_its_datasheet() -> None:
    """Whether each is whole, `load_datasheets` has checked."""
    assert len(SHEETS) > 200
    assert {sheet.model for sheet in SHEETS} == {path.stem for path in (MODELS / FOLDER).glob("*.sql")}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_an_indicator_is_short_plain_sql_with_the_common_columns(sheet: Datasheet) -> None:
    sql = sql_of(sheet)
    assert len(sql.splitlines()) <= 80
    assert sql.endswith("\n)\n\nselect * from final\n")
    assert columns_of(sql) == COLUMNS
    assert f"'{sheet.id}' as indicator_id" in sql
    assert not FORBIDDEN_READING.search(sql)
    said = plain_sql(sql)
    assert [name for name, pattern in ENGINE.items() if pattern.search(said)] == []
    called = {name.lower() for name in re.findall(r"\b(\w+)\s*\(", said)}
    assert called - PLAIN - NO_FUNCTIONS == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_no_word_of_an_indicator_accuses(sheet: Datasheet) -> None:
    assert not [text for text in texts_in([dict(sheet.label), dict(sheet.texts)]) if "违规" in text]
    assert "违规" not in sql_of(sheet)


@pytest.mark.parametrize(
    "call",
    [
        "list_sort(evidence)",
        "regexp_matches(note, '甲')",
        "strftime(paid_on, '%Y')",
        "date_diff('day', a, b)",
        "unnest(rows)",
        "json_object('a', b)",
        "string_agg(a, ',')",
        "current_date()",
        "paid_on::date",
        "[row_uid]",
        "detail->>'x'",
        "note ilike '甲%'",
        "paid_on + interval 1 day",
        "lambda x: x",
    ],
)
def test_what_only_one_engine_understands_would_be_noticed(call: str) -> None:
    said = plain_sql(f"select {call} as x from t")
    called = set(re.findall(r"\b(\w+)\s*\(", said))
    assert called - PLAIN - NO_FUNCTIONS or any(pattern.search(said) for pattern in ENGINE.values())


def test_a_missing_or_misplaced_column_would_be_noticed() -> None:
    sql = sql_of(SHEETS[0])
    assert columns_of(sql.replace("null as score", "null as points")) != COLUMNS
    assert columns_of(
        "with\n\nfinal as (\n    select\n        a.b,\n        f(x, y) as c\n    from a\n)"
    ) == ("b", "c")
