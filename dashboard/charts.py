"""Plotly figures in one template: few lines, Okabe and Ito's colours, and dash and marker for grey print."""

from __future__ import annotations

from itertools import pairwise

import plotly.graph_objects as go
import polars as pl

from dashboard.text import t

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Noto Sans SC, sans-serif"
INK, MUTED, RULE = "#1C2733", "#5B6B7A", "#E3E8ED"
# colour, dash and marker of each rate: any one of the three is enough to tell them apart
STYLES = {
    "verified": ("#0B5C94", "solid", "circle"),
    "evidenced": ("#009E73", "dash", "square"),
    "declared": ("#E69F00", "dot", "diamond"),
}
TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": {
            "showgrid": False,
            "zeroline": False,
            "linecolor": RULE,
            "tickfont": {"color": MUTED},
            "automargin": True,
        },
        "yaxis": {"gridcolor": RULE, "zeroline": False, "tickfont": {"color": MUTED}, "automargin": True},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "hoverlabel": {"font": {"family": FONT}},
        "dragmode": False,
    }
)


def draw_trend(rates: pl.DataFrame) -> go.Figure:
    """Draw three rates over weeks. `rates` has week_id, and verified, evidenced, declared in percent."""
    figure = go.Figure()
    weeks = [week.split("-")[1] for week in rates["week_id"]]
    places = _place_labels({name: rates[name][-1] or 0.0 for name in STYLES})
    for name, (colour, dash, marker) in STYLES.items():
        values = rates[name].to_list()
        figure.add_scatter(
            x=weeks,
            y=values,
            name=t(f"rate.{name}"),
            mode="lines+markers+text",
            line={"color": colour, "dash": dash, "width": 2.5},
            marker={"symbol": marker, "size": 8},
            text=["" for _ in values[:-1]] + [f"{value:.0f}%" for value in values[-1:] if value is not None],
            textposition=places[name],
            textfont={"color": colour},
            cliponaxis=False,
            hovertemplate="%{x} · %{y:.1f}%<extra>" + t(f"rate.{name}") + "</extra>",
        )
    top = max([0.0, *(value for name in STYLES for value in rates[name].to_list() if value is not None)])
    figure.update_layout(template=TEMPLATE, height=300, margin={"r": 44})
    figure.update_yaxes(range=[0, min(100, top * 1.12) or 100], ticksuffix="%", nticks=6)
    figure.update_xaxes(type="category", ticklabelstandoff=8)
    return figure


def _place_labels(last: dict[str, float]) -> dict[str, str]:
    """Return where the label at the end of each line stands: lines that end close together spread theirs."""
    places = dict.fromkeys(last, "middle right")
    ordered = sorted(last, key=lambda name: last[name])
    for lower, upper in pairwise(ordered):
        if last[upper] - last[lower] < 5:
            places[lower] = "bottom right" if places[lower] == "middle right" else places[lower]
            places[upper] = "top right"
    return places


def draw_ranking(units: pl.DataFrame) -> go.Figure:
    """Draw verified (bar) and declared (mark) per unit in percent, the first row on top.

    `units` has member, tasks, declared, verified; each bar carries the member as its custom value.
    """
    verified = [100 * done / tasks for done, tasks in units.select("verified", "tasks").iter_rows()]
    declared = [100 * done / tasks for done, tasks in units.select("declared", "tasks").iter_rows()]
    members = [str(member) for member in units["member"]]
    counts = [f"{done}/{tasks}" for done, tasks in units.select("verified", "tasks").iter_rows()]
    custom = [[member] for member in members]
    figure = go.Figure()
    figure.add_bar(
        x=verified, y=members, orientation="h", name=t("rate.verified"), customdata=custom, width=0.62,
        marker={"color": STYLES["verified"][0]},
        hovertemplate="%{y}: %{x:.1f}%<extra>" + t("rate.verified") + "</extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=declared, y=members, mode="markers", cliponaxis=False, name=t("rate.declared"), customdata=custom,
        marker={"symbol": "diamond-open", "size": 10, "color": STYLES["declared"][0], "line": {"width": 2.5}},
        hovertemplate="%{y}: %{x:.1f}%<extra>" + t("rate.declared") + "</extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[105] * len(members), y=members, mode="text", text=counts, textposition="middle right", showlegend=False,
        textfont={"color": MUTED}, hoverinfo="skip", cliponaxis=False, customdata=custom,
    )  # fmt: skip
    figure.update_layout(
        template=TEMPLATE, height=max(120, 62 + 24 * len(members)), margin={"r": 8}, barcornerradius=2
    )
    figure.update_xaxes(
        range=[0, 119],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25%", "50%", "75%", "100%"],
        showgrid=True,
        gridcolor=RULE,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": INK}, ticklabelstandoff=8)
    return figure
