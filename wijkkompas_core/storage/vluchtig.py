"""A folder for what must not stay: it is gone afterwards, also when the process that works in it is killed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Waits for the end of its input, which comes when the process that holds the other end is gone, however it went.
_WATCH = 'read -r _; rm -rf -- "$1"'


@contextmanager
def fleeting_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A new folder that only we may read, in `parent` or where the system keeps what is temporary.

    A process of its own clears it away when ours is killed. What a machine leaves that loses its power is for who
    uses the folder next; on Windows nobody watches.
    """
    with tempfile.TemporaryDirectory(dir=parent, prefix=prefix, ignore_cleanup_errors=True) as place:
        if sys.platform == "win32":
            yield Path(place)
            return
        watcher = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _WATCH, "sh", place],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what is sent to our group, as by Ctrl-C, is not for it
        )
        try:
            yield Path(place)
        finally:
            watcher.communicate()
