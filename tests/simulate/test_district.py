"""The district: the same bytes for the same seed, numbers that belong to nobody, blocks that do not meet."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from simulate.identity import CREDIT_SIGNS, make_accounts, make_credit_codes
from simulate.office.workbook import EMPTY_SHEET
from simulate.streams import stream
from simulate.world import World
from taizhang.commands.simulate import RECEIPT, TRUTH
from tests.simulate.conftest import DAYS, District, write_files
from warehouse.contracts import load_contracts
from warehouse.id_card import is_valid
from warehouse.settings import PROJECT, Site

STARTS = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls", b"<htm": "html"}
COUNT_AND_MEMORY = """
import io, resource
from simulate.run import simulate
from taizhang.commands.simulate import NoSink
simulate(NoSink(), io.StringIO(), scale={scale}, seed=7)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_days(folder: Path, days: tuple[str, ...]) -> dict[str, bytes]:
    return {name: data for name, data in read_all(folder).items() if name.startswith(days)}


def test_the_same_seed_gives_the_same_bytes(district: District, tmp_path: Path) -> None:
    truth = write_files(tmp_path / "again")
    assert truth == district.truth
    first, again = read_days(district.files, DAYS), read_all(tmp_path / "again")
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_another_seed_gives_another_district_of_the_same_shape(district: District, tmp_path: Path) -> None:
    write_files(tmp_path / "other", DAYS[:1], seed=8)
    other = read_all(tmp_path / "other")
    first = read_days(district.files, DAYS[:1])
    assert {name.split(".")[0] for name in first} == {name.split(".")[0] for name in other}
    alike = first.keys() & other.keys()  # an office may have another program
    same = {name.split("/")[1][:-13] for name in alike if first[name] == other[name]}
    assert same <= {"机构名册", "社会救助保障标准表", "节假日调休表"}
    sizes = {name: len(other[name]) / len(first[name]) for name in alike}
    assert {name: share for name, share in sizes.items() if not 0.7 < share < 1.4} == {}
    assert len(alike) > len(first) / 3


def test_every_style_of_file_is_there_and_an_office_keeps_to_its_own(district: District) -> None:
    forms: dict[str, set[str]] = {}
    for report in district.reports:
        assert report.record is not None
        if report.record.scope == "unit" and report.path.suffix != ".csv":
            with report.path.open("rb") as file:
                forms.setdefault(str(report.record.sender), set()).add(STARTS[file.read(4)])
    assert {tuple(sorted(found)) for found in forms.values()} >= {("xls",), ("xlsx",)}
    assert {sender for sender, found in forms.items() if len(found) > 1} <= {"市车管所"}
    rules = {problem.rule for report in district.reports for problem in report.problems}
    assert rules >= {"html_table", "hidden_rows", "hidden_columns"}


def test_the_landing_holds_what_the_office_files_become(district: District) -> None:
    """Every stored value, raw text, defect and id; only a file can have cells merged or left blank below a value."""
    compared = 0
    for contract in load_contracts():
        frames = [read_rows(site, contract.dataset) for site in (district.landed, district.ingested)]
        assert (frames[0] is None) == (frames[1] is None), contract.dataset
        if frames[0] is not None and frames[1] is not None:
            assert frames[0].equals(frames[1]), contract.dataset
            compared += 1
    assert compared == len({report.record.dataset for report in district.reports if report.record})


def read_rows(site: Site, dataset: str) -> pl.DataFrame | None:
    paths = sorted(site.landing.joinpath(*dataset.split(".")).glob("[!_.]*.parquet"))
    if not paths:
        return None
    rows = pl.read_parquet(paths).drop("_cells")
    return rows.with_columns(pl.col("_defects").list.join("|")).sort(pl.all())


def test_people_have_valid_numbers_of_an_area_that_nobody_lives_in() -> None:
    for block in (0, 1, 40):
        people = World(7, block).persons
        assert people.select(is_valid(pl.col("id_card")).all()).item()
        assert people["id_card"].str.starts_with("9901").all()
        assert people["id_card"].n_unique() == len(people)


