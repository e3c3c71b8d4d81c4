"""The partial order of states: whatever its open cells hold, it claims what is so and all that is so."""

from __future__ import annotations

from itertools import product

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import dominance

LEVELS = (0.0, 1 / 3, 0.5, 2 / 3, 1.0)
STATES, STAGES = ("a", "b", "c"), ("entry", "status", "onward")
tables = st.lists(
    st.lists(st.none() | st.sampled_from(LEVELS), min_size=len(STAGES), max_size=len(STAGES)),
    min_size=len(STATES),
    max_size=len(STATES),
).map(lambda rows: pd.DataFrame(rows, index=list(STATES), columns=list(STAGES), dtype="float64"))


def fillings(cells):
    """Every way to fill the open cells of a row: the ends and a level between find any counter-example."""
    return product(*([cell] if not pd.isna(cell) else (0.0, 0.5, 1.0) for cell in cells))


@given(tables)
def test_dominance_is_claimed_exactly_where_every_filling_of_the_open_cells_bears_it_out(levels):
    order = dominance.dominates(levels)
    for above, below in product(STATES, STATES):
        if above == below:
            assert not order.loc[above, below]
            continue
        always = all(
            all(one >= other for one, other in zip(first, second, strict=True)) and first != second
            for first in fillings(levels.loc[above])
            for second in fillings(levels.loc[below])
        )
        assert order.loc[above, below] == always


@given(tables)
def test_learning_what_an_open_cell_holds_never_withdraws_a_claim(levels):
    before = dominance.dominates(levels)
    for level in LEVELS:
        after = dominance.dominates(levels.fillna(level))
        assert not (before & ~after).any(axis=None)
