"""Write environment.yml, so that conda users get the versions of requirements.lock."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = """\
# Made by `make lock` from requirements.lock: the same versions for conda users.
#   conda env create -f environment.yml && conda activate rights-in-transit && pip install --no-deps -e .
name: rights-in-transit
channels: [conda-forge]
dependencies:
  - python=3.11
  - pip
  - pip:
"""

lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
pins = re.findall(r"^([A-Za-z0-9._-]+==[^\s\\]+(?: ; [^\\\n]+?)?) \\$", lock, flags=re.MULTILINE)
body = "".join(f"      - {pin!r}\n" if ";" in pin else f"      - {pin}\n" for pin in pins)
(ROOT / "environment.yml").write_text(HEAD + body, encoding="utf-8")
