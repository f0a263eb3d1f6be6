"""Having a report made in a process of its own, so that other users do not wait for it and its memory comes back."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import BoundedSemaphore, Timer

from dashboard.rapport.werk import Taak, Tell
from wijkkompas_core.errors import WijkkompasError

AT_ONCE = 2
"""So many reports are made at the same time; whoever comes next waits."""
MOST_SECONDS = 300
ROOT = Path(__file__).resolve().parents[2]
BUSY = "Er worden al andere rapporten gemaakt. Die van jou begint zo"

logger = logging.getLogger(__name__)
_places = BoundedSemaphore(AT_ONCE)


class RapportMislukt(WijkkompasError):
    """A report that could not be made; the text says what to do."""


def have_made(taak: Taak, tell: Tell) -> dict[str, bytes]:
    """The files of a report: names and contents.

    `tell` hears how far it is; when it raises, as Streamlit does when the user presses something else, the work is
    stopped. Raises `RapportMislukt` with a sentence.
    """
    while not _places.acquire(timeout=0.5):
        tell(0.0, BUSY)
    try:
        with tempfile.TemporaryDirectory(prefix="rapport-") as folder:
            return _run(taak, tell, Path(folder))
    finally:
        _places.release()


def _run(taak: Taak, tell: Tell, folder: Path) -> dict[str, bytes]:
    made = folder / "klaar"
    made.mkdir()
    with (folder / "fouten").open("w+b") as complaints:
        process = subprocess.Popen(  # noqa: S603  our own program, with nothing of the user in the command
            [sys.executable, "-m", "dashboard.rapport", "taak", str(made)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        )
        too_long = Timer(MOST_SECONDS, process.kill)
        too_long.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(taak.as_json())
            process.stdin.close()
            for line in process.stdout:
                news = json.loads(line)
                if "fout" in news:
                    raise RapportMislukt(news["fout"])
                tell(news["deel"], news["wat"])
            code = process.wait()
        finally:
            too_long.cancel()
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if code:
            complaints.seek(0)
            logger.error("a report failed with code %s: %s", code, complaints.read().decode("utf-8", "replace")[-4000:])
            raise RapportMislukt(
                "Het rapport kon niet worden gemaakt. Probeer het opnieuw, kies minder onderdelen, of maak een "
                "rekenblad. Blijft het misgaan, meld het dan bij de beheerder."
            )
    return {path.name: path.read_bytes() for path in sorted(made.iterdir())}
