"""What the bids of a tender can give away (L06.3, L06.4, L06.5, L06.6, R028, P28), and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import polars as pl

from simulate.cases import Key
from simulate.domains.treasury.desk import Desk, Row, any_day
from simulate.domains.treasury.tender_cases import bid_keys, book_of, key, settled, subject
from simulate.domains.treasury.tenders import is_unlike, make_prices

OFFICERS, RELATIVES = "register.business_officers", "register.cadre_relatives"
QUOTA = "按公布的统一定额单价报价"
AGENT = "云川公信招标代理"


def inject_l06_3_rotating_trio(desk: Desk) -> None:
    """The same three firms meet again and again, each winning in its turn; look-alikes are the only ones licensed."""
    book, villages = book_of(desk), desk.world.places.villages["name"].to_list()
    firms = [{"_key": firm.name, "firm": firm} for firm in book.bidders if "works" in firm.categories]
    for kind in ("real", "innocent"):
        for _ in range(desk.few()):
            trio = [row["firm"] for row in desk.pick("trio_firm", firms, 3)]
            if len(trio) < 3:
                continue
            rows: list[Row] = []
            for turn in range(desk.between(3, 4)):
                first = any_day(desk.draw, date(2017, 3, 6), date(2018, 4, 20))
                village = desk.choose(villages)
                title = f"{village}机井配套工程（第{turn + 1}批）"
                budget = desk.round_sum(90_000, 420_000)
                order = [trio[(turn + place) % 3] for place in range(3)]
                row = book.open(village, title, "works", budget, first, _firms=order)
                row["note"] = "本区只有三家具备凿井资质，见资质名录" if kind == "innocent" else None
                rows.append(row)
            names = "、".join(sorted(firm.name for firm in trio))
            places = [place for row in rows for place in (key(row), *bid_keys(desk, row))]
            reason = "三家固定同场、轮流中标" if kind == "real" else "有资质的只有这三家"
            amount = sum(row["award_cny"] for row in rows) if kind == "real" else 0
            desk.label("L06.3", ("company_group", names), kind, places, reason, amount)


def inject_l06_4_price_pattern(desk: Desk) -> None:
    """The bids lie within a hair's breadth of each other or at even steps; look-alikes follow a published quota."""
    real, innocent = desk.take("tender", settled(desk, 4))
    for kind, rows in (("real", real), ("innocent", innocent)):
        for number, row in enumerate(rows):
            count, top = len(book_of(desk).bids[row["_key"]]), row["budget_cny"] * 0.9
            step = 0.004 if number % 2 else 0.021
            uneven = [0.0, 0.6, 0.1, 0.3, -0.2, 0.5] if number % 2 else [0.0] * 6
            prices = [round(top * (1 + step * (place + uneven[place])), 0) for place in range(count)]
            _reprice(desk, row, prices, QUOTA if kind == "innocent" else None)
            pattern = "几乎相同" if number % 2 else "等距"
            reason = f"各家报价{pattern}" if kind == "real" else "报价按统一定额，自然接近"
            desk.label("L06.4", subject(row), kind, [key(row), *bid_keys(desk, row)], reason)


def inject_r028_identical_losers(desk: Desk) -> None:
    """Two losers ask the same to the yuan; the look-alike follows a published quota."""
    real, innocent = desk.take("tender", settled(desk, 4))
    for kind, rows in (("real", real), ("innocent", innocent)):
        for row in rows:
            count, budget = len(book_of(desk).bids[row["_key"]]), row["budget_cny"]
            same = round(budget * desk.between(950, 972) / 1000, 0)
            others = [round(budget * (0.975 + place * 0.007), 0) for place in range(count - 3)]
            prices = [round(budget * 0.862, 0), same, same, *others]
            _reprice(desk, row, prices, QUOTA if kind == "innocent" else None)
            reason = "两家落标单位报价完全相同" if kind == "real" else "同一定额下报价相同"
            desk.label("R028", subject(row), kind, [key(row), *bid_keys(desk, row)], reason)


def inject_p28_award_at_the_budget(desk: Desk) -> None:
    """The winner asks exactly what was to be had; the look-alike has a price that the government sets."""
    real, innocent = desk.take("tender", settled(desk, 3))
    for kind, rows in (("real", real), ("innocent", innocent)):
        for row in rows:
            count, budget = len(book_of(desk).bids[row["_key"]]), row["budget_cny"]
            prices = [0.0]
            while not is_unlike(prices) or len(prices) < count:
                best = round(budget * (1 - desk.between(0, 4) / 1000), 0)
                prices = [best, *make_prices(desk.draw, row, count - 1)]
            _reprice(desk, row, prices, None)
            row["note"] = "执行政府指导价，控制价即指导价" if kind == "innocent" else None
            reason = "中标价与预算几乎相同" if kind == "real" else "价格由政府指导价确定"
            desk.label("P28", subject(row), kind, [key(row), *bid_keys(desk, row)], reason, row["award_cny"])


