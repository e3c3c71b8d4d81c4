"""The house rules that keep the book legible: arrows point one way, chapters are thin, modules are short."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
MODULES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_MODULE = 230


def imports(source: str) -> set[str]:
    """Every module that Python source imports, by full name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def roots(source: str) -> set[str]:
    return {name.split(".")[0] for name in imports(source)}


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_analysis_knows_nothing_of_the_press_and_the_press_nothing_of_the_analysis(path):
    source = path.read_text(encoding="utf-8")
    other = {"analysis": "press", "press": "analysis"}[path.relative_to(ROOT / "src").parts[0]]
    assert other not in roots(source)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_notebooks_and_sphinx_are_known_to_one_module_of_the_analysis(path):
    if path.relative_to(ROOT / "src").parts[0] == "analysis" and path.name != "findings.py":
        assert not roots(path.read_text(encoding="utf-8")) & {
            "IPython",
            "ipykernel",
            "nbformat",
            "docutils",
            "sphinx",
            "papermill",
        }


def test_the_press_says_nothing_of_the_subject():
    words = re.compile(r"refugee|korea|defector|asylum|arrival|treaty", re.IGNORECASE)
    found = {}
    for path in (ROOT / "src" / "press").rglob("*.*"):
        if path.suffix not in {".py", ".css", ".js", ".typ"} or path.name == "lint.py":
            continue  # the lint knows the nouns that follow a number in this field
        code = re.sub(r'""".*?"""|``.*?``|#.*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        code = code.replace("press run arrivals", "")
        if words.search(code):
            found[path.name] = words.findall(code)
    assert found == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_no_module_is_longer_than_one_reads_at_once(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_no_module_is_called_after_nothing_in_particular(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_imports_the_analysis_and_nothing_else(path):
    for cell in code_cells(path):
        assert roots("".join(cell["source"])) <= {"analysis"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_thin_and_holds_no_logic(path):
    lines = ["".join(cell["source"]).splitlines() for cell in code_cells(path)]
    assert max(map(len, lines)) <= 8
    assert sum(map(len, lines)) <= 60
    banned = (
        ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.IfExp, ast.Lambda,
        ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Try, ast.With,
    )  # fmt: skip
    for cell in code_cells(path):
        source = "".join(cell["source"])
        assert not source.startswith(("%", "!")), source
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, banned)], source


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_publishes_in_one_cell_and_hides_its_code_from_readers(path):
    cells = code_cells(path)
    assert sum("publish(" in "".join(cell["source"]) for cell in cells) == 1
    assert all("hide-input" in cell["metadata"].get("tags", []) for cell in cells)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_one_stem_one_subject(path):
    assert (ROOT / "src" / "analysis" / f"{path.stem}.py").is_file()
    assert path.with_suffix(".provenance.json").is_file()


def test_order_lives_in_the_table_of_contents_alone():
    names = [
        p.name for folder in ("chapters", "data", "src", "tests") for p in (ROOT / folder).rglob("*") if p.is_file()
    ]
    assert [name for name in names if re.match(r"\d", name) and "__pycache__" not in name] == []
