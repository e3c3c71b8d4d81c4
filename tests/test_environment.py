"""The lock and the conda environment are one environment, and nothing in the tree points at one machine."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def locked() -> dict[str, str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, flags=re.MULTILINE))


def test_conda_users_get_the_versions_of_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert dict(re.match(r"([\w.-]+)==([^\s;]+)", pin).groups() for pin in pip) == locked()
    assert "python=3.11" in environment["dependencies"]


def test_every_locked_package_has_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[\w.-]+==)", lock)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_what_the_project_asks_for_is_what_the_lock_holds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    assert {re.split(r"[<>=\[]", name)[0].lower() for name in asked} <= {name.lower() for name in locked()}


def test_no_absolute_path_of_a_machine_and_no_package_index_stands_in_the_tree():
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "grep", "-nIE",
         r"(^|[\"' (=])/(home|root|Users|work|tmp)/|files\.pythonhosted|pypi\.org|registry\.npmjs",
         "--", ":!tests"],
        capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    assert [line for line in listed if "what-if" not in line] == []


def test_the_picture_in_the_readme_is_the_one_in_the_book():
    chapter = json.loads((ROOT / "chapters/arrivals.ipynb").read_text(encoding="utf-8"))
    drawn = [
        output["data"]["image/svg+xml"]
        for cell in chapter["cells"]
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]
    assert (ROOT / "docs/arrivals.svg").read_text(encoding="utf-8") in ["".join(svg) for svg in drawn]
