"""Who protects at least as much as whom at every stage: an order that needs no weights."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["covers", "dominates", "height", "ranks"]


def dominates(levels: pd.DataFrame) -> pd.DataFrame:
    """Return which state (row) surely dominates which (column).

    A state dominates another when its level is at least as high at every stage and higher at one. A missing level can
    be anything from none to all: dominance is claimed only where it holds whatever the missing levels are.

    Args:
        levels: one row a state, one column a stage, 0 to 1.

    Returns:
        Boolean, states by states; transitive and never both ways.
    """
    low, high = levels.fillna(0.0).to_numpy(), levels.fillna(1.0).to_numpy()
    at_least = (low[:, None, :] >= high[None, :, :]) | _same_constant(levels)
    above = (low[:, None, :] > high[None, :, :]).any(axis=2)
    return pd.DataFrame(at_least.all(axis=2) & above, index=levels.index, columns=levels.index)


def _same_constant(levels: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """A stage at which every state is known to stand alike sets nobody back (guards against rounding alone)."""
    values = levels.to_numpy()
    return np.asarray(np.isclose(values[:, None, :], values[None, :, :]))


def covers(order: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the diagram: pairs ``above``, ``below`` with no state between them."""
    above = order.to_numpy()
    between = above.astype(int) @ above.astype(int) > 0
    rows, columns = np.nonzero(above & ~between)
    return pd.DataFrame({"above": order.index[rows], "below": order.index[columns]})


def height(order: pd.DataFrame) -> pd.Series:
    """Return how many states each dominates less how many dominate it: a score from the order alone."""
    return (order.sum(axis=1) - order.sum(axis=0)).astype("float64")


def ranks(order: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks that the order leaves possible: ``best`` and ``worst`` by state, and ``layer``.

    The layer is the length of the longest chain of states below, 0 for those that dominate nobody.
    """
    layer = pd.Series(0, index=order.index)
    for _ in order.index:
        below = order.mul(layer + 1, axis=1).where(order, 0).max(axis=1)
        layer = below.astype("int64")
    return pd.DataFrame({"best": 1 + order.sum(axis=0), "worst": len(order) - order.sum(axis=1), "layer": layer})
