"""Puts the sample's files into folders by the day on which they were handed in."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from simulate.sample.district import FEEDBACK_ON
from simulate.sample.ledgers import (
    lay_out_events,
    lay_out_evidence,
    lay_out_faulty,
    lay_out_institutions,
    lay_out_measures,
    lay_out_organisations,
    lay_out_parameters,
    lay_out_rounds,
    lay_out_tasks,
)
from simulate.sample.notice import write_notice
from simulate.sample.office import Sheet, write_csv, write_xlsx
from simulate.sample.readme import write_readme
from simulate.sample.story import (
    MEASURE_LIST_WEEKS,
    TASK_LIST_WEEKS,
    WEEKS,
    event_instalments,
    evidence_instalments,
    weekly_reports,
)
from simulate.sample.truth import describe_truth
from simulate.sample.weekly import write_report

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
EXCERPT = (FEEDBACK_ON, WEEKS[0], WEEKS[-1])


def write_sample(out: Path) -> None:
    """Write the whole sample into `out`: one folder per delivery day, `faulty/`, README.md and truth.json.

    Folders of an earlier writing are replaced; anything else in `out` is left alone.
    """
    _clear(out)
    _write_registers(out)
    _write_lists(out)
    for report in weekly_reports():
        write_report(report, _folder(out, report.delivered_week))
    final = _folder(out, len(WEEKS))
    (final / f"临湖新区整改情况通报{WEEKS[-1]:%Y%m%d}.txt").write_text(
        write_notice(), encoding="utf-8", newline="\n"
    )
    faulty = out / "faulty"
    faulty.mkdir()
    write_xlsx(faulty / f"整改资料（有误示例）{WEEKS[-1]:%Y%m%d}.xlsx", lay_out_faulty(WEEKS[-1]))
    truth = json.dumps(describe_truth(), ensure_ascii=False, indent=1)
    (out / "truth.json").write_text(f"{truth}\n", encoding="utf-8", newline="\n")
    (out / "README.md").write_text(write_readme(), encoding="utf-8", newline="\n")


def write_excerpt(out: Path) -> None:
    """Write the three days of `EXCERPT` into `out`, `faulty/` and README.md, in the place of an earlier writing."""
    _clear(out)
    with tempfile.TemporaryDirectory(prefix="taizhang-sample-") as folder:
        whole = Path(folder)
        write_sample(whole)
        for name in [*map(str, EXCERPT), "faulty"]:
            shutil.copytree(whole / name, out / name)
        shutil.copyfile(whole / "README.md", out / "README.md")


def _clear(out: Path) -> None:
    for folder in [*out.glob("2018-*-*"), out / "faulty"]:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(out: Path, week: int) -> Path:
    folder = out / WEEKS[week - 1].isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_registers(out: Path) -> None:
    folder = out / FEEDBACK_ON.isoformat()
    folder.mkdir(parents=True)
    day = f"{FEEDBACK_ON:%Y%m%d}"
    write_xlsx(folder / f"机构名册{day}.xlsx", [lay_out_organisations(FEEDBACK_ON)])
    write_xlsx(folder / f"巡察轮次登记表{day}.xlsx", [lay_out_rounds(FEEDBACK_ON)])
    write_csv(folder / f"规则参数表{day}.csv", lay_out_parameters(), "utf-8-sig")


def _write_lists(out: Path) -> None:
    lists: list[tuple[int, str, Sheet]] = []
    for index, week in enumerate(TASK_LIST_WEEKS):
        lists.append((week, "整改任务清单", lay_out_tasks(index, WEEKS[week - 1])))
    for index, week in enumerate(MEASURE_LIST_WEEKS):
        lists.append((week, "整改措施清单", lay_out_measures(index, WEEKS[week - 1])))
    for week, events in event_instalments().items():
        lists.append((week, "销号台账", lay_out_events(events, WEEKS[week - 1])))
    for week, pieces in evidence_instalments().items():
        lists.append((week, "佐证材料目录", lay_out_evidence(pieces, WEEKS[week - 1])))
    lists.append((len(WEEKS), "制度建设清单", lay_out_institutions(WEEKS[-1])))
    for week, name, sheet in lists:
        write_xlsx(_folder(out, week) / f"{name}{WEEKS[week - 1]:%Y%m%d}.xlsx", [sheet])
