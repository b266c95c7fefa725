"""退回修改单: one workbook per unit, with the cell, the reason and the original, as text that never calculates."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from ingest.pipeline import ingest_paths
from ingest.returns import write_returns
from tests.ingest.office import PROGRESS_HEADINGS, write_workbook
from warehouse.settings import Site


def progress(path: Path, unit: str, status: str) -> Path:
    rows = [["整改进展周报"], [f"填报单位：{unit}", None, None, "截至2018年6月1日"], PROGRESS_HEADINGS]
    return write_workbook(path, [*rows, [1, 1, status, "正在办理", None, None]])


def test_each_unit_gets_its_own_and_a_sound_file_none(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    files = [
        progress(tmp_path / "周报甲.xlsx", "白鹭街道", "=1+1差不多"),
        progress(tmp_path / "周报乙.xlsx", "青石街道", "说不清"),
        progress(tmp_path / "周报丙.xlsx", "南塘街道", "已完成"),
    ]
    paths = write_returns(site, ingest_paths(site, files))
    assert [path.name for path in paths] == [
        "退回修改单-白鹭街道-2018-06-01.xlsx",
        "退回修改单-青石街道-2018-06-01.xlsx",
    ]
    sheet = openpyxl.load_workbook(paths[0]).active
    assert sheet is not None
    row = [cell.value for cell in sheet[3]]
    assert row[:4] == [1, "周报甲.xlsx", "Sheet1", "C4"]
    assert "完成情况" in str(row[4]) and row[5] == "未入库，请修改"
    assert sheet["G3"].data_type == "s"


def test_the_same_problems_are_the_same_bytes(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    file = progress(tmp_path / "周报甲.xlsx", "白鹭街道", "差不多")
    (first,) = write_returns(site, ingest_paths(site, [file]))
    before = first.read_bytes()
    (second,) = write_returns(site, ingest_paths(site, [file]))
    assert second.read_bytes() == before


def test_a_slip_gathers_earlier_files_and_goes_when_a_correction_lands(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    progress_file = progress(tmp_path / "周报.xlsx", "白鹭街道", "差不多")
    rows = [
        ["佐证材料目录"],
        ["填报单位：白鹭街道  截至2018年6月1日"],
        ["编号", "任务序号", "名称", "形成日期"],
    ]
    evidence_file = write_workbook(tmp_path / "佐证.xlsx", [*rows, ["1", 1, "会议记录", "6月31日"]])
    write_returns(site, ingest_paths(site, [progress_file]))
    (slip,) = write_returns(site, ingest_paths(site, [evidence_file]))
    sheet = openpyxl.load_workbook(slip).active
    assert sheet is not None
    assert {row[1].value for row in sheet.iter_rows(min_row=3)} == {"周报.xlsx", "佐证.xlsx"}
    corrected = progress(tmp_path / "周报（更正）.xlsx", "白鹭街道", "已完成")
    (slip,) = write_returns(site, ingest_paths(site, [corrected]))
    sheet = openpyxl.load_workbook(slip).active
    assert sheet is not None
    assert {row[1].value for row in sheet.iter_rows(min_row=3)} == {"佐证.xlsx"}


def test_an_empty_slip_is_removed(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    (slip,) = write_returns(
        site, ingest_paths(site, [progress(tmp_path / "周报.xlsx", "白鹭街道", "差不多")])
    )
    corrected = progress(tmp_path / "周报（更正）.xlsx", "白鹭街道", "已完成")
    assert write_returns(site, ingest_paths(site, [corrected])) == []
    assert not slip.exists()


def tell(site: Site, *paths: Path) -> dict[str, set[str]]:
    """Ingest, and return the files that each workbook of the site complains of."""
    write_returns(site, ingest_paths(site, paths))
    found = {}
    for path in sorted(site.returns.iterdir()):
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        found[path.stem.removeprefix("退回修改单-")] = {
            str(row[1].value) for row in sheet.iter_rows(min_row=3)
        }
    return found


NOWHERE = "未注明填报单位-日期不明"


def test_a_file_that_could_not_be_read_is_complained_of_until_it_can(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    spoilt, other = tmp_path / "周报.xlsx", tmp_path / "别的.xlsx"
    for path in (spoilt, other):
        path.write_bytes(b"PK broken")
    assert tell(site, spoilt) == {NOWHERE: {"周报.xlsx"}}
    # What another run tells the same addressee does not make the first complaint untrue.
    assert tell(site, other) == {NOWHERE: {"周报.xlsx", "别的.xlsx"}}
    assert tell(site, progress(spoilt, "白鹭街道", "已完成")) == {NOWHERE: {"别的.xlsx"}}
    mended = progress(tmp_path / "改好" / "别的（更正）.xlsx", "青石街道", "已完成")
    assert tell(site, mended) == {}


def test_a_refused_file_is_forgotten_when_its_delivery_lands(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    refused = progress(tmp_path / "周报.xlsx", "白鹭街道", "差不多")
    kept = progress(tmp_path / "周报甲.xlsx", "青石街道", "差不多")
    assert tell(site, refused, kept).keys() == {"白鹭街道-2018-06-01", "青石街道-2018-06-01"}
    mended = progress(tmp_path / "重报的周报.xlsx", "白鹭街道", "已完成")
    assert tell(site, mended).keys() == {"青石街道-2018-06-01"}
    assert tell(site, mended).keys() == {"青石街道-2018-06-01"}


def test_a_refused_list_of_added_rows_waits_for_its_own_series(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")

    def write(name: str, event: str) -> Path:
        rows = [
            ["销号台账"],
            ["填报单位：整改办  截至2018年6月1日"],
            ["任务序号", "办理环节", "办理日期", "审核人"],
        ]
        return write_workbook(tmp_path / f"{name}.xlsx", [*rows, [1, event, "2018年5月18日", None]])

    assert tell(site, write("销号台账一", "差不多")) == {"整改办-2018-06-01": {"销号台账一.xlsx"}}
    assert tell(site, write("销号台账二", "挂号")) == {"整改办-2018-06-01": {"销号台账一.xlsx"}}
    assert tell(site, write("销号台账一（更正）", "申请销号")).keys() <= {"整改办-2018-06-01"}
    assert "销号台账一.xlsx" not in tell(site, write("销号台账二", "挂号")).get("整改办-2018-06-01", set())


def test_what_comparing_files_has_found_outlives_the_next_run(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    first = progress(tmp_path / "周报一.xlsx", "白鹭街道", "已完成")
    second = progress(tmp_path / "周报二.xlsx", "白鹭街道", "推进中")
    rivals = {"白鹭街道-2018-06-01": {"周报一.xlsx", "周报二.xlsx"}}
    assert tell(site, first, second) == rivals
    assert tell(site, progress(tmp_path / "周报三.xlsx", "青石街道", "已完成")) == rivals
    assert tell(site, progress(tmp_path / "周报二（更正）.xlsx", "白鹭街道", "已完成")) == {}
