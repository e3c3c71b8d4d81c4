"""Ways in which a chapter can come to rest on a file, each of which must make the file part of the record.

The test of staleness puts this module into the small book; each way reads a file of its own, ``data/<name>``.
"""

# ruff: noqa: PTH109, PTH119, PTH120, PTH123, PTH207, PTH211, SIM115
from __future__ import annotations

import contextlib
import fileinput
import glob
import gzip
import importlib
import importlib.util
import inspect
import io
import mmap
import os
import pathlib
import runpy
import shutil
import sqlite3
import tempfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

DATA = pathlib.Path(__file__).resolve().parents[2] / "data"


def in_folder(path: str) -> bytes:
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    return os.read(os.open(os.path.basename(path), os.O_RDONLY, dir_fd=folder), 9)


def after_chdir(path: str) -> str:
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    try:
        return open(os.path.basename(path)).read()
    finally:
        os.chdir(here)


def relative_link_elsewhere(path: str) -> str:
    link = f"{tempfile.mkdtemp()}/link"
    os.symlink(os.path.relpath(path, os.path.dirname(link)), link)
    return open(link).read()


def through_proc(path: str) -> str:
    return open("/proc/self/cwd/" + os.path.relpath(path)).read()


def copied(path: str) -> str:
    return open(shutil.copy(path, tempfile.mkdtemp())).read()


def in_a_thread(path: str) -> str:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(open(path).read()))
    thread.start()
    thread.join()
    return found[0]


def exists_in_a_pool(path: str) -> bool:
    with ThreadPoolExecutor(1) as pool:
        return next(iter(pool.map(os.path.exists, [path])))


def size_of_an_entry(path: str) -> int:
    return sum(entry.stat().st_size for entry in os.scandir(os.path.dirname(path)) if entry.path == path)


def mapped(path: str) -> bytes:
    with open(path, "rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)[:]


def database(path: str) -> object:
    return sqlite3.connect(path).execute("select * from t").fetchall()


def database_by_uri(path: str) -> object:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select * from t").fetchall()


def module_by_path(path: str) -> object:
    spec = importlib.util.spec_from_file_location("by_path", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.VALUE


def source_of_a_module(path: str) -> str:
    spec = importlib.util.spec_from_file_location("by_source", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return inspect.getsource(module)


READS = {
    "open.txt": lambda path: open(path).read(),
    "io_open_code.txt": lambda path: io.open_code(path).read(),
    "os_open.txt": lambda path: os.read(os.open(path, os.O_RDONLY), 9),
    "dir_fd.txt": in_folder,
    "chdir.txt": after_chdir,
    "pathlib.txt": lambda path: pathlib.Path(path).read_text(),
    "relative_link.txt": relative_link_elsewhere,
    "proc.txt": through_proc,
    "copied.txt": copied,
    "thread.txt": in_a_thread,
    "mapped.txt": mapped,
    "fileinput.txt": lambda path: list(fileinput.input(path, encoding="utf-8")),
    "listed/glob.txt": lambda path: [open(found).read() for found in glob.glob(path[:-3] + "*")],
    "loadtxt.txt": np.loadtxt,
    "fromfile.bin": lambda path: np.fromfile(path, dtype="u1"),
    "memmap.bin": lambda path: bytes(np.memmap(path, mode="r")),
    "pandas.csv": pd.read_csv,
    "pandas_python.csv": lambda path: pd.read_csv(path, engine="python", sep=None),
    "pandas.json": lambda path: pd.read_json(path, typ="series"),
    "packed.gz": lambda path: gzip.open(path).read(),
    "packed.zip": lambda path: zipfile.ZipFile(path).read("x"),
    "plain.db": database,
    "uri.db": database_by_uri,
    "exists.txt": os.path.exists,
    "is_file.txt": lambda path: pathlib.Path(path).is_file(),
    "size.txt": os.path.getsize,
    "access.txt": lambda path: os.access(path, os.R_OK),
    "pool.txt": exists_in_a_pool,
    "listed/entry.txt": size_of_an_entry,
    "by_path.py": module_by_path,
    "source.py": source_of_a_module,
    "script.py": runpy.run_path,
}
ABSENT = {
    "absent/opened": lambda path: open(path),
    "absent/listed": os.listdir,
    "absent/exists": os.path.exists,
    "absent/globbed": lambda path: glob.glob(f"{path}/*"),
}
"""What a chapter may ask for in vain."""
FOLDERS = {
    "listdir": os.listdir,
    "scandir": lambda path: [entry.name for entry in os.scandir(path)],
    "glob": lambda path: glob.glob(f"{path}/*.csv"),
    "rglob": lambda path: list(pathlib.Path(path).rglob("*.csv")),
    "walk": lambda path: list(os.walk(path)),
    "fwalk": lambda path: [names for _, _, names, _ in os.fwalk(path)],
}
MODULES_IN_VAIN = {
    "vain_statement": lambda name: exec(f"import tides.{name}"),
    "vain_from": lambda name: exec(f"from tides import {name}"),
    "vain_function": lambda name: importlib.import_module(f"tides.{name}"),
    "vain_spec": lambda name: importlib.util.find_spec(f"tides.{name}"),
}


def write(name: str, value: int) -> None:
    """Give a file another content, of its sort."""
    path = DATA / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".db":
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("create table if not exists t (x)")
            connection.execute("insert into t values (?)", [value])
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(b"%d" % value, mtime=0))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(zipfile.ZipInfo("x"), f"{value}")
    elif path.suffix == ".json":
        path.write_text(f'{{"a": {value}}}')
    elif path.suffix == ".py":
        path.write_text(f"VALUE = {value}  # a remark\n")
    else:
        path.write_text(f"{value}")


def everything() -> None:
    """Go through every door."""
    for name, read in READS.items():
        read(str(DATA / name))
    for name, read in ABSENT.items():
        with contextlib.suppress(OSError):
            read(str(DATA / name))
    for name, read in FOLDERS.items():
        read(str(DATA / "folders" / name))
    for name, read in MODULES_IN_VAIN.items():
        with contextlib.suppress(ImportError):
            read(name)
    (DATA / "link.txt").read_text()
    (DATA / "link.txt").resolve()
