"""The page of rules not built: what it says is built is, what it says is not is not, and no rule is left out."""

from __future__ import annotations

import re

from warehouse.datasheets import load_datasheets
from warehouse.settings import PROJECT

PAGE = (PROJECT / "docs" / "reference" / "rules-not-built.md").read_text(encoding="utf-8")
OWN, MERGED, LEFT_OUT = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
BUILT = {sheet.id for sheet in load_datasheets()}
# The indicators of peers by letter: how many there are.
PEERS = {"S": 45, "V": 18, "A": 19, "P": 30, "C": 5, "E": 7, "D": 5, "L": 12}
# Built beyond the 221, for indicators of peers.
BEYOND = {"A01.9", "A01.10", "A01.11", "A01.12"}


def rows(part: str) -> list[tuple[list[str], str]]:
    """Return the ids in the first cell and the text of the second of every row of the tables of a part."""
    found = re.findall(r"^\| ((?:[A-Z]\d[\d.]*\s?)+) \| (.+) \|$", part, re.MULTILINE)
    return [(first.split(), second) for first, second in found]


def test_what_is_said_not_to_be_built_is_not_and_the_rest_is() -> None:
    left_out = [rule for ids, _ in rows(OWN) for rule in ids]
    built = {rule for rule in BUILT if "." in rule} - BEYOND
    assert not set(left_out) & BUILT
    stated = [int(number) for number in re.findall(r"(\d+) 条", OWN)]
    assert stated == [221, len(built), len(left_out)] and len(built) + len(left_out) == 221


def test_every_indicator_of_a_peer_is_merged_or_left_out_once() -> None:
    told = [rule for part in (MERGED, LEFT_OUT) for ids, _ in rows(part) for rule in ids]
    assert sorted(told) == sorted(
        f"{letter}{n:02}" for letter, most in PEERS.items() for n in range(1, most + 1)
    )
    assert "141 项" in MERGED and len(told) == 141


def test_peers_are_merged_into_what_is_built_and_nothing_beyond_is_forgotten() -> None:
    targets = {rule for _, into in rows(MERGED) for rule in into.split()}
    assert targets <= BUILT
    assert {rule for rule in BUILT if "." not in rule} | BEYOND <= targets
