"""The catalog that travels in the serving file: what each model, column, metric and code is, out of dbt's manifest.

Nothing is written here by hand, so a page, an export and `explain` always show what dbt really ran.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]
Node = Mapping[str, Any]
TEXT = "varchar"
EMPTY_WITH = re.compile(r"\bwith\s+(?=--|select\b|\()")
METRIC_TEXTS = ("formula", "counts", "reading", "owner")
METRIC_COLUMNS = (
    "metric_id",
    "label_zh",
    "label_en",
    "unit",
    *(f"{text}_{language}" for text in METRIC_TEXTS for language in ("zh", "en")),
    "evidence_sql",
    "model",
)


@dataclass(frozen=True)
class CatalogTable:
    """One table of the schema `catalog`: its columns with their SQL types, and its rows in that order."""

    name: str
    columns: dict[str, str]
    rows: list[Row]


def read_catalog(
    manifest: Node, facts: Mapping[str, str], *, database: str, landing: Path
) -> list[CatalogTable]:
    """Return the tables build, model, column, metric, indicator and code.

    `manifest` is dbt's, `facts` the key-value pairs of this build. `database` and the absolute folder `landing` are
    taken out of the compiled SQL, so that it reads the same on every machine.
    """
    models = _select_models(manifest)
    sources = [source for source in manifest["sources"].values() if not _meta(source).get("internal")]
    names = {node["unique_id"]: _name(node) for node in [*models, *manifest["sources"].values()]}

    def clean(sql: str) -> str:
        return sql.replace(f'"{database}".', "").replace(str(landing), "landing").strip()

    model_rows: list[Row] = []
    for node in [*models, *manifest["sources"].values()]:
        zh, en = _label(node)
        path = str(node["original_file_path"])
        upstream = sorted(names[key] for key in node.get("depends_on", {}).get("nodes", []) if key in names)
        sql = clean(_model_sql(node) if node["resource_type"] == "model" else _source_sql(node))
        model_rows.append((_name(node), _layer(path, node), path, zh, en, node["description"], sql, upstream))
    return [
        CatalogTable("build", dict.fromkeys(("key", "value"), TEXT), sorted(facts.items())),
        CatalogTable(
            "model",
            dict.fromkeys(("name", "layer", "path", "label_zh", "label_en", "description", "sql"), TEXT)
            | {"depends_on": "varchar[]"},
            sorted(model_rows),
        ),
        CatalogTable(
            "column",
            dict.fromkeys(("model", "name", "label_zh", "label_en", "description"), TEXT),
            [row for node in [*models, *sources] for row in _read_columns(node)],
        ),
        CatalogTable(
            "metric",
            dict.fromkeys(METRIC_COLUMNS, TEXT),
            sorted(_read_metric(node) for node in models if "metric" in _meta(node)),
        ),
        CatalogTable(
            "indicator",
            dict.fromkeys(("indicator_id", "model", "label_zh", "label_en", "sheet"), TEXT),
            sorted(_read_indicator(node) for node in models if "indicator" in _meta(node)),
        ),
        CatalogTable(
            "code",
            dict.fromkeys(("dataset", "column", "code", "label_zh", "label_en"), TEXT),
            [row for node in [*sources, *models] for row in _read_codes(node)],
        ),
    ]


def _select_models(manifest: Node) -> list[Node]:
    nodes: Iterable[Node] = manifest["nodes"].values()
    return sorted(
        (node for node in nodes if node["resource_type"] == "model"), key=lambda node: str(node["name"])
    )


def _name(node: Node) -> str:
    if node["resource_type"] == "source":
        return f"{node['source_name']}.{node['name']}"
    return str(node["name"])


def _layer(path: str, node: Node) -> str:
    if node["resource_type"] == "source":
        return "source"
    parts = Path(path).parts
    return parts[parts.index("models") + 1] if "models" in parts[:-2] else str(node["schema"])


def _model_sql(node: Node) -> str:
    """Return a model's compiled SQL without the ephemeral models that dbt puts into it: each is a model of its own."""
    # dbt compiles an ephemeral model only for a reader, and no site reads them all.
    sql = str(node.get("compiled_code") or node["raw_code"])
    inlined = [str(cte["sql"]) for cte in node.get("extra_ctes", ())]
    for cte in inlined:
        sql = re.sub(f" ?{re.escape(cte.strip())},? ?", "", sql, count=1)
    # A model that has no CTE of its own got its `with` from dbt.
    return EMPTY_WITH.sub("", sql, count=1).replace("__dbt__cte__", "") if inlined else sql


def _source_sql(node: Node) -> str:
    return f"select * from {node['relation_name']}"


def _meta(node: Node) -> Mapping[str, Any]:
    # dbt 1.10 moved `meta` under `config`; both places are filled for nodes, only one for some columns.
    found: Mapping[str, Any] = node.get("config", {}).get("meta") or node.get("meta") or {}
    return found


def _label(node: Node) -> tuple[str, str]:
    label = _meta(node).get("label", {})
    return str(label.get("zh", "")), str(label.get("en", ""))


def _read_columns(node: Node) -> list[Row]:
    return [
        (_name(node), column["name"], *_label(column), column["description"])
        for column in node["columns"].values()
    ]


def _read_metric(node: Node) -> Row:
    metric = _meta(node)["metric"]
    texts = [str(metric[key][language]) for key in METRIC_TEXTS for language in ("zh", "en")]
    return (metric["id"], *_label(node), metric["unit"], *texts, metric["evidence"], node["name"])


def _read_indicator(node: Node) -> Row:
    sheet = dict(_meta(node)["indicator"])
    return (sheet.pop("id"), _name(node), *_label(node), json.dumps(sheet, ensure_ascii=False, default=str))


def _read_codes(node: Node) -> list[Row]:
    """Return the codes of a contract's columns (a label and synonyms each) or of a model's (the label alone)."""
    rows: list[Row] = []
    for column in node["columns"].values():
        for code, words in _meta(column).get("codes", {}).items():
            label = words.get("label", words)
            rows.append((_name(node), column["name"], str(code), label["zh"], label["en"]))
    return rows
