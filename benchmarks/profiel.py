"""Where the time of one rerun goes: a profile of the threads in which the server runs the pages."""

import cProfile
import pstats
import threading
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

OVERSLAAN = 10
"""The first runs fill caches; they are left out."""


class Profiel:
    """Profiles each run of a page in this process; only one session may be open."""

    def __init__(self) -> None:
        self._runs = 0
        self._profile = cProfile.Profile()
        self._lock = threading.Lock()

    def install(self) -> None:
        """From now on every run counts."""
        run_script: Any = ScriptRunner._run_script

        def profiled(runner: ScriptRunner, *args: Any) -> None:
            with self._lock:
                self._runs += 1
                if self._runs <= OVERSLAAN:
                    run_script(runner, *args)
                    return
                self._profile.enable()
                try:
                    run_script(runner, *args)
                finally:
                    self._profile.disable()

        ScriptRunner._run_script = profiled  # type: ignore[method-assign]

    def save(self, path: Path) -> None:
        """Write what was measured, for `pstats` and any viewer of profiles."""
        self._profile.dump_stats(path)


def report(path: Path, lines: int = 60) -> str:
    """The functions that cost most, in milliseconds per rerun: with what they call, and by themselves."""
    stats: Any = pstats.Stats(str(path))
    runs = next(calls for (_, _, name), (_, calls, *_) in stats.stats.items() if name == "_run_script")
    rows = [
        (own / runs * 1000, whole / runs * 1000, calls / runs, f"{'/'.join(Path(file).parts[-3:])}:{line} {name}")
        for (file, line, name), (_, calls, own, whole, _) in stats.stats.items()
    ]
    head = f"{'ms alles':>9} {'ms zelf':>8} {'keren':>7}  functie"

    def table(key: int) -> str:
        chosen = sorted(rows, key=lambda row: row[key], reverse=True)[:lines]
        return "\n".join(
            [head, *(f"{whole:9.2f} {own:8.2f} {calls:7.1f}  {name}" for own, whole, calls, name in chosen)]
        )

    return f"Met wat ze aanroepen:\n{table(1)}\n\nZelf:\n{table(0)}\n"
