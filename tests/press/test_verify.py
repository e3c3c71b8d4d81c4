"""A copy of the printed book, found anywhere: what still follows, and forty ways in which it does not."""

from __future__ import annotations

import json
import shutil

import pikepdf
import pytest

from press import printing
from press.book import Book
from press.errors import BadInput
from press.printed import Copy as Printed
from press.verify import DIFFERS, FOLLOWS, UNKNOWN, verify

from ..conftest import Copy, commit, lay_second_book
from .copies import TAMPERINGS, furnish


@pytest.fixture(scope="module")
def tides(tmp_path_factory):
    root = tmp_path_factory.mktemp("verify") / "tides"
    lay_second_book(root)
    furnish(root)
    commit(root)
    copy = Copy(root)
    done = copy.press("run", "--all")
    assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture(scope="module")
def ours(tides, tmp_path_factory):
    """The print of this checkout, and the numbers that its sentences quote."""
    kept = tmp_path_factory.mktemp("ours") / "tides.pdf"
    with printing.reference(Book(tides.root)) as (path, quotes):
        shutil.copyfile(path, kept)
    return kept, quotes


@pytest.fixture
def judge(tides, ours):
    path, quotes = ours
    return lambda copy: verify(Book(tides.root), copy, Printed(path), quotes)


def test_a_true_copy_follows_in_every_part(judge, ours):
    verdicts = judge(ours[0])
    assert {each.outcome for each in verdicts} == {FOLLOWS}
    kinds = [each.kind for each in verdicts]
    assert (kinds.count("figure"), kinds.count("table"), kinds.count("number")) == (1, 1, 3)


def test_a_copy_that_was_only_stored_otherwise_follows(judge, ours, tmp_path):
    with pikepdf.open(ours[0]) as pdf:
        pdf.save(tmp_path / "copy.pdf", linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert [each for each in judge(tmp_path / "copy.pdf") if each.outcome != FOLLOWS] == []


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_found_and_named(judge, ours, tmp_path, what):
    tamper, kind, name = TAMPERINGS[what]
    with pikepdf.open(ours[0]) as pdf:
        tamper(pdf)
        pdf.save(tmp_path / "copy.pdf")
    found = [each for each in judge(tmp_path / "copy.pdf") if each.outcome != FOLLOWS]
    assert [each for each in found if each.kind == kind and name in each.name], found


def test_a_changed_number_is_told_with_old_and_new(judge, ours, tmp_path):
    tamper, _, _ = TAMPERINGS["a digit's meaning"]
    with pikepdf.open(ours[0]) as pdf:
        tamper(pdf)
        pdf.save(tmp_path / "copy.pdf")
    number = next(each for each in judge(tmp_path / "copy.pdf") if each.name == "river.first in chapters/river")
    assert (number.outcome, number.old, number.new) == (DIFFERS, "7.0", "1.0")


def test_an_older_edition_is_told_apart_and_its_unchanged_parts_follow(tides, ours, tmp_path):
    older = tmp_path / "older"
    shutil.copytree(tides.root, older)
    book = Copy(older)
    book.replace("chapters/harbour.ipynb", "nothing else is said", "much more was said then")
    done = book.press("run", "--all")
    assert done.returncode == 0, done.stderr
    with printing.reference(Book(older)) as (path, quotes):
        verdicts = verify(Book(older), ours[0], Printed(path), quotes)
    outcomes = {(each.kind, each.name): each.outcome for each in verdicts}
    assert [each.outcome for each in verdicts if each.kind == "edition"] == [DIFFERS]
    assert outcomes["figure", "river.levels"] == outcomes["table", "river.list"] == FOLLOWS
    assert outcomes["number", "river.first in chapters/river"] == FOLLOWS
    assert outcomes["number", "harbour.mean in chapters/harbour"] == UNKNOWN
    assert not [each for each in verdicts if each.kind == "page"]


@pytest.mark.parametrize("locked", ["", "secret"])
def test_an_encrypted_copy_is_refused_or_named(judge, ours, tmp_path, locked):
    with pikepdf.open(ours[0]) as pdf:
        pdf.save(tmp_path / "copy.pdf", encryption=pikepdf.Encryption(owner="owner", user=locked))
    if locked:
        with pytest.raises(BadInput, match="locked with a password"):
            judge(tmp_path / "copy.pdf")
    else:
        assert [each.name for each in judge(tmp_path / "copy.pdf") if each.outcome != FOLLOWS] == ["encryption"]


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF\n", None])
def test_what_is_no_edition_is_refused_by_the_command(tides, ours, tmp_path, content):
    content = ours[0].read_bytes()[:3000] if content is None else content
    (tmp_path / "copy.pdf").write_bytes(content)
    done = tides.press("verify", str(tmp_path / "copy.pdf"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert done.stderr.startswith("copy.pdf ")


def test_the_command_says_verdicts_in_lines_and_as_json(tides, ours, tmp_path):
    done = tides.press("verify", str(ours[0]))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "figure river.levels: still follows\n" in done.stdout
    assert "3 numbers: still follows\n" in done.stdout
    with pikepdf.open(ours[0]) as pdf:
        TAMPERINGS["a datum of a table"][0](pdf)
        pdf.save(tmp_path / "copy.pdf")
    done = tides.press("verify", str(tmp_path / "copy.pdf"), "--json")
    assert done.returncode == 1
    table = next(each for each in json.loads(done.stdout) if each["name"] == "river.list")
    assert table["outcome"] == "differs"
    assert table["why"].startswith("river-list.csv, line ")
