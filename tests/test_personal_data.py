"""No number of a person's paper or account leaves the inbox, whatever cell, row, file or name it stands in.

Five hundred ID numbers and five hundred cards go through the real command line; then every byte of the site and every
line that was printed is searched for them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.canaries import NUMBERS, Canaries, old, write_canaries
from tests.canary_names import FIRM, NAMES, PLATES
from tests.conftest import SAMPLE
from warehouse import keys
from warehouse.landing import list_loads, load_path
from warehouse.settings import PROJECT, Site
from warehouse.tokens import compute_tokens, normalise
from warehouse.vault import open_vault

SEPARATORS = re.compile(r"[\s\x00,.'’–—-]")
RUN = re.compile(r"[0-9]{12,}X?", re.IGNORECASE)
DATASETS = {
    *("subsidy.benefit_payments", "subsidy.allowance_payments", "household.welfare_households"),
    *("register.residents", "notice.items", "audit.village_vouchers", "register.motor_vehicles"),
}


@dataclass(frozen=True)
class Flow:
    """A site through which the canaries went, and what was printed on the way."""

    site: Site
    canaries: Canaries
    printed: str


def run(site: Site, *arguments: str | Path, expect: int | None = 0, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "taizhang", "--site", str(site.root), *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert expect in (None, done.returncode), done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    site = Site(tmp_path_factory.mktemp("canaries"))
    printed = [run(site, "init")]
    canaries = write_canaries(site.inbox)
    (notice,) = site.inbox.glob("*通报*.txt")
    printed.append(run(site, "ingest", SAMPLE / "2018-05-18", site.inbox, "--json", expect=3))
    with ThreadPoolExecutor(2) as side_by_side:
        during_the_build = [
            side_by_side.submit(run, site, "build"),
            side_by_side.submit(run, site, "--lang", "en", "ingest", site.inbox, expect=3),
            side_by_side.submit(
                run, site, "--debug", "ingest", site.inbox, expect=1, TAIZHANG_KEY="ab12cd34ef56" * 5 + "0987"
            ),
            side_by_side.submit(run, site, "notice", notice, "--json"),
        ]
        printed += [done.result() for done in during_the_build]
        printed += side_by_side.map(
            lambda arguments: run(site, *arguments),
            [("snapshot",), *(("explain", "row", row_uid) for row_uid in find_odd_rows(site))],
        )
    return Flow(site, canaries, "".join(printed))


def find_odd_rows(site: Site) -> Iterator[str]:
    """A row of each dataset that people's numbers landed in, one with a defect where there is one."""
    for record in list_loads(site):
        if record.dataset in DATASETS:
            path = site.landing.joinpath(*record.dataset.split("."), f"{record.load_id}.parquet")
            rows = pl.read_parquet(path, columns=["_row_uid", "_defects"])
            yield rows.sort("_defects", nulls_last=True)["_row_uid"][0]


def forbidden(canaries: Canaries) -> dict[int, set[str]]:
    """What must be found nowhere, by length: the numbers, their 15 digits, and what a mask must not show."""
    parts = {
        *canaries.used,
        *(part for number in canaries.used for part in (number[6:].rstrip("X"), number[:15])),
        *(old(number) for number in canaries.used if len(number) == 18),
    }
    by_length: dict[int, set[str]] = {}
    for part in parts:
        by_length.setdefault(len(part), set()).add(part)
    return {length: found for length, found in by_length.items() if length > 11}


def search(text: str, parts: dict[int, set[str]]) -> set[str]:
    found: set[str] = set()
    for folded in (text, SEPARATORS.sub("", unicodedata.normalize("NFKC", text))):
        for run_of_digits in set(RUN.findall(folded)):
            digits = run_of_digits.upper()
            for length, wanted in parts.items():
                found |= {digits[at : at + length] for at in range(len(digits) - length + 1)} & wanted
    return found


def read_texts(path: Path) -> Iterator[str]:
    """The file as bytes, and whatever a program that knows its format would show."""
    if path.is_dir():
        return
    content = path.read_bytes()
    yield content.decode("utf-8", errors="replace")
    yield content.decode("utf-16-le", errors="replace")
    if path.suffix == ".parquet":
        yield str(pl.read_parquet_metadata(path))
        frame = pl.read_parquet(path)
        yield "\n".join(map(str, frame.rows()))
    elif path.suffix == ".duckdb":
        yield from dump_database(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())


def dump_database(path: Path) -> Iterator[str]:
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        assert tables
        for schema, table in tables:
            rows = connection.execute(f'select * from "{schema}"."{table}"').fetchall()
            yield "\n".join(map(str, rows))


