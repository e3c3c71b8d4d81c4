"""The clock and unseeded randomness: what would make tomorrow's run differ, refused when a chapter asks.

The kernel and the libraries go on asking for purposes of their own. Refused is what runs on behalf of a chapter: the
date and time of day in any form, ``os.urandom`` and all that is seeded from it (``uuid4``, ``secrets``,
``default_rng()``, ``Random()`` without a seed), and the global generators of ``random`` and ``numpy.random`` unless
the chapter seeded them. Elapsed time (``perf_counter``) is refused when the chapter asks itself.

``numpy.random.RandomState(7)`` counts as unseeded: it draws a seed before it takes the one that it is given. Out of
reach are NumPy's parser of whole arrays (``np.array(["today"], "M8[D]")``) and what differs between any two
processes, such as ``id()``; of the latter the sealed re-run finds another value.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import functools
import importlib
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from press.observer import Witness
from press.unaudited import replace_in_type

__all__ = ["guard"]

DIRECT = tuple(
    name
    for clock in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime")
    for name in (clock, f"{clock}_ns")
)
"""Functions of ``time`` that libraries may ask for purposes of their own, and a chapter may not."""
DATED = {"localtime": 0, "gmtime": 0, "ctime": 0, "asctime": 0, "strftime": 1}
"""Functions of ``time`` that ask the clock when they are called with no more than so many arguments."""
FLAGS, NEW = 168, 312
"""Where a type keeps its flags, and the function that makes an instance (CPython on 64 bits)."""
MAKE = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_void_p)


def guard(witness: Witness) -> Guards:
    """Guard clock and chance in this process, from now on."""
    with contextlib.suppress(ImportError):
        importlib.import_module("numpy.random")  # imported by a cell, it could be drawn from before it is guarded
    guards = Guards(witness)
    guards.clock()
    guards.entropy()
    return guards


class Guards:
    """The guards of one kernel; a cell's begin and end frame the look at the global generators."""

    def __init__(self, witness: Witness) -> None:
        """Report to a witness."""
        self.witness = witness
        self.seeded: set[str] = set()
        self.states: dict[str, Any] = {}

    def begin(self, *_: Any) -> None:
        """Remember where the global generators stand."""
        numpy: Any = sys.modules.get("numpy.random")
        if numpy is not None and not hasattr(numpy.seed, "__wrapped__"):
            numpy.seed = self._seeds("numpy.random", numpy.seed)
        self.states = _states()

    def end(self, *_: Any) -> None:
        """Note when a global generator moved that the chapter had not seeded, whoever drew from it."""
        for name, state in _states().items():
            if name not in self.seeded and self.states.get(name, state) != state:
                self.witness.note("chance", f"global generator of {name}, not seeded")

    def _asked(self, kind: str, what: str) -> None:
        if self.witness.running and self.witness.callers.on_behalf(2):
            self.witness.refuse(kind, what)

    def clock(self) -> None:
        """Guard the clock, time of day and date."""
        for name in DIRECT:
            setattr(time, name, self._direct(f"time.{name}", getattr(time, name)))
        setattr(os, "times", self._direct("os.times", os.times))  # noqa: B010 (plain assignment is for types that agree)
        for name, arguments in DATED.items():
            setattr(time, name, self._dated(f"time.{name}", getattr(time, name), arguments))
        for owner, name in (
            (datetime.date, "today"),  # datetime.today() is inherited from it
            (datetime.datetime, "now"),
            (datetime.datetime, "utcnow"),
        ):
            self._class_method(owner, name)
        if "numpy" in sys.modules:
            self._words(sys.modules["numpy"].datetime64)

    def _direct(self, what: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any) -> Any:
            if self.witness.running and self.witness.callers.is_chapter(sys._getframe(1)):
                self.witness.refuse("clock", f"{what}()")
            return original(*arguments)

        return asked

    def _dated(self, what: str, original: Callable[..., Any], least: int) -> Callable[..., Any]:
        def asked(*arguments: Any) -> Any:
            if len(arguments) <= least or arguments[least] is None:
                self._asked("clock", f"{what}()")
            return original(*arguments)

        return asked

    def _class_method(self, owner: type, name: str) -> None:
        def wrap(original: Any) -> Any:
            def asked(cls: type, *arguments: Any, **named: Any) -> Any:
                self._asked("clock", f"{owner.__name__}.{name}()")
                return original.__get__(None, cls)(*arguments, **named)

            return classmethod(asked)

        replace_in_type(owner, name, wrap)

    def _words(self, owner: type) -> None:
        """Note when ``datetime64`` is asked for the words that it takes for the present."""
        if ctypes.c_size_t.from_address(id(owner) + FLAGS).value != owner.__flags__:
            return  # another layout of types: the sealed re-run is left
        slot = ctypes.c_void_p.from_address(id(owner) + NEW)
        original = MAKE(slot.value or 0)

        def asked(cls: Any, arguments: Any, named: Any) -> Any:
            word = str(arguments[0]).lower() if arguments else ""
            if word in ("now", "today") and self.witness.running and self.witness.callers.on_behalf():
                self.witness.note("clock", f"numpy.datetime64({word!r})")  # no error can pass through here
            return original(cls, arguments, named)

        self.kept = MAKE(asked)
        slot.value = ctypes.cast(self.kept, ctypes.c_void_p).value

    def _seeds(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def seeds(*arguments: Any, **named: Any) -> None:
            original(*arguments, **named)
            if (*arguments, *named.values())[:1] not in ((), (None,)):
                self.seeded.add(name)

        return seeds

    def entropy(self) -> None:
        """Guard the sources from which generators without a seed are seeded."""
        for module, name in ((os, "urandom"), (os, "getrandom"), (random, "_urandom"), (uuid, "uuid1")):
            if hasattr(module, name):
                setattr(module, name, self._entropy(name.strip("_"), getattr(module, name)))
        seed = random.Random.seed

        def seeds(generator: random.Random, a: Any = None, version: int = 2) -> None:
            if a is None:
                self._asked("chance", "a generator of random without a seed")
            elif generator is random._inst:
                self.seeded.add("random")
            seed(generator, a, version)

        setattr(random.Random, "seed", seeds)  # noqa: B010
        random.seed = random._inst.seed

    def _entropy(self, what: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            self._asked("chance", f"{what}(), or a generator without a seed")
            return original(*arguments, **named)

        return asked


def _states() -> dict[str, Any]:
    states: dict[str, Any] = {"random": random.getstate()}
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        name, keys, *rest = numpy.get_state()
        states["numpy.random"] = (name, keys.tobytes(), *rest)
    return states
