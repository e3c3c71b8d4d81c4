"""The index of protection under every weight: draws over weights and disputed cells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["SEED", "draw", "intervals", "pairwise"]

SEED = 1951
TAIL = 0.025
"""Left out at either end. At a twentieth the lowest rank of China turns with the seed: it holds rank six in just that
share of draws."""


def draw(book: pd.DataFrame, draws: int, seed: int = SEED) -> pd.DataFrame:
    """Draw the rank of each state.

    Each draw takes weights of the stages at random, all mixtures alike (Dirichlet with ones), and settles each cell: a
    disputed one by a coin between our coding and the sceptic's, one that the chosen coding leaves open by any rank
    of its scale with the same chance. Draws are no sample of anything; they say what is left of a ranking when nobody
    may choose weights or codings.

    Args:
        book: rows of :func:`analysis.protection.book` for the states to rank.
        draws: how many.
        seed: of the generator.

    Returns:
        One row a draw, one column a state: rank, 1 the most protective; equals share the better rank.
    """
    random = np.random.default_rng(seed)
    states, stages = list(dict.fromkeys(book["iso3"])), list(dict.fromkeys(book["stage"]))
    cells = book.set_index(["iso3", "stage"])
    ours, theirs = (
        cells[column].unstack().reindex(index=states, columns=stages).to_numpy(dtype="float64")
        for column in ("level", "sceptic_level")
    )
    top = cells["top"].astype("float64").unstack().reindex(index=states, columns=stages).to_numpy()
    shape = (draws, *ours.shape)
    level = np.where(random.random(shape) < 0.5, ours, theirs)
    anything = np.floor(random.random(shape) * (top + 1)) / top
    level = np.where(np.isnan(level), anything, level)
    weight = random.dirichlet(np.ones(len(stages)), draws)
    return pd.DataFrame(_ranks(np.einsum("dsk,dk->ds", level, weight)), columns=states)


def _ranks(score: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    higher = score[:, None, :] > score[:, :, None] + 1e-12
    return np.asarray(higher.sum(axis=2) + 1, dtype=np.int64)


def intervals(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return ``low``, ``middle`` and ``high`` rank by state: the range that holds nineteen draws in twenty."""
    cut = ranks.quantile([TAIL, 0.5, 1 - TAIL], interpolation="nearest").T
    cut.columns = ["low", "middle", "high"]
    return cut.astype("int64")


def pairwise(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return the share of draws in which the state of the row ranks above that of the column."""
    values = ranks.to_numpy()
    above = (values[:, :, None] < values[:, None, :]).mean(axis=0)
    return pd.DataFrame(above, index=ranks.columns, columns=ranks.columns)
