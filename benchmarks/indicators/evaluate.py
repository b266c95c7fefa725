"""How often the indicators are right, on districts whose seeds nobody looked at while writing the rules.

    make evaluation          writes docs/reference/evaluation.md (about two minutes a district)

Each district is simulated, built and held against its truth by the program's own verbs; once more with a share of wrong
identity numbers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taizhang.commands.evaluate import percent
from warehouse.datasheets import load_datasheets
from warehouse.settings import PROJECT

PAGE = PROJECT / "docs" / "reference" / "evaluation.md"
SEEDS = (101, 102, 103, 104, 105)
WRONG_IDS = 0.05
DISTRICTS = (
    *("种子 Seed", "错号 Wrong IDs", "真疑点 Real", "找到 Found", "查全率 Recall", "误报 False"),
    *("准确率 Precision", "前 50 First 50", "金额 Amount found"),
)
INDICATORS = (
    *("指标 Indicator", "真疑点 Real", "找到 Found", "查全率 Recall", "误报 False", "其中相似 Look-alikes"),
    "准确率 Precision",
)
CALIBRATION = ("给出 Stated", "实际 Observed", "线索 Leads")
TEMPLATE = """\
# 指标检验 How often the indicators are right

由 `make evaluation` 写出。各区用写规则时没有看过的随机种子生成；一个疑点只有在证据行里出现真疑点的行才算对，
提示到无辜相似情形的算误报。

*Written by `make evaluation`. The districts come from seeds that nobody looked at while writing the rules. A finding is
true only where its evidence holds a row of a real case of its own indicator; one that meets an innocent look-alike is
false. How the cases are made: [simulation](simulation.md), [labelled rules](labelled-rules.md). A simulated district is
no proof of what a real one would give: the precision of a site's own indicators comes from its own marks.*

## 各区 Districts

{districts}

## 各指标 Indicators

{count} 个区合计（没有错号）。*{count} districts together, identity numbers as they are.*

{indicators}

## 校准 Calibration

线索给出的概率和实际属实的比例。*Stated probability of the leads and the share that was so.*

{calibration}

没有标签、不评判的指标 *Not judged, since the truth knows no case of them*: {unlabelled}
"""
Result = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One district: its seed, the share of wrong identity numbers, and what `evaluate --json` printed."""

    seed: int
    wrong_ids: float
    result: Result


def main() -> None:
    """Evaluate and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--wrong-ids", type=float, default=WRONG_IDS)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    runs = [evaluate(seed, share) for share in (0.0, arguments.wrong_ids) for seed in arguments.seeds]
    arguments.page.write_text(render(runs), encoding="utf-8")


def evaluate(seed: int, wrong_ids: float) -> Run:
    """Simulate one district into a folder of its own, build it and hold it against its truth."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        wrong = ("--wrong-ids", str(wrong_ids)) if wrong_ids else ()
        run("simulate", "--out", site, "--format", "landing", "--seed", seed, *wrong)
        run("--site", site, "build")
        result = json.loads(run("--site", site, "evaluate", "--truth", site / "truth.jsonl", "--json"))
    print(
        seed, wrong_ids, {name: result["overall"][name] for name in ("recall", "precision")}, file=sys.stderr
    )
    return Run(seed, wrong_ids, result)


def run(*arguments: object) -> str:
    """Run one verb and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "taizhang", *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def render(runs: list[Run]) -> str:
    """Return the page: a line per district, a line per indicator over all districts, the calibration."""
    clean = [each for each in runs if not each.wrong_ids]
    return TEMPLATE.format(
        districts=table(DISTRICTS, [render_run(each) for each in runs]),
        count=len(clean),
        indicators=table(INDICATORS, render_indicators(clean)),
        calibration=table(CALIBRATION, render_calibration(clean)),
        unlabelled=", ".join(sorted({name for each in clean for name in each.result["unlabelled"]})),
    )


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def render_run(each: Run) -> tuple[str, ...]:
    """A line of the table of districts."""
    overall = each.result["overall"]
    money = percent(overall["amount_found_cny"] / overall["amount_cny"] if overall["amount_cny"] else None)
    shares = [percent(overall[name]) for name in ("recall", "precision")]
    return (
        str(each.seed),
        f"{each.wrong_ids:.0%}",
        str(overall["real"]),
        str(overall["found"]),
        shares[0],
        str(overall["false"]),
        shares[1],
        percent(overall["precision_at_50"]),
        money,
    )


def render_indicators(runs: list[Run]) -> list[tuple[str, ...]]:
    """A line per indicator, its cases of all districts added up."""
    labels = {sheet.id: sheet.label for sheet in load_datasheets()}
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in runs:
        for score in each.result["indicators"]:
            for name in ("real", "found", "findings", "false", "innocent"):
                sums[score["indicator_id"]][name] += score[name]
    lines = []
    for indicator in labels:
        if indicator not in sums:
            continue
        own = sums[indicator]
        recall = f"{own['found'] / own['real']:.1%}" if own["real"] else "—"
        precision = f"{1 - own['false'] / own['findings']:.1%}" if own["findings"] else "—"
        name = f"[{indicator}](indicators/{indicator}.md) {labels[indicator]['zh']}"
        counts = [str(own[key]) for key in ("real", "found", "false", "innocent")]
        lines.append((name, *counts[:2], recall, *counts[2:], precision))
    return lines


def render_calibration(runs: list[Run]) -> list[tuple[str, ...]]:
    """A line per tenth of stated probability."""
    bands: dict[int, list[dict[str, float]]] = defaultdict(list)
    for each in runs:
        for band in each.result["calibration"]:
            bands[min(int(round(band["stated"], 9) * 10), 9)].append(band)
    lines = []
    for _, found in sorted(bands.items()):
        count = sum(band["n"] for band in found)
        stated = sum(band["stated"] * band["n"] for band in found) / count
        observed = sum(band["observed"] * band["n"] for band in found) / count
        lines.append((f"{stated:.1%}", f"{observed:.1%}", f"{count:.0f}"))
    return lines


if __name__ == "__main__":
    main()
