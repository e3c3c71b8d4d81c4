"""A Dask cluster that stands already: its workers run the scenarios, each from the same folder as we do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from press.errors import BadInput, Finding

__all__ = ["joined"]

PATIENCE = 20
"""Seconds to wait for the scheduler, and then for a first worker."""


@contextmanager
def joined(scheduler: str) -> Iterator[None]:
    """Have joblib send its work to a cluster.

    A worker that dies costs nothing but time: the scheduler gives its scenarios to another one.

    Raises:
        BadInput: when ``distributed`` is not installed, or nothing answers at the address.
        Finding: when the cluster gives up on a scenario.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise BadInput("--backend dask needs the extra `cluster`: uv pip install -e '.[cluster]'") from None
    from joblib import parallel_config

    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BadInput(f"no Dask scheduler answers at {scheduler}: {error}") from None
    try:
        with client, parallel_config("dask", client=client, wait_for_workers_timeout=PATIENCE):
            yield
    except TimeoutError:
        raise BadInput(f"the Dask cluster at {scheduler} has no worker") from None
    except KilledWorker as error:
        raise Finding(
            f"the Dask cluster at {scheduler} gave up: {error}\n"
            "  what had ended is kept; the same command goes on from there"
        ) from None
