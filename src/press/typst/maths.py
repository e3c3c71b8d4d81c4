r"""Formulas: the part of LaTeX's mathematics that a book like this needs, as Typst. Anything else is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["UnknownMath", "formula"]

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
]  # fmt: skip
SAME = ["sum", "in", "sin", "cos", "tan", "exp", "ln", "log", "min", "max", "Pr", "lim"]
NAMES = {f"\\{name}": name for name in (*GREEK, *map(str.capitalize, GREEK), *SAME)}
NAMES |= {
    r"\prod": "product", r"\int": "integral", r"\infty": "infinity", r"\partial": "partial", r"\cdot": "dot.op",
    r"\times": "times", r"\pm": "plus.minus", r"\le": "<=", r"\leq": "<=", r"\ge": ">=", r"\geq": ">=", r"\ne": "!=",
    r"\neq": "!=", r"\approx": "approx", r"\sim": "tilde.op", r"\equiv": "equiv", r"\to": "->", r"\mid": "divides",
    r"\notin": "in.not", r"\cup": "union", r"\cap": "inter", r"\subset": "subset", r"\subseteq": "subset.eq",
    r"\forall": "forall", r"\exists": "exists", r"\ldots": "dots.h", r"\dots": "dots.h", r"\cdots": "dots.h.c",
    r"\quad": "quad", r"\,": "thin", r"\;": "thick", r"\ ": "space", r"\%": "percent", r"\{": "{", r"\}": "}",
    r"\\": "\\", r"\varepsilon": "epsilon.alt", r"\ell": "ell",
}  # fmt: skip
WRAPS = {
    r"\sqrt": "sqrt", r"\bar": "overline", r"\overline": "overline", r"\hat": "hat", r"\tilde": "tilde",
    r"\mathbf": "bold", r"\mathbb": "bb", r"\mathcal": "cal", r"\mathit": "italic", r"\vec": "arrow",
}  # fmt: skip
PLAIN = {r"\text", r"\mathrm", r"\operatorname", r"\textrm"}
ESCAPED = set("#$\"/'@_^&~`*<>:;,")


class UnknownMath(ValueError):
    """A command that is not known here."""


def formula(latex: str) -> str:
    """Translate a formula, without the dollar signs.

    Raises:
        UnknownMath: with the command, when one is not known.
    """
    return " ".join(_until(iter(TOKEN.findall(latex.strip())), ""))


def _until(tokens: Iterator[str], end: str) -> Iterator[str]:
    for token in tokens:
        if token == end:
            return
        if not token.isspace():
            yield _one(token, tokens)
    if end:
        raise UnknownMath(f"a missing {end}")


def _argument(tokens: Iterator[str]) -> str:
    """Translate what a command or a ``^`` applies to: a group or one token."""
    token = next((token for token in tokens if not token.isspace()), None)
    if token is None:
        raise UnknownMath("a command without what it applies to")
    return " ".join(_until(tokens, "}")) if token == "{" else _one(token, tokens)


def _one(token: str, tokens: Iterator[str]) -> str:
    if token in ("^", "_"):
        return f"{token}({_argument(tokens)})"
    if token == "{":
        return " ".join(_until(tokens, "}"))
    if token in (r"\frac", r"\tfrac", r"\dfrac"):
        return f"frac({_argument(tokens)}, {_argument(tokens)})"
    if token == r"\binom":
        return f"binom({_argument(tokens)}, {_argument(tokens)})"
    if token in WRAPS:
        return f"{WRAPS[token]}({_argument(tokens)})"
    if token in PLAIN:
        return f'upright("{_words(tokens)}")'
    if token in (r"\left", r"\right", r"\displaystyle", r"\limits", "&"):
        return "&" if token == "&" else ""
    if token.startswith("\\"):
        if token not in NAMES:
            raise UnknownMath(token)
        return NAMES[token]
    return f"\\{token}" if token in ESCAPED else token


def _words(tokens: Iterator[str]) -> str:
    if next(tokens, "") != "{":
        raise UnknownMath("words that are not in braces")
    said = ""
    for token in tokens:
        if token == "}":
            return said.replace("\\", "").replace('"', "")
        said += token
    raise UnknownMath("a missing }")
