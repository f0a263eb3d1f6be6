"""Start the app: `python -m dashboard`, or with `--demo` on a database with the demo gemeente.

Brings the database up to date first, makes the first account on an empty one, then becomes the server.
"""

import os
import sys
from pathlib import Path

from wijkkompas_core.__main__ import main as command_line
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings

SERVER = Path(__file__).resolve().parent / "server.py"


def main(arguments: list[str]) -> int:
    """Prepare the database and start the server; answers only when that is not possible."""
    try:
        settings = Settings.from_env()
    except WijkkompasError as error:
        print(error, file=sys.stderr)
        return 1
    steps = [["migrate"], ["load-demo"]] if "--demo" in arguments else [["migrate", "--eerste-beheerder"]]
    for step in steps:
        code = command_line(step)
        if code:
            return code
    print(f"\nWijkkompas draait op http://{settings.adres}:{settings.poort} (stoppen met Ctrl-C)\n", flush=True)
    os.chdir(SERVER.parent.parent)
    os.execv(sys.executable, [
        sys.executable, "-m", "streamlit", "run", str(SERVER),
        "--server.port", str(settings.poort), "--server.address", settings.adres,
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
