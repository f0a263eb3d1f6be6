"""Python reads this when it starts, in the processes of the tests: there the core's clock is shifted (see the package).

It waits for the clock to be imported, so that a process finds the core where it would have found it anyway.
"""

import os
import select
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

SHIFT = "WIJKKOMPAS_TESTS_VERSCHUIVING"
CLOCK = "wijkkompas_core.domain.tijd"


class _Shifted(Loader):
    """Loads the clock as ever, and then sets it."""

    def __init__(self, real: Loader) -> None:
        self.real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.real.exec_module(module)
        real, standing, shift = module.now, module._standing, timedelta(seconds=float(os.environ[SHIFT]))

        def now() -> datetime:
            return standing.get() or real() + shift

        module.__dict__["now"] = now


class _Finder(MetaPathFinder):
    """Finds the clock of the core, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == CLOCK else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Shifted(spec.loader)
        return spec


def follow() -> None:
    """From now on in this process, the clock of the core is shifted as the environment says."""
    assert CLOCK not in sys.modules, "the clock of the core was imported before it could be set"
    sys.meta_path.insert(0, _Finder())


def _sleep(seconds: float) -> None:
    """As `time.sleep`, by another call: that one is refused where faketime leaves the monotonic clock as it is."""
    select.select([], [], [], seconds)


if "FAKETIME" in os.environ:
    time.sleep = _sleep
if SHIFT in os.environ and __name__ == "sitecustomize":
    follow()
if "LUISTER" in os.environ and __name__ == "sitecustomize":
    import luisteren  # noqa: F401 - it stands beside this file
