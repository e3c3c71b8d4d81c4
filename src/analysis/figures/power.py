"""How strong an association must be for the first tests to find it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.exhibits import Figure, basis
from analysis.power import LEVEL
from analysis.synthesis import Synthesis

__all__ = ["power"]

COLORS = [theme.MUTED, theme.SECOND, "#2f7d5b", "#8a6d1d", theme.ACCENT]
STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1]
TOP, APART = 0.97, 0.08
"""Where the names of the curves stand, as shares of the height."""


def power(synthesis: Synthesis) -> Figure:
    """Draw the power of each first test, with its ties, against the true tau; tests of one curve share a line."""
    limit = synthesis.limit.assign(test=f"{len(synthesis.names)} states, no ties")
    curves = pd.concat([limit, _merged(synthesis)], ignore_index=True)
    tests = list(curves["test"].drop_duplicates())
    # curves that meet at the top are named beside them, in their order; a curve at nothing is named where it lies
    ends = curves.drop_duplicates("test", keep="last").assign(step=lambda rows: range(len(rows)))
    ends["height"] = (TOP - APART * ends["step"]).where(ends["power"] > 0, ends["power"] + APART / 2)
    x = alt.X("latent:Q", title="True tau", scale=alt.Scale(domain=[0, 1.5]), axis=alt.Axis(values=STEPS))
    title = f"Probability of an exact p of at most {LEVEL}"
    y = alt.Y("power:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", grid=False))
    base = alt.Chart(curves).encode(
        x=x,
        color=alt.Color("test:N", scale=alt.Scale(domain=tests, range=COLORS), legend=None),
        tooltip=["test", alt.Tooltip("latent:Q", format=".2f"), alt.Tooltip("power:Q", format=".0%")],
    )
    bound = alt.condition(f"datum.test == '{tests[0]}'", alt.value([4, 3]), alt.value([1, 0]))
    lines = base.mark_line().encode(y=y, strokeDash=bound)
    names = (
        base.properties(data=ends).mark_text(align="left", dx=8).encode(y=alt.Y("height:Q", title=title), text="test:N")
    )
    return Figure("power", alt.layer(lines, names), basis(synthesis.book))


def _merged(synthesis: Synthesis) -> pd.DataFrame:
    titles = synthesis.hypotheses.set_index("hypothesis")["title"]
    wide = synthesis.curves.pivot(index="latent", columns="hypothesis", values="power")[titles.index]
    alike: dict[tuple[float, ...], list[str]] = {}
    for name in wide:
        alike.setdefault(tuple(wide[name]), []).append(str(titles[name]))
    parts = [
        pd.DataFrame({"latent": wide.index, "power": found, "test": ", ".join(tests)})
        for found, tests in sorted(alike.items(), key=lambda each: sum(each[0]), reverse=True)
    ]
    return pd.concat(parts, ignore_index=True)
