from __future__ import annotations

from typing import Any

import pytest

from warehouse.sentences import list_places, say_finding
from warehouse.words import Words

WORDS = {
    "zh": Words({("audit.large_payments", "kind", "project"): "项目款"}, {}),
    "en": Words({("audit.large_payments", "kind", "project"): "Project"}, {}),
}
FORMS = ["{x}", "{x:cny}", "{x:percent}", "{x:month}", "{x:or_missing}", "{x:audit.large_payments.kind}"]


def say(template: str, value: Any, language: str) -> str:
    return say_finding(template, {"x": value}, WORDS[language], language)


@pytest.mark.parametrize(
    ("template", "value", "zh", "en"),
    [
        ("{x}", "2018-07-02", "2018年7月2日", "2018-07-02"),
        ("{x}", "2018-07-02 附件", "2018-07-02 附件", "2018-07-02 附件"),
        ("{x:month}", "2018-07-01", "2018年7月", "2018-07"),
        ("{x:cny}", 1234567.5, "1,234,567.50元", "1,234,567.50 yuan"),
        ("{x:cny}", 0, "0.00元", "0.00 yuan"),
        ("{x:percent}", 0.125, "12.5%", "12.5%"),
        ("{x:or_missing}", "JC-9", "JC-9", "JC-9"),
        ("{x:audit.large_payments.kind}", "project", "项目款", "Project"),
        ("{x:audit.large_payments.kind}", "other", "other", "other"),
        ("{x}", True, "是", "yes"),
        ("{x}", False, "否", "no"),
        ("{x}", 2018, "2018", "2018"),
        ("{x}", 0, "0", "0"),
        ("{x}", 1200.0, "1,200", "1,200"),
        ("{x}", 0.25, "0.25", "0.25"),
    ],
)
def test_a_value_reads_as_people_of_the_language_write_it(
    template: str, value: Any, zh: str, en: str
) -> None:
    assert (say(template, value, "zh"), say(template, value, "en")) == (zh, en)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_says_so_in_every_form(form: str, value: str | None) -> None:
    assert say(form, value, "zh") == "（空）"
    assert say(form, value, "en") == "(missing)"


def test_a_sentence_keeps_its_own_words_and_fills_every_place() -> None:
    detail = {"unit": "甲村", "amount": 5, "unused": 1}
    said = say_finding("{unit}付款{amount:cny}（{unit}），列为疑点。", detail, WORDS["zh"], "zh")
    assert said == "甲村付款5.00元（甲村），列为疑点。"


def test_a_value_that_looks_like_a_place_is_not_filled_again() -> None:
    assert say_finding("{a}", {"a": "{b}", "b": "x"}, WORDS["zh"], "zh") == "{b}"


def test_a_place_that_the_detail_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="payee"):
        say_finding("{payee}", {"unit": "甲村"}, WORDS["zh"], "zh")


def test_the_places_of_a_template_are_its_names_without_forms() -> None:
    assert list_places("{unit}于{paid_on}付{amount:cny}、{kind:audit.large_payments.kind}") == {
        *("unit", "paid_on", "amount", "kind")
    }
