"""Start the app: `python -m dashboard`, or with `--demo` on a database with the demo gemeente.

Brings the database up to date first, makes the first account on an empty one, then serves.
"""

import sys

import uvicorn

from dashboard.web.verbinding import LARGEST_FRAME
from wijkkompas_core.__main__ import main as command_line
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.settings import Settings


def main(arguments: list[str]) -> int:
    """Prepare the database and serve until stopped; answers an exit code."""
    try:
        settings = Settings.from_env()
        settings.key_for("start")  # refuses to start without a key that is needed, before the database is touched
    except WijkkompasError as error:
        print(error, file=sys.stderr)
        return 1
    steps = [["migrate"], ["load-demo"]] if "--demo" in arguments else [["migrate", "--eerste-beheerder"]]
    for step in steps:
        code = command_line(step)
        if code:
            return code
    print(f"\nWijkkompas draait op http://{settings.adres}:{settings.poort} (stoppen met Ctrl-C)\n", flush=True)
    # Not by `streamlit run`: its socket keeps Nagle's algorithm on, so small messages wait for each other.
    uvicorn.run(
        "dashboard.server:app",
        host=settings.adres,
        port=settings.poort,
        log_level="warning",
        server_header=False,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_FRAME,  # what is larger is not even read; see dashboard/web/verbinding.py
        proxy_headers=False,  # who asks is told by WIJKKOMPAS_ADRES_KOPREGEL, and only when that is set
        # Longer than nginx keeps an idle connection (60 s): one cut just when it is used again is a failed request.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,  # open screens keep a connection; they come back by themselves
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
