"""Both printed editions, read back as their readers would read them."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess

import pikepdf
import pytest

FIGURES = re.compile(r'class="picture" id="picture-([\w-]+)"')


@pytest.fixture(scope="module")
def pdf(printed):
    return printed.root / "_build/pdf/rights-in-transit.pdf"


@pytest.fixture(scope="module")
def pdf_text(pdf):
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def chapters(printed):
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((printed.root / "chapters").glob("*.ipynb"))
    }


def outputs(notebook, mime):
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if mime in output.get("data", {}):
                yield output["data"][mime]


def squeezed(text):
    """Text without what typesetting adds: spaces, hyphens at line ends, soft hyphens."""
    return re.sub(r"[\s\u00ad]", "", text.replace("-\n", ""))


def test_every_fingerprint_stands_in_both_editions_and_is_that_of_the_attached_data(printed, pdf, pdf_text, chapters):
    with pikepdf.open(pdf) as opened:
        attached = {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    flat = squeezed(pdf_text)
    checked = 0
    for name in chapters:
        page = (printed.root / f"_build/html/chapters/{name}.html").read_text(encoding="utf-8")
        for fingerprint in re.findall(r'class="fingerprint[^"]*"><span class="pre">(\w+)', page):
            assert fingerprint in flat
            checked += 1
        for stem in FIGURES.findall(page):
            files = [file for file in attached if re.fullmatch(rf"{stem}(-\d+)?\.csv", file)]
            files.sort(key=lambda file: file.removesuffix(".csv"))  # the main table first
            digest = hashlib.sha256(b"".join(attached[file] for file in files)).hexdigest()[:10]
            assert digest in page
            assert all((printed.root / "_build/html/downloads" / file).read_bytes() == attached[file] for file in files)
    assert checked >= 5


def test_no_role_of_the_source_is_left_in_print(printed, pdf_text):
    for text in (pdf_text, *(p.read_text(encoding="utf-8") for p in (printed.root / "_build/html").rglob("*.html"))):
        assert "{value}" not in text
        assert "{holds}" not in text
        assert not re.search(r"object at 0x|\bnan\b|<NA>", text)


def test_both_editions_print_the_same_sentences(printed, pdf_text, chapters):
    flat = squeezed(pdf_text)
    page = (printed.root / "_build/html/chapters/arrivals.html").read_text(encoding="utf-8")
    quoted = re.findall(r'<span class="press-value"[^>]*>([^<]+)</span>', page)
    assert len(quoted) > 30
    missing = [value for value in quoted if squeezed(value) not in flat]
    assert missing == []


def test_the_pdf_is_tagged_titled_in_a_language_and_claims_both_standards(pdf):
    with pikepdf.open(pdf) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).startswith("en")
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as meta:
            assert meta["dc:title"] == "Rights in Transit"
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
            assert meta["pdfuaid:part"] == "1"


def test_every_figure_of_the_pdf_has_an_alternative_text_and_every_table_head_cells(pdf, chapters):
    found: dict[str, list] = {}

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.setdefault(str(node.S), []).append(node)
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(pdf) as opened:
        walk(opened.Root.StructTreeRoot.K)
        alts = [str(node.Alt) for node in found["/Figure"] if "/Alt" in node]
        figures = sum(1 for notebook in chapters.values() for _ in outputs(notebook, "image/svg+xml"))
        tables = sum(
            1 for notebook in chapters.values() for _ in outputs(notebook, "application/vnd.dataresource+json")
        )
        assert len([alt for alt in alts if len(alt) > 40]) >= figures
        assert len(found["/Table"]) >= tables
        assert len(found["/TH"]) >= 2 * tables


def test_every_figure_is_attached_with_its_data_and_specification(pdf, chapters):
    with pikepdf.open(pdf) as opened:
        for name, notebook in chapters.items():
            for spec in outputs(notebook, "application/vnd.vegalite.v6+json"):
                stem = f"{name}-{spec['usermeta']['exhibit']}"
                assert json.loads(opened.attachments[f"{stem}.json"].get_file().read_bytes()) == spec
                assert f"{stem}.csv" in opened.attachments
                assert str(opened.attachments[f"{stem}.csv"].relationship) in ("Name.Data", "/Data")


def test_everything_attached_is_described_related_and_kept_small(pdf, chapters):
    with pikepdf.open(pdf) as opened:
        attached = dict(opened.attachments.items())
        assert {"rights-in-transit-data.zip", "claims.csv", "claims.resource.yaml", "references.bib"} <= attached.keys()
        assert {f"{name}.provenance.json" for name in chapters} <= attached.keys()
        for name, spec in attached.items():
            assert len(spec.description) > 10, name
            assert str(spec.relationship).strip("/").rpartition(".")[2] in ("Data", "Source", "Supplement"), name
            stored = spec.get_file().obj
            assert name.endswith(".zip") or str(stored.Filter) == "/FlateDecode", f"{name} is not packed"
    assert pdf.stat().st_size < 7_000_000


def test_the_same_picture_is_drawn_from_the_stored_specification(chapters):
    from analysis import theme

    for notebook in chapters.values():
        for spec, svg in zip(
            outputs(notebook, "application/vnd.vegalite.v6+json"), outputs(notebook, "image/svg+xml"), strict=True
        ):
            assert theme.draw(spec) == ("".join(svg) if isinstance(svg, list) else svg)


def test_verify_recognises_its_own_print_and_a_tampered_attachment(printed, pdf, tmp_path):
    assert printed.press("verify", str(pdf)).returncode == 0
    tampered = tmp_path / "tampered.pdf"
    with pikepdf.open(pdf) as opened:
        content = opened.attachments["arrivals-yearly.csv"].get_file().read_bytes()
        del opened.attachments["arrivals-yearly.csv"]
        opened.attachments["arrivals-yearly.csv"] = content.replace(b"2002", b"2003", 1)
        opened.save(tampered)
    done = printed.press("verify", str(tampered), "--json")
    assert done.returncode == 1
    verdicts = {verdict["name"]: verdict["outcome"] for verdict in json.loads(done.stdout)}
    assert verdicts["arrivals.yearly"] == "differs"
    assert verdicts["arrivals.women"] == "still follows"


@pytest.mark.parametrize("content", [b"not a pdf", b"%PDF-1.7\n%%EOF\n"])
def test_verify_refuses_what_is_no_edition_of_the_book(printed, tmp_path, content):
    (tmp_path / "other.pdf").write_bytes(content)
    done = printed.press("verify", str(tmp_path / "other.pdf"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