def inject_l06_5_common_author(desk: Desk) -> None:
    """Two bids come from one hand, one address or one telephone; look-alikes had them made by the tender's agent."""
    real, innocent = desk.take("tender", settled(desk, 3))
    for kind, rows in (("real", real), ("innocent", innocent)):
        for number, row in enumerate(rows):
            bids = book_of(desk).bids[row["_key"]]
            column = ("document_author", "upload_ip", "contact_phone")[number % 3]
            bids[-1][column] = bids[0][column]
            if kind == "innocent":
                for bid in (bids[0], bids[-1]):
                    bid |= {"document_author": AGENT, "note": "电子标书由招标代理统一制作上传"}
                bids[-1]["contact_phone"] = bids[0]["contact_phone"]
            word = ("文件作者", "上传地址", "联系电话")[number % 3]
            reason = f"两家投标单位{word}相同" if kind == "real" else "标书由招标代理统一制作"
            desk.label(
                "L06.5", subject(row), kind, [key(row), *bid_keys(desk, row)], reason, row["award_cny"]
            )


def inject_l06_6_related_winner(desk: Desk) -> None:
    """The winner belongs to a cadre of the village or his kin; the look-alike belongs to a namesake."""
    book, world = book_of(desk), desk.world
    wins = [(row["winner"], row["village"]) for row in book.rows]
    once = [row for row in settled(desk) if wins.count((row["winner"], row["village"])) == 1]
    real, innocent = desk.take("tender", once)
    strangers = [{"_key": str(person), "person": person} for person in _strangers(desk)]
    cadres = world.village_cadres.select("person", "person_name", "village_name", "post")
    for kind, rows in (("real", real), ("innocent", innocent)):
        for number, row in enumerate(rows):
            own = cadres.filter(village_name=row["village"]).to_dicts()
            cadre = desk.choose(own)
            person, places = cadre["person"], [key(row)]
            if kind == "innocent" or number % 3:
                person = desk.pick("officer", strangers, 1)[0]["person"]
            if kind == "innocent":
                world.rename(person, cadre["person_name"])
                reason = f"股东与{cadre['post']}同名，身份证号不同"
            elif number % 3:
                kin: Key = (RELATIVES, f"kin-{row['_key']}")
                world.add_register_row(
                    RELATIVES, _key=kin[1], cadre=cadre["person"], relative=person, relation="sibling",
                    has_benefit=False,
                )  # fmt: skip
                places.append(kin)
                reason = f"中标单位股东是{cadre['post']}的兄弟姐妹"
            else:
                reason = f"中标单位股东是本村{cadre['post']}"
            officer: Key = (OFFICERS, f"officer-{row['_key']}")
            world.add_register_row(
                OFFICERS, _key=officer[1], person=person, firm=row["winner"], credit_code=row["winner_credit_code"],
                role="shareholder", share_ratio=desk.between(20, 49) / 100, is_cooperative=False,
                valid_from=date(2014, 1, 6) + timedelta(days=desk.between(0, 900)),
            )  # fmt: skip
            places.append(officer)
            amount = row["award_cny"] if kind == "real" else 0
            desk.label("L06.6", subject(row), kind, places, reason, amount)


INJECTIONS: tuple[Callable[[Desk], None], ...] = (
    inject_l06_4_price_pattern,
    inject_r028_identical_losers,
    inject_p28_award_at_the_budget,
    inject_l06_5_common_author,
    inject_l06_3_rotating_trio,
    inject_l06_6_related_winner,
)


def _reprice(desk: Desk, row: Row, prices: Sequence[float], note: str | None) -> None:
    """Give a tender's bids other prices, and a remark of their own."""
    book = book_of(desk)
    book.price(row, prices)
    for bid in book.bids[row["_key"]]:
        bid["note"] = note


def _strangers(desk: Desk) -> list[int]:
    """Return grown-up people who hold no post and run no firm."""
    world = desk.world
    busy = [*world.officials["person"], *world.village_cadres["person"], *world.firms["owner"]]
    people = world.persons.filter(
        pl.col("kind") == "ordinary",
        pl.col("position") >= 2,
        pl.col("birth") < date(1996, 1, 1),
        ~pl.col("person").is_in(busy),
        ~pl.col("household").is_in(world.village_cadres["household"].implode()),
    )
    return people["person"].to_list()
