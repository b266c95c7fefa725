"""Codes: one list of words, in both languages, and signs and colours that can be told and read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.components.codes import SIGNS, name_code, read_words
from dashboard.components.tables import LIGHTS
from dashboard.warehouse import Build
from exports.words import LIGHT_SIGNS
from tests.dashboard.conftest import BUILD
from tests.dashboard.mart_codes import CodedColumn, read_coded_columns

CODED = {(coded.model, coded.column): coded for coded in read_coded_columns()}
LIGHT = ("fct_task_week", "light")


def test_the_columns_of_codes_that_people_see_have_words() -> None:
    assert set(CODED) >= {
        ("fct_task_week", "state"),
        ("fct_task_week", "due_kind"),
        LIGHT,
        ("fct_change", "change"),
        ("fct_notice_total", "kind"),
        ("fct_notice_total", "verdict"),
    }


@pytest.mark.parametrize("coded", CODED.values(), ids=lambda coded: f"{coded.model}.{coded.column}")
def test_every_code_has_a_word_of_its_own_in_both_languages(coded: CodedColumn) -> None:
    for words in zip(*coded.words.values(), strict=True):
        assert all(words)
        assert len(set(words)) == len(words)
    assert all(re.search("[\u4e00-\u9fff]", zh) for zh, _ in coded.words.values())
    assert coded.accepted is None or set(coded.accepted) == set(coded.words)


def test_every_light_has_one_sign_everywhere_and_a_colour() -> None:
    codes = set(CODED[LIGHT].words)
    assert set(SIGNS[LIGHT]) == set(LIGHT_SIGNS) == set(LIGHTS) == codes
    assert len(set(SIGNS[LIGHT].values())) == len(set(LIGHT_SIGNS.values())) == len(codes)


@pytest.mark.parametrize("colour", LIGHTS.values())
def test_a_light_can_be_read(colour: str) -> None:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    contrast = (luminance + 0.05) / 0.05 if luminance > 0.5 else 1.05 / (luminance + 0.05)
    assert contrast >= 4.5


def test_a_change_is_told_in_the_words_of_state_and_deadline(site: Path) -> None:
    build = Build(str(site), BUILD)
    words = read_words(build, "fct_change", "before")
    assert (words["verified"], words["unreadable"]) == ("已核实销号", "无法识别")
    assert read_words(build, "fct_change", "change")["undeclared"] == "撤回申报"


def test_a_code_that_the_catalog_does_not_know_stays(site: Path) -> None:
    build = Build(str(site), BUILD)
    assert name_code(build, *LIGHT, "red") == "■ 逾期"
    assert name_code(build, *LIGHT, "violet") == "violet"
    assert name_code(build, *LIGHT, None) == ""
