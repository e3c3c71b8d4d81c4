"""What tests share: copies of the two books, and the command run in them."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Copy:
    """A copy of a book in a folder of its own, under git."""

    root: Path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the copy, with the copy's own code."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        env = inherited | {"PYTHONPATH": str(self.root / "src")} | environment
        return subprocess.run(
            command, cwd=self.root, env=env, capture_output=True, text=True, check=False, timeout=1800
        )

    def press(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``press`` in the copy."""
        return self.run(sys.executable, "-m", "press", *arguments, **environment)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a file of the copy; the old text must be there."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} not in {path}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def files(self, *below: str) -> dict[str, bytes]:
        """Read every file below some folders, by path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in below
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }


def heed_interrupts() -> None:
    """Let a child be interrupted, even where the tests run in the background of a shell that shields them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def commit(root: Path) -> None:
    """Put a folder under git, everything committed: the same files make the same commit, whenever and wherever."""
    git = ("git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@example.org")
    then = {f"GIT_{who}_DATE": "2026-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "as found"], check=True, env=os.environ | then)


def copy_book(target: Path) -> Copy:
    """Copy what git knows of this book, in its present state."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    commit(target)
    return Copy(target)


@pytest.fixture
def book_copy(tmp_path: Path) -> Copy:
    """This book, to be broken."""
    return copy_book(tmp_path / "copy")


def lay_second_book(target: Path) -> None:
    """Copy the small book about something else, with fonts and this press."""
    shutil.copytree(ROOT / "tests" / "second_book", target, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    shutil.copytree(ROOT / "fonts", target / "fonts")
    shutil.copytree(ROOT / "src" / "press", target / "src" / "press", ignore=shutil.ignore_patterns("__pycache__"))


def copy_second_book(target: Path) -> Copy:
    """Copy the small book, committed."""
    lay_second_book(target)
    commit(target)
    return Copy(target)


@pytest.fixture(scope="session")
def make_second_book():
    """Make copies of the small book, for what several tests share."""
    return copy_second_book


@pytest.fixture
def second_book(tmp_path: Path) -> Copy:
    """The small book about something else, run once and committed."""
    return copy_second_book(tmp_path / "tides")


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """This book, printed in both editions from a copy: once, however many workers test it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "printed"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (shared / "done").exists():
            return Copy(shared / "copy")
        copy = copy_book(shared / "copy")
        for verb in ("pdf", "html"):  # the web edition leads to pages of the PDF
            done = copy.press(verb)
            assert done.returncode == 0, done.stderr
        (shared / "done").touch()
    return copy


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by Playwright; its absence is a failure, never a skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: `make browser` installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
