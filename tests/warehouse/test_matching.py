"""Which person a row means: a hand-made village, landed as any other, and the links that come out of its vault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.warehouse.village import (
    ACCOUNT,
    CADRES,
    CLERK,
    EAST,
    JOBS,
    NAMESAKE,
    PAYMENTS,
    PHONE,
    SPRING,
    SPRING_TOO,
    STONE,
    WEST,
    Village,
    contracts,
    number,
    paid,
    shorten,
    swap,
    turn,
)
from warehouse import keys
from warehouse.errors import TaizhangError
from warehouse.id_card import lengthen
from warehouse.landing import write_catalog
from warehouse.landing_shapes import PERSON_LINKS
from warehouse.matching import link_people, scoring
from warehouse.matching.roles import find_roles
from warehouse.settings import Site


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path / "site")


def test_a_slip_in_the_number_is_mended(village: Village) -> None:
    why = {
        turn(STONE, 15): "one_digit",
        turn(STONE, 2): "one_digit",
        f"{STONE[:17]}{(int(STONE[17]) + 1) % 10}": "one_digit",
        swap(STONE, 9): "swapped",
        STONE[:9] + STONE[10:]: "digit_more_or_less",
        f"{STONE[:9]}7{STONE[9:]}": "digit_more_or_less",
        # As 15 digits the slip is not seen: the number is lengthened and given a check digit of its own.
        turn(shorten(STONE), 14): "near_but_valid",
        # There is no month 93, so that it is no number of 15 digits either.
        f"{shorten(STONE)[:8]}9{shorten(STONE)[9:]}": "one_digit_of_15",
    }
    rows = village.land(PAYMENTS, *(paid("石大有", written) for written in why))
    assert village.link() == dict.fromkeys(rows, STONE)
    found = {}
    for link in village.links().rows(named=True):
        assert link["role"] == "id_card" and link["probability"] > 0.95
        steps = {step["comparison"]: step["level"] for step in json.loads(link["explanation"])["steps"]}
        assert steps["name"] == steps["place"] == "same"
        found[link["row_uid"]] = steps["number"]
    assert found == dict(zip(rows, why.values(), strict=True))


def test_the_parts_of_an_explanation_add_up_to_its_probability(village: Village) -> None:
    village.land(PAYMENTS, paid("石大有", turn(STONE, 15)))
    village.link()
    (link,) = village.links().rows(named=True)
    told = json.loads(link["explanation"])
    weight = told["start"] + sum(step["weight"] for step in told["steps"])
    assert weight == pytest.approx(told["weight"], abs=0.05)
    assert link["probability"] == pytest.approx(2**weight / (2**weight + 1), abs=0.01)


def test_a_right_number_of_15_digits_needs_no_link(village: Village) -> None:
    village.land(PAYMENTS, paid("石大有", shorten(STONE)), paid("石大有", STONE, batch="2"))
    assert village.link() == {}


def test_a_missing_number_is_found_by_name_and_phone_or_account(village: Village) -> None:
    village.land(
        JOBS, {"job_no": "1", "village": EAST, "person_name": "石大有", "id_card": STONE, "phone": PHONE}
    )
    village.land(PAYMENTS, paid("石大有", NAMESAKE, WEST, bank_account=ACCOUNT))
    (job,) = village.land(JOBS, {"job_no": "2", "village": EAST, "person_name": "石大有", "phone": PHONE})
    (payment,) = village.land(PAYMENTS, paid("石大有", village=WEST, bank_account=ACCOUNT))
    assert village.link() == {job: STONE, payment: NAMESAKE}


def test_name_and_village_alone_are_not_enough(village: Village) -> None:
    village.land(PAYMENTS, paid("林建军"), paid("石大有"))
    assert village.link() == {}


def test_a_namesake_is_not_linked(village: Village) -> None:
    stranger = number("19880101", 77)
    village.land(PAYMENTS, paid("林建军", turn(stranger, 3), WEST), paid("林建军", village=WEST))
    assert village.link() == {}
    (own,) = village.land(
        JOBS, {"job_no": "1", "village": WEST, "person_name": "林建军", "id_card": stranger}
    )
    assert own and set(village.link().values()).isdisjoint(village.whose().values())


def test_a_right_number_is_left_alone_however_near_a_strangers_is(village: Village) -> None:
    near = number("19520304", 12)  # born on the same day in the same place
    (mistyped, sibling) = village.land(PAYMENTS, paid("石大有", near), paid("赵小花", number("19520304", 13)))
    assert village.link() == {mistyped: STONE}, sibling
    village.land(JOBS, {"job_no": "1", "village": EAST, "person_name": "石大有", "id_card": near})
    assert village.link() == {}, "two datasets know the number: it is somebody's"


def test_homophones_and_one_wrong_sign_of_a_name_do_not_hide_a_person(village: Village) -> None:
    sounding, misspelt, other = village.land(
        PAYMENTS,
        paid("林建君", turn(CLERK, 15)),
        paid("林建国", turn(CLERK, 14)),
        paid("赵秀英", turn(CLERK, 13)),
    )
    assert village.link() == {sounding: CLERK, misspelt: CLERK}, other
    why = dict(village.links().select("row_uid", "explanation").rows())
    assert '"same_sound"' in why[sounding] and '"one_sign"' in why[misspelt]


def test_an_officials_readable_name_is_compared_as_well(village: Village) -> None:
    cadre = {
        "cadre_name": "林建军",
        "id_card": turn(CLERK, 15),
        "unit": "区财政局",
        "level": "正科级",
        "post": "局长",
    }
    (row,) = village.land(CADRES, cadre)
    assert village.link() == {row: CLERK}


def test_what_two_persons_fit_equally_is_not_linked(village: Village) -> None:
    between = SPRING[:10] + "0202" + SPRING[14:]
    assert sum(a != b for a, b in zip(between[:17], SPRING[:17], strict=True)) == 1
    home = {"household_no": "0001"}
    village.land(PAYMENTS, paid("田春花", SPRING, **home), paid("田春花", SPRING_TOO, **home))
    village.land(PAYMENTS, paid("田春花", **home))
    assert village.link() == {}


def test_nothing_that_was_revealed_is_written_anywhere(village: Village, tmp_path: Path) -> None:
    wrong = turn(STONE, 15)
    village.land(PAYMENTS, paid("石大有", wrong, bank_account=ACCOUNT), paid("石大有", bank_account=ACCOUNT))
    assert len(village.link()) == 1
    assert set(village.links().columns) == set(PERSON_LINKS)
    secrets = [STONE, wrong, shorten(STONE), ACCOUNT, "石大有"]
    told = "".join(village.links()["explanation"])
    assert not [secret for secret in secrets if secret in told]
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], path
        if path.suffix == ".parquet" and path.parent.name != "_catalog":
            texts = pl.read_parquet(path).select(pl.col(pl.String)).unpivot()["value"].drop_nulls()
            assert not [secret for secret in secrets if texts.str.contains(secret, literal=True).any()], path


def test_the_engine_has_no_disk_and_its_words_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with scoring._open_closed() as database:
        with pytest.raises(duckdb.PermissionException):
            database.execute("copy (select 1) to '/tmp/leak.csv'")
        with pytest.raises(duckdb.InvalidInputException):
            database.execute("set temp_directory = '/tmp'")

    def fail(*_: object) -> None:
        raise duckdb.ConversionException(f"Could not convert {STONE}")

    monkeypatch.setattr(scoring, "_score", fail)
    table = pl.DataFrame({"unique_id": [1]})
    with pytest.raises(TaizhangError) as caught:
        scoring.score([table, table], scoring.Model((), (), 0.5))
    assert STONE not in f"{caught.value}{caught.value.en}" and caught.value.__context__ is None


def test_unchanged_loads_are_not_matched_again_and_links_go_with_their_cause(village: Village) -> None:
    village.land(PAYMENTS, paid("石大有", turn(STONE, 15)))
    assert village.link() != {}
    before = village.links()
    assert link_people(village.site, contracts()).status == "unchanged"
    village.land(PAYMENTS, paid("石大有", STONE))
    assert link_people(village.site, contracts()).status == "linked"
    assert village.links().equals(before), "the same rows are linked in the same way"
    assert link_people(village.site, contracts(), threshold=1.0).links == 0


def test_without_the_key_nothing_is_linked_and_that_is_said(village: Village) -> None:
    village.land(PAYMENTS, paid("石大有", turn(STONE, 15)))
    key = keys.key_path(village.site)
    key.rename(key.with_suffix(".away"))
    said: list[str] = []
    assert link_people(village.site, contracts(), progress=said.append).status == "no_key"
    assert village.links().is_empty() and "密钥" in said[0]
    key.with_suffix(".away").rename(key)
    assert link_people(village.site, contracts()).links == 1


def test_a_site_without_people_needs_no_vault(tmp_path: Path) -> None:
    site = Site(tmp_path)
    keys.create_keys(site)
    write_catalog(site)
    assert link_people(site, contracts()).links == 0
    assert not site.vault.exists()


def named_columns() -> Iterator[tuple[str, str, str]]:
    for contract in contracts():
        for role in find_roles(contract):
            assert role.name is not None, (contract.dataset, role.column)
            yield contract.dataset, role.column, role.name.name


def test_the_person_of_every_number_is_named_by_the_column_before_it() -> None:
    named = {(dataset, column): name for dataset, column, name in named_columns()}
    assert named["register.businesses", "representative_id_card"] == "legal_representative"
    assert named["register.cadre_relatives", "relative_id_card"] == "relative_name"
    assert named["register.cadre_relatives", "cadre_id_card"] == "cadre_name"
    assert named["household.match_hits", "id_card"] == "person_name"
    assert named["discipline.integrity_talks", "id_card"] == "interviewee"
    assert not {
        name
        for name in named.values()
        if name in ("project_name", "village_name", "asset_name", "guardian_name")
    }


def test_lengthening_is_what_the_cases_above_take_it_for() -> None:
    cards = pl.Series("id", [shorten(STONE), f"{shorten(STONE)[:8]}9{shorten(STONE)[9:]}"])
    assert lengthen(cards).to_list() == [STONE, cards[1]]