def test_the_files_are_read_as_what_they_are(flow: Flow) -> None:
    assert len(set(flow.canaries.used)) == 2 * NUMBERS
    landed = {record.dataset: record for record in list_loads(flow.site)}
    assert landed.keys() >= DATASETS
    assert sum(record.rows_rejected for record in list_loads(flow.site)) > 50
    assert list(flow.site.returns.glob("*.xlsx")) and list(flow.site.snapshots.rglob("*.xlsx"))


def list_outside(site: Site) -> list[Path]:
    return [
        path
        for path in site.root.rglob("*")
        if not any(path.is_relative_to(folder) for folder in (site.inbox, site.vault))
    ]


def search_words(text: str, words: set[str]) -> set[str]:
    folded = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return {word for word in words if word in text or word in folded}


def test_no_name_of_a_payee_and_no_plate_is_outside_of_inbox_and_vault(flow: Flow) -> None:
    words = {*NAMES, *PLATES}
    inbox = "".join(text for path in flow.site.inbox.glob("村级*.xlsx") for text in read_texts(path))
    assert search_words(inbox, words) == set(NAMES)
    leaks = {
        str(path): found
        for path in list_outside(flow.site)
        if (found := set().union(*(search_words(text, words) for text in [path.name, *read_texts(path)])))
    }
    assert leaks == {} and search_words(flow.printed, words) == set()


def test_an_organisation_among_the_payees_stays_readable_and_is_in_no_vault(flow: Flow) -> None:
    (record,) = [record for record in list_loads(flow.site) if record.dataset == "audit.village_vouchers"]
    rows = pl.read_parquet(load_path(flow.site, record))
    assert rows.filter(pl.col("payee_name_masked") == FIRM).height == 1
    assert rows["payee_name_token"].null_count() == 0
    cells = rows["_cells"].explode().drop_nulls().struct.unnest()
    masked = cells.filter(pl.col("column") == "summary", pl.col("inferred").str.contains("masked"))
    assert len(masked) == record.rows_accepted - 1
    with open_vault(flow.site, keys.load_keys(flow.site)) as vault:
        raws = {raw for values in vault.read_all() for raw in values["raw"]}
    assert FIRM not in raws
    assert [name for name in NAMES if not any(name in raw.replace("\u3000", "") for raw in raws)] == []
    assert [plate for plate in PLATES if not any(plate[-4:] in raw.upper() for raw in raws)] == []


def test_a_number_is_found_where_one_is(flow: Flow) -> None:
    """The search itself: it sees every form in which the files hold the numbers."""
    parts = forbidden(flow.canaries)
    number = flow.canaries.used[0]
    for text in (
        number,
        f"{number[:6]} {number[6:14]}-{number[14:]}",
        old(number),
        f"x{number[6:]}",
        f"{number[0]}.{number[1:]}",
    ):
        assert search(text, parts)
    inbox = (text for path in flow.site.inbox.rglob("*.csv") for text in [path.read_text(encoding="gb18030")])
    assert len({part for text in inbox for part in search(text, parts)}) > 200


def test_no_number_is_outside_of_inbox_and_vault(flow: Flow) -> None:
    parts = forbidden(flow.canaries)
    outside = list_outside(flow.site)
    assert {path.suffix for path in outside} >= {".parquet", ".duckdb", ".xlsx", ".log", ".json"}
    leaks = {
        str(path): found
        for path in outside
        if (found := set().union(*(search(text, parts) for text in [path.name, *read_texts(path)])))
    }
    assert leaks == {}


def test_no_number_is_printed(flow: Flow) -> None:
    assert "Traceback" in flow.printed
    assert search(flow.printed, forbidden(flow.canaries)) == set()


def test_the_vault_gives_back_what_was_landed_to_the_key_and_to_no_other(flow: Flow) -> None:
    site, under = flow.site, keys.load_keys(flow.site)
    with open_vault(site, under) as vault:
        raws = [raw for values in vault.read_all() for raw in values["raw"]]
        for personal in ("id_card", "bank_account"):
            numbers = pl.Series(
                "raw",
                [
                    n
                    for n, kept in flow.canaries.kept.items()
                    if kept == personal and (len(n) == 18) == (personal == "id_card")
                ],
            )
            tokens = compute_tokens(personal, normalise(personal, numbers), under)
            assert len(numbers) > 300
            assert vault.reveal(tokens).keys() == set(tokens)
    written = SEPARATORS.sub("", unicodedata.normalize("NFKC", " ".join(raws))).upper()
    assert [n for n in flow.canaries.kept if n not in written and old(n) not in written] == []
    for path in site.vault.rglob("*"):
        assert not search(path.read_bytes().decode("latin-1"), forbidden(flow.canaries))
    with pytest.raises(keys.KeyUnfit):
        open_vault(site, keys.derive_keys(os.urandom(32)))
