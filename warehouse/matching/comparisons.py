"""What says that a row means a person, and how much: the levels of each comparison with their shares.

`m` is the share of a person's own rows that show the level, `u` the share of another person's. They are set, not
learnt: a district has a few hundred faulty numbers, too few to learn from, and a link should not change because
others were added. `docs/reference/matching.md` tells where each comes from.
"""

from __future__ import annotations

from warehouse.matching.scoring import Comparison, Level, Model

KNOWN = (
    0.5  # of the people whose number is missing or wrong, how many stand somewhere else with the right one
)
OLD = "left(number_r, 6) || substr(number_r, 9, 9)"  # the 15 digits that the number was before it had 18
BODY = "levenshtein(left(number_l, 17), left(number_r, 17)) = 1"
ONE_OFF = "damerau_levenshtein(number_l, number_r) = 1"
# By place, since the engine's own distances count bytes, of which a Chinese sign has three.
SIGNS = 6
UNLIKE = " + ".join(
    f"(substr(name_l, {at}, 1) != substr(name_r, {at}, 1))::int" for at in range(1, SIGNS + 1)
)
ONE_SIGN = f"length(name_l) = length(name_r) and length(name_l) between 3 and {SIGNS} and {UNLIKE} = 1"
BIRTH = "substr(number_l, 7, 8) = substr(number_r, 7, 8)"

NUMBER = Comparison(
    "number",
    "number_l is null or number_r is null",
    (
        # A number that passes its own check is hardly ever a wrong one, however near to another.
        Level("near_but_valid", f"valid_l and length(number_l) = 18 and {BODY}", 0.002, 4e-6),
        Level("one_digit", "length(number_l) = 18 and levenshtein(number_l, number_r) = 1", 0.70, 1e-6),
        Level("one_digit_of_15", f"length(number_l) = 15 and levenshtein(number_l, {OLD}) = 1", 0.01, 1e-6),
        Level("swapped", f"length(number_l) = 18 and {ONE_OFF}", 0.12, 1e-6),
        Level("digit_more_or_less", ONE_OFF, 0.06, 1e-6),
        Level("one_digit_and_check", f"length(number_l) = 18 and {BODY}", 0.03, 4e-6),
        Level("birth_date", f"length(number_l) = 18 and {BIRTH}", 0.04, 4e-5),
    ),
)
NAME = Comparison(
    "name",
    "name_l is null or name_r is null",
    (
        Level("same", "name_l = name_r", 0.92, 1e-3, "name"),
        Level("same_sound", "sound_l = sound_r", 0.03, 1e-3, "sound"),
        Level("one_sign", ONE_SIGN, 0.03, 3e-3),
    ),
)


def _shares(name: str, column: str, m: float, u: float) -> Comparison:
    """Return a comparison of lists, that are the same where they have one element in common."""
    return Comparison(
        name,
        f"len({column}_l) = 0 or len({column}_r) = 0",
        (Level("same", f"list_has_any({column}_l, {column}_r)", m, u),),
    )


COMPARISONS = (
    NAME,
    NUMBER,
    # Namesakes are often of one clan, hence of one village: a tenth, not the one in forty of two strangers.
    _shares("place", "places", 0.8, 0.1),
    _shares("home", "homes", 0.7, 5e-4),
    _shares("phone", "phones", 0.7, 2e-4),
    _shares("account", "accounts", 0.6, 2e-4),
)
BLOCKS = (("name",), ("sound",), ("digits",), ("homes",), ("phones",), ("accounts",))


def build_model(people: int) -> Model:
    """Return the model of a row against one of `people` persons."""
    return Model(COMPARISONS, BLOCKS, prior=KNOWN / max(people, 2))
