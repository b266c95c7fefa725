"""Each page over an invented site: what it says, what a number opens, and what happens when builds come and go."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.text import load_words
from tests.dashboard.conftest import BUILD, OpenPage
from tests.dashboard.serving_factory import write_serving

NEXT_BUILD = "20180727-20180727090000-bbbbbbbb"


def read_links(app: AppTest) -> list[tuple[str, dict[str, str]]]:
    """Return label and parameters of every page link."""
    protos = [element.proto for element in app.get("page_link")]
    return [
        (proto.label, {key: values[0] for key, values in parse_qs(proto.query_string).items()})
        for proto in protos
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("slug", "title", "params"),
    [("", "page.overview", {}), ("tasks", "page.tasks", {}), ("task", "task.title", {"task": "2018-1-007"})],
)
def test_page_renders_in_its_language(
    site: Path, open_page: OpenPage, slug: str, title: str, params: dict[str, str], language: str
) -> None:
    app = open_page(slug, **params, lang=language)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == load_words(language)[title].format(number=7)


@pytest.mark.parametrize("week", ["2018-W26", "2018-W29"])
def test_every_card_opens_exactly_the_rows_that_it_counts(site: Path, open_page: OpenPage, week: str) -> None:
    links = [(label, params) for label, params in read_links(open_page(week=week)) if "only" in params]
    assert len(links) == 10
    for label, params in links:
        count = int(re.findall(r"\d+", label)[0])
        assert params["week"] == week
        listed = open_page("tasks", **params)
        rows = len(listed.dataframe[0].value) if listed.dataframe else 0
        assert rows == count, label
        assert any(f"**{count}**" in line.value for line in listed.markdown)
        if "/" in label:
            part, whole = re.findall(r"\d+", label)[:2]
            assert f"共 **{part}** 项，{whole} 项中" in [line.value for line in listed.markdown]


def test_card_shows_both_denominators(site: Path, open_page: OpenPage) -> None:
    labels = [label for label, _ in read_links(open_page())]
    assert "含长期坚持　29 / 60 项　48.3%" in labels
    assert "不含长期坚持　29 / 55 项　52.7%" in labels


def test_a_difference_of_rates_is_rounded_once(site: Path, open_page: OpenPage) -> None:
    # 25 and 29 of 60 are 41.7 % and 48.3 %: 6.6 points between the rounded rates, 6.7 between the rates themselves.
    shown = {card.label: card.delta for card in open_page(week="2018-W27").metric}
    assert shown["申报完成率"] == "+6.7 个百分点"


def test_lights_that_count_as_due_soon_are_named_at_its_card(site: Path, open_page: OpenPage) -> None:
    (card,) = [card for card in open_page().metric if card.label == "临期"]
    assert "“▲ 临期·黄灯”和“△ 临期·绿灯”" in card.help
    lights = open_page("tasks", only="due_soon").dataframe[0].value["light"]
    assert {light for cell in lights for light in cell} == {"▲ 临期·黄灯", "△ 临期·绿灯"}


def test_filters_narrow_together(site: Path, open_page: OpenPage) -> None:
    both = open_page("tasks", only="overdue", unit="云岭镇党委").dataframe[0].value
    assert set(both["lead_unit"]) == {"云岭镇党委"}
    assert 0 < len(both) < len(open_page("tasks", only="overdue").dataframe[0].value)


def test_unknown_filters_are_told_and_leave_the_address(site: Path, open_page: OpenPage) -> None:
    app = open_page("tasks", unit="没有这个单位", only="nonsense", state="verified")
    assert [line.value for line in app.info] == ["没有这个筛选：`没有这个单位`、`nonsense`，已去掉。"]
    assert dict(app.query_params) == {"state": "verified"}
    assert len(app.dataframe[0].value) == len(open_page("tasks", state="verified").dataframe[0].value)


def test_unknown_week_is_told_and_leaves_the_address(site: Path, open_page: OpenPage) -> None:
    app = open_page(week="2018-W30")
    assert [line.value for line in app.info] == ["没有 `2018-W30`，显示最近一周 2018-W29。"]
    assert "week" not in app.query_params
    assert not open_page(week="2018-W26").info


def test_filter_choice_goes_into_the_address(site: Path, open_page: OpenPage) -> None:
    app = open_page("tasks")
    next(box for box in app.selectbox if box.label == "整改状态").set_value("verified").run()
    assert app.query_params["state"] == "verified"
    assert set(app.dataframe[0].value["state"]) == {"已核实销号"}
    next(button for button in app.button if button.label == "清除").click().run()
    assert "state" not in app.query_params


def test_no_match_says_what_to_do(site: Path, open_page: OpenPage) -> None:
    app = open_page("tasks", q="查无此事")
    assert not app.dataframe
    assert "清除" in app.info[0].value


def test_light_is_symbol_and_word(site: Path, open_page: OpenPage) -> None:
    lights = open_page("tasks", only="overdue").dataframe[0].value["light"]
    assert {light for cell in lights for light in cell} == {"■ 逾期"}


def test_week_of_the_address_is_shown_and_latest_is_the_default(site: Path, open_page: OpenPage) -> None:
    assert "2018年7月20日 17:00" in open_page().caption[0].value
    earlier = open_page(week="2018-W26")
    assert "2018年6月29日 17:00" in earlier.caption[0].value
    assert earlier.selectbox[0].value == "2018-W26"
    assert "2018年7月20日" in open_page(week="2031-W99").caption[0].value


def test_task_goes_back_to_file_sheet_row_and_cell(site: Path, open_page: OpenPage) -> None:
    app = open_page("task", task="2018-1-007")
    labels = [expander.label for expander in app.expander]
    assert (
        labels[0]
        .replace("\\", "")
        .startswith("任务：整改任务清单（5月25日）.xlsx · 工作表“任务清单” · 第 10 行")
    )
    assert len(labels) == 6
    cells = app.expander[0].dataframe[0].value
    assert list(cells["address"]) == ["A10", "F10", "H10"]
    assert list(cells["column"]) == ["任务序号", "责任单位", "整改时限"]
    assert list(cells["raw"])[2] == "6月底前"
    assert list(cells["value"])[2] == "2018-06-30"
    assert list(cells["inferred"])[1] == "合并单元格，取自上方"
    assert "aaaa000000000001" * 4 in app.expander[0].caption[0].value


def test_unknown_task_says_so(site: Path, open_page: OpenPage) -> None:
    app = open_page("task", task="2018-9-999")
    assert "2018-9-999" in app.info[0].value
    assert not app.exception


def test_way_back_from_a_task_keeps_the_filters(site: Path, open_page: OpenPage) -> None:
    app = open_page("tasks", only="overdue", unit="云岭镇党委")
    app._page_hash = calc_hash("task")
    app.query_params.clear()
    app.query_params["task"] = "2018-1-013"
    app.run()
    (back,) = [params for label, params in read_links(app) if label == "返回整改台账"]
    assert back == {"week": "2018-W29", "only": "overdue", "unit": "云岭镇党委"}


def test_language_goes_into_the_address_and_every_link(site: Path, open_page: OpenPage) -> None:
    app = open_page()
    app.button(key="switch_language").click().run()
    assert app.query_params["lang"] == "en"
    assert app.title[0].value == "Overview"
    assert all(params["lang"] == "en" for _, params in read_links(app))


def test_empty_site_names_the_next_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    app = open_page()
    assert not app.exception
    assert "taizhang ingest" in app.code[0].value
    assert "taizhang build" in app.code[0].value


def test_next_build_is_shown_by_an_open_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    write_serving(tmp_path, BUILD, weeks=3, tasks=12)
    app = open_page()
    assert BUILD in app.caption[0].value
    write_serving(tmp_path, NEXT_BUILD, weeks=4, tasks=14)
    app.run()
    assert NEXT_BUILD in app.caption[0].value
    assert any("/ 14 项" in label for label, _ in read_links(app))


def test_site_without_notice_shows_no_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    write_serving(tmp_path, BUILD, weeks=1, tasks=5, notice=False)
    app = open_page()
    assert not app.exception
    assert "通报核对" not in [heading.value for heading in app.subheader]


def test_damaged_build_is_a_message_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    (tmp_path / "serving").mkdir()
    (tmp_path / "serving" / f"{BUILD}.duckdb").write_bytes(b"not a database")
    (tmp_path / "serving" / "current").write_text(BUILD + "\n", encoding="ascii")
    app = open_page()
    assert not app.exception
    assert BUILD in app.error[0].value.replace("\\", "")
    assert "taizhang publish --rollback" in app.code[0].value


@pytest.mark.parametrize("pointer", [f"{BUILD}\n".encode(), b"../../etc/passwd", "构建".encode("gbk"), b""])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pointer_to_nothing_is_a_message_with_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage, pointer: bytes, language: str
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    (tmp_path / "serving").mkdir()
    (tmp_path / "serving" / "current").write_bytes(pointer)
    app = open_page(lang=language)
    assert not app.exception
    assert app.title[0].value == load_words(language)["problem.title"]
    assert "taizhang build" in app.error[0].value.replace("\\", "")
    assert bool(re.search("[\u4e00-\u9fff]", app.error[0].value)) == (language == "zh")


def test_site_that_is_no_folder_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    (tmp_path / "serving" / "current").mkdir(parents=True)
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    app = open_page()
    assert not app.exception
    assert app.title[0].value == load_words("zh")["problem.title"]


def test_build_without_a_mart_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage
) -> None:
    monkeypatch.setenv("TAIZHANG_SITE", str(tmp_path))
    write_serving(tmp_path, BUILD, weeks=1, tasks=3)
    with duckdb.connect(str(tmp_path / "serving" / f"{BUILD}.duckdb")) as con:
        con.execute("drop table marts.fct_completion")
    app = open_page()
    assert not app.exception
    assert BUILD in app.error[0].value.replace("\\", "")


def test_comparison_with_the_notice_belongs_to_the_latest_week(site: Path, open_page: OpenPage) -> None:
    latest, earlier = open_page(), open_page(week="2018-W26")
    headings = [[heading.value for heading in app.subheader] for app in (latest, earlier)]
    assert all("通报核对" in shown for shown in headings)
    tables = [[list(table.value) for table in app.dataframe] for app in (latest, earlier)]
    assert any("verdict" in columns for columns in tables[0])
    assert not any("verdict" in columns for columns in tables[1])
    assert any("2018-W29" in line.value for line in earlier.caption)


def test_text_of_the_address_is_no_markup(site: Path, open_page: OpenPage) -> None:
    app = open_page("task", task="![x](http://127.0.0.1:9/px.png)" + "长" * 50)
    assert "`![x](http://127.0.0.1:9/px.png)长长" in app.info[0].value
    assert len(app.info[0].value) < 100
