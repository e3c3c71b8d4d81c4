"""The analysis of a book about tides, without any library."""

import csv
import pathlib

from IPython.display import display

ROOT = pathlib.Path(__file__).resolve().parents[2]


def levels(since: int) -> list[float]:
    with (ROOT / "data" / "levels.csv").open(encoding="utf-8", newline="") as stream:
        return [float(row["metres"]) for row in csv.DictReader(stream) if int(row["year"]) >= since]


def publish(**values: float) -> None:
    stated = {
        name: {"kind": "number", "value": value, "unit": "metres", "about": name, "made_by": "tides"}
        for name, value in values.items()
    }
    display({"application/vnd.press.values+json": stated, "text/plain": str(values)}, raw=True)
