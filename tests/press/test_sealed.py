"""The sealed re-run: it finds what Python does not see, and does not pretend where it cannot."""

from __future__ import annotations

CHAPTER = "chapters/harbour.ipynb"
PUBLISHED = "publish(mean=sum(found) / len(found))"
NATIVE = (
    "import ctypes\\nlibc = ctypes.CDLL(None)\\nlibc.fopen.restype = ctypes.c_void_p\\n"
    "publish(mean=3.0 if libc.fopen(b'{}', b'r') else 4.0)"
)
"""A read by a library written in C, as that of a Parquet file is."""


def test_a_seal_shows_what_the_record_does_not_know(second_book):
    (second_book.root / "data/hidden.txt").write_text("2", encoding="utf-8")
    hidden = (second_book.root / "data/hidden.txt").as_posix()
    second_book.replace(CHAPTER, PUBLISHED, NATIVE.format(hidden))
    (second_book.root / "data/hidden.txt").touch()
    second_book.replace(
        "chapters/river.ipynb",
        "publish(first=levels(1900)[0])",
        "publish(first=float(list({'a', 'b', 'c', 'd'})[0] == 'a') + __import__('time').localtime(0).tm_hour / 100)",
    )
    assert second_book.press("run", TZ="UTC").returncode == 0
    done = second_book.press("sealed")
    assert done.returncode == 1
    assert f"{CHAPTER}, code cell 3: mean 3.0 → 4.0 in the sealed re-run" in done.stderr
    assert "chapters/river.ipynb, code cell 2: first" in done.stderr


def test_where_the_system_cannot_seal_nothing_is_called_sealed(second_book):
    site = second_book.root.parent / "site"
    site.mkdir()
    # a system call that no kernel has stands for a kernel without Landlock
    (site / "sitecustomize.py").write_text("import press.seal\npress.seal.CREATE = 9999\n", encoding="utf-8")
    done = second_book.press("sealed", PYTHONPATH=f"{second_book.root / 'src'}:{site}", PYTHONWARNINGS="ignore")
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "this system cannot seal a chapter: Landlock is not there (Function not implemented)" in done.stderr