def test_accounts_satisfy_luhn_and_credit_codes_their_check_sign() -> None:
    accounts = make_accounts(500, 3).to_list()
    for account in accounts:
        doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(account))]
        assert sum(number // 10 + number % 10 for number in doubled) % 10 == 0
    assert len(set(accounts)) == 500 and all(len(a) == 19 and a.startswith("6299") for a in accounts)
    signs = "".join(CREDIT_SIGNS)
    for code in make_credit_codes(300, 2):
        total = sum(signs.index(sign) * 3**at % 31 for at, sign in enumerate(code[:17]))
        assert (total + signs.index(code[17])) % 31 == 0 and len(code) == 18


def test_blocks_share_no_name_of_an_organisation_and_no_number() -> None:
    worlds = [World(7, block) for block in (0, 1, 2, 96, 97, 98, 200)]
    names = [name for world in worlds for name in world.places.organisations["name"]]
    codes = [code for world in worlds for code in world.places.organisations["org_code"]]
    assert len(set(names)) == len(names) and len(set(codes)) == len(codes)
    numbers = pl.concat([world.persons["id_card"] for world in worlds[:3]])
    assert numbers.n_unique() == len(numbers)


def test_a_district_has_the_shape_of_a_real_one() -> None:
    world = World(7, 0)
    kinds = dict(world.places.organisations.group_by("kind").len().iter_rows())
    assert (kinds["subdistrict"], kinds["village"], kinds["community"]) == (3, 34, 4)
    homes = dict(world.households.group_by("kind").len().iter_rows())
    assert homes["welfare"] + homes["both"] == 2000
    levels = dict(world.officials.group_by("level").len().iter_rows())
    assert (levels["county"], levels["section"]) == (8, 152)


def test_a_stream_of_another_name_leaves_the_others_alone() -> None:
    before = stream(7, 0, "payments").random(4).tolist()
    stream(7, 0, "something new").random(4)
    assert stream(7, 0, "payments").random(4).tolist() == before
    assert stream(7, 1, "payments").random(4).tolist() != before
    assert stream(7, 0, "payments", "relief").random(4).tolist() != before


def test_two_blocks_are_two_sheets_of_one_site_wide_list_and_files_of_two_units(tmp_path: Path) -> None:
    truth = write_files(tmp_path, DAYS[:1], scale=2)
    other = World(7, 1).places.site
    book = CalamineWorkbook.from_path(str(next(tmp_path.glob("2018-04-20/机构名册*.xlsx"))))
    assert [name for name in book.sheet_names if name != EMPTY_SHEET] == ["临湖新区", other]
    payments = sorted(path.name for path in tmp_path.glob("2018-04-20/救助资金发放*"))
    assert len(payments) == 2 and any(other in name for name in payments)
    residents = next(tmp_path.glob("2018-04-20/户籍人口*.csv")).read_bytes()
    heads = sum("户籍人口信息" in line for line in decode(residents).splitlines())
    assert heads == 1 and decode(residents).count("\r\n") > 20_000
    places = [place for case in truth for place in case["rows"] if "户籍人口" in place["file"]]
    assert max(place["row"] for place in places if place["file"].startswith(DAYS[0])) > 10_400


def decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def test_memory_holds_one_block_at_a_time() -> None:
    peaks = []
    for scale in (1, 4):
        command = [sys.executable, "-c", COUNT_AND_MEMORY.format(scale=scale)]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert resource.RUSAGE_SELF == 0
    assert peaks[1] < 1.3 * peaks[0]


@pytest.mark.parametrize("form", ["office", "landing"])
def test_a_dry_run_writes_nothing(tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-m", "taizhang", "simulate", "--out", str(tmp_path / "new"), "--dry-run"]
    done = subprocess.run(
        [*command, "--format", form], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "账.xlsx").write_bytes(b"ours")
    command = [sys.executable, "-m", "taizhang", "--lang", "zh", "simulate", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and str(tmp_path) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["账.xlsx"]
    assert {RECEIPT, TRUTH}.isdisjoint(path.name for path in tmp_path.iterdir())
